package scenarios

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/diagnosis"
)

// activities writes a card with these activity numbers; the first one bills.
func activities(numbers ...int) string {
	var b strings.Builder
	b.WriteString("extends: cps3-healthy\nactivities:\n")
	for _, n := range numbers {
		fmt.Fprintf(&b, "  - {number: %d, mode: liberal, structure_name: CABINET TEST %d, sector: SA07}\n", n, n)
	}
	b.WriteString(situations(numbers[0]))
	return b.String()
}

// situations writes billing situations with these links.
func situations(links ...int) string {
	var b strings.Builder
	b.WriteString("billing:\n")
	for _, l := range links {
		fmt.Fprintf(&b, "  - {link: %d, id: \"991026014\"}\n", l)
	}
	return b.String()
}

// activityCases are the rules on activities and on the situations they lack.
func activityCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-ACT-001", what: "PIN accepted, no activity", profile: "extends: cps3-no-activity",
			verdict: "blocked", want: []string{"CPS-ACT-001 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-001", near: true, what: "no PIN given", profile: "extends: cps3-no-activity", pin: pinNone,
			verdict: "ok", unknown: true,
		},
		{rule: "CPS-ACT-001", near: true, what: "one activity", profile: "extends: cps3-healthy", verdict: "ok"},

		{
			rule: "CPS-ACT-003", what: "nine activities", profile: activities(1, 2, 3, 4, 5, 6, 7, 8, 9),
			verdict: "warning", want: []string{"CPS-ACT-003 WARNING"},
		},
		{rule: "CPS-ACT-003", near: true, what: "eight activities", profile: activities(1, 2, 3, 4, 5, 6, 7, 8), verdict: "ok"},

		{
			rule: "CPS-ACT-005", what: "labels 01, 03, 07", profile: activities(1, 3, 7),
			verdict: "warning", want: []string{"CPS-ACT-005 WARNING"},
		},
		{rule: "CPS-ACT-005", near: true, what: "labels 01, 02, 03", profile: activities(1, 2, 3), verdict: "ok"},

		{
			rule: "CPS-DAM-001", what: "no billing object on a CPS3", profile: "extends: cps3-missing-dam",
			verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-DAM-001", what: "no billing object on a CPS4", profile: "extends: cps4-missing-dam",
			verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-DAM-001", what: "one situation, of an absent activity", profile: "extends: cps3-healthy\n" + situations(9),
			verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"},
		},
		{rule: "CPS-DAM-001", near: true, what: "one situation, of its activity", profile: activities(1), verdict: "ok"},
		{
			rule: "CPS-DAM-001", near: true, what: "nothing is concluded before the PIN", profile: "extends: cps3-missing-dam", pin: pinNone,
			verdict: "ok", unknown: true,
		},
		{
			rule: "CPS-DAM-001", near: true, what: "billing is not the use", profile: "extends: cps3-missing-dam",
			facts: diagnosis.Facts{Use: diagnosis.UseAuth}, verdict: "ok",
		},

		{
			rule: "CPS-DAM-006", what: "links 1 and 3, activities 1 and 2", profile: activities(1, 2) + strings.TrimPrefix(situations(3), "billing:\n"),
			verdict: "warning", want: []string{"CPS-DAM-006 WARNING"},
		},
		{
			rule: "CPS-DAM-006", near: true, what: "link 2, activities 2 and 5", profile: activities(2, 5),
			verdict: "warning", want: []string{"CPS-ACT-005 WARNING"},
		},
		{
			rule: "CPS-DAM-006", near: true, what: "link 3 alone, activities 1 and 2", profile: "extends: cps3-two-activities\n" + situations(3),
			verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"},
		},

		{
			rule: "CPS-DAM-007", what: "the activity chosen has no situation", profile: activities(1, 2), facts: diagnosis.Facts{Activity: 2},
			verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{
			rule: "CPS-DAM-007", near: true, what: "the other activity is chosen", profile: activities(1, 2), facts: diagnosis.Facts{Activity: 1},
			verdict: "ok",
		},
	}
}
