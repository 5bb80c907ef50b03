package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgePresenceOfReader: there is none, or the USB bus shows one that the service
// does not know. The second is the nearer cause where both hold: plugging the
// reader in, which a reader that is not there needs, would change nothing.
func (c *checker) judgePresenceOfReader() {
	seen, declared := c.facts.Text(fact.ReaderSeen)
	state := c.in.Reader.State
	usbOnly := seen == "usb" && (state == card.SlotNoReader || state == card.SlotUnknown)
	switch {
	case usbOnly:
		c.fireOn(rule.RDR017, Evidence{Field: "reader.seen", Value: seen})
	case !declared:
		c.undeclared(rule.RDR017)
	}
	switch state {
	case card.SlotNoReader:
		if !usbOnly {
			c.fireReader(rule.RDR001, "none")
		}
	case card.SlotUnknown:
		switch {
		case seen == "none":
			c.fireOn(rule.RDR001, Evidence{Field: "reader.seen", Value: seen})
		case !declared:
			c.unknown(rule.RDR001, missingReader)
		}
	default: // there is one
	}
}

// judgeSleeping is about a reader that the system puts to sleep or keeps.
func (c *checker) judgeSleeping() {
	holder, ok := c.facts.Text(fact.ReaderHolder)
	switch {
	case !ok:
		c.undeclared(rule.RDR018)
	case holder != "nobody":
		f := Finding{Evidence: []Evidence{{Field: "reader.holder", Value: holder}}}
		if holder != "power" {
			f.Variant = holder
		}
		c.fire(rule.RDR018, f)
	}
}

// judgeReaderMode is about ways to a reader that vendors gave up.
func (c *checker) judgeReaderMode() {
	switch mode, ok := c.facts.Text(fact.ReaderMode); {
	case !ok && c.in.WorkstationCheck && c.ws.GALSS != nil && c.ws.GALSS.SerialOnly == TriYes: // a serial line is the way of PSS
		c.fireWSOn(rule.WS034, "ws.galss", "serial")
	case !ok:
		c.undeclared(rule.WS034)
	case mode != "pcsc":
		f := Finding{Evidence: []Evidence{{Field: "reader.mode", Value: mode}}}
		if mode == rule.VariantTLA || mode == rule.VariantGALSS {
			f.Variant = mode
		}
		c.fireWS(rule.WS034, f)
	}
}
