package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/folder"
)

// slotsPerDriver is what one copy of the vpcd driver offers (vpcd sources,
// vicc_max_slots). A library listed twice shares its slots, hence the copies. One that was
// made lonely tells pcscd of the first alone.
const slotsPerDriver = 2

// slots is how many readers one copy of the driver brings.
func (c *Config) slots() int {
	if c.Lonely {
		return 1
	}
	return slotsPerDriver
}

// maxSocketPath is sun_path without its final zero (unix(7)).
const maxSocketPath = 107

// plan is the stack on paper: a folder with the configuration of pcscd, the
// copies of the driver and the ports they listen on.
type plan struct {
	name   string // of the readers, "" for that of the bench
	slots  int    // readers of one copy of the driver
	parts  Parts
	log    io.Writer
	folder *folder.Folder
	dir    string // its path
	socket string // path of the client socket
	user   identity
	ports  []int    // first port of each driver copy
	inside []string // as Config.Inside
	closed bool     // pcscd has a network of its own

	dialing sync.Mutex // one connection at a time through the door; protects it
	door    *door      // of the pcscd that runs; nil when it shares our network
}

// dial connects to the driver, wherever it is.
func (p *plan) dial(ctx context.Context, addr string) (net.Conn, error) {
	p.dialing.Lock()
	d := p.door
	if d == nil {
		p.dialing.Unlock()
		return (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	}
	defer p.dialing.Unlock()
	at, err := netip.ParseAddrPort(addr)
	if err != nil {
		return nil, err
	}
	return d.dial(at.Port())
}

// enter takes the door of a new pcscd, nil for none, in place of the one before.
func (p *plan) enter(d *door) {
	p.dialing.Lock()
	defer p.dialing.Unlock()
	if p.door != nil {
		p.door.close()
	}
	p.door = d
}

// newPlan makes the folder and fills it. drivers is how many copies to make.
func newPlan(cfg Config, parts Parts, user identity, drivers int) (*plan, error) {
	dir, err := folder.New(workParent(cfg.Dir, user.other()))
	if err != nil {
		return nil, err
	}
	p := &plan{name: cfg.Name, slots: cfg.slots(), parts: parts, log: cfg.Log, folder: dir, dir: dir.Path(), socket: cfg.Socket, user: user, inside: cfg.Inside}
	if p.socket == "" {
		p.socket = filepath.Join(p.dir, "pcscd.comm")
	}
	if len(p.socket) > maxSocketPath {
		_ = p.remove() // the first error is the one to report
		return nil, text.Detail(ErrPath, text.Same(p.socket))
	}
	if err := p.fill(drivers); err != nil {
		_ = p.remove() // the first error is the one to report
		return nil, err
	}
	return p, nil
}

// workParent returns where the stack's folder is made: parent if given. The
// system's temporary folder is left for /tmp when it is too deep for a socket,
// below /run, which pcscd may be given anew, or closed to the user that pcscd
// becomes (others is true).
func workParent(parent string, others bool) string {
	if parent != "" {
		return parent
	}
	parent = os.TempDir()
	if len(parent) > 60 || strings.HasPrefix(parent, "/run") || others && !open(parent) {
		parent = "/tmp"
	}
	return parent
}

// open tells whether every user may pass through dir and the folders above it.
func open(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
		dir = filepath.Dir(dir)
	}
}

func (p *plan) confDir() string     { return filepath.Join(p.dir, "reader.conf.d") }
func (p *plan) driver(k int) string { return filepath.Join(p.dir, fmt.Sprintf("vpcd%d.so", k)) }

// driverName is the name of the readers of driver k, which pcscd numbers.
func (p *plan) driverName(k int) string {
	letter := string(rune('A' + k))
	switch {
	case p.name == "":
		return "cpslab " + letter
	case k == 0:
		return p.name
	}
	return p.name + " " + letter
}

// remove deletes the folder, and the socket where it lies elsewhere.
func (p *plan) remove() error {
	p.enter(nil)
	err := os.Remove(p.socket)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, p.folder.Remove())
}

// readerName returns the name pcscd gives the reader of card i: the name in
// the configuration, the number of readers of that name before it, the slot
// (pcsc-lite, readerfactory.c, RFAddReader).
func (p *plan) readerName(i int) string {
	return fmt.Sprintf("%s 00 %02X", p.driverName(i/p.slots), i%p.slots)
}

func (p *plan) addr(i int) string {
	return fmt.Sprintf("127.0.0.1:%d", p.ports[i/p.slots]+i%p.slots)
}

func (p *plan) portList() string {
	s := make([]string, 0, len(p.ports))
	for _, first := range p.ports {
		s = append(s, fmt.Sprintf("%d-%d", first, first+slotsPerDriver-1))
	}
	return strings.Join(s, ", ")
}

// fill copies the driver and hands the folder to the user of pcscd.
func (p *plan) fill(drivers int) error {
	code, err := os.ReadFile(p.parts.Driver)
	if err != nil {
		return err
	}
	if p.slots == 1 {
		if code, err = lonely(code); err != nil {
			return err
		}
	}
	if err := os.Mkdir(p.confDir(), 0o700); err != nil {
		return err
	}
	for k := range drivers {
		if err := os.WriteFile(p.driver(k), code, 0o500); err != nil {
			return err
		}
		if err := p.user.own(p.driver(k)); err != nil {
			return err
		}
	}
	if err := p.user.own(p.confDir()); err != nil {
		return err
	}
	return p.user.own(p.dir)
}

// configure writes reader.conf.d for the given ports (reader.conf(5)).
func (p *plan) configure(ports []int) error {
	p.ports = ports
	var b strings.Builder
	for k, port := range ports {
		fmt.Fprintf(&b, "FRIENDLYNAME %q\nDEVICENAME /dev/null:0x%04X\nLIBPATH %s\nCHANNELID 0x%04X\n\n",
			p.driverName(k), port, p.driver(k), port)
	}
	file := filepath.Join(p.confDir(), "cpslab.conf")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return err
	}
	return p.user.own(file)
}
