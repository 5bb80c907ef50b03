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
			rule: "CPS-RDR-017", what: "the USB bus shows it and the service does not", edit: readerState(card.SlotNoReader), declared: []string{"reader.seen=usb"},
			verdict: "blocked", want: []string{"CPS-RDR-017 BLOCK-BILLING"}, says: "PC/SC", shows: []string{"reader.seen: usb"},
		},
		{
			rule: "CPS-RDR-017", near: true, what: "neither shows one", edit: readerState(card.SlotNoReader), declared: []string{"reader.seen=none"},
			verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-003", what: "the slot is empty", edit: readerState(card.SlotEmpty),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-003", what: "an empty slot comes before a session that the module lost", edit: readerState(card.SlotEmpty), declared: []string{"ckr=CKR_SESSION_HANDLE_INVALID"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-005", what: "a stranger here, a CPS in the other slot", profile: "extends: unknown-atr", edit: others("", atrV3),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"}, shows: []string{"slot.other: cps"},
		},
		{
			rule: "CPS-RDR-005", what: "the card in the slot is a Vitale", declared: []string{"slot.cps=vitale"}, edit: readerState(card.SlotCard),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING"}, shows: []string{"slot.cps: vitale"},
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
			rule: "CPS-RDR-006", what: "a card of whose ATR one byte came", verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"}, shows: []string{"card.atr: unknown, 1 bytes"},
			edit: func(in *diagnosis.Input) {
				in.Reader = diagnosis.Reader{Slot: card.Slot{Name: "reader", State: card.SlotCard}, Stranger: 1}
			},
		},

		{
			rule: "CPS-RDR-007", near: true, what: "authentication without contacts", profile: "extends: cps3cl-healthy",
			facts: fact.Set{Use: fact.UseAuth}, verdict: "incomplete",
		},

		{
			rule: "CPS-RDR-008", near: true, what: "the module finds no token in an empty slot", edit: readerState(card.SlotEmpty), declared: []string{"ckr=CKR_TOKEN_NOT_PRESENT"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
	}
}
