package workstation

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	bootTime = "btime 1795420800\n" // 2026-11-23 08:00 UTC
	heard    = "Num       RefCount Protocol Flags    Type St Inode Path\n" +
		"0000000000000000: 00000002 00000000 00010000 0001 01 4242 /run/pcscd/pcscd.comm\n"
	deaf = "Num       RefCount Protocol Flags    Type St Inode Path\n" +
		"0000000000000000: 00000003 00000000 00000000 0001 03 4243 /run/pcscd/pcscd.comm\n"
)

// machine is a fake one: its files, and no program to run.
func machine(contents map[string]string) Options {
	root := fstest.MapFS{}
	for name, text := range contents {
		root[name] = &fstest.MapFile{Data: []byte(text), ModTime: noon.Add(-30 * 24 * time.Hour), Mode: 0o644}
	}
	return Options{
		Root: root, OS: "linux",
		Getenv: func(string) string { return "" },
		Now:    func() time.Time { return noon },
		Run: func(context.Context, string, ...string) ([]byte, error) {
			return nil, &exec.Error{Name: "rpm", Err: exec.ErrNotFound}
		},
	}
}

func with(o Options, change func(*Options)) Options {
	change(&o)
	return o
}

func env(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func readers(list []Reader, err error) func(context.Context) ([]Reader, error) {
	return func(context.Context) ([]Reader, error) { return list, err }
}

func TestServiceState(t *testing.T) {
	t.Parallel()
	running := map[string]string{"proc/net/unix": heard, "run/pcscd/pcscd.pid": "77\n", "proc/77/comm": "pcscd\n", "usr/sbin/pcscd": ""}
	for name, tt := range map[string]struct {
		opts Options
		want Fact[Service]
	}{
		"running":                     {machine(running), known(Service{State: Running, Socket: systemSocket, PID: 77, Installed: true}, "/proc/net/unix")},
		"socket activated, no daemon": {machine(map[string]string{"proc/net/unix": heard}), known(Service{State: Activatable, Socket: systemSocket, Installed: true}, "/proc/net/unix")},
		"pid of another program":      {machine(map[string]string{"proc/net/unix": heard, "run/pcscd/pcscd.pid": "77", "proc/77/comm": "bash\n"}), known(Service{State: Activatable, Socket: systemSocket, Installed: true}, "/proc/net/unix")},
		"installed and stopped":       {machine(map[string]string{"proc/net/unix": "", "usr/sbin/pcscd": ""}), known(Service{State: Stopped, Socket: systemSocket, Installed: true}, "/proc/net/unix")},
		"socket left, nobody listens": {machine(map[string]string{"proc/net/unix": deaf, "run/pcscd/pcscd.comm": ""}), known(Service{State: Stopped, Socket: systemSocket}, "/proc/net/unix")},
		"private": {
			with(machine(map[string]string{"proc/net/unix": heard + "0: 2 0 00010000 0001 01 9 /tmp/a b/pcscd.comm\n", "proc/9/comm": "pcscd\n"}), func(o *Options) {
				o.Getenv = env(map[string]string{"PCSCLITE_CSOCK_NAME": "/tmp/a b/pcscd.comm"})
			}),
			known(Service{State: Running, Socket: "/tmp/a b/pcscd.comm", PID: 9, Installed: true, Private: true}, "/proc/net/unix"),
		},
		"one of several processes": {
			with(machine(map[string]string{"proc/net/unix": "0: 2 0 00010000 0001 01 9 /tmp/p\n", "proc/9/comm": "pcscd\n", "proc/10/comm": "pcscd\n"}), func(o *Options) {
				o.Getenv = env(map[string]string{"PCSCLITE_CSOCK_NAME": "/tmp/p"})
			}),
			known(Service{State: Running, Socket: "/tmp/p", Installed: true, Private: true}, "/proc/net/unix"),
		},
		"private, nobody there": {
			with(machine(running), func(o *Options) { o.Getenv = env(map[string]string{"PCSCLITE_CSOCK_NAME": "/tmp/p"}) }),
			known(Service{State: Stopped, Socket: "/tmp/p", Installed: true, Private: true}, "/proc/net/unix"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, Collect(t.Context(), tt.opts).Service); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A container sees the service's socket file and not the table that lists it: a
// PC/SC call tells whether somebody is behind it.
func TestServiceBehindASocketThatTheTableLacks(t *testing.T) {
	t.Parallel()
	opts := machine(map[string]string{"proc/net/unix": ""})
	opts.Root.(fstest.MapFS)["run/pcscd/pcscd.comm"] = &fstest.MapFile{Mode: fs.ModeSocket | 0o666}
	if r := Collect(t.Context(), opts); r.Service.Known || r.Service.Reason != NotAsked {
		t.Errorf("nobody asked: %+v", r.Service)
	}
	for err, want := range map[error]ServiceState{nil: Running, card.ErrNoService: Stopped} {
		r := Collect(t.Context(), with(opts, func(o *Options) { o.Readers = readers([]Reader{}, err) }))
		if !r.Service.Known || r.Service.Value.State != want {
			t.Errorf("%v: %+v", err, r.Service)
		}
	}
}

func TestServiceIsUnknownWithoutTheTableOfSockets(t *testing.T) {
	t.Parallel()
	r := Collect(t.Context(), machine(nil))
	if r.Service.Known || r.Service.Reason != Failed || r.Service.Detail == "" {
		t.Errorf("%+v", r.Service)
	}
}

// A PC/SC call settles what the files leave open.
func TestReadersTellAboutTheService(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		files   map[string]string
		os      string
		list    []Reader
		err     error
		readers Reason // "" when known
		service ServiceState
	}{
		"activated by the first client": {map[string]string{"proc/net/unix": heard}, "linux", []Reader{}, nil, "", Running},
		"stopped: nobody is asked":      {map[string]string{"proc/net/unix": ""}, "linux", []Reader{{Slot: card.Slot{Name: "ghost"}}}, nil, NoService, Stopped},
		"stopped in between":            {map[string]string{"proc/net/unix": heard}, "linux", nil, card.ErrNoService, NoService, Stopped},
		"blocked":                       {map[string]string{"proc/net/unix": heard}, "linux", nil, card.ErrWedged, TimedOut, Activatable},
		"refused":                       {map[string]string{"proc/net/unix": heard}, "linux", nil, fs.ErrPermission, NoAccess, Activatable},
		"not built":                     {map[string]string{"proc/net/unix": heard}, "linux", nil, errors.ErrUnsupported, NotBuilt, Activatable},
		"Windows, running":              {nil, "windows", []Reader{}, nil, "", Running},
		"Windows, stopped":              {nil, "windows", nil, card.ErrNoService, NoService, Stopped},
		"macOS, running":                {nil, "darwin", []Reader{}, nil, "", Running},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(tt.files), func(o *Options) { o.OS, o.Readers = tt.os, readers(tt.list, tt.err) }))
			if r.Readers.Known != (tt.readers == "") || r.Readers.Reason != tt.readers {
				t.Errorf("readers: %+v", r.Readers)
			}
			if !r.Service.Known || r.Service.Value.State != tt.service {
				t.Errorf("service: %+v", r.Service)
			}
		})
	}
}

