package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// transmissionCases are the rules on what the billing layer says of the reader
// and of the Vitale card.
func transmissionCases() []ruleCase {
	return []ruleCase{
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
