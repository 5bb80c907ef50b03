package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// others shows further slots beside the one that was read.
func others(atrs ...string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		in.Reader.Others = []card.Slot{}
		for _, a := range atrs {
			in.Reader.Others = append(in.Reader.Others, card.Slot{Name: "other slot", ATR: []byte(a)})
		}
	}
}

// atrV3 is the ATR of a CPS3 with contacts (CryptolibCPS sources).
const atrV3 = "\x3B\xAC\x00\x40\x2A\x00\x12\x25\x00\x64\x80\x00\x03\x10\x00\x90\x00"

// clock gives the reader a clock that is off by d.
func clock(d time.Duration) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Reader.Clock = ruleCase{}.noon().Add(d) }
}

// unlisted is a card of the ANS with an ATR that no list has.
const unlisted = healthy + "\natr: 3BAC00402A001225006480820212009000"

// readerCases are the rules on the way to the card and on the right card.
func readerCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-RDR-001", what: "the service knows no reader", edit: readerState(card.SlotNoReader),
			verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-001", what: "no reader comes before a reader that does not answer", edit: readerState(card.SlotNoReader), declared: []string{"galss=1024"},
			verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-001", near: true, what: "one reader, empty", edit: readerState(card.SlotEmpty),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-001", near: true, what: "nobody looked for readers", verdict: "undetermined", unknown: "reader",
			unread: []string{"CPS-RDR-017 reader.seen", "CPS-RDR-018 reader.holder", "CPS-RDR-003 slot.cps", "CPS-RDR-004 card.atr", "CPS-RDR-008 reader", "CPS-RDR-005 slot.cps", "CPS-RDR-006 card", "CPS-RDR-007 card.generation", "CPS-RDR-010 ssv"},
		},

		{
			rule: "CPS-RDR-017", what: "the USB bus shows it and the service does not", edit: readerState(card.SlotNoReader), declared: []string{"reader.seen=usb"},
			verdict: "blocked", want: []string{"CPS-RDR-017 BLOCK-BILLING"}, says: "PC/SC", shows: []string{"reader.seen: usb"},
		},
		{rule: "CPS-RDR-017", what: "nobody asked the service", declared: []string{"reader.seen=usb"}, verdict: "blocked", want: []string{"CPS-RDR-017 BLOCK-BILLING"}},
		{rule: "CPS-RDR-017", near: true, what: "the service shows it", profile: healthy, declared: []string{"reader.seen=usb"}, verdict: "ok"},
		{
			rule: "CPS-RDR-017", near: true, what: "neither shows one", edit: readerState(card.SlotNoReader), declared: []string{"reader.seen=none"},
			verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
		},
		{rule: "CPS-RDR-018", what: "power saving", profile: healthy, declared: []string{"reader.holder=power"}, verdict: "warning", want: []string{"CPS-RDR-018 WARNING"}, says: "économie d'énergie"},
		{rule: "CPS-RDR-018", what: "a driver of the kernel", profile: healthy, declared: []string{"reader.holder=kernel"}, verdict: "warning", want: []string{"CPS-RDR-018 WARNING"}, says: "pn533"},
		{rule: "CPS-RDR-018", what: "scdaemon", profile: healthy, declared: []string{"reader.holder=scdaemon"}, verdict: "warning", want: []string{"CPS-RDR-018 WARNING"}, says: "GnuPG"},
		{rule: "CPS-RDR-018", near: true, what: "nobody", profile: healthy, declared: []string{"reader.holder=nobody"}, verdict: "ok"},
		{rule: "CPS-RDR-018", near: true, what: "nothing told", profile: healthy, verdict: "ok", unknown: "reader.holder"},

		{
			rule: "CPS-RDR-003", what: "the slot is empty", edit: readerState(card.SlotEmpty),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-003", what: "61441, nothing known of the slot", declared: []string{"ssv=61441"}, unread: []string{"CPS-RDR-010 reader"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"}, shows: []string{"ssv: 61441 (F001)"},
		},
		{
			rule: "CPS-RDR-003", what: "the module finds no token", declared: []string{"ckr=CKR_TOKEN_NOT_PRESENT"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"}, shows: []string{"ckr: 0xE0"},
		},
		{
			rule: "CPS-RDR-003", what: "an empty slot comes before a session that the module lost", edit: readerState(card.SlotEmpty), declared: []string{"ckr=CKR_SESSION_HANDLE_INVALID"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-003", near: true, what: "a mute card is a card", profile: "extends: mute",
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-004", what: "a card without answer to reset", profile: "extends: mute",
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-004", what: "a mute card comes before a device that the module lost", profile: "extends: mute", declared: []string{"ckr=CKR_DEVICE_REMOVED"},
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-004", near: true, what: "an unknown card has an ATR", profile: "extends: unknown-atr",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-005", what: "a stranger here, a CPS in the other slot", profile: "extends: unknown-atr", edit: others("", atrV3),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"}, shows: []string{"slot.other: cps"},
		},
		{
			rule: "CPS-RDR-005", what: "a stranger here, the CPS was seen in the other slot", profile: "extends: unknown-atr",
			declared: []string{"slot.other=cps"}, verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", what: "the card in the slot is a Vitale", declared: []string{"slot.cps=vitale"}, edit: readerState(card.SlotCard),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"}, shows: []string{"slot.cps: vitale"},
		},
		{
			rule: "CPS-RDR-005", what: "the ATR of a Vitale 2", profile: "extends: unknown-atr\natr: 3B751300004409EA9000",
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"}, says: "inversez les cartes", shows: []string{"card.atr: 3b751300004409ea9000"},
		},
		{
			rule: "CPS-RDR-005", what: "the ATR of another Vitale 2", profile: "extends: unknown-atr\natr: 3B751300004509FA9000",
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", what: "the ATR of a first Vitale card", profile: "extends: unknown-atr\natr: 3F65250052096A9000",
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "an ATR of the same maker, of another card", profile: "extends: unknown-atr\natr: 3B751300002905019000", unknown: "slot.other",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "the ATR of a parking card, next to that of a Vitale", profile: "extends: unknown-atr\natr: 3F6525002B09699000", unknown: "slot.other",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", what: "declared strange, a CPS beside it", declared: []string{"slot.cps=other", "slot.other=cps"},
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", what: "a card of another issuer here, a CPS in the other slot", profile: "extends: other-issuer", edit: others(atrV3),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"}, shows: []string{"slot.other: cps"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "a card of another issuer, the other slot is empty", profile: "extends: other-issuer", edit: others(""),
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "a stranger, the other slot is empty", profile: "extends: unknown-atr", edit: others(""),
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "a stranger, a Vitale beside it", profile: "extends: unknown-atr", declared: []string{"slot.other=vitale"},
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "a stranger, nothing known of other slots", profile: "extends: unknown-atr", unknown: "slot.other",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{rule: "CPS-RDR-005", near: true, what: "one slot, with the CPS", profile: healthy, verdict: "ok"},
		{rule: "CPS-RDR-005", near: true, what: "two CPS", profile: healthy, edit: others(atrV3), verdict: "ok"},
		{
			rule: "CPS-RDR-005", near: true, what: "declared to be the CPS", profile: "extends: unknown-atr", edit: others(atrV3), declared: []string{"slot.cps=cps"},
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-005", near: true, what: "a card whose ATR was not kept", profile: healthy, verdict: "ok",
			edit: all(others(atrV3), func(in *diagnosis.Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }),
			unread: []string{
				"CPS-RDR-006 card.atr", "CPS-RDR-007 card.generation", "CPS-UPD-001 card.generation",
				"CPS-VAL-004 card.generation",
			},
		},

		{
			rule: "CPS-RDR-006", what: "unlisted ATR, no serial number", profile: "extends: unknown-atr",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"}, says: "Carte inconnue de cette version de Cryptolib", shows: []string{"card.atr: 3b6500009c11010103"},
		},
		{
			rule: "CPS-RDR-006", what: "unlisted ATR, serial number of the ANS", profile: unlisted,
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"}, says: "Carte inconnue de cette version de Cryptolib",
		},
		{
			rule: "CPS-RDR-006", what: "unlisted ATR, serial number of another issuer", profile: unlisted + "\nissuer: \"8025000002\"",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"}, says: "n'est pas une carte PS", shows: []string{"card.issuer: 8025000002"},
		},
		{
			rule: "CPS-RDR-006", what: "listed ATR, serial number of another issuer", profile: "extends: other-issuer",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"}, says: "n'est pas une carte PS",
		},
		{
			rule: "CPS-RDR-006", near: true, what: "a CPS4 that speaks T=0", profile: healthyV4 + "\natr: 3BDC18FF000012250064800004010090 00",
			verdict: "ok",
		},
		{
			rule: "CPS-RDR-006", near: true, what: "a release candidate of the CPS4", profile: healthyV4 + "\natr: 3B9B18800100122500648000040100 90 44",
			verdict: "ok",
		},

		{
			rule: "CPS-RDR-007", what: "billing without contacts", profile: "extends: cps3cl-healthy",
			verdict: "blocked", want: []string{"CPS-RDR-007 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-007", near: true, what: "authentication without contacts", profile: "extends: cps3cl-healthy",
			facts: fact.Set{Use: fact.UseAuth}, verdict: "incomplete",
		},
		{
			rule: "CPS-RDR-007", what: "it hides what later steps would find", profile: "extends: cps3cl-healthy", declared: []string{"env=real"},
			verdict: "blocked", want: []string{"CPS-RDR-007 BLOCK-BILLING"},
		},
		{rule: "CPS-RDR-007", near: true, what: "billing with contacts", profile: healthy, verdict: "ok"},

		{
			rule: "CPS-RDR-008", what: "removed after the ATR", profile: healthy, lost: 1,
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", what: "a CPS4 removed in the middle", profile: healthyV4, lost: 15,
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", what: "the module lost the device", declared: []string{"ckr=CKR_DEVICE_REMOVED"},
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"}, shows: []string{"ckr: 0x32"},
		},
		{
			rule: "CPS-RDR-008", what: "the module lost the session", declared: []string{"ckr=CKR_SESSION_HANDLE_INVALID"},
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", what: "the module finds no token, after the card was read", profile: healthy, declared: []string{"ckr=CKR_TOKEN_NOT_PRESENT"},
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"}, shows: []string{"ckr: 0xE0"},
		},
		{
			rule: "CPS-RDR-008", near: true, what: "the module finds no token in an empty slot", edit: readerState(card.SlotEmpty), declared: []string{"ckr=CKR_TOKEN_NOT_PRESENT"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", near: true, what: "a stranger is no token", profile: "extends: unknown-atr", declared: []string{"ckr=CKR_TOKEN_NOT_PRESENT"},
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", near: true, what: "a card of another issuer is no token", profile: "extends: other-issuer", declared: []string{"ckr=CKR_TOKEN_NOT_PRESENT"},
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{rule: "CPS-RDR-008", near: true, what: "another result, after the card was read", profile: healthy, declared: []string{"ckr=0x30"}, verdict: "ok"},
		{rule: "CPS-RDR-008", near: true, what: "removed after the end", profile: healthy, lost: 1000, verdict: "ok"},

		{
			rule: "CPS-RDR-009", what: "card A, then B", profile: numbered, declared: []string{"card.previousSerial=2999000217"},
			verdict: "warning", want: []string{"CPS-RDR-009 WARNING"}, shows: []string{"card.serial: 2999000117"},
		},
		{rule: "CPS-RDR-009", near: true, what: "the same card twice", profile: numbered, declared: []string{"card.previousSerial=2999 000117"}, verdict: "ok"},
		{
			rule: "CPS-RDR-009", near: true, what: "a card without serial number", profile: healthy + "\nraw: {sn: absent}",
			declared: []string{"card.previousSerial=2999000217"}, unknown: "card.serial", unread: []string{"CPS-ID-015 card.issuer"}, verdict: "ok",
		},
		{
			rule: "CPS-RDR-009", near: true, what: "no card was read", declared: []string{"card.previousSerial=2999000217"},
			unknown: "card.serial", unread: []string{"CPS-ID-015 card"}, verdict: "undetermined",
		},

		{
			rule: "CPS-RDR-015", what: "behind a keyboard, with errors", profile: healthy, declared: []string{"reader.path=keyboard", "reader.intermittent=yes"},
			verdict: "ok", want: []string{"CPS-RDR-015 INFO"},
		},
		{
			rule: "CPS-RDR-015", what: "behind a hub, with errors", profile: healthy, declared: []string{"reader.path=hub", "reader.intermittent=yes"},
			verdict: "ok", want: []string{"CPS-RDR-015 INFO"},
		},
		{rule: "CPS-RDR-015", near: true, what: "plugged in directly", profile: healthy, declared: []string{"reader.path=direct", "reader.intermittent=yes"}, verdict: "ok"},
		{rule: "CPS-RDR-015", near: true, what: "behind a hub, without errors", profile: healthy, declared: []string{"reader.path=hub", "reader.intermittent=no"}, verdict: "ok"},
		{
			rule: "CPS-RDR-015", near: true, what: "behind a hub, errors not told", profile: healthy, declared: []string{"reader.path=hub"},
			unknown: "reader.intermittent", verdict: "ok",
		},
		{rule: "CPS-RDR-015", near: true, what: "how it is plugged in is not told", profile: healthy, unknown: "reader.path", verdict: "ok"},

		{
			rule: "CPS-ID-015", what: "serial number of another issuer", profile: "extends: other-issuer",
			behind: "CPS-RDR-006", verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ID-015", near: true, what: "any five bytes behind the prefix of the ANS",
			profile: healthy + "\nserial: \"0000000001\"", verdict: "ok",
		},
		{
			rule: "CPS-ID-015", what: "a serial file of zeros", profile: healthy + "\nraw: {sn: zeros:12}",
			verdict: "blocked", want: []string{"CPS-ID-015 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ID-015", near: true, what: "the serial number cannot be read", profile: healthy + "\nraw: {sn: unreadable}",
			unknown: "card.issuer", verdict: "ok",
		},
	}
}
