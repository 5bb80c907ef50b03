package card_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

func TestCheckIdentifier(t *testing.T) {
	t.Parallel()
	fault := func(k card.FaultKind, position int, want, got string) card.Fault {
		return card.Fault{Kind: k, Position: position, Want: want, Got: got}
	}
	test := card.IdentifierOptions{Test: true}
	for _, c := range []struct {
		kind, value string
		opts        card.IdentifierOptions
		faults      []card.Fault
	}{
		{"rpps", "99900000110", test, nil},
		{"rpps", "999 000 00011", test, nil},
		{"rpps", "99900000111", test, []card.Fault{fault(card.FaultKey, 11, "0", "1")}},
		{"rpps", "9990000001", test, []card.Fault{fault(card.FaultLength, 0, "11", "10")}},
		{"rpps", "899900000011", test, []card.Fault{fault(card.FaultLength, 0, "11", "12"), fault(card.FaultPrefix, 1, "", "8")}},
		{"rpps", "9990000001x", test, []card.Fault{fault(card.FaultDigit, 11, "0-9", "X")}},
		{"rpps", "99\u202f900\u00a0000 011", test, nil},
		{"rpps", "", test, []card.Fault{fault(card.FaultLength, 0, "11", "0")}},
		{"adeli", "991026014", test, nil},
		{"adeli", "991026015", test, []card.Fault{fault(card.FaultKey, 9, "4", "5")}},
		{"am", "991026014", test, nil},
		{"am", "994026029", test, nil},
		{"am", "991026014", card.IdentifierOptions{}, []card.Fault{fault(card.FaultDepartment, 1, "01-95, 2A, 2B, 97, 98", "99")}},
		{"am", "992602000", test, []card.Fault{fault(card.FaultKey, 9, "3", "0")}},
		{"am", "201234564", test, nil},
		{"am", "xxx26xxxx", test, []card.Fault{fault(card.FaultDigit, 1, "0-9", "X")}},
		{"am", "2A0000014", card.IdentifierOptions{}, nil},
		{"am", "2b0000012", card.IdentifierOptions{}, nil},
		{"am", "960000016", card.IdentifierOptions{}, []card.Fault{fault(card.FaultDepartment, 1, "01-95, 2A, 2B, 97, 98", "96")}},
		{"am", "99900000011", test, []card.Fault{fault(card.FaultLength, 0, "9", "11")}},
		{"finess", "990000010", test, nil},
		{"finess", "990000010", card.IdentifierOptions{}, []card.Fault{fault(card.FaultDepartment, 1, "01-95, 2A, 2B, 97, 98", "99")}},
		{"finess", "990000011", test, []card.Fault{fault(card.FaultKey, 9, "0", "1")}},
		{"finess", "921234567", test, []card.Fault{fault(card.FaultPosition3, 3, "0", "1"), fault(card.FaultKey, 9, "3", "7")}},
		{"finess", "2A0999991", card.IdentifierOptions{}, nil},
		{"finess", "2B0999999", card.IdentifierOptions{}, nil},
		{"finess", "2B0999990", card.IdentifierOptions{}, []card.Fault{fault(card.FaultKey, 9, "9", "0")}},
		{"finess", "2a0999991", card.IdentifierOptions{}, nil},
		{"finess", "970100228", card.IdentifierOptions{}, nil},
		{"finess", "2A0000014", card.IdentifierOptions{}, nil},
		{"finess", "2A0000022", card.IdentifierOptions{}, nil},
		{"finess", "2B0000020", card.IdentifierOptions{}, nil},
		{"finess", "2C0000012", card.IdentifierOptions{}, []card.Fault{fault(card.FaultDigit, 2, "0-9", "C")}},
		{"finess", "3A0999990", card.IdentifierOptions{}, []card.Fault{fault(card.FaultDigit, 2, "0-9", "A")}},
		{"finess", "200000016", card.IdentifierOptions{}, []card.Fault{fault(card.FaultDepartment, 1, "01-95, 2A, 2B, 97, 98", "20")}},
		{"practice", "99900000011018", test, nil},
		{"practice", "9990000001101", test, []card.Fault{fault(card.FaultLength, 0, "14", "13")}},
		{"practice", "99900000011019", test, []card.Fault{fault(card.FaultKey, 14, "8", "9")}},
		{"practice", "99900000012016", test, []card.Fault{fault(card.FaultKey, 11, "1", "2")}},
		{"practice", "499900000011018", test, []card.Fault{fault(card.FaultLength, 0, "14", "15"), fault(card.FaultPrefix, 1, "", "4")}},
		{"practice", "499900000011019", test, []card.Fault{fault(card.FaultLength, 0, "14", "15")}},
		{"practice", "99102601401", test, nil},
		{"practice", "2A000001401", test, nil},
		{"practice", "099102601401", test, []card.Fault{fault(card.FaultLength, 0, "11", "12"), fault(card.FaultPrefix, 1, "", "0")}},
		{"practice", "099102601501", test, []card.Fault{fault(card.FaultLength, 0, "11", "12")}},
		{"practice", "99102601501", test, []card.Fault{fault(card.FaultKey, 9, "4", "5")}},
		{"national", "899900000011", test, nil},
		{"national", "899900000012", test, []card.Fault{fault(card.FaultKey, 12, "1", "2")}},
		{"national", "89990000001", test, []card.Fault{fault(card.FaultLength, 0, "12", "11")}},
		{"national", "0991026014", test, nil},
		{"national", "099102601", test, []card.Fault{fault(card.FaultLength, 0, "10", "9")}},
		{"national", "3990000010/00017", test, nil},
		{"national", "3990000010", test, []card.Fault{fault(card.FaultSlash, 0, "structure/00001", "")}},
		{"national", "3990000010/", test, []card.Fault{fault(card.FaultSlash, 0, "structure/00001", "")}},
		{"national", "5/00001", test, []card.Fault{fault(card.FaultSlash, 0, "structure/00001", "")}},
		{"national", "999700000017", test, nil},
		{"national", "7", test, []card.Fault{fault(card.FaultPrefix, 1, "0-6, 8, 9", "7")}},
		{"national", "", test, []card.Fault{fault(card.FaultLength, 0, "≥ 2", "0")}},
		{"ecps", "899900000011", test, nil},
		{"ecps", "0991026014", test, nil},
		{"ecps", "99900000011", test, []card.Fault{fault(card.FaultPrefix, 1, "8", "")}},
		{"ecps", "02A0000014", test, nil},
		{"ecps", "991026014", test, []card.Fault{fault(card.FaultPrefix, 1, "0", "")}},
		{"ecps", "991026015", test, []card.Fault{fault(card.FaultPrefix, 1, "0", ""), fault(card.FaultKey, 9, "4", "5")}},
		{"ecps", "012807590", test, []card.Fault{fault(card.FaultLength, 0, "10", "9")}},
		{"ecps", "81000066854", test, []card.Fault{fault(card.FaultLength, 0, "12", "11")}},
		{"ecps", "3990000010/00017", test, []card.Fault{fault(card.FaultPrefix, 1, "8, 0", "3")}},
		{"ecps", "", test, []card.Fault{fault(card.FaultLength, 0, "12", "0")}},
		{"billing", "991026014", test, nil},
		{"billing", "1992600015", test, nil},
		{"billing", "12A0000014", test, nil},
		{"billing", "xxx26xxxxx", test, []card.Fault{fault(card.FaultDigit, 2, "0-9", "X")}},
		{"billing", "1992600016", test, []card.Fault{fault(card.FaultKey, 10, "5", "6")}},
		{"billing", "99102601", test, []card.Fault{fault(card.FaultLength, 0, "9, 10", "8")}},
		{"billing", "0000000000", test, []card.Fault{fault(card.FaultDepartment, 2, "01-95, 2A, 2B, 97, 98", "00")}},
	} {
		t.Run(c.kind+" "+c.value, func(t *testing.T) {
			t.Parallel()
			r, err := card.CheckIdentifier(c.kind, c.value, c.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.faults, r.Faults); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if r.Valid() != (c.faults == nil) || strings.Contains(r.Value, " ") || r.Kind != c.kind {
				t.Errorf("report %+v", r)
			}
		})
	}
}

