package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// login makes an input of a card whose answer to the PIN was this.
func login(l card.Login, sw apdu.SW) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Card.Login, in.Card.LoginSW = l, sw }
}

// uncounted takes both try counters out of what was read.
func uncounted(in *diagnosis.Input) { in.Card.PIN, in.Card.PUK = card.Counter{}, card.Counter{} }

// pinCases are the rules on the PIN and the PUK themselves.
func pinCases() []ruleCase {
	wrong := []string{"CPS-PIN-001 BLOCK-SIGNING", "CPS-PIN-002 WARNING"}
	blocked := []string{"CPS-PIN-003 BLOCK-BILLING"}
	dead := []string{"CPS-PIN-005 BLOCK-BILLING"}
	return []ruleCase{
		{
			rule: "CPS-PIN-001", what: "63C2 on a CPS3", profile: healthy, pin: pinWrong,
			verdict: "blocked", want: wrong, shows: []string{"pin.triesLeft: 2"},
		},
		{rule: "CPS-PIN-001", what: "63C2 on a CPS4", profile: healthyV4, pin: pinWrong, verdict: "blocked", want: wrong},
		{rule: "CPS-PIN-001", what: "61443", declared: []string{"ssv=61443"}, verdict: "blocked", want: wrong[:1], shows: []string{"ssv: 61443 (F003)"}},
		{
			rule: "CPS-PIN-001", what: "61443, and no try left", profile: "extends: cps3-pin-blocked", declared: []string{"ssv=61443"},
			verdict: "blocked", want: append(blocked[:1:1], wrong[0]), shows: []string{"pin.triesLeft: 0"},
		},
		{
			rule: "CPS-PIN-001", what: "CKR_PIN_INCORRECT, PIN and PUK at 0", profile: "extends: cps3-dead", declared: []string{"ckr=CKR_PIN_INCORRECT"},
			verdict: "blocked", want: append(dead[:1:1], wrong[0]),
		},
		{rule: "CPS-PIN-001", what: "CKR_PIN_INCORRECT", declared: []string{"ckr=CKR_PIN_INCORRECT"}, verdict: "blocked", want: wrong[:1]},
		{rule: "CPS-PIN-001", what: "63C1, told by telephone", declared: []string{"sw=63C1"}, verdict: "blocked", want: wrong, shows: []string{"pin.triesLeft: 1"}},
		{rule: "CPS-PIN-001", what: "63CF, many tries left", declared: []string{"sw=63CF"}, verdict: "blocked", want: wrong[:1], shows: []string{"pin.triesLeft: 15"}},
		{rule: "CPS-PIN-001", what: "9804 behind VERIFY", declared: []string{"sw=9804", "code.command=verify"}, verdict: "blocked", want: wrong[:1]},
		{rule: "CPS-PIN-001", near: true, what: "9000", profile: healthy, verdict: "ok"},
		{rule: "CPS-PIN-001", near: true, what: "9804 behind a reading", profile: healthy, declared: []string{"sw=9804", "code.command=read"}, verdict: "ok"},
		{rule: "CPS-PIN-001", near: true, what: "9804 behind nobody knows what", profile: healthy, declared: []string{"sw=9804"}, unknown: "code.command", verdict: "ok"},
		{rule: "CPS-PIN-001", near: true, what: "6300 counts no tries", profile: healthy, declared: []string{"sw=6300"}, verdict: "ok"},
		{
			rule: "CPS-PIN-001", near: true, what: "nothing read and nothing told", verdict: "undetermined", unknown: "card",
			unread: []string{"CPS-PIN-002 card", "CPS-PIN-003 card", "CPS-PIN-005 card"},
		},
		{rule: "CPS-PIN-001", near: true, what: "another SSV code alone", declared: []string{"ssv=61442"}, verdict: "undetermined"},
		{rule: "CPS-PIN-001", near: true, what: "another result of the module alone", declared: []string{"ckr=0x5"}, verdict: "undetermined"},
		{rule: "CPS-PIN-001", near: true, what: "another status word alone", declared: []string{"sw=6A82"}, verdict: "undetermined"},
		{rule: "CPS-PIN-001", near: true, what: "the last wrong code blocked it", profile: "extends: cps3-pin-1", pin: pinNone, declared: []string{"sw=63C0"}, verdict: "blocked", want: blocked},

		{
			rule: "CPS-PIN-002", what: "one try left, nothing presented", profile: "extends: cps3-pin-1",
			verdict: "incomplete", want: []string{"CPS-PIN-002 WARNING"}, shows: []string{"pin.triesLeft: 1"}, says: "1 tentative",
		},
		{
			rule: "CPS-PIN-002", what: "two tries left before the right PIN", profile: "extends: cps3-pin-2",
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING"}, says: "2 tentative",
		},
		{
			rule: "CPS-PIN-002", what: "two tries left on a CPS4", profile: healthyV4 + "\npin: {left: 2}",
			verdict: "warning", want: []string{"CPS-PIN-002 WARNING"},
		},
		{
			rule: "CPS-PIN-002", what: "63C1, told by telephone of a card whose counters were not read", profile: healthy, pin: pinNone, edit: uncounted, declared: []string{"sw=63C1"},
			verdict: "blocked", want: wrong, shows: []string{"pin.triesLeft: 1"}, unread: []string{"CPS-PIN-005 puk.triesLeft"},
		},
		{
			rule: "CPS-PIN-002", what: "63C2 to the PIN, no counter", profile: healthy, pin: pinWrong, edit: uncounted,
			verdict: "blocked", want: wrong, shows: []string{"pin.triesLeft: 2"}, unread: []string{"CPS-PIN-005 puk.triesLeft"},
		},
		{
			rule: "CPS-PIN-002", near: true, what: "9804 to the PIN, three tries left by the counter", profile: healthy, edit: login(card.LoginWrong, 0x9804),
			verdict: "blocked", want: wrong[:1], shows: []string{"pin.triesLeft: 3"}, unread: []string{"CPS-PIN-002 "},
		},
		{rule: "CPS-PIN-002", near: true, what: "63C1 of earlier, three tries left now", profile: healthy, pin: pinNone, declared: []string{"sw=63C1"}, verdict: "blocked", want: wrong[:1], shows: []string{"pin.triesLeft: 3"}},
		{rule: "CPS-PIN-002", near: true, what: "three tries left", profile: healthy + "\npin: {left: 3}", verdict: "ok"},
		{
			rule: "CPS-PIN-002", near: true, what: "no counter was read, no PIN presented", profile: healthy, pin: pinNone, edit: uncounted,
			verdict: "incomplete", unknown: "pin.triesLeft", unread: []string{"CPS-PIN-003 pin.triesLeft", "CPS-PIN-005 puk.triesLeft"},
		},
		{
			rule: "CPS-PIN-002", near: true, what: "no counter was read, the PIN worked", profile: healthy, edit: uncounted,
			verdict: "ok", unknown: "pin.triesLeft", unread: []string{"CPS-PIN-003 ", "CPS-PIN-005 puk.triesLeft"},
		},
		{
			rule: "CPS-PIN-002", near: true, what: "a face without PIN", profile: "extends: cps3cl-healthy", facts: fact.Set{Use: fact.UseAuth},
			verdict: "incomplete", unread: []string{"CPS-PIN-003 ", "CPS-PIN-005 "},
		},

		{
			rule: "CPS-PIN-003", what: "no try left on a CPS3", profile: "extends: cps3-pin-blocked", verdict: "blocked", want: blocked,
			shows: []string{"pin.triesLeft: 0"},
		},
		{rule: "CPS-PIN-003", what: "no try left, nothing presented", profile: "extends: cps3-pin-blocked", pin: pinNone, verdict: "blocked", want: blocked},
		{rule: "CPS-PIN-003", what: "6983 on a CPS4", profile: healthyV4 + "\npin: {left: 0}", verdict: "blocked", want: blocked},
		{
			rule: "CPS-PIN-003", what: "6983, told by telephone", declared: []string{"sw=6983"}, verdict: "blocked", want: blocked,
			shows: []string{"sw: 6983 (authentication method blocked)"}, unread: []string{"CPS-PIN-002 "},
		},
		{rule: "CPS-PIN-003", what: "63C0, told by telephone", declared: []string{"sw=63C0"}, verdict: "blocked", want: blocked},
		{rule: "CPS-PIN-003", what: "9840 of the CPS2TER volume", declared: []string{"sw=9840"}, verdict: "blocked", want: blocked},
		{rule: "CPS-PIN-003", what: "CKR_PIN_LOCKED", declared: []string{"ckr=CKR_PIN_LOCKED"}, verdict: "blocked", want: blocked, shows: []string{"ckr: 0xA4"}},
		{
			rule: "CPS-PIN-003", what: "63C0 to the PIN on a CPS3", profile: healthy, edit: login(card.LoginWrong, 0x63C0), verdict: "blocked", want: blocked,
			shows: []string{"sw: 63C0 (no try left)"},
		},
		{rule: "CPS-PIN-003", what: "63C0 to the PIN on a CPS4", profile: healthyV4, edit: login(card.LoginWrong, 0x63C0), verdict: "blocked", want: blocked},
		{rule: "CPS-PIN-003", what: "9840 to the PIN", profile: healthy, edit: login(card.LoginWrong, 0x9840), verdict: "blocked", want: blocked},
		{rule: "CPS-PIN-003", what: "6983 to the PIN, no counter", profile: healthy, edit: all(uncounted, login(card.LoginBlocked, 0x6983)), verdict: "blocked", want: blocked},
		{
			rule: "CPS-PIN-003", what: "tries, but no use left", profile: healthy, pin: pinNone, verdict: "blocked", want: blocked,
			edit: func(in *diagnosis.Input) { in.Card.PIN.Uses = 0 }, shows: []string{"pin.triesLeft: 3", "pin.usageLeft: 0"},
		},
		{rule: "CPS-PIN-003", near: true, what: "one try left", profile: "extends: cps3-pin-1", verdict: "incomplete", want: []string{"CPS-PIN-002 WARNING"}},
		{rule: "CPS-PIN-003", near: true, what: "63C1, told by telephone", declared: []string{"sw=63C1"}, verdict: "blocked", want: wrong},

		{rule: "CPS-PIN-005", what: "PIN and PUK at 0", profile: "extends: cps3-dead", verdict: "blocked", want: dead, shows: []string{"pin.triesLeft: 0", "puk.triesLeft: 0"}},
		{
			rule: "CPS-PIN-005", what: "PIN at 0, no unblocking left", profile: "extends: cps3-pin-blocked\npuk: {uses: 0}",
			verdict: "blocked", want: dead, shows: []string{"puk.usageLeft: 0"},
		},
		{rule: "CPS-PIN-005", what: "PIN and PUK at 0 on a CPS4", profile: healthyV4 + "\npin: {left: 0}\npuk: {left: 0}", verdict: "blocked", want: dead},
		{
			rule: "CPS-PIN-005", what: "PUK at 0, the PIN works", profile: "extends: cps3-puk-blocked-pin-ok",
			verdict: "warning", want: []string{"CPS-PIN-005 WARNING"}, says: "la carte fonctionne",
		},
		{
			rule: "CPS-PIN-005", what: "PUK at 0, the PIN not presented", profile: "extends: cps3-puk-blocked-pin-ok", pin: pinNone,
			verdict: "incomplete", want: []string{"CPS-PIN-005 WARNING"},
		},
		{
			rule: "CPS-PIN-005", what: "PUK at 0, the PIN works and was not counted", profile: "extends: cps3-puk-blocked-pin-ok",
			edit:    func(in *diagnosis.Input) { in.Card.PIN = card.Counter{} },
			verdict: "warning", want: []string{"CPS-PIN-005 WARNING"},
		},
		{
			rule: "CPS-PIN-005", near: true, what: "PIN at 0, PUK with tries and uses left", profile: "extends: cps3-pin-blocked\npuk: {uses: 4}",
			verdict: "blocked", want: blocked,
		},
		{
			rule: "CPS-PIN-005", near: true, what: "PUK at 0, nothing known of the PIN", profile: "extends: cps3-puk-blocked-pin-ok", pin: pinNone,
			edit: func(in *diagnosis.Input) { in.Card.PIN = card.Counter{} }, verdict: "incomplete", unknown: "pin.triesLeft",
		},
	}
}
