package workstation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// EnvMachine names the folder of a described machine to look at in place of this
// one. It is for tests, so that none depends on the computer it runs on, nor on the
// day; what is looked at then is said beside every result. It reaches nothing but the
// facts of a Report and the clock: no card, no PIN, no permission.
const EnvMachine = "CPSLAB_MACHINE"

// Where a described machine has its description and its files.
const (
	machineFile = "machine.json"
	machineRoot = "root"
)

// Machine is a computer described in a folder: machine.json says what is no file
// (its fields are those below), and the folder root, where there is one, holds the
// files, the tables of /proc and /sys among them. What is not described is not
// there: nothing is read from the computer this program runs on but what Here and
// PCSC name.
//
//	{"os": "linux", "now": "2026-11-23T12:00:00Z", "readers": [{"name": "R 00", "state": "card", "atr": "3B00"}]}
type Machine struct {
	OS  string    `json:"os"`  // GOOS
	Now time.Time `json:"now"` // its clock, RFC 3339, and its time zone
	// Env is the whole environment of the program that looks.
	Env map[string]string `json:"env"`
	// Readers are what its PC/SC service answers; without them, and without PCSC,
	// the service is stopped.
	Readers []Reader `json:"readers"`
	// Module is what its Cryptolib's PKCS#11 library answers; without it, the file
	// itself is asked.
	Module *Module `json:"module"`
	// PCSC asks the PC/SC service of the real environment instead; its socket's
	// variable (pcsc-lite) is taken over from there.
	PCSC bool `json:"pcsc"`
	// Here are files of this computer seen in the described one, by full path.
	Here []string `json:"here"`
	// Registry holds HKEY_LOCAL_MACHINE by the path of the key; every key above one
	// is there too. Without it there is no registry.
	Registry map[string]DescribedKey `json:"registry"`
	// Processes are the running programs of a Windows machine, by process id.
	Processes map[string]string `json:"processes"`
	Ports     []int             `json:"ports"`     // TCP ports that answer on localhost
	Booted    *time.Time        `json:"booted"`    // last start, on systems without /proc/stat
	RPM       *string           `json:"rpm"`       // what rpm prints; without it there is no rpm
	Installed time.Time         `json:"installed"` // the date of all its files; without it they have none

	dir  string
	root *os.Root // nil when the machine has no files
}

// DescribedKey is a key of a described registry.
type DescribedKey struct {
	Values  map[string]string `json:"values"`  // a number in decimal
	Written time.Time         `json:"written"` // of its last change, RFC 3339
}

// MachineError is a description that cannot be used. Err says why.
type MachineError struct {
	Path string
	Err  error
}

// Error says which description is at fault and why.
func (e *MachineError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say implements [text.Speaker].
func (e *MachineError) Say(lang string) (message, hint string) {
	return text.Of(EnvMachine+" : %s", EnvMachine+": %s", e.Path).Because(e.Err).In(lang),
		text.Of("un dossier avec "+machineFile+" (os, now, …) et root/, ou ôtez la variable", "a folder with "+machineFile+" (os, now, …) and root/, or unset the variable").In(lang)
}

// Unwrap returns Err.
func (e *MachineError) Unwrap() error { return e.Err }

// BadInput reports that the user gave it; see [text.IsBadInput].
func (e *MachineError) BadInput() bool { return true }

var (
	errNoOS  = text.NewError(text.Of("« os » manque", "“os” is missing"), text.Text{})
	errNoNow = text.NewError(text.Of("« now » manque", "“now” is missing"), text.Text{})
)

// OpenMachine reads a described machine. The error is a *[MachineError].
func OpenMachine(dir string) (*Machine, error) {
	path := filepath.Join(dir, machineFile)
	fail := func(err error) (*Machine, error) { return nil, &MachineError{path, err} }
	file, err := os.Open(path)
	if err != nil {
		return fail(pathless(err))
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, maxText))
	if err != nil {
		return fail(pathless(err))
	}
	m := &Machine{dir: dir}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		return fail(err)
	}
	switch {
	case m.OS == "":
		return fail(errNoOS)
	case m.Now.IsZero():
		return fail(errNoNow)
	}
	// A root of its own: no symbolic link in it leads to a file of this computer.
	if m.root, err = os.OpenRoot(filepath.Join(dir, machineRoot)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(pathless(err))
	}
	return m, nil
}

func pathless(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}

// Dir is the folder of the description.
func (m *Machine) Dir() string { return m.dir }

