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
			rule: "CPS-RDR-002", what: "1024", declared: []string{"galss=1024"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING"}, shows: []string{"galss: 1024 (0400)", "code.times: 1"},
		},
		{
			rule: "CPS-RDR-002", what: "1024 passed through as an SSV code", declared: []string{"ssv=1024"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-002", what: "abandoned after a reset", declared: []string{"galss=64"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-002", what: "time exceeded", declared: []string{"galss=256"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-002", what: "512 four times on a reading", declared: []string{"galss=512", "code.times=4", "code.command=read"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING", "CPS-RDR-014 INFO"},
		},
		{rule: "CPS-RDR-002", near: true, what: "512 three times on a reading", declared: []string{"galss=512", "code.times=3", "code.command=read"}, verdict: "undetermined"},
		{rule: "CPS-RDR-002", near: true, what: "512 once, then success", profile: healthy, declared: []string{"galss=512", "code.command=select"}, verdict: "ok"},
		{rule: "CPS-RDR-002", near: true, what: "no code told", profile: healthy, unknown: "ssv", verdict: "ok"},

		{
			rule: "CPS-RDR-014", what: "512 four times on a reading", declared: []string{"galss=512", "code.times=4", "code.command=get"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING", "CPS-RDR-014 INFO"}, shows: []string{"code.command: get", "code.times: 4"},
		},
		{
			rule: "CPS-RDR-014", what: "512 once on VERIFY", profile: healthy, declared: []string{"ssv=512", "code.command=verify"}, unread: []string{"CPS-SIGN-006 code.during"},
			verdict: "ok", want: []string{"CPS-RDR-014 INFO"},
		},
		{
			rule: "CPS-RDR-014", what: "512 once, the command is not known", profile: healthy, declared: []string{"ssv=512"},
			verdict: "ok", want: []string{"CPS-RDR-014 INFO"},
		},
		{rule: "CPS-RDR-014", near: true, what: "512 twice on a reading, then success", profile: healthy, declared: []string{"ssv=512", "code.command=read", "code.times=2"}, verdict: "ok"},
		{rule: "CPS-RDR-014", near: true, what: "no code told", profile: healthy, unknown: "ssv", verdict: "ok"},

		{
			rule: "CPS-RDR-010", what: "61441 and a card that was read", profile: healthy, declared: []string{"ssv=61441"},
			verdict: "warning", want: []string{"CPS-RDR-010 WARNING"},
		},
		{
			rule: "CPS-RDR-010", what: "61441, a stranger here and the CPS in the other slot", profile: "extends: unknown-atr", declared: []string{"ssv=61441"}, edit: others(atrV3),
			verdict: "blocked", want: []string{"CPS-RDR-005 BLOCK-BILLING", "CPS-RDR-010 WARNING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and a stranger", profile: "extends: unknown-atr", declared: []string{"ssv=61441"}, edit: others(""),
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and a card of another issuer", profile: "extends: other-issuer", declared: []string{"ssv=61441"},
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
			rule: "CPS-RDR-010", near: true, what: "61441 and a card that went away", profile: healthy, lost: 5, declared: []string{"ssv=61441"},
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441 and an empty slot", declared: []string{"ssv=61441"}, edit: readerState(card.SlotEmpty),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "61441, nobody looked at the reader", declared: []string{"ssv=61441"}, unknown: "reader",
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-010", near: true, what: "another code and a card that was read", profile: healthy, declared: []string{"ssv=61442"}, verdict: "ok",
		},

		{
			rule: "CPS-RDR-011", what: "61457", profile: "extends: cps3-expired", declared: []string{"ssv=61457"},
			verdict: "undetermined", want: []string{"CPS-RDR-011 INFO"}, says: "absente",
		},
		{
			rule: "CPS-RDR-011", what: "61460", profile: healthy, declared: []string{"ssv=F014"},
			verdict: "undetermined", want: []string{"CPS-RDR-011 INFO"}, shows: []string{"ssv: 61460 (F014)"},
		},
		{
			rule: "CPS-RDR-011", what: "61461", profile: healthy, declared: []string{"ssv=61461"},
			verdict: "undetermined", want: []string{"CPS-RDR-011 INFO"}, says: "retirée",
		},
		{
			rule: "CPS-RDR-011", near: true, what: "61441 is about the CPS", declared: []string{"ssv=61441"},
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{rule: "CPS-RDR-011", near: true, what: "no code told", profile: healthy, unknown: "ssv", verdict: "ok"},

		{
			rule: "CPS-RDR-012", what: "61696", profile: healthy, declared: []string{"ssv=61696"},
			verdict: "warning", want: []string{"CPS-RDR-012 WARNING"}, says: "synchronisation",
		},
		{
			rule: "CPS-RDR-012", what: "61695", profile: healthy, declared: []string{"ssv=61695"},
			verdict: "warning", want: []string{"CPS-RDR-012 WARNING"}, says: "Message du lecteur incohérent",
		},
		{
			rule: "CPS-RDR-012", near: true, what: "61696 behind a reader that is not declared: the first block ends the step", declared: []string{"ssv=61696", "galss=2000"},
			verdict: "blocked", want: []string{"CPS-RDR-013 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-012", near: true, what: "61697", declared: []string{"ssv=61697"},
			verdict: "blocked", want: []string{"CPS-RDR-013 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-013", what: "61697", declared: []string{"ssv=61697"},
			verdict: "blocked", want: []string{"CPS-RDR-013 BLOCK-BILLING"}, shows: []string{"ssv: 61697 (F101)"},
		},
		{
			rule: "CPS-RDR-013", what: "2000 hexadecimal", declared: []string{"galss=2000"},
			verdict: "blocked", want: []string{"CPS-RDR-013 BLOCK-BILLING"}, shows: []string{"galss: 8192 (2000)"},
		},
		{
			rule: "CPS-RDR-013", what: "8192 passed through as an SSV code", declared: []string{"ssv=8192"},
			verdict: "blocked", want: []string{"CPS-RDR-013 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-013", near: true, what: "61697 of a reader that does not answer", declared: []string{"ssv=61697", "galss=1024"},
			verdict: "blocked", want: []string{"CPS-RDR-002 BLOCK-BILLING"},
		},
		{rule: "CPS-RDR-013", near: true, what: "another code", profile: healthy, declared: []string{"ssv=61698"}, verdict: "ok"},
	}
}
