package text

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
)

// TestSystemNumbers: each system has numbers of its own, and one of them means
// something else elsewhere (109 is a broken pipe of Windows; of Linux, too many
// references).
func TestSystemNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		goos   string
		number syscall.Errno
		french string // "" where it is said as the system says it
	}{
		{"linux", syscall.ECONNREFUSED, "connexion refusée, personne n'écoute"},
		{"linux", syscall.EPIPE, "le programme qui lisait est parti"},
		{"linux", syscall.ENOSPC, "plus de place sur le disque"},
		{"linux", 109, ""},
		{"linux", 10061, ""},
		{"darwin", syscall.ECONNREFUSED, "connexion refusée, personne n'écoute"},
		{"windows", syscall.ECONNREFUSED, "connexion refusée, personne n'écoute"}, // Go's own
		{"windows", 10061, "connexion refusée, personne n'écoute"},
		{"windows", 10048, "adresse déjà prise par un autre programme"},
		{"linux", syscall.EADDRINUSE, "adresse déjà prise par un autre programme"},
		{"windows", 109, "le programme qui lisait est parti"},
		{"windows", 232, "le programme qui lisait est parti"},
		{"windows", 233, "le programme qui lisait est parti"},
		{"windows", 112, "plus de place sur le disque"},
		{"windows", 39, "plus de place sur le disque"},
		{"windows", 19, "disque en lecture seule"},
		{"windows", 267, "un élément du chemin n'est pas un dossier"},
		{"windows", 10060, ""},
	} {
		err := fmt.Errorf("somewhere: %w", c.number)
		want := Same(err.Error())
		if c.french != "" {
			want.FR = c.french
		}
		if got := systemOn(c.goos, err); got != want {
			t.Errorf("%s, %d: %+v, want %+v", c.goos, int(c.number), got, want)
		}
	}
}

// TestRefused: what this very system answers where nobody listens.
func TestRefused(t *testing.T) {
	t.Parallel()
	free, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", free.Addr().String())
	if err == nil {
		_ = conn.Close()
		t.Fatal("somebody listens there")
	}
	if !IsRefused(err) || IsHungUp(err) {
		t.Errorf("%v is not taken for a refusal", err)
	}
}

// TestHungUp: what this very system says of a pipe that nobody reads any more.
func TestHungUp(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = w.WriteString("anybody?")
	if !IsHungUp(err) || IsRefused(err) {
		t.Errorf("%v is not taken for a reader that has gone", err)
	}
	if IsHungUp(nil) || IsRefused(nil) || IsHungUp(errors.New("broken pipe")) {
		t.Error("what is none of it is taken for it")
	}
}

// TestReset: what this very system says of a connection that the other end cut.
func TestReset(t *testing.T) {
	t.Parallel()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	other, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(other.(*net.TCPConn).SetLinger(0), other.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = conn.Read(make([]byte, 1))
	if !IsReset(err) || IsRefused(err) || IsHungUp(err) {
		t.Errorf("%v is not taken for a connection that was cut", err)
	}
	if said := System(err); said.FR != "connexion coupée par l'autre côté" || said.EN != err.Error() {
		t.Errorf("%+v", said)
	}
	if IsReset(nil) || IsReset(io.EOF) {
		t.Error("what is none of it is taken for it")
	}
}

// TestNoProgram: a program of another machine, by the number of each system.
func TestNoProgram(t *testing.T) {
	t.Parallel()
	if !IsNoProgram(fmt.Errorf("run: %w", syscall.ENOEXEC)) || IsNoProgram(os.ErrNotExist) {
		t.Error("ENOEXEC is not taken for what it is")
	}
	if !among(syscall.Errno(193), numbersOf("windows").noProgram) || among(syscall.Errno(193), numbersOf("linux").noProgram) {
		t.Error("ERROR_BAD_EXE_FORMAT is of Windows only")
	}
}
