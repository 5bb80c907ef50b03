package diagnosis

import (
	"regexp"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// foundVectors: what a computer has beside the way to the card.
func foundVectors() []vector {
	seen := func(list ...string) *Input { return with(workstation(), facts(list...)) }
	billing := func(list ...string) *Input {
		return with(workstation(func(w *Workstation) { w.Port = &Port{Expected: "agent", Owner: "agent"} }), facts(list...))
	}
	ws := func(change func(*Workstation)) *Input { return with(workstation(change)) }
	galss := func(g GALSS) *Input { return ws(func(w *Workstation) { w.GALSS, w.Readers = &g, []string{"A"} }) }
	return []vector{
		hit("CPS-WS-015", "the tables' path", seen("ws.sesamIni=tables-path"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "a folder that is gone", seen("ws.sesamIni=folder"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "the other architecture", seen("ws.sesamIni=architecture"), "BLOCK-BILLING"),
		hit("CPS-WS-015", "which one is read is not known", seen("ws.sesamIni=unsure"), "WARNING"),
		hit("CPS-WS-015", "another software's", seen("ws.sesamIni=foreign"), "WARNING"),
		hit("CPS-WS-015", "one that is not in use", seen("ws.sesamIni=unused"), "INFO"),
		near("CPS-WS-015", "in order", seen("ws.sesamIni=ok")),

		hit("CPS-WS-007", "ghosts", ws(func(w *Workstation) { w.CryptolibGhosts = []fact.Version{{5, 1, 7}} }), "INFO"),
		near("CPS-WS-007", "no ghost", ws(func(w *Workstation) { w.CryptolibGhosts = nil })),

		hit("CPS-WS-012", "no file, GALSS installed", galss(GALSS{SerialOnly: TriNo, Swapped: TriNo, Lacks: "absent", Installed: true}), "WARNING"),
		hit("CPS-WS-012", "no file, something may want it", galss(GALSS{SerialOnly: TriNo, Swapped: TriNo, Lacks: "absent"}), "INFO"),
		hit("CPS-WS-012", "an empty file, GALSS installed", galss(GALSS{Swapped: TriNo, Lacks: "empty", Installed: true}), "INFO"),
		hit("CPS-WS-012", "an empty file", galss(GALSS{Swapped: TriNo, Lacks: "empty"}), "INFO"),
		hit("CPS-WS-014", "one serial channel", galss(GALSS{SerialOnly: TriNo, Swapped: TriNo, SerialChannels: []string{"9600,1,8,0,0"}}), "WARNING"),
		hit("CPS-WS-014", "serial, and the software has no other way", with(workstation(func(w *Workstation) { w.GALSS, w.Readers = &GALSS{SerialOnly: TriYes, Swapped: TriNo}, []string{"A"} }), facts("reader.mode=pss")), "BLOCK-BILLING"),
		hit("CPS-WS-014", "serial, and the reader speaks PC/SC", with(workstation(func(w *Workstation) { w.GALSS, w.Readers = &GALSS{SerialOnly: TriYes, Swapped: TriNo}, []string{"A"} }), facts("reader.mode=pcsc")), "WARNING"),

		hit("CPS-WS-022", "no policy", seen("ws.localNetwork=blocked"), "WARNING"),
		hit("CPS-WS-022", "a refusal was seen", seen("ws.localNetwork=refused"), "BLOCK-BILLING"),
		near("CPS-WS-022", "a policy", seen("ws.localNetwork=allowed")),
		wait("CPS-WS-022", "nothing declared", seen(), "ws.localNetwork"),
		hit("CPS-WS-023", "another port", seen("ws.agents=other-port"), "WARNING"),
		hit("CPS-WS-023", "several", seen("ws.agents=several"), "WARNING"),
		near("CPS-WS-023", "one", seen("ws.agents=one")),
		wait("CPS-WS-023", "nothing declared", seen(), "ws.agents"),
		hit("CPS-WS-024", "the agent needs it", seen("ws.rosetta=agent"), "BLOCK-BILLING"),
		hit("CPS-WS-024", "a component needs it", seen("ws.rosetta=absent"), "WARNING"),
		near("CPS-WS-024", "installed", seen("ws.rosetta=installed")),
		wait("CPS-WS-024", "nothing declared", seen(), "ws.rosetta"),
		hit("CPS-WS-025", "no tables, billing is declared", billing("ws.components=tables"), "BLOCK-BILLING"),
		hit("CPS-WS-025", "no FSV, billing is declared", billing("ws.components=fsv"), "BLOCK-BILLING"),
		hit("CPS-WS-025", "no sesam.ini, billing is declared", billing("ws.components=sesam-ini"), "BLOCK-BILLING"),
		hit("CPS-WS-025", "incomplete tables, nobody bills here", seen("ws.components=incomplete"), "INFO"),
		near("CPS-WS-025", "in order", billing("ws.components=ok")),
		wait("CPS-WS-025", "nothing declared", seen(), "ws.components"),
		hit("CPS-WS-026", "absent, billing is declared", billing("ws.mica=absent"), "BLOCK-BILLING"),
		hit("CPS-WS-026", "absent, nobody bills here", seen("ws.mica=absent"), "INFO"),
		hit("CPS-WS-026", "absent, an agent is expected and nobody can tell whose its port is", with(workstation(func(w *Workstation) { w.Billing = true }), facts("ws.mica=absent")), "BLOCK-BILLING"),
		near("CPS-WS-026", "present", billing("ws.mica=present")),
		wait("CPS-WS-026", "nothing declared", seen(), "ws.mica"),
		hit("CPS-WS-027", "it runs", seen("ws.oldSoftware=running"), "WARNING"),
		hit("CPS-WS-027", "it is installed", seen("ws.oldSoftware=installed"), "INFO"),
		near("CPS-WS-027", "none", seen("ws.oldSoftware=none")),
		wait("CPS-WS-027", "nothing declared", seen(), "ws.oldSoftware"),
		hit("CPS-WS-031", "in evaluation", seen("ws.smartAppControl=evaluation"), "INFO"),
		near("CPS-WS-031", "on", seen("ws.smartAppControl=on")),
		near("CPS-WS-031", "off", seen("ws.smartAppControl=off")),
		near("CPS-WS-018", "in evaluation", seen("ws.smartAppControl=evaluation")),
		wait("CPS-WS-031", "nothing known", ws(func(w *Workstation) { w.SmartAppControl = TriUnknown }), "ws.smartAppControl"),
		hit("CPS-WS-032", "another", seen("ws.antivirus=other"), "INFO"),
		near("CPS-WS-032", "the system's", seen("ws.antivirus=system")),
		wait("CPS-WS-032", "nothing declared", seen(), "ws.antivirus"),
		{rule: "CPS-WS-033", name: "the day after", in: seen("ws.osVersion=10"), now: at(2025, 10, 15), want: []string{"INFO"}},
		{rule: "CPS-WS-033", name: "the last day", in: seen("ws.osVersion=10"), now: at(2025, 10, 14)},
		near("CPS-WS-033", "Windows 11", seen("ws.osVersion=11")),
		near("CPS-WS-033", "another system's 10", ws(func(w *Workstation) { w.OS, w.OSVersion = OSMacOS, "10" })),
		wait("CPS-WS-033", "version unknown", ws(func(w *Workstation) { w.OSVersion = "" }), "ws.osVersion"),
		wait("CPS-WS-033", "system unknown", ws(func(w *Workstation) { w.OS = "" }), "ws.os"),
		hit("CPS-RDR-016", "before the CPS", seen("reader.virtual=first"), "WARNING"),
		near("CPS-RDR-016", "none", seen("reader.virtual=none")),
		wait("CPS-RDR-016", "nothing declared", seen(), "reader.virtual"),

		hit("CPS-RDR-010", "known to be a CPS, no ATR", with(workstation(), knownCPS, facts("ssv=61441")), "WARNING"),
		near("CPS-RDR-010", "another card, no ATR", with(workstation(), knownCPS, func(in *Input) { in.Reader.CPS = false }, facts("ssv=61443"))),
		hit("CPS-RDR-011", "no Vitale card in the other slot of a workstation", seen("slot.other=none"), "INFO"),
		near("CPS-RDR-011", "one in the other slot", seen("slot.other=vitale")),
		near("CPS-RDR-011", "another code", seen("slot.other=none", "ssv=61444")),

		hit("CPS-WS-019", "5.2.1 on macOS 15", ws(func(w *Workstation) {
			w.OS, w.OSVersion, w.Cryptolib = OSMacOS, "15", []CryptolibCopy{{Version: fact.Version{5, 2, 1}}}
		}), "INFO"),
		near("CPS-WS-019", "5.2.2 on macOS 26: its note is not known", ws(func(w *Workstation) {
			w.OS, w.OSVersion, w.Cryptolib = OSMacOS, "26", []CryptolibCopy{{Version: fact.Version{5, 2, 2}}}
		})),
		near("CPS-WS-005", "5.2.6 on macOS", ws(cryptolib(OSMacOS, fact.Version{5, 2, 6}))),
		hit("CPS-WS-005", "5.2.5 on macOS", ws(cryptolib(OSMacOS, fact.Version{5, 2, 5})), "INFO"),
	}
}

// knownCPS is a reader of which somebody declared that it holds a CPS, no card read.
func knownCPS(in *Input) {
	in.Card = nil
	in.Reader = Reader{Slot: card.Slot{Name: "A", State: card.SlotCard}, CPS: true}
}

// What was seen behind a fact stands in the evidence.
func TestSeenEvidence(t *testing.T) {
	t.Parallel()
	in := with(workstation(func(w *Workstation) { w.Seen = map[fact.ID]string{fact.WsLocalNetwork: "chrome 154"} }), facts("ws.localNetwork=blocked"))
	found := fired(Check(in, noon), "CPS-WS-022")
	if len(found) != 1 || len(found[0].Evidence) != 2 || found[0].Evidence[1].Value != "chrome 154" {
		t.Errorf("%+v", found)
	}
}

// Each dated line says when it was last seen and where.
func TestDatedData(t *testing.T) {
	t.Parallel()
	month := regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])$`)
	list := DatedData()
	if len(list) < 10 {
		t.Errorf("%d lines", len(list))
	}
	for _, d := range list {
		if d.Says == "" || d.Source == "" || !month.MatchString(d.Seen) {
			t.Errorf("%+v", d)
		}
	}
}
