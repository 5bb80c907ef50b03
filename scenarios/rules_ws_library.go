package scenarios

import "github.com/cpslab/cps/harness/diagnosis"

// libraryCases are the rules on the library for a generation of cards.
func libraryCases() []ruleCase {
	const before, since = "\nid_card: {issued: 2025-06-30}", "\nid_card: {issued: 2025-07-01}"
	old := "CPS-WS-005 INFO"
	tooOld := []string{"CPS-WS-002 WARNING", "CPS-WS-003 WARNING", old, "CPS-WS-004 INFO"}
	delivered := []string{"CPS-WS-003 WARNING", old, "CPS-WS-004 INFO"}
	told := func(rule string, near bool, what, profile string, want []string, facts ...string) ruleCase {
		// What is wrong with the workstation leaves the verdict of the card alone.
		c := ruleCase{rule: rule, near: near, what: what, profile: profile, declared: facts, verdict: "ok", want: want}
		if profile == "" {
			c.verdict = "undetermined"
		}
		return c
	}
	missing := func(input string, c ruleCase) ruleCase {
		c.unknown = input
		return c
	}
	return []ruleCase{
		told("CPS-WS-002", false, "a CPS4 and 5.1.10", healthyV4+since, tooOld, "ws.os=linux", "ws.cryptolib=5.1.10"),
		told("CPS-WS-002", true, "a CPS3 and 5.1.10", healthy+before, []string{old}, "ws.os=linux", "ws.cryptolib=5.1.10"),
		told("CPS-WS-002", true, "a CPS4 and 5.2.0", healthyV4+since, delivered, "ws.os=linux", "ws.cryptolib=5.2.0"),
		missing("card.generation", told("CPS-WS-002", true, "no card, 5.1.10", "", []string{old}, "ws.os=linux", "ws.cryptolib=5.1.10")),
		told("CPS-WS-002", true, "declared to be none", healthyV4, nil, "ws.cryptolib=none"),

		told("CPS-WS-003", false, "a CPS4 of 1 July 2025 and 5.2.1 on Windows", healthyV4+since, delivered, "ws.os=windows", "ws.cryptolib=5.2.1"),
		told("CPS-WS-003", false, "a CPS3 of 1 July 2025 and 5.2.1 on Windows", healthy+since, []string{"CPS-WS-003 WARNING", old}, "ws.os=windows", "ws.cryptolib=5.2.1"),
		{
			rule: "CPS-WS-003", what: "a CPS3 without contacts in a check of the workstation: a warning", profile: "extends: cps3cl-healthy" + since, workstation: true, facts: auth,
			declared: []string{"ws.os=windows", "ws.cryptolib=5.2.1"}, verdict: "warning", want: []string{"CPS-WS-003 WARNING", old},
		},
		told("CPS-WS-003", true, "a CPS4 of 30 June 2025 and 5.2.1 on Windows", healthyV4+before, []string{old, "CPS-WS-004 INFO"}, "ws.os=windows", "ws.cryptolib=5.2.1"),
		told("CPS-WS-003", true, "a CPS4 of 1 July 2025 and 5.2.2 on Windows", healthyV4+since, []string{old}, "ws.os=windows", "ws.cryptolib=5.2.2"),
		told("CPS-WS-003", true, "a CPS4 of 1 July 2025 and 5.2.1 on macOS", healthyV4+since, []string{old}, "ws.os=macos", "ws.cryptolib=5.2.1"),
		missing("ws.os", told("CPS-WS-003", true, "a CPS4 and 5.2.1 on nobody knows what", healthyV4+since, nil, "ws.cryptolib=5.2.1")),
		told("CPS-WS-003", false, "a CPS4 and 5.2.0 on nobody knows what", healthyV4+since, []string{"CPS-WS-003 WARNING", "CPS-WS-004 INFO"}, "ws.cryptolib=5.2.0"),
		told("CPS-WS-003", true, "a CPS4 and 5.2.2 on nobody knows what", healthyV4+since, nil, "ws.cryptolib=5.2.2"),
		missing("card.issueDate", told("CPS-WS-003", true, "no card, 5.2.0", "", []string{old}, "ws.os=linux", "ws.cryptolib=5.2.0")),

		told("CPS-WS-004", false, "a CPS4 and 5.2.1 on Windows", healthyV4+before, []string{old, "CPS-WS-004 INFO"}, "ws.os=windows", "ws.cryptolib=5.2.1"),
		told("CPS-WS-004", false, "a CPS4 and 5.2.0 on macOS", healthyV4+before, []string{old, "CPS-WS-004 INFO"}, "ws.os=macos", "ws.cryptolib=5.2.0"),
		told("CPS-WS-004", true, "a CPS4 and 5.2.1 on macOS", healthyV4+before, []string{old}, "ws.os=macos", "ws.cryptolib=5.2.1"),
		told("CPS-WS-004", true, "a CPS4 and 5.2.1 on Linux", healthyV4+before, []string{old}, "ws.os=linux", "ws.cryptolib=5.2.1"),
		told("CPS-WS-004", true, "a CPS3 and 5.2.1 on Windows", healthy+before, []string{old}, "ws.os=windows", "ws.cryptolib=5.2.1"),
		missing("ws.os", told("CPS-WS-004", true, "a CPS4 and 5.2.1 on nobody knows what", healthyV4+before, nil, "ws.cryptolib=5.2.1")),
		missing("card.generation", told("CPS-WS-004", true, "no card, 5.2.0", "", []string{old}, "ws.os=linux", "ws.cryptolib=5.2.0")),

		told("CPS-WS-011", false, "a CPS4 and 5.2.0 on Windows", healthyV4+before, []string{"CPS-WS-011 WARNING", old, "CPS-WS-004 INFO"}, "ws.os=windows", "ws.cryptolib=5.2.0"),
		told("CPS-WS-011", true, "a CPS4 and 5.2.1 on Windows", healthyV4+before, []string{old, "CPS-WS-004 INFO"}, "ws.os=windows", "ws.cryptolib=5.2.1"),
		told("CPS-WS-011", true, "a CPS4 and 5.2.0 on Linux", healthyV4+before, []string{old, "CPS-WS-004 INFO"}, "ws.os=linux", "ws.cryptolib=5.2.0"),
		told("CPS-WS-011", true, "a CPS3 and 5.2.0 on Windows", healthy+before, []string{old}, "ws.os=windows", "ws.cryptolib=5.2.0"),
		missing("card.generation", told("CPS-WS-011", true, "no card, 5.2.0 on Windows", "", []string{old}, "ws.os=windows", "ws.cryptolib=5.2.0")),
		{
			rule: "CPS-WS-011", near: true, what: "Windows, a library that could not be found", profile: healthyV4, edit: computer(diagnosis.Workstation{OS: onWindows, CryptolibSearched: true}),
			verdict: "ok", unknown: "ws.cryptolib",
		},
	}
}
