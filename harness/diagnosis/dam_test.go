package diagnosis

import (
	"slices"

	"github.com/cpslab/cps/harness/card"
)

// green are the answers of somebody whose card and computer are right, and who
// gets 61444 again.
var green = []string{
	"ssv=61444", "code.times=2", "screen.billing=present", "card.printedExpiry=2028-01", "card.atr=present",
	"reader.clock=2026-11-22", "ws.os=windows", "ws.cryptolib=5.2.6",
}

// greenBut is green with other answers, or, for a bare key, without one.
func greenBut(changes ...string) *Input {
	list := slices.Clone(green)
	for _, change := range changes {
		key, value := change, ""
		for i := range change {
			if change[i] == '=' {
				key, value = change[:i], change
			}
		}
		list = slices.DeleteFunc(list, func(f string) bool { return len(f) > len(key) && f[:len(key)+1] == key+"=" })
		if value != "" {
			list = append(list, value)
		}
	}
	return declared(list...)
}

// damVectors: the message, its causes, situations without an activity.
func damVectors() []vector {
	oldLibrary := facts("ssv=61444", "ws.os=windows", "ws.cryptolib=5.1.10")
	recent := facts("ws.os=windows", "ws.cryptolib=5.2.6", "reader.clock=2026-11-22")
	return []vector{
		{"CPS-DAM-001", "absent", with(billingState(card.Absent)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "empty", with(billingState(card.Empty)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "zeros", with(billingState(card.Zeros)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "erased", with(billingState(card.Erased)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "container without situation", with(billed()), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "orphan only", with(two, billed(situation(1, 3, "991026014", 0x11))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-DAM-001", "one linked", healthy(), noon, nil, ""},
		{"CPS-DAM-001", "no PIN", with(noPIN), noon, nil, "billing[]"},
		{"CPS-DAM-001", "auth", with(billingState(card.Absent), auth), noon, nil, ""},
		{"CPS-DAM-001", "damaged is not absent", with(billingState(card.Malformed)), noon, nil, "billing[]"},
		near("CPS-DAM-001", "61444 with an old library: CPS-DAM-002 speaks", with(v4, billingState(card.Absent), oldLibrary)),
		hit("CPS-DAM-001", "no block on the screen, the card before its PIN", with(noPIN, facts("ssv=61444", "screen.billing=absent")), "BLOCK-BILLING"),
		near("CPS-DAM-001", "the card itself has one", with(facts("ssv=61444", "screen.billing=absent"))),
		wait("CPS-DAM-001", "no block on the screen, a damaged one on the card", with(billingState(card.Malformed), facts("ssv=61444", "screen.billing=absent")), "billing[]"),

		hit("CPS-DAM-002", "V4 and 5.1.10", with(v4, oldLibrary), "BLOCK-BILLING"),
		hit("CPS-DAM-002", "unknown, delivered on 1 July 2025", with(unknownFace, dates(day(2025, 7, 1), day(2028, 7, 1)), oldLibrary), "BLOCK-BILLING"),
		near("CPS-DAM-002", "unknown, delivered on 30 June 2025", with(unknownFace, dates(day(2025, 6, 30), day(2028, 6, 30)), oldLibrary)),
		near("CPS-DAM-002", "V3 and 5.1.10", with(dates(day(2025, 3, 1), day(2028, 3, 1)), oldLibrary)),
		near("CPS-DAM-002", "V4 and 5.2.2", with(v4, facts("ssv=61444", "ws.os=windows", "ws.cryptolib=5.2.2"))),
		near("CPS-DAM-002", "V4 and 5.2.1 on macOS", with(v4, facts("ssv=61444", "ws.os=macos", "ws.cryptolib=5.2.1"))),
		near("CPS-DAM-002", "another code", with(v4, facts("ssv=61441", "ws.os=windows", "ws.cryptolib=5.1.10"))),
		wait("CPS-DAM-002", "V4, library unknown", with(v4, facts("ssv=61444")), "ws.cryptolib"),
		wait("CPS-DAM-002", "no card", with(noCard, facts("ssv=61444")), "card.generation"),
		wait("CPS-DAM-002", "no code", with(v4), "ssv"),
		hit("CPS-DAM-002", "declared: a V4", declaredUnusable("card.generation=V4", "ws.os=windows", "ws.cryptolib=5.1.10"), "BLOCK-BILLING"),
		hit("CPS-DAM-002", "declared: 1 July 2025", declaredUnusable("card.issueDate=2025-07-01", "ws.os=windows", "ws.cryptolib=5.2.1"), "BLOCK-BILLING"),
		near("CPS-DAM-002", "declared: 30 June 2025", declaredUnusable("card.issueDate=2025-06-30", "ws.os=windows", "ws.cryptolib=5.2.1")),
		near("CPS-DAM-002", "declared: a V3 of July 2025", declaredUnusable("card.generation=V3", "card.issueDate=2025-07-01", "ws.os=windows", "ws.cryptolib=5.1.10")),

		hit("CPS-DAM-003", "no ATR", with(noCard, facts("ssv=61444", "card.atr=none")), "BLOCK-BILLING"),
		near("CPS-DAM-003", "ATR of a V3 and clock right", with(facts("ssv=61444", "reader.clock=2026-11-22"))),
		near("CPS-DAM-003", "another code", with(noCard, facts("ssv=61443", "card.atr=none"))),
		near("CPS-DAM-003", "hidden behind the mute card", with(reader(card.SlotMute), facts("ssv=61444"))),
		near("CPS-DAM-003", "hidden behind the clock", with(facts("ssv=61444", "reader.clock=2010-01-01"))),
		wait("CPS-DAM-003", "clock of the reader not declared", with(facts("ssv=61444")), "reader.clock"),

		hit("CPS-DAM-004", "all green, twice", with(facts("ssv=61444", "code.times=2"), recent), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "V3 with an old library, twice", with(facts("ssv=61444", "code.times=2", "ws.os=windows", "ws.cryptolib=5.1.10", "reader.clock=2026-11-22")), "BLOCK-BILLING"),
		near("CPS-DAM-004", "expired, in the rest of its month", with(dates(day(2023, 11, 15), day(2026, 11, 15)), facts("ssv=61444", "code.times=2"), recent)),
		wait("CPS-DAM-004", "no end on the chip, nor in a certificate", with(func(in *Input) { in.Card.ID.Value.Expires, in.Card.Certificates = card.Date{}, nil }, facts("ssv=61444", "code.times=2"), recent), "card.expiryDate"),
		near("CPS-DAM-004", "once", with(facts("ssv=61444", "code.times=1"), recent)),
		near("CPS-DAM-004", "once, as other software counted", with(func(in *Input) { in.Codes.Times = 1 }, facts("ssv=61444"), recent)),
		wait("CPS-DAM-004", "how often is not declared", with(facts("ssv=61444"), recent), "code.times"),
		near("CPS-DAM-004", "no situation: CPS-DAM-001 speaks", with(facts("ssv=61444", "code.times=2"), recent, billingState(card.Absent))),
		near("CPS-DAM-004", "another code", with(facts("ssv=61441", "code.times=2"), recent)),
		wait("CPS-DAM-004", "reader clock", with(facts("ssv=61444", "code.times=2", "ws.os=windows", "ws.cryptolib=5.2.6")), "reader.clock"),
		wait("CPS-DAM-004", "library", with(facts("ssv=61444", "code.times=2", "reader.clock=2026-11-22")), "ws.cryptolib"),
		wait("CPS-DAM-004", "before the PIN", with(noPIN, facts("ssv=61444", "code.times=2"), recent), "billing[]"),
		wait("CPS-DAM-004", "a block on the screen, a damaged one on the card", with(billingState(card.Malformed), facts("ssv=61444", "code.times=2", "screen.billing=present")), "billing[]"),
		hit("CPS-DAM-004", "all declared to be right", greenBut(), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "an old library, a V3", greenBut("ws.cryptolib=5.1.10", "card.generation=V3"), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "an old library, a card of June 2025", greenBut("ws.cryptolib=5.1.10", "card.issueDate=2025-06-30"), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "the end by the certificates", with(noEnd, facts("ssv=61444", "code.times=2", "reader.clock=2026-11-22", "ws.os=windows", "ws.cryptolib=5.2.6")), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "the card before its PIN, its block on the screen", with(noPIN, facts("ssv=61444", "code.times=2", "reader.clock=2026-11-22", "ws.os=windows", "ws.cryptolib=5.2.6", "screen.billing=present")), "BLOCK-BILLING"),
		near("CPS-DAM-004", "an old library, a V4: CPS-DAM-002 speaks", greenBut("ws.cryptolib=5.1.10", "card.generation=V4")),
		near("CPS-DAM-004", "no library", greenBut("ws.cryptolib=none")),
		near("CPS-DAM-004", "declared to be once", greenBut("code.times=1")),
		near("CPS-DAM-004", "no block on the screen", greenBut("screen.billing=absent")),
		near("CPS-DAM-004", "no ATR: CPS-DAM-003 speaks", greenBut("card.atr=none")),
		near("CPS-DAM-004", "expired: CPS-VAL-001 speaks", greenBut("card.printedExpiry=2026-10")),
		near("CPS-DAM-004", "the clock is wrong", greenBut("reader.clock=2026-11-20")),
		wait("CPS-DAM-004", "how often is not declared", greenBut("code.times"), "code.times"),
		wait("CPS-DAM-004", "the screen is not declared", greenBut("screen.billing"), "screen.billing"),
		wait("CPS-DAM-004", "the end is not declared", greenBut("card.printedExpiry"), "card.printedExpiry"),
		wait("CPS-DAM-004", "the ATR is not declared", greenBut("card.atr"), "card.atr"),
		wait("CPS-DAM-004", "the clock is not declared", greenBut("reader.clock"), "reader.clock"),
		wait("CPS-DAM-004", "the library is not declared", greenBut("ws.cryptolib"), "ws.cryptolib"),
		wait("CPS-DAM-004", "an old library, the generation is not declared", greenBut("ws.cryptolib=5.1.10"), "card.generation"),

		near("CPS-DAM-005", "before the PIN", with(noPIN)),
		near("CPS-DAM-005", "absent: CPS-DAM-001 speaks", with(billingState(card.Absent))),

		{"CPS-DAM-006", "links 1, 3, activities 1, 2", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 3, "994026029", 0x11))), noon, []string{"WARNING #2"}, ""},
		{"CPS-DAM-006", "link 2, activities 2, 5", with(acts(activity(2, 2), activity(5, 5)), billed(situation(1, 2, "991026014", 0x11))), noon, nil, ""},
		{"CPS-DAM-006", "orphan only", with(two, billed(situation(1, 3, "991026014", 0x11))), noon, nil, ""},
		{"CPS-DAM-006", "link absent on both sides", with(acts(activity(1, 1), activity(2, -1)), billed(situation(1, 1, "991026014", 0x11), situation(2, -1, "994026029", 0x11))), noon, []string{"WARNING #2"}, ""},

		{"CPS-DAM-007", "hospital activity chosen", with(two, selected(2)), noon, []string{"INFO"}, ""},
		{"CPS-DAM-007", "private practice chosen", with(two, selected(1)), noon, nil, ""},

		near("CPS-DAM-008", "never a finding", with(facts("ssv=61457"))),
		// a Vitale code silences it
		wait("CPS-DAM-008", "always unknown", healthy(), "obj.CPS2TER"),

		hit("CPS-DAM-009", "stale", with(facts("cache=stale")), "WARNING"),
		hit("CPS-DAM-009", "unreadable", with(facts("cache=unreadable")), "WARNING"),
		near("CPS-DAM-009", "the library rebuilds it", with(facts("cache=older"))),
	}
}
