package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// billingCases are the rules on the identifier of each situation.
func billingCases() []ruleCase {
	empty := []string{"CPS-BILL-001 BLOCK-BILLING"}
	generic := "extends: cps3-remplacant-generic" + bills(`link: 1, id: "999026154", speciality: "24"`)
	known := func(numbers string) []string { return []string{"lgc.billingIds=" + numbers} }
	return []ruleCase{
		{rule: "CPS-BILL-001", what: "an identifier of x", profile: healthy, edit: billingID("xxxxxxxxxx"), verdict: "blocked", want: empty},
		{
			rule: "CPS-BILL-001", what: "beside a usable situation of another activity than the one chosen", profile: "extends: cps3-two-activities" + bills(`link: 1, id: ""`, `link: 2, id: "994026045"`),
			facts: fact.Set{Activity: 1}, verdict: "blocked", want: empty,
		},
		{rule: "CPS-BILL-001", near: true, what: "to log in", profile: billed(""), facts: auth, verdict: "incomplete"},

		{
			rule: "CPS-BILL-002", what: "a test number on a card taken for real", profile: healthy, edit: all(realCategory, billingID("999100019")), declared: []string{"env=real"},
			verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-BILL-002 WARNING"},
		},
		{
			rule: "CPS-BILL-002", what: "a masked sample", profile: healthy, edit: all(realCategory, billingID("xxx26xxxxx")), declared: []string{"env=real"},
			verdict: "warning", want: []string{"CPS-ID-006 WARNING", "CPS-ID-008 WARNING", "CPS-BILL-002 WARNING", "CPS-BILL-004 INFO", "CPS-BILL-007 INFO"}, shows: []string{"billing[1].id: xxx26xxxxx"},
		},
		{
			rule: "CPS-BILL-002", what: "nothing but the mask", profile: healthy, edit: all(realCategory, billingID("xxxxxxxxxx")), declared: []string{"env=real"},
			verdict: "blocked", want: []string{"CPS-BILL-001 BLOCK-BILLING", "CPS-BILL-002 WARNING"},
		},
		{
			rule: "CPS-BILL-002", what: "a placeholder of a replacing professional, not replacing", profile: generic, edit: realCategory, declared: []string{"env=real", "lgc.replacement=no"},
			verdict: "blocked", want: []string{"CPS-ACT-006 BLOCK-BILLING", "CPS-BILL-002 WARNING"},
		},
		{rule: "CPS-BILL-002", near: true, what: "a placeholder of a replacing professional, replacing", profile: generic, edit: realCategory, declared: []string{"env=real", "lgc.replacement=yes"}, verdict: "ok"},
		{
			rule: "CPS-BILL-002", near: true, what: "a placeholder of a replacing professional, nobody said whether replacing", profile: generic, edit: realCategory, declared: []string{"env=real"},
			verdict: "ok", unknown: "lgc.replacement", unread: []string{"CPS-ACT-006 lgc.replacement"},
		},
		{rule: "CPS-BILL-002", near: true, what: "a number of a real département", profile: billed("010000016"), edit: realCategory, declared: []string{"env=real"}, verdict: "ok"},
		{rule: "CPS-BILL-002", near: true, what: "before the PIN", profile: healthy, edit: realCategory, pin: pinNone, declared: []string{"env=real"}, verdict: "incomplete", unknown: "billing[]"},

		{rule: "CPS-BILL-003", near: true, what: "to log in", profile: healthy, facts: auth, declared: known("994026029"), verdict: "incomplete"},

		{rule: "CPS-BILL-005", near: true, what: "to log in", profile: "extends: cpe-healthy", facts: auth, declared: []string{"lgc.structureAm=991026113"}, verdict: "incomplete", want: []string{"CPS-CONV-006 INFO"}},
	}
}
