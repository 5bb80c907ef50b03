package diagnosis

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// slowReading is the reading time above which certificate propagation is worth
// a word (this project).
const slowReading = 3 * time.Second

// judgeWorkstation is the first half of step 1: services, library, tables. The
// severities hold in a check of the workstation only; in the diagnosis of a
// card a finding of this family warns at most, so that it hides nothing.
func (c *checker) judgeWorkstation() {
	c.judgeSmartCardService()
	c.judgeDaemon()
	c.judgePresence()
	c.judgeCopies()
	c.judgePropagation()
	c.judgeConfiguration()
	c.judgeRemote()
	c.judgeExclusive()
	c.judgeSecurity()
	c.judgeAccess()
	c.judgeWindowsCards()
	c.judgeReaderMode()
	c.judgeSystem()
	c.judgePort()
	c.judgeComponents()
	c.judgeBeside()
}

// fireWS reports a finding on the workstation, at the rule's own severity or a lower
// one.
func (c *checker) fireWS(r rule.Number, f Finding) {
	if f.Severity == 0 {
		f.Severity = r.Rule().Severity
	}
	if !c.in.WorkstationCheck {
		f.Severity = min(f.Severity, Warning)
	}
	c.fire(r, f)
}

func (c *checker) fireWSOn(r rule.Number, field, value string) {
	c.fireWS(r, Finding{Evidence: []Evidence{{Field: field, Value: value}}})
}

// workstationUnknown lists a rule that misses something of the workstation: it
// was looked at and did not tell, or nobody looked.
func (c *checker) workstationUnknown(r rule.Number, id fact.ID) {
	if c.in.Workstation != nil {
		c.unknown(r, factInput(id))
		return
	}
	c.undeclaredFact(r, id)
}

// onSystem reports whether a rule is about this system; it lists the rule as
// unknown when the system is not known: for want of the system when what the rule
// needs was declared.
func (c *checker) onSystem(r rule.Number, declared bool, systems ...string) bool {
	if c.ws.OS == "" {
		if c.in.Workstation == nil && !declared {
			c.undeclared(r)
		} else {
			c.workstationUnknown(r, fact.WsOs)
		}
		return false
	}
	return slices.Contains(systems, c.ws.OS)
}

func (c *checker) judgeSmartCardService() {
	if !c.onSystem(rule.WS008, c.facts.Has(fact.WsScardsvr), OSWindows) {
		return
	}
	switch s := c.ws.SmartCardService; {
	case s.Running == TriNo:
		c.fireWSOn(rule.WS008, "ws.scardsvr", "stopped")
	case s.Running == TriYes && s.Automatic == TriNo: // a running service blocks nothing
		c.fireWS(rule.WS008, Finding{Severity: Info, Variant: rule.VariantManual, Evidence: []Evidence{{Field: "ws.scardsvr", Value: "not automatic"}}})
	case s.Running == TriUnknown:
		c.workstationUnknown(rule.WS008, fact.WsScardsvr)
	}
}

func (c *checker) judgeDaemon() {
	declared := c.facts.Has(fact.WsPcscd)
	if implied := c.ws.OS == "" && declared && !ofWindows(c.facts); !implied && !c.onSystem(rule.WS009, declared, OSLinux, OSMacOS) {
		return
	}
	switch s := c.ws.PCSCD; {
	case s.Running == TriYes, s.Automatic == TriYes:
	case s.Running == TriUnknown, s.Automatic == TriUnknown:
		c.workstationUnknown(rule.WS009, fact.WsPcscd)
	default:
		c.fireWSOn(rule.WS009, "ws.pcscd", "stopped, no socket")
	}
}

// judgePresence looks for a library at all. A card diagnosis never does: the
// card may be read without one.
func (c *checker) judgePresence() {
	switch {
	case !c.in.WorkstationCheck:
	case len(c.ws.Cryptolib) > 0, !c.library.IsZero():
	case c.ws.CryptolibSearched:
		c.fireWSOn(rule.WS001, "ws.cryptolib", "none")
	default:
		c.unknown(rule.WS001, factInput(fact.WsCryptolib))
	}
}

