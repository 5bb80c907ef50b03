package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// workstationVectors: services, library, tables of the computer.
func workstationVectors() []vector {
	ws := func(change func(*Workstation)) *Input { return with(workstation(change)) }
	onV4 := func(system string, v fact.Version) *Input { return with(v4, workstation(cryptolib(system, v))) }
	delivered := func(d card.Date, changes ...func(*Input)) *Input {
		return with(append([]func(*Input){dates(d, d.AddYears(3)), workstation(cryptolib(OSWindows, fact.Version{5, 2, 1}))}, changes...)...)
	}
	copies := func(list ...CryptolibCopy) func(*Workstation) {
		return func(w *Workstation) { w.Cryptolib = list }
	}
	service := func(running, automatic Tri) func(*Workstation) {
		return func(w *Workstation) { w.SmartCardService = ServiceState{Running: running, Automatic: automatic} }
	}
	daemon := func(running, socket Tri) func(*Workstation) {
		return func(w *Workstation) { w.OS, w.PCSCD = OSLinux, ServiceState{Running: running, Automatic: socket} }
	}
	slow := func(automatic Tri, d time.Duration) func(*Workstation) {
		return func(w *Workstation) { w.CertPropagation.Automatic, w.ReadTime = automatic, d }
	}
	galss := func(g GALSS, readers ...string) func(*Workstation) {
		return func(w *Workstation) { w.GALSS, w.Readers = &g, readers }
	}
	coded := func(list ...string) *Input { return with(workstation(), facts(list...)) }
	remote := func(session, local, far Tri) func(*Workstation) {
		return func(w *Workstation) { w.Remote, w.LocalReaders, w.RemoteReaders = session, local, far }
	}
	security := func(control, unsigned, quarantine Tri) func(*Workstation) {
		return func(w *Workstation) {
			w.SmartAppControl, w.UnsignedNeeded, w.Quarantine = control, unsigned, quarantine
		}
	}
	system := func(os, version string) func(*Workstation) { // with the Cryptolib whose note is known
		return func(w *Workstation) {
			w.OS, w.OSVersion, w.Cryptolib = os, version, []CryptolibCopy{{Version: fact.Version{5, 2, 1}}}
		}
	}
	port := func(p *Port) func(*Workstation) { return func(w *Workstation) { w.Port = p } }
	none := func(w *Workstation) { w.Cryptolib = nil }
	cardOnly := func(in *Input) *Input { in.WorkstationCheck = false; return in }
	old := []string{"ws.os=windows", "ws.cryptolib=5.1.10"}
	return []vector{
		hit("CPS-WS-001", "none", ws(none), "BLOCK-BILLING"),
		near("CPS-WS-001", "5.2.2", ws(cryptolib(OSWindows, fact.Version{5, 2, 2}))),
		near("CPS-WS-001", "card diagnosis, none", cardOnly(ws(none))),
		wait("CPS-WS-001", "not searched", ws(func(w *Workstation) { w.Cryptolib, w.CryptolibSearched = nil, false }), "ws.cryptolib"),

		hit("CPS-WS-002", "V4 and 5.1.10", onV4(OSWindows, fact.Version{5, 1, 10}), "BLOCK-BILLING"),
		hit("CPS-WS-002", "V4 and 5.1.10, card diagnosis", cardOnly(onV4(OSWindows, fact.Version{5, 1, 10})), "WARNING"),
		hit("CPS-WS-002", "said on the telephone", with(v4, facts("ws.cryptolib=5.1.10")), "WARNING"),
		near("CPS-WS-002", "V3 and 5.1.10", ws(cryptolib(OSWindows, fact.Version{5, 1, 10}))),
		near("CPS-WS-002", "V4 and 5.2.0", onV4(OSLinux, fact.Version{5, 2, 0})),
		wait("CPS-WS-002", "library unknown", with(v4), "ws.cryptolib"),
		wait("CPS-WS-002", "generation unknown", with(unknownFace, facts("ws.cryptolib=5.1.10")), "card.generation"),
		hit("CPS-WS-002", "declared: a V4", declaredOf("V4", old...), "WARNING"),
		near("CPS-WS-002", "declared: a V3", declaredOf("V3", old...)),
		near("CPS-WS-002", "declared: a V4, no library", declaredOf("V4", "ws.cryptolib=none")),
		wait("CPS-WS-002", "generation not declared", declared(old...), "card.generation"),

		hit("CPS-WS-003", "V4 of 1 July 2025, 5.2.1 on Windows", delivered(day(2025, 7, 1), v4, dates(day(2025, 7, 1), day(2031, 7, 1))), "BLOCK-BILLING"),
		hit("CPS-WS-003", "generation unknown", delivered(day(2025, 7, 1), unknownFace), "BLOCK-BILLING"),
		hit("CPS-WS-003", "V3 warns", delivered(day(2025, 7, 1)), "WARNING"),
		hit("CPS-WS-003", "V4, card diagnosis", cardOnly(delivered(day(2025, 7, 1), v4, dates(day(2025, 7, 1), day(2031, 7, 1)))), "WARNING"),
		near("CPS-WS-003", "V3 of 30 June 2025, 5.1.10", delivered(day(2025, 6, 30), workstation(cryptolib(OSWindows, fact.Version{5, 1, 10})))),
		near("CPS-WS-003", "5.2.2", delivered(day(2025, 7, 1), workstation(cryptolib(OSWindows, fact.Version{5, 2, 2})))),
		near("CPS-WS-003", "5.2.1 on macOS", delivered(day(2025, 7, 1), workstation(cryptolib(OSMacOS, fact.Version{5, 2, 1})))),
		near("CPS-WS-003", "5.2.1 on Linux", delivered(day(2025, 7, 1), workstation(cryptolib(OSLinux, fact.Version{5, 2, 1})))),
		wait("CPS-WS-003", "5.2.1, system unknown", with(facts("ws.cryptolib=5.2.1")), "ws.os"),
		wait("CPS-WS-003", "no card", with(noCard, facts("ws.cryptolib=5.1.10")), "card.issueDate"),
		near("CPS-WS-003", "no library", declared("card.issueDate=2025-07-01", "ws.cryptolib=none")),
		wait("CPS-WS-003", "the day not declared", declared(old...), "card.issueDate"),

		hit("CPS-WS-004", "Windows 5.2.1", onV4(OSWindows, fact.Version{5, 2, 1}), "INFO"),
		hit("CPS-WS-004", "Linux 5.2.0", onV4(OSLinux, fact.Version{5, 2, 0}), "INFO"),
		near("CPS-WS-004", "macOS 5.2.1", onV4(OSMacOS, fact.Version{5, 2, 1})),
		near("CPS-WS-004", "Windows 5.2.2", onV4(OSWindows, fact.Version{5, 2, 2})),
		near("CPS-WS-004", "V3", ws(cryptolib(OSWindows, fact.Version{5, 2, 1}))),
		wait("CPS-WS-004", "5.2.1, system unknown", with(v4, facts("ws.cryptolib=5.2.1")), "ws.os"),
		near("CPS-WS-004", "5.2.2, system unknown", with(v4, facts("ws.cryptolib=5.2.2"))),
		wait("CPS-WS-004", "generation unknown", with(unknownFace, facts("ws.cryptolib=5.1.10")), "card.generation"),
		near("CPS-WS-004", "declared: a V4, no library", declaredOf("V4", "ws.cryptolib=none")),

		hit("CPS-WS-005", "5.2.2 in 2026", ws(cryptolib(OSWindows, fact.Version{5, 2, 2})), "INFO"),
		hit("CPS-WS-005", "5.2.1 on Linux", ws(cryptolib(OSLinux, fact.Version{5, 2, 1})), "INFO"),
		hit("CPS-WS-005", "5.2.0 on macOS", ws(cryptolib(OSMacOS, fact.Version{5, 2, 0})), "INFO"),
		near("CPS-WS-005", "5.2.6", ws(cryptolib(OSWindows, fact.Version{5, 2, 6}))),
		near("CPS-WS-005", "5.2.2 on Linux", ws(cryptolib(OSLinux, fact.Version{5, 2, 2}))),
		wait("CPS-WS-005", "no version", ws(none), "ws.cryptolib"),
		wait("CPS-WS-005", "no system", ws(cryptolib("", fact.Version{5, 2, 2})), "ws.os"),
		near("CPS-WS-005", "no library", declared("ws.os=windows", "ws.cryptolib=none")),
		wait("CPS-WS-005", "a version on nobody knows what", declared("ws.cryptolib=5.2.6"), "ws.os"),

		hit("CPS-WS-006", "installed since", ws(func(w *Workstation) { w.RebootPending = TriYes }), "WARNING"),
		near("CPS-WS-006", "booted after", ws(func(w *Workstation) { w.RebootPending = TriNo })),
		wait("CPS-WS-006", "unknown", ws(func(w *Workstation) { w.RebootPending = TriUnknown }), "ws.rebootPending"),

		hit("CPS-WS-007", "5.0.45 x86 and 5.2.2 x64", ws(copies(CryptolibCopy{Version: fact.Version{5, 0, 45}, Arch: "x86"}, CryptolibCopy{Version: fact.Version{5, 2, 2}, Arch: "x64"})), "WARNING"),
		hit("CPS-WS-007", "two x64", ws(copies(CryptolibCopy{Version: fact.Version{5, 2, 2}, Arch: "x64"}, CryptolibCopy{Version: fact.Version{5, 2, 2}, Arch: "x64"})), "WARNING"),
		near("CPS-WS-007", "5.2.2 x86 and x64", ws(copies(CryptolibCopy{Version: fact.Version{5, 2, 2}, Arch: "x86"}, CryptolibCopy{Version: fact.Version{5, 2, 2}, Arch: "x64"}))),
		near("CPS-WS-007", "Linux", ws(func(w *Workstation) { w.OS, w.Cryptolib = OSLinux, []CryptolibCopy{{}, {}} })),
		wait("CPS-WS-007", "a version on nobody knows what", declared("ws.cryptolib=5.2.6"), "ws.os"),

		hit("CPS-WS-008", "stopped", ws(service(TriNo, TriYes)), "BLOCK-BILLING"),
		hit("CPS-WS-008", "running, not automatic", ws(service(TriYes, TriNo)), "INFO"),
		hit("CPS-WS-008", "said on the telephone", with(facts("ws.os=windows", "ws.scardsvr=stopped")), "WARNING"),
		near("CPS-WS-008", "running, automatic", ws(service(TriYes, TriYes))),
		near("CPS-WS-008", "Linux", ws(func(w *Workstation) { w.OS, w.SmartCardService = OSLinux, ServiceState{Running: TriNo} })),
		near("CPS-WS-008", "running, start type unknown", ws(service(TriYes, TriUnknown))),
		wait("CPS-WS-008", "state unknown", ws(service(TriUnknown, TriNo)), "ws.scardsvr"),
		wait("CPS-WS-008", "system unknown", ws(func(w *Workstation) { w.OS = "" }), "ws.os"),
		near("CPS-WS-008", "declared: Linux", declared("ws.scardsvr=stopped", "ws.os=linux")),
		wait("CPS-WS-008", "Windows, nothing declared of the service", declared("ws.os=windows"), "ws.scardsvr"),

		hit("CPS-WS-009", "no daemon, no socket", ws(daemon(TriNo, TriNo)), "BLOCK-BILLING"),
		hit("CPS-WS-009", "macOS", with(workstation(), facts("ws.os=macos", "ws.pcscd=stopped")), "BLOCK-BILLING"),
		near("CPS-WS-009", "socket activated", ws(daemon(TriNo, TriYes))),
		near("CPS-WS-009", "running", ws(daemon(TriYes, TriNo))),
		near("CPS-WS-009", "Windows", ws(func(w *Workstation) { w.PCSCD = ServiceState{Running: TriNo, Automatic: TriNo} })),
		wait("CPS-WS-009", "socket unknown", ws(daemon(TriNo, TriUnknown)), "ws.pcscd"),

		hit("CPS-WS-010", "automatic, 6 s", ws(slow(TriYes, 6*time.Second)), "INFO"),
		near("CPS-WS-010", "automatic, 3 s", ws(slow(TriYes, 3*time.Second))),
		near("CPS-WS-010", "manual, 6 s", ws(slow(TriNo, 6*time.Second))),
		near("CPS-WS-010", "automatic, less than a second", with(facts("ws.os=windows", "ws.certProp=automatic", "ws.readSeconds=0"))),
		wait("CPS-WS-010", "time unknown", ws(slow(TriYes, 0)), "ws.readSeconds"),
		wait("CPS-WS-010", "service unknown", ws(slow(TriUnknown, 6*time.Second)), "ws.certProp"),
		wait("CPS-WS-010", "the service not declared", declared("ws.readSeconds=6"), "ws.certProp"),

		hit("CPS-WS-011", "V4 and 5.2.0", onV4(OSWindows, fact.Version{5, 2, 0}), "BLOCK-SIGNING"),
		near("CPS-WS-011", "V4 and 5.2.1", onV4(OSWindows, fact.Version{5, 2, 1})),
		near("CPS-WS-011", "V3 and 5.2.0", ws(cryptolib(OSWindows, fact.Version{5, 2, 0}))),
		near("CPS-WS-011", "V4 and 5.2.0 on Linux", onV4(OSLinux, fact.Version{5, 2, 0})),
		wait("CPS-WS-011", "generation unknown", with(noCard, workstation(cryptolib(OSWindows, fact.Version{5, 2, 0}))), "card.generation"),
		wait("CPS-WS-011", "library unknown", ws(none), "ws.cryptolib"),
		wait("CPS-WS-011", "a version on nobody knows what", declared("ws.cryptolib=5.2.0"), "ws.os"),

		hit("CPS-WS-012", "8001", coded("galss=8001"), "BLOCK-BILLING"),
		hit("CPS-WS-012", "8014 through SSV", coded("ssv=32788"), "BLOCK-BILLING"),
		hit("CPS-WS-012", "card diagnosis", with(facts("galss=8001")), "WARNING"),
		near("CPS-WS-012", "a run-time code", coded("galss=8192")),
		near("CPS-WS-012", "no error", coded("ssv=61441")),

		hit("CPS-WS-013", "declared A, live B", ws(galss(GALSS{Readers: []string{"A"}, Swapped: TriNo, SerialOnly: TriNo}, "B")), "WARNING"),
		hit("CPS-WS-013", "swapped", ws(galss(GALSS{Readers: []string{"A"}, Swapped: TriYes, SerialOnly: TriNo}, "A")), "WARNING"),
		hit("CPS-WS-013", "said on the telephone", with(facts("ws.galss=absent-reader")), "WARNING"),
		hit("CPS-WS-013", "swapped, on the telephone", with(facts("ws.galss=swapped")), "WARNING"),
		wait("CPS-WS-013", "match, order not looked at", ws(galss(GALSS{Readers: []string{"A"}, SerialOnly: TriNo}, "A")), "ws.galss"),
		near("CPS-WS-013", "match", ws(galss(GALSS{Readers: []string{"A"}, Swapped: TriNo, SerialOnly: TriNo}, "A", "B"))),
		near("CPS-WS-013", "fine, on the telephone", with(facts("ws.galss=ok"))),

		hit("CPS-WS-014", "serial only", ws(galss(GALSS{SerialOnly: TriYes, Swapped: TriNo}, "A")), "WARNING"),
		hit("CPS-WS-014", "serial only, on the telephone", with(facts("ws.galss=serial")), "WARNING"),
		hit("CPS-WS-014", "serial only, the card was removed", with(workstation(galss(GALSS{SerialOnly: TriYes, Swapped: TriNo})), reader(card.SlotRemoved)), "WARNING"),
		near("CPS-WS-014", "a serial terminal", with(noCard, workstation(galss(GALSS{SerialOnly: TriYes, Swapped: TriNo}, []string{}...)), reader(card.SlotNoReader))),
		near("CPS-WS-014", "PC/SC", ws(galss(GALSS{SerialOnly: TriNo, Swapped: TriNo}, "A"))),
		wait("CPS-WS-014", "channels unknown", ws(galss(GALSS{Swapped: TriNo}, "A")), "ws.galss"),
		wait("CPS-WS-014", "readers unknown", with(noCard, facts("ws.galss=serial")), "reader"),

		hit("CPS-WS-015", "63104", coded("ssv=63104"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "62992", coded("ssv=62992"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "63087", coded("ssv=F66F"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "62976", coded("ssv=62976"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "63217", coded("ssv=63217"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "63218", coded("ssv=63218"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "no MGC section", with(workstation(), facts("ws.sesamIni=no-mgc")), "BLOCK-BILLING"),
		near("CPS-WS-015", "61444", coded("ssv=61444")),
		near("CPS-WS-015", "62991", coded("ssv=62991")),
		near("CPS-WS-015", "63088", coded("ssv=63088")),

		hit("CPS-WS-016", "remote list empty", ws(remote(TriYes, TriYes, TriNo)), "BLOCK-BILLING"),
		hit("CPS-WS-016", "local list unknown", ws(remote(TriYes, TriUnknown, TriNo)), "BLOCK-BILLING"),
		near("CPS-WS-016", "remote list has it", ws(remote(TriYes, TriYes, TriYes))),
		near("CPS-WS-016", "no reader anywhere", ws(remote(TriYes, TriNo, TriNo))),
		near("CPS-WS-016", "no remote session", ws(remote(TriNo, TriYes, TriNo))),
		wait("CPS-WS-016", "remote list unknown", ws(remote(TriYes, TriYes, TriUnknown)), "ws.remoteReaders"),
		wait("CPS-WS-016", "session unknown", ws(remote(TriUnknown, TriYes, TriNo)), "ws.remote"),

		hit("CPS-WS-017", "2048 four times on READ", coded("galss=2048", "code.command=read", "code.times=4"), "WARNING"),
		hit("CPS-WS-017", "2048 once on VERIFY", coded("galss=2048", "code.command=verify"), "WARNING"),
		hit("CPS-WS-017", "4", coded("ssv=4"), "WARNING"),
		hit("CPS-WS-017", "8", coded("ssv=8"), "WARNING"),
		hit("CPS-WS-017", "sharing violation", ws(func(w *Workstation) { w.Shared = TriYes }), "WARNING"),
		hit("CPS-WS-028", "refused to the session", with(workstation(), facts("ws.access=refused")), "BLOCK-BILLING"),
		near("CPS-WS-028", "granted", with(workstation(), facts("ws.access=granted"))),
		hit("CPS-WS-021", "the provider is refused", with(workstation(), facts("ws.ksp=refused")), "BLOCK-SIGNING"),
		hit("CPS-WS-021", "the registry brings it back", with(workstation(), facts("ws.ksp=escape")), "WARNING"),
		hit("CPS-WS-021", "refused, while a card is judged", with(facts("ws.ksp=refused")), "WARNING"),
		near("CPS-WS-021", "it works", with(workstation(), facts("ws.ksp=works"))),
		wait("CPS-WS-021", "nothing declared", with(workstation()), "ws.ksp"),
		hit("CPS-WS-029", "a dead context", with(workstation(), facts("ws.context=dead")), "WARNING"),
		near("CPS-WS-029", "a live one", with(workstation(), facts("ws.context=live"))),
		wait("CPS-WS-029", "nothing declared", with(workstation()), "ws.context"),
		hit("CPS-WS-030", "1603", with(workstation(), facts("ws.installer=failed")), "INFO"),
		hit("CPS-WS-030", "1638", with(workstation(), facts("ws.installer=other-version")), "INFO"),
		near("CPS-WS-030", "done", with(workstation(), facts("ws.installer=done"))),
		wait("CPS-WS-030", "nothing declared", with(workstation()), "ws.installer"),
		hit("CPS-WS-034", "PSS", with(workstation(), facts("reader.mode=pss")), "INFO"),
		hit("CPS-WS-034", "TLA", with(workstation(), facts("reader.mode=tla")), "INFO"),
		near("CPS-WS-034", "PC/SC", with(workstation(), facts("reader.mode=pcsc"))),
		wait("CPS-WS-034", "nothing declared", with(workstation()), "reader.mode"),
		wait("CPS-WS-028", "nothing declared", with(workstation()), "ws.access"),
		near("CPS-WS-017", "2048 once on READ", coded("galss=2048", "code.command=read")),
		near("CPS-WS-017", "another code", coded("galss=1")),

		hit("CPS-WS-018", "Smart App Control on", ws(security(TriYes, TriUnknown, TriNo)), "WARNING"),
		hit("CPS-WS-018", "quarantine", ws(security(TriNo, TriUnknown, TriYes)), "WARNING"),
		near("CPS-WS-018", "quarantine on Windows 10", ws(func(w *Workstation) { w.OSVersion, w.Quarantine = "10", TriYes })),
		near("CPS-WS-018", "both off", ws(security(TriNo, TriYes, TriNo))),
		near("CPS-WS-018", "on, all signed", ws(security(TriYes, TriNo, TriNo))),
		wait("CPS-WS-018", "quarantine unknown", ws(security(TriNo, TriUnknown, TriUnknown)), "ws.quarantine"),
		wait("CPS-WS-018", "control unknown", ws(security(TriUnknown, TriUnknown, TriNo)), "ws.smartAppControl"),

		hit("CPS-WS-019", "Windows 8.1", ws(system(OSWindows, "8.1")), "INFO"),
		hit("CPS-WS-019", "macOS 15", ws(system(OSMacOS, "15")), "INFO"),
		hit("CPS-WS-019", "Debian", ws(system(OSLinux, "debian 13")), "INFO"),
		near("CPS-WS-019", "Windows 11", ws(system(OSWindows, "11"))),
		near("CPS-WS-019", "Server 2019", ws(system(OSWindows, "Server 2019"))),
		near("CPS-WS-019", "RHEL 9", ws(system(OSLinux, "rhel 9.4"))),
		near("CPS-WS-019", "macOS 14.5", ws(system(OSMacOS, "14.5"))),
		wait("CPS-WS-019", "version unknown", ws(system(OSMacOS, "")), "ws.osVersion"),
		wait("CPS-WS-019", "system unknown", ws(system("", "")), "ws.os"),
		wait("CPS-WS-019", "a version of nobody knows what", declared("ws.osVersion=11"), "ws.os"),

		hit("CPS-WS-020", "another product", ws(port(&Port{Expected: "agent", Owner: "old agent"})), "BLOCK-BILLING"),
		hit("CPS-WS-020", "nobody", ws(port(&Port{Expected: "agent"})), "BLOCK-BILLING"),
		hit("CPS-WS-020", "said on the telephone", with(facts("ws.port=nobody")), "WARNING"),
		near("CPS-WS-020", "the agent", ws(port(&Port{Expected: "agent", Owner: "agent"}))),
		wait("CPS-WS-020", "nobody declared: an agent", ws(port(nil)), "ws.port"),
		wait("CPS-WS-020", "not looked at", healthy(), "ws.port"),
	}
}
