package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// pinVectors: PIN, PUK, and what is typed.
func pinVectors() []vector {
	pin := func(left, pukLeft, pukUses int) func(*Input) {
		return func(in *Input) {
			noPIN(in)
			in.Card.PIN.Left, in.Card.PUK.Left, in.Card.PUK.Uses = left, pukLeft, pukUses
		}
	}
	login := func(l card.Login, sw uint16) func(*Input) {
		return func(in *Input) { noPIN(in); in.Card.Login, in.Card.LoginSW = l, apdu.SW(sw) }
	}
	uncounted := func(in *Input) { in.Card.PIN, in.Card.PUK = card.Counter{}, card.Counter{} }
	tries := func(pin, puk int) func(*Input) {
		return func(in *Input) { in.Card.PIN.Left, in.Card.PUK.Left = pin, puk }
	}
	wrongPIN := func(sw uint16) func(*Input) {
		return func(in *Input) { noPIN(in); in.Card.Login, in.Card.LoginSW = card.LoginWrong, apdu.SW(sw) }
	}
	return []vector{
		{"CPS-PIN-001", "63C2", with(login(card.LoginWrong, 0x63C2)), noon, []string{"BLOCK-SIGNING"}, ""},
		{"CPS-PIN-001", "9000", healthy(), noon, nil, ""},
		{"CPS-PIN-001", "63C0 is a blocked card", with(login(card.LoginWrong, 0x63C0)), noon, nil, ""},
		hit("CPS-PIN-001", "63C2", declared("sw=63C2"), "BLOCK-SIGNING"),
		near("CPS-PIN-001", "9804 to a READ", declared("sw=9804", "code.command=read")),
		near("CPS-PIN-001", "9000", declared("sw=9000")),
		near("CPS-PIN-001", "63C0 is CPS-PIN-003", declared("sw=63C0")),
		wait("CPS-PIN-001", "9804 to what?", declared("sw=9804"), "code.command"),

		{"CPS-PIN-002", "one try left", with(pin(1, 3, 10)), noon, []string{"WARNING"}, ""},
		{"CPS-PIN-002", "two tries left", with(pin(2, 3, 10)), noon, []string{"WARNING"}, ""},
		{"CPS-PIN-002", "three tries left", with(pin(3, 3, 10)), noon, nil, ""},
		{"CPS-PIN-002", "no try left", with(pin(0, 3, 10)), noon, nil, ""},
		hit("CPS-PIN-002", "63C1, counter unread", with(noPIN, uncounted, facts("sw=63C1")), "WARNING"),
		hit("CPS-PIN-002", "63C1", declared("sw=63C1"), "WARNING"),
		hit("CPS-PIN-002", "63C2", declared("sw=63C2"), "WARNING"),
		near("CPS-PIN-002", "63C3", declared("sw=63C3")),

		{"CPS-PIN-003", "counter at 0", with(pin(0, 3, 10)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "6983", with(login(card.LoginBlocked, 0x6983)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "63C0 on a V3", with(login(card.LoginWrong, 0x63C0)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "63C0 on a V4", with(v4, login(card.LoginWrong, 0x63C0)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-003", "63C1", with(login(card.LoginWrong, 0x63C1)), noon, nil, ""},
		{"CPS-PIN-003", "silenced by PIN-005", with(pin(0, 0, 10)), noon, nil, ""},
		hit("CPS-PIN-003", "9840 in this reading", with(wrongPIN(0x9840)), "BLOCK-BILLING"),
		near("CPS-PIN-003", "63C1", declared("sw=63C1")),

		hit("CPS-PIN-001", "the screen said so", declared("pin.screen=wrong"), "BLOCK-SIGNING"),
		near("CPS-PIN-001", "the screen accepted it", declared("pin.screen=accepted")),
		hit("CPS-PIN-002", "the screen said so", declared("pin.screen=last"), "WARNING"),
		near("CPS-PIN-002", "the screen says that it is blocked", declared("pin.screen=blocked")),
		hit("CPS-PIN-003", "the screen said so", declared("pin.screen=blocked"), "BLOCK-BILLING"),
		near("CPS-PIN-003", "the screen said that it was wrong", declared("pin.screen=wrong")),
		near("CPS-PIN-003", "definitively: CPS-PIN-005", declared("pin.screen=dead")),
		near("CPS-PIN-003", "the card itself has tries left", with(facts("pin.screen=blocked"))),
		hit("CPS-PIN-005", "the screen said so", declared("pin.screen=dead"), "BLOCK-BILLING"),
		hit("CPS-PIN-005", "the screen said so, another program accepted the PIN", declared("pin.screen=dead", "pin.accepted=yes"), "WARNING"),
		near("CPS-PIN-005", "the screen offers to unblock it", declared("pin.screen=blocked")),

		hit("CPS-PIN-004", "refused, two left", with(tries(3, 2), facts("puk.refused=yes")), "WARNING"),
		near("CPS-PIN-004", "accepted", with(tries(3, 2), facts("puk.refused=no"))),
		near("CPS-PIN-004", "refused, none left: CPS-PIN-005", with(tries(3, 0), facts("puk.refused=yes"))),

		{"CPS-PIN-005", "PIN 0, PUK 0", with(pin(0, 0, 10)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-005", "PIN 0, quota spent", with(pin(0, 3, 0)), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-PIN-005", "PIN 3, PUK 0", with(pin(3, 0, 10)), noon, []string{"WARNING"}, ""},
		{"CPS-PIN-005", "PIN 0, PUK 3, quota 4", with(pin(0, 3, 4)), noon, nil, ""},

		wait("CPS-PIN-006", "four characters", with(facts("pin.typedLength=4")), "pin.typedDigits"),
		wait("CPS-PIN-006", "digits, how many?", with(facts("pin.typedDigits=yes")), "pin.typedLength"),
		hit("CPS-PIN-006", "3 digits", declared("pin.typedLength=3"), "WARNING"),
		hit("CPS-PIN-006", "9 digits", declared("pin.typedLength=9"), "WARNING"),
		hit("CPS-PIN-006", "letters", declared("pin.typedLength=6", "pin.typedDigits=no"), "WARNING"),
		near("CPS-PIN-006", "4 digits", declared("pin.typedLength=4", "pin.typedDigits=yes")),
		near("CPS-PIN-006", "8 digits", declared("pin.typedLength=8", "pin.typedDigits=yes")),

		hit("CPS-PIN-007", "7 digits", declared("puk.typedLength=7"), "WARNING"),
		hit("CPS-PIN-007", "9 digits", declared("puk.typedLength=9"), "WARNING"),
		near("CPS-PIN-007", "8 digits", declared("puk.typedLength=8")),

		hit("CPS-PIN-008", "different", declared("pin.confirmed=no"), "INFO"),
		near("CPS-PIN-008", "equal", declared("pin.confirmed=yes")),

		hit("CPS-PIN-009", "PIN accepted, counter unread", with(uncounted, facts("unblock.asked=yes")), "INFO"),
		hit("CPS-PIN-009", "two tries left", with(tries(2, 3), facts("unblock.asked=yes")), "INFO"),
		near("CPS-PIN-009", "none left", with(noPIN, tries(0, 3), facts("unblock.asked=yes"))),
		near("CPS-PIN-009", "not asked for", with(facts("unblock.asked=no"))),

		hit("CPS-PIN-010", "no letter", declared("pin.known=no", "puk.known=no"), "BLOCK-SIGNING"),
		near("CPS-PIN-010", "PIN known", declared("pin.known=yes", "puk.known=no")),

		hit("CPS-PIN-011", "on the contactless face", with(contactless, auth, facts("ckr=CKR_USER_PIN_NOT_INITIALIZED")), "BLOCK-SIGNING"),
		near("CPS-PIN-011", "on a contact face", with(facts("ckr=CKR_USER_PIN_NOT_INITIALIZED"))),
		near("CPS-PIN-011", "login over contact", declared("ckr=CKR_PIN_INCORRECT")),
		near("CPS-PIN-011", "declared: a V3 in its slot", declaredOf("V3", "ckr=CKR_USER_PIN_NOT_INITIALIZED", "use=auth")),

		hit("CPS-PIN-012", "time-out", declared("ckr=0x50"), "INFO"),
		near("CPS-PIN-012", "wrong code", declared("ckr=CKR_PIN_INCORRECT")),

		hit("CPS-PIN-013", "in a trace", declared("trace.pin=yes"), "WARNING"),
		near("CPS-PIN-013", "masked", declared("trace.pin=no")),

		hit("CPS-PIN-014", "9808 in this reading", with(wrongPIN(0x9808)), "BLOCK-BILLING"),
		near("CPS-PIN-014", "9804 to a READ before the PIN", declared("sw=9804", "code.command=read")),
		near("CPS-PIN-014", "9840 is CPS-PIN-003", declared("sw=9840")),
		wait("CPS-PIN-014", "no status word", healthy(), "sw"),
	}
}
