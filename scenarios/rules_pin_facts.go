package scenarios

import "github.com/cpslab/cps/harness/card"

// pinFactCases are the rules on codes that rest on what somebody tells: never a
// code, only its length.
func pinFactCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-PIN-004", what: "the PUK was refused, two tries left", profile: healthy + "\npuk: {left: 2}", declared: []string{"puk.refused=yes"},
			verdict: "warning", want: []string{"CPS-PIN-004 WARNING"}, shows: []string{"puk.triesLeft: 2"},
		},
		{rule: "CPS-PIN-004", near: true, what: "the PUK was accepted", profile: healthy, declared: []string{"puk.refused=no"}, verdict: "ok"},
		{
			rule: "CPS-PIN-004", near: true, what: "the PUK was refused for the last time", profile: "extends: cps3-puk-blocked-pin-ok",
			declared: []string{"puk.refused=yes"}, verdict: "warning", want: []string{"CPS-PIN-005 WARNING"},
		},
		{rule: "CPS-PIN-004", near: true, what: "refused, no card read", declared: []string{"puk.refused=yes"}, unknown: "puk.triesLeft", verdict: "undetermined"},

		{
			rule: "CPS-PIN-006", what: "three digits", profile: healthy, declared: []string{"pin.typedLength=3"},
			verdict: "warning", want: []string{"CPS-PIN-006 WARNING"}, shows: []string{"pin.typedLength: 3"},
		},
		{
			rule: "CPS-PIN-006", what: "nine digits", profile: healthy, declared: []string{"pin.typedLength=9", "pin.typedDigits=yes"},
			verdict: "warning", want: []string{"CPS-PIN-006 WARNING"},
		},
		{
			rule: "CPS-PIN-006", what: "letters", profile: healthy, declared: []string{"pin.typedDigits=no"},
			verdict: "warning", want: []string{"CPS-PIN-006 WARNING"},
		},
		{
			rule: "CPS-PIN-006", what: "six characters, not all digits", profile: healthy, declared: []string{"pin.typedLength=6", "pin.typedDigits=no"},
			verdict: "warning", want: []string{"CPS-PIN-006 WARNING"},
		},
		{rule: "CPS-PIN-006", near: true, what: "four digits", profile: healthy, declared: []string{"pin.typedLength=4", "pin.typedDigits=yes"}, verdict: "ok"},
		{rule: "CPS-PIN-006", near: true, what: "four characters, digits or not", profile: healthy, declared: []string{"pin.typedLength=4"}, verdict: "ok", unknown: "pin.typedDigits"},
		{rule: "CPS-PIN-006", near: true, what: "digits, nobody told how many", profile: healthy, declared: []string{"pin.typedDigits=yes"}, verdict: "ok", unknown: "pin.typedLength"},
		{rule: "CPS-PIN-006", near: true, what: "six digits", profile: healthy, declared: []string{"pin.typedLength=6", "pin.typedDigits=yes"}, verdict: "ok"},
		{rule: "CPS-PIN-006", near: true, what: "eight digits", profile: healthy, declared: []string{"pin.typedLength=8", "pin.typedDigits=yes"}, verdict: "ok"},
		{rule: "CPS-PIN-006", near: true, what: "nothing typed", profile: healthy, verdict: "ok", unknown: "pin.typedLength"},

		{
			rule: "CPS-PIN-007", what: "seven digits", profile: healthy, declared: []string{"puk.typedLength=7"},
			verdict: "warning", want: []string{"CPS-PIN-007 WARNING"},
		},
		{
			rule: "CPS-PIN-007", what: "nine digits", profile: healthy, declared: []string{"puk.typedLength=9"},
			verdict: "warning", want: []string{"CPS-PIN-007 WARNING"},
		},
		{rule: "CPS-PIN-007", near: true, what: "eight digits", profile: healthy, declared: []string{"puk.typedLength=8"}, verdict: "ok"},

		{
			rule: "CPS-PIN-008", what: "they differ", profile: healthy, declared: []string{"pin.confirmed=no"},
			verdict: "ok", want: []string{"CPS-PIN-008 INFO"},
		},
		{rule: "CPS-PIN-008", near: true, what: "they are equal", profile: healthy, declared: []string{"pin.confirmed=yes"}, verdict: "ok"},

		{
			rule: "CPS-PIN-009", what: "unblocking wanted, two tries left", profile: "extends: cps3-pin-2", declared: []string{"unblock.asked=yes"},
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING", "CPS-PIN-009 INFO"},
		},
		{
			rule: "CPS-PIN-009", what: "unblocking wanted, the PIN works and was not counted", profile: healthy, edit: uncounted, declared: []string{"unblock.asked=yes"},
			verdict: "ok", want: []string{"CPS-PIN-009 INFO"}, shows: []string{"sw: 9000 (normal)"},
		},
		{
			rule: "CPS-PIN-009", near: true, what: "no try left", profile: "extends: cps3-pin-blocked", declared: []string{"unblock.asked=yes"},
			verdict: "blocked", want: []string{"CPS-PIN-003 BLOCK-BILLING"},
		},
		{rule: "CPS-PIN-009", near: true, what: "unblocking not wanted", profile: healthy, declared: []string{"unblock.asked=no"}, verdict: "ok"},
		{rule: "CPS-PIN-009", near: true, what: "wanted, no card read", declared: []string{"unblock.asked=yes"}, unknown: "pin.triesLeft", verdict: "undetermined"},

		{
			rule: "CPS-PIN-010", what: "neither code", declared: []string{"pin.known=no", "puk.known=no"},
			verdict: "blocked", want: []string{"CPS-PIN-010 BLOCK-SIGNING"},
		},
		{rule: "CPS-PIN-010", near: true, what: "the unblocking code is known", declared: []string{"pin.known=no", "puk.known=yes"}, verdict: "undetermined"},
		{rule: "CPS-PIN-010", near: true, what: "the PIN is known", declared: []string{"pin.known=yes", "puk.known=no"}, verdict: "undetermined"},
		{rule: "CPS-PIN-010", near: true, what: "nothing told of the unblocking code", declared: []string{"pin.known=no"}, unknown: "puk.known", verdict: "undetermined"},

		{
			rule: "CPS-PIN-011", what: "login without contacts", declared: []string{"ckr=CKR_USER_PIN_NOT_INITIALIZED"},
			verdict: "blocked", want: []string{"CPS-PIN-011 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-PIN-011", what: "login without contacts, the card read so too", profile: "extends: cps3cl-healthy", facts: auth, declared: []string{"ckr=CKR_USER_PIN_NOT_INITIALIZED"},
			verdict: "blocked", want: []string{"CPS-PIN-011 BLOCK-SIGNING"},
		},
		{rule: "CPS-PIN-011", near: true, what: "the card is read with contacts", profile: healthy, declared: []string{"ckr=CKR_USER_PIN_NOT_INITIALIZED"}, verdict: "ok"},
		{rule: "CPS-PIN-011", near: true, what: "a CPS4", profile: healthyV4, declared: []string{"ckr=CKR_USER_PIN_NOT_INITIALIZED"}, verdict: "ok"},
		{rule: "CPS-PIN-011", near: true, what: "login with contacts", profile: healthy, verdict: "ok", unknown: "ckr", unread: []string{"CPS-PIN-012 ckr"}},

		{
			rule: "CPS-PIN-012", what: "the keypad timed out", profile: healthy, declared: []string{"ckr=CKR_FUNCTION_CANCELED"},
			verdict: "ok", want: []string{"CPS-PIN-012 INFO"},
		},
		{
			rule: "CPS-PIN-012", near: true, what: "a wrong code on the keypad", declared: []string{"ckr=CKR_PIN_INCORRECT"},
			verdict: "blocked", want: []string{"CPS-PIN-001 BLOCK-SIGNING"},
		},

		{
			rule: "CPS-PIN-013", what: "a code stands in a trace", profile: healthy, declared: []string{"trace.pin=yes"},
			verdict: "warning", want: []string{"CPS-PIN-013 WARNING"},
		},
		{rule: "CPS-PIN-013", near: true, what: "the field is masked", profile: healthy, declared: []string{"trace.pin=no"}, verdict: "ok"},

		{
			rule: "CPS-PIN-014", what: "9808", declared: []string{"sw=9808"},
			verdict: "blocked", want: []string{"CPS-PIN-014 BLOCK-BILLING"}, says: "invalid",
		},
		{
			rule: "CPS-PIN-014", what: "9802", declared: []string{"sw=9802"},
			verdict: "blocked", want: []string{"CPS-PIN-014 BLOCK-BILLING"}, says: "activé",
		},
		{
			rule: "CPS-PIN-014", what: "the card answers 9808 to the PIN", profile: healthy, edit: login(card.LoginNotAsked, 0x9808),
			verdict: "blocked", want: []string{"CPS-PIN-014 BLOCK-BILLING"},
		},
		{
			rule: "CPS-PIN-014", near: true, what: "9804 behind a PIN", declared: []string{"sw=9804", "code.command=verify"},
			verdict: "blocked", want: []string{"CPS-PIN-001 BLOCK-SIGNING"},
		},
		{rule: "CPS-PIN-014", near: true, what: "9804 behind a reading", profile: healthy, declared: []string{"sw=9804", "code.command=read"}, verdict: "ok"},
		{rule: "CPS-PIN-014", near: true, what: "the card answers 9000 to the PIN", profile: healthy, edit: login(card.LoginOK, 0x9000), verdict: "ok", unknown: "sw"},
	}
}
