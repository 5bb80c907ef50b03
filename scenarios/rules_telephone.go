package scenarios

import (
	"slices"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// telephoneCases are what the bench makes of a card that nobody reads: its holder
// tells the dates and the generation of the plastic, what a screen shows, and what
// the computer is.
func telephoneCases() []ruleCase {
	return slices.Concat(toldDateCases(), toldLibraryCases(), toldCauseCases(), toldReaderCases(), toldComputerCases(), hearsayCases())
}

// hears is a case of declared facts alone.
func hears(rule, what string, verdict diagnosis.Verdict, want []string, facts ...string) ruleCase {
	return ruleCase{rule: rule, what: what, declared: facts, verdict: verdict, want: want}
}

// misses is a near miss of declared facts alone; unknown is the input that keeps
// the rule unknown, "" when it is judged.
func misses(rule, what, unknown string, verdict diagnosis.Verdict, want []string, facts ...string) ruleCase {
	return ruleCase{rule: rule, near: true, what: what, declared: facts, verdict: verdict, want: want, unknown: unknown}
}

// hearsayCases are those in which the computer and the card are told of: what is
// told of the one hides nothing of the other.
func hearsayCases() []ruleCase {
	old := []string{"ssv=61444", "card.generation=V4", "ws.os=linux", "ws.cryptolib=5.1.10"}
	return []ruleCase{
		{
			rule: "CPS-DAM-002", what: "a library too old, which blocks the workstation too", declared: old, verdict: "blocked",
			edit: func(in *diagnosis.Input) { in.WorkstationCheck, in.FactsOnly = true, true },
			want: []string{"CPS-WS-002 BLOCK-BILLING", "CPS-DAM-002 BLOCK-BILLING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"},
		},
		{
			rule: "CPS-DAM-002", near: true, what: "a library too old, seen on the workstation that is being judged", declared: old, verdict: "blocked",
			workstation: true,
			want:        []string{"CPS-WS-002 BLOCK-BILLING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"},
		},
	}
}

func toldDateCases() []ruleCase {
	one := func(f string) []string { return []string{f} }
	expired := one("CPS-VAL-001 BLOCK-BILLING")
	noIssue := func(in *diagnosis.Input) { in.Card.ID.Value.Issued = card.Date{} }
	noEnd := func(in *diagnosis.Input) { in.Card.ID.Value.Expires = card.Date{} }
	return []ruleCase{
		{
			rule: "CPS-VAL-001", what: "the month printed is over", declared: []string{"card.printedExpiry=2026-10"},
			verdict: "blocked", want: expired, shows: []string{"card.printedExpiry: 2026-10"}, says: "imprimée sur la carte est passée",
			unread: []string{"CPS-VAL-002 ", "CPS-VAL-003 ", "CPS-VAL-008 card.type"},
		},
		{
			rule: "CPS-VAL-001", what: "the day after the month printed", declared: []string{"card.printedExpiry=2026-11"}, day: "2026-12-01",
			verdict: "blocked", want: expired, says: "30/11/2026",
		},
		{
			rule: "CPS-VAL-001", what: "the month printed is over and the chip has no end", profile: withoutEndV4, declared: []string{"card.printedExpiry=2026-10"},
			verdict: "blocked", want: expired, shows: []string{"card.printedExpiry: 2026-10"}, unread: []string{"CPS-VAL-012 card.expiryDate"},
		},
		misses("CPS-VAL-001", "the last day of the month printed", "", "warning", one("CPS-VAL-007 WARNING"), "card.printedExpiry=2026-11"),
		{
			rule: "CPS-VAL-001", near: true, what: "the chip gives an end, the month printed is over", profile: healthy, declared: []string{"card.printedExpiry=2026-10"},
			verdict: "ok", want: one("CPS-VAL-012 INFO"),
		},
		{
			rule: "CPS-VAL-001", near: true, what: "a certificate gives an end, the month printed is over", profile: withoutEndV3Certified("2028-11-22"), certificates: true,
			declared: []string{"card.printedExpiry=2026-10"}, verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}, unknown: "card.expiryDate",
		},
		{
			rule: "CPS-VAL-002", what: "a V3 of three years and a day, told", declared: []string{"card.generation=V3", "card.issueDate=2023-11-21"},
			verdict: "blocked", want: one("CPS-VAL-002 BLOCK-BILLING"), shows: []string{"card.issueDate: 2023-11-21"}, unread: []string{"CPS-VAL-001 card.printedExpiry"},
		},
		misses("CPS-VAL-002", "a V3 of three years, told", "", "warning", one("CPS-VAL-007 WARNING"), "card.generation=V3", "card.issueDate=2023-11-22"),
		misses("CPS-VAL-002", "a V4 of three years and a day, told", "", "undetermined", nil, "card.generation=V4", "card.issueDate=2023-11-21"),
		misses("CPS-VAL-002", "the printed end goes before the age", "", "undetermined", nil, "card.generation=V3", "card.issueDate=2023-11-21", "card.printedExpiry=2028-01"),
		misses("CPS-VAL-002", "the generation is not told", "card.generation", "undetermined", nil, "card.issueDate=2023-11-21"),
		misses("CPS-VAL-002", "the day of issue is not told", "card.issueDate", "undetermined", nil, "card.generation=V3"),
		{
			rule: "CPS-VAL-003", what: "a V4 of six years and a day, told", declared: []string{"card.generation=V4", "card.issueDate=2024-11-21"}, day: "2030-11-22",
			verdict: "blocked", want: one("CPS-VAL-003 BLOCK-BILLING"),
		},
		{
			rule: "CPS-VAL-003", near: true, what: "a V4 of six years, told", declared: []string{"card.generation=V4", "card.issueDate=2024-11-21"}, day: "2030-11-21",
			verdict: "warning", want: one("CPS-VAL-007 WARNING"),
		},
		{
			rule: "CPS-VAL-004", what: "the day of issue is told, two years early", profile: healthy, edit: noIssue, declared: []string{"card.issueDate=2023-11-22"},
			verdict: "ok", want: one("CPS-VAL-004 INFO"), shows: []string{"card.issueDate: 2023-11-22"},
		},
		{rule: "CPS-VAL-004", near: true, what: "the right day of issue is told", profile: healthy, edit: noIssue, declared: []string{"card.issueDate=2025-11-22"}, verdict: "ok"},
		{
			rule: "CPS-VAL-004", near: true, what: "all is told and no card was read: what is printed is no end of the chip", unknown: "card",
			declared: []string{"card.generation=V3", "card.issueDate=2025-11-22", "card.printedExpiry=2030-11"}, verdict: "undetermined",
		},
		hears("CPS-VAL-005", "70 days to the end of the month printed", "undetermined", one("CPS-VAL-005 INFO"), "card.printedExpiry=2027-01"),
		misses("CPS-VAL-005", "98 days to the end of the month printed", "", "undetermined", nil, "card.printedExpiry=2027-02"),
		{
			rule: "CPS-VAL-006", what: "39 days to the end of the month printed", declared: []string{"card.printedExpiry=2026-12"},
			verdict: "warning", want: one("CPS-VAL-006 WARNING"), says: "39 jours", shows: []string{"card.printedExpiry: 2026-12"},
		},
		misses("CPS-VAL-006", "39 days to the end of the month printed, the new card is there", "", "undetermined", nil, "card.printedExpiry=2026-12", "newCardReceived=yes"),
		hears("CPS-VAL-007", "8 days to the end of the month printed", "warning", one("CPS-VAL-007 WARNING"), "card.printedExpiry=2026-11"),
		misses("CPS-VAL-007", "8 days to the end of the month printed, the new card is there", "", "undetermined", nil, "card.printedExpiry=2026-11", "newCardReceived=yes"),
		{
			rule: "CPS-VAL-008", what: "a CPE without an end, 70 days to the end of the month printed", profile: "extends: cpe-healthy", edit: noEnd, declared: []string{"card.printedExpiry=2027-01"},
			verdict: "warning", want: []string{"CPS-VAL-008 WARNING", "CPS-CONV-006 INFO"}, shows: []string{"card.printedExpiry: 2027-01"},
		},
		misses("CPS-VAL-008", "nobody read the type", "card.type", "undetermined", one("CPS-VAL-005 INFO"), "card.printedExpiry=2027-01"),
		{
			rule: "CPS-VAL-009", what: "told to be issued tomorrow", declared: []string{"card.issueDate=2026-11-23"},
			verdict: "blocked", want: one("CPS-VAL-009 BLOCK-BILLING"), shows: []string{"card.issueDate: 2026-11-23"},
		},
		misses("CPS-VAL-009", "told to be issued today", "", "undetermined", nil, "card.issueDate=2026-11-22"),
		{rule: "CPS-VAL-009", near: true, what: "told to be issued tomorrow, and the chip tells better", profile: healthy, declared: []string{"card.issueDate=2026-11-23"}, verdict: "ok"},
		hears("CPS-VAL-013", "a card issued later was seen, told", "warning", one("CPS-VAL-013 WARNING"), "card.latestKnown=2026-01-03", "card.issueDate=2026-01-02"),
		misses("CPS-VAL-013", "this card is the latest, told", "", "undetermined", nil, "card.latestKnown=2026-01-02", "card.issueDate=2026-01-02"),
	}
}

