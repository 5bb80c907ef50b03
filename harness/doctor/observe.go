package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/workstation"
)

// observations gathers what was seen on a computer as facts that a user could have
// told as well, with the details that stand in the evidence.
type observations struct {
	rep   *workstation.Report
	facts []string
	seen  map[fact.ID]string
}

func (o *observations) tell(id fact.ID, value string, detail ...string) {
	o.facts = append(o.facts, id.Name()+"="+value)
	if said := strings.Join(slices.Compact(detail), ", "); said != "" {
		o.seen[id] = said
	}
}

// told reports whether a fact was told, with one of some values where any are given.
func (o *observations) told(id fact.ID, values ...string) bool {
	return slices.ContainsFunc(o.facts, func(f string) bool {
		name, value, _ := strings.Cut(f, "=")
		return name == id.Name() && (len(values) == 0 || slices.Contains(values, value))
	})
}

// observe looks through a report for the facts of the rules.
func observe(rep *workstation.Report) *observations {
	o := &observations{rep: rep, seen: map[fact.ID]string{}}
	if path := readerPath(*rep); path != "" {
		o.tell(fact.ReaderPath, path)
	}
	o.slots()
	o.usb()
	o.mode()
	o.sesamIni()
	o.components()
	o.agents()
	o.browsers()
	o.software()
	o.security()
	o.installer()
	o.trace()
	return o
}

// observed puts what was seen below what the user declares.
func observed(rep workstation.Report, in *diagnosis.Input, facts fact.Set) (fact.Set, error) {
	o := observe(&rep)
	in.Workstation.Seen = o.seen
	return facts.Observe(o.facts...)
}

// contact lists the readers that may hold the CPS or the Vitale card: neither virtual
// ones nor antennas.
func contact(list []workstation.Reader) []workstation.Reader {
	var out []workstation.Reader
	for _, r := range list {
		if !r.Virtual && !r.Contactless {
			out = append(out, r)
		}
	}
	return out
}

// holdsCPS reports whether a reader holds a health professional's card.
func holdsCPS(r workstation.Reader) bool {
	return r.Face != card.FaceUnknown || r.Card == workstation.CardCPS
}

// slots looks at what the readers hold beside the CPS, and at the order in which they
// are listed.
func (o *observations) slots() {
	if !o.rep.Readers.Known {
		return
	}
	list := o.rep.Readers.Value
	cps := slices.IndexFunc(list, holdsCPS)
	if slots := contact(list); cps >= 0 && len(slots) > 1 && o.bills() {
		others := slices.DeleteFunc(slices.Clone(slots), holdsCPS)
		empty := func(r workstation.Reader) bool { return r.State == card.SlotEmpty }
		if !slices.ContainsFunc(others, func(r workstation.Reader) bool { return !empty(r) }) && len(others) > 0 {
			o.tell(fact.SlotOther, "none", others[0].Name)
		}
	}
	if judged := readerJudged(list); judged >= 0 && list[judged].Card == workstation.CardVitale && len(list[judged].ATR) == 0 {
		o.tell(fact.SlotCps, "vitale", list[judged].Name)
	}
	if cps < 0 {
		return
	}
	before := slices.IndexFunc(list[:cps], func(r workstation.Reader) bool { return r.Virtual || r.Contactless && r.State == card.SlotEmpty })
	if before >= 0 {
		o.tell(fact.ReaderVirtual, "first", list[before].Name)
	} else {
		o.tell(fact.ReaderVirtual, "none")
	}
}

// bills reports whether something on this computer bills: an agent that was named, or
// the components of SESAM-Vitale.
func (o *observations) bills() bool {
	return o.rep.Agent.Known || len(o.rep.Components.Value.Releases) > 0
}

// usb tells a reader that the bus shows and the card service does not.
func (o *observations) usb() {
	if !o.rep.Readers.Known || !o.rep.USBReaders.Known || len(o.rep.USBReaders.Value) == 0 {
		return
	}
	if len(contact(o.rep.Readers.Value)) == 0 {
		o.tell(fact.ReaderSeen, "usb", o.rep.USBReaders.Value[0].Name)
	}
}

// mode tells that the library is set to GALSS.
func (o *observations) mode() {
	if file := o.rep.Cryptolib.Value.GALSS; file != "" {
		o.tell(fact.ReaderMode, "galss", file)
	}
}

// agents tells an agent that is set to another port than the one expected.
func (o *observations) agents() {
	a := o.rep.Agent.Value
	if !o.rep.Agent.Known || a.Configured == 0 {
		return
	}
	if a.Configured != a.Port {
		o.tell(fact.WsAgents, "other-port", fmt.Sprintf("%s %d", a.Program, a.Configured))
	} else {
		o.tell(fact.WsAgents, "one")
	}
}

// browsers tells browsers without a policy for the agent, where an agent is used.
func (o *observations) browsers() {
	r := o.rep
	if !r.Browsers.Known || !r.Agent.Known && !o.runs(workstation.VendorAgent) {
		return
	}
	var blocking []string
	sure := true
	for _, b := range r.Browsers.Value {
		from := diagnosis.LocalNetworkFrom(b.Name)
		switch {
		case from == 0, b.Major != 0 && b.Major < from:
		case b.LocalNetwork == nil || b.Major == 0:
			sure = false
		case !*b.LocalNetwork:
			blocking = append(blocking, fmt.Sprintf("%s %d", b.Name, b.Major))
		}
	}
	switch {
	case len(blocking) > 0 && o.said(workstation.TraceDRC):
		o.tell(fact.WsLocalNetwork, "refused", blocking...)
	case len(blocking) > 0:
		o.tell(fact.WsLocalNetwork, "blocked", blocking...)
	case sure:
		o.tell(fact.WsLocalNetwork, "allowed")
	}
}

