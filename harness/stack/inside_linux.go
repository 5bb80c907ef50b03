package stack

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

// What the process inside inherits: descriptor 3 takes requests, the one behind it
// is the client socket of pcscd.
const (
	requestFD = 3
	clientFD  = 4
)

// A request is the port to connect to on the loopback of the namespace, big-endian;
// the answer is an errno, big-endian, and with 0 the connection (unix(7),
// SCM_RIGHTS).
const (
	requestLen = 2
	answerLen  = 4
)

var (
	// errInside is a helper that was not started by [Start].
	errInside = text.NewError(text.Of("c'est l'intérieur d'un service PC/SC privé ; Start le lance", "this is the inside of a private PC/SC stack; Start starts it"), text.Text{})
	// errNetwork is a network namespace that cannot be had.
	errNetwork = text.NewError(text.Of("pas de réseau à part", "no network of its own"), text.Text{})
)

// dialTimeout bounds a connection inside; over loopback it takes no time.
const dialTimeout = 2 * time.Second

// ServeInside is the process that [Config.Inside] leads to, in a network namespace
// of its own: it starts pcscd there, and connects to the driver for the parent,
// who gets the connections over a Unix socket. args is what Start put behind
// Config.Inside. It returns when pcscd has ended, which it does with the parent.
func ServeInside(args []string) error {
	if len(args) < 2 {
		return errInside
	}
	uid, err := strconv.ParseUint(args[0], 10, 32)
	if err != nil {
		return errInside
	}
	requests := os.NewFile(requestFD, "requests")
	conn, err := net.FileConn(requests)
	if err != nil {
		return errInside
	}
	_ = requests.Close() // FileConn has its own
	parent, ok := conn.(*net.UnixConn)
	if !ok {
		return errInside
	}
	defer func() { _ = parent.Close() }()
	if err := child.RaiseLoopback(); err != nil {
		return text.Cause(errNetwork, text.Wrap(text.Of("mise en route de l'interface de bouclage", "setting the loopback interface up"), err))
	}
	orders := make(chan os.Signal, 4)
	signal.Notify(orders, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	cmd := child.Command(context.Background(), args[1], args[2:]...)
	clients := os.NewFile(clientFD, "clients")
	cmd.ExtraFiles = []*os.File{clients}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if uid != 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}
	}
	ended, err := child.Start(cmd)
	if err != nil {
		return err
	}
	_ = clients.Close() // pcscd has it
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		connectFor(parent)
	}()
	var late <-chan time.Time
	for {
		select {
		case err := <-ended:
			return err
		case <-gone:
			gone = nil
		case <-orders:
		case <-late:
			_ = cmd.Process.Kill() // it has just ended, or ends now
			continue
		}
		_ = cmd.Process.Signal(syscall.SIGTERM) // as above
		if late == nil {
			late = time.After(grace)
		}
	}
}

// connectFor answers the parent's requests until it is gone.
func connectFor(parent *net.UnixConn) {
	request := make([]byte, requestLen)
	for {
		n, err := parent.Read(request)
		if err != nil || n != requestLen {
			return
		}
		answer, rights := make([]byte, answerLen), []byte(nil)
		fd, err := connect(int(binary.BigEndian.Uint16(request)))
		if err != nil {
			errno := syscall.EIO
			_ = errors.As(err, &errno)
			binary.BigEndian.PutUint32(answer, uint32(errno))
		} else {
			rights = syscall.UnixRights(int(fd.Fd()))
		}
		_, _, err = parent.WriteMsgUnix(answer, rights, nil)
		if fd != nil {
			_ = fd.Close() // the parent has its own
		}
		if err != nil {
			return
		}
	}
}

func connect(port int) (*os.File, error) {
	conn, err := (&net.Dialer{Timeout: dialTimeout}).Dial("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }() // File has its own
	return conn.(*net.TCPConn).File()
}

// door is the parent's way to the driver in a closed network.
type door struct{ conn *net.UnixConn }

// newDoor returns the parent's side, and the file that the process inside
// inherits.
func newDoor() (*door, *os.File, error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	ours, theirs := os.NewFile(uintptr(fds[0]), "door"), os.NewFile(uintptr(fds[1]), "requests")
	conn, err := net.FileConn(ours)
	_ = ours.Close() // FileConn has its own
	if err != nil {
		return nil, nil, errors.Join(err, theirs.Close())
	}
	return &door{conn.(*net.UnixConn)}, theirs, nil // what a Unix socket is
}

// dial connects to a port of the driver. One dial at a time: see plan.dial.
func (d *door) dial(port uint16) (net.Conn, error) {
	if err := d.conn.SetDeadline(time.Now().Add(2 * dialTimeout)); err != nil {
		return nil, err
	}
	if _, err := d.conn.Write(binary.BigEndian.AppendUint16(nil, port)); err != nil {
		return nil, err
	}
	answer, rights := make([]byte, answerLen), make([]byte, syscall.CmsgSpace(4))
	n, r, _, _, err := d.conn.ReadMsgUnix(answer, rights)
	switch {
	case err != nil:
		_ = d.conn.Close() // a late answer would be taken for the next one
		return nil, err
	case n != answerLen:
		return nil, ErrServiceEnded
	}
	if errno := syscall.Errno(binary.BigEndian.Uint32(answer)); errno != 0 {
		return nil, errno
	}
	messages, err := syscall.ParseSocketControlMessage(rights[:r])
	if err != nil || len(messages) != 1 {
		return nil, text.Wrap(text.Of("pas de connexion dans la réponse", "no connection in the answer"), err)
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return nil, text.Wrap(text.Of("pas de connexion dans la réponse", "no connection in the answer"), err)
	}
	file := os.NewFile(uintptr(fds[0]), "reader")
	defer func() { _ = file.Close() }() // FileConn has its own
	return net.FileConn(file)
}

func (d *door) close() { _ = d.conn.Close() }