func TestReadersAreClassedByATR(t *testing.T) {
	t.Parallel()
	list := []Reader{
		{Slot: card.Slot{Name: "A", State: card.SlotEmpty}},
		{Slot: card.Slot{Name: "B", State: card.SlotMute}},
		{Slot: card.Slot{Name: "C", State: card.SlotCard, ATR: card.ATRCPS3}},
		{Slot: card.Slot{Name: "D", State: card.SlotCard, ATR: card.ATRCPS4T0}},
		{Slot: card.Slot{Name: "E", State: card.SlotCard, ATR: card.HexBytes{0x3B, 0x65}}},
		{Slot: card.Slot{Name: "F", State: card.SlotInUse, ATR: card.ATRCPS3Contactless}},
	}
	want := []string{"", "", "V3", "V4", "unknown", "V3-contactless"}
	r := Collect(t.Context(), with(machine(map[string]string{"proc/net/unix": heard}), func(o *Options) { o.Readers = readers(list, nil) }))
	var got []string
	for _, r := range r.Readers.Value {
		got = append(got, r.Generation)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSession(t *testing.T) {
	t.Parallel()
	for value, tt := range map[string]struct {
		variable string
		want     Session
	}{
		"203.0.113.9 50000 203.0.113.1 22": {"SSH_CONNECTION", Session{true, "ssh"}},
		"RDP-Tcp#4":                        {"SESSIONNAME", Session{true, "rdp"}},
		"ICA-tcp#1":                        {"SESSIONNAME", Session{true, "citrix"}},
		"Console":                          {"SESSIONNAME", Session{}},
		"1":                                {"XRDP_SESSION", Session{true, "rdp"}},
		"":                                 {"SSH_CONNECTION", Session{}},
	} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.Getenv = env(map[string]string{tt.variable: value}) }))
			if diff := cmp.Diff(tt.want, r.Session.Value); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sudo and other programs drop the variables; the programs above tell too.