// runs reports whether a program of such a vendor runs.
func (o *observations) runs(kind workstation.VendorKind) bool {
	return slices.ContainsFunc(o.rep.Programs.Value, func(p workstation.Program) bool {
		v := workstation.VendorOfProgram(&p)
		return v != nil && v.Kind == kind && p.Count > 0
	})
}

// software tells billing software beside the one in use: running or starting with the
// session, or only installed. What is expected on the agent's port is the one in use.
func (o *observations) software() {
	r := o.rep
	var running, there []string
	own := text.Fold(r.Agent.Value.Program)
	competes := func(v *workstation.Vendor) bool {
		return v != nil && v.Kind == workstation.VendorBilling && (own == "" || !strings.HasPrefix(own, text.Fold(v.Name)))
	}
	for i := range r.Programs.Value {
		p := &r.Programs.Value[i]
		if v := workstation.VendorOfProgram(p); competes(v) {
			running = append(running, v.Name+" ("+p.Name+")")
		}
	}
	for i := range r.Products.Value {
		p := &r.Products.Value[i]
		if v := workstation.VendorOfProduct(p); competes(v) && !p.Ghost() {
			there = append(there, v.Name+" ("+p.Name+")")
		}
	}
	switch {
	case len(running) > 0:
		o.tell(fact.WsOldSoftware, "running", running...)
	case len(there) > 0:
		o.tell(fact.WsOldSoftware, "installed", there...)
	case r.Programs.Known && r.Products.Known:
		o.tell(fact.WsOldSoftware, "none")
	}
}

func (o *observations) security() {
	r := o.rep
	if r.SmartAppControl.Known && r.SmartAppControl.Value == workstation.AppControlEvaluation {
		o.tell(fact.WsSmartAppControl, "evaluation")
	}
	if r.CAPIKept.Known && r.CAPIKept.Value {
		o.tell(fact.WsKsp, "escape")
	}
	switch {
	case !r.Antivirus.Known:
	case len(r.Antivirus.Value) > 0:
		o.tell(fact.WsAntivirus, "other", r.Antivirus.Value...)
	default:
		o.tell(fact.WsAntivirus, "system")
	}
	if r.Rosetta.Known && r.System.Value.OS == "darwin" {
		o.rosetta()
	}
}

// intelOnly are components for macOS that exist for Intel processors alone (field,
// 2026-10).
var intelOnly = []string{"galss", "jfse"}

// rosetta tells a Mac with an Arm processor that lacks Rosetta for something.
func (o *observations) rosetta() {
	r := o.rep
	if r.System.Value.Arch != "arm64" {
		return
	}
	if r.Rosetta.Value {
		o.tell(fact.WsRosetta, "installed")
		return
	}
	needs := func(name string) bool {
		name = strings.ToLower(name)
		return slices.ContainsFunc(intelOnly, func(w string) bool { return strings.Contains(name, w) })
	}
	switch i := slices.IndexFunc(r.Products.Value, func(p workstation.Product) bool { return needs(p.Name) }); {
	case needs(r.Agent.Value.Program):
		o.tell(fact.WsRosetta, "agent", r.Agent.Value.Program)
	case i >= 0:
		o.tell(fact.WsRosetta, "absent", r.Products.Value[i].Name)
	}
}

// installer tells the first failure that the Windows Installer logged of the
// components.
func (o *observations) installer() {
	if len(o.rep.Failures.Value) == 0 {
		return
	}
	f := o.rep.Failures.Value[0]
	ended := map[int]string{1638: "other-version", 1618: "busy", 1605: "ghost"}[f.Code]
	switch {
	case f.Source:
		ended = "no-source"
	case ended == "":
		ended = "failed"
	}
	o.tell(fact.WsInstaller, ended, strings.TrimSpace(f.Product+" "+f.Version))
}

// said reports whether the billing layer said something.
func (o *observations) said(kind workstation.TraceKind) bool {
	return slices.ContainsFunc(o.rep.Trace.Value, func(e workstation.TraceEntry) bool { return e.Kind == kind })
}

// Codes of the billing layer that say something of the computer or of the CPS. Others
// speak of one moment, or of the Vitale card, and are no state of a workstation.
const (
	codeCPSAbsent  = "F001"
	codeTablesPath = "F680"
	codeTable      = "F600"
)

// isTableCode reports whether an entry is a code about one of the tables.
func isTableCode(e workstation.TraceEntry) bool {
	return e.Kind == workstation.TraceCode && e.Code >= codeTable && e.Code <= "F66F"
}

// trace tells the code that the billing layer last gave, where it says something of
// this computer.
func (o *observations) trace() {
	code := ""
	for _, e := range o.rep.Trace.Value {
		switch {
		case e.Kind == workstation.TraceTablesPath, e.Kind == workstation.TraceCode && e.Code == codeTablesPath:
			code = codeTablesPath
		case code == codeTablesPath:
		case o.told(fact.WsComponents, "tables", "incomplete") && (e.Kind == workstation.TraceTablesFile || isTableCode(e)):
			// the folder itself says it
		case e.Kind == workstation.TraceTablesFile:
			code = codeTable
		case isTableCode(e):
			code = e.Code
		case code == "" && (e.Kind == workstation.TraceCPSAbsent || e.Kind == workstation.TraceCode && e.Code == codeCPSAbsent):
			code = codeCPSAbsent
		}
	}
	if code != "" {
		o.tell(fact.Ssv, code)
	}
}
