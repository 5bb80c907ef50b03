package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// configurationCases are the rules on GALSS, the SESAM-Vitale layer, remote
// sessions, other programs and the reading agent.
func configurationCases() []ruleCase {
	channel := []string{"CPS-WS-013 WARNING"}
	serial := []string{"CPS-WS-014 WARNING"}
	remote := []string{"CPS-WS-016 BLOCK-BILLING"}
	port := []string{"CPS-WS-020 BLOCK-BILLING"}
	told := func(rule, what string, want []string, facts ...string) ruleCase {
		c := ruleCase{rule: rule, what: what, workstation: true, declared: facts, verdict: "blocked", want: want, near: len(want) == 0}
		switch {
		case len(want) == 0:
			c.verdict = "undetermined"
		case severity(want[0]) == "WARNING":
			c.verdict = "warning"
		}
		return c
	}
	missing := func(input string, c ruleCase) ruleCase {
		c.unknown = input
		return c
	}
	seen := func(rule, what string, want []string, edit func(*diagnosis.Input)) ruleCase {
		c := told(rule, what, want)
		if c.edit = edit; len(want) == 0 {
			c.verdict = "ok"
		}
		return c
	}
	ini := func(g diagnosis.GALSS, readers ...string) func(*diagnosis.Input) {
		return computer(diagnosis.Workstation{GALSS: &g, Readers: readers})
	}
	none := func(g diagnosis.GALSS) func(*diagnosis.Input) {
		return computer(diagnosis.Workstation{GALSS: &g, Readers: []string{}})
	}
	straight := diagnosis.GALSS{SerialOnly: no, Swapped: no, Readers: []string{"A"}}
	return []ruleCase{
		seen("CPS-WS-013", "A is declared, B is plugged in", channel, ini(straight, "B")),
		seen("CPS-WS-013", "A is declared, nothing is plugged in", channel, none(straight)),
		seen("CPS-WS-013", "the channels are inverted", channel, ini(diagnosis.GALSS{SerialOnly: no, Swapped: yes, Readers: []string{"A"}}, "A")),
		seen("CPS-WS-013", "A is declared and plugged in", nil, ini(straight, "B", "A")),
		missing("ws.galss", seen("CPS-WS-013", "A is plugged in, nobody looked at the order", nil, ini(diagnosis.GALSS{SerialOnly: no, Readers: []string{"A"}}, "A"))),
		missing("ws.galss", seen("CPS-WS-013", "the names are not known, nor the order", nil, ini(diagnosis.GALSS{SerialOnly: no}, "A"))),
		missing("ws.galss", seen("CPS-WS-013", "nobody listed the readers, nor looked at the order", nil, ini(diagnosis.GALSS{SerialOnly: no, Readers: []string{"A"}}))),
		missing("ws.galss", seen("CPS-WS-013", "there is no GALSS.INI to look at", nil, computer(diagnosis.Workstation{}))),

		seen("CPS-WS-014", "serial channels and a PC/SC reader", serial, ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}, "A")),
		seen("CPS-WS-014", "serial channels and a card in a reader", serial, all(ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}), atReader(card.SlotCard))),
		seen("CPS-WS-014", "serial channels and an empty reader", []string{"CPS-RDR-003 BLOCK-BILLING", serial[0]}, all(ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}), atReader(card.SlotEmpty))),
		seen("CPS-WS-014", "serial channels and a mute card", []string{"CPS-RDR-004 BLOCK-BILLING", serial[0]}, all(ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}), atReader(card.SlotMute))),
		seen("CPS-WS-014", "serial channels and a card that was removed", []string{"CPS-RDR-008 BLOCK-BILLING", serial[0]}, all(ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}), atReader(card.SlotRemoved))),
		seen("CPS-WS-014", "serial channels, no PC/SC reader", nil, none(diagnosis.GALSS{SerialOnly: yes, Swapped: no})),
		{
			rule: "CPS-WS-014", near: true, what: "serial channels and a reader of the service's that is gone", workstation: true, verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
			edit: all(ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}), atReader(card.SlotNoReader)),
		},
		seen("CPS-WS-014", "PC/SC channels and a PC/SC reader", nil, ini(straight, "A")),
		missing("ws.galss", seen("CPS-WS-014", "the channels are not known", nil, ini(diagnosis.GALSS{Swapped: no}, "A"))),

		seen("CPS-WS-016", "a reader here, none there", remote, computer(diagnosis.Workstation{Remote: yes, RemoteReaders: no, LocalReaders: yes})),

		seen("CPS-WS-020", "seen: another program has the port", port, computer(diagnosis.Workstation{Port: &diagnosis.Port{Expected: "agent", Owner: "old agent"}})),
		missing("ws.port", seen("CPS-WS-020", "nobody told of an agent, and the computer was looked at", nil, computer(diagnosis.Workstation{}))),
	}
}

// atReader gives the reader a state and leaves the rest.
func atReader(s card.SlotState) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Reader.State = s }
}
