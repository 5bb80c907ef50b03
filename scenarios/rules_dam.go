package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// unusable declares the DAM message with further facts.
func unusable(more ...string) []string { return append([]string{"ssv=61444"}, more...) }

// unknownGeneration takes ATR and face out of what was read, as for a card of
// which only the objects are known.
func unknownGeneration(in *diagnosis.Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }

// issued gives the card another day of issue.
func issued(y, m, d int) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Card.ID.Value.Issued = card.Date{Year: y, Month: m, Day: d} }
}

// aboveAll is a logical number above all that a card has.
const aboveAll = 64

// logical gives the first activity the number above all that a card has, the second one
// this number unless it is negative, and the situations those links.
func logical(second int, links ...int) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		for i, n := range [...]int{aboveAll, second} {
			if n >= 0 {
				in.Card.Activities[i].Value.Logical = n
			}
		}
		for i, n := range links {
			in.Card.Billing.Value[i].Link = n
		}
	}
}

// damCases are the rules on what users call the DAM.
func damCases() []ruleCase {
	noDAM := []string{"CPS-DAM-001 BLOCK-BILLING"}
	orphaned := []string{"CPS-DAM-006 WARNING"}
	return []ruleCase{
		{rule: "CPS-DAM-001", what: "no billing object, the directory was not read", profile: "extends: cps3-missing-dam", edit: unlistedActivities, verdict: "blocked", want: noDAM},
		{
			rule: "CPS-DAM-001", what: "a billing object that holds no situation", profile: healthy, verdict: "blocked", want: noDAM, shows: []string{"obj.CPS_SIT_FACT: empty"},
			edit: func(in *diagnosis.Input) { in.Card.Billing.Value = nil },
		},
		{rule: "CPS-DAM-001", what: "a situation that points nowhere", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Link = -1 }, verdict: "blocked", want: noDAM, shows: []string{"billing[1].linkActivity: orphan without link"}},
		{rule: "CPS-DAM-001", what: "61444, although billing is not the use", profile: "extends: cps3-missing-dam", facts: auth, declared: unusable(), verdict: "blocked", want: noDAM},
		{rule: "CPS-DAM-001", near: true, what: "billing is not the use", profile: "extends: cps3-missing-dam", facts: auth, verdict: "incomplete"},
		{rule: "CPS-DAM-001", near: true, what: "another code, and billing is not the use", profile: "extends: cps3-missing-dam", facts: auth, declared: []string{"ssv=61442"}, verdict: "incomplete"},

		{
			rule: "CPS-DAM-002", what: "unknown generation, delivered on 1 July 2025", profile: healthy, edit: all(unknownGeneration, issued(2025, 7, 1)),
			declared: unusable("ws.os=linux", "ws.cryptolib=5.2.0"), verdict: "blocked", want: []string{"CPS-DAM-002 BLOCK-BILLING", "CPS-WS-003 WARNING", "CPS-WS-005 INFO"},
			unread: []string{"CPS-WS-004 card.generation"},
		},
		{
			rule: "CPS-DAM-002", near: true, what: "unknown generation, delivered on 30 June 2025", profile: healthy, edit: all(unknownGeneration, issued(2025, 6, 30)),
			declared: unusable("ws.os=linux", "ws.cryptolib=5.2.0"), verdict: "ok", want: []string{"CPS-WS-005 INFO"}, unread: []string{"CPS-WS-004 card.generation"},
		},
		{rule: "CPS-DAM-002", near: true, what: "unknown generation and day", profile: healthy, edit: all(unknownGeneration, issued(0, 0, 0)), declared: unusable("ws.cryptolib=5.1.10"), verdict: "ok", unknown: "card.generation", unread: []string{"CPS-WS-002 card.generation", "CPS-WS-003 card.issueDate"}},

		{rule: "CPS-DAM-004", near: true, what: "nobody looked at the library", profile: healthy, edit: clock(time.Minute), declared: unusable("code.times=2"), verdict: "ok", unknown: "ws.cryptolib"},

		{rule: "CPS-DAM-001", near: true, what: "logical numbers above what a card has", profile: linked([]int{1, 2}, 1, 2), edit: logical(65, 64, 65), verdict: "ok"},
		{rule: "CPS-DAM-001", what: "a link above what a card has, to nothing", profile: activities(1), edit: logical(-1, 65), verdict: "blocked", want: noDAM, shows: []string{"billing[1].linkActivity: orphan link 65"}},
		{
			rule: "CPS-DAM-006", what: "one of two links above what a card has leads to nothing", profile: linked([]int{1, 2}, 1, 2), edit: logical(65, 64, 66),
			verdict: "warning", want: orphaned, shows: []string{"billing[2].linkActivity: orphan link 66"}, unread: []string{"CPS-DAM-007 lgc.selected"},
		},
		{
			rule: "CPS-DAM-006", near: true, what: "a link above what a card has, and an activity that cannot be read", profile: linked([]int{1, 2}, 1, 2) + "raw: {activity_02: unreadable}",
			edit: logical(65, 64, 65), verdict: "ok", unknown: "activities[]",
		},
		{
			rule: "CPS-DAM-007", what: "one above what a card has is chosen, the other has the situation", profile: linked([]int{1, 2}, 1), edit: logical(65, 64),
			facts: fact.Set{Activity: 2}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{
			rule: "CPS-DAM-007", what: "the chosen one cannot be read, one above what a card has has the situation", profile: linked([]int{1, 2}, 1) + "raw: {activity_02: unreadable}",
			edit: logical(-1, 64), facts: fact.Set{Activity: 2}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{
			rule: "CPS-DAM-007", near: true, what: "both above what a card has can bill, nothing is chosen", profile: linked([]int{1, 2}, 1, 2), edit: logical(65, 64, 65),
			verdict: "ok",
		},
		{rule: "CPS-DAM-007", what: "the activity chosen has no situation", profile: activities(1, 2), facts: fact.Set{Activity: 2}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}, shows: []string{"lgc.selected: 2"}},
		{rule: "CPS-DAM-007", near: true, what: "before the PIN", profile: activities(1, 2), pin: pinNone, facts: fact.Set{Activity: 1}, verdict: "incomplete", unknown: "billing[]"},
		{rule: "CPS-DAM-007", near: true, what: "no activity has one", profile: "extends: cps3-missing-dam", facts: fact.Set{Activity: 1}, verdict: "blocked", want: noDAM},
	}
}
