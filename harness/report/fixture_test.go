package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

var update = flag.Bool("update", false, "write the golden outputs of testdata/golden")

// golden compares got with testdata/golden/NAME, or writes it there.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./harness/report -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-golden +got):\n%s", name, diff)
	}
}

// now is the day every test judges for.
var now = time.Date(2026, time.November, 22, 9, 30, 0, 0, time.UTC)

// Rules of the tests: their wording is none of the catalogue's, so that the
// golden outputs change with the layout only.
var (
	ruleBlock = &diagnosis.Rule{
		ID: "CPS-AAA-001", How: diagnosis.FromCard, Mark: diagnosis.Field, Severity: diagnosis.BlockBilling, Origin: diagnosis.FieldText,
		Title:    diagnosis.Text{FR: "Données de facturation absentes", EN: "Billing data missing"},
		Text:     diagnosis.Text{FR: "La carte n'a pas de données de facturation : elle est « inexploitable ».", EN: "The card has no billing data: it cannot be used."},
		Cause:    diagnosis.Text{FR: "L'objet est là et rempli d'octets FF, comme sur une carte dont la personnalisation a été interrompue avant l'écriture des situations de facturation.", EN: "The object is there and filled with FF, as on a card whose personalisation stopped before its billing situations were written."},
		Remedy:   diagnosis.Text{FR: "Demander une nouvelle carte.", EN: "Ask for a new card."},
		Contacts: []diagnosis.ContactID{diagnosis.ContactCPAM},
	}
	ruleWarn = &diagnosis.Rule{
		ID: "CPS-BBB-002", How: diagnosis.FromCard, Mark: diagnosis.Derived, Severity: diagnosis.Warning, Origin: diagnosis.Proposed,
		Title:  diagnosis.Text{FR: "Identifiant vide", EN: "Empty identifier"},
		Text:   diagnosis.Text{FR: "Identifiant de facturation vide.", EN: "Empty billing identifier."},
		Cause:  diagnosis.Text{FR: "Situation sans identifiant.", EN: "A situation without identifier."},
		Remedy: diagnosis.Text{FR: "Utiliser une autre situation.", EN: "Use another situation."},
	}
	ruleSign = &diagnosis.Rule{
		ID: "CPS-CCC-003", How: diagnosis.FromCard, Mark: diagnosis.Public, Severity: diagnosis.BlockSigning, Origin: diagnosis.ScreenText,
		Title:  diagnosis.Text{FR: "Droit absent", EN: "Right missing"},
		Text:   diagnosis.Text{FR: "non autorisé à signer les FSE", EN: "not authorised to sign FSE"},
		Cause:  diagnosis.Text{FR: "Le droit n'est pas sur la carte.", EN: "The right is not on the card."},
		Remedy: diagnosis.Text{FR: "Le demander.", EN: "Ask for it."},
	}
	ruleInfo = &diagnosis.Rule{
		ID: "CPS-DDD-004", How: diagnosis.FromFact, Mark: diagnosis.Public, Severity: diagnosis.Info, Origin: diagnosis.Proposed,
		Title:  diagnosis.Text{FR: "Ancien répertoire", EN: "Former directory"},
		Text:   diagnosis.Text{FR: "Ce répertoire n'est plus utilisé.", EN: "This directory is no longer used."},
		Cause:  diagnosis.Text{FR: "Carte émise avant 2024.", EN: "Card issued before 2024."},
		Remedy: diagnosis.Text{FR: "Rien à faire.", EN: "Nothing to do."},
	}
	ruleStation = &diagnosis.Rule{
		ID: "CPS-EEE-005", How: diagnosis.FromWorkstation,
		Title: diagnosis.Text{FR: "Service arrêté sur le poste", EN: "Service stopped on the workstation"},
	}
	ruleNever = &diagnosis.Rule{
		ID: "CPS-FFF-006", How: diagnosis.NotKnowable,
		Title: diagnosis.Text{FR: "Volets différents", EN: "Sides that differ"},
		Why:   diagnosis.Text{FR: "Aucun encodage n'est prouvé des deux côtés de la carte.", EN: "No encoding is proven on both sides of the card."},
	}
)

// diagnosed is one reading with its outcome, both written by hand.
type diagnosed struct {
	in  diagnosis.Input
	res diagnosis.Result
	opt report.Options
}

func (d diagnosed) document(lang string) report.Document {
	d.opt.Lang = lang
	return report.NewDocument(&d.in, d.res, d.opt)
}

func onSim(c *card.Contents, name string) (diagnosis.Input, report.Options) {
	return diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{State: card.SlotCard}}, Card: c},
		report.Options{Address: "sim:" + name, Date: card.DateOf(now)}
}

