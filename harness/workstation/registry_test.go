package workstation

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fakeRegistry holds values as KEY\NAME.
type fakeRegistry map[string]string

func (r fakeRegistry) String(key, name string) (string, bool) {
	v, ok := r[key+`\`+name]
	return v, ok
}

func (r fakeRegistry) Keys(key string) []string {
	var out []string
	for name := range r {
		if below, ok := strings.CutPrefix(name, key+`\`); ok {
			if child, _, deeper := strings.Cut(below, `\`); deeper && !slices.Contains(out, child) {
				out = append(out, child)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (r fakeRegistry) Values(key string) []string {
	var out []string
	for name := range r {
		if value, ok := strings.CutPrefix(name, key+`\`); ok && !strings.Contains(value, `\`) {
			out = append(out, value)
		}
	}
	slices.Sort(out)
	return out
}

// Written is the value LastWrite, which no registry has.
func (r fakeRegistry) Written(key string) time.Time {
	at, _ := time.Parse(time.RFC3339, r[key+`\LastWrite`])
	return at
}

func windows(build, product string) func(*Options) {
	return func(o *Options) {
		o.OS = "windows"
		o.Registry = fakeRegistry{
			keyVersion + `\CurrentBuild`: build, keyVersion + `\ProductName`: product,
			keyVersion + `\CurrentMajorVersionNumber`: "10",
		}
	}
}

func TestWindowsServicesAndProducts(t *testing.T) {
	t.Parallel()
	opts := with(machine(map[string]string{"Windows/DICO-FR.GIP": dico, "Windows/galss.ini": "[CANAL1]\r\nCaracteristiques=Gemalto 0\r\n"}), func(o *Options) {
		o.OS = "windows"
		o.Getenv = env(map[string]string{"WINDIR": `C:\Windows`})
		o.Registry = fakeRegistry{
			keyServices + `SCardSvr\Start`:    "4",
			keyServices + `CertPropSvc\Start`: "2",
			keyProducts + `\{A}\DisplayName`:  "CryptolibCPS x64", keyProducts + `\{A}\DisplayVersion`: "5.2.2",
			keyProducts + `\{B}\DisplayName`: "Something else", keyProducts + `\{B}\DisplayVersion`: "9.9",
			keyProducts6 + `\{C}\DisplayName`: "Cryptolib CPS", keyProducts6 + `\{C}\DisplayVersion`: "5.0.45",
		}
		root := o.Root.(fstest.MapFS)
		root["Windows/System32/cps3_pkcs11_w64.dll"] = &fstest.MapFile{Data: dll(5, 0, 45, 0), ModTime: noon}
	})
	r := Collect(t.Context(), opts)
	if r.Service.Known || r.Service.Value.Start != StartDisabled {
		t.Errorf("service: %+v", r.Service)
	}
	if !r.CertPropagation.Known || r.CertPropagation.Value != StartAutomatic {
		t.Errorf("certificate propagation: %+v", r.CertPropagation)
	}
	want := Cryptolib{Version: "5.2.2", Copies: []Copy{
		{Origin: FromRegistry, Path: "CryptolibCPS x64", Version: "5.2.2", Bits: 64},
		{Origin: FromRegistry, Path: "Cryptolib CPS", Version: "5.0.45", Bits: 32},
		{Origin: FromFile, Path: `C:\Windows\System32\cps3_pkcs11_w64.dll`, Library: "5.0.45.0", Installed: noon},
	}}
	if diff := cmp.Diff(want, r.Cryptolib.Value); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Dictionary{{`C:\Windows\DICO-FR.GIP`, "02.18", "2020-02-28"}}, r.Dictionaries.Value); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]GalssConfig{{`C:\Windows\galss.ini`, []GalssChannel{{Number: 1, Setting: "Gemalto 0"}}}}, r.Galss.Value); diff != "" {
		t.Error(diff)
	}
	if r.Boot.Reason != NotHere || r.Competitors.Reason != NotHere || r.USBReaders.Reason != NotHere {
		t.Error("what is not read on Windows must say so")
	}
}

// The day of an installation is recorded, its hour is not: on the day of the
// last start only the key's own time can tell.
func TestRestartPendingOnWindows(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 23, 8, 0, 0, 0, noon.Location()) // the day of the registry is one of the clock's zone
	for name, tt := range map[string]struct {
		day     string
		written time.Time
		want    Fact[bool]
	}{
		"the day before":                 {"20261122", start.AddDate(0, 0, 3), known(false, "CryptolibCPS x64")},
		"the day after":                  {"20261124", start.AddDate(0, 0, 3), known(true, "CryptolibCPS x64")},
		"the same day, before the start": {"20261123", start.Add(-time.Minute), known(false, "CryptolibCPS x64")},
		"the same day, touched since":    {"20261123", start.Add(time.Minute), unknown[bool](NotRecorded, "")},
		"no day":                         {"", start.Add(time.Minute), unknown[bool](NotRecorded, "")},
		"no date":                        {"yesterday", start.Add(-time.Minute), known(false, "CryptolibCPS x64")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(nil), func(o *Options) {
				o.OS = "windows"
				o.Booted = func() (time.Time, error) { return start, nil }
				o.Registry = fakeRegistry{
					keyProducts + `\{A}\DisplayName`: "CryptolibCPS x64", keyProducts + `\{A}\DisplayVersion`: "5.2.2",
					keyProducts + `\{A}\InstallDate`: tt.day, keyProducts + `\{A}\LastWrite`: tt.written.Format(time.RFC3339),
				}
			}))
			if diff := cmp.Diff(tt.want, r.RestartPending); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSmartAppControl(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		build, state string
		want         AppControl // "" when not known
	}{
		"on":                        {"22631", "1", AppControlOn},
		"off":                       {"22631", "0", AppControlOff},
		"evaluation":                {"22631", "2", AppControlEvaluation},
		"not recorded":              {"22631", "", ""},
		"first build that has it":   {"22621", "", ""},
		"last build without it":     {"22620", "", AppControlOff},
		"Windows 10":                {"19045", "", AppControlOff},
		"neither value can be read": {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Collect(t.Context(), with(machine(nil), func(o *Options) {
				values := fakeRegistry{}
				if tt.build != "" {
					values[keyVersion+`\CurrentBuild`] = tt.build
				}
				if tt.state != "" {
					values[keyPolicy+`\VerifiedAndReputablePolicyState`] = tt.state
				}
				o.OS, o.Registry = "windows", values
			}))
			if r.SmartAppControl.Known != (tt.want != "") || r.SmartAppControl.Value != tt.want {
				t.Errorf("%+v", r.SmartAppControl)
			}
		})
	}
	if r := Collect(t.Context(), machine(nil)); r.SmartAppControl.Reason != NotHere {
		t.Errorf("Linux: %+v", r.SmartAppControl)
	}
}

func TestStartTypes(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]StartType{"0": StartAutomatic, "2": StartAutomatic, "3": StartManual, "4": StartDisabled} {
		c := newCollector(with(machine(nil), func(o *Options) { o.Registry = fakeRegistry{keyServices + `X\Start`: value} }))
		if got := c.startType("X"); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
		if got := c.startType("Y"); got != StartAbsent {
			t.Errorf("a service that is not there: %s", got)
		}
	}
	if got := newCollector(machine(nil)).startType("X"); got != "" {
		t.Errorf("without a registry: %q", got)
	}
}

// dll is enough of a Windows library to state a version.
func dll(a, b, c, d byte) []byte {
	return []byte{'M', 'Z', 0, 0, 0xBD, 0x04, 0xEF, 0xFE, 0, 0, 1, 0, b, 0, a, 0, d, 0, c, 0}
}
