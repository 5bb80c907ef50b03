package stack

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

const (
	answerTimeout = 10 * time.Second      // for pcscd to load its drivers and answer
	grace         = 3 * time.Second       // between SIGTERM and SIGKILL
	pollInterval  = 20 * time.Millisecond // between two attempts to reach pcscd
	portAttempts  = 5
)

// bindFailed is how the driver reports a port in use (vpcd sources,
// ifd-vpcd.c, IFDHCreateChannel).
const bindFailed = "Could not initialize connection to virtual ICC"

// launch prepares a folder and starts pcscd in it, on other ports if the first
// ones were taken meanwhile.
func launch(ctx context.Context, cfg Config, parts Parts) (*plan, *service, error) {
	user, err := serviceIdentity()
	if err != nil {
		return nil, nil, &Error{Op: "prepare", Err: err}
	}
	drivers := (len(cfg.Cards) + cfg.slots() - 1) / cfg.slots()
	p, err := newPlan(cfg, parts, user, drivers)
	if err != nil {
		return nil, nil, &Error{Op: "prepare", Err: err}
	}
	p.closed = len(cfg.Inside) > 0
	for attempt := 0; attempt < portAttempts; attempt++ {
		var ports []int
		if ports, err = freePorts(ctx, drivers); err != nil {
			break
		}
		if err = p.configure(ports); err != nil {
			break
		}
		var svc *service
		svc, err = p.start(ctx)
		if err == nil {
			return p, svc, nil
		}
		if p.closed && ctx.Err() == nil {
			p.closed = false // where the system refuses, or anything else is amiss there
			continue
		}
		if !errors.Is(err, ErrPorts) {
			break
		}
	}
	_ = p.remove() // the first error is the one to report
	var e *Error
	if !errors.As(err, &e) {
		err = &Error{Op: "start", Err: err}
	}
	return nil, nil, err
}

// service is one run of pcscd.
type service struct {
	process *os.Process
	log     *tail
	done    chan struct{} // closed when pcscd has ended and was waited for
}

// start runs pcscd and returns when it answers on the plan's socket with all
// its readers listening.
func (p *plan) start(ctx context.Context) (*service, error) {
	listener, err := p.listen()
	if err != nil {
		return nil, err
	}
	defer func() { _ = listener.Close() }()
	cmd, log := p.command(ctx, listener)
	if p.closed {
		theirs, err := p.enclose(cmd)
		if err != nil {
			return nil, text.Cause(errNetwork, err)
		}
		defer func() { _ = theirs.Close() }()
	} else {
		p.enter(nil)
	}
	svc := &service{log: log, done: make(chan struct{})}
	ended, err := child.Start(cmd)
	if err != nil {
		if p.closed {
			return nil, text.Cause(errNetwork, err)
		}
		if p.user.ownRun {
			err = text.Detail(err, text.Of("créez le dossier %s en root, ou autorisez les espaces de noms d'utilisateur", "make the folder %s as root, or allow user namespaces", ipcDir))
		}
		return nil, text.Wrap(text.Of("démarrage de %s", "starting %s", p.parts.PCSCD), err)
	}
	svc.process = cmd.Process
	go func() {
		<-ended //nolint:errcheck // how it ended shows in the log
		close(svc.done)
	}()
	if err := svc.waitAnswer(ctx, p.socket); err != nil {
		_ = svc.stop() // the first error is the one to report
		return nil, &Error{Op: "start", Err: err, Log: log.String()}
	}
	if strings.Contains(log.String(), bindFailed) {
		_ = svc.stop() // the first error is the one to report
		return nil, &Error{Op: "start", Err: ErrPorts, Log: log.String()}
	}
	return svc, nil
}

// listen binds the client socket and returns it as a file to inherit.
func (p *plan) listen() (*os.File, error) {
	if err := os.Remove(p.socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: p.socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	l.SetUnlinkOnClose(false) // the path stays: pcscd goes on listening
	defer func() { _ = l.Close() }()
	if err := p.user.own(p.socket); err != nil {
		return nil, err
	}
	return l.File()
}

// script sets LISTEN_PID to the process id of the shell, which pcscd keeps.
const script = `LISTEN_PID=$$ exec "$0" "$@"`

// shellScript is where the script stands among the arguments of the shell.
const shellScript = 2

func (p *plan) command(ctx context.Context, listener *os.File) (*exec.Cmd, *tail) {
	env := []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LISTEN_FDS=1"}
	if len(p.parts.Libs) > 0 {
		env = append(env, "LD_LIBRARY_PATH="+strings.Join(p.parts.Libs, ":"))
	}
	args := []string{"-c", p.user.prologue + script, p.parts.PCSCD, "-f", "-c", p.confDir()}
	if wantsPolkitOff(ctx, p.parts) {
		args = append(args, "--disable-polkit")
	}
	cmd := child.Command(context.WithoutCancel(ctx), "/bin/sh", args...) // ended by stop, politely
	cmd.Env = env
	cmd.Dir = "/"
	cmd.ExtraFiles = []*os.File{listener} // descriptor 3, SD_LISTEN_FDS_START
	log := &tail{next: p.log}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = grace
	cmd.SysProcAttr = p.user.attr()
	return cmd, log
}

// wantsPolkitOff tells whether this pcscd asks polkit about its clients and
// can be told not to (pcsc-lite 2.0, pcscd(8)): the socket's folder already
// keeps other users away.
func wantsPolkitOff(ctx context.Context, parts Parts) bool {
	cmd := child.Command(ctx, parts.PCSCD, "--help")
	cmd.Env = []string{"LD_LIBRARY_PATH=" + strings.Join(parts.Libs, ":")}
	out, _ := cmd.CombinedOutput() // a program that cannot run is reported by start
	return strings.Contains(string(out), "--disable-polkit")
}

// waitAnswer returns when pcscd answers a version call, which it does once its
// readers are set up.
func (s *service) waitAnswer(ctx context.Context, socket string) error {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	for {
		if callVersion(ctx, socket) == nil {
			return nil
		}
		select {
		case <-s.done:
			return ErrServiceEnded
		case <-ctx.Done():
			return text.Cause(ErrNotAnswering, ctx.Err())
		case <-time.After(pollInterval):
		}
	}
}

// stop ends pcscd: SIGTERM, then SIGKILL after the grace period.
func (s *service) stop() error {
	for _, sig := range []os.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		if err := s.process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return text.Wrap(text.Of("signal à pcscd", "signalling pcscd"), err)
		}
		select {
		case <-s.done:
			return nil
		case <-time.After(grace):
		}
	}
	return text.NewError(text.Of("pcscd (processus %d) survit à SIGKILL", "pcscd (process %d) survives SIGKILL", s.process.Pid), text.Text{})
}

// kill ends pcscd without asking it.
func (s *service) kill() error {
	if err := s.process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return text.Wrap(text.Of("signal à pcscd", "signalling pcscd"), err)
	}
	<-s.done
	return nil
}

// ended tells whether pcscd has ended.
func (s *service) ended() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// onExit calls f when pcscd ends, until the returned function is called.
func (s *service) onExit(f func()) (detach func()) {
	off := make(chan struct{})
	go func() {
		select {
		case <-s.done:
			f()
		case <-off:
		}
	}()
	return func() { close(off) }
}

// said returns the last lines of pcscd.
func (s *service) said() string { return s.log.String() }
