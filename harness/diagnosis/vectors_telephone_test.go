package diagnosis

import (
	"slices"

	"github.com/cpslab/cps/harness/card"
)

// told is what somebody tells on the telephone, with no card and no reader.
func told(list ...string) *Input { return with(noCard, facts(list...)) }

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
	return told(list...)
}

// telephoneVectors are what is told of a card that nobody reads.
func telephoneVectors() []vector {
	return slices.Concat(toldDates(), toldGenerations(), toldCauses(), toldReaders(), toldComputers())
}

func toldDates() []vector {
	noEnd := func(in *Input) { in.Card.ID.Value.Expires = card.Date{} }
	noIssue := func(in *Input) { in.Card.ID.Value.Issued = card.Date{} }
	noCerts := func(in *Input) { in.Card.Certificates = nil }
	unknownFace := func(in *Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }
	return []vector{
		hit("CPS-VAL-001", "printed for last month", told("card.printedExpiry=2026-10"), "BLOCK-BILLING"),
		hit("CPS-VAL-001", "printed, and the chip tells nothing", with(noEnd, noCerts, facts("card.printedExpiry=2026-10")), "BLOCK-BILLING"),
		near("CPS-VAL-001", "printed for this month", told("card.printedExpiry=2026-11")),
		near("CPS-VAL-001", "the chip tells another end than what is printed", with(facts("card.printedExpiry=2026-10"))),
		wait("CPS-VAL-001", "a certificate tells another end than what is printed", with(noEnd, facts("card.printedExpiry=2026-10")), "card.expiryDate"),
		wait("CPS-VAL-001", "nobody told", told(), "card.printedExpiry"),
		wait("CPS-VAL-001", "an empty reader", with(reader(ReaderNoCard)), "card"),
		{"CPS-VAL-001", "the last day printed", told("card.printedExpiry=2026-11"), at(2026, 11, 30), nil, ""},
		{"CPS-VAL-001", "the day after", told("card.printedExpiry=2026-11"), at(2026, 12, 1), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-001", "the last of February", told("card.printedExpiry=2028-02"), at(2028, 2, 29), nil, ""},

		hit("CPS-VAL-002", "told of a V3", told("card.generation=V3", "card.issueDate=2023-11-21"), "BLOCK-BILLING"),
		hit("CPS-VAL-002", "told of a V3 without contacts", told("card.generation=V3-contactless", "card.issueDate=2023-11-21"), "BLOCK-BILLING"),
		near("CPS-VAL-002", "told of a V3, its last day", told("card.generation=V3", "card.issueDate=2023-11-22")),
		near("CPS-VAL-002", "told of a V4", told("card.generation=V4", "card.issueDate=2023-11-21")),
		near("CPS-VAL-002", "the printed end goes before the age", told("card.generation=V3", "card.issueDate=2023-11-21", "card.printedExpiry=2028-01")),
		near("CPS-VAL-002", "what is on the chip wins", with(noEnd, noCerts, facts("card.generation=V3", "card.issueDate=2023-11-21"))),
		wait("CPS-VAL-002", "the day of issue not told", told("card.generation=V3"), "card.issueDate"),
		wait("CPS-VAL-002", "the generation not told", told("card.issueDate=2023-11-21"), "card.generation"),
		{"CPS-VAL-003", "told of a V4", told("card.generation=V4", "card.issueDate=2024-11-21"), at(2030, 11, 22), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-003", "told of a V4, its last day", told("card.generation=V4", "card.issueDate=2024-11-21"), at(2030, 11, 21), nil, ""},
		hit("CPS-VAL-004", "the day of issue told, not read", with(noIssue, facts("card.issueDate=2024-01-02")), "INFO"),
		hit("CPS-VAL-004", "the generation told, not read", with(unknownFace, facts("card.generation=V4")), "INFO"),
		near("CPS-VAL-004", "the right day told", with(noIssue, facts("card.issueDate=2026-01-02"))),
		near("CPS-VAL-004", "the right generation told", with(unknownFace, facts("card.generation=V3"))),
		near("CPS-VAL-004", "the generation that was read wins", with(facts("card.generation=V4"))),
		wait("CPS-VAL-004", "all told, no card", told("card.generation=V3", "card.issueDate=2026-01-02", "card.printedExpiry=2028-01"), "card"),

		hit("CPS-VAL-005", "70 days to the end of the month printed", told("card.printedExpiry=2027-01"), "INFO"),
		near("CPS-VAL-005", "98 days", told("card.printedExpiry=2027-02")),
		wait("CPS-VAL-005", "nobody told", told(), "card.printedExpiry"),
		hit("CPS-VAL-006", "39 days to the end of the month printed", told("card.printedExpiry=2026-12"), "WARNING"),
		hit("CPS-VAL-006", "39 days by the age", told("card.generation=V3", "card.issueDate=2023-12-31"), "WARNING"),
		near("CPS-VAL-006", "the new card is there", told("card.printedExpiry=2026-12", "newCardReceived=yes")),
		hit("CPS-VAL-007", "eight days to the end of the month printed", told("card.printedExpiry=2026-11"), "WARNING"),
		near("CPS-VAL-007", "the new card has come", told("card.printedExpiry=2026-11", "newCardReceived=yes")),
		hit("CPS-VAL-008", "a CPE, the end printed", with(kind(card.KindCPE), noEnd, noCerts, facts("card.printedExpiry=2027-01")), "WARNING"),
		wait("CPS-VAL-008", "the type is not known", told("card.printedExpiry=2027-01"), "card.type"),

		hit("CPS-VAL-009", "told to be issued tomorrow", told("card.issueDate=2026-11-23"), "BLOCK-BILLING"),
		near("CPS-VAL-009", "told to be issued today", told("card.issueDate=2026-11-22")),
		near("CPS-VAL-009", "the day on the chip wins", with(facts("card.issueDate=2026-11-23"))),
		wait("CPS-VAL-009", "nobody told of the day of issue", told(), "card.issueDate"),
		hit("CPS-VAL-013", "a newer one, told", told("card.latestKnown=2026-01-03", "card.issueDate=2026-01-02"), "WARNING"),
		near("CPS-VAL-013", "this one, told", told("card.latestKnown=2026-01-02", "card.issueDate=2026-01-02")),
	}
}

func toldGenerations() []vector {
	old := []string{"ws.os=windows", "ws.cryptolib=5.1.10"}
	of := func(generation string, more ...string) *Input {
		return told(append(more, "card.generation="+generation)...)
	}
	return []vector{
		hit("CPS-WS-002", "told of a V4", of("V4", old...), "WARNING"),
		near("CPS-WS-002", "told of a V3", of("V3", old...)),
		near("CPS-WS-002", "told of a V4, no library", of("V4", "ws.cryptolib=none")),
		wait("CPS-WS-002", "generation not told", told(old...), "card.generation"),
		hit("CPS-WS-003", "told of 1 July 2025", told("card.issueDate=2025-07-01", "ws.os=windows", "ws.cryptolib=5.2.1"), "WARNING"),
		near("CPS-WS-003", "told of 30 June 2025", told("card.issueDate=2025-06-30", "ws.os=windows", "ws.cryptolib=5.2.1")),
		near("CPS-WS-003", "no library", told("card.issueDate=2025-07-01", "ws.cryptolib=none")),
		wait("CPS-WS-003", "the day not told", told(old...), "card.issueDate"),
		hit("CPS-WS-004", "told of a V4", of("V4", "ws.os=windows", "ws.cryptolib=5.2.1"), "INFO"),
		near("CPS-WS-004", "told of a V4, on macOS", of("V4", "ws.os=macos", "ws.cryptolib=5.2.1")),
		near("CPS-WS-004", "told of a V4, no library", of("V4", "ws.cryptolib=none")),
		hit("CPS-WS-011", "told of a V4", of("V4", "ws.os=windows", "ws.cryptolib=5.2.0"), "WARNING"),
		near("CPS-WS-011", "told of a V3", of("V3", "ws.os=windows", "ws.cryptolib=5.2.0")),
		near("CPS-WS-011", "told of a V4, no library", of("V4", "ws.os=windows", "ws.cryptolib=none")),
		hit("CPS-UPD-003", "told of a V3", of("V3", "update.asked=yes"), "INFO"),
		near("CPS-UPD-003", "told of a V4", of("V4", "update.asked=yes")),
		wait("CPS-UPD-003", "generation not told", told("update.asked=yes"), "card.generation"),
		near("CPS-UPD-002", "told of a V4", of("V4", "cache=older")),
		near("CPS-UPD-001", "told of a V4", of("V4")),
		wait("CPS-UPD-001", "told of a V3", of("V3"), "card"),
		hit("CPS-PIN-011", "told of a V3 without contacts", of("V3-contactless", "ckr=CKR_USER_PIN_NOT_INITIALIZED", "use=auth"), "BLOCK-SIGNING"),
		near("CPS-PIN-011", "told of a V3 in its slot", of("V3", "ckr=CKR_USER_PIN_NOT_INITIALIZED", "use=auth")),
		hit("CPS-RDR-007", "told to be held over the reader", of("V3-contactless"), "BLOCK-BILLING"),
		near("CPS-RDR-007", "told of a V3", of("V3")),
		near("CPS-RDR-007", "held over the reader of a door", of("V3-contactless", "use=auth")),
		near("CPS-RDR-007", "the generation that was read wins", with(facts("card.generation=V3-contactless"))),
		near("CPS-RDR-007", "a door, nothing told", told("use=auth")),
		wait("CPS-RDR-007", "nobody told", told(), "card.generation"),
	}
}

func toldCauses() []vector {
	unusable := func(more ...string) *Input { return told(append(more, "ssv=61444", "card.atr=present")...) }
	noEnd := func(in *Input) { in.Card.ID.Value.Expires = card.Date{} }
	return []vector{
		hit("CPS-DAM-002", "told of a V4", unusable("card.generation=V4", "ws.os=windows", "ws.cryptolib=5.1.10"), "BLOCK-BILLING"),
		hit("CPS-DAM-002", "told of 1 July 2025", unusable("card.issueDate=2025-07-01", "ws.os=windows", "ws.cryptolib=5.2.1"), "BLOCK-BILLING"),
		near("CPS-DAM-002", "told of 30 June 2025", unusable("card.issueDate=2025-06-30", "ws.os=windows", "ws.cryptolib=5.2.1")),
		near("CPS-DAM-002", "told of a V3 of July 2025", unusable("card.generation=V3", "card.issueDate=2025-07-01", "ws.os=windows", "ws.cryptolib=5.1.10")),
		near("CPS-DAM-002", "told of a V4, no library", unusable("card.generation=V4", "ws.cryptolib=none")),
		wait("CPS-DAM-002", "told of a V4 only", unusable("card.generation=V4"), "ws.cryptolib"),
		wait("CPS-DAM-002", "told of a V4, 5.2.1 and no system", unusable("card.generation=V4", "ws.cryptolib=5.2.1"), "ws.os"),

		hit("CPS-DAM-001", "no block on the screen", unusable("screen.billing=absent"), "BLOCK-BILLING"),
		hit("CPS-DAM-001", "no block on the screen, the card before its PIN", with(noPIN, facts("ssv=61444", "screen.billing=absent")), "BLOCK-BILLING"),
		near("CPS-DAM-001", "a block on the screen", unusable("screen.billing=present")),
		near("CPS-DAM-001", "the card itself has one", with(facts("ssv=61444", "screen.billing=absent"))),
		wait("CPS-DAM-001", "no block, no message", told("screen.billing=absent"), "card"),
		wait("CPS-DAM-001", "61444, nothing told of the screen", unusable(), "screen.billing"),
		wait("CPS-DAM-001", "no block on the screen, a damaged one on the card", with(billingState(card.Malformed), facts("ssv=61444", "screen.billing=absent")), "billing[]"),
		hit("CPS-SIGN-004", "61444 and a damaged block on the card", with(billingState(card.Malformed), facts("ssv=61444", "screen.billing=absent")), "BLOCK-BILLING"),
		wait("CPS-DAM-004", "a block on the screen, a damaged one on the card", with(billingState(card.Malformed), facts("ssv=61444", "code.times=2", "screen.billing=present")), "billing[]"),
		near("CPS-SIGN-004", "61444 and no block: CPS-DAM-001 speaks", unusable("screen.billing=absent")),
		wait("CPS-SIGN-004", "nothing told of the screen", told(), "screen.billing"),

		hit("CPS-DAM-004", "all told to be right", greenBut(), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "an old library, a V3", greenBut("ws.cryptolib=5.1.10", "card.generation=V3"), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "an old library, a card of June 2025", greenBut("ws.cryptolib=5.1.10", "card.issueDate=2025-06-30"), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "the end by the certificates", with(noEnd, facts("ssv=61444", "code.times=2", "reader.clock=2026-11-22", "ws.os=windows", "ws.cryptolib=5.2.6")), "BLOCK-BILLING"),
		hit("CPS-DAM-004", "the card before its PIN, its block on the screen", with(noPIN, facts("ssv=61444", "code.times=2", "reader.clock=2026-11-22", "ws.os=windows", "ws.cryptolib=5.2.6", "screen.billing=present")), "BLOCK-BILLING"),
		near("CPS-DAM-004", "an old library, a V4: CPS-DAM-002 speaks", greenBut("ws.cryptolib=5.1.10", "card.generation=V4")),
		near("CPS-DAM-004", "no library", greenBut("ws.cryptolib=none")),
		near("CPS-DAM-004", "told to be once", greenBut("code.times=1")),
		near("CPS-DAM-004", "no block on the screen", greenBut("screen.billing=absent")),
		near("CPS-DAM-004", "no ATR: CPS-DAM-003 speaks", greenBut("card.atr=none")),
		near("CPS-DAM-004", "expired: CPS-VAL-001 speaks", greenBut("card.printedExpiry=2026-10")),
		near("CPS-DAM-004", "the clock is wrong", greenBut("reader.clock=2026-11-20")),
		wait("CPS-DAM-004", "how often is not told", greenBut("code.times"), "code.times"),
		wait("CPS-DAM-004", "the screen is not told of", greenBut("screen.billing"), "screen.billing"),
		wait("CPS-DAM-004", "the end is not told", greenBut("card.printedExpiry"), "card.printedExpiry"),
		wait("CPS-DAM-004", "the ATR is not told of", greenBut("card.atr"), "card.atr"),
		wait("CPS-DAM-004", "the clock is not told of", greenBut("reader.clock"), "reader.clock"),
		wait("CPS-DAM-004", "the library is not told of", greenBut("ws.cryptolib"), "ws.cryptolib"),
		wait("CPS-DAM-004", "5.2.1, the system is not told", greenBut("ws.os", "ws.cryptolib=5.2.1"), "ws.os"),
		wait("CPS-DAM-004", "an old library, the generation is not told", greenBut("ws.cryptolib=5.1.10"), "card.generation"),
	}
}

func toldReaders() []vector {
	return []vector{
		hit("CPS-RDR-003", "told to be empty", told("slot.cps=none"), "BLOCK-BILLING"),
		near("CPS-RDR-003", "told to hold the card", told("slot.cps=cps")),
		near("CPS-RDR-003", "told to be empty, and a card was read", with(facts("slot.cps=none"))),
		wait("CPS-RDR-003", "nobody told", told(), "slot.cps"),
		hit("CPS-RDR-004", "told to give no ATR in its slot", told("card.atr=none", "slot.cps=cps"), "BLOCK-BILLING"),
		near("CPS-RDR-004", "told to give one", told("card.atr=present")),
		near("CPS-RDR-004", "told to give none, and the slot is empty", told("card.atr=none", "slot.cps=none")),
		near("CPS-RDR-004", "told to give none, and another card is in the slot", told("card.atr=none", "slot.cps=other", "slot.other=none")),
		near("CPS-RDR-004", "told, and the reader is empty", with(reader(ReaderNoCard), facts("card.atr=none", "slot.cps=cps"))),
		wait("CPS-RDR-004", "told to give no ATR, nothing of the slot", told("card.atr=none"), "slot.cps"),
		wait("CPS-RDR-004", "nobody told", told(), "card.atr"),
		wait("CPS-RDR-005", "told of the other slot only", told("slot.other=cps"), "slot.cps"),
		wait("CPS-RDR-005", "told of a stranger only", told("slot.cps=other"), "slot.other"),
		wait("CPS-PIN-010", "no PIN, nothing told of the other code", told("pin.known=no"), "puk.known"),
		wait("CPS-OPP-002", "the list is told to be missing", told("crl=missing"), "crl.list"),
		wait("CPS-OPP-002", "nothing told", told(), "crl"),
	}
}

func toldComputers() []vector {
	return []vector{
		hit("CPS-WS-008", "a Windows service, told alone", told("ws.scardsvr=stopped"), "WARNING"),
		near("CPS-WS-008", "it runs", told("ws.scardsvr=automatic")),
		near("CPS-WS-008", "told of Linux", told("ws.scardsvr=stopped", "ws.os=linux")),
		wait("CPS-WS-008", "a service of each system", told("ws.scardsvr=stopped", "ws.pcscd=running"), "ws.os"),
		wait("CPS-WS-008", "Windows, nothing told of the service", told("ws.os=windows"), "ws.scardsvr"),
		hit("CPS-WS-009", "a service of Linux and macOS, told alone", told("ws.pcscd=stopped"), "WARNING"),
		near("CPS-WS-009", "its socket waits", told("ws.pcscd=socket")),
		near("CPS-WS-009", "told of Windows", told("ws.pcscd=stopped", "ws.os=windows")),
		wait("CPS-WS-009", "a service of each system", told("ws.pcscd=stopped", "ws.certProp=manual"), "ws.os"),
		hit("CPS-WS-010", "a Windows service, told alone", told("ws.certProp=automatic", "ws.readSeconds=6"), "INFO"),
		wait("CPS-WS-010", "the time not told", told("ws.certProp=automatic"), "ws.readSeconds"),
		wait("CPS-WS-010", "the service not told", told("ws.readSeconds=6"), "ws.certProp"),
		hit("CPS-WS-018", "of Windows 11, told alone", told("ws.smartAppControl=on"), "WARNING"),
		wait("CPS-WS-018", "off, nothing told of an antivirus", told("ws.smartAppControl=off"), "ws.quarantine"),
		wait("CPS-WS-018", "a quarantine on nobody knows what", told("ws.quarantine=yes"), "ws.os"),
		wait("CPS-WS-019", "a version of nobody knows what", told("ws.osVersion=11"), "ws.os"),
		hit("CPS-WS-005", "Windows by its service", told("ws.scardsvr=automatic", "ws.cryptolib=5.2.5"), "INFO"),
		near("CPS-WS-005", "no library", told("ws.os=windows", "ws.cryptolib=none")),
		wait("CPS-WS-005", "a version on nobody knows what", told("ws.cryptolib=5.2.6"), "ws.os"),
		wait("CPS-WS-007", "a version on nobody knows what", told("ws.cryptolib=5.2.6"), "ws.os"),
		wait("CPS-WS-011", "a version on nobody knows what", told("ws.cryptolib=5.2.0"), "ws.os"),
	}
}
