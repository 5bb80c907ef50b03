package simulator

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

// Every preset parses, personalises, and states a title and a verdict.
func TestPresets(t *testing.T) {
	t.Parallel()
	presets := Presets()
	if !slices.IsSortedFunc(presets, func(a, b Preset) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the gallery is not sorted")
	}
	var names []string
	for _, preset := range presets {
		names = append(names, preset.Name)
		t.Run(preset.Name, func(t *testing.T) {
			t.Parallel()
			if preset.Title.FR == "" || preset.Title.EN == "" || preset.Title.FR == preset.Title.EN {
				t.Errorf("title %+v: want one in each language", preset.Title)
			}
			p, err := LoadProfile(preset.Name)
			if err != nil {
				t.Fatal(err)
			}
			if p.Purpose == "" || p.Expect == nil {
				t.Errorf("purpose %q and expectation %v: want both", p.Purpose, p.Expect)
			}
			if diff := cmp.Diff(preset.Expect, *p.Expect); diff != "" {
				t.Errorf("the gallery and the profile expect different things:\n%s", diff)
			}
			got, err := p.Personalise(profileNow)
			if err != nil {
				t.Fatal(err)
			}
			if got.ID.Category != card.CategoryTest {
				t.Errorf("category %q", got.ID.Category)
			}
			if got.PIN.Code != "1234" || got.PUK.Code != "12345678" {
				t.Error("codes other than those of every preset")
			}
		})
	}
	files, err := filepath.Glob("presets/*")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".yaml")
	}
	slices.Sort(files)
	if diff := cmp.Diff(files, names); diff != "" {
		t.Errorf("files and gallery (-files +gallery):\n%s", diff)
	}
}

// Every preset makes a card, and no two cards share the eight digits after
// which the official middleware names its cache.
func TestPresetSerials(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range PresetNames() {
		p, err := LoadProfile(name)
		if err != nil {
			t.Fatal(err)
		}
		personalisation, err := p.Personalise(profileNow)
		if err != nil {
			t.Fatal(err)
		}
		c, err := New(personalisation)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		serial := c.SerialNumber()
		if len(serial) < 8 {
			t.Errorf("%s: serial %q", name, serial)
			continue
		}
		if other, twice := seen[serial[:8]]; twice {
			t.Errorf("%s and %s have the serial %s", name, other, serial)
		}
		seen[serial[:8]] = name
	}
}

