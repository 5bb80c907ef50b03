package main

import (
	"bytes"
	"context"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/testdata/testneed"
)

// The path of the reader is seen, and what the user declares goes before it.
func TestObservedReaderPath(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		paths    []workstation.USBPath
		declared []string
		fires    bool
	}{
		"hub, errors declared":      {[]workstation.USBPath{workstation.USBHub}, []string{"reader.intermittent=yes"}, true},
		"hub, nothing declared":     {[]workstation.USBPath{workstation.USBHub}, nil, false},
		"keyboard, errors declared": {[]workstation.USBPath{workstation.USBKeyboard}, []string{"reader.intermittent=yes"}, true},
		"direct":                    {[]workstation.USBPath{workstation.USBDirect}, []string{"reader.intermittent=yes"}, false},
		"seen hub, declared direct": {[]workstation.USBPath{workstation.USBHub}, []string{"reader.path=direct", "reader.intermittent=yes"}, false},
		"two readers, two ways":     {[]workstation.USBPath{workstation.USBHub, workstation.USBDirect}, []string{"reader.intermittent=yes"}, false},
		"nothing on the bus":        {nil, []string{"reader.intermittent=yes"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rep := healthyStation().report(t.Context())
			rep.USBReaders = workstation.Fact[[]workstation.USBReader]{Known: true}
			for _, p := range tt.paths {
				rep.USBReaders.Value = append(rep.USBReaders.Value, workstation.USBReader{Path: p})
			}
			var out bytes.Buffer
			a := &app{streams: streams{out: &out}, getenv: func(string) string { return "" }, lang: "en", format: "text"}
			flags := factFlags{use: "billing", facts: tt.declared}
			facts, err := a.facts(t.Context(), flags)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.doctor(rep, doctorRequest{facts: facts, now: doctorNow}); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(out.String(), "CPS-RDR-015"); got != tt.fires {
				t.Errorf("CPS-RDR-015 %v, want %v\n%s", got, tt.fires, out.String())
			}
		})
	}
}

// How a reader is plugged in is printed, and what is wrong with that.
func TestDoctorTellsOfTheBus(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*station)
		line   string
	}{
		"hub without power":  {func(s *station) { s.plug("2-1.4", map[string]string{"2-1": "a0"}) }, "note      USB             PC Twin Reader (:, port 2-1.4), behind a hub without power of its own\n"},
		"hub with power":     {func(s *station) { s.plug("2-1.4", map[string]string{"2-1": "e0"}) }, "ok        USB             PC Twin Reader (:, port 2-1.4), plugged in directly\n"},
		"not in PC/SC":       {func(s *station) { s.plug("2-1", nil); s.readers = nil }, "problem   USB             PC Twin Reader (:, port 2-1), plugged in directly; not known to the PC/SC service"},
		"nothing on the bus": {func(s *station) { s.files["sys/bus/usb/devices/usb1/x"] = &fstest.MapFile{} }, "note      USB             no reader of the class CCID on the bus\n"},
		"nothing anywhere": {func(s *station) {
			s.files["sys/bus/usb/devices/usb1/x"] = &fstest.MapFile{}
			s.readers = nil
		}, "problem   USB             no reader of the class CCID on the bus: unplugged"},
		"no bus": {func(*station) {}, "unknown   USB             no USB bus can be seen from here"},
	} {
		s := healthyStation()
		tt.change(s)
		if _, text, _ := runDoctor(t, s.report(t.Context()), "en"); !strings.Contains(text, tt.line) {
			t.Errorf("%s: no %q in\n%s", name, tt.line, text)
		}
	}
}