// toldLibraryCases are the library and the rest that depends on a generation.
func toldLibraryCases() []ruleCase {
	const old = "CPS-WS-005 INFO"
	v4 := func(facts ...string) []string { return append(facts, "card.generation=V4") }
	v3 := func(facts ...string) []string { return append(facts, "card.generation=V3") }
	return []ruleCase{
		hears("CPS-WS-002", "a V4, told, and 5.1.10", "undetermined", []string{"CPS-WS-002 WARNING", old, "CPS-WS-004 INFO"}, v4("ws.os=linux", "ws.cryptolib=5.1.10")...),
		misses("CPS-WS-002", "a V3, told, and 5.1.10", "", "undetermined", []string{old}, v3("ws.os=linux", "ws.cryptolib=5.1.10")...),
		hears("CPS-WS-003", "issued on 1 July 2025, told, and 5.2.1 on Windows", "undetermined", []string{"CPS-WS-003 WARNING", old}, "card.issueDate=2025-07-01", "ws.os=windows", "ws.cryptolib=5.2.1"),
		misses("CPS-WS-003", "issued on 30 June 2025, told, and 5.2.1 on Windows", "", "undetermined", []string{old}, "card.issueDate=2025-06-30", "ws.os=windows", "ws.cryptolib=5.2.1"),
		hears("CPS-WS-004", "a V4, told, and 5.2.1 on Windows", "undetermined", []string{old, "CPS-WS-004 INFO"}, v4("ws.os=windows", "ws.cryptolib=5.2.1")...),
		misses("CPS-WS-004", "a V4, told, and 5.2.1 on macOS", "", "undetermined", []string{"CPS-WS-005 INFO"}, v4("ws.os=macos", "ws.cryptolib=5.2.1")...),
		hears("CPS-WS-011", "a V4, told, and 5.2.0 on Windows", "undetermined", []string{"CPS-WS-011 WARNING", old, "CPS-WS-004 INFO"}, v4("ws.os=windows", "ws.cryptolib=5.2.0")...),
		misses("CPS-WS-011", "a V3, told, and 5.2.0 on Windows", "", "undetermined", []string{old}, v3("ws.os=windows", "ws.cryptolib=5.2.0")...),
		{
			rule: "CPS-WS-011", near: true, what: "a V4, told, and no library", declared: v4("ws.os=windows", "ws.cryptolib=none"), verdict: "undetermined",
			unread: []string{"CPS-WS-002 ", "CPS-WS-003 ", "CPS-WS-004 ", "CPS-WS-005 ", "CPS-WS-007 "},
		},
		hears("CPS-UPD-003", "a V3, told", "undetermined", []string{"CPS-UPD-003 INFO"}, v3("update.asked=yes")...),
		misses("CPS-UPD-003", "a V4, told", "", "undetermined", nil, v4("update.asked=yes")...),
		misses("CPS-UPD-003", "the generation is not told", "card.generation", "undetermined", nil, "update.asked=yes"),
		misses("CPS-UPD-002", "a V4, told", "", "undetermined", nil, v4("cache=older")...),
		misses("CPS-UPD-001", "a V4, told", "", "undetermined", nil, v4()...),
		misses("CPS-UPD-001", "a V3, told", "card", "undetermined", nil, v3()...),
		hears("CPS-RDR-007", "a V3 over a contactless reader, told", "blocked", []string{"CPS-RDR-007 BLOCK-BILLING"}, "card.generation=V3-contactless"),
		misses("CPS-RDR-007", "a V3 in its slot, told", "", "undetermined", nil, v3()...),
		misses("CPS-RDR-007", "a V3 over the reader of a door, told", "", "undetermined", nil, "card.generation=V3-contactless", "use=auth"),
		hears("CPS-PIN-011", "a V3 over the reader of a door, told", "blocked", []string{"CPS-PIN-011 BLOCK-SIGNING"}, "card.generation=V3-contactless", "use=auth", "ckr=CKR_USER_PIN_NOT_INITIALIZED"),
		misses("CPS-PIN-011", "a V3 in its slot, told", "", "undetermined", nil, v3("ckr=CKR_USER_PIN_NOT_INITIALIZED")...),
	}
}