// What the wording of a preset promises is what its card carries.
func TestPresetContents(t *testing.T) {
	t.Parallel()
	personalised := func(t *testing.T, name string) Personalisation {
		t.Helper()
		p, err := LoadProfile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Personalise(profileNow)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for name, check := range map[string]func(Personalisation) bool{
		"cps3-healthy": func(p Personalisation) bool {
			return p.Face == card.FaceCPS3 && p.Info.NationalID == "899900000011" && p.ID.Expires == card.NewDate(2028, 11, 22)
		},
		"cps4-healthy":    func(p Personalisation) bool { return p.Face == card.FaceCPS4 && p.ID.Expires.Year == 2031 },
		"cps4-four-years": func(p Personalisation) bool { return p.ID.Issued.Year == 2022 && p.ID.Expires.Year == 2028 },
		"cps3-two-activities": func(p Personalisation) bool {
			return len(p.Activities) == 2 && len(p.Billing) == 2 && p.Billing[1].Link == p.Activities[1].Logical
		},
		"cps3-eight-activities":   func(p Personalisation) bool { return len(p.Activities) == 8 && len(p.Billing) == 8 },
		"cps3-sixteen-activities": func(p Personalisation) bool { return len(p.Activities) == 16 && p.Activities[15].Number == 16 },
		"cps3-activity-gap": func(p Personalisation) bool {
			return p.Activities[0].Number == 1 && p.Activities[1].Number == 3 && p.Activities[2].Number == 7
		},
		"cps3-company": func(p Personalisation) bool {
			want := card.Billing{Rank: 1, Link: 1, ID: "1992600015", Speciality: "99", Convention: "9", Zone: "99", Mileage: "9", Agreements: [3]string{"99", "99", "99"}, Rights: 0x11}
			return cmp.Equal(p.Billing, []card.Billing{want})
		},
		"cps3-salaried": func(p Personalisation) bool {
			return p.Activities[0].Mode == card.ModeSalaried && p.Billing[0].Convention == "9"
		},
		"cps3-replacement": func(p Personalisation) bool { return p.Activities[0].Mode == card.ModeReplacement },
		"cpf-healthy":      func(p Personalisation) bool { return p.Info.Kind == card.KindCPF && p.Info.FutureProfession == "10" },
		"cpe-healthy": func(p Personalisation) bool {
			return p.Info.Kind == card.KindCPE && p.Activities[0].Responsibility == "00"
		},
		"cde-healthy": func(p Personalisation) bool {
			return p.Info.Kind == card.KindCPE && p.Activities[0].Responsibility == "01"
		},
		"cpa-healthy":      func(p Personalisation) bool { return p.Info.Kind == card.KindCPA && p.Raw[ObjectBilling].Absent },
		"cps3-missing-dam": func(p Personalisation) bool { return p.Raw[ObjectBilling].Absent && len(p.Billing) == 0 },
		"cps4-missing-dam-ff": func(p Personalisation) bool {
			return len(p.Raw[ObjectBilling].Bytes) == 64 && p.Raw[ObjectBilling].Bytes[63] == 0xFF
		},
		"cps3-missing-dam-orphan": func(p Personalisation) bool { return p.Billing[0].Link != p.Activities[0].Logical },
		"cps3-no-billing-id":      func(p Personalisation) bool { return p.Billing[0].ID == "" && p.Billing[0].Rights == 0x11 },
		"cps3-no-fse":             func(p Personalisation) bool { return p.Billing[0].Rights == 0x01 },
		"cps3-no-lots":            func(p Personalisation) bool { return p.Billing[0].Rights == 0x10 },
		"cps3-no-rights":          func(p Personalisation) bool { return p.Billing[0].Rights == 0 },
		"cps3-expired":            func(p Personalisation) bool { return p.ID.Expires == card.NewDate(2026, 7, 22) },
		"cps4-expired": func(p Personalisation) bool {
			return p.ID.Expires == card.NewDate(2026, 7, 22) && p.ID.Issued.Year == 2020
		},
		"cps3-expiring": func(p Personalisation) bool { return p.ID.Expires == card.NewDate(2026, 12, 12) },
		"cps3-pin-1":    func(p Personalisation) bool { return p.PIN.Left == 1 && p.PUK.Left == -1 },
		"cps3-dead":     func(p Personalisation) bool { return p.PIN.Left == 0 && p.PUK.Left == 0 },
		"mute":          func(p Personalisation) bool { return p.Mute },
		"unknown-atr": func(p Personalisation) bool {
			return p.Face == card.FaceUnknown && card.FaceOf(p.ATR) == card.FaceUnknown
		},
		"other-issuer": func(p Personalisation) bool { return p.Serial.Issuer == "8025000002" && p.Face == card.FaceCPS3 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := personalised(t, name); !check(got) {
				t.Errorf("the card is not what its preset promises: ID %+v, activities %+v, billing %+v", got.ID, got.Activities, got.Billing)
			}
		})
	}
}

func TestPresetSource(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("presets/mute.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, ok := PresetSource("mute")
	if !ok || string(got) != string(want) {
		t.Errorf("source of mute: %v, %q", ok, got)
	}
	for _, name := range []string{"", ".", "nosuch", "../testdata/x", "mute.yaml"} {
		if _, ok := PresetSource(name); ok {
			t.Errorf("%q was found", name)
		}
	}
}

func TestExpectationAll(t *testing.T) {
	t.Parallel()
	e := Expectation{First: "a", Also: []string{"b"}, Findings: []string{"c"}}
	if diff := cmp.Diff([]string{"a", "b", "c"}, e.All()); diff != "" {
		t.Error(diff)
	}
}
