package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// billingCases are the rules on the identifier of each situation.
func billingCases() []ruleCase {
	empty := []string{"CPS-BILL-001 BLOCK-BILLING"}
	ten := []string{"CPS-BILL-004 INFO"}
	known := func(numbers string) []string { return []string{"lgc.billingIds=" + numbers} }
	const am = "991026014"
	return []ruleCase{
		{rule: "CPS-BILL-001", what: "an empty identifier", profile: billed(""), verdict: "blocked", want: empty},
		{rule: "CPS-BILL-001", what: "an identifier of zeros", profile: billed("0000000000"), verdict: "blocked", want: empty, shows: []string{"billing[1].id: 0000000000"}},
		{rule: "CPS-BILL-001", what: "an identifier of x", profile: healthy, edit: billingID("xxxxxxxxxx"), verdict: "blocked", want: empty},
		{
			rule: "CPS-BILL-001", what: "beside a usable situation", profile: "extends: cps3-two-activities" + bills(`link: 1, id: ""`, `link: 2, id: "994026045"`),
			verdict: "warning", want: []string{"CPS-BILL-001 WARNING"},
		},
		{
			rule: "CPS-BILL-001", what: "beside a situation without any right", profile: "extends: cps3-two-activities" + bills(`link: 1, id: ""`, `link: 2, id: "994026045", sign_fse: false, sign_lots: false`),
			verdict: "blocked", want: []string{"CPS-BILL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-BILL-001", what: "beside a usable situation of another activity than the one chosen", profile: "extends: cps3-two-activities" + bills(`link: 1, id: ""`, `link: 2, id: "994026045"`),
			facts: fact.Set{Activity: 1}, verdict: "blocked", want: empty,
		},
		{rule: "CPS-BILL-001", near: true, what: "a ten-digit identifier", profile: billed("0991026014"), verdict: "ok", want: ten},
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
		{rule: "CPS-BILL-002", near: true, what: "a number of a real département", profile: billed("010000016"), edit: realCategory, declared: []string{"env=real"}, verdict: "ok"},
		{rule: "CPS-BILL-002", near: true, what: "a test card in a test", profile: billed("999999014"), declared: []string{"env=test"}, verdict: "ok"},
		{rule: "CPS-BILL-002", near: true, what: "no environment declared", profile: billed("999999014"), verdict: "ok", unknown: "env"},
		{rule: "CPS-BILL-002", near: true, what: "before the PIN", profile: healthy, edit: realCategory, pin: pinNone, declared: []string{"env=real"}, verdict: "incomplete", unknown: "billing[]"},

		{rule: "CPS-BILL-003", what: "the software knows others only", profile: healthy, declared: known("994026029, 991026030"), verdict: "blocked", want: []string{"CPS-BILL-003 BLOCK-BILLING"}},
		{rule: "CPS-BILL-003", what: "the other situation is known", profile: twoPractices("", ""), declared: known(secondAM), verdict: "warning", want: []string{"CPS-BILL-003 WARNING"}},
		{rule: "CPS-BILL-003", near: true, what: "it is known", profile: healthy, declared: known("994026029," + am), verdict: "ok"},
		{rule: "CPS-BILL-003", near: true, what: "it is known without its type character", profile: billed("0" + am), declared: known(am), verdict: "ok", want: ten},
		{rule: "CPS-BILL-003", near: true, what: "to log in", profile: healthy, facts: auth, declared: known("994026029"), verdict: "incomplete"},
		{rule: "CPS-BILL-003", near: true, what: "nothing told", profile: healthy, verdict: "ok", unknown: "lgc.billingIds", unread: []string{"CPS-BILL-005 lgc.structureAm"}},
		{rule: "CPS-BILL-003", near: true, what: "before the PIN", profile: healthy, pin: pinNone, declared: known(am), verdict: "incomplete", unknown: "billing[]"},

		{rule: "CPS-BILL-004", what: "ten digits", profile: billed("0991026014"), verdict: "ok", want: ten, shows: []string{"billing[1].id: 0991026014"}},
		{rule: "CPS-BILL-004", near: true, what: "nine digits", profile: billed(am), verdict: "ok"},

		{rule: "CPS-BILL-005", what: "a CPE of shop A in shop B", profile: "extends: cpe-healthy", declared: []string{"lgc.structureAm=991026113"}, verdict: "blocked", want: []string{"CPS-BILL-005 BLOCK-BILLING", "CPS-CONV-006 INFO"}},
		{
			rule: "CPS-BILL-005", what: "a CPE without identifier", profile: "extends: cpe-healthy" + bills(`link: 1, id: "", speciality: "99", convention: "9", zone: "99", mileage: "9", agreements: ["99"]`),
			declared: []string{"lgc.structureAm=994026102"}, verdict: "blocked",
			want: []string{"CPS-TYPE-004 BLOCK-BILLING", "CPS-BILL-001 BLOCK-BILLING", "CPS-BILL-005 BLOCK-BILLING", "CPS-CONV-006 INFO"},
		},
		{rule: "CPS-BILL-005", near: true, what: "a CPE of shop A in shop A", profile: "extends: cpe-healthy", declared: []string{"lgc.structureAm=994026102"}, verdict: "ok", want: []string{"CPS-CONV-006 INFO"}},
		{rule: "CPS-BILL-005", near: true, what: "a CPS", profile: healthy, declared: []string{"lgc.structureAm=991026113"}, verdict: "ok"},
		{rule: "CPS-BILL-005", near: true, what: "to log in", profile: "extends: cpe-healthy", facts: auth, declared: []string{"lgc.structureAm=991026113"}, verdict: "incomplete", want: []string{"CPS-CONV-006 INFO"}},
		{rule: "CPS-BILL-005", near: true, what: "before the PIN", profile: "extends: cpe-healthy", pin: pinNone, declared: []string{"lgc.structureAm=994026102"}, verdict: "incomplete", unknown: "billing[]"},

		{
			rule: "CPS-BILL-006", what: "two situations, one number", profile: "extends: cps3-two-activities" + bills(`link: 1, id: "994026045"`, `link: 2, id: "0994026045"`),
			verdict: "ok", want: []string{"CPS-BILL-004 INFO", "CPS-BILL-006 INFO"}, shows: []string{"billing[1].id: 994026045"},
		},
		{
			rule: "CPS-BILL-006", what: "three situations, one number", profile: healthy + bills(`link: 1, id: "994026045"`, `link: 1, id: "991026014"`, `link: 1, id: "994026045"`, `link: 1, id: "994026045"`),
			verdict: "ok", want: []string{"CPS-BILL-006 INFO", "CPS-BILL-006 INFO"},
		},
		{rule: "CPS-BILL-006", near: true, what: "two situations, two numbers", profile: twoPractices("", ""), verdict: "ok"},

		{rule: "CPS-BILL-007", what: "26 in third place", profile: billed("992600015"), verdict: "ok", want: []string{"CPS-BILL-007 INFO"}},
		{rule: "CPS-BILL-007", what: "26 behind a type character", profile: billed("1992600015"), verdict: "ok", want: []string{"CPS-BILL-004 INFO", "CPS-BILL-007 INFO"}},
		{rule: "CPS-BILL-007", near: true, what: "26 in fifth place", profile: billed(am), verdict: "ok"},
		{rule: "CPS-BILL-007", near: true, what: "a number too short to tell", profile: billed("9926"), verdict: "warning", want: []string{"CPS-ID-006 WARNING"}},
	}
}
