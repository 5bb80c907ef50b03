package diagnosis

import (
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// Whatever was not read, or only declared, is never said to be in order; and only
// what the card is judged for counts.
func TestVerdict(t *testing.T) {
	t.Parallel()
	declared := func(list ...string) *Input {
		in := &Input{}
		facts(list...)(in)
		return in
	}
	onPhone := func(in *Input) *Input {
		in.WorkstationCheck, in.FactsOnly = true, true
		return in
	}
	unread := func(in *Input) { in.Card.Billing = card.Object[[]card.Billing]{SW: 0x6F00} }
	warned := nationalID("89990000001") // CPS-ID-001 and -003 at WARNING
	noCertificates := func(in *Input) { in.Card.Certificates = nil }
	oneLost := func(in *Input) {
		in.Card.Certificates = append([]card.NumberedCertificate{}, in.Card.Certificates...)
		in.Card.Certificates[0].Object = card.Object[card.Certificate]{SW: 0x6F00}
	}
	for _, v := range []struct {
		name string
		in   *Input
		want Verdict
	}{
		{"everything read", healthy(), VerdictOK},
		{"a warning, everything read", with(warned), VerdictWarning},
		{"a warning, no PIN", with(noPIN, warned), VerdictIncomplete},
		{"situations refused", with(unread), VerdictIncomplete},
		{"situations refused, a warning", with(unread, warned), VerdictIncomplete},
		{"situations refused, expired", with(unread, dates(day(2022, 1, 2), day(2025, 1, 31))), VerdictBlocked},
		{"situations refused, to log in", with(unread, auth), VerdictOK},
		{"no PIN, to log in", with(noPIN, auth), VerdictOK},
		{"certificates not asked for", with(noCertificates), VerdictOK},
		{"certificates not asked for, to log in", with(noCertificates, auth), VerdictIncomplete},
		{"certificates not asked for, to log in, a warning", with(noCertificates, auth, warned), VerdictIncomplete},
		{"a certificate refused", with(oneLost), VerdictOK},
		{"a certificate refused, to log in", with(oneLost, auth), VerdictIncomplete},
		{"a name that was not read", with(func(in *Input) { in.Card.Name = card.Object[card.Name]{SW: 0x6F00} }), VerdictOK},
		{"a reader that answered and gave no card", &Input{Reader: Reader{Slot: card.Slot{State: card.SlotCard}}}, VerdictIncomplete},
		{"no card in the reader", with(reader(card.SlotEmpty)), VerdictBlocked},

		{"nothing declared", declared(), VerdictUndetermined},
		{"61444 declared", declared("ssv=61444"), VerdictUndetermined},
		{"61444 declared, by telephone", onPhone(declared("ssv=61444")), VerdictUndetermined},
		{"61441 declared: no card", declared("ssv=61441"), VerdictBlocked},
		{"declared by telephone, an old library", onPhone(declared("ws.os=linux", "ws.cryptolib=5.1.10", "card.generation=V4")), VerdictBlocked},
		{"declared, an antivirus", onPhone(declared("ws.os=windows", "ws.quarantine=yes")), VerdictWarning},
		{"a code of the Vitale card", declared("ssv=61457"), VerdictUndetermined},
		{"a code of the Vitale card beside an expired one", with(dates(day(2022, 1, 2), day(2025, 1, 31)), facts("ssv=61457")), VerdictUndetermined},
	} {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			if r := Check(v.in, noon); r.Verdict != v.want {
				t.Errorf("%s, want %s: %v", r.Verdict, v.want, shown(r))
			}
		})
	}
	if r := CheckWorkstation(declared("ws.shared=no"), noon); r.Verdict != VerdictUndetermined {
		t.Errorf("a workstation that nobody looked at: %s", r.Verdict)
	}
}
