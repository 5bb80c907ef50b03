package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// replacementCases are the rules of the ACT family on replacements, new
// activities and the place of the act.
func replacementCases() []ruleCase {
	const own, colleague = "991026014", "994026029"
	intern := "extends: cpf-no-billing\nactivities: [{mode: salaried}]"
	expected := func(day string) []string { return []string{"lgc.expectedAm=" + colleague, "lgc.declaredOn=" + day} }
	return []ruleCase{
		{
			rule: "CPS-ACT-007", near: true, what: "the same with a card whose type was not read", profile: healthy, edit: withoutInfo, declared: []string{"invoice.mode=04", "invoice.replacedId="},
			verdict: "ok", unknown: "card.type",
		},

		{rule: "CPS-ACT-009", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: []string{"invoice.mode=04", "invoice.psId=" + own}, verdict: "ok", unknown: "card.type"},

		{rule: "CPS-ACT-010", near: true, what: "to log in", profile: intern, facts: auth, verdict: "incomplete"},

		{rule: "CPS-ACT-011", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: expected("2026-10-23"), verdict: "ok", unknown: "card.type"},

		{rule: "CPS-ACT-012", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: []string{"invoice.place=Lyon"}, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-ACT-012", near: true, what: "an activity that the card does not have", profile: healthy, facts: fact.Set{Activity: 3}, declared: []string{"invoice.place=Lyon"}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}, unknown: "activity.place"},
	}
}
