package rule

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
)

var languages = [...]string{"fr", "en"}

// everyText calls f with each text of the catalogue, variants included.
func everyText(f func(where string, t text.Text, optional bool)) {
	for _, r := range All() {
		f(r.ID+" title", r.Title, false)
		f(r.ID+" text", r.Text, false)
		f(r.ID+" cause", r.Cause, false)
		f(r.ID+" remedy", r.Remedy, false)
		for _, v := range r.Variants {
			f(r.ID+" "+v.Key+" text", v.Text, true)
			f(r.ID+" "+v.Key+" cause", v.Cause, true)
			f(r.ID+" "+v.Key+" remedy", v.Remedy, true)
		}
	}
}

func TestEveryTextInBothLanguages(t *testing.T) {
	t.Parallel()
	everyText(func(where string, said text.Text, optional bool) {
		if said.IsZero() && optional {
			return
		}
		for _, lang := range languages {
			if strings.TrimSpace(said.In(lang)) == "" {
				t.Errorf("%s: nothing in %s", where, lang)
			}
		}
		if said.FR == said.EN {
			t.Errorf("%s: the same text in both languages", where)
		}
	})
}

func TestRulesAreWhole(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^CPS-[A-Z]+-\d{3}$`)
	seen := map[string]bool{}
	for _, r := range All() {
		switch {
		case !shape.MatchString(r.ID):
			t.Errorf("%q is no rule id", r.ID)
		case seen[r.ID]:
			t.Errorf("%s twice", r.ID)
		case r.Severity < Info || r.Severity > BlockBilling:
			t.Errorf("%s: severity %d", r.ID, r.Severity)
		case len(r.Sources) == 0 || len(r.Inputs) == 0:
			t.Errorf("%s: no source or no input", r.ID)
		case r.Mark != Field && r.Mark != Public && r.Mark != Derived:
			t.Errorf("%s: mark %q", r.ID, r.Mark)
		}
		seen[r.ID] = true
		for _, s := range r.Sources {
			if s.Title == "" {
				t.Errorf("%s: a source without title", r.ID)
			}
		}
	}
}

// A derived rule never counts as official, and its sources say what it is. Its
// text may quote a screen: the line is theirs, the rule is ours.
func TestDerivedRulesDoNotSpeakAsOfficial(t *testing.T) {
	t.Parallel()
	for _, r := range All() {
		if r.Mark != Derived {
			continue
		}
		if r.Official() {
			t.Errorf("%s is derived and official", r.ID)
		}
		if r.Origin == FieldText && r.ID != "CPS-CERT-010" { // its cause says that the use of the message is inferred
			t.Errorf("%s is derived and speaks as %s", r.ID, r.Origin)
		}
		if !slices.Contains(r.Sources, srcDerived) {
			t.Errorf("%s is derived and its sources do not say so", r.ID)
		}
	}
}

// TestQuotedTexts holds the texts that stand in documents or on screens.
func TestQuotedTexts(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"CPS-DAM-001":  "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)",
		"CPS-RDR-001":  "Erreur de transmission. Vérifier que le lecteur est bien connecté.",
		"CPS-RDR-003":  "La Carte du Professionnel de Santé est absente du lecteur",
		"CPS-RDR-004":  "Impossible de mettre la carte sous tension",
		"CPS-ID-015":   "La carte dans le lecteur n'est pas une carte PS",
		"CPS-UPD-001":  "Carte inutilisable suite à un incident lors de son actualisation. Veuillez effectuer une nouvelle actualisation de votre carte.",
		"CPS-PIN-001":  "le code porteur présenté est erroné",
		"CPS-PIN-002":  "Code porteur (reste … tentative(s)) :",
		"CPS-PIN-003":  "Cette carte est bloquée (3 codes erronés). Voulez-vous la débloquer (vous devrez saisir le code de déblocage) ?",
		"CPS-PIN-005":  "Cette carte est définitivement bloquée et doit être remplacée.",
		"CPS-ID-003":   "Identifiant RPPS non reconnu",
		"CPS-BILL-004": "Identifiant : xxx26xxxxx",
		"CPS-CONV-006": "- Etablissement ou Centre de Santé",
		"CPS-SIGN-001": "- non autorisé à signer les FSE",
		"CPS-SIGN-002": "- non autorisé à signer les lots",
	} {
		r, ok := ByID(id)
		if !ok {
			t.Fatalf("%s is no rule", id)
		}
		if diff := cmp.Diff(want, r.Pattern("fr")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
		if r.Origin == Proposed {
			t.Errorf("%s is quoted, its origin says proposed", id)
		}
	}
}

// The only telephone numbers of the package are those of the contact table,
// compared as digit strings, and they stand there alone.
func TestTelephoneNumbers(t *testing.T) {
	t.Parallel()
	allowed := map[string]bool{}
	for _, c := range Contacts() {
		allowed[c.Digits] = true
		if got := onlyDigits(c.Display); got != c.Digits {
			t.Errorf("%s shows %s for %s", c.ID, got, c.Digits)
		}
		if c.Seen == "" || c.Source == "" {
			t.Errorf("%s has no date or no source", c.ID)
		}
	}
	if diff := cmp.Diff(map[string]bool{"": true, "0806800213": true, "3608": true}, allowed); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
	number := regexp.MustCompile(`\d[\d .]{6,}\d`)
	everyText(func(where string, said text.Text, _ bool) {
		for _, lang := range languages {
			if n := number.FindString(said.In(lang)); n != "" {
				t.Errorf("%s: %q belongs in the contact table", where, n)
			}
		}
	})
}

// Advice never asks anybody to say a code, nor to try one again.
func TestAdviceIsSafe(t *testing.T) {
	t.Parallel()
	bad := regexp.MustCompile(`(?i)réessa|essayer un (autre )?code|retry|try (the|another|again).*(pin|code)|(donner|dicter|communiquer|tell|give|say).*code.*(téléphone|phone)`)
	everyText(func(where string, said text.Text, _ bool) {
		if where == "CPS-PIN-004 text" { // quoted to the letter
			return
		}
		for _, lang := range languages {
			if m := bad.FindString(said.In(lang)); m != "" {
				t.Errorf("%s: %q", where, m)
			}
		}
	})
}

func TestByID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"CPS-DAM-001", "dam-001", " DAM-001 "} {
		if r, ok := ByID(id); !ok || r.ID != "CPS-DAM-001" {
			t.Errorf("ByID(%q) = %v, %v", id, r, ok)
		}
	}
	if r, ok := ByID("CPS-DAM-999"); ok {
		t.Errorf("ByID of no rule gives %s", r.ID)
	}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