func (c *checker) judgeCopies() {
	version := c.library
	switch {
	case version.IsZero():
		c.unknownLibrary(rule.WS005)
	case c.ws.OS == "":
		c.workstationUnknown(rule.WS005, fact.WsOs)
	case version.Before(latestVersion(c.ws.OS)):
		c.fireWSOn(rule.WS005, "ws.cryptolib", version.String())
	}
	switch c.ws.RebootPending {
	case TriUnknown:
		c.workstationUnknown(rule.WS006, fact.WsRebootPending)
	case TriYes:
		c.fireWSOn(rule.WS006, "ws.rebootPending", "yes")
	case TriNo:
	}
	if !c.onSystem(rule.WS007, c.facts.Has(fact.WsCryptolib), OSWindows) {
		return
	}
	if !c.ws.CryptolibSearched && len(c.ws.Cryptolib) == 0 {
		c.workstationUnknown(rule.WS007, fact.WsCryptolib)
	} else if copies := c.ws.Cryptolib; crowded(copies) {
		found := make([]string, 0, len(copies))
		for _, copied := range copies {
			found = append(found, strings.TrimSpace(copied.Version.String()+" "+copied.Arch))
		}
		c.fireWSOn(rule.WS007, "ws.cryptolib", strings.Join(found, ", "))
	} else if c.ws.LibrariesDiffer != "" {
		c.fireWSOn(rule.WS007, "ws.cryptolib", c.ws.LibrariesDiffer)
	} else if len(c.ws.CryptolibGhosts) > 0 {
		found := make([]string, 0, len(c.ws.CryptolibGhosts))
		for _, version := range c.ws.CryptolibGhosts {
			found = append(found, version.String())
		}
		c.fireWS(rule.WS007, Finding{Severity: Info, Variant: rule.VariantGhosts, Evidence: []Evidence{{Field: "ws.cryptolib", Value: strings.Join(found, ", ")}}})
	}
}

// crowded: two copies of one architecture, or of different versions. One of
// each architecture in the same version is how the library is installed.
func crowded(copies []CryptolibCopy) bool {
	for i, a := range copies {
		for _, b := range copies[:i] {
			if a.Arch == b.Arch || a.Version != b.Version {
				return true
			}
		}
	}
	return false
}

func (c *checker) judgePropagation() {
	if !c.onSystem(rule.WS010, c.facts.Has(fact.WsCertProp), OSWindows) {
		return
	}
	switch {
	case c.ws.CertPropagation.Automatic == TriUnknown:
		c.workstationUnknown(rule.WS010, fact.WsCertProp)
	case c.ws.CertPropagation.Automatic == TriNo:
	case c.ws.ReadTime == 0 && !c.facts.Has(fact.WsReadSeconds):
		c.workstationUnknown(rule.WS010, fact.WsReadSeconds)
	case c.ws.ReadTime > slowReading:
		c.fireWSOn(rule.WS010, "ws.readSeconds", c.ws.ReadTime.String())
	}
}

// judgeConfiguration: GALSS.INI and the SESAM-Vitale tables, by the codes that
// the billing layer returned and by what their files say.
func (c *checker) judgeConfiguration() {
	k := &c.codes
	switch g := c.ws.GALSS; {
	case k.GALSS >= galssConfigFirst && k.GALSS <= galssConfigLast:
		c.fireWS(rule.WS012, Finding{Variant: fmt.Sprintf("%04X", k.GALSS), Evidence: k.galssEvidence()})
	case g != nil && g.Lacks != "":
		severity := Info
		if g.Installed && g.Lacks == "absent" { // an empty file keeps nothing from reading over PC/SC
			severity = Warning
		}
		c.fireWS(rule.WS012, Finding{Severity: severity, Variant: g.Lacks, Evidence: []Evidence{{Field: "ws.galss", Value: g.Lacks}}})
	case !k.layer():
		c.undeclared(rule.WS012)
	}
	if c.ws.GALSS == nil {
		if !c.facts.Has(fact.WsGalss) {
			c.workstationUnknown(rule.WS013, fact.WsGalss)
			c.workstationUnknown(rule.WS014, fact.WsGalss)
		}
	} else {
		c.judgeChannels(c.ws.GALSS)
	}
	c.judgeTables()
}

