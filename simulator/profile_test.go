package simulator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

var profileNow = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// TestBadProfiles holds one malformed profile per file. Its first lines say
// where the error is and parts of what it says.
func TestBadProfiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/profiles/bad/*.yaml")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d vectors, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{}
			for _, line := range strings.SplitN(string(src), "\n", 5)[:4] {
				key, value, _ := strings.Cut(strings.TrimPrefix(line, "# "), ":")
				want[key] = strings.TrimSpace(value)
			}
			_, err = LoadProfile(file)
			var got *ProfileError
			if !errors.As(err, &got) {
				t.Fatalf("error %v, want a *ProfileError", err)
			}
			if !strings.HasSuffix(got.File, filepath.Base(file)) {
				t.Errorf("file %q", got.File)
			}
			if line := strconv.Itoa(got.Line); line != want["line"] || got.Column < 1 {
				t.Errorf("line %s column %d, want line %s\n%v", line, got.Column, want["line"], err)
			}
			if got.Key != want["key"] || !strings.Contains(got.Reason.EN, want["reason"]) || !strings.Contains(got.Hint.EN, want["hint"]) {
				t.Errorf("got key %q reason %q hint %q, want %q %q %q", got.Key, got.Reason, got.Hint, want["key"], want["reason"], want["hint"])
			}
			for _, pin := range []string{"987", "98a7", "9876", "9876543"} {
				if strings.Contains(err.Error(), pin) {
					t.Errorf("the error shows a code:\n%v", err)
				}
			}
		})
	}
}

func TestProfileErrorText(t *testing.T) {
	t.Parallel()
	_, err := ParseProfile("my.yaml", []byte("extends: cps3-healthy\nbilling:\n  - {link: 1, zone: B}\n"), nil)
	want := `my.yaml:3:21: billing[0].zone: want a code of 2 digits
    3 |   - {link: 1, zone: B}
      |                     ^`
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

// A fault in a profile that is extended points at that profile.
func TestFaultInBase(t *testing.T) {
	t.Parallel()
	load := func(string) ([]byte, error) { return []byte("face: cps3\nserial: x\n"), nil }
	_, err := ParseProfile("mine", []byte("extends: theirs\nlabel: A\n"), load)
	var got *ProfileError
	if !errors.As(err, &got) || got.File != "theirs" || got.Line != 2 || got.Key != "serial" {
		t.Errorf("got %v", err)
	}
}

func TestExtendsChain(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"a": "extends: b\nname: {family: A}\n",
		"b": "extends: c\nname: {family: B, given: [B]}\nbilling: []\n",
		"c": "extends: cps3-healthy\ntitle: {fr: c, en: c}\nname: {family: C, given: [C, C], usual: C}\n",
		"x": "extends: y\n",
		"y": "extends: x\n",
	}
	load := func(name string) ([]byte, error) {
		if src, ok := files[name]; ok {
			return []byte(src), nil
		}
		src, ok := PresetSource(name)
		if !ok {
			return nil, fmt.Errorf("no profile %s", name)
		}
		return src, nil
	}
	p, err := ParseProfile("a", []byte(files["a"]), load)
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != (text.Text{}) || p.Expect != nil || p.Extends != "b" {
		t.Errorf("title %v, expectation %v and extends %q: want none inherited", p.Title, p.Expect, p.Extends)
	}
	got, err := p.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	want := card.Name{Civility: "31", Family: "A", Usual: "C", Given: [3]string{"B"}, UsualGiven: "B"}
	if diff := cmp.Diff(want, got.CardName); diff != "" {
		t.Errorf("name (-want +got):\n%s", diff)
	}
	if len(got.Billing) != 0 || len(got.Activities) != 1 {
		t.Errorf("%d billing situations and %d activities, want 0 and 1", len(got.Billing), len(got.Activities))
	}

	_, err = ParseProfile("x", []byte(files["x"]), load)
	if err == nil || !strings.Contains(err.Error(), "x → y → x") {
		t.Errorf("cycle: got %v", err)
	}
	long := func(name string) ([]byte, error) { return []byte("extends: " + name + "a\n"), nil }
	if _, err = ParseProfile("a", []byte("extends: aa\n"), long); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("long chain: got %v", err)
	}
	broken := errors.New("disk on fire")
	_, err = ParseProfile("a", []byte("extends: aa\n"), func(string) ([]byte, error) { return nil, broken })
	if !errors.Is(err, broken) {
		t.Errorf("loader error: got %v", err)
	}
}

// TestWholeProfile decodes a profile that uses every kind of key.
func TestWholeProfile(t *testing.T) {
	t.Parallel()
	src := `
face: cps4
atr: 3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00
serial: 2999000217
label: CPS4v2-2999000217
actua: {start: 2026-01-02T10:11:12, end: 2026-01-02}
id_card:
  number: 2999000217
  category: test
  issued: 2024-02-29
name: {civility: madame, family: TESTEUR, usual: ÉPREUVE, given: [BETA, GAMMA]}
info: {kind: cpe, national_id: 3990000028/00042, flags: A0}
activities:
  - mode: salaried
    number: 5
    responsibility: head
    logical: 7
    level: 0a
    adeli_speciality: 26
    qualification: 01
    section: DA
    structure_name: HÔPITAL TEST
    structure_id_type: finess
    structure_id: 990000028
    sector: SA01
billing:
  - {link: 7, id: 994026029, speciality: 01, convention: 2, zone: 10, mileage: 1, agreements: [01, 02], sign_lots: false}
  - {link: 9}
pin: {code: 246813, tries: 5, left: 2}
puk: {left: 0, uses: 10}
raw:
  sit_fact: "E0 00"
  activity_03: zeros:3
  name_ps: absent
  cps_data: empty
`
	p, err := ParseProfile("whole", []byte(src), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	want := Personalisation{
		Name:   "whole",
		Face:   card.FaceCPS4,
		ATR:    card.ATRCPS4T0,
		Serial: card.Serial{Issuer: card.IssuerANS, Number: "2999000217"},
		Label:  "CPS4v2-2999000217",
		Update: card.Update{
			Start: card.Timestamp{Date: card.NewDate(2026, 1, 2), Hour: 10, Minute: 11, Second: 12},
			End:   card.Timestamp{Date: card.NewDate(2026, 1, 2), Hour: 12, Minute: 5},
		},
		ID:       card.IDCard{Issuer: "80250000001", Number: "2999000217", Category: card.CategoryTest, Issued: card.NewDate(2024, 2, 29), Expires: card.NewDate(2030, 2, 28)},
		CardName: card.Name{Civility: "22", Family: "TESTEUR", Usual: "ÉPREUVE", Given: [3]string{"BETA", "GAMMA"}, UsualGiven: "BETA"},
		Language: "FR",
		Info:     card.Info{Kind: card.KindCPE, Flags: "A0", NationalID: "3990000028/00042", ExerciseName: "ÉPREUVE"},
		Activities: []Activity{{Number: 5, Activity: card.Activity{
			Mode: "01", Responsibility: "01", Level: "0A", AdeliSpeciality: "26", Qualification: "01", Section: "DA",
			Logical: 7, StructureName: "HÔPITAL TEST", StructureID: "1990000028", Sector: "SA01",
		}}},
		Billing: []card.Billing{
			{Rank: 1, Link: 7, ID: "994026029", Speciality: "01", Convention: "2", Zone: "10", Mileage: "1", Agreements: [3]string{"01", "02", "02"}, Rights: 0x10},
			{Rank: 2, Link: 9, Speciality: "01", Convention: "1", Zone: "20", Mileage: "0", Agreements: [3]string{"00", "00", "00"}, Rights: 0x11},
		},
		PIN: PIN{Code: "246813", Max: 5, Left: 2, Uses: -1},
		PUK: PIN{Code: "12345678", Max: 3, Left: 0, Uses: 10},
		Raw: map[Object]Raw{
			ObjectBilling:     {Bytes: []byte{0xE0, 0x00}},
			ActivityObject(3): {Bytes: []byte{0, 0, 0}},
			ObjectName:        {Absent: true},
			ObjectData:        {Bytes: []byte{}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("personalisation (-want +got):\n%s", diff)
	}
	if shown := fmt.Sprintf("%v %+v %#v %s", p, p, p, *p); strings.Contains(shown, "246813") {
		t.Errorf("printing a profile shows its code: %s", shown)
	}
}

// A profile gives as many cards as wanted; none reaches back into it.
func TestPersonaliseSharesNothing(t *testing.T) {
	t.Parallel()
	p, err := ParseProfile("p", []byte("extends: cps3-healthy\nraw: {sit_fact: E000}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	first, err := p.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	first.Raw[ObjectBilling].Bytes[0] = 0
	first.Activities[0].Mode = "99"
	first.Billing[0].ID = "x"
	second, err := p.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	if second.Raw[ObjectBilling].Bytes[0] != 0xE0 || second.Activities[0].Mode != "00" || second.Billing[0].ID != "991026014" {
		t.Error("changing one personalisation changed the next")
	}
}

func TestProfileDates(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"2026-11-22":              "2026-11-22",
		"now":                     "2026-11-22",
		"today":                   "2026-11-22",
		"-4y":                     "2022-11-22",
		"+20d":                    "2026-12-12",
		"-3y-2m":                  "2023-09-22",
		"-40m":                    "2023-07-22",
		"+2w-1d":                  "2026-12-05",
		"-3y+20d":                 "2023-12-12",
		"end-of-month":            "2026-11-30",
		"-9m end-of-month":        "2026-02-28",
		"2024-02-01 end-of-month": "2024-02-29",
	} {
		d, reason := parseProfileDate(written)
		if !reason.IsZero() {
			t.Errorf("%s: %s", written, reason.EN)
			continue
		}
		if got, ok := d.on(profileNow); !ok || got.String() != want {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
	}
	for _, written := range []string{"", "4y", "-4", "-4h", "+99999d", "2025-02-29", "2025-1-1", "hier", "-1y -2m"} {
		if d, reason := parseProfileDate(written); reason.IsZero() {
			t.Errorf("%q was taken as %+v", written, d)
		}
	}
	leap, reason := parseProfileDate("-1y")
	if !reason.IsZero() {
		t.Fatal(reason.EN)
	}
	if got, _ := leap.on(time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC)); got.String() != "2027-02-28" {
		t.Errorf("a year before 29 February is %s, want the end of the month", got)
	}
}

// Some dates are impossible only on the day the card is made.
func TestPersonaliseFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, key, reason string }{
		{"id_card: {issued: now, expires: -1d}", "id_card.expires", "before the day of issue"},
		{"id_card: {issued: -9999y}", "id_card.issued", "falls in the year"},
		{"id_card: {expires: +9999y}", "id_card.expires", "falls in the year"},
		{"actua: {start: -1y, end: -9999y}", "actua.end", "falls in the year"},
	} {
		p, err := ParseProfile("p.yaml", []byte("extends: cps3-healthy\n"+c.src+"\n"), nil)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		_, err = p.Personalise(profileNow)
		var got *ProfileError
		if !errors.As(err, &got) || got.Key != c.key || got.Line != 2 || !strings.Contains(got.Reason.EN, c.reason) {
			t.Errorf("%s: got %v, want %s: %s", c.src, err, c.key, c.reason)
		}
	}
}

func TestInterruptedUpdate(t *testing.T) {
	t.Parallel()
	p, err := LoadProfile("cps3-update-interrupted")
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Personalise(profileNow)
	if err != nil {
		t.Fatal(err)
	}
	want := "EC12810720251122120000820700000000000000"
	if ef := fmt.Sprintf("%X", got.Raw[ObjectUpdate].Bytes); ef != want {
		t.Errorf("EF actua %s, want %s", ef, want)
	}
}

func TestLoadProfileFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, src string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("base.yml", "extends: cps4-healthy\nlabel: BASE\n")
	p, err := LoadProfile(write("mine.yaml", "extends: base.yml\r\nlanguage: EN\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p.spec.p.Label != "BASE" || p.spec.p.Language != "EN" || p.Face != card.FaceCPS4 {
		t.Errorf("overlay of files: got %+v", p.spec.p.Label)
	}
	for name, want := range map[string]string{
		write("out.yaml", "extends: ../base.yml\n"):              "same folder",
		write("big.yaml", "# "+strings.Repeat("x", 70<<10)+"\n"): "larger than 64 KiB",
		filepath.Join(dir, "none.yaml"):                          "cannot be read",
		"cps3-missing-damn":                                      "did you mean \"cps3-missing-dam\"",
		"../presets/cps3-healthy":                                "no such preset",
	} {
		if _, err := LoadProfile(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", filepath.Base(name), err, want)
		}
	}
	if _, err := LoadProfile(filepath.Join(dir, "none.yaml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: got %v, want os.ErrNotExist inside", err)
	}
}

func FuzzParseProfile(f *testing.F) {
	seeds, err := filepath.Glob("*/*/*/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	presets, err := filepath.Glob("presets/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(seeds, presets...) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := ParseProfile("fuzz", src, nil)
		if err == nil {
			_, err = p.Personalise(profileNow)
		}
		var fault *ProfileError
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("error %T, want a *ProfileError", err)
		}
	})
}

// No error shows a code, whatever is wrong around it.
func TestProfileErrorsHideCodes(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		"pin: {code: \"975318\n",
		"pin:\n  code: \"975318\n",
		"pin:\n  975318: true\n",
		"pin:\n  - 975318\n",
		"pin: 975318\n",
		"puk: {code: 975318, left: 9}\n",
		"PIN: {975318}\n",
		"pin: &a 975318\n",
		"{extends: cps3-healthy, pin: {code: 975318x}}\n",
	} {
		_, err := ParseProfile("p", []byte(src), nil)
		if err == nil || strings.Contains(err.Error(), "975318") {
			t.Errorf("%q gives %v", src, err)
		}
	}
}
