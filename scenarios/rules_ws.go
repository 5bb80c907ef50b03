package scenarios

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Shorthands for what a look at a computer found.
const (
	yes, no   = diagnosis.TriYes, diagnosis.TriNo
	notKnown  = diagnosis.TriUnknown
	onWindows = diagnosis.OSWindows
	onLinux   = diagnosis.OSLinux
	onMac     = diagnosis.OSMacOS
)

// installed lists copies of the library, each as "5.2.2 x64".
func installed(copies ...string) []diagnosis.CryptolibCopy {
	out := make([]diagnosis.CryptolibCopy, len(copies))
	for i, c := range copies {
		text, arch := c, ""
		if n := len(c); n > 4 && c[n-4] == ' ' {
			text, arch = c[:n-4], c[n-3:]
		}
		version, _ := fact.ParseVersion(text)
		out[i] = diagnosis.CryptolibCopy{Version: version, Arch: arch}
	}
	return out
}

// service is a service of the system.
func service(running, automatic diagnosis.Tri) diagnosis.ServiceState {
	return diagnosis.ServiceState{Running: running, Automatic: automatic}
}

// How an input that is missing would come: it was looked for and did not tell,
// or waits for somebody to tell it or to look.
const (
	read     = "read"
	declared = "declared"
)

// waitsFor holds how the input that keeps a rule unknown would come.
func waitsFor(rule, how string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		GinkgoHelper()
		got := ""
		result := diagnosis.Check(in, ruleCase{}.noon())
		for u := range result.Unknown {
			switch {
			case u.Rule.ID != rule:
			case u.Declared:
				got = declared
			default:
				got = read
			}
		}
		Expect(got).To(Equal(how), "how the input of %s would come", rule)
	}
}