func (c *checker) judgeChannels(g *GALSS) {
	if name := c.missingReader(g); name != "" {
		c.fireWSOn(rule.WS013, "ws.galss", "declared reader not found: "+name)
	} else if g.Swapped == TriYes {
		found := "swapped"
		if g.Wrong != "" {
			found = g.Wrong
		}
		c.fireWSOn(rule.WS013, "ws.galss", found)
	} else if g.Swapped == TriUnknown {
		c.workstationUnknown(rule.WS013, fact.WsGalss)
	}
	state := c.in.Reader.State
	switch {
	case g.SerialOnly == TriNo:
		if len(g.SerialChannels) > 0 {
			c.fireWS(rule.WS014, Finding{Severity: c.serialSeverity(), Variant: rule.VariantSerialChannel, Evidence: []Evidence{{Field: "ws.galss", Value: strings.Join(g.SerialChannels, ", ")}}})
		}
	case g.SerialOnly == TriUnknown:
		c.workstationUnknown(rule.WS014, fact.WsGalss)
	case len(c.ws.Readers) > 0 || state != card.SlotUnknown && state != card.SlotNoReader:
		c.fireWS(rule.WS014, Finding{Severity: c.serialSeverity(), Evidence: []Evidence{{Field: "ws.galss", Value: "serial only"}}})
	case c.ws.Readers == nil && state == card.SlotUnknown:
		c.unknown(rule.WS014, missingReader)
	}
}

// serialSeverity: a serial channel stops software that reaches the reader through
// GALSS and no other way; an agent that speaks PC/SC reads all the same.
func (c *checker) serialSeverity() Severity {
	if c.facts.Is(fact.ReaderMode, "pss") {
		return BlockBilling
	}
	return Warning
}

// missingReader returns a reader that GALSS.INI declares and PC/SC does not
// show, "" when there is none or nothing to compare.
func (c *checker) missingReader(g *GALSS) string {
	if c.ws.Readers == nil {
		return ""
	}
	for _, name := range g.Readers {
		if !slices.Contains(c.ws.Readers, name) {
			return name
		}
	}
	return ""
}

func (c *checker) judgeTables() {
	k := &c.codes
	var f Finding
	switch {
	case k.SSV == ssvTablesPath:
		f.Variant, f.Evidence = rule.VariantTablesPath, k.ssvEvidence()
	case k.SSV >= ssvTablesFirst && k.SSV <= ssvTablesLast, k.SSV == ssvWorkFolder, k.SSV == ssvWorkFiles, k.SSV == ssvNotInitialised:
		f.Evidence = k.ssvEvidence()
	default:
		if known := c.judgeSesamIni(); !known && k.SSV == 0 {
			c.undeclared(rule.WS015)
		}
		return
	}
	c.fireWS(rule.WS015, f)
}

func (c *checker) judgeRemote() {
	switch {
	case c.ws.Remote == TriUnknown:
		c.workstationUnknown(rule.WS016, fact.WsRemote)
	case c.ws.Remote == TriNo || c.ws.RemoteReaders == TriYes || c.ws.LocalReaders == TriNo:
	case c.ws.RemoteReaders == TriUnknown:
		c.workstationUnknown(rule.WS016, fact.WsRemoteReaders)
	default:
		c.fireWSOn(rule.WS016, "ws.remoteReaders", "no")
	}
}