// toldCauseCases are the causes of 61444, each told by telephone.
func toldCauseCases() []ruleCase {
	seen := func(more ...string) []string { return unusable(append(more, "card.atr=present")...) }
	noDAM, library := []string{"CPS-DAM-001 BLOCK-BILLING"}, "CPS-DAM-002 BLOCK-BILLING"
	green := func(more ...string) []string {
		return seen(append(more, "screen.billing=present", "card.printedExpiry=2028-01", "reader.clock=2026-11-22")...)
	}
	right := []string{"ws.os=linux", "ws.cryptolib=5.2.2"}
	again := func(more ...string) []string { return green(append(more, "code.times=2")...) }
	lastResort := []string{"CPS-DAM-004 BLOCK-BILLING"}
	return []ruleCase{
		hears("CPS-DAM-002", "a V4 and 5.1.10, told", "blocked", []string{library, "CPS-WS-002 WARNING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"},
			seen("card.generation=V4", "ws.os=linux", "ws.cryptolib=5.1.10")...),
		hears("CPS-DAM-002", "issued on 1 July 2025, told, and 5.2.0", "blocked", []string{library, "CPS-WS-003 WARNING", "CPS-WS-005 INFO"},
			seen("card.issueDate=2025-07-01", "ws.os=linux", "ws.cryptolib=5.2.0")...),
		misses("CPS-DAM-002", "issued on 30 June 2025, told, and 5.2.0", "", "undetermined", []string{"CPS-WS-005 INFO"}, seen("card.issueDate=2025-06-30", "ws.os=linux", "ws.cryptolib=5.2.0")...),
		misses("CPS-DAM-002", "a V4, told, nothing of the library", "ws.cryptolib", "undetermined", nil, seen("card.generation=V4")...),
		misses("CPS-DAM-002", "a V4 and 5.2.1, told, nothing of the system", "ws.os", "undetermined", nil, seen("card.generation=V4", "ws.cryptolib=5.2.1")...),
		misses("CPS-DAM-002", "a V4, told, and no library", "", "undetermined", nil, seen("card.generation=V4", "ws.cryptolib=none")...),

		{
			rule: "CPS-DAM-001", what: "61444 and no block on the screen, told", declared: seen("screen.billing=absent"), verdict: "blocked", want: noDAM,
			shows: []string{"ssv: 61444 (F004)", "screen.billing: absent"}, unread: []string{"CPS-SIGN-004 "},
		},
		{
			rule: "CPS-DAM-001", what: "61444 and no block on the screen, the card before its PIN", profile: healthy, pin: pinNone, declared: unusable("screen.billing=absent"),
			verdict: "blocked", want: noDAM,
		},
		misses("CPS-DAM-001", "61444 and a block on the screen, told", "", "undetermined", nil, seen("screen.billing=present")...),
		misses("CPS-DAM-001", "61444, nothing told of the screen", "screen.billing", "undetermined", nil, seen()...),
		misses("CPS-DAM-001", "no block on the screen and no 61444", "card", "blocked", []string{"CPS-SIGN-004 BLOCK-BILLING"}, "screen.billing=absent"),
		{
			rule: "CPS-SIGN-004", what: "61444, no block on the screen, a damaged one on the card", profile: healthy + "\nraw: {sit_fact: E010A00E800101}", declared: unusable("screen.billing=absent"),
			verdict: "blocked", want: []string{"CPS-SIGN-004 BLOCK-BILLING"}, unread: []string{"CPS-DAM-001 billing[]"},
		},

		{
			rule: "CPS-DAM-004", what: "61444 twice although all is told to be right", declared: again(right...), verdict: "blocked", want: lastResort,
			shows: []string{"code.times: 2", "screen.billing: present"},
		},
		hears("CPS-DAM-004", "61444 twice, a V3, told, which any library reads", "blocked", append(lastResort[:1:1], "CPS-WS-005 INFO"), again("card.generation=V3", "ws.os=linux", "ws.cryptolib=5.2.0")...),
		{
			rule: "CPS-DAM-004", what: "61444 twice, the end stands in a certificate", profile: withoutEndV3Certified("2028-11-22"), certificates: true,
			declared: unusable(append(right, "code.times=2", "reader.clock=2026-11-22")...), verdict: "blocked", want: append(slices.Clone(lastResort), "CPS-VAL-015 WARNING"),
		},
		{
			rule: "CPS-DAM-004", what: "61444 twice before the PIN, a block on the screen", profile: healthy, pin: pinNone,
			declared: unusable(append(right, "code.times=2", "reader.clock=2026-11-22", "screen.billing=present")...), verdict: "blocked", want: lastResort,
		},
		misses("CPS-DAM-004", "how often is not told", "code.times", "undetermined", nil, green(right...)...),
		misses("CPS-DAM-004", "told to be once", "", "undetermined", nil, green(append(right, "code.times=1")...)...),
		misses("CPS-DAM-004", "the screen is not told of", "screen.billing", "undetermined", nil, seen(append(right, "code.times=2", "reader.clock=2026-11-22", "card.printedExpiry=2028-01")...)...),
		misses("CPS-DAM-004", "the end is not told", "card.printedExpiry", "undetermined", nil, seen(append(right, "code.times=2", "reader.clock=2026-11-22", "screen.billing=present")...)...),
		misses("CPS-DAM-004", "the ATR is not told of", "card.atr", "undetermined", nil, unusable(append(right, "code.times=2", "reader.clock=2026-11-22", "screen.billing=present", "card.printedExpiry=2028-01")...)...),
		misses("CPS-DAM-004", "the clock is not told of", "reader.clock", "undetermined", nil, seen(append(right, "code.times=2", "screen.billing=present", "card.printedExpiry=2028-01")...)...),
		misses("CPS-DAM-004", "the library is not told of", "ws.cryptolib", "undetermined", nil, again()...),
		misses("CPS-DAM-004", "5.2.1, the system is not told of", "ws.os", "undetermined", nil, again("ws.cryptolib=5.2.1")...),
		misses("CPS-DAM-004", "an old library, the generation is not told", "card.generation", "undetermined", []string{"CPS-WS-005 INFO"}, again("ws.os=linux", "ws.cryptolib=5.2.0")...),
		misses("CPS-DAM-004", "no library, told", "", "undetermined", nil, again("ws.cryptolib=none")...),
		misses("CPS-DAM-004", "no block on the screen, told", "", "blocked", noDAM, seen(append(right, "code.times=2", "reader.clock=2026-11-22", "screen.billing=absent", "card.printedExpiry=2028-01")...)...),
	}
}