// All identities of the bench satisfy their checks.
func TestTestIdentities(t *testing.T) {
	t.Parallel()
	for _, c := range [][4]string{ // RPPS, AM, FINESS, practice
		{"99900000011", "991026014", "990000010", "99900000011018"},
		{"99900000029", "994026029", "990000028", "99900000029010"},
		{"99900000110", "991026113", "990000119", "99900000110018"},
		{"99900000243", "994026243", "990000242", "99900000243017"},
	} {
		for i, kind := range []string{"rpps", "am", "finess", "practice"} {
			if r, err := card.CheckIdentifier(kind, c[i], card.IdentifierOptions{Test: true}); err != nil || !r.Valid() {
				t.Errorf("%s %s: %v %v", kind, c[i], r.Faults, err)
			}
		}
	}
}

func TestCheckIdentifierUnknownKind(t *testing.T) {
	t.Parallel()
	_, err := card.CheckIdentifier("siret", "1", card.IdentifierOptions{})
	var ke *card.KindError
	if !errors.As(err, &ke) || ke.Kind != "siret" {
		t.Fatalf("error %v", err)
	}
	for _, kind := range card.IdentifierKinds() {
		if !strings.Contains(err.Error(), kind) {
			t.Errorf("%q does not list %s", err, kind)
		}
	}
}

