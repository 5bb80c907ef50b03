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
	return []ruleCase{
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

		{
			rule: "CPS-PIN-005", what: "PUK at 0, the PIN works and was not counted", profile: "extends: cps3-puk-blocked-pin-ok",
			edit:    func(in *diagnosis.Input) { in.Card.PIN = card.Counter{} },
			verdict: "warning", want: []string{"CPS-PIN-005 WARNING"},
		},
		{
			rule: "CPS-PIN-005", near: true, what: "PUK at 0, nothing known of the PIN", profile: "extends: cps3-puk-blocked-pin-ok", pin: pinNone,
			edit: func(in *diagnosis.Input) { in.Card.PIN = card.Counter{} }, verdict: "incomplete", unknown: "pin.triesLeft",
		},
	}
}
