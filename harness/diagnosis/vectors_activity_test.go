package diagnosis

import "github.com/cpslab/cps/harness/card"

// activityVectors: activities, codes and updates where cards and declared facts
// meet.
func activityVectors() []vector {
	number := func(n int) func(*Input) {
		return func(in *Input) { in.Card.Activities[len(in.Card.Activities)-1].Number = n }
	}
	lastUnread := func(in *Input) { in.Card.Activities[len(in.Card.Activities)-1].State = card.Unread }
	mode := func(m string) func(*Input) {
		return func(in *Input) { in.Card.Activities[len(in.Card.Activities)-1].Value.Mode = m }
	}
	noType := func(in *Input) { in.Card.Info.State = card.Unread }
	uncounted := func(in *Input) { in.Card.PIN, in.Card.PUK = card.Counter{}, card.Counter{} }
	contactless := func(in *Input) {
		noPIN(in)
		in.Card.ATR, in.Card.Face, in.Card.Login = card.ATRCPS3Contactless, card.FaceCPS3Contactless, card.LoginNoPIN
	}
	cpf, cpe := kind(card.KindCPF), kind(card.KindCPE)
	hospital := func(in *Input) { in.Card.Activities[0].Value.Mode = card.ModeSalaried }
	newAM := facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-01-01")
	return []vector{
		near("CPS-ACT-002", "the second activity is unread and has no situation", with(two, lastUnread, facts("lgc.selected=none"))),
		wait("CPS-ACT-002", "the second activity is unread", with(two, lastUnread, facts("lgc.selected=none"),
			billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0x11))), "activities[]"),
		hit("CPS-ACT-005", "label 17", with(acts(few(3)...), number(17)), "WARNING"),
		near("CPS-ACT-005", "two labels 02", with(acts(few(3)...), number(2))),
		hit("CPS-ACT-006", "another activity is unread", with(acts(few(3)...), lastUnread, selected(2), func(in *Input) {
			in.Card.Activities[1].Value.Mode = card.ModeUnpaid
		}, billed(situation(1, 1, "991026014", 0x11), situation(2, 3, "994026029", 0x11))), "BLOCK-BILLING"),
		wait("CPS-ACT-006", "the activity chosen is unread", with(two, mode(card.ModeSalaried), lastUnread, selected(2)), "activities[]"),
		near("CPS-ACT-007", "an employee", with(cpe, facts("invoice.mode=04", "invoice.replacedId="))),
		near("CPS-ACT-009", "an employee", with(cpe, facts("invoice.mode=04", "invoice.psId=991026014"))),
		hit("CPS-ACT-010", "trainee without situation", with(cpf, hospital, billed()), "BLOCK-BILLING"),
		near("CPS-ACT-010", "the situation of another activity than the one chosen", with(cpf, two, hospital, selected(2))),
		wait("CPS-ACT-010", "the second activity is unread", with(cpf, two, hospital, billed(), lastUnread), "activities[]"),
		near("CPS-ACT-011", "an employee", with(cpe, newAM)),
		wait("CPS-ACT-011", "type unread", with(noType, newAM), "card.type"),
		near("CPS-ACT-012", "an employee", with(cpe, facts("invoice.place=Lyon"))),
		wait("CPS-ACT-012", "a structure without name and number", with(facts("invoice.place=Lyon"), func(in *Input) {
			in.Card.Activities[0].Value.StructureName, in.Card.Activities[0].Value.StructureID = "", ""
		}), "activity.place"),

		hit("CPS-PIN-002", "63C1, counter unread", with(noPIN, uncounted, facts("sw=63C1")), "WARNING"),
		wait("CPS-PIN-006", "four characters", with(facts("pin.typedLength=4")), "pin.typedDigits"),
		wait("CPS-PIN-006", "digits, how many?", with(facts("pin.typedDigits=yes")), "pin.typedLength"),
		hit("CPS-PIN-009", "PIN accepted, counter unread", with(uncounted, facts("unblock.asked=yes")), "INFO"),
		hit("CPS-PIN-011", "on the contactless face", with(contactless, auth, facts("ckr=CKR_USER_PIN_NOT_INITIALIZED")), "BLOCK-SIGNING"),
		near("CPS-PIN-011", "on a contact face", with(facts("ckr=CKR_USER_PIN_NOT_INITIALIZED"))),

		hit("CPS-UPD-001", "the module says so, no card", with(noCard, facts("ckr=CKR_ASIP_BAD_EF_ACTUA")), "BLOCK-BILLING"),
		hit("CPS-UPD-001", "the card refuses the file", with(func(in *Input) { in.Card.Update = card.Object[card.Update]{SW: 0x6982, Exchange: 3} }), "BLOCK-BILLING"),
		near("CPS-UPD-001", "the module says so, a V4", with(v4, facts("ckr=CKR_ASIP_BAD_EF_ACTUA"))),
		wait("CPS-UPD-001", "never asked for", with(func(in *Input) { in.Card.Update = card.Object[card.Update]{} }), "card.actua"),
		near("CPS-UPD-002", "a V4", with(v4, facts("cache=older"))),
		near("CPS-UPD-004", "an employee", with(cpe, facts("update.announced=2026-10-02"))),
		wait("CPS-UPD-004", "type unread", with(noType, facts("update.announced=2026-10-02")), "card.type"),
	}
}
