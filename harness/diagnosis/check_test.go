package diagnosis

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

// TestWhole compares everything a check says: verdict and findings in order.
func TestWhole(t *testing.T) {
	t.Parallel()
	removedMidway := func(in *Input) { reader(card.SlotRemoved)(in); noPIN(in) }
	good, bare := situation(1, 1, "991026014", 0x11), situation(2, 2, "", 0)
	expired := dates(day(2022, 1, 2), day(2025, 1, 31))
	for _, v := range []struct {
		name    string
		in      *Input
		verdict Verdict
		want    []string
	}{
		{"healthy", healthy(), VerdictOK, nil},
		{"healthy V4", with(v4), VerdictOK, nil},
		{"healthy, no PIN", with(noPIN), VerdictIncomplete, nil},
		{"company card of the field screen", with(func(in *Input) { in.Card.Activities[0].Value.Sector = "SA42" }, billed(card.Billing{
			Rank: 1, Link: 1, ID: "1992600015", Speciality: "99", Convention: "9", Zone: "99", Mileage: "9",
			Agreements: [3]string{"99", "99", "99"}, Rights: 0x11,
		})), VerdictOK, []string{"CPS-BILL-004 INFO #1", "CPS-BILL-007 INFO #1", "CPS-CONV-006 INFO #1"}},

		// suppression
		{
			"other issuer hides ID-015 and the rest", with(billingState(card.Absent), func(in *Input) { in.Card.Serial.Value.Issuer = "8025000002" }), VerdictBlocked,
			[]string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			"removed, dates are still judged", with(removedMidway, expired), VerdictBlocked,
			[]string{"CPS-RDR-008 BLOCK-BILLING", "CPS-VAL-001 BLOCK-BILLING"},
		},
		{"interrupted update hides PIN and DAM", with(billingState(card.Absent), func(in *Input) {
			in.Card.Update.State, in.Card.PIN.Left = card.Empty, 1
		}), VerdictBlocked, []string{"CPS-UPD-001 BLOCK-BILLING"}},
		{
			"blocked PIN and expired", with(noPIN, expired, func(in *Input) { in.Card.PIN.Left = 0 }), VerdictBlocked,
			[]string{"CPS-PIN-003 BLOCK-BILLING", "CPS-VAL-001 BLOCK-BILLING"},
		},
		{"expired hides DAM", with(billingState(card.Absent), expired), VerdictBlocked, []string{"CPS-VAL-001 BLOCK-BILLING"}},
		{
			"expired this month hides nothing", with(billingState(card.Absent), dates(day(2023, 11, 16), day(2026, 11, 15))), VerdictBlocked,
			[]string{"CPS-DAM-001 BLOCK-BILLING", "CPS-VAL-001 WARNING"},
		},
		{
			"dead card silences PIN-003", with(noPIN, func(in *Input) { in.Card.PIN.Left, in.Card.PUK.Left = 0, 0 }), VerdictBlocked,
			[]string{"CPS-PIN-005 BLOCK-BILLING"},
		},
		{"missing identifier hides SIGN", with(billed(situation(1, 1, "", 0))), VerdictBlocked, []string{"CPS-BILL-001 BLOCK-BILLING #1"}},
		{
			"CPA without situation: TYPE before DAM", with(kind(card.KindCPA), billingState(card.Absent)), VerdictBlocked,
			[]string{"CPS-TYPE-002 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			"no right", with(billed(situation(1, 1, "991026014", 0))), VerdictBlocked,
			[]string{"CPS-SIGN-003 BLOCK-BILLING #1", "CPS-SIGN-001 BLOCK-SIGNING #1", "CPS-SIGN-002 BLOCK-SIGNING #1"},
		},
		{"damaged billing object is never ok", with(billingState(card.Malformed)), VerdictBlocked, []string{"CPS-SIGN-004 BLOCK-BILLING"}},
		{
			"a damaged activity may be the one that bills", with(func(in *Input) { in.Card.Activities[0].State = card.Malformed }), VerdictOK, nil,
		},

		// lowering
		{
			"a second situation that cannot bill", with(two, billed(good, bare)), VerdictWarning,
			[]string{"CPS-BILL-001 WARNING #2", "CPS-SIGN-001 WARNING #2", "CPS-SIGN-002 WARNING #2", "CPS-SIGN-003 WARNING #2"},
		},
		{
			"a lowered block hides nothing", with(two, billed(situation(1, 1, "", 0x11), situation(2, 2, "994026029", 0x01))), VerdictBlocked,
			[]string{"CPS-SIGN-001 BLOCK-SIGNING #2", "CPS-BILL-001 WARNING #1"},
		},
		{
			"each right on another situation", with(two, billed(situation(1, 1, "991026014", 0x10), situation(2, 2, "994026029", 0x01))), VerdictWarning,
			[]string{"CPS-SIGN-001 WARNING #2", "CPS-SIGN-002 WARNING #1"},
		},
		{
			"the right is held by a situation that cannot bill", with(two, billed(situation(1, 1, "991026014", 0x10), situation(2, 2, "", 0x01))), VerdictBlocked,
			[]string{"CPS-SIGN-002 BLOCK-SIGNING #1", "CPS-BILL-001 WARNING #2", "CPS-SIGN-001 WARNING #2"},
		},
		{
			"no usable situation", with(two, billed(situation(1, 1, "", 0x11), bare)), VerdictBlocked,
			[]string{"CPS-BILL-001 BLOCK-BILLING #1", "CPS-BILL-001 BLOCK-BILLING #2"},
		},
		{
			"an orphan is not judged further", with(two, billed(good, situation(2, 7, "", 0))), VerdictWarning,
			[]string{"CPS-DAM-006 WARNING #2"},
		},
		{"activity 1 declared: 2 does not warn", with(two, billed(good, bare), selected(1)), VerdictOK, nil},
		{
			"activity 2 declared: 1 does not save", with(two, billed(good, bare), selected(2)), VerdictBlocked,
			[]string{"CPS-BILL-001 BLOCK-BILLING #2"},
		},
		{"activity without situation declared", with(two, billed(good), selected(2)), VerdictOK, []string{"CPS-DAM-007 INFO"}},

		// use
		{"auth: no billing needed", with(auth, billingState(card.Absent)), VerdictOK, nil},
		{"auth: rights do not matter", with(auth, billed(situation(1, 1, "", 0))), VerdictOK, nil},
		{"auth: an expired card is expired", with(auth, expired), VerdictBlocked, []string{"CPS-VAL-001 BLOCK-BILLING"}},

		// two findings of one step
		{
			"wrong PIN, two tries left", with(noPIN, func(in *Input) { in.Card.Login, in.Card.LoginSW = card.LoginWrong, 0x63C2 }), VerdictBlocked,
			[]string{"CPS-PIN-001 BLOCK-SIGNING", "CPS-PIN-002 WARNING"},
		},
		{
			"one try left, PIN withheld", with(noPIN, func(in *Input) { in.Card.Login, in.Card.PIN.Left = card.LoginWithheld, 1 }), VerdictIncomplete,
			[]string{"CPS-PIN-002 WARNING"},
		},
		{"RPPS too short", with(nationalID("89990000001")), VerdictWarning, []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			r := Check(v.in, noon)
			if r.Verdict != v.verdict {
				t.Errorf("verdict %s, want %s", r.Verdict, v.verdict)
			}
			if diff := cmp.Diff(v.want, shown(r)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	protected := map[string]string{
		"CPS-ID-006": "billing[]", "CPS-ID-007": "billing[]", "CPS-ID-008": "billing[]", "CPS-ID-009": "billing[]",
		"CPS-ID-010": "activities[]", "CPS-ID-011": "activities[]", "CPS-ID-017": "activities[]",
		"CPS-TYPE-002": "billing[]", "CPS-TYPE-003": "billing[]", "CPS-TYPE-004": "billing[]",
		"CPS-ACT-001": "activities[]", "CPS-ACT-003": "activities[]", "CPS-ACT-004": "activities[]", "CPS-ACT-005": "activities[]", "CPS-ACT-010": "billing[]",
		"CPS-DAM-001": "billing[]", "CPS-DAM-006": "billing[]", "CPS-DAM-007": "billing[]",
		"CPS-BILL-001": "billing[]", "CPS-BILL-004": "billing[]", "CPS-BILL-006": "billing[]", "CPS-BILL-007": "billing[]",
		"CPS-CONV-001": "billing[]", "CPS-CONV-002": "billing[]", "CPS-CONV-003": "billing[]", "CPS-CONV-004": "billing[]", "CPS-CONV-005": "billing[]",
		"CPS-CONV-006": "billing[]", "CPS-CONV-007": "billing[]", "CPS-CONV-008": "billing[]", "CPS-CONV-009": "billing[]", "CPS-CONV-010": "billing[]",
		"CPS-CONV-011": "billing[]", "CPS-CONV-012": "billing[]", "CPS-CONV-013": "billing[]",
		"CPS-SIGN-001": "billing[]", "CPS-SIGN-002": "billing[]", "CPS-SIGN-003": "billing[]", "CPS-SIGN-004": "billing[]", "CPS-SIGN-007": "billing[]",
	}
	// Behind the PIN, but not in the billing object.
	activityRules := []string{"CPS-ID-010", "CPS-ID-011", "CPS-ID-017", "CPS-ACT-001", "CPS-ACT-003", "CPS-ACT-004", "CPS-ACT-005"}
	plus := func(m map[string]string, more map[string]string, less ...string) map[string]string {
		out := map[string]string{}
		for k, v := range m {
			out[k] = v
		}
		for k, v := range more {
			out[k] = v
		}
		for _, k := range less {
			delete(out, k)
		}
		return out
	}
	withheld := []string{"CPS-TYPE-002", "CPS-TYPE-003", "CPS-TYPE-004", "CPS-DAM-001", "CPS-BILL-001", "CPS-SIGN-001", "CPS-SIGN-002", "CPS-SIGN-003", "CPS-SIGN-004", "CPS-SIGN-007", "CPS-ACT-010"}
	for _, v := range []struct {
		name string
		in   *Input
		now  time.Time
		want map[string]string
	}{
		{"healthy: nothing", healthy(), noon, map[string]string{}},
		{"before the PIN", with(noPIN), noon, protected},
		{"before the PIN, auth", with(noPIN, auth), noon, plus(protected, nil, withheld...)},
		{
			"before the PIN, an activity declared", with(noPIN, func(in *Input) { in.Facts.Activity = 1 }), noon,
			plus(protected, map[string]string{"CPS-DAM-007": "billing[]", "CPS-ACT-006": "billing[]"}),
		},
		{"a blocked PIN does not silence them", with(noPIN, func(in *Input) { in.Card.PIN.Left = 0 }), noon, protected},
		{"counters unread", with(func(in *Input) {
			in.Card.PIN, in.Card.PUK = card.Counter{}, card.Counter{}
		}), noon, map[string]string{"CPS-PIN-002": "pin.triesLeft", "CPS-PIN-005": "puk.triesLeft"}},
		{"identity card unread", with(func(in *Input) { in.Card.ID = card.Object[card.IDCard]{} }), noon, map[string]string{
			"CPS-TYPE-001": "card.category", "CPS-VAL-001": "card.expiryDate", // its certificates have not ended: VAL-002, -003 and the windows are judged by them
			"CPS-VAL-004": "card.issueDate", "CPS-CERT-003": "card.expiryDate",
			"CPS-VAL-009": "card.issueDate", "CPS-VAL-015": "card.category", "CPS-ID-008": "card.category", "CPS-ID-010": "card.category",
		}},
		{"an activity listed but not read", with(
			acts(activity(1, 1), card.NumberedActivity{Number: 2}),
			billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0x11)),
		), noon, map[string]string{"CPS-ID-010": "activities[]", "CPS-ID-011": "activities[]", "CPS-ID-017": "activities[]", "CPS-DAM-006": "activities[]"}},
		{"damaged billing object", with(billingState(card.Malformed)), noon, plus(protected, nil, append(activityRules, "CPS-SIGN-004")...)},
		{"certificates not asked for", with(func(in *Input) { in.Card.Certificates = nil }), noon, map[string]string{
			"CPS-CERT-001": "certs[]", "CPS-CERT-002": "certs[]", "CPS-CERT-003": "certs[]", "CPS-CERT-004": "certs[]", "CPS-CERT-005": "certs[]",
			"CPS-CERT-006": "certs[]", "CPS-CERT-009": "certs[]", "CPS-SIGN-007": "certs[]",
		}},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(v.want, unread(Check(v.in, v.now))); diff != "" {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
		})
	}
}

// Without a card, every rule is unknown that is not about the reader: what the
// card would tell misses it, the others wait for their fact.
func TestNoCard(t *testing.T) {
	t.Parallel()
	r := Check(with(reader(card.SlotNoReader)), noon)
	if diff := cmp.Diff([]string{"CPS-RDR-001 BLOCK-BILLING"}, shown(r)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	unknown := unread(r)
	for _, rule := range Rules() {
		got, listed := unknown[rule.ID]
		switch {
		case rule.ID == "CPS-RDR-001", rule.ID == "CPS-RDR-003", rule.ID == "CPS-RDR-004", rule.ID == "CPS-RDR-008",
			rule.ID == "CPS-WS-001", rule.How == AsGuard:
			if listed {
				t.Errorf("%s unknown for want of %s", rule.ID, got)
			}
		case rule.Needs != "":
			if waits(r, rule.ID) != rule.Needs {
				t.Errorf("%s waits for %q, want %s", rule.ID, waits(r, rule.ID), rule.Needs)
			}
		case got != "card":
			t.Errorf("%s: missing %q, want card", rule.ID, got)
		}
	}
}

// Unknown and findings keep the evaluation order.
func TestOrder(t *testing.T) {
	t.Parallel()
	place := map[*Rule]int{}
	for i, r := range Rules() {
		place[r] = i
	}
	for _, in := range []*Input{{}, with(noPIN), with(reader(card.SlotMute)), with(billingState(card.Malformed)), {Card: &card.Contents{}}} {
		last := -1
		r := Check(in, noon)
		for u := range r.Unknown {
			if place[u.Rule] <= last {
				t.Errorf("%s out of order, or listed twice", u.Rule.ID)
			}
			if u.Missing == "" {
				t.Errorf("%s is unknown for want of nothing", u.Rule.ID)
			}
			last = place[u.Rule]
		}
	}
}

func TestDAMEvidence(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		name string
		in   *Input
		want []Evidence
	}{
		{"absent", with(billingState(card.Absent)), []Evidence{{Field: "obj.CPS_SIT_FACT", Value: "absent", Exchange: 30}}},
		{"empty", with(billingState(card.Empty)), []Evidence{{Field: "obj.CPS_SIT_FACT", Value: "empty", Exchange: 30}}},
		{"zeros", with(billingState(card.Zeros)), []Evidence{{Field: "obj.CPS_SIT_FACT", Value: "zeros", Exchange: 30}}},
		{"erased", with(billingState(card.Erased)), []Evidence{{Field: "obj.CPS_SIT_FACT", Value: "erased", Exchange: 30}}},
		{"no situation inside", with(billed()), []Evidence{{Field: "obj.CPS_SIT_FACT", Value: "empty", Exchange: 30}}},
		{"orphan", with(billed(situation(1, 3, "991026014", 0x11))), []Evidence{{Field: "billing[1].linkActivity", Value: "orphan link 3", Exchange: 30}}},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			found := fired(Check(v.in, noon), "CPS-DAM-001")
			if len(found) != 1 {
				t.Fatalf("%d findings of CPS-DAM-001, want 1", len(found))
			}
			if diff := cmp.Diff(v.want, found[0].Evidence); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}

// Numbers of persons and practices are marked, so that outputs can mask them,
// and stand in no text.
func TestIdentityIsMarked(t *testing.T) {
	t.Parallel()
	in := with(nationalID("89990000001"), structure("1921234567"), billed(situation(1, 1, "75140468", 0x11), situation(2, 1, "1992600015", 0x11)))
	marked := 0
	for _, f := range Check(in, noon).Findings {
		for _, e := range f.Evidence {
			switch e.Value {
			case "89990000001", "9990000001", "1921234567", "75140468", "1992600015":
				marked++
				if !e.Identity {
					t.Errorf("%s: %s is not marked as an identity", f.Rule.ID, e.Field)
				}
			}
		}
		for _, a := range f.Args {
			if s, ok := a.(string); ok {
				t.Errorf("%s puts %q in its text", f.Rule.ID, s)
			}
		}
	}
	if marked < 5 {
		t.Errorf("%d identities in evidence, want at least 5", marked)
	}
}

// Today is the calendar day where now is, not in UTC.
func TestTodayIsLocal(t *testing.T) {
	t.Parallel()
	in := with(dates(day(2023, 11, 30), day(2026, 11, 30)))
	late := time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC)
	if r := Check(in, late); r.Verdict != VerdictWarning { // last day: VAL-007 only
		t.Errorf("on the last day: %s, want warning", r.Verdict)
	}
	if r := Check(in, late.In(time.FixedZone("Paris", 3600))); r.Verdict != VerdictBlocked {
		t.Errorf("after midnight in Paris: %s, want blocked", r.Verdict)
	}
}
