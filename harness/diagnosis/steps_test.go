package diagnosis

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// TestSteps holds how the rules of one step hide, lower or silence others.
func TestSteps(t *testing.T) {
	t.Parallel()
	noDAM := billingState(card.Absent)
	stopped := func(w *Workstation) { w.SmartCardService.Running = TriNo }
	old := func(w *Workstation) { w.Cryptolib = []CryptolibCopy{{Version: fact.Version{5, 1, 10}}} }
	cardOnly := func(in *Input) { in.WorkstationCheck = false }
	two := acts(activity(1, 1), activity(2, 2))
	both := billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0x11))
	for _, v := range []struct {
		name string
		in   *Input
		want []string
	}{
		{"a Vitale code silences everything", with(noDAM, facts("ssv=61457", "env=real", "incident=lost")), []string{"CPS-RDR-011 INFO"}},
		{
			"a service and the reader belong to one step", with(reader(card.SlotNoReader), workstation(stopped, func(w *Workstation) { w.Cryptolib = nil })),
			[]string{"CPS-WS-008 BLOCK-BILLING", "CPS-WS-001 BLOCK-BILLING", "CPS-RDR-001 BLOCK-BILLING"},
		},
		{"a stopped service hides the card", with(noDAM, workstation(stopped)), []string{"CPS-WS-008 BLOCK-BILLING"}},
		{"a workstation hides nothing of a card", with(noDAM, workstation(stopped), cardOnly), []string{"CPS-DAM-001 BLOCK-BILLING", "CPS-WS-008 WARNING"}},
		{"the library hides the contents", with(v4, noDAM, workstation(old)), []string{"CPS-WS-002 BLOCK-BILLING", "CPS-WS-003 BLOCK-BILLING", "CPS-WS-011 BLOCK-SIGNING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"}},
		{"no reader hides an empty slot", with(reader(card.SlotNoReader), facts("ssv=61441")), []string{"CPS-RDR-001 BLOCK-BILLING"}},
		{"swapped cards hide an unknown card", with(noCard, func(in *Input) { in.Card = &card.Contents{ATR: []byte{0x3B, 0}} }, facts("slot.other=cps")), []string{"CPS-RDR-005 BLOCK-BILLING"}},
		{"a card of the wrong kind hides what follows", with(noDAM, facts("env=real")), []string{"CPS-TYPE-007 BLOCK-BILLING"}},
		{"an invalidated code hides contents, not dates", with(noDAM, expiresIn(10), facts("sw=9808")), []string{"CPS-PIN-014 BLOCK-BILLING", "CPS-VAL-007 WARNING"}},
		{"opposition is hidden by what comes before it", with(facts("sw=9808", "opposition.date=2026-01-01")), []string{"CPS-PIN-014 BLOCK-BILLING"}},
		{"opposition and validity are one step", with(dates(day(2022, 1, 2), day(2025, 1, 2)), facts("opposition.date=2026-01-01")), []string{"CPS-VAL-001 BLOCK-BILLING", "CPS-OPP-001 BLOCK-BILLING"}},
		{"opposition hides the contents", with(noDAM, facts("opposition.date=2026-01-01")), []string{"CPS-OPP-001 BLOCK-BILLING"}},
		{"codes not received hide the contents", with(noDAM, facts("card.received=2026-01-01", "codes.received=no")), []string{"CPS-VAL-010 BLOCK-SIGNING"}},
		{"contents hide signing and services", with(noDAM, facts("web.login=no-card", "batch.psId=1")), []string{"CPS-DAM-001 BLOCK-BILLING"}},
		{"a certificate hides services", with(facts("web.login=no-card"), func(in *Input) { in.KeyProof = ProofWrong }), []string{"CPS-CERT-010 BLOCK-SIGNING"}},
		{"a list that refuses one situation lowers it", with(two, both, facts("lgc.billingIds=994026029")), []string{"CPS-BILL-003 WARNING #1"}},
		{"a list that refuses all blocks", with(two, both, facts("lgc.billingIds=751404682")), []string{"CPS-BILL-003 BLOCK-BILLING #1", "CPS-BILL-003 BLOCK-BILLING #2"}},
		{
			"a refused situation saves no other", with(two, billed(situation(1, 1, "", 0x11), situation(2, 2, "994026029", 0x11)), facts("lgc.billingIds=751404682")),
			[]string{"CPS-BILL-001 BLOCK-BILLING #1", "CPS-BILL-003 BLOCK-BILLING #2"},
		},
		{
			"a company's number decides between two", with(kind(card.KindCPE), two, both, facts("lgc.structureAm=991026014"), func(in *Input) {
				in.Card.Name = present(card.Name{Family: "TESTEUR"}, 7)
			}),
			[]string{"CPS-BILL-005 WARNING #2"},
		},
		{
			"61444 with an old library is not missing data", with(v4, noDAM, facts("ssv=61444", "ws.os=windows", "ws.cryptolib=5.1.10")),
			[]string{"CPS-DAM-002 BLOCK-BILLING", "CPS-WS-002 WARNING", "CPS-WS-003 WARNING", "CPS-WS-011 WARNING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"},
		},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(v.want, shown(Check(v.in, noon))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// The judges of a step speak of its rules alone, and the rules are numbered in the
// order of the steps: what is judged first is reported first.
func TestRulesAreNumberedByStep(t *testing.T) {
	t.Parallel()
	last := [...]rule.Number{rule.WS034, rule.WS011, rule.UPD001, rule.PIN014, rule.VAL015, rule.OPP006, rule.UPD005, rule.CERT012, rule.NET009}
	if len(last) != len(steps) || last[len(last)-1] != rule.Count-1 {
		t.Fatalf("%d steps and %d last rules, the last one of %d", len(steps), len(last), rule.Count)
	}
	spoke := [rule.Count]bool{}
	for _, v := range vectors() {
		for i := range steps {
			c := new(checker)
			c.begin(v.in, v.now)
			c.step = &steps[i]
			for _, judge := range c.step.judges {
				judge(c)
			}
			for n := range rule.Number(rule.Count) {
				_, unknown := c.result.missing.of(n)
				if !unknown && !slices.ContainsFunc(c.result.Findings, func(f Finding) bool { return f.Rule.Number == n }) {
					continue
				}
				spoke[n] = true
				if n > last[i] || i > 0 && n <= last[i-1] {
					t.Fatalf("%s/%s: step %d speaks of %s", v.rule, v.name, i, n.ID())
				}
			}
		}
	}
	for n := range rule.Number(rule.Count) {
		if r := n.Rule(); !spoke[n] && r.How != AsGuard && r.How.Checked() && n != rule.RDR011 { // which ends a check before its steps
			t.Errorf("no step speaks of %s", r.ID)
		}
	}
}

// The check of a workstation speaks of nothing else.
func TestCheckWorkstation(t *testing.T) {
	t.Parallel()
	in := with(reader(card.SlotEmpty), workstation(func(w *Workstation) { w.PCSCD = ServiceState{Running: TriNo, Automatic: TriNo}; w.OS = OSLinux }, func(w *Workstation) { w.Cryptolib[0].Version = fact.Version{5, 2, 2} }))
	in.WorkstationCheck = false
	r := CheckWorkstation(in, noon)
	want := []string{"CPS-WS-009 BLOCK-BILLING", "CPS-RDR-003 BLOCK-BILLING", "CPS-WS-019 INFO"}
	if diff := cmp.Diff(want, shown(r)); diff != "" || r.Verdict != VerdictBlocked {
		t.Errorf("%s, findings (-want +got):\n%s", r.Verdict, diff)
	}
	if in.WorkstationCheck {
		t.Error("the input was changed")
	}
	for u := range r.Unknown {
		if f := u.Rule.Family(); f != "WS" && f != "RDR" {
			t.Errorf("%s is no rule of the workstation", u.Rule.ID)
		}
	}
	if r := CheckWorkstation(with(workstation()), noon); r.Verdict != VerdictOK || len(r.Findings) != 0 {
		t.Errorf("a workstation in order: %s %v", r.Verdict, shown(r))
	}
}

// Whatever a card tells, every rule waits for the fact that it needs, and says so.
func TestEveryRuleWaitsForWhatItNeeds(t *testing.T) {
	t.Parallel()
	for _, in := range []*Input{healthy(), with(v4), with(func(in *Input) { in.Card.Certificates = nil })} {
		want := map[string]string{}
		for _, r := range Rules() {
			if r.Needs != "" {
				want[r.ID] = r.Needs
			}
		}
		r := Check(in, noon)
		for u := range r.Unknown {
			if !u.Declared {
				continue
			}
			if want[u.Rule.ID] != u.Missing {
				t.Errorf("%s waits for %s, want %q", u.Rule.ID, u.Missing, want[u.Rule.ID])
			}
			delete(want, u.Rule.ID)
		}
		if len(want) != 0 {
			t.Errorf("not listed: %v", want)
		}
	}
}

// Facts alone, one at a time, never panic and never speak without evidence.
func TestEveryFactAlone(t *testing.T) {
	t.Parallel()
	for _, k := range fact.Keys() {
		for _, value := range k.Values {
			for _, in := range []*Input{with(noCard, facts(k.Name+"="+value)), with(facts(k.Name + "=" + value))} {
				for _, f := range Check(in, noon).Findings {
					if len(f.Evidence) == 0 {
						t.Errorf("%s=%s: %s rests on nothing", k.Name, value, f.Rule.ID)
					}
				}
			}
		}
	}
}

// What several certificates have in common is one finding.
func TestCertificatesShareAFinding(t *testing.T) {
	t.Parallel()
	in := with(certs(func(c *card.NumberedCertificate) { c.Value.NotAfter = noon.AddDate(0, 0, -2) }))
	found := fired(Check(in, noon), "CPS-CERT-001")
	if len(found) != 1 {
		t.Fatalf("%d findings, want one", len(found))
	}
	want := []string{"certs[signature].notAfter", "certs[authentication].notAfter", "certs[technical].notAfter"}
	var got []string
	for _, e := range found[0].Evidence {
		got = append(got, e.Field)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}

// Evidence of a code tells the command, when it is known, and how often.
func TestCodeEvidence(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		in   *Input
		want []Evidence
	}{
		{with(facts("galss=8")), []Evidence{{Field: "galss", Value: "8 (0008)"}, {Field: "code.times", Value: "1"}}},
		{with(facts("ssv=2048", "code.command=verify", "code.times=2")), []Evidence{{Field: "galss", Value: "2048 (0800)"}, {Field: "code.command", Value: "verify"}, {Field: "code.times", Value: "2"}}},
	} {
		found := fired(Check(v.in, noon), "CPS-WS-017")
		if len(found) != 1 {
			t.Fatalf("%d findings, want one", len(found))
		}
		if diff := cmp.Diff(v.want, found[0].Evidence); diff != "" {
			t.Errorf("evidence (-want +got):\n%s", diff)
		}
	}
}

// Whatever fact identifies somebody is marked so in the evidence.
func TestFactsThatIdentifyAreMarked(t *testing.T) {
	t.Parallel()
	for _, k := range fact.Keys() {
		if !k.Identity {
			continue
		}
		in := with(facts("lgc.replacement=yes", "invoice.mode=04", "lgc.declaredOn=2026-01-01", "prescriber.kind=liberal", k.Name+"=12345 67"))
		for _, f := range Check(in, noon).Findings {
			for _, e := range f.Evidence {
				if (e.Field == k.Name || e.Value == "12345 67" || e.Value == "1234567") && !e.Identity {
					t.Errorf("%s: %s shows %s in clear", k.Name, f.Rule.ID, e.Field)
				}
			}
		}
	}
}
