package control

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/vpcd"
)

// maxSocket is how long the path of a Unix socket may be, in bytes: sun_path of unix(7) less
// the zero behind it.
const maxSocket = 107

// Listen opens a loopback address, "127.0.0.1:0" for a free port, or a Unix socket, by a
// path that holds a slash. The socket is for its owner alone. No other address is opened.
// Errors are bad input where another address would do.
func Listen(ctx context.Context, at string) (net.Listener, error) {
	if strings.Contains(at, "/") {
		l, err := socket(ctx, at)
		if err != nil {
			return nil, text.Wrap(text.Of("ouverture de la prise %s", "opening the socket %s", at), err)
		}
		return l, nil
	}
	addr, err := vpcd.Loopback(at)
	if err != nil {
		refused := errForm
		if errors.Is(err, vpcd.ErrNotLoopback) {
			refused = errOpen
		}
		return nil, text.BadInput(text.Wrap(text.Same(at), refused))
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if text.IsTaken(err) {
		return nil, text.Cause(errTaken, err)
	}
	return l, err
}

// socket opens a Unix socket for its owner alone.
func socket(ctx context.Context, path string) (net.Listener, error) {
	if len(path) > maxSocket {
		return nil, text.BadInput(errLong)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	switch {
	case text.IsTaken(err):
		return nil, whose(ctx, path)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return nil, text.BadInput(cause(err))
	case err != nil:
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// whose says what is at the path of a socket that cannot be opened: a station that was
// killed leaves its own.
func whose(ctx context.Context, path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().Type() != fs.ModeSocket {
		return text.BadInput(errFile)
	}
	c, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err == nil {
		_ = c.Close() // nothing was said
		return errTaken
	}
	return text.BadInput(text.NewError(text.Of("prise laissée là par un programme qui n'est plus", "a socket left there by a program that is no more"),
		text.Same("rm "+text.ShellWord(path))))
}

// cause is what the system says, without what the address is, which is told beside.
func cause(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err
	}
	return err
}

var (
	example  = text.Of("par exemple 127.0.0.1:8077 ; 127.0.0.1:0 prend un port libre", "for example 127.0.0.1:8077; 127.0.0.1:0 takes a free port")
	errForm  = text.NewError(text.Of("attendu HÔTE:PORT de cette machine", "want HOST:PORT of this machine"), example)
	errOpen  = text.NewError(text.Of("adresse que d'autres machines atteignent ; celle-ci seule est servie", "not a loopback address: this machine alone is served"), example)
	errTaken = text.NewError(text.Of("un autre programme a déjà cette adresse", "another program has this address already"),
		text.Of("une autre station ? 127.0.0.1:0 prend un port libre", "another station? 127.0.0.1:0 takes a free port"))
	errLong = text.NewError(text.Of("chemin trop long : %d octets au plus", "the path is too long: %d bytes at most", maxSocket), text.Text{})
	errFile = text.NewError(text.Of("un fichier ou un dossier a déjà ce nom", "a file or a folder has that name already"), text.Text{})
)
