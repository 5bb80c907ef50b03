package doctor_test

import (
	"context"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/workstation"
)

// registry holds values of a Windows machine as KEY\NAME.
type registry map[string]string

func (r registry) String(key, name string) (string, bool) {
	v, ok := r[key+`\`+name]
	return v, ok
}
func (registry) Keys(string) []string     { return nil }
func (registry) Written(string) time.Time { return time.Time{} }

// onWindows judges a Windows machine with these readers, whose card service starts so.
func onWindows(t *testing.T, lang, start string, names ...string) doctor.Result {
	t.Helper()
	values := registry{
		`SOFTWARE\Microsoft\Windows NT\CurrentVersion\CurrentBuild`:              "26100",
		`SOFTWARE\Microsoft\Windows NT\CurrentVersion\CurrentMajorVersionNumber`: "10",
	}
	if start != "" {
		values[`SYSTEM\CurrentControlSet\Services\SCardSvr\Start`] = start
	}
	rep := workstation.Collect(t.Context(), workstation.Options{
		OS: "windows", Root: fstest.MapFS{}, Registry: values,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return monday },
		Readers: func(context.Context) ([]workstation.Reader, error) {
			var out []workstation.Reader
			for _, name := range names {
				out = append(out, workstation.Reader{Slot: card.Slot{Name: name, State: card.SlotCard, ATR: card.ATRCPS4}})
			}
			return out, nil
		},
	})
	res, err := doctor.Judge(rep, fact.Set{}, monday, lang)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// checksOf are the checks of that id, as "state: text".
func checksOf(res doctor.Result, id string) (out []string) {
	for _, c := range res.Checks {
		if c.ID == id {
			out = append(out, string(c.State)+": "+c.Text)
		}
	}
	return out
}

// TestServiceThatStartsByHand: Windows installs its card service so, and starts it when a
// reader comes; only one that is switched off or not there is a problem.
func TestServiceThatStartsByHand(t *testing.T) {
	t.Parallel()
	for start, want := range map[string][]string{
		"2": nil,
		"3": {"note: starts by hand, as Windows installs it: a reader that is plugged in starts it"},
		"4": {"problem: does not start by itself (disabled)"},
		"":  {"problem: does not start by itself (absent)"},
	} {
		res := onWindows(t, "en", start, "Gemalto PC Twin Reader 0")
		if diff := cmp.Diff(want, checksOf(res, "service-start")); diff != "" {
			t.Errorf("start type %q:\n%s", start, diff)
		}
		if slices.ContainsFunc(res.Diagnosis.Findings, func(f diagnosis.Finding) bool {
			return f.Rule.ID == "CPS-WS-008" && f.Severity != diagnosis.Info
		}) {
			t.Errorf("start type %q: a service that runs blocks", start)
		}
	}
}

// TestVirtualReadersAreNamed: a reader in software is said to be one, and whose.
func TestVirtualReadersAreNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ fr, en string }{
		"Virtual Smart Card Architecture Virtual PCD 0": {"lecteur virtuel (vpcd de vsmartcard), ", "virtual reader (vpcd of vsmartcard), "},
		"cpslab Virtual reader 0":                       {"lecteur virtuel (USB, de ce banc), ", "virtual reader (USB, of this bench), "},
		"Fabio Ottavi TCP/IP Reader 0":                  {"lecteur virtuel (BixVReader), ", "virtual reader (BixVReader), "},
		"Windows Hello for Business 1":                  {"lecteur virtuel (Windows Hello), ", "virtual reader (Windows Hello), "},
		"Microsoft Virtual Smart Card 0":                {"lecteur virtuel (carte virtuelle de Windows, dans le TPM), ", "virtual reader (virtual card of Windows, in the TPM), "},
		"VMware Virtual USB CCID 0":                     {"lecteur virtuel (de la machine virtuelle), ", "virtual reader (of the virtual machine), "},
		"Some Virtual Reader 0":                         {"lecteur virtuel, ", "virtual reader, "},
		"Gemalto PC Twin Reader 0":                      {"", ""},
	} {
		if got, want := checksOf(onWindows(t, "fr", "3", name), "reader"), []string{"ok: " + name + " : " + want.fr + "carte V4"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if got, want := checksOf(onWindows(t, "en", "3", name), "reader"), []string{"ok: " + name + ": " + want.en + "card of generation V4"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
