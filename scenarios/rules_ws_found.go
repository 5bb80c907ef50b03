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
	manual := windows("11")
	manual.SmartCardService = service(yes, no)
	galss := func(g diagnosis.GALSS) diagnosis.Workstation {
		w := windows("11")
		w.GALSS, w.Readers = &g, []string{"A"}
		return w
	}
	return []ruleCase{
		saying("Section MGC", told("CPS-WS-015", "no section MGC in the file in use", one("CPS-WS-015", "BLOCK-BILLING"), "ws.sesamIni=no-mgc")),
		saying("Le chemin des tables", told("CPS-WS-015", "no path of the tables", one("CPS-WS-015", "BLOCK-BILLING"), "ws.sesamIni=tables-path")),
		saying("dossier de tables", told("CPS-WS-015", "a folder that is gone", one("CPS-WS-015", "BLOCK-BILLING"), "ws.sesamIni=folder")),
		saying("autre architecture", told("CPS-WS-015", "the tables of the other architecture", one("CPS-WS-015", "BLOCK-BILLING"), "ws.sesamIni=architecture")),
		saying("rien ne dit lequel", told("CPS-WS-015", "two files disagree", one("CPS-WS-015", "WARNING"), "ws.sesamIni=unsure")),
		saying("autre logiciel", told("CPS-WS-015", "the file of another software", one("CPS-WS-015", "WARNING"), "ws.sesamIni=foreign")),
		saying("pas employé", told("CPS-WS-015", "an empty file beside the right one", one("CPS-WS-015", "INFO"), "ws.sesamIni=unused")),

		saying("restent inscrites", seen("CPS-WS-007", "two ghosts beside one", "ok", one("CPS-WS-007", "INFO"), ghosts)),
		seen("CPS-WS-007", "one, and no ghost", "ok", nil, windows("11")),
		saying("ne démarre pas tout seul", seen("CPS-WS-008", "running, started by hand", "ok", one("CPS-WS-008", "INFO"), manual)),
		seen("CPS-WS-012", "GALSS is there without its file", "warning", one("CPS-WS-012", "WARNING"), galss(diagnosis.GALSS{SerialOnly: no, Swapped: no, Lacks: "absent", Installed: true})),
		seen("CPS-WS-012", "the file declares nothing", "ok", one("CPS-WS-012", "INFO"), galss(diagnosis.GALSS{Swapped: no, Lacks: "empty"})),
		saying("canal GALSS est resté", seen("CPS-WS-014", "one channel of two is a serial line", "warning", one("CPS-WS-014", "WARNING"), galss(diagnosis.GALSS{SerialOnly: no, Swapped: no, SerialChannels: []string{"9600,1,8,0,0"}}))),

		told("CPS-WS-022", "no policy for the agent", one("CPS-WS-022", "WARNING"), "ws.localNetwork=blocked"),
		saying("bloque l'agent", told("CPS-WS-022", "a refusal was seen", one("CPS-WS-022", "BLOCK-BILLING"), "ws.localNetwork=refused")),
		told("CPS-WS-022", "a policy allows it", nil, "ws.localNetwork=allowed"),
		missing("CPS-WS-022", "ws.localNetwork"),
		told("CPS-WS-023", "the agent is set to another port", one("CPS-WS-023", "WARNING"), "ws.agents=other-port"),
		saying("Plusieurs agents", told("CPS-WS-023", "several agents", one("CPS-WS-023", "WARNING"), "ws.agents=several")),
		told("CPS-WS-023", "one agent", nil, "ws.agents=one"),
		missing("CPS-WS-023", "ws.agents"),
		told("CPS-WS-024", "the declared agent needs Rosetta", one("CPS-WS-024", "BLOCK-BILLING"), "ws.rosetta=agent"),
		told("CPS-WS-024", "GALSS needs Rosetta", one("CPS-WS-024", "WARNING"), "ws.rosetta=absent"),
		told("CPS-WS-024", "Rosetta is there", nil, "ws.rosetta=installed"),
		missing("CPS-WS-024", "ws.rosetta"),
		told("CPS-WS-025", "no FSV where billing goes through this computer", one("CPS-WS-025", "BLOCK-BILLING"), "ws.components=fsv", "ws.port=agent"),
		saying("tables SESAM-Vitale sont absentes", told("CPS-WS-025", "no tables", one("CPS-WS-025", "BLOCK-BILLING"), "ws.components=tables", "ws.port=agent")),
		saying("incomplètes", told("CPS-WS-025", "some of the tables", one("CPS-WS-025", "BLOCK-BILLING"), "ws.components=incomplete", "ws.port=agent")),
		saying("pas de sesam.ini", told("CPS-WS-025", "no sesam.ini", one("CPS-WS-025", "BLOCK-BILLING"), "ws.components=sesam-ini", "ws.port=agent")),
		told("CPS-WS-025", "nobody bills here", one("CPS-WS-025", "INFO"), "ws.components=fsv"),
		told("CPS-WS-025", "all is there", nil, "ws.components=ok", "ws.port=agent"),
		missing("CPS-WS-025", "ws.components"),
		told("CPS-WS-026", "no MICA where billing goes through this computer", one("CPS-WS-026", "BLOCK-BILLING"), "ws.mica=absent", "ws.port=agent"),
		told("CPS-WS-026", "nobody bills here", one("CPS-WS-026", "INFO"), "ws.mica=absent"),
		told("CPS-WS-026", "MICA is there", nil, "ws.mica=present", "ws.port=agent"),
		missing("CPS-WS-026", "ws.mica"),
		told("CPS-WS-027", "it runs", one("CPS-WS-027", "WARNING"), "ws.oldSoftware=running"),
		saying("est installé", told("CPS-WS-027", "it is only installed", one("CPS-WS-027", "INFO"), "ws.oldSoftware=installed")),
		told("CPS-WS-027", "none", nil, "ws.oldSoftware=none"),
		missing("CPS-WS-027", "ws.oldSoftware"),
		told("CPS-WS-031", "in evaluation", one("CPS-WS-031", "INFO"), "ws.smartAppControl=evaluation"),
		told("CPS-WS-031", "off", nil, "ws.smartAppControl=off"),
		{rule: "CPS-WS-018", near: true, what: "an evaluation blocks nothing", workstation: true, declared: []string{"ws.smartAppControl=evaluation", "ws.quarantine=no"}, want: one("CPS-WS-031", "INFO"), verdict: "undetermined"},
		told("CPS-WS-032", "another maker's", one("CPS-WS-032", "INFO"), "ws.antivirus=other"),
		told("CPS-WS-032", "the system's", nil, "ws.antivirus=system"),
		missing("CPS-WS-032", "ws.antivirus"),
		told("CPS-WS-033", "Windows 10", one("CPS-WS-033", "INFO"), "ws.os=windows", "ws.osVersion=10"),
		seen("CPS-WS-033", "Windows 10, seen", "ok", one("CPS-WS-033", "INFO"), windows("10")),
		seen("CPS-WS-033", "Windows 11", "ok", nil, windows("11")),
		told("CPS-RDR-016", "Windows Hello before the CPS", one("CPS-RDR-016", "WARNING"), "reader.virtual=first"),
		told("CPS-RDR-016", "none", nil, "reader.virtual=none"),
		missing("CPS-RDR-016", "reader.virtual"),
	}
}
