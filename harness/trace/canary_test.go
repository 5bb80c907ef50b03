package trace

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// canary is a card whose holder, numbers and code stand nowhere else.
func canary(t *testing.T) *simulator.Card {
	t.Helper()
	path := filepath.Join(t.TempDir(), "canary.yaml")
	profile := `extends: cps3-two-activities
pin: {code: "86427"}
name: {family: "CANARI", given: ["MÉLANGE", "BLEU"], usual_given: "MÉLANGE"}
`
	if err := os.WriteFile(path, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := simulator.LoadProfile(path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := loaded.Personalise(now())
	if err != nil {
		t.Fatal(err)
	}
	chip, err := simulator.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return chip
}

// sing says everything to a card that holds a secret: a reading with the PIN, a code
// changed, a signature, a write, a command that is none.
func sing(ctx context.Context, t *testing.T, ch card.Channel) {
	t.Helper()
	contents, err := harness.Read(ctx, ch, harness.ReadOptions{PIN: harness.ConstantPIN("86427"), Certificates: true})
	if err != nil {
		t.Fatal(err)
	}
	if contents.Login != card.LoginOK || contents.Name.Value.Family != "CANARI" || len(contents.Certificates) == 0 {
		t.Fatalf("the canary does not sing: %+v", contents.Name)
	}
	if _, err := harness.Proof(ctx, ch, contents); err != nil {
		t.Fatal(err)
	}
	for _, cmd := range []string{
		"00 A4 09 04 04 3F 00 D1 02", "00 24 00 01 0A 38 36 34 32 37 39 37 35 33 31", "00 20 00 01 05 39 37 35 33 31",
		"00 D6 00 00 06 43 41 4E 41 52 49", "00 20 00 01 08 38 36 34 32 37", "00 DB 3F FF 06 43 41 4E 41 52 49", "80 20 00 81 05 38 36 34 32 37",
	} {
		if _, err := ch.Transmit(ctx, nil, cardtest.Hex(t, cmd)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCanary: known secrets, through every path, in every form. The scrubbed trace has none
// of them; with the scrubber switched off the search refuses the trace, and says nothing of
// them.
func TestCanary(t *testing.T) {
	t.Parallel()
	secrets := []string{"CANARI", "MÉLANGE", "86427", "97531"}
	for _, c := range []struct {
		name    string
		unscrub bool
	}{{"scrubbed", false}, {"switched off", true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "t.jsonl")
			f, err := Create(path, Options{Authority: pki.NewStandIn(), unscrub: c.unscrub})
			if err != nil {
				t.Fatal(err)
			}
			sing(t.Context(), t, f.Record(Reader{Name: "canary"}, canary(t)))
			closed := f.Close()
			left, err := os.ReadDir(filepath.Dir(path))
			if err != nil {
				t.Fatal(err)
			}
			if c.unscrub {
				leaked, ok := errors.AsType[*LeakError](closed)
				if !ok || len(leaked.Found) < 4 || len(left) > 0 {
					t.Fatalf("%v; %d files left", closed, len(left))
				}
				for _, lang := range []string{"fr", "en"} {
					message, hint := leaked.Say(lang)
					for _, s := range secrets {
						if strings.Contains(message+hint, s) {
							t.Errorf("%s: it says %s", lang, s)
						}
					}
				}
				return
			}
			if closed != nil || len(left) != 1 {
				t.Fatalf("%v; %d files left", closed, len(left))
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			// A third look, of the test's own: the plain forms of the plain secrets.
			for _, s := range []string{"CANARI", "43414E415249", "MÉLANGE", "4DC94C414E4745", "3836343237", "3937353331", "Q0FOQVJJ", "899900000045", "383939393030303030303435"} {
				if strings.Contains(string(b), s) {
					t.Errorf("%s is in the trace", s)
				}
			}
		})
	}
}

// What is switched off one by one: each layer of the search stands alone.
func TestSearchSeesEachPath(t *testing.T) {
	t.Parallel()
	for name, leaks := range map[string]func(*File){
		"a name in a mark":        func(f *File) { f.Mark(0, "note", "Dr Canari") },
		"a code in a mark":        func(f *File) { f.Mark(0, "note", "pin 86427") },
		"a number in a reader":    func(f *File) { f.Mark(0, "note", "reader 899900000045") },
		"hexadecimal in a mark":   func(f *File) { f.Mark(0, "note", "43616E617269") },
		"base64 in a mark":        func(f *File) { f.Mark(0, "note", "eENBTkFSSQ==") },
		"a code in BCD in a mark": func(f *File) { f.Mark(0, "note", "2586427FFFFFFFFF") },
	} {
		path := filepath.Join(t.TempDir(), "t.jsonl")
		f, err := Create(path, Options{Authority: pki.NewStandIn()})
		if err != nil {
			t.Fatal(err)
		}
		sing(t.Context(), t, f.Record(Reader{}, canary(t)))
		leaks(f)
		if _, ok := errors.AsType[*LeakError](f.Close()); !ok {
			t.Errorf("%s: it is left", name)
		}
	}
}

// Two traces of a card have nothing in common that was its holder's; in one trace the same
// value is the same.
func TestReplacementsAreForgotten(t *testing.T) {
	t.Parallel()
	var names [2][]string
	for i := range names {
		var events []Event
		l, err := NewLog(discard{}, Options{Observe: func(e Event) { events = append(events, e) }})
		if err != nil {
			t.Fatal(err)
		}
		sing(t.Context(), t, l.Record(Reader{}, canary(t)))
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.File == "CPS_NAME_PS" && len(e.Data()) > 0 {
				v, _, err := card.DecodeName(e.Data())
				if err != nil {
					t.Fatal(err)
				}
				names[i] = append(names[i], v.Family, v.Given[0], v.UsualGiven)
			}
		}
		if len(names[i]) < 3 || names[i][1] != names[i][2] || len(names[i][0]) != len("CANARI") {
			t.Errorf("%v", names[i])
		}
	}
	if slices.Equal(names[0], names[1]) {
		t.Errorf("both have %v", names[0])
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