func toldReaderCases() []ruleCase {
	absent, mute := []string{"CPS-RDR-003 BLOCK-BILLING"}, []string{"CPS-RDR-004 BLOCK-BILLING"}
	return []ruleCase{
		{rule: "CPS-RDR-003", what: "the slot is told to be empty", declared: []string{"slot.cps=none"}, verdict: "blocked", want: absent, shows: []string{"slot.cps: none"}},
		misses("CPS-RDR-003", "the slot is told to hold the card", "", "undetermined", nil, "slot.cps=cps"),
		{rule: "CPS-RDR-003", near: true, what: "the slot is told to be empty, and a card was read", profile: healthy, declared: []string{"slot.cps=none"}, verdict: "ok"},
		{rule: "CPS-RDR-004", what: "the card in the slot is told to give no ATR", declared: []string{"slot.cps=cps", "card.atr=none"}, verdict: "blocked", want: mute, shows: []string{"card.atr: none", "slot.cps: cps"}},
		misses("CPS-RDR-004", "told to give an ATR", "", "undetermined", nil, "slot.cps=cps", "card.atr=present"),
		misses("CPS-RDR-004", "told to give no ATR, in a slot told to be empty", "", "blocked", absent, "slot.cps=none", "card.atr=none"),
		misses("CPS-RDR-004", "another card, told to give no ATR", "", "undetermined", nil, "slot.cps=other", "slot.other=none", "card.atr=none"),
		misses("CPS-RDR-004", "told to give no ATR, nothing of the slot", "slot.cps", "undetermined", nil, "card.atr=none"),
		{
			rule: "CPS-RDR-004", near: true, what: "told to give no ATR, and the reader is empty", edit: readerState(card.SlotEmpty), declared: []string{"slot.cps=cps", "card.atr=none"},
			verdict: "blocked", want: absent,
		},
		misses("CPS-RDR-005", "a CPS in the other slot, nothing told of the first", "slot.cps", "undetermined", nil, "slot.other=cps"),
	}
}