// judgeExclusive: another program holds the reader. A command without effect
// is repeated in silence first.
func (c *checker) judgeExclusive() {
	k := &c.codes
	held := k.GALSS == galssExclusive || k.GALSS == galssSequence || k.GALSS == galssOpen
	switch {
	case c.ws.Shared == TriYes:
		c.fireWSOn(rule.WS017, "ws.shared", "yes")
	case held && k.reported():
		c.fireWS(rule.WS017, Finding{Evidence: k.galssEvidence()})
	case !k.layer() && c.ws.Shared == TriUnknown:
		c.undeclared(rule.WS017)
	}
}

// judgeAccess is about a session that the system keeps from the card service.
func (c *checker) judgeAccess() {
	switch access, ok := c.facts.Text(fact.WsAccess); {
	case !ok:
		c.undeclared(rule.WS028)
	case access == "refused":
		c.fireWSOn(rule.WS028, "ws.access", access)
	}
}

// judgeSecurity is about Windows 11; a Windows that does not tell its version may
// be one.
func (c *checker) judgeSecurity() {
	c.onSystem(rule.WS031, c.facts.Has(fact.WsSmartAppControl), OSWindows)
	if !c.onSystem(rule.WS018, c.facts.Has(fact.WsSmartAppControl) || c.facts.Has(fact.WsQuarantine), OSWindows) {
		return
	}
	if version, _, _ := strings.Cut(c.ws.OSVersion, "."); version != "" && version != "11" {
		return
	}
	if c.facts.Is(fact.WsSmartAppControl, "evaluation") {
		c.fireSeen(rule.WS031, fact.WsSmartAppControl, "evaluation", "", 0)
	}
	control, quarantine := c.ws.SmartAppControl, c.ws.Quarantine
	if control == TriUnknown {
		c.workstationUnknown(rule.WS031, fact.WsSmartAppControl)
	}
	switch {
	case control == TriYes && c.ws.UnsignedNeeded != TriNo:
		c.fireWSOn(rule.WS018, "ws.smartAppControl", "on")
	case quarantine == TriYes:
		c.fireWSOn(rule.WS018, "ws.quarantine", "yes")
	case control == TriUnknown:
		c.workstationUnknown(rule.WS018, fact.WsSmartAppControl)
	case quarantine == TriUnknown:
		c.workstationUnknown(rule.WS018, fact.WsQuarantine)
	}
}

func (c *checker) judgeSystem() {
	if c.ws.OS == "" {
		c.onSystem(rule.WS019, c.facts.Has(fact.WsOsVersion))
		c.onSystem(rule.WS033, c.facts.Has(fact.WsOsVersion))
		return
	}
	if c.ws.OSVersion == "" {
		c.workstationUnknown(rule.WS019, fact.WsOsVersion)
		if c.ws.OS == OSWindows {
			c.workstationUnknown(rule.WS033, fact.WsOsVersion)
		}
		return
	}
	if end, known := endOfWindows(c.ws.OSVersion); known && c.ws.OS == OSWindows && end.Before(c.today) {
		c.fireWS(rule.WS033, Finding{Evidence: []Evidence{{Field: "ws.osVersion", Value: c.ws.OS + " " + c.ws.OSVersion}}})
	}
	switch library := c.library; {
	case library.IsZero():
		c.unknownLibrary(rule.WS019)
	case excluded(c.ws.OS, c.ws.OSVersion, library):
		c.fireWSOn(rule.WS019, "ws.osVersion", c.ws.OS+" "+c.ws.OSVersion)
	}
}

func (c *checker) judgePort() {
	switch p := c.ws.Port; {
	case p == nil: // nobody declared whether an agent is expected
		c.undeclared(rule.WS020)
	case p.Owner == "":
		c.fireWSOn(rule.WS020, "ws.port", "nobody listens")
	case p.Owner != p.Expected:
		c.fireWSOn(rule.WS020, "ws.port", p.Owner)
	}
}