func TestSessionByItsParents(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		top  string
		want Session
	}{
		"ssh":           {"sshd", Session{true, "ssh"}},
		"newer ssh":     {"sshd-session", Session{true, "ssh"}},
		"xrdp":          {"xrdp-sesman", Session{true, "rdp"}},
		"on the screen": {"gdm-session-wor", Session{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), machine(map[string]string{
				"proc/self/status": "Name:\tcpslab\nPPid:\t30\n", "proc/30/comm": "sudo\n", "proc/30/status": "PPid:\t20\n",
				"proc/20/comm": tt.top + "\n", "proc/20/status": "PPid:\t1\n", "proc/1/comm": "systemd\n", "proc/1/status": "PPid:\t0\n",
			}))
			if diff := cmp.Diff(tt.want, r.Session.Value); diff != "" {
				t.Error(diff)
			}
		})
	}
	r := Collect(t.Context(), machine(map[string]string{"proc/self/status": "PPid:\t30\n", "proc/30/status": "PPid:\t30\n"}))
	if r.Session.Value.Remote {
		t.Error("a loop of parents")
	}
}

// Systems without /proc/stat are asked.
func TestBoot(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		booted func() (time.Time, error)
		want   Reason // "" when known
	}{
		"told":       {func() (time.Time, error) { return noon, nil }, ""},
		"not told":   {func() (time.Time, error) { return time.Time{}, errors.ErrUnsupported }, NotHere},
		"failed":     {func() (time.Time, error) { return time.Time{}, errors.New("F") }, Failed},
		"other root": {nil, NotHere},
	} {
		r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.OS, o.Booted = "darwin", tt.booted }))
		if r.Boot.Known != (tt.want == "") || r.Boot.Reason != tt.want {
			t.Errorf("%s: %+v", name, r.Boot)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	built := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		now, built time.Time
		plausible  bool
	}{
		"healthy":                    {noon, built, true},
		"build unknown":              {noon, time.Time{}, true},
		"flat battery":               {time.Date(2019, 12, 31, 23, 59, 59, 0, time.UTC), time.Time{}, false},
		"first second of 2020":       {time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}, true},
		"before the build":           {built.Add(-25 * time.Hour), built, false},
		"build in another time zone": {built.Add(-24 * time.Hour), built, true},
		"build with a broken clock":  {noon, time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(nil), func(o *Options) { o.Now, o.Built = func() time.Time { return tt.now }, tt.built }))
			if got := r.Clock.Value.Plausible; got != tt.plausible {
				t.Errorf("plausible %v, want %v: %+v", got, tt.plausible, r.Clock.Value)
			}
			if r.Clock.Source != "system clock" {
				t.Errorf("source %q", r.Clock.Source)
			}
		})
	}
}

func TestSystem(t *testing.T) {
	t.Parallel()
	release := "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n# comment\nVERSION_ID='12'\nID=debian\n"
	plist := "<plist><dict><key>ProductName</key>\n<string>macOS</string><key>ProductVersion</key><string>14.5</string></dict></plist>"
	for name, tt := range map[string]struct {
		opts Options
		want System
	}{
		"debian":        {machine(map[string]string{"etc/os-release": release}), System{OS: "linux", ID: "debian", Version: "12", Name: "Debian GNU/Linux 12 (bookworm)"}},
		"nothing said":  {machine(nil), System{OS: "linux"}},
		"macOS":         {with(machine(map[string]string{"System/Library/CoreServices/SystemVersion.plist": plist}), func(o *Options) { o.OS = "darwin" }), System{OS: "darwin", Version: "14.5", Name: "macOS"}},
		"Windows 11":    {with(machine(nil), windows("22631", "Windows 10 Pro")), System{OS: "windows", Version: "11.0.22631", Name: "Windows 11 Pro"}},
		"Windows 10":    {with(machine(nil), windows("19045", "Windows 10 Pro")), System{OS: "windows", Version: "10.0.19045", Name: "Windows 10 Pro"}},
		"Server 2022":   {with(machine(nil), windows("26100", "Windows Server 2025")), System{OS: "windows", Version: "10.0.26100", Name: "Windows Server 2025", Server: true}},
		"other systems": {with(machine(nil), func(o *Options) { o.OS = "freebsd" }), System{OS: "freebsd"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Collect(t.Context(), tt.opts).System.Value
			got.Arch = ""
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
