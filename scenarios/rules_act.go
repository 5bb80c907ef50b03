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
	none := []string{"CPS-ACT-001 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"}
	gap := []string{"CPS-ACT-005 WARNING"}
	strange := []string{"CPS-ACT-004 WARNING"}
	noChoice := []string{"lgc.selected=none"}
	salaried := "extends: cps3-healthy\nactivities: [{mode: liberal, sector: SA07}, {mode: salaried, sector: SA01}, {mode: unpaid, sector: SA01}, {mode: liberal, sector: SA07}]"
	return []ruleCase{
		{rule: "CPS-ACT-001", what: "PIN accepted, no activity", profile: "extends: cps3-no-activity", verdict: "blocked", want: none, shows: []string{"activities[]: none"}},
		{
			rule: "CPS-ACT-001", what: "an activity filled with zeros", profile: healthy + "\nraw: {activity_01: \"zeros:64\"}",
			verdict: "blocked", want: none, shows: []string{"activities[1]: zeros"},
		},
		{rule: "CPS-ACT-001", what: "an activity without content", profile: healthy + "\nraw: {activity_01: empty}", verdict: "blocked", want: none},
		{rule: "CPS-ACT-001", what: "an erased activity", profile: healthy + "\nraw: {activity_01: \"ff:64\"}", verdict: "blocked", want: none},
		{
			rule: "CPS-ACT-001", near: true, what: "no PIN given", profile: "extends: cps3-no-activity", pin: pinNone, verdict: "incomplete", unknown: "activities[]",
			unread: []string{"CPS-ACT-003 activities[]", "CPS-ACT-004 activities[]", "CPS-ACT-005 activities[]", "CPS-ACT-010 billing[]"},
		},
		{rule: "CPS-ACT-001", near: true, what: "one activity", profile: healthy, verdict: "ok"},
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

		{
			rule: "CPS-ACT-002", what: "two situations, none chosen", profile: "extends: cps3-two-activities", declared: noChoice,
			verdict: "blocked", want: []string{"CPS-ACT-002 BLOCK-BILLING"}, shows: []string{"lgc.selected: none", "activities[]: 2"},
		},
		{rule: "CPS-ACT-002", near: true, what: "two situations, nothing told", profile: "extends: cps3-two-activities", verdict: "ok", unknown: "lgc.selected"},
		{rule: "CPS-ACT-002", near: true, what: "two situations, one chosen", profile: "extends: cps3-two-activities", declared: []string{"lgc.selected=2"}, verdict: "ok"},
		{rule: "CPS-ACT-002", near: true, what: "two situations, one chosen on the command line", profile: "extends: cps3-two-activities", facts: fact.Set{Activity: 2}, verdict: "ok"},
		{rule: "CPS-ACT-002", near: true, what: "one situation, none chosen", profile: healthy, declared: noChoice, verdict: "ok"},
		{
			rule: "CPS-ACT-002", near: true, what: "two situations, one without an identifier", declared: noChoice,
			profile: "extends: cps3-two-activities" + bills(`link: 1, id: ""`, `link: 2, id: "994026045"`),
			verdict: "warning", want: []string{"CPS-BILL-001 WARNING"},
		},
		{
			rule: "CPS-ACT-002", near: true, what: "one activity bills, that of the other situation cannot be read", profile: "extends: cps3-two-activities\nraw: {activity_02: unreadable}",
			declared: noChoice, verdict: "ok", unknown: "activities[]",
		},
		{
			rule: "CPS-ACT-002", near: true, what: "one activity bills, another cannot be read and has no situation", declared: noChoice, verdict: "ok",
			profile: "extends: cps3-two-activities" + bills(`link: 1, id: "994026045"`) + "raw: {activity_02: unreadable}",
		},
		{rule: "CPS-ACT-002", near: true, what: "to log in", profile: "extends: cps3-two-activities", facts: auth, declared: noChoice, verdict: "incomplete"},
		{rule: "CPS-ACT-002", near: true, what: "before the PIN", profile: "extends: cps3-two-activities", pin: pinNone, declared: noChoice, verdict: "incomplete", unknown: "billing[]"},

		{rule: "CPS-ACT-003", what: "nine activities", profile: activities(1, 2, 3, 4, 5, 6, 7, 8, 9), verdict: "warning", want: []string{"CPS-ACT-003 WARNING"}, shows: []string{"activities[]: 9"}},
		{rule: "CPS-ACT-003", what: "sixteen activities", profile: "extends: cps3-sixteen-activities", verdict: "warning", want: []string{"CPS-ACT-003 WARNING"}},
		{
			rule: "CPS-ACT-003", near: true, what: "seventeen activities are another rule's", profile: "extends: cps3-sixteen-activities", verdict: "warning", want: strange,
			edit: func(in *diagnosis.Input) {
				in.Card.Activities = append(in.Card.Activities, in.Card.Activities[15])
				number(17)(in)
			},
		},
		{rule: "CPS-ACT-003", near: true, what: "eight activities", profile: activities(1, 2, 3, 4, 5, 6, 7, 8), verdict: "ok"},
		{rule: "CPS-ACT-003", near: true, what: "nine activities on a CPF", profile: activities(1, 2, 3, 4, 5, 6, 7, 8, 9) + "\ninfo: {kind: cpf}", verdict: "ok"},
		{
			rule: "CPS-ACT-003", near: true, what: "nine activities, the type was not read", profile: activities(1, 2, 3, 4, 5, 6, 7, 8, 9), edit: withoutInfo,
			verdict: "ok", unknown: "card.type",
		},

		{rule: "CPS-ACT-004", what: "label 17", profile: activities(1, 2, 3), edit: number(17), verdict: "warning", want: append(strange[:1:1], gap...)},
		{rule: "CPS-ACT-004", what: "label 0", profile: activities(1, 2, 3), edit: number(0), verdict: "warning", want: strange},
		{rule: "CPS-ACT-004", what: "two objects of one label", profile: activities(1, 2, 3), edit: number(2), verdict: "warning", want: strange},
		{rule: "CPS-ACT-004", near: true, what: "labels 01, 05, 16", profile: activities(1, 5, 16), verdict: "warning", want: gap},

		{rule: "CPS-ACT-005", what: "labels 01, 03, 07", profile: activities(1, 3, 7), verdict: "warning", want: gap, shows: []string{"activities[]: 1, 3, 7; after the first gap: 3, 7"}},
		{rule: "CPS-ACT-005", what: "the first label is 02", profile: activities(2, 3), verdict: "warning", want: gap},
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
		{rule: "CPS-ACT-005", near: true, what: "labels 01, 02, 03", profile: activities(1, 2, 3), verdict: "ok"},

		{
			rule: "CPS-ACT-006", what: "a salaried activity is chosen", profile: salaried, declared: []string{"lgc.selected=2"},
			verdict: "blocked", want: []string{"CPS-ACT-006 BLOCK-BILLING", "CPS-DAM-007 INFO"}, shows: []string{"activities[2].mode: 01"},
		},
		{rule: "CPS-ACT-006", what: "an unpaid activity is chosen", profile: salaried, facts: fact.Set{Activity: 3}, verdict: "blocked", want: []string{"CPS-ACT-006 BLOCK-BILLING", "CPS-DAM-007 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "salaried in a centre with a situation", profile: "extends: cps3-salaried", declared: []string{"lgc.selected=1"}, verdict: "ok", want: []string{"CPS-CONV-006 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "a liberal activity without situation", profile: salaried, declared: []string{"lgc.selected=4"}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "an activity that the card does not have", profile: salaried, declared: []string{"lgc.selected=9"}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "a CPF", profile: strings.Replace(salaried, "[", "[{mode: replacement}, ", 1) + bills(`link: 1, id: "991026014"`) + "info: {kind: cpf}", declared: []string{"lgc.selected=3"}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "to log in", profile: salaried, facts: auth, declared: []string{"lgc.selected=2"}, verdict: "incomplete", want: []string{"CPS-DAM-007 INFO"}},
		{rule: "CPS-ACT-006", near: true, what: "nothing chosen", profile: salaried, verdict: "ok", unknown: "lgc.selected"},
		{rule: "CPS-ACT-006", near: true, what: "chosen to be none", profile: salaried, declared: noChoice, verdict: "ok"},
		{rule: "CPS-ACT-006", near: true, what: "chosen to be none, before the PIN", profile: salaried, pin: pinNone, declared: noChoice, verdict: "incomplete"},
		{
			rule: "CPS-ACT-006", near: true, what: "before the PIN", profile: salaried, pin: pinNone, declared: []string{"lgc.selected=2"},
			verdict: "incomplete", unknown: "billing[]", unread: []string{"CPS-DAM-007 billing[]", "CPS-DAM-006 billing[]"},
		},
		{
			rule: "CPS-ACT-006", what: "the other situation belongs to an activity that cannot be read", declared: []string{"lgc.selected=2"},
			profile: salaried + bills(`link: 1, id: "991026014"`, `link: 4, id: "991026030"`) + "raw: {activity_04: unreadable}",
			verdict: "blocked", want: []string{"CPS-ACT-006 BLOCK-BILLING", "CPS-DAM-007 INFO"}, unread: []string{"CPS-DAM-006 activities[]"},
		},
		{
			rule: "CPS-ACT-006", near: true, what: "the activity chosen cannot be read", declared: []string{"lgc.selected=4"},
			profile: salaried + bills(`link: 1, id: "991026014"`, `link: 4, id: "991026030"`) + "raw: {activity_04: unreadable}",
			verdict: "ok", unknown: "activities[]", unread: []string{"CPS-DAM-007 activities[]"},
		},
		{
			rule: "CPS-ACT-006", near: true, what: "the activity chosen cannot be decoded", declared: []string{"lgc.selected=2"},
			profile: salaried + "\nraw: {activity_02: E2028001}", verdict: "ok", want: []string{"CPS-DAM-007 INFO"}, unknown: "activities[]",
		},
		{
			rule: "CPS-ACT-006", near: true, what: "the activity chosen is filled with zeros", declared: []string{"lgc.selected=2"},
			profile: salaried + "\nraw: {activity_02: \"zeros:64\"}", verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
	}
}
