package diagnosis

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeWindowsCards is about what stands between a program and the card on Windows:
// key provider, card service, installer.
func (c *checker) judgeWindowsCards() {
	switch provider, ok := c.facts.Text(fact.WsKsp); {
	case !ok:
		c.undeclared(rule.WS021)
	case provider == "refused":
		c.fireWSOn(rule.WS021, "ws.ksp", provider)
	case provider == rule.VariantEscape:
		c.fireWS(rule.WS021, Finding{Severity: Warning, Variant: provider, Evidence: []Evidence{{Field: "ws.ksp", Value: provider}}})
	}
	switch link, ok := c.facts.Text(fact.WsContext); {
	case !ok:
		c.undeclared(rule.WS029)
	case link == "dead":
		c.fireWSOn(rule.WS029, "ws.context", link)
	}
	switch ended, ok := c.facts.Text(fact.WsInstaller); {
	case !ok:
		c.undeclared(rule.WS030)
	case ended != "done":
		f := Finding{Evidence: []Evidence{{Field: "ws.installer", Value: ended}}}
		if ended != "failed" {
			f.Variant = ended
		}
		c.fireWS(rule.WS030, f)
	}
}