// toldComputerCases are facts that imply the system, and those that need it.
func toldComputerCases() []ruleCase {
	const service, daemon = "CPS-WS-008 WARNING", "CPS-WS-009 WARNING"
	return []ruleCase{
		hears("CPS-WS-008", "a service of Windows, told alone", "undetermined", []string{service}, "ws.scardsvr=stopped"),
		misses("CPS-WS-008", "a service of Windows that runs, told alone", "", "undetermined", nil, "ws.scardsvr=automatic"),
		misses("CPS-WS-008", "a service of Windows and one of Linux", "ws.os", "undetermined", nil, "ws.scardsvr=stopped", "ws.pcscd=running"),
		hears("CPS-WS-009", "a service of Linux and macOS, told alone", "undetermined", []string{daemon}, "ws.pcscd=stopped"),
		misses("CPS-WS-009", "a service of Linux and macOS that waits, told alone", "", "undetermined", nil, "ws.pcscd=socket"),
		misses("CPS-WS-009", "a service of Linux and one of Windows", "ws.os", "undetermined", nil, "ws.pcscd=stopped", "ws.certProp=manual"),
		misses("CPS-WS-009", "the same on Windows", "", "undetermined", nil, "ws.pcscd=stopped", "ws.os=windows"),
		hears("CPS-WS-010", "a service of Windows and a slow reading, told alone", "undetermined", []string{"CPS-WS-010 INFO"}, "ws.certProp=automatic", "ws.readSeconds=6"),
		misses("CPS-WS-010", "a service of Windows, the time is not told", "ws.readSeconds", "undetermined", nil, "ws.certProp=automatic"),
		hears("CPS-WS-018", "a part of Windows 11, told alone", "undetermined", []string{"CPS-WS-018 WARNING"}, "ws.smartAppControl=on"),
		misses("CPS-WS-018", "off, nothing told of an antivirus", "ws.quarantine", "undetermined", nil, "ws.smartAppControl=off"),
		misses("CPS-WS-018", "a quarantine on nobody knows what", "ws.os", "undetermined", nil, "ws.quarantine=yes"),
		misses("CPS-WS-019", "a version of nobody knows what", "ws.os", "undetermined", nil, "ws.osVersion=8.1"),
		hears("CPS-WS-005", "Windows by its service, 5.2.5", "undetermined", []string{"CPS-WS-005 INFO"}, "ws.scardsvr=automatic", "ws.cryptolib=5.2.5"),
		{
			rule: "CPS-WS-005", near: true, what: "a version on nobody knows what", declared: []string{"ws.cryptolib=5.2.5"}, verdict: "undetermined", unknown: "ws.os",
			unread: []string{"CPS-WS-007 ws.os", "CPS-WS-011 ws.os"},
		},
	}
}
