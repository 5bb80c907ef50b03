package diagnosis

import (
	"slices"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeEncoding looks for lengths that the official reader takes for something else.
// It blocks where that reader gets nothing at all of the type of card or of every
// activity, and warns where something is left.
func (c *checker) judgeEncoding() {
	if c.card == nil {
		c.unknown(rule.UPD005, missingCard)
		return
	}
	misread(c, "obj.CPS_ID_CARD", &c.card.ID, Warning)
	misread(c, "obj.CPS_NAME_PS", &c.card.Name, Warning)
	misread(c, "obj.CPS_INFO_PS", &c.card.Info, BlockBilling)
	lost := BlockBilling
	for i := range c.card.Activities {
		if c.card.Activities[i].State == card.Present {
			lost = Warning
		}
	}
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		if d, ok := misreading(a.Deviations); ok {
			c.encoding(a.State, lost, c.activityField(a, "encoding", d.String()))
		}
	}
	misread(c, "obj.CPS_SIT_FACT", &c.card.Billing, BlockBilling)
}

func misread[T any](c *checker, field string, o *card.Object[T], lost Severity) {
	if d, ok := misreading(o.Deviations); ok {
		c.encoding(o.State, lost, Evidence{Field: field, Value: d.String(), Exchange: o.Exchange})
	}
}

// encoding fires with the severity lost for an object of which nothing is read.
func (c *checker) encoding(state card.State, lost Severity, e Evidence) {
	severity := Warning
	if state == card.Malformed {
		severity = lost
	}
	c.fire(rule.UPD005, Finding{Severity: severity, Evidence: []Evidence{e}})
}

// misreading returns the first deviation that official software takes for something
// else.
func misreading(all []card.Deviation) (card.Deviation, bool) {
	if i := slices.IndexFunc(all, card.Deviation.Misread); i >= 0 {
		return all[i], true
	}
	return card.Deviation{}, false
}
