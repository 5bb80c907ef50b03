package scenarios

import "github.com/cpslab/cps/harness/card"

// pinFactCases are the rules on codes that rest on what somebody tells: never a
// code, only its length.
func pinFactCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-PIN-009", what: "unblocking wanted, the PIN works and was not counted", profile: healthy, edit: uncounted, declared: []string{"unblock.asked=yes"},
			verdict: "ok", want: []string{"CPS-PIN-009 INFO"}, shows: []string{"sw: 9000 (normal)"},
		},

		{
			rule: "CPS-PIN-011", what: "login without contacts, the card read so too", profile: "extends: cps3cl-healthy", facts: auth, declared: []string{"ckr=CKR_USER_PIN_NOT_INITIALIZED"},
			verdict: "blocked", want: []string{"CPS-PIN-011 BLOCK-SIGNING"},
		},

		{
			rule: "CPS-PIN-014", what: "the card answers 9808 to the PIN", profile: healthy, edit: login(card.LoginNotAsked, 0x9808),
			verdict: "blocked", want: []string{"CPS-PIN-014 BLOCK-BILLING"},
		},
		{rule: "CPS-PIN-014", near: true, what: "the card answers 9000 to the PIN", profile: healthy, edit: login(card.LoginOK, 0x9000), verdict: "ok", unknown: "sw"},
	}
}
