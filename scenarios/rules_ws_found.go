package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// foundCases are the rules on what a computer has beside the way to the card:
// browsers, agents, components, other software. Each fact can be told or seen.
func foundCases() []ruleCase {
	told := func(rule, what string, want []string, facts ...string) ruleCase {
		c := ruleCase{rule: rule, what: what, workstation: true, declared: facts, want: want, near: len(want) == 0, verdict: "undetermined"}
		switch {
		case len(want) == 0 || severity(want[0]) == "INFO":
		case severity(want[0]) == "WARNING":
			c.verdict = "warning"
		default:
			c.verdict = "blocked"
		}
		return c
	}
	missing := func(rule, input string) ruleCase {
		c := told(rule, "nothing told", nil)
		c.unknown = input
		return c
	}
	one := func(rule, severity string) []string { return []string{rule + " " + severity} }
	saying := func(says string, c ruleCase) ruleCase {
		c.says = says
		return c
	}
	seen := func(rule, what, verdict string, want []string, w diagnosis.Workstation) ruleCase {
		return ruleCase{rule: rule, what: what, workstation: true, edit: computer(w), verdict: diagnosis.Verdict(verdict), want: want, near: len(want) == 0}
	}
	windows := func(version string) diagnosis.Workstation {
		return diagnosis.Workstation{OS: onWindows, OSVersion: version, Cryptolib: installed("5.2.6 x64")}
	}
	ghosts := windows("11")
	ghosts.CryptolibGhosts = []fact.Version{{5, 0, 37}, {5, 1, 7}}
	ghost := windows("11")
	ghost.CryptolibGhosts = []fact.Version{{5, 0, 37}}
	componentsSeen := told("CPS-WS-025", "FSV is not there, and it is known where it was looked for", one("CPS-WS-025", "INFO"), "ws.components=fsv")
	componentsSeen.verdict = "ok" // somebody looked at the computer
	componentsSeen.edit = computer(diagnosis.Workstation{Seen: map[fact.ID]string{fact.WsComponents: "C:/SESAM is not there"}})
	showing := func(evidence string, c ruleCase) ruleCase {
		c.shows = []string{evidence}
		return c
	}
	unread := func(other string, c ruleCase, input string) ruleCase {
		c.unread, c.unknown = []string{other}, input
		return c
	}
	manual := windows("11")
	manual.SmartCardService = service(yes, no)
	galss := func(g diagnosis.GALSS) diagnosis.Workstation {
		w := windows("11")
		w.GALSS, w.Readers = &g, []string{"A"}
		return w
	}
	return []ruleCase{
		saying("restent inscrites", seen("CPS-WS-007", "two ghosts beside one", "ok", one("CPS-WS-007", "INFO"), ghosts)),
		seen("CPS-WS-007", "one, and no ghost", "ok", nil, windows("11")),
		saying("ne démarre pas tout seul", seen("CPS-WS-008", "running, started by hand", "ok", one("CPS-WS-008", "INFO"), manual)),
		seen("CPS-WS-012", "GALSS is there without its file", "warning", one("CPS-WS-012", "WARNING"), galss(diagnosis.GALSS{SerialOnly: no, Swapped: no, Lacks: "absent", Installed: true})),
		seen("CPS-WS-012", "the file declares nothing", "ok", one("CPS-WS-012", "INFO"), galss(diagnosis.GALSS{Swapped: no, Lacks: "empty"})),
		saying("canal GALSS est resté", seen("CPS-WS-014", "one channel of two is a serial line", "warning", one("CPS-WS-014", "WARNING"), galss(diagnosis.GALSS{SerialOnly: no, Swapped: no, SerialChannels: []string{"9600,1,8,0,0"}}))),

		showing("ws.cryptolib: 5.0.37", seen("CPS-WS-007", "one ghost beside one", "ok", one("CPS-WS-007", "INFO"), ghost)),
		showing("ws.galss: A before B", seen("CPS-WS-013", "the channels are inverted, and it is known how", "warning", one("CPS-WS-013", "WARNING"), galss(diagnosis.GALSS{SerialOnly: no, Swapped: yes, Wrong: "A before B", Readers: []string{"A"}}))),
		showing("ws.galss: swapped", seen("CPS-WS-013", "the channels are inverted, nobody knows how", "warning", one("CPS-WS-013", "WARNING"), galss(diagnosis.GALSS{SerialOnly: no, Swapped: yes, Readers: []string{"A"}}))),
		showing("ws.components: C:/SESAM is not there", componentsSeen),
		unread("CPS-WS-033 ws.osVersion", seen("CPS-WS-019", "a Windows of unknown version", "ok", nil, windows("")), "ws.osVersion"),
		unread("CPS-WS-033 ", seen("CPS-WS-019", "a Linux of unknown version", "ok", nil, diagnosis.Workstation{OS: onLinux, Cryptolib: installed("5.2.2")}), "ws.osVersion"),

		missing("CPS-WS-022", "ws.localNetwork"),
		missing("CPS-WS-023", "ws.agents"),
		missing("CPS-WS-024", "ws.rosetta"),
		missing("CPS-WS-025", "ws.components"),
		missing("CPS-WS-026", "ws.mica"),
		missing("CPS-WS-027", "ws.oldSoftware"),
		missing("CPS-WS-032", "ws.antivirus"),
		seen("CPS-WS-033", "Windows 10, seen", "ok", one("CPS-WS-033", "INFO"), windows("10")),
		seen("CPS-WS-033", "Windows 11", "ok", nil, windows("11")),
		missing("CPS-RDR-016", "reader.virtual"),
	}
}