// examples are the readings of the golden outputs.
func examples(t *testing.T) map[string]diagnosed {
	t.Helper()
	healthy, optHealthy := onSim(readVector(t, "cps3-situations").contents, "healthy")
	healthy.Card.Serial = card.Object[card.Serial]{State: card.Present, Value: card.Serial{Issuer: card.IssuerANS, Number: "2999000017"}}
	healthy.Card.Exchanges = 38

	blocked, optBlocked := onSim(readVector(t, "cps3-no-dam-ff").contents, "no-billing")
	public := readVector(t, "cps4-situations").contents
	noPIN(public)
	unread, optUnread := onSim(public, "no-pin")
	signing, optSigning := onSim(readVector(t, "cps3-fse-lots").contents, "no-right")
	real, _ := onSim(readVector(t, "cps-madame-situations").contents, "")
	real.Reader.Name = "Reader 2000 [USB] 00 00"

	return map[string]diagnosed{
		"ok": {healthy, diagnosis.Result{Verdict: diagnosis.VerdictOK}, optHealthy},
		"blocked": {blocked, diagnosis.Result{
			Verdict: diagnosis.VerdictBlocked,
			Findings: []diagnosis.Finding{
				{Rule: ruleBlock, Severity: diagnosis.BlockBilling, Evidence: []diagnosis.Evidence{
					{Field: "obj.CPS_SIT_FACT", Value: "erased", Exchange: 35}, {Field: "billing[]", Value: ""},
				}},
				{Rule: ruleInfo, Severity: diagnosis.Info},
			},
		}, optBlocked},
		"incomplete": {unread, diagnosis.Result{
			Verdict:  diagnosis.VerdictIncomplete,
			Findings: []diagnosis.Finding{{Rule: ruleWarn, Severity: diagnosis.Warning, Situation: 2, Evidence: []diagnosis.Evidence{{Field: "billing[2].id", Exchange: 35, Identity: true}}}},
		}.WithUnknown([]diagnosis.Unknown{
			{Rule: ruleBlock, Missing: "billing[]"},
			{Rule: ruleSign, Missing: "billing[]"},
			{Rule: ruleInfo, Missing: "env", Declared: true},
			{Rule: ruleStation, Missing: "ws.pcscd", Declared: true},
			{Rule: ruleNever, Missing: "obj.CPS2TER", Declared: true},
		}), optUnread},
		"signing": {signing, diagnosis.Result{
			Verdict:  diagnosis.VerdictBlocked,
			Findings: []diagnosis.Finding{{Rule: ruleSign, Severity: diagnosis.BlockSigning, Situation: 1, Evidence: []diagnosis.Evidence{{Field: "billing[1].rightFSE", Value: "false", Exchange: 35}}}},
		}.WithUnknown([]diagnosis.Unknown{{Rule: ruleInfo, Missing: "env"}}), optSigning},
		"masked": {real, diagnosis.Result{
			Verdict: diagnosis.VerdictWarning,
			Findings: []diagnosis.Finding{{Rule: ruleWarn, Severity: diagnosis.Warning, Evidence: []diagnosis.Evidence{
				{Field: "holder.idNat", Value: "0991234567", Exchange: 17, Identity: true},
			}}},
		}, report.Options{Address: "pcsc:", Date: card.DateOf(now)}},
		"no-card": {
			diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{Name: "Reader 2000 [USB] 00 00", State: card.SlotEmpty}}},
			diagnosis.Result{Verdict: diagnosis.VerdictBlocked, Findings: []diagnosis.Finding{{Rule: ruleBlock, Severity: diagnosis.BlockBilling}}},
			report.Options{Address: "pcsc:"},
		},
		"undetermined": {
			diagnosis.Input{},
			diagnosis.Result{Verdict: diagnosis.VerdictUndetermined}.WithUnknown([]diagnosis.Unknown{{Rule: ruleBlock, Missing: "card"}}),
			report.Options{},
		},
		"bench-error": {
			diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{State: card.SlotRemoved}, Exchange: 12}},
			diagnosis.Result{Verdict: diagnosis.BenchError},
			report.Options{Address: "sim:pulled", Failure: "reading the activities (exchange 12): the card was removed"},
		},
	}
}

// rows puts the examples into a matrix in which one differs from what was
// expected.
func rows(t *testing.T, lang string) []report.Row {
	t.Helper()
	all := examples(t)
	cases := []struct {
		name, title string
		verdict     diagnosis.Verdict
		rule        string
	}{
		{"ok", "Carte en état", "ok", ""},
		{"blocked", "Sans données de facturation", "blocked", "CPS-AAA-001"},
		{"signing", "Sans droit de signer", "blocked", "CPS-CCC-003"},
		{"incomplete", "Lue sans code", "ok", ""},
	}
	list := make([]report.Row, 0, len(cases))
	for _, x := range cases {
		e := all[x.name]
		row := report.NewRow(x.name, x.title, x.verdict, x.rule, e.document(lang))
		var screen bytes.Buffer
		if err := report.Screen(&screen, e.in.Card, report.ScreenOptions{Lang: lang}); err != nil {
			t.Fatal(err)
		}
		row.Screen = screen.String()
		list = append(list, row)
	}
	return list
}