func TestFaultText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault  card.Fault
		fr, en string
	}{
		{card.Fault{Kind: card.FaultLength, Want: "11", Got: "10"}, "longueur 10, attendu 11 caractères", "10 characters, want 11"},
		{card.Fault{Kind: card.FaultLength, Want: "9, 10", Got: "8"}, "longueur 8, attendu 9 ou 10 caractères", "8 characters, want 9 or 10"},
		{card.Fault{Kind: card.FaultPrefix, Position: 1, Got: "8"}, "le premier caractère (8) est de trop", "the first character (8) is too much"},
		{card.Fault{Kind: card.FaultPrefix, Position: 1, Want: "8"}, "il manque le préfixe : attendu 8", "the prefix is missing: want 8"},
		{card.Fault{Kind: card.FaultPrefix, Position: 1, Want: "8, 0", Got: "3"}, "le premier caractère est 3, attendu 8 ou 0", "the first character is 3, want 8 or 0"},
		{card.Fault{Kind: card.FaultSlash, Want: "structure/00001"}, "attendu structure/00001 : identifiant de la structure, barre oblique, numéro interne", "want structure/00001: identifier of the structure, slash, internal number"},
		{card.Fault{Kind: card.FaultDigit, Position: 11, Got: "x"}, "caractère 11 : « x » au lieu d'un chiffre", `character 11: "x" instead of a digit`},
		{card.Fault{Kind: card.FaultDigit, Position: 1, Got: "\x1b"}, `caractère 1 : « \x1b » au lieu d'un chiffre`, `character 1: "\x1b" instead of a digit`},
		{card.Fault{Kind: card.FaultDepartment, Position: 1, Got: "00"}, "« 00 » n'est pas un département", `"00" is not a département`},
		{card.Fault{Kind: card.FaultPosition3, Position: 3, Want: "0", Got: "1"}, "position 3 inhabituelle : 1, attendu 0", "position 3 is unusual: 1, want 0"},
		{card.Fault{Kind: card.FaultKey, Position: 9, Want: "3", Got: "7"}, "clé de contrôle fausse : 7, devrait être 3", "wrong key: 7, should be 3"},
		{card.Fault{}, "défaut inconnu", "unknown fault"},
	} {
		if diff := cmp.Diff(text.Text{FR: c.fr, EN: c.en}, c.fault.Text()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.fault, diff)
		}
	}
}

func TestLuhnKey(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]string{"9990000001": "1", "99102601": "4", "99000001": "0", "92123456": "3", "2A099999": "1", "0": "0", "": "", "12C4": "", "1 2": ""} {
		key, ok := card.LuhnKey(digits)
		if ok != (want != "") || ok && string(key) != want {
			t.Errorf("LuhnKey(%q) = %c, %v, want %q", digits, key, ok, want)
		}
	}
}

// The form of TEST cards is right for them alone.
func TestFINESSOfTestCards(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"0B1058110", "0B0000014", "0B0000022", "0B 0000014"} {
		if faults := card.CheckFINESS(s, true); len(faults) != 0 {
			t.Errorf("%s on a test card: %v", s, faults)
		}
		if faults := card.CheckFINESS(s, false); len(faults) == 0 {
			t.Errorf("%s on a real card: no fault", s)
		}
	}
	for s, kind := range map[string]card.FaultKind{
		"0B0000015": card.FaultKey, "0B000001": card.FaultLength, "0B00000140": card.FaultLength, "0B00000B4": card.FaultDigit, "0C0000014": card.FaultDigit,
	} {
		faults := card.CheckFINESS(s, true)
		if len(faults) == 0 || faults[0].Kind != kind {
			t.Errorf("%s: %v, want %v", s, faults, kind)
		}
	}
}
