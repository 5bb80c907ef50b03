package workstation

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// event writes an event of the installer as EvtRender does.
func event(id, data string) []byte {
	return []byte(`<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='MsiInstaller'/><EventID Qualifiers='0'>` + id +
		`</EventID><TimeCreated SystemTime='2026-10-12T08:01:02.000000000Z'/><Channel>Application</Channel><Computer>PC</Computer></System><EventData>` + data + `</EventData></Event>`)
}

// The events of the installer tell which component failed to install, and how.
func TestInstallerEvents(t *testing.T) {
	t.Parallel()
	ended := func(name, version, result string) []byte {
		return event("1033", "<Data>"+name+"</Data><Data>"+version+"</Data><Data>1036</Data><Data>"+result+"</Data><Data>ANS</Data><Data>(NULL)</Data>")
	}
	for name, tt := range map[string]struct {
		event []byte
		want  InstallerFailure
		says  bool
	}{
		"the Cryptolib, 1603":         {ended("Composants Cryptographiques CPS v5.2.2 (x64)", "5.2.2", "1603"), InstallerFailure{Product: "cryptolib", Version: "5.2.2", Code: 1603}, true},
		"MICA, another build":         {ended("mica", "4.01.00", "1638"), InstallerFailure{Product: "mica", Version: "4.01.00", Code: 1638}, true},
		"a result in no list":         {ended("mica", "4.01.00", "1612"), InstallerFailure{Product: "mica", Version: "4.01.00", Code: 1612}, true},
		"done":                        {ended("mica", "4.01.00", "0"), InstallerFailure{}, false},
		"done, to be restarted":       {ended("mica", "4.01.00", "3010"), InstallerFailure{}, false},
		"another product":             {ended("Office", "16.0", "1603"), InstallerFailure{}, false},
		"no result":                   {event("1033", "<Data>mica</Data><Data>4.01.00</Data>"), InstallerFailure{}, false},
		"a result that is no number":  {ended("mica", "4.01.00", "x"), InstallerFailure{}, false},
		"an installation that failed": {event("11708", "<Data>Produit : Composants Cryptographiques CPS v5.2.2 (x64) -- L'installation a échoué.</Data><Data>(NULL)</Data>"), InstallerFailure{Product: "cryptolib", Version: "5.2.2"}, true},
		"one of another product":      {event("11708", "<Data>Produit : Office -- L'installation a échoué. 1603</Data>"), InstallerFailure{}, false},
		"a part without its source":   {event("1004", "<Data>Échec de détection du produit {F}, fsv, composant</Data>"), InstallerFailure{Product: "fsv", Source: true}, true},
		"no data":                     {event("11708", ""), InstallerFailure{}, false},
		"no event":                    {[]byte("<Event"), InstallerFailure{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, says := eventFailure(tt.event)
			if says != tt.says || tt.says && got != tt.want {
				t.Errorf("%+v, %t", got, says)
			}
		})
	}
}

// Each failure stands once in a report, the newest first; a log that cannot be read is
// not known.
func TestInstallerFailures(t *testing.T) {
	t.Parallel()
	one := event("1033", "<Data>mica</Data><Data>4.01.00</Data><Data>1036</Data><Data>1638</Data>")
	other := event("1033", "<Data>Cryptolib CPS</Data><Data>5.2.2</Data><Data>1036</Data><Data>1618</Data>")
	look := func(events [][]byte, err error) Fact[[]InstallerFailure] {
		return Collect(t.Context(), with(machine(nil), func(o *Options) {
			o.OS, o.Events = "windows", func() ([][]byte, error) { return events, err }
		})).Failures
	}
	want := known([]InstallerFailure{{Product: "mica", Version: "4.01.00", Code: 1638}, {Product: "cryptolib", Version: "5.2.2", Code: 1618}}, "Application, MsiInstaller")
	if diff := cmp.Diff(want, look([][]byte{one, other, one}, nil)); diff != "" {
		t.Error(diff)
	}
	if f := look(nil, nil); !f.Known || len(f.Value) != 0 {
		t.Errorf("no event: %+v", f)
	}
	if f := look(nil, errors.New("F")); f.Known || f.Reason != Failed {
		t.Errorf("no log: %+v", f)
	}
	if f := Collect(t.Context(), with(machine(nil), func(o *Options) { o.OS = "linux" })).Failures; f.Known {
		t.Errorf("Linux: %+v", f)
	}
}
