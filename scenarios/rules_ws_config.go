package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// configurationCases are the rules on GALSS, the SESAM-Vitale layer, remote
// sessions, other programs and the reading agent.
func configurationCases() []ruleCase {
	galss := []string{"CPS-WS-012 BLOCK-BILLING"}
	channel := []string{"CPS-WS-013 WARNING"}
	serial := []string{"CPS-WS-014 WARNING"}
	tables := []string{"CPS-WS-015 BLOCK-BILLING"}
	remote := []string{"CPS-WS-016 BLOCK-BILLING"}
	held := []string{"CPS-WS-017 WARNING"}
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
		told("CPS-WS-012", "8001", galss, "galss=8001"),
		told("CPS-WS-012", "8014 passed through as an SSV code", galss, "ssv=32788"),
		{rule: "CPS-WS-012", what: "in the diagnosis of a card it warns", profile: healthy, declared: []string{"ssv=32769"}, verdict: "ok", want: []string{"CPS-WS-012 WARNING"}, shows: []string{"galss: 32769 (8001)"}, says: "Configuration GALSS.INI absente ou incorrecte. GALSS.INI introuvable ou abîmé."},
		{rule: "CPS-WS-012", what: "the last code has its own detail", profile: healthy, declared: []string{"galss=8014"}, verdict: "ok", want: []string{"CPS-WS-012 WARNING"}, says: "incorrecte. Fonctions d'un protocole introuvables."},
		{
			rule: "CPS-WS-012", what: "beside a warning on the card, which weighs", profile: "extends: cps3-activity-gap", declared: []string{"ssv=32769"}, verdict: "warning",
			want: []string{"CPS-WS-012 WARNING", "CPS-ACT-005 WARNING"},
		},
		{rule: "CPS-WS-012", near: true, what: "a code behind the last", profile: healthy, declared: []string{"ssv=32789"}, verdict: "ok"},
		{rule: "CPS-WS-012", near: true, what: "a code before the first", profile: healthy, declared: []string{"ssv=32768"}, verdict: "ok"},
		{rule: "CPS-WS-012", near: true, what: "no code", profile: healthy, verdict: "ok", unknown: "galss"},

		seen("CPS-WS-013", "A is declared, B is plugged in", channel, ini(straight, "B")),
		seen("CPS-WS-013", "A is declared, nothing is plugged in", channel, none(straight)),
		seen("CPS-WS-013", "the channels are inverted", channel, ini(diagnosis.GALSS{SerialOnly: no, Swapped: yes, Readers: []string{"A"}}, "A")),
		told("CPS-WS-013", "declared to be inverted", channel, "ws.galss=swapped"),
		told("CPS-WS-013", "declared to name an absent reader", channel, "ws.galss=absent-reader"),
		told("CPS-WS-013", "declared to be right", nil, "ws.galss=ok"),
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
		{rule: "CPS-WS-014", what: "in the diagnosis of a card it warns", profile: healthy, declared: []string{"ws.galss=serial"}, verdict: "ok", want: []string{"CPS-WS-014 WARNING"}},
		seen("CPS-WS-014", "serial channels, no PC/SC reader", nil, none(diagnosis.GALSS{SerialOnly: yes, Swapped: no})),
		{
			rule: "CPS-WS-014", near: true, what: "serial channels and a reader of the service's that is gone", workstation: true, verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
			edit: all(ini(diagnosis.GALSS{SerialOnly: yes, Swapped: no}), atReader(card.SlotNoReader)),
		},
		seen("CPS-WS-014", "PC/SC channels and a PC/SC reader", nil, ini(straight, "A")),
		missing("reader", told("CPS-WS-014", "serial channels, nobody looked for readers", nil, "ws.galss=serial")),
		missing("ws.galss", seen("CPS-WS-014", "the channels are not known", nil, ini(diagnosis.GALSS{Swapped: no}, "A"))),

		told("CPS-WS-015", "63104", tables, "ssv=63104"),
		told("CPS-WS-015", "62992", tables, "ssv=62992"),
		told("CPS-WS-015", "63087", tables, "ssv=63087"),
		told("CPS-WS-015", "63217", tables, "ssv=63217"),
		told("CPS-WS-015", "63218", tables, "ssv=63218"),
		told("CPS-WS-015", "62976", tables, "ssv=62976"),
		told("CPS-WS-015", "no section MGC", tables, "ws.sesamIni=no-mgc"),
		{rule: "CPS-WS-015", what: "63104 names the path", profile: healthy, declared: []string{"ssv=F680"}, verdict: "ok", want: []string{"CPS-WS-015 WARNING"}, says: "Le chemin des tables binaires des SSV est absent du fichier sesam.ini", shows: []string{"ssv: 63104 (F680)"}},
		{rule: "CPS-WS-015", what: "the missing section is named", profile: healthy, declared: []string{"ws.sesamIni=no-mgc"}, verdict: "ok", want: []string{"CPS-WS-015 WARNING"}, says: "Section MGC absente", shows: []string{"ws.sesamIni: no-mgc"}},
		told("CPS-WS-015", "62991", nil, "ssv=62991"),
		told("CPS-WS-015", "63088", nil, "ssv=63088"),
		told("CPS-WS-015", "61444 is about the card", nil, "ssv=61444"),
		told("CPS-WS-015", "sesam.ini is right", nil, "ws.sesamIni=ok"),
		missing("ssv", told("CPS-WS-015", "nothing told", nil)),

		told("CPS-WS-016", "the session does not show the reader", remote, "ws.remote=yes", "ws.remoteReaders=no"),
		seen("CPS-WS-016", "a reader here, none there", remote, computer(diagnosis.Workstation{Remote: yes, RemoteReaders: no, LocalReaders: yes})),
		told("CPS-WS-016", "the session shows it", nil, "ws.remote=yes", "ws.remoteReaders=yes", "ws.localReaders=yes"),
		told("CPS-WS-016", "no reader here either", nil, "ws.remote=yes", "ws.remoteReaders=no", "ws.localReaders=no"),
		told("CPS-WS-016", "no remote session", nil, "ws.remote=no", "ws.remoteReaders=no", "ws.localReaders=yes"),
		missing("ws.remoteReaders", told("CPS-WS-016", "nobody looked inside the session", nil, "ws.remote=yes", "ws.localReaders=yes")),
		missing("ws.remote", told("CPS-WS-016", "nothing told", nil)),

		told("CPS-WS-021", "the provider is refused", []string{"CPS-WS-021 BLOCK-SIGNING"}, "ws.ksp=refused"),
		told("CPS-WS-021", "the registry brings it back", []string{"CPS-WS-021 WARNING"}, "ws.ksp=escape"),
		told("CPS-WS-021", "it works", nil, "ws.ksp=works"),
		missing("ws.ksp", told("CPS-WS-021", "nothing told", nil)),
		told("CPS-WS-029", "a dead context", []string{"CPS-WS-029 WARNING"}, "ws.context=dead"),
		told("CPS-WS-029", "a live one", nil, "ws.context=live"),
		missing("ws.context", told("CPS-WS-029", "nothing told", nil)),
		{rule: "CPS-WS-030", what: "an older one fails to install", workstation: true, declared: []string{"ws.installer=failed"}, verdict: "undetermined", want: []string{"CPS-WS-030 INFO"}, says: "1603"},
		{rule: "CPS-WS-030", what: "the source is gone", workstation: true, declared: []string{"ws.installer=no-source"}, verdict: "undetermined", want: []string{"CPS-WS-030 INFO"}, says: "1612"},
		told("CPS-WS-030", "done", nil, "ws.installer=done"),
		missing("ws.installer", told("CPS-WS-030", "nothing told", nil)),
		{rule: "CPS-WS-034", what: "PSS", workstation: true, declared: []string{"reader.mode=pss"}, verdict: "undetermined", want: []string{"CPS-WS-034 INFO"}, shows: []string{"reader.mode: pss"}},
		{rule: "CPS-WS-034", what: "TLA", workstation: true, declared: []string{"reader.mode=tla"}, verdict: "undetermined", want: []string{"CPS-WS-034 INFO"}, says: "terminal portable"},
		told("CPS-WS-034", "PC/SC", nil, "reader.mode=pcsc"),
		missing("reader.mode", told("CPS-WS-034", "nothing told", nil)),
		told("CPS-WS-028", "refused to this session", []string{"CPS-WS-028 BLOCK-BILLING"}, "ws.access=refused"),
		told("CPS-WS-028", "granted", nil, "ws.access=granted"),
		missing("ws.access", told("CPS-WS-028", "nothing told", nil)),
		told("CPS-WS-017", "2048 four times on a reading", held, "galss=2048", "code.command=read", "code.times=4"),
		told("CPS-WS-017", "2048 once on VERIFY", held, "galss=2048", "code.command=verify"),
		told("CPS-WS-017", "4 once on nobody knows what", held, "ssv=4"),
		told("CPS-WS-017", "8 once on an update", held, "galss=8", "code.command=update"),
		told("CPS-WS-017", "a sharing violation", held, "ws.shared=yes"),
		told("CPS-WS-017", "2048 once on a reading", nil, "galss=2048", "code.command=read"),
		told("CPS-WS-017", "another code on VERIFY", nil, "galss=16", "code.command=verify"),
		told("CPS-WS-017", "no sharing violation", nil, "ws.shared=no"),
		missing("ssv", told("CPS-WS-017", "nothing told", nil)),

		told("CPS-WS-020", "another product has the port", port, "ws.port=other"),
		told("CPS-WS-020", "nobody listens", port, "ws.port=nobody"),
		seen("CPS-WS-020", "seen: another program has the port", port, computer(diagnosis.Workstation{Port: &diagnosis.Port{Expected: "agent", Owner: "old agent"}})),
		told("CPS-WS-020", "the agent has the port", nil, "ws.port=agent"),
		missing("ws.port", told("CPS-WS-020", "nothing told", nil)),
		missing("ws.port", seen("CPS-WS-020", "nobody told of an agent, and the computer was looked at", nil, computer(diagnosis.Workstation{}))),
	}
}

// atReader gives the reader a state and leaves the rest.
func atReader(s card.SlotState) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Reader.State = s }
}
