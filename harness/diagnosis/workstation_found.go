package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// seenEvidence is the value of a fact, and what was seen behind it on the computer.
func (c *checker) seenEvidence(id fact.ID, value string) []Evidence {
	evidence := []Evidence{{Field: id.Name(), Value: value}}
	if detail := c.ws.Seen[id]; detail != "" {
		evidence = append(evidence, Evidence{Field: id.Name(), Value: detail})
	}
	return evidence
}

// fireSeen reports a finding on a fact that was seen or declared; severity 0 is the
// rule's own.
func (c *checker) fireSeen(r rule.Number, id fact.ID, value, variant string, severity Severity) {
	c.fireWS(r, Finding{Variant: variant, Severity: severity, Evidence: c.seenEvidence(id, value)})
}

// billingDeclared reports whether software that bills through this computer was
// declared: an agent is expected on its port.
func (c *checker) billingDeclared() bool { return c.ws.Port != nil || c.ws.Billing }

// orInfo lowers a block to information where no billing software was declared.
func (c *checker) orInfo() Severity {
	if c.billingDeclared() {
		return BlockBilling
	}
	return Info
}

// judgeBeside is about what a computer has beside the way to the card: browsers,
// agents, components, other software. Each rests on one fact.
func (c *checker) judgeBeside() {
	switch access, ok := c.facts.Text(fact.WsLocalNetwork); {
	case !ok:
		c.undeclared(rule.WS022)
	case access == rule.VariantRefused:
		c.fireSeen(rule.WS022, fact.WsLocalNetwork, access, access, 0)
	case access == "blocked":
		c.fireSeen(rule.WS022, fact.WsLocalNetwork, access, "", Warning)
	}
	switch agents, ok := c.facts.Text(fact.WsAgents); {
	case !ok:
		c.undeclared(rule.WS023)
	case agents == rule.VariantSeveral:
		c.fireSeen(rule.WS023, fact.WsAgents, agents, agents, 0)
	case agents == "other-port":
		c.fireSeen(rule.WS023, fact.WsAgents, agents, "", 0)
	}
	switch rosetta, ok := c.facts.Text(fact.WsRosetta); {
	case !ok:
		c.undeclared(rule.WS024)
	case rosetta == "agent":
		c.fireSeen(rule.WS024, fact.WsRosetta, rosetta, "", 0)
	case rosetta == "absent":
		c.fireSeen(rule.WS024, fact.WsRosetta, rosetta, "", Warning)
	}
	switch software, ok := c.facts.Text(fact.WsOldSoftware); {
	case !ok:
		c.undeclared(rule.WS027)
	case software == "running":
		c.fireSeen(rule.WS027, fact.WsOldSoftware, software, "", 0)
	case software == rule.VariantInstalled:
		c.fireSeen(rule.WS027, fact.WsOldSoftware, software, software, Info)
	}
	switch antivirus, ok := c.facts.Text(fact.WsAntivirus); {
	case !ok:
		c.undeclared(rule.WS032)
	case antivirus == "other":
		c.fireSeen(rule.WS032, fact.WsAntivirus, antivirus, "", 0)
	}
	c.judgeVirtual()
}

// judgeVirtual: a reader that is none stands before the CPS slot.
func (c *checker) judgeVirtual() {
	switch virtual, ok := c.facts.Text(fact.ReaderVirtual); {
	case !ok:
		c.undeclared(rule.RDR016)
	case virtual == "first":
		c.fireSeen(rule.RDR016, fact.ReaderVirtual, virtual, "", 0)
	}
}

// judgeComponents is about the FSV, its tables, its configuration and MICA, whose
// absence stops billing where billing goes through this computer.
func (c *checker) judgeComponents() {
	switch missing, ok := c.facts.Text(fact.WsComponents); {
	case !ok:
		c.undeclared(rule.WS025)
	case missing == "fsv":
		c.fireSeen(rule.WS025, fact.WsComponents, missing, "", c.orInfo())
	case missing != "ok":
		c.fireSeen(rule.WS025, fact.WsComponents, missing, missing, c.orInfo())
	}
	switch mica, ok := c.facts.Text(fact.WsMica); {
	case !ok:
		c.undeclared(rule.WS026)
	case mica == "absent":
		c.fireSeen(rule.WS026, fact.WsMica, mica, "", c.orInfo())
	}
}

// judgeSesamIni judges what sesam.ini says; false when nothing is known of it. Only
// the file of the release in use stops billing.
func (c *checker) judgeSesamIni() bool {
	state, ok := c.facts.Text(fact.WsSesamIni)
	switch state {
	case "", "ok":
	case rule.VariantUnused:
		c.fireSeen(rule.WS015, fact.WsSesamIni, state, state, Info)
	case rule.VariantUnsure, rule.VariantForeign:
		c.fireSeen(rule.WS015, fact.WsSesamIni, state, state, Warning)
	default:
		c.fireSeen(rule.WS015, fact.WsSesamIni, state, state, 0)
	}
	return ok
}

// judgeVitaleSlot is information for whoever looks at a workstation: no Vitale card is
// in the other slot.
func (c *checker) judgeVitaleSlot() {
	if c.in.WorkstationCheck && c.codes.SSV == 0 && c.in.Reader.State == card.SlotCard && c.facts.Is(fact.SlotOther, "none") {
		c.fireOn(rule.RDR011, c.seenEvidence(fact.SlotOther, "none")...)
	}
}
