package diagnosis

import "github.com/cpslab/cps/harness/card"

// activityVectors: activities and replacements.
func activityVectors() []vector {
	number := func(n int) func(*Input) {
		return func(in *Input) { in.Card.Activities[len(in.Card.Activities)-1].Number = n }
	}
	lastUnread := func(in *Input) { in.Card.Activities[len(in.Card.Activities)-1].State = card.Unread }
	lastMode := func(m string) func(*Input) {
		return func(in *Input) { in.Card.Activities[len(in.Card.Activities)-1].Value.Mode = m }
	}
	salaried := func(in *Input) { in.Card.Activities[0].Value.Mode = card.ModeSalaried }
	newAM := facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-01-01")
	mode := func(m string) func(*Input) {
		return func(in *Input) {
			for i := range in.Card.Activities {
				in.Card.Activities[i].Value.Mode = m
			}
		}
	}
	secondSalaried := func(in *Input) { two(in); in.Card.Activities[1].Value.Mode = card.ModeSalaried }
	volunteer := func(in *Input) { two(in); in.Card.Activities[1].Value.Mode = card.ModeUnpaid }
	return []vector{
		{"CPS-ACT-001", "none", with(acts()), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-ACT-001", "zeros only", with(acts(card.NumberedActivity{Number: 1, Object: card.Object[card.Activity]{State: card.Zeros}})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-ACT-001", "no PIN", with(noPIN), noon, nil, "activities[]"},
		{"CPS-ACT-001", "CPA", with(acts(), kind(card.KindCPA)), noon, nil, ""},

		near("CPS-ACT-002", "the second activity is unread and has no situation", with(two, lastUnread, facts("lgc.selected=none"))),
		wait("CPS-ACT-002", "the second activity is unread", with(two, lastUnread, facts("lgc.selected=none"),
			billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0x11))), "activities[]"),
		hit("CPS-ACT-002", "two can bill, none chosen", with(two, both, facts("lgc.selected=none")), "BLOCK-BILLING"),
		near("CPS-ACT-002", "two can bill, one chosen", with(two, both, facts("lgc.selected=2"))),
		near("CPS-ACT-002", "one can bill", with(two, facts("lgc.selected=none"))),
		near("CPS-ACT-002", "the second has no right", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0)), facts("lgc.selected=none"))),
		near("CPS-ACT-002", "access", with(two, both, auth, facts("lgc.selected=none"))),
		wait("CPS-ACT-002", "nothing declared", with(two, both), "lgc.selected"),
		wait("CPS-ACT-002", "before the PIN", with(noPIN, facts("lgc.selected=none")), "billing[]"),

		{"CPS-ACT-003", "nine", with(acts(few(9)...)), noon, []string{"WARNING"}, ""},
		{"CPS-ACT-003", "eight", with(acts(few(8)...)), noon, nil, ""},
		hit("CPS-ACT-003", "sixteen", with(acts(few(16)...)), "WARNING"),

		hit("CPS-ACT-004", "label 17", with(acts(activity(1, 1), activity(17, 17))), "WARNING"),
		hit("CPS-ACT-004", "label 0", with(acts(activity(0, 1))), "WARNING"),
		hit("CPS-ACT-004", "label twice", with(acts(activity(1, 1), activity(1, 2))), "WARNING"),
		near("CPS-ACT-004", "labels 1, 5, 16", with(acts(activity(1, 1), activity(5, 5), activity(16, 16)))),

		{"CPS-ACT-005", "1, 3, 7", with(acts(activity(1, 1), activity(3, 3), activity(7, 7))), noon, []string{"WARNING"}, ""},
		{"CPS-ACT-005", "1, 2, 3", with(acts(few(3)...)), noon, nil, ""},
		{"CPS-ACT-005", "starts at 2", with(acts(activity(2, 1))), noon, []string{"WARNING"}, ""},
		hit("CPS-ACT-005", "label 17", with(acts(few(3)...), number(17)), "WARNING"),
		near("CPS-ACT-005", "two labels 02", with(acts(few(3)...), number(2))),
		near("CPS-ACT-005", "label twice is CPS-ACT-004", with(acts(activity(1, 1), activity(1, 2)))),

		hit("CPS-ACT-006", "another activity is unread", with(acts(few(3)...), lastUnread, selected(2), func(in *Input) {
			in.Card.Activities[1].Value.Mode = card.ModeUnpaid
		}, billed(situation(1, 1, "991026014", 0x11), situation(2, 3, "994026029", 0x11))), "BLOCK-BILLING"),
		wait("CPS-ACT-006", "the activity chosen is unread", with(two, lastMode(card.ModeSalaried), lastUnread, selected(2)), "activities[]"),
		hit("CPS-ACT-006", "salaried, chosen, no situation", with(secondSalaried, selected(2)), "BLOCK-BILLING"),
		hit("CPS-ACT-006", "unpaid, chosen, no situation", with(volunteer, selected(2)), "BLOCK-BILLING"),
		near("CPS-ACT-006", "liberal, chosen, no situation", with(two, selected(2))),
		near("CPS-ACT-006", "salaried in a centre", with(mode(card.ModeSalaried), selected(1))),
		near("CPS-ACT-006", "an employee's card", with(secondSalaried, cpe, selected(2))),
		near("CPS-ACT-006", "none chosen", with(secondSalaried, facts("lgc.selected=none"))),
		near("CPS-ACT-006", "access", with(secondSalaried, auth, selected(2))),
		wait("CPS-ACT-006", "nothing declared", with(secondSalaried), "lgc.selected"),
		wait("CPS-ACT-006", "before the PIN", with(noPIN, selected(1)), "billing[]"),
		wait("CPS-ACT-006", "type unread", with(secondSalaried, selected(2), func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),

		near("CPS-ACT-007", "an employee", with(cpe, facts("invoice.mode=04", "invoice.replacedId="))),
		hit("CPS-ACT-007", "nobody replaced", with(facts("invoice.mode=04", "invoice.replacedId=")), "BLOCK-BILLING"),
		near("CPS-ACT-007", "somebody is", with(facts("invoice.mode=04", "invoice.replacedId=994026029"))),
		near("CPS-ACT-007", "no replacement", with(facts("invoice.mode=00", "invoice.replacedId="))),
		wait("CPS-ACT-007", "a card in mode 04, no invoice declared", with(mode(card.ModeReplacement)), "invoice.mode"),
		wait("CPS-ACT-007", "replaced practitioner not declared", with(facts("invoice.mode=04")), "invoice.replacedId"),

		hit("CPS-ACT-008", "card of the replaced", with(facts("lgc.replacement=yes", "lgc.replacedId=899900000011")), "WARNING"),
		near("CPS-ACT-008", "card of the replacement", with(facts("lgc.replacement=yes", "lgc.replacedId=899900000029"))),
		near("CPS-ACT-008", "no replacement", with(facts("lgc.replacement=no", "lgc.replacedId=899900000011"))),
		wait("CPS-ACT-008", "replaced by whom?", with(facts("lgc.replacement=yes")), "lgc.replacedId"),
		wait("CPS-ACT-008", "no card", with(noCard, facts("lgc.replacement=yes", "lgc.replacedId=1")), "holder.idNat"),

		near("CPS-ACT-009", "an employee", with(cpe, facts("invoice.mode=04", "invoice.psId=991026014"))),
		hit("CPS-ACT-009", "own number", with(facts("invoice.mode=04", "invoice.psId=991026014")), "INFO #1"),
		near("CPS-ACT-009", "number of the replaced", with(facts("invoice.mode=04", "invoice.psId=994026029"))),
		near("CPS-ACT-009", "no replacement", with(facts("invoice.mode=00", "invoice.psId=991026014"))),
		wait("CPS-ACT-009", "number not declared", with(facts("invoice.mode=04")), "invoice.psId"),
		wait("CPS-ACT-009", "before the PIN", with(noPIN, facts("invoice.mode=04", "invoice.psId=991026014")), "billing[]"),

		hit("CPS-ACT-010", "trainee without situation", with(cpf, salaried, billed()), "BLOCK-BILLING"),
		near("CPS-ACT-010", "the situation of another activity than the one chosen", with(cpf, two, salaried, selected(2))),
		wait("CPS-ACT-010", "the second activity is unread", with(cpf, two, salaried, billed(), lastUnread), "activities[]"),
		hit("CPS-ACT-010", "intern without situation", with(cpf, billingState(card.Absent), mode(card.ModeSalaried)), "BLOCK-BILLING"),
		near("CPS-ACT-010", "replacement without situation", with(cpf, billingState(card.Absent), mode(card.ModeReplacement))),
		near("CPS-ACT-010", "usable situation without replacement", with(cpf)),
		near("CPS-ACT-010", "a CPS", with(billingState(card.Absent))),
		near("CPS-ACT-010", "access", with(cpf, auth, billingState(card.Absent))),
		wait("CPS-ACT-010", "type unread", with(func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),

		near("CPS-ACT-011", "an employee", with(cpe, newAM)),
		wait("CPS-ACT-011", "type unread", with(noType, newAM), "card.type"),
		hit("CPS-ACT-011", "declared 15 days ago", with(facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-11-07")), "WARNING"),
		near("CPS-ACT-011", "declared 14 days ago", with(facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-11-08"))),
		near("CPS-ACT-011", "it is there", with(facts("lgc.expectedAm=991026014", "lgc.declaredOn=2026-10-01"))),
		wait("CPS-ACT-011", "when?", with(facts("lgc.expectedAm=994026029")), "lgc.declaredOn"),
		wait("CPS-ACT-011", "before the PIN", with(noPIN, facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-10-01")), "billing[]"),

		near("CPS-ACT-012", "an employee", with(cpe, facts("invoice.place=Lyon"))),
		wait("CPS-ACT-012", "a structure without name and number", with(facts("invoice.place=Lyon"), func(in *Input) {
			in.Card.Activities[0].Value.StructureName, in.Card.Activities[0].Value.StructureID = "", ""
		}), "activity.place"),
		hit("CPS-ACT-012", "Lyon and Paris", with(facts("invoice.place=Lyon", "activity.place=Paris")), "WARNING"),
		hit("CPS-ACT-012", "another structure", with(facts("invoice.place=990000028")), "WARNING"),
		near("CPS-ACT-012", "same place", with(facts("invoice.place=lyon", "activity.place=Lyon"))),
		near("CPS-ACT-012", "the structure by number", with(facts("invoice.place=990000010"))),
		near("CPS-ACT-012", "the structure by name", with(facts("invoice.place=cabinet test"))),
		near("CPS-ACT-012", "the structure chosen", with(two, func(in *Input) { in.Card.Activities[1].Value.StructureName = "CLINIQUE" }, selected(2), facts("invoice.place=clinique"))),
		wait("CPS-ACT-012", "two activities, none chosen", with(two, facts("invoice.place=Lyon")), "activity.place"),
	}
}
