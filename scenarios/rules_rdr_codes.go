package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// transmissionCases are the rules on what the billing layer says of the reader
// and of the Vitale card.
func transmissionCases() []ruleCase {
	empty := []string{"slot.other=none"}
	atCard := readerState(card.SlotCard)
	return []ruleCase{
		{
			rule: "CPS-RDR-011", what: "a computer with a card in one slot and nothing in the other", workstation: true, declared: empty, edit: atCard,
			verdict: "ok", want: []string{"CPS-RDR-011 INFO"}, shows: []string{"slot.other: none"},
		},
		{rule: "CPS-RDR-011", near: true, what: "a computer with no card in either slot", workstation: true, declared: empty, edit: readerState(card.SlotEmpty), verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"}},
		{rule: "CPS-RDR-011", near: true, what: "a computer, and another code was declared", workstation: true, declared: []string{"slot.other=none", "ssv=61444"}, edit: atCard, verdict: "ok"},
		{rule: "CPS-RDR-011", near: true, what: "a card, and nothing in the other slot", profile: healthy, declared: empty, verdict: "ok", unknown: "ssv"},
		{rule: "CPS-RDR-011", near: true, what: "a computer with a card in both slots", workstation: true, declared: []string{"slot.other=vitale"}, edit: atCard, verdict: "ok"},
		{rule: "CPS-RDR-011", near: true, what: "a computer, and nobody said what is in the other slot", workstation: true, edit: atCard, verdict: "ok", unknown: "ssv"},

		{
			rule: "CPS-RDR-010", what: "61441, a stranger here and the CPS in the other slot", profile: "extends: unknown-atr", declared: []string{"ssv=61441"}, edit: others(atrV3),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING", "CPS-RDR-010 WARNING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and a stranger", profile: "extends: unknown-atr", declared: []string{"ssv=61441"}, edit: others(""),
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and a card whose ATR was not kept", profile: healthy, declared: []string{"ssv=61441"}, verdict: "ok", unknown: "card",
			edit: func(in *diagnosis.Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown },
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and a card of which nothing is told", declared: []string{"ssv=61441"}, verdict: "incomplete", unknown: "card",
			edit: readerState(card.SlotCard),
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and an empty slot", declared: []string{"ssv=61441"}, edit: readerState(card.SlotEmpty),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
	}
}
