package workstation

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/child"
)

// Options say what to look at and how. The zero value looks at this machine,
// and asks neither PC/SC nor a PKCS#11 module.
type Options struct {
	Root   fs.FS               // the machine's files; nil is this machine
	OS     string              // GOOS of the machine looked at; "" is this one
	Getenv func(string) string // nil is os.Getenv
	Now    func() time.Time    // nil is time.Now
	Built  time.Time           // when this program was built; zero when not known

	// Readers lists the PC/SC readers: names, states and ATRs suffice. An error
	// matching card.ErrNoService tells that the service is stopped. nil leaves
	// the readers unknown.
	Readers func(context.Context) ([]Reader, error)
	// Module asks the PKCS#11 module at that path; see Ask. nil leaves it
	// unknown.
	Module func(ctx context.Context, path string) (Module, error)
	// Run runs a program and returns its standard output; nil runs programs of
	// this machine. Only rpm and, on macOS, ps, lsof and ioreg are run.
	Run func(ctx context.Context, name string, args ...string) ([]byte, error)
	// Registry is the Windows registry; nil is this machine's, if it has one.
	Registry Registry
	// Agent is the local agent that the billing software needs; the zero value
	// looks for none.
	Agent AgentQuery
	// Dial opens a TCP connection and closes it; nil is this machine's network.
	// It is called for the port of Agent, on systems other than Linux.
	Dial func(ctx context.Context, address string) error
	// Booted tells when a machine without /proc/stat was started; nil asks this
	// machine, unless Root is another one.
	Booted func() (time.Time, error)
	// Processes lists the running programs of a Windows machine, file names by
	// process id; nil asks this machine, unless Root is another one.
	Processes func() (map[int]string, error)
	// Listeners returns the table of the sockets that listen on a Windows machine, as
	// GetExtendedTcpTable writes it, for IPv4 or IPv6; nil asks this machine, unless
	// Root is another one.
	Listeners func(six bool) ([]byte, error)
	// Events returns the events of the Windows Installer of the last week as XML, the
	// newest first; nil asks this machine, unless Root is another one.
	Events func() ([][]byte, error)
	// USB lists the devices that are plugged into the USB bus of a Windows machine; nil
	// asks this machine, unless Root is another one.
	USB func() ([]USBDevice, error)
}

// Deadlines of what may wait.
const (
	runDeadline     = 5 * time.Second
	readersDeadline = 10 * time.Second
)

// collector is one collection.
type collector struct {
	Options
	files
	here bool // Root is this machine's
}

// Collect looks at the workstation. It always returns a report: what fails is a
// fact that is not known. ctx bounds the whole.
func Collect(ctx context.Context, opts Options) Report {
	c := newCollector(opts)
	r := Report{
		System:       c.system(),
		Session:      c.session(),
		Clock:        c.clock(),
		Boot:         c.boot(),
		Dictionaries: c.dictionaries(),
		Galss:        c.galss(),
		Sesam:        c.sesam(),
		Competitors:  c.competitors(),
		USBReaders:   c.usbReaders(ctx),
		Agent:        c.agent(ctx),
		Products:     unknown[[]Product](NotHere, ""),
		Browsers:     unknown[[]Browser](NotHere, ""),
		Antivirus:    unknown[[]string](NotHere, ""),
		Failures:     unknown[[]InstallerFailure](NotHere, ""),
		Trace:        c.agentTrace(),
		Rosetta:      unknown[bool](NotHere, ""),
		CAPIKept:     unknown[bool](NotHere, ""),
	}
	r.Service = c.service() // before the readers: a client would start it
	r.Readers, r.Service = c.readers(ctx, r.Service)
	r.CertPropagation = c.certPropagation()
	r.SmartAppControl = c.smartAppControl()
	c.software(ctx, &r)
	r.Cryptolib = c.cryptolib(ctx)
	r.RestartPending = restartPending(r.Boot, r.Cryptolib)
	r.Module = c.module(ctx, r.Cryptolib, r.Readers.Reason == TimedOut)
	return r
}

func newCollector(o Options) *collector {
	if o.OS == "" {
		o.OS = runtime.GOOS
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Run == nil {
		o.Run = runProgram
	}
	if o.Dial == nil {
		o.Dial = dial
	}
	here := o.Root == nil
	if here {
		root := "/"
		if runtime.GOOS == "windows" {
			root = os.Getenv("SystemDrive") + `\`
		}
		o.Root = os.DirFS(root)
		if o.Registry == nil {
			o.Registry = systemRegistry()
		}
		if o.Booted == nil {
			o.Booted = booted
		}
		if o.Processes == nil {
			o.Processes = systemProcesses
		}
		if o.Listeners == nil {
			o.Listeners = systemListeners
		}
		if o.Events == nil {
			o.Events = systemEvents
		}
		if o.USB == nil {
			o.USB = systemUSB
		}
	}
	return &collector{Options: o, files: files{o.Root}, here: here}
}

// runProgram runs a program of this machine; it gets no input.
func runProgram(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := child.Command(ctx, name, args...)
	cmd.WaitDelay = time.Second
	return cmd.Output()
}

// reasonOf classes an error.
func reasonOf(err error) Reason {
	var module *ModuleError
	switch {
	case errors.As(err, &module) && module.Reason != "":
		return module.Reason
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, card.ErrWedged):
		return TimedOut
	case errors.Is(err, fs.ErrPermission):
		return NoAccess
	case errors.Is(err, card.ErrNoService):
		return NoService
	case errors.Is(err, errors.ErrUnsupported):
		return NotBuilt
	default:
		return Failed
	}
}
