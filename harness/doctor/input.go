package doctor

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/workstation"
)

// Input puts what was collected into the terms of the rules. The
// card is known by its ATR alone.
func Input(rep workstation.Report) diagnosis.Input {
	ws := systemInput(rep)
	ws.PCSCD, ws.SmartCardService = serviceInput(rep)
	ws.Cryptolib = installations(rep.Cryptolib.Value.Copies)
	ws.CryptolibSearched = rep.Cryptolib.Known
	ws.LibrariesDiffer = librariesDiffer(rep.Cryptolib.Value.Copies)
	for _, d := range rep.Dictionaries.Value {
		if v, ok := fact.ParseVersion(d.Version); ok && ws.Dictionary.Before(v) {
			ws.Dictionary = v
		}
	}
	if rep.CertPropagation.Known {
		ws.CertPropagation.Automatic = diagnosis.TriOf(rep.CertPropagation.Value == workstation.StartAutomatic)
	}
	if rep.RestartPending.Known {
		ws.RebootPending = diagnosis.TriOf(rep.RestartPending.Value)
	}
	for _, cp := range rep.Cryptolib.Value.Copies {
		if v, ok := fact.ParseVersion(cp.Version); ok && cp.Ghost {
			ws.CryptolibGhosts = append(ws.CryptolibGhosts, v)
		}
	}
	if rep.SmartAppControl.Known { // an evaluation blocks nothing
		ws.SmartAppControl = diagnosis.TriOf(rep.SmartAppControl.Value == workstation.AppControlOn)
	}
	ws.Port, ws.Billing = portInput(rep), rep.Agent.Known
	ws.GALSS = galssInput(rep)
	in := diagnosis.Input{Workstation: ws, WorkstationCheck: true}
	if rep.Readers.Known {
		readersInput(&in, rep)
	}
	return in
}

func systemInput(rep workstation.Report) *diagnosis.Workstation {
	s, ws := rep.System.Value, &diagnosis.Workstation{}
	if rep.Session.Known {
		ws.Remote = diagnosis.TriOf(rep.Session.Value.Remote)
	}
	major, _, _ := strings.Cut(s.Version, ".")
	switch s.OS {
	case "windows":
		ws.OS, ws.OSVersion = diagnosis.OSWindows, major
		if s.Server {
			ws.OSVersion = "server"
			for word := range strings.FieldsSeq(s.Name) {
				if _, err := strconv.Atoi(word); err == nil {
					ws.OSVersion = "server " + word
				}
			}
		}
	case "darwin":
		ws.OS, ws.OSVersion = diagnosis.OSMacOS, major
	case "linux":
		ws.OS, ws.OSVersion = diagnosis.OSLinux, strings.TrimSpace(s.ID+" "+major)
	}
	return ws
}

func serviceInput(rep workstation.Report) (pcscd, scardsvr diagnosis.ServiceState) {
	var s diagnosis.ServiceState
	if rep.Service.Known {
		state := rep.Service.Value.State
		s.Running = diagnosis.TriOf(state == workstation.Running)
		if state != workstation.Running { // how a running one was started is not known
			s.Automatic = diagnosis.TriOf(state == workstation.Activatable)
		}
	}
	if rep.System.Value.OS != "windows" {
		return s, diagnosis.ServiceState{}
	}
	s.Automatic = diagnosis.TriUnknown
	if start := rep.Service.Value.Start; start != "" {
		s.Automatic = diagnosis.TriOf(start == workstation.StartAutomatic)
	}
	return diagnosis.ServiceState{}, s
}

// installations merges the traces of one installation: its package, its
// inventory file and its library have one version and one word size. A library
// that does not tell its version belongs to the package of its word size. What
// the user named counts when nothing is installed.
func installations(copies []workstation.Copy) []diagnosis.CryptolibCopy {
	var out []diagnosis.CryptolibCopy
	merge := func(cp workstation.Copy) {
		v, _ := fact.ParseVersion(cp.Version)
		n := diagnosis.CryptolibCopy{Version: v, Arch: map[int]string{32: "x86", 64: "x64"}[cp.Bits], Where: cp.Path}
		same := func(o diagnosis.CryptolibCopy) bool {
			return (o.Version == n.Version || n.Version.IsZero()) && (o.Arch == n.Arch || n.Arch == "" || o.Arch == "")
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, n)
		}
	}
	for _, stated := range []bool{true, false} {
		for _, cp := range copies {
			if installed(cp) && !cp.Old && !cp.Ghost && (cp.Version != "") == stated {
				merge(cp)
			}
		}
	}
	if len(out) == 0 {
		for _, cp := range copies {
			if !cp.Old && !cp.Ghost {
				merge(cp)
			}
		}
	}
	return out
}

