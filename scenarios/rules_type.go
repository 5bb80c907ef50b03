package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// auth is the use that needs no right to bill.
var auth = fact.Set{Use: fact.UseAuth}

// typeCases are the rules on what each type of card may bill, and on what the
// card is.
func typeCases() []ruleCase {
	return []ruleCase{
		{rule: "CPS-TYPE-002", near: true, what: "a CPA used to log in", profile: "extends: cpa-healthy", facts: auth, verdict: "incomplete"},

		{
			rule: "CPS-TYPE-003", near: true, what: "the right stands with another activity than the one chosen",
			profile: "extends: cpf-healthy\nactivities: [{mode: replacement}, {mode: replacement}]", facts: fact.Set{Activity: 2},
			verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{rule: "CPS-TYPE-003", near: true, what: "a CPF used to log in", profile: "extends: cpf-no-billing", facts: auth, verdict: "incomplete"},

		{
			rule: "CPS-TYPE-008", near: true, what: "a CPS without profession", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Info.Value.Profession = "" }, declared: []string{"lgc.profession=10"},
			verdict: "ok", unknown: "holder.profession", unread: []string{"CPS-CONV-003 holder.profession", "CPS-CONV-004 holder.profession"},
		},

		{rule: "CPS-TYPE-009", near: true, what: "RPPS+, to log in", declared: []string{"holder.enrolment=rpps+"}, facts: auth, verdict: "undetermined"},
	}
}

// unlistedActivities makes the card one whose directory was not read.
func unlistedActivities(in *diagnosis.Input) {
	in.Card.Listed, in.Card.Activities = false, []card.NumberedActivity{}
}
