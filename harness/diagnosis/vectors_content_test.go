package diagnosis

import "github.com/cpslab/cps/harness/card"

// contentVectors: activities, DAM, billing identifiers.
func contentVectors() []vector {
	am := func(id string) func(*Input) { return billed(situation(1, 1, id, 0x11)) }
	mode := func(m string) func(*Input) {
		return func(in *Input) {
			for i := range in.Card.Activities {
				in.Card.Activities[i].Value.Mode = m
			}
		}
	}
	both := billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0x11))
	hospital := func(in *Input) { two(in); in.Card.Activities[1].Value.Mode = card.ModeSalaried }
	volunteer := func(in *Input) { two(in); in.Card.Activities[1].Value.Mode = card.ModeUnpaid }
	cpf, cpe := kind(card.KindCPF), kind(card.KindCPE)
	old := facts("ssv=61444", "ws.os=windows", "ws.cryptolib=5.1.10")
	recent := facts("ws.os=windows", "ws.cryptolib=5.2.6", "reader.clock=2026-11-22")
	unknownFace := func(in *Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }
	return []vector{
		hit("CPS-ACT-002", "two can bill, none chosen", with(two, both, facts("lgc.selected=none")), "BLOCK-BILLING"),
		near("CPS-ACT-002", "two can bill, one chosen", with(two, both, facts("lgc.selected=2"))),
		near("CPS-ACT-002", "one can bill", with(two, facts("lgc.selected=none"))),
		near("CPS-ACT-002", "the second has no right", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "994026029", 0)), facts("lgc.selected=none"))),
		near("CPS-ACT-002", "access", with(two, both, auth, facts("lgc.selected=none"))),
		wait("CPS-ACT-002", "nothing declared", with(two, both), "lgc.selected"),
		wait("CPS-ACT-002", "before the PIN", with(noPIN, facts("lgc.selected=none")), "billing[]"),

		hit("CPS-ACT-003", "sixteen", with(acts(few(16)...)), "WARNING"),
		hit("CPS-ACT-004", "label 17", with(acts(activity(1, 1), activity(17, 17))), "WARNING"),
		hit("CPS-ACT-004", "label 0", with(acts(activity(0, 1))), "WARNING"),
		hit("CPS-ACT-004", "label twice", with(acts(activity(1, 1), activity(1, 2))), "WARNING"),
		near("CPS-ACT-004", "labels 1, 5, 16", with(acts(activity(1, 1), activity(5, 5), activity(16, 16)))),
		near("CPS-ACT-005", "label twice is CPS-ACT-004", with(acts(activity(1, 1), activity(1, 2)))),

		hit("CPS-ACT-006", "salaried, chosen, no situation", with(hospital, selected(2)), "BLOCK-BILLING"),
		hit("CPS-ACT-006", "unpaid, chosen, no situation", with(volunteer, selected(2)), "BLOCK-BILLING"),
		near("CPS-ACT-006", "liberal, chosen, no situation", with(two, selected(2))),
		near("CPS-ACT-006", "salaried in a centre", with(mode(card.ModeSalaried), selected(1))),
		near("CPS-ACT-006", "an employee's card", with(hospital, cpe, selected(2))),
		near("CPS-ACT-006", "none chosen", with(hospital, facts("lgc.selected=none"))),
		near("CPS-ACT-006", "access", with(hospital, auth, selected(2))),
		wait("CPS-ACT-006", "nothing declared", with(hospital), "lgc.selected"),
		wait("CPS-ACT-006", "before the PIN", with(noPIN, selected(1)), "billing[]"),
		wait("CPS-ACT-006", "type unread", with(hospital, selected(2), func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),

		hit("CPS-ACT-007", "nobody replaced", with(facts("invoice.mode=04", "invoice.replacedId=")), "BLOCK-BILLING"),
		near("CPS-ACT-007", "somebody is", with(facts("invoice.mode=04", "invoice.replacedId=994026029"))),
		near("CPS-ACT-007", "no replacement", with(facts("invoice.mode=00", "invoice.replacedId="))),
		wait("CPS-ACT-007", "a card in mode 04, no invoice declared", with(mode(card.ModeReplacement)), "invoice.mode"),
		wait("CPS-ACT-007", "replaced practitioner not told of", with(facts("invoice.mode=04")), "invoice.replacedId"),

		hit("CPS-ACT-008", "card of the replaced", with(facts("lgc.replacement=yes", "lgc.replacedId=899900000011")), "WARNING"),
		near("CPS-ACT-008", "card of the replacement", with(facts("lgc.replacement=yes", "lgc.replacedId=899900000029"))),
		near("CPS-ACT-008", "no replacement", with(facts("lgc.replacement=no", "lgc.replacedId=899900000011"))),
		wait("CPS-ACT-008", "replaced by whom?", with(facts("lgc.replacement=yes")), "lgc.replacedId"),
		wait("CPS-ACT-008", "no card", with(noCard, facts("lgc.replacement=yes", "lgc.replacedId=1")), "holder.idNat"),

		hit("CPS-ACT-009", "own number", with(facts("invoice.mode=04", "invoice.psId=991026014")), "INFO #1"),
		near("CPS-ACT-009", "number of the replaced", with(facts("invoice.mode=04", "invoice.psId=994026029"))),
		near("CPS-ACT-009", "no replacement", with(facts("invoice.mode=00", "invoice.psId=991026014"))),
		wait("CPS-ACT-009", "number not told", with(facts("invoice.mode=04")), "invoice.psId"),
		wait("CPS-ACT-009", "before the PIN", with(noPIN, facts("invoice.mode=04", "invoice.psId=991026014")), "billing[]"),

		hit("CPS-ACT-010", "intern without situation", with(cpf, billingState(card.Absent), mode(card.ModeSalaried)), "BLOCK-BILLING"),
		near("CPS-ACT-010", "replacement without situation", with(cpf, billingState(card.Absent), mode(card.ModeReplacement))),
		near("CPS-ACT-010", "usable situation without replacement", with(cpf)),
		near("CPS-ACT-010", "a CPS", with(billingState(card.Absent))),
		near("CPS-ACT-010", "access", with(cpf, auth, billingState(card.Absent))),
		wait("CPS-ACT-010", "type unread", with(func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),

		hit("CPS-ACT-011", "declared 15 days ago", with(facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-11-07")), "WARNING"),
		near("CPS-ACT-011", "declared 14 days ago", with(facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-11-08"))),
		near("CPS-ACT-011", "it is there", with(facts("lgc.expectedAm=991026014", "lgc.declaredOn=2026-10-01"))),
		wait("CPS-ACT-011", "when?", with(facts("lgc.expectedAm=994026029")), "lgc.declaredOn"),
		wait("CPS-ACT-011", "before the PIN", with(noPIN, facts("lgc.expectedAm=994026029", "lgc.declaredOn=2026-10-01")), "billing[]"),

		hit("CPS-ACT-012", "Lyon and Paris", with(facts("invoice.place=Lyon", "activity.place=Paris")), "WARNING"),
		hit("CPS-ACT-012", "another structure", with(facts("invoice.place=990000028")), "WARNING"),
		near("CPS-ACT-012", "same place", with(facts("invoice.place=lyon", "activity.place=Lyon"))),
		near("CPS-ACT-012", "the structure by number", with(facts("invoice.place=990000010"))),
		near("CPS-ACT-012", "the structure by name", with(facts("invoice.place=cabinet test"))),
		near("CPS-ACT-012", "the structure chosen", with(two, func(in *Input) { in.Card.Activities[1].Value.StructureName = "CLINIQUE" }, selected(2), facts("invoice.place=clinique"))),
		wait("CPS-ACT-012", "two activities, none chosen", with(two, facts("invoice.place=Lyon")), "activity.place"),

		hit("CPS-DAM-002", "V4 and 5.1.10", with(v4, old), "BLOCK-BILLING"),
		hit("CPS-DAM-002", "unknown, delivered on 1 July 2025", with(unknownFace, dates(day(2025, 7, 1), day(2028, 7, 1)), old), "BLOCK-BILLING"),
		near("CPS-DAM-002", "unknown, delivered on 30 June 2025", with(unknownFace, dates(day(2025, 6, 30), day(2028, 6, 30)), old)),
		near("CPS-DAM-002", "V3 and 5.1.10", with(dates(day(2025, 3, 1), day(2028, 3, 1)), old)),
		near("CPS-DAM-002", "V4 and 5.2.2", with(v4, facts("ssv=61444", "ws.os=windows", "ws.cryptolib=5.2.2"))),
		near("CPS-DAM-002", "V4 and 5.2.1 on macOS", with(v4, facts("ssv=61444", "ws.os=macos", "ws.cryptolib=5.2.1"))),
		near("CPS-DAM-002", "another code", with(v4, facts("ssv=61441", "ws.os=windows", "ws.cryptolib=5.1.10"))),
		wait("CPS-DAM-002", "V4, library unknown", with(v4, facts("ssv=61444")), "ws.cryptolib"),
		wait("CPS-DAM-002", "no card", with(noCard, facts("ssv=61444")), "card.generation"),
		wait("CPS-DAM-002", "no code", with(v4), "ssv"),

		hit("CPS-DAM-003", "no ATR", with(noCard, facts("ssv=61444", "card.atr=none")), "BLOCK-BILLING"),
		near("CPS-DAM-003", "ATR of a V3 and clock right", with(facts("ssv=61444", "reader.clock=2026-11-22"))),
		near("CPS-DAM-003", "another code", with(noCard, facts("ssv=61443", "card.atr=none"))),
		near("CPS-DAM-003", "hidden behind the mute card", with(reader(ReaderMute), facts("ssv=61444"))),
		near("CPS-DAM-003", "hidden behind the clock", with(facts("ssv=61444", "reader.clock=2010-01-01"))),
		wait("CPS-DAM-003", "clock of the reader not told", with(facts("ssv=61444")), "reader.clock"),
		wait("CPS-DAM-003", "no card, nothing told of it", with(noCard, facts("ssv=61444")), "card.atr"),
		near("CPS-DAM-001", "61444 with an old library: CPS-DAM-002 speaks", with(v4, billingState(card.Absent), old)),

		hit("CPS-DAM-004", "all green, twice", with(facts("ssv=61444", "code.times=2"), recent), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "V3 with an old library, twice", with(facts("ssv=61444", "code.times=2", "ws.os=windows", "ws.cryptolib=5.1.10", "reader.clock=2026-11-22")), "BLOCK-BILLING"),
		near("CPS-DAM-004", "expired, in the rest of its month", with(dates(day(2023, 11, 15), day(2026, 11, 15)), facts("ssv=61444", "code.times=2"), recent)),
		wait("CPS-DAM-004", "no end on the chip, nor in a certificate", with(func(in *Input) { in.Card.ID.Value.Expires, in.Card.Certificates = card.Date{}, nil }, facts("ssv=61444", "code.times=2"), recent), "card.expiryDate"),
		near("CPS-DAM-004", "once", with(facts("ssv=61444", "code.times=1"), recent)),
		near("CPS-DAM-004", "once, as other software counted", with(func(in *Input) { in.Codes.Times = 1 }, facts("ssv=61444"), recent)),
		wait("CPS-DAM-004", "nobody told how often", with(facts("ssv=61444"), recent), "code.times"),
		near("CPS-DAM-004", "no situation: CPS-DAM-001 speaks", with(facts("ssv=61444", "code.times=2"), recent, billingState(card.Absent))),
		near("CPS-DAM-004", "another code", with(facts("ssv=61441", "code.times=2"), recent)),
		wait("CPS-DAM-004", "reader clock", with(facts("ssv=61444", "code.times=2", "ws.os=windows", "ws.cryptolib=5.2.6")), "reader.clock"),
		wait("CPS-DAM-004", "library", with(facts("ssv=61444", "code.times=2", "reader.clock=2026-11-22")), "ws.cryptolib"),
		wait("CPS-DAM-004", "before the PIN", with(noPIN, facts("ssv=61444", "code.times=2"), recent), "billing[]"),

		near("CPS-DAM-005", "before the PIN", with(noPIN)),
		near("CPS-DAM-005", "absent: CPS-DAM-001 speaks", with(billingState(card.Absent))),
		near("CPS-DAM-008", "never a finding", with(facts("ssv=61457"))), // a Vitale code silences it
		wait("CPS-DAM-008", "always unknown", healthy(), "obj.CPS2TER"),
		hit("CPS-DAM-009", "stale", with(facts("cache=stale")), "WARNING"),
		hit("CPS-DAM-009", "unreadable", with(facts("cache=unreadable")), "WARNING"),
		near("CPS-DAM-009", "the library rebuilds it", with(facts("cache=older"))),

		hit("CPS-BILL-002", "nothing but the mask", with(am("xxxxxxxxxx"), facts("env=real"), category("00")), "WARNING #1"),
		hit("CPS-BILL-002", "mask", with(am("xxx26xxxxx"), facts("env=real"), category("00")), "WARNING #1"),
		hit("CPS-BILL-002", "999", with(am("999026014"), facts("env=real"), category("00")), "WARNING #1"),
		near("CPS-BILL-002", "a test number in test", with(am("999026014"), facts("env=test"))),
		near("CPS-BILL-002", "an ordinary number", with(am("751404682"), facts("env=real"), category("00"))),
		wait("CPS-BILL-002", "no environment", with(am("xxx26xxxxx")), "env"),
		wait("CPS-BILL-002", "before the PIN", with(noPIN, facts("env=real")), "billing[]"),

		hit("CPS-BILL-003", "not recorded", with(am("691026014"), facts("lgc.billingIds=751404682, 751404690")), "BLOCK-BILLING #1"),
		hit("CPS-BILL-003", "one of two", with(two, both, facts("lgc.billingIds=991026014")), "WARNING #2"),
		near("CPS-BILL-003", "recorded", with(am("751404682"), facts("lgc.billingIds=691026014,751404682"))),
		near("CPS-BILL-003", "recorded without the type character", with(am("0751404682"), facts("lgc.billingIds=751404682"))),
		near("CPS-BILL-003", "access", with(auth, facts("lgc.billingIds=751404682"))),
		wait("CPS-BILL-003", "before the PIN", with(noPIN, facts("lgc.billingIds=751404682")), "billing[]"),

		hit("CPS-BILL-005", "another shop", with(cpe, facts("lgc.structureAm=994026029")), "BLOCK-BILLING #1"),
		hit("CPS-BILL-005", "no number", with(cpe, am(""), facts("lgc.structureAm=994026029")), "BLOCK-BILLING #1"),
		near("CPS-BILL-005", "this shop", with(cpe, facts("lgc.structureAm=991026014"))),
		near("CPS-BILL-005", "a CPS", with(facts("lgc.structureAm=994026029"))),
		near("CPS-BILL-005", "access", with(cpe, auth, facts("lgc.structureAm=994026029"))),
		wait("CPS-BILL-005", "type unread", with(facts("lgc.structureAm=994026029"), func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),
		wait("CPS-BILL-005", "before the PIN", with(noPIN, facts("lgc.structureAm=994026029")), "billing[]"),

		hit("CPS-BILL-006", "one number twice", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "991026014", 0x11))), "INFO #2"),
		hit("CPS-BILL-006", "with and without type character", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "0991026014", 0x11))), "INFO #2"),
		near("CPS-BILL-006", "two numbers", with(two, both)),
		near("CPS-BILL-006", "two without number", with(two, billed(situation(1, 1, "", 0x11), situation(2, 2, "", 0x11)))),
		hit("CPS-BILL-007", "26 in a number of ten", with(am("1992600015")), "INFO #1"),
		hit("CPS-BILL-007", "26 in a number of nine", with(am("992600015")), "INFO #1"),
		near("CPS-BILL-007", "14", with(am("751404682"))),
		near("CPS-BILL-007", "26 elsewhere", with(am("991026014"))),
	}
}