// librariesDiffer returns the versions that the libraries of a computer state of
// themselves, with their word sizes, where they are not one; "" otherwise.
func librariesDiffer(copies []workstation.Copy) string {
	var said []string
	versions := map[string]bool{}
	for _, cp := range copies {
		if cp.Origin == workstation.FromFile && !cp.Old && cp.Library != "" {
			versions[cp.Library] = true
			said = append(said, fmt.Sprintf("%s (%d)", cp.Library, cp.Bits))
		}
	}
	if len(versions) < 2 {
		return ""
	}
	return strings.Join(said, ", ")
}

// portInput tells whose the agent's port is; nil when no agent was named, or
// when its owner cannot be told.
func portInput(rep workstation.Report) *diagnosis.Port {
	a := rep.Agent.Value
	switch {
	case !rep.Agent.Known:
		return nil
	case !a.Listening:
		return &diagnosis.Port{Expected: a.Program}
	case a.Owner == "", a.Program == "":
		return nil
	case a.Same:
		return &diagnosis.Port{Expected: a.Program, Owner: a.Program}
	default:
		return &diagnosis.Port{Expected: a.Program, Owner: a.Owner}
	}
}

// readerPath tells how the reader is plugged in, as the fact reader.path says
// it; "" when that is not known, or differs from reader to reader.
func readerPath(rep workstation.Report) string {
	path := ""
	for _, r := range rep.USBReaders.Value {
		if path != "" && path != string(r.Path) {
			return ""
		}
		path = string(r.Path)
	}
	return path
}

// readersInput adds the readers: the one that the rules are judged for, and the
// others.
func readersInput(in *diagnosis.Input, rep workstation.Report) {
	list, ws := rep.Readers.Value, in.Workstation
	ws.Readers = []string{}
	for _, r := range list {
		ws.Readers = append(ws.Readers, r.Name)
	}
	if rep.Session.Value.Remote {
		ws.RemoteReaders = diagnosis.TriOf(len(list) > 0)
	}
	judged := readerJudged(list)
	if judged < 0 {
		in.Reader.State = card.SlotNoReader
		if rep.Service.Known && rep.Service.Value.State == workstation.Stopped {
			in.Reader.State = card.SlotUnknown // a service that is stopped lists none, whatever is plugged in
		}
		return
	}
	in.Reader.Others = []card.Slot{}
	for i, r := range list {
		if i != judged {
			in.Reader.Others = append(in.Reader.Others, r.Slot)
		}
	}
	r := list[judged]
	in.Reader.Name = r.Name
	switch {
	case r.State == card.SlotEmpty:
		in.Reader.State = card.SlotEmpty
	case r.State == card.SlotMute:
		in.Reader.State = card.SlotMute
	case len(r.ATR) > 0, r.Face != card.FaceUnknown:
		in.Reader.State = card.SlotCard
		in.Card = &card.Contents{ATR: r.ATR, Face: r.Face, Protocol: -1}
	case r.State == card.SlotCard:
		in.Reader.State, in.Reader.CPS, in.Reader.Stranger = card.SlotCard, holdsCPS(r), r.ATRLength
	}
	if r.State == card.SlotInUse {
		ws.Shared = diagnosis.TriYes
	}
}

// readerJudged picks the reader that the rules are judged for, -1 when there is
// none: one with a health professional's card, else one with another card, a mute
// one, an empty one; a virtual reader or an antenna before nothing else. A Vitale card
// stands in its own slot as long as another slot is there for the CPS.
func readerJudged(list []workstation.Reader) int {
	order := []card.SlotState{
		card.SlotUnknown, card.SlotEmpty, card.SlotMute, card.SlotInUse, card.SlotCard,
	}
	slots := len(contact(list))
	best, rank := -1, 0
	for i, r := range list {
		n := 1 + slices.Index(order, r.State)
		switch {
		case holdsCPS(r):
			n = 2 + len(order)
		case r.Virtual, r.Contactless && r.State == card.SlotEmpty:
			if slots > 0 {
				continue
			}
		case r.Card == workstation.CardVitale && slots > 1:
			n = 1
		}
		if n > rank {
			best, rank = i, n
		}
	}
	return best
}