// serviceCases are the rules on services, copies of the library and the system.
func serviceCases() []ruleCase {
	stopped := []string{"CPS-WS-008 BLOCK-BILLING"}
	daemon := []string{"CPS-WS-009 BLOCK-BILLING"}
	absent := []string{"CPS-WS-001 BLOCK-BILLING"}
	older := []string{"CPS-WS-005 INFO"}
	crowded := []string{"CPS-WS-007 WARNING"}
	slow := []string{"CPS-WS-010 INFO"}
	blockedFile := []string{"CPS-WS-018 WARNING"}
	unlistedSystem := []string{"CPS-WS-019 INFO"}
	looked := func(rule, what, missing string, w diagnosis.Workstation) ruleCase {
		return ruleCase{rule: rule, near: true, what: what, workstation: true, edit: computer(w), verdict: "ok", unknown: missing}
	}
	fine := func(rule, what string, w diagnosis.Workstation) ruleCase { return looked(rule, what, "", w) }
	found := func(rule, what string, w diagnosis.Workstation, verdict diagnosis.Verdict, want []string) ruleCase {
		return ruleCase{rule: rule, what: what, workstation: true, edit: computer(w), verdict: verdict, want: want}
	}
	return []ruleCase{
		found("CPS-WS-001", "nothing found", diagnosis.Workstation{CryptolibSearched: true}, "blocked", absent),
		fine("CPS-WS-001", "5.2.2 found", diagnosis.Workstation{OS: onLinux, CryptolibSearched: true, Cryptolib: installed("5.2.2")}),
		fine("CPS-WS-001", "a copy that tells no version", diagnosis.Workstation{OS: onLinux, CryptolibSearched: true, Cryptolib: make([]diagnosis.CryptolibCopy, 1)}),
		looked("CPS-WS-001", "nobody could look", "ws.cryptolib", diagnosis.Workstation{OS: onLinux}),

		found("CPS-WS-005", "5.2.2 on Windows", diagnosis.Workstation{OS: onWindows, Cryptolib: installed("5.2.2 x64")}, "ok", older),
		fine("CPS-WS-005", "5.2.6 on Windows", diagnosis.Workstation{OS: onWindows, Cryptolib: installed("5.2.6 x64")}),
		found("CPS-WS-005", "5.2.1 on macOS", diagnosis.Workstation{OS: onMac, Cryptolib: installed("5.2.1")}, "ok", older),
		fine("CPS-WS-005", "5.2.6 on macOS", diagnosis.Workstation{OS: onMac, Cryptolib: installed("5.2.6")}),
		fine("CPS-WS-005", "5.2.2 on Linux", diagnosis.Workstation{OS: onLinux, Cryptolib: installed("5.2.2")}),
		looked("CPS-WS-005", "5.2.2 on nobody knows what", "ws.os", diagnosis.Workstation{Cryptolib: installed("5.2.2")}),
		looked("CPS-WS-005", "a copy that tells no version", "ws.cryptolib", diagnosis.Workstation{OS: onLinux, Cryptolib: installed("")}),
		{
			rule: "CPS-WS-005", near: true, what: "somebody looked and found nothing out", profile: healthy, edit: computer(diagnosis.Workstation{}), verdict: "ok", unknown: "ws.cryptolib",
			unread: []string{
				"CPS-WS-002 ws.cryptolib", "CPS-WS-003 ws.cryptolib", "CPS-WS-004 ws.cryptolib", "CPS-WS-006 ws.rebootPending", "CPS-WS-007 ws.os",
				"CPS-WS-008 ws.os", "CPS-WS-009 ws.os", "CPS-WS-010 ws.os", "CPS-WS-011 ws.os", "CPS-WS-013 ws.galss", "CPS-WS-014 ws.galss",
				"CPS-WS-016 ws.remote", "CPS-WS-018 ws.os", "CPS-WS-019 ws.os", "CPS-WS-020 ws.port", "CPS-WS-028 ws.access", "CPS-WS-021 ws.ksp", "CPS-WS-029 ws.context", "CPS-WS-030 ws.installer", "CPS-WS-034 reader.mode",
			},
		},

		found("CPS-WS-006", "installed since the last boot", diagnosis.Workstation{RebootPending: yes}, "warning", []string{"CPS-WS-006 WARNING"}),
		{
			rule: "CPS-WS-006", near: true, what: "the system keeps no trace of it", profile: healthy, edit: all(computer(diagnosis.Workstation{OS: onLinux}), waitsFor("CPS-WS-006", read)),
			verdict: "ok", unknown: "ws.rebootPending",
		},
		{rule: "CPS-WS-006", near: true, what: "nobody looked", profile: healthy, edit: waitsFor("CPS-WS-006", declared), verdict: "ok", unknown: "ws.rebootPending"},
		fine("CPS-WS-006", "booted since", diagnosis.Workstation{RebootPending: no}),

		found("CPS-WS-007", "5.0.45 x86 and 5.2.6 x64", diagnosis.Workstation{OS: onWindows, Cryptolib: installed("5.0.45 x86", "5.2.6 x64")}, "warning", crowded),
		found("CPS-WS-007", "5.2.6 x64 twice", diagnosis.Workstation{OS: onWindows, Cryptolib: installed("5.2.6 x64", "5.2.6 x64")}, "warning", crowded),
		fine("CPS-WS-007", "5.2.6 x86 and x64", diagnosis.Workstation{OS: onWindows, Cryptolib: installed("5.2.6 x86", "5.2.6 x64")}),
		fine("CPS-WS-007", "two copies on Linux", diagnosis.Workstation{OS: onLinux, Cryptolib: installed("5.2.2", "5.2.2")}),
		looked("CPS-WS-007", "nobody could look", "ws.cryptolib", diagnosis.Workstation{OS: onWindows}),

		found("CPS-WS-008", "stopped", diagnosis.Workstation{OS: onWindows, SmartCardService: service(no, yes)}, "blocked", stopped),
		found("CPS-WS-008", "running, not automatic", diagnosis.Workstation{OS: onWindows, SmartCardService: service(yes, no)}, "ok", []string{"CPS-WS-008 INFO"}),
		fine("CPS-WS-008", "running, automatic", diagnosis.Workstation{OS: onWindows, SmartCardService: service(yes, yes)}),
		fine("CPS-WS-008", "a system without that service", diagnosis.Workstation{OS: onLinux, SmartCardService: service(no, no)}),
		fine("CPS-WS-008", "running, nobody knows how it was started", diagnosis.Workstation{OS: onWindows, SmartCardService: service(yes, notKnown)}),
		looked("CPS-WS-008", "nobody knows whether it runs", "ws.scardsvr", diagnosis.Workstation{OS: onWindows, SmartCardService: service(notKnown, yes)}),
		{
			rule: "CPS-WS-008", what: "it does not hide that no reader is known", workstation: true, declared: []string{"ws.os=windows", "ws.scardsvr=stopped"}, edit: readerState(card.SlotNoReader),
			verdict: "blocked", want: []string{"CPS-WS-008 BLOCK-BILLING", "CPS-RDR-001 BLOCK-BILLING"},
		},

		found("CPS-WS-009", "no daemon, no socket", diagnosis.Workstation{OS: onLinux, PCSCD: service(no, no)}, "blocked", daemon),
		found("CPS-WS-009", "no daemon on macOS", diagnosis.Workstation{OS: onMac, PCSCD: service(no, no)}, "blocked", daemon),
		fine("CPS-WS-009", "its socket waits", diagnosis.Workstation{OS: onLinux, PCSCD: service(no, yes)}),
		fine("CPS-WS-009", "running", diagnosis.Workstation{OS: onLinux, PCSCD: service(yes, notKnown)}),
		fine("CPS-WS-009", "a system without it", diagnosis.Workstation{OS: onWindows, PCSCD: service(no, no)}),
		looked("CPS-WS-009", "not running, nobody looked for a socket", "ws.pcscd", diagnosis.Workstation{OS: onLinux, PCSCD: service(no, notKnown)}),
		looked("CPS-WS-009", "no socket, nobody knows whether it runs", "ws.pcscd", diagnosis.Workstation{OS: onLinux, PCSCD: service(notKnown, no)}),

		found("CPS-WS-010", "automatic, 6 s", diagnosis.Workstation{OS: onWindows, CertPropagation: service(yes, yes), ReadTime: 6 * time.Second}, "ok", slow),
		{
			rule: "CPS-WS-010", near: true, what: "automatic, the time was not told", profile: healthy, declared: []string{"ws.os=windows", "ws.certProp=automatic"},
			edit: waitsFor("CPS-WS-010", declared), verdict: "ok", unknown: "ws.readSeconds",
		},
		fine("CPS-WS-010", "automatic, 1 s", diagnosis.Workstation{OS: onWindows, CertPropagation: service(yes, yes), ReadTime: time.Second}),
		fine("CPS-WS-010", "automatic, 6 s, on Linux", diagnosis.Workstation{OS: onLinux, CertPropagation: service(yes, yes), ReadTime: 6 * time.Second}),
		looked("CPS-WS-010", "automatic, the time was not measured", "ws.readSeconds", diagnosis.Workstation{OS: onWindows, CertPropagation: service(yes, yes)}),
		looked("CPS-WS-010", "6 s, nobody knows how it is started", "ws.certProp", diagnosis.Workstation{OS: onWindows, ReadTime: 6 * time.Second}),

		found("CPS-WS-018", "Smart App Control is on", diagnosis.Workstation{OS: onWindows, SmartAppControl: yes}, "warning", blockedFile),
		found("CPS-WS-018", "files in quarantine", diagnosis.Workstation{OS: onWindows, SmartAppControl: no, Quarantine: yes}, "warning", blockedFile),
		fine("CPS-WS-018", "on, and everything is signed", diagnosis.Workstation{OS: onWindows, SmartAppControl: yes, UnsignedNeeded: no, Quarantine: no}),
		fine("CPS-WS-018", "off, nothing in quarantine", diagnosis.Workstation{OS: onWindows, SmartAppControl: no, Quarantine: no}),
		found("CPS-WS-018", "files in quarantine on Windows 11", diagnosis.Workstation{OS: onWindows, OSVersion: "11", SmartAppControl: no, Quarantine: yes}, "warning", blockedFile),
		fine("CPS-WS-018", "files in quarantine on another Windows", diagnosis.Workstation{OS: onWindows, OSVersion: "server 2019", SmartAppControl: no, Quarantine: yes}),
		fine("CPS-WS-018", "a system without it", diagnosis.Workstation{OS: onLinux, SmartAppControl: yes}),
		looked("CPS-WS-018", "off, nothing known of a quarantine", "ws.quarantine", diagnosis.Workstation{OS: onWindows, SmartAppControl: no}),
		looked("CPS-WS-018", "nothing in quarantine, Smart App Control not known", "ws.smartAppControl", diagnosis.Workstation{OS: onWindows, Quarantine: no}),

		found("CPS-WS-019", "Windows 8.1", diagnosis.Workstation{OS: onWindows, OSVersion: "8.1", Cryptolib: installed("5.2.2 x64")}, "ok", []string{older[0], unlistedSystem[0], "CPS-WS-033 INFO"}),
		found("CPS-WS-019", "RHEL 6", diagnosis.Workstation{OS: onLinux, OSVersion: "rhel 6", Cryptolib: installed("5.2.2")}, "ok", unlistedSystem),
		found("CPS-WS-019", "macOS 11", diagnosis.Workstation{OS: onMac, OSVersion: "11", Cryptolib: installed("5.2.1")}, "ok", append(older[:1:1], unlistedSystem...)),
		fine("CPS-WS-019", "Windows 11", diagnosis.Workstation{OS: onWindows, OSVersion: "11", Cryptolib: installed("5.2.6 x64")}),
		fine("CPS-WS-019", "RHEL 9.4", diagnosis.Workstation{OS: onLinux, OSVersion: "RHEL 9.4", Cryptolib: installed("5.2.2")}),
		fine("CPS-WS-019", "macOS 14.2", diagnosis.Workstation{OS: onMac, OSVersion: "14.2", Cryptolib: installed("5.2.6")}),
		fine("CPS-WS-019", "macOS 26 with 5.2.6, whose note nobody has", diagnosis.Workstation{OS: onMac, OSVersion: "26", Cryptolib: installed("5.2.6")}),
		looked("CPS-WS-019", "Windows, nobody knows which", "ws.osVersion", diagnosis.Workstation{OS: onWindows}),
		looked("CPS-WS-019", "Windows Server 2022, nobody knows the library", "ws.cryptolib", diagnosis.Workstation{OS: onWindows, OSVersion: "server 2022"}),
	}
}
