package scenarios

// codeCases are the rules on PIN and PUK.
func codeCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-PIN-001", what: "63C2 on a CPS3", profile: "extends: cps3-healthy", pin: pinWrong,
			verdict: "blocked", want: []string{"CPS-PIN-001 BLOCK-SIGNING", "CPS-PIN-002 WARNING"},
		},
		{
			rule: "CPS-PIN-001", what: "63C2 on a CPS4", profile: "extends: cps4-healthy", pin: pinWrong,
			verdict: "blocked", want: []string{"CPS-PIN-001 BLOCK-SIGNING", "CPS-PIN-002 WARNING"},
		},
		{rule: "CPS-PIN-001", near: true, what: "9000", profile: "extends: cps3-healthy", verdict: "ok"},

		{
			rule: "CPS-PIN-002", what: "one try left, nothing presented", profile: "extends: cps3-pin-1",
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING"},
		},
		{
			rule: "CPS-PIN-002", what: "two tries left before the right PIN", profile: "extends: cps3-pin-2",
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING"},
		},
		{
			rule: "CPS-PIN-002", what: "two tries left on a CPS4", profile: "extends: cps4-healthy\npin: {left: 2}",
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING"},
		},
		{
			rule: "CPS-PIN-002", near: true, what: "three tries left", profile: "extends: cps3-healthy\npin: {left: 3}",
			verdict: "ok",
		},

		{
			rule: "CPS-PIN-003", what: "no try left on a CPS3", profile: "extends: cps3-pin-blocked",
			verdict: "blocked", want: []string{"CPS-PIN-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-PIN-003", what: "6983 on a CPS4", profile: "extends: cps4-healthy\npin: {left: 0}",
			verdict: "blocked", want: []string{"CPS-PIN-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-PIN-003", near: true, what: "one try left", profile: "extends: cps3-pin-1",
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING"},
		},

		{
			rule: "CPS-PIN-005", what: "PIN and PUK at 0", profile: "extends: cps3-dead",
			verdict: "blocked", want: []string{"CPS-PIN-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-PIN-005", what: "PIN at 0, no unblocking left", profile: "extends: cps3-pin-blocked\npuk: {uses: 0}",
			verdict: "blocked", want: []string{"CPS-PIN-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-PIN-005", what: "PIN and PUK at 0 on a CPS4", profile: "extends: cps4-healthy\npin: {left: 0}\npuk: {left: 0}",
			verdict: "blocked", want: []string{"CPS-PIN-005 BLOCK-BILLING"},
		},
		{
			rule: "CPS-PIN-005", what: "PUK at 0, the PIN works", profile: "extends: cps3-puk-blocked-pin-ok",
			verdict: "warning", want: []string{"CPS-PIN-005 WARNING"},
		},
		{
			rule: "CPS-PIN-005", near: true, what: "PIN at 0, PUK with tries and uses left",
			profile: "extends: cps3-pin-blocked\npuk: {uses: 4}",
			verdict: "blocked", want: []string{"CPS-PIN-003 BLOCK-BILLING"},
		},
	}
}
