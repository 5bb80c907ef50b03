package scenarios

import "github.com/cpslab/cps/harness/diagnosis"

// kindCases are the rules on what each type of card may bill.
func kindCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-TYPE-002", what: "a CPA without a situation", profile: "extends: cpa-healthy",
			verdict: "blocked", want: []string{"CPS-TYPE-002 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-002", near: true, what: "a CPA with a usable situation", profile: "extends: cps3-healthy\ninfo: {kind: cpa}",
			verdict: "ok",
		},
		{
			rule: "CPS-TYPE-002", near: true, what: "a CPA used to log in", profile: "extends: cpa-healthy",
			facts: diagnosis.Facts{Use: diagnosis.UseAuth}, verdict: "ok",
		},

		{
			rule: "CPS-TYPE-003", what: "a CPF without a situation", profile: "extends: cpf-no-billing",
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-003", near: true, what: "a CPF that replaces, with the right to sign", profile: "extends: cpf-healthy",
			verdict: "ok",
		},

		{
			rule: "CPS-TYPE-004", what: "a CPE without a situation", profile: "extends: cpe-no-billing",
			verdict: "blocked", want: []string{"CPS-TYPE-004 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-004", near: true, what: "a CPE with an identifier and no right",
			profile: "extends: cpe-healthy\nbilling:\n  - {link: 1, id: \"994026102\", speciality: \"99\", convention: \"9\", zone: \"99\", mileage: \"9\", agreements: [\"99\"], sign_fse: false, sign_lots: false}\n",
			verdict: "blocked", want: []string{"CPS-SIGN-003 BLOCK-BILLING", "CPS-SIGN-001 BLOCK-SIGNING", "CPS-SIGN-002 BLOCK-SIGNING", "CPS-CONV-006 INFO"},
		},
	}
}

// billingCases are the rules on the content of billing situations.
func billingCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-BILL-001", what: "an empty identifier", profile: billed(""),
			verdict: "blocked", want: []string{"CPS-BILL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-BILL-001", what: "an identifier of zeros", profile: billed("0000000000"),
			verdict: "blocked", want: []string{"CPS-BILL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-BILL-001", what: "beside a usable situation",
			profile: "extends: cps3-two-activities\nbilling:\n  - {link: 1, id: \"\"}\n  - {link: 2, id: \"994026045\"}\n",
			verdict: "warning", want: []string{"CPS-BILL-001 WARNING"},
		},
		{
			rule: "CPS-BILL-001", near: true, what: "a ten-digit identifier", profile: billed("0991026014"),
			verdict: "ok", want: []string{"CPS-BILL-004 INFO"},
		},

		{
			rule: "CPS-BILL-004", what: "ten digits", profile: billed("0991026014"),
			verdict: "ok", want: []string{"CPS-BILL-004 INFO"},
		},
		{rule: "CPS-BILL-004", near: true, what: "nine digits", profile: billed("991026014"), verdict: "ok"},

		{
			rule: "CPS-CONV-006", what: "9, 99, 99, 99", profile: "extends: cps3-salaried",
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-CONV-006", near: true, what: "1, 99, 99, 99",
			profile: "extends: cps3-healthy\nbilling:\n  - {link: 1, id: \"991026014\", speciality: \"99\", convention: \"1\", zone: \"99\", mileage: \"9\", agreements: [\"99\"]}\n",
			verdict: "ok",
		},
	}
}

// rights writes a card whose one situation has these rights.
func rights(fse, lots string) string {
	return "extends: cps3-healthy\nbilling:\n  - {link: 1, id: \"991026014\", sign_fse: " + fse + ", sign_lots: " + lots + "}\n"
}

// signingCases are the rules on signing rights.
func signingCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-SIGN-001", what: "lots only", profile: rights("false", "true"),
			verdict: "blocked", want: []string{"CPS-SIGN-001 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-SIGN-001", what: "another situation holds the right",
			profile: "extends: cps3-two-activities\nbilling:\n  - {link: 1, id: \"991026030\", sign_fse: false}\n  - {link: 2, id: \"994026045\"}\n",
			verdict: "warning", want: []string{"CPS-SIGN-001 WARNING"},
		},
		{
			rule: "CPS-SIGN-001", what: "the activity chosen lacks the right",
			profile: "extends: cps3-two-activities\nbilling:\n  - {link: 1, id: \"991026030\", sign_fse: false}\n  - {link: 2, id: \"994026045\"}\n",
			facts:   diagnosis.Facts{Activity: 1},
			verdict: "blocked", want: []string{"CPS-SIGN-001 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-SIGN-001", near: true, what: "FSE only", profile: rights("true", "false"),
			verdict: "blocked", want: []string{"CPS-SIGN-002 BLOCK-SIGNING"},
		},

		{
			rule: "CPS-SIGN-002", what: "FSE only", profile: rights("true", "false"),
			verdict: "blocked", want: []string{"CPS-SIGN-002 BLOCK-SIGNING"},
		},
		{rule: "CPS-SIGN-002", near: true, what: "both rights", profile: rights("true", "true"), verdict: "ok"},

		{
			rule: "CPS-SIGN-003", what: "no right", profile: rights("false", "false"),
			verdict: "blocked", want: []string{"CPS-SIGN-003 BLOCK-BILLING", "CPS-SIGN-001 BLOCK-SIGNING", "CPS-SIGN-002 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-SIGN-003", near: true, what: "one right", profile: rights("false", "true"),
			verdict: "blocked", want: []string{"CPS-SIGN-001 BLOCK-SIGNING"},
		},

		{
			rule: "CPS-SIGN-004", what: "billing data damaged, so that no other rule can speak",
			profile: "extends: cps3-healthy\nraw: {sit_fact: E010A00E800101}",
			verdict: "blocked", want: []string{"CPS-SIGN-004 BLOCK-BILLING"},
		},
		{
			rule: "CPS-SIGN-004", near: true, what: "a right missing has its own rule", profile: rights("true", "false"),
			verdict: "blocked", want: []string{"CPS-SIGN-002 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-SIGN-004", near: true, what: "undefined codes are not mandatory", profile: "extends: cps3-salaried",
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
	}
}