// Options looks at the described machine. readers asks a PC/SC service and getenv
// the real environment, both only where PCSC says so; ask asks a PKCS#11 module of
// the described files (see [Ask]), nil where none is to be asked.
func (m *Machine) Options(readers func(context.Context) ([]Reader, error), getenv func(string) string, ask func(context.Context, string) (Module, error)) Options {
	o := Options{
		OS: m.OS, Now: func() time.Time { return m.Now }, Root: m.files(),
		Getenv: func(name string) string {
			if m.PCSC && name == envSocket {
				return getenv(name)
			}
			return m.Env[name]
		},
		Readers:   m.readers,
		Run:       m.run,
		Dial:      m.dial,
		Booted:    m.booted,
		Processes: m.processes,
	}
	if m.PCSC {
		o.Readers = readers
	}
	if m.Registry != nil {
		o.Registry = describedRegistry(m.Registry)
	}
	if ask != nil {
		o.Module = func(ctx context.Context, path string) (Module, error) {
			if m.Module != nil {
				module := *m.Module
				module.Path = path
				return module, nil
			}
			module, err := ask(ctx, filepath.Join(m.dir, machineRoot, filepath.FromSlash(rel(path))))
			module.Path = path
			if e, ok := errors.AsType[*ModuleError](err); ok {
				return module, &ModuleError{Path: path, Reason: e.Reason, Err: e.Err}
			}
			return module, err
		}
	}
	return o
}

func (m *Machine) files() fs.FS {
	f := described{here: map[string]bool{}, installed: m.Installed}
	if m.root != nil {
		f.own = m.root.FS()
	}
	for _, path := range m.Here {
		f.here[rel(path)] = true
	}
	return f
}

func (m *Machine) readers(context.Context) ([]Reader, error) {
	if m.Readers == nil {
		return nil, card.ErrNoService
	}
	return m.Readers, nil
}

func (m *Machine) run(_ context.Context, name string, _ ...string) ([]byte, error) {
	if name != "rpm" || m.RPM == nil {
		return nil, &exec.Error{Name: name, Err: exec.ErrNotFound}
	}
	return []byte(*m.RPM), nil
}

func (m *Machine) dial(_ context.Context, address string) error {
	for _, port := range m.Ports {
		if strings.HasSuffix(address, ":"+strconv.Itoa(port)) {
			return nil
		}
	}
	return syscall.ECONNREFUSED
}

func (m *Machine) booted() (time.Time, error) {
	if m.Booted == nil {
		return time.Time{}, errors.ErrUnsupported
	}
	return *m.Booted, nil
}

func (m *Machine) processes() (map[int]string, error) {
	out := make(map[int]string, len(m.Processes))
	for id, name := range m.Processes {
		pid, err := strconv.Atoi(id)
		if err != nil {
			return nil, text.Wrap(text.Same("processes"), err)
		}
		out[pid] = name
	}
	return out, nil
}

// described is the files of a described machine: its own, and a few of this
// computer.
type described struct {
	own       fs.FS // nil when it has none
	here      map[string]bool
	installed time.Time
}

// side is where a file is looked for.
func (d described) side(name string) fs.FS {
	switch {
	case d.here[name]:
		return os.DirFS("/")
	case d.own == nil:
		return nothing{}
	}
	return d.own
}

// Open implements [fs.FS].
func (d described) Open(name string) (fs.File, error) { return d.side(name).Open(name) }

// Stat implements [fs.StatFS].
func (d described) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(d.side(name), name)
	if err != nil || d.here[name] {
		return info, err
	}
	return dated{info, d.installed}, nil
}

// ReadLink implements [fs.ReadLinkFS].
func (d described) ReadLink(name string) (string, error) { return fs.ReadLink(d.side(name), name) }

// Lstat implements [fs.ReadLinkFS].
func (d described) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(d.side(name), name) }

var (
	_ fs.StatFS     = described{}
	_ fs.ReadLinkFS = described{}
)

// dated is a file with the date its description gives: that of the copy, and what
// else its system knows of it, says nothing.
type dated struct {
	fs.FileInfo
	at time.Time
}

// ModTime implements [fs.FileInfo].
func (d dated) ModTime() time.Time { return d.at }

// Sys implements [fs.FileInfo].
func (d dated) Sys() any { return nil }

// nothing is a machine without files.
type nothing struct{}

func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// describedRegistry holds keys by their path.
type describedRegistry map[string]DescribedKey

// String implements [Registry].
func (r describedRegistry) String(key, name string) (string, bool) {
	value, ok := r[key].Values[name]
	return value, ok
}

// Keys implements [Registry].
func (r describedRegistry) Keys(key string) []string {
	below := map[string]bool{}
	for path := range r {
		if rest, ok := strings.CutPrefix(path, strings.TrimRight(key, `\`)+`\`); ok {
			name, _, _ := strings.Cut(rest, `\`)
			below[name] = true
		}
	}
	return slices.Sorted(maps.Keys(below))
}

// Values lists the values of a key.
func (r describedRegistry) Values(key string) []string {
	return slices.Sorted(maps.Keys(r[key].Values))
}

// Written implements [Registry].
func (r describedRegistry) Written(key string) time.Time { return r[key].Written }
