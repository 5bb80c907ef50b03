package lookup

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// A code, a name or a text is a sure answer; what merely resembles one is not.
func TestSure(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"61444": true, "6983": true, "CKR_PIN_LOCKED": true, "pas de dam": true, "Carte expirée": true, "CPS-DAM-001": true, "puk": true,
		"votre carte est expiree": true, "votre carte n'est pas lue": true, "cps non reconnue": true, "ma carte ne marche pas": true,
		"pas autorisé fse": false, "opposition": false, "remplacement": false, "la souris ne marche pas": false,
	} {
		found := Find(query)
		if len(found) == 0 || found[0].Sure() != want {
			t.Errorf("%s: %d answers, want sure %t of the first", query, len(found), want)
		}
	}
}

// A thing that is named alone gives all rules about it, whole families in the
// order of evaluation.
func TestFamilies(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]struct {
		first, last rule.Number
		rules       int
	}{
		"DAM":           {rule.DAM003, rule.DAM009, 9},
		"dam":           {rule.DAM003, rule.DAM009, 9},
		"pin":           {rule.PIN001, rule.PIN014, 14},
		"le code PIN":   {rule.PIN001, rule.PIN014, 14},
		"règles RDR":    {rule.RDR011, rule.RDR007, 18},
		"lecteur":       {rule.RDR011, rule.RDR007, 18},
		"e-CPS":         {rule.NET001, rule.TYPE010, 4},
		"mise à jour":   {rule.UPD001, rule.UPD005, 5},
		"certificats":   {rule.CERT001, rule.CERT012, 12},
		"galss":         {rule.WS012, rule.RDR013, 7},
		"mauvais n° AM": {rule.ID006, rule.BILL001, 8},
	} {
		found := Find(query)
		if len(found) == 0 || found[0].Message.Kind != KindFamily {
			t.Errorf("%s is no family", query)
			continue
		}
		got := found[0].Message.Rules
		if len(got) != want.rules || got[0] != want.first.ID() || got[len(got)-1] != want.last.ID() {
			t.Errorf("%s: %v, want %d from %s to %s", query, got, want.rules, want.first.ID(), want.last.ID())
		}
	}
	listed := map[string]bool{}
	for i := range families {
		f := &families[i]
		if len(f.ruleIDs()) == 0 || f.title.FR == "" || f.title.EN == "" {
			t.Errorf("%v is empty", f.names)
		}
		for _, id := range f.ruleIDs() {
			ruleOf(t, id)
			listed[id] = listed[id] || f.of != ""
		}
		for _, name := range f.names {
			if found := Find(name); len(found) == 0 || found[0].Message.Name != strings.ToUpper(f.names[0]) {
				t.Errorf("%q does not lead to %v", name, f.names)
			}
		}
	}
	for _, r := range rule.All() {
		if !listed[r.ID] {
			t.Errorf("%s is in no family", r.ID)
		}
	}
}

// A complaint that names no trouble leads to no rule; one that does is never
// taken for it.
func TestVagueComplaints(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"ma carte ne marche pas": true, "Ma CPS ne fonctionne plus !": true, "carte en panne": true, "problème avec la carte": true, "my card does not work": true,
		"ma carte est bloquée": false, "votre carte n'est pas lue": false, "cps non reconnue": false, "je ne peux plus facturer": false,
	} {
		found := Find(query)
		if len(found) == 0 || found[0].Message.Vague() != want || want != (len(found[0].Message.Rules) == 0) {
			t.Errorf("%s: want vague %t", query, want)
		}
	}
}

// The code of an answer can be declared as it is printed; a code without rules,
// and an answer without a code, have none.
func TestPhoneFact(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"61444": "ssv=61444", "F004": "ssv=61444", "pas de dam": "ssv=61444", "63000": "ssv=63000", "2048": "galss=0800", "8001": "galss=8001",
		"63C2": "sw=63C2", "6983": "sw=6983", "0xA4": "ckr=CKR_PIN_LOCKED", "6C12": "", "CKR_ARGUMENTS_BAD": "", "SCARD_E_NO_SERVICE": "", "DAM": "", "carte expirée": "",
	} {
		found := Find(query)
		if len(found) == 0 || found[0].PhoneFact() != want {
			t.Errorf("%s: want %q", query, want)
		}
	}
	for _, m := range messages() {
		if declared := (Match{Message: m}).PhoneFact(); declared != "" {
			if _, err := fact.Parse([]string{declared}); err != nil {
				t.Errorf("%s: %v", declared, err)
			}
		}
	}
}