// The module answers, or it is said in the user's words why not.
func TestDoctorTellsOfTheModule(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "sh")
	fail := func(why workstation.Reason, err error) func(context.Context, string) (workstation.Module, error) {
		return func(_ context.Context, path string) (workstation.Module, error) {
			return workstation.Module{}, &workstation.ModuleError{Path: path, Reason: why, Err: err}
		}
	}
	answer := func(m workstation.Module) func(context.Context, string) (workstation.Module, error) {
		return func(context.Context, string) (workstation.Module, error) { return m, nil }
	}
	const path = "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so"
	for name, tt := range map[string]struct {
		module func(context.Context, string) (workstation.Module, error)
		state  doctor.State
		text   string
	}{
		"official":  {answer(workstation.Module{Manufacturer: "ANS", Description: "CPS3 PKCS#11 LINUX", Version: "3.1", Cryptoki: "2.20"}), doctor.OK, "ANS, CPS3 PKCS#11 LINUX 3.1, Cryptoki 2.20"},
		"another":   {answer(workstation.Module{Manufacturer: "OpenSC Project", Description: "OpenSC smartcard framework", Version: "0.23", Cryptoki: "3.0"}), doctor.Problem, "OpenSC Project, OpenSC smartcard framework 0.23, Cryptoki 3.0 : ce n'est pas celui de la Cryptolib CPS"},
		"hangs":     {fail(workstation.TimedOut, context.DeadlineExceeded), doctor.Problem, path + " : pas de réponse dans le délai"},
		"crashes":   {fail(workstation.Crashed, ended(t, "kill -SEGV $$")), doctor.Problem, path + " : arrêt brutal sans réponse (signal : segmentation fault)"},
		"exits":     {fail(workstation.Crashed, ended(t, "exit 3")), doctor.Problem, path + " : arrêt brutal sans réponse (code de retour 3)"},
		"no module": {fail(workstation.NotModule, nil), doctor.Problem, path + " : ce n'est pas un module PKCS#11, ou il ne se charge pas ici"},
		"not built": {fail(workstation.NotBuilt, nil), doctor.Unknown, "ce programme a été construit sans cette capacité"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := healthyStation()
			s.module = tt.module
			_, _, d := runDoctor(t, s.report(t.Context()), "fr")
			want := doctor.Check{ID: "module", Title: "Module PKCS#11", State: tt.state, Text: tt.text, Source: path}
			i := slices.IndexFunc(d.Checks, func(c doctor.Check) bool { return c.ID == "module" })
			if diff := cmp.Diff(want, d.Checks[i]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// windowsRegistry holds values as KEY\NAME, of the machine below.
type windowsRegistry map[string]string

func (r windowsRegistry) String(key, name string) (string, bool) {
	v, ok := r[key+`\`+name]
	return v, ok
}

func (r windowsRegistry) Keys(key string) []string {
	if key == `SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall` {
		return []string{"{A}"}
	}
	return nil
}

func (windowsRegistry) Written(string) time.Time { return time.Time{} }

// What the registry of Windows tells reaches the rules.
func TestDoctorOnWindows(t *testing.T) {
	t.Parallel()
	const (
		current = `SOFTWARE\Microsoft\Windows NT\CurrentVersion\`
		product = `SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{A}\`
		control = `SYSTEM\CurrentControlSet\Control\CI\Policy\VerifiedAndReputablePolicyState`
		service = `SYSTEM\CurrentControlSet\Services\SCardSvr\Start`
	)
	look := func(change windowsRegistry, files fstest.MapFS) doctorDocument {
		values := windowsRegistry{
			current + "CurrentBuild": "22631", current + "CurrentMajorVersionNumber": "10", current + "ProductName": "Windows 10 Pro",
			product + "DisplayName": "CryptolibCPS x64", product + "DisplayVersion": "5.2.6", product + "InstallDate": "20261120",
			control: "0", service: "2", `SYSTEM\CurrentControlSet\Services\CertPropSvc\Start`: "3",
		}
		maps.Copy(values, change)
		rep := workstation.Collect(t.Context(), workstation.Options{
			OS: "windows", Root: files, Registry: values,
			Getenv:    func(name string) string { return map[string]string{"WINDIR": `C:\Windows`, "SystemDrive": "C:"}[name] },
			Now:       func() time.Time { return doctorNow },
			Booted:    func() (time.Time, error) { return doctorNow.Add(-time.Hour), nil },
			Processes: func() (map[int]string, error) { return map[int]string{9: "scdaemon.exe"}, nil },
			Readers: func(context.Context) ([]workstation.Reader, error) {
				return []workstation.Reader{{Slot: card.Slot{Name: "R", State: card.SlotCard, ATR: card.ATRCPS4}}}, nil
			},
		})
		_, _, d := runDoctor(t, rep, "en")
		return d
	}
	fired := func(d doctorDocument) (out []string) {
		for _, f := range d.Findings {
			out = append(out, f.ID+" "+f.Severity.String())
		}
		return out
	}
	for name, tt := range map[string]struct {
		change windowsRegistry
		files  fstest.MapFS
		want   []string
	}{
		"healthy":                        {nil, nil, nil},
		"Smart App Control":              {windowsRegistry{control: "1"}, nil, []string{"CPS-WS-018 WARNING"}},
		"Smart App Control, evaluation":  {windowsRegistry{control: "2"}, nil, []string{"CPS-WS-031 INFO"}},
		"installed since the last start": {windowsRegistry{product + "InstallDate": "20261124"}, nil, []string{"CPS-WS-006 WARNING"}},
		"service not automatic":          {windowsRegistry{service: "3"}, nil, []string{"CPS-WS-008 INFO"}},
		"SESAM.INI without section MGC":  {nil, fstest.MapFS{"Windows/sesam.ini": {Data: []byte("[COMMUN]\r\n")}}, []string{"CPS-WS-015 WARNING"}},
		"SESAM.INI with section MGC":     {nil, fstest.MapFS{"Windows/sesam.ini": {Data: []byte("[MGC]\r\n[COMMUN]\r\nRepertoireTable=C:\\Windows\r\n")}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.files == nil {
				tt.files = fstest.MapFS{}
			}
			if diff := cmp.Diff(tt.want, fired(look(tt.change, tt.files))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// ended is how a program of this script ends.
func ended(t *testing.T, script string) error {
	t.Helper()
	return exec.CommandContext(t.Context(), "sh", "-c", "ulimit -c 0; "+script).Run()
}
