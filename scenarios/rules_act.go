package scenarios

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// linked is a CPS3 with activities of these numbers, and situations with these
// links, three at most.
func linked(numbers []int, links ...int) string {
	numbersAM := [...]string{"991026014", "994026029", "991026030"}
	lines := make([]string, len(links))
	for i, l := range links {
		lines[i] = fmt.Sprintf(`link: %d, id: %q`, l, numbersAM[i])
	}
	before, _, _ := strings.Cut(activities(numbers...), "\nbilling:")
	return before + bills(lines...)
}

// number gives the last activity another number, which no profile may have.
func number(n int) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Card.Activities[len(in.Card.Activities)-1].Number = n }
}

// upTo puts activities 1 to n on the card, each like its first.
func upTo(n int) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		for i := 1; i < n; i++ {
			in.Card.Activities = append(in.Card.Activities, in.Card.Activities[0])
			number(i + 1)(in)
		}
	}
}

// activityCases are the rules on the list of activities and on the one chosen.
func activityCases() []ruleCase {
	gap := []string{"CPS-ACT-005 WARNING"}
	strange := []string{"CPS-ACT-004 WARNING"}
	noChoice := []string{"lgc.selected=none"}
	salaried := "extends: cps3-healthy\nactivities: [{mode: liberal, sector: SA07}, {mode: salaried, sector: SA01}, {mode: unpaid, sector: SA01}, {mode: liberal, sector: SA07}]"
	return []ruleCase{
		{rule: "CPS-ACT-001", near: true, what: "a CPA", profile: healthy + "\ninfo: {kind: cpa}\nraw: {activity_01: \"zeros:64\"}", facts: auth, verdict: "incomplete"},
		{
			rule: "CPS-ACT-001", near: true, what: "no activity, the type was not read", profile: "extends: cps3-no-activity", facts: auth, edit: withoutInfo,
			verdict: "incomplete", unknown: "card.type",
		},
		{rule: "CPS-ACT-001", near: true, what: "an activity that cannot be read", profile: healthy + "\nraw: {activity_01: unreadable}", facts: auth, verdict: "incomplete", unread: []string{"CPS-ID-017 activities[]"}},
		{rule: "CPS-ACT-001", near: true, what: "an activity that cannot be decoded", profile: healthy + "\nraw: {activity_01: E2028001}", facts: auth, verdict: "incomplete"},
		{
			rule: "CPS-ACT-001", near: true, what: "the directory was not read", profile: healthy, edit: unlistedActivities, declared: []string{"lgc.selected=1"},
			verdict: "ok", unknown: "activities[]", unread: []string{"CPS-ACT-010 activities[]", "CPS-ACT-006 activities[]", "CPS-TYPE-002 activities[]", "CPS-DAM-001 activities[]"},
		},

		{rule: "CPS-ACT-002", near: true, what: "two situations, one chosen on the command line", profile: "extends: cps3-two-activities", facts: fact.Set{Activity: 2}, verdict: "ok"},
		{rule: "CPS-ACT-002", near: true, what: "to log in", profile: "extends: cps3-two-activities", facts: auth, declared: noChoice, verdict: "incomplete"},

		{
			rule: "CPS-ACT-003", near: true, what: "seventeen activities are another rule's", profile: "extends: cps3-sixteen-activities", verdict: "warning", want: strange,
			edit: func(in *diagnosis.Input) {
				in.Card.Activities = append(in.Card.Activities, in.Card.Activities[15])
				number(17)(in)
			},
		},
		{
			rule: "CPS-ACT-003", near: true, what: "nine activities, the type was not read", profile: activities(1, 2, 3, 4, 5, 6, 7, 8, 9), edit: withoutInfo,
			verdict: "ok", unknown: "card.type",
		},

		{rule: "CPS-ACT-004", what: "label 17", profile: activities(1, 2, 3), edit: number(17), verdict: "warning", want: append(strange[:1:1], gap...)},
		{rule: "CPS-ACT-004", what: "label 0", profile: activities(1, 2, 3), edit: number(0), verdict: "warning", want: strange},
		{rule: "CPS-ACT-004", what: "two objects of one label", profile: activities(1, 2, 3), edit: number(2), verdict: "warning", want: strange},

		{
			rule: "CPS-ACT-005", what: "a label that is listed and not there", profile: activities(1, 2, 3),
			edit:    func(in *diagnosis.Input) { in.Card.Activities[1].State = card.Absent },
			verdict: "warning", want: gap, shows: []string{"activities[]: 1, 3; after the first gap: 3"},
		},
		{rule: "CPS-ACT-005", what: "labels 02, 00", profile: activities(2, 3), edit: number(0), verdict: "warning", want: append(strange[:1:1], gap...)},
		{
			rule: "CPS-ACT-005", near: true, what: "the last label is listed and not there", profile: activities(1, 2, 4), verdict: "ok",
			edit: func(in *diagnosis.Input) { in.Card.Activities[2].State = card.Absent },
		},
		{rule: "CPS-ACT-005", what: "labels 01, 65", profile: activities(1, 2), edit: number(65), verdict: "warning", want: append(strange[:1:1], gap...)},
		{rule: "CPS-ACT-005", what: "labels 01 to 65, and 67", profile: activities(1), edit: all(upTo(66), number(67)), verdict: "warning", want: append(strange[:1:1], gap...)},
		{
			rule: "CPS-ACT-005", what: "labels 01 to 66, 65 listed and not there", profile: activities(1), verdict: "warning", want: append(strange[:1:1], gap...),
			edit: all(upTo(66), func(in *diagnosis.Input) { in.Card.Activities[64].State = card.Absent }),
		},
		{rule: "CPS-ACT-005", near: true, what: "labels 01 to 66", profile: activities(1), edit: upTo(66), verdict: "warning", want: strange},
		{rule: "CPS-ACT-005", near: true, what: "labels 01, 02, 02", profile: activities(1, 2, 3), edit: number(2), verdict: "warning", want: strange},

		{rule: "CPS-ACT-006", what: "an unpaid activity is chosen", profile: salaried, facts: fact.Set{Activity: 3}, verdict: "blocked", want: []string{"CPS-ACT-006 BLOCK-BILLING", "CPS-DAM-007 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "to log in", profile: salaried, facts: auth, declared: []string{"lgc.selected=2"}, verdict: "incomplete", want: []string{"CPS-DAM-007 INFO"}},
	}
}
