package diagnosis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// damEvidence says in what form the billing situations are missing: the
// object itself, or each orphan with the link that leads nowhere.
func (c *checker) damEvidence() []Evidence {
	o := &c.card.Billing
	if len(c.sit.all) == 0 {
		return []Evidence{{Field: "obj.CPS_SIT_FACT", Value: c.billingForm(), Exchange: o.Exchange}}
	}
	evidence := make([]Evidence, 0, len(c.sit.all))
	for i := range c.sit.all {
		b := &c.sit.all[i]
		evidence = append(evidence, c.orphan(b))
	}
	return evidence
}

// billingForm names the wire form of the billing object: absent, empty, zeros,
// erased, or how many situations it holds.
func (c *checker) billingForm() string {
	o := &c.card.Billing
	switch {
	case o.State != card.Present:
		return o.State.String()
	case len(o.Value) == 0:
		return card.Empty.String()
	default:
		return fmt.Sprintf("%d, linked to an activity: %d", len(o.Value), c.sit.linked)
	}
}

func (c *checker) orphan(b *ofBilling) Evidence {
	value := "orphan without link"
	if b.Link >= 0 {
		value = "orphan link " + strconv.Itoa(b.Link)
	}
	return c.field(b, "linkActivity", value)
}

// billingID shows the identifier as read; it identifies a practice.
func (c *checker) billingID(b *ofBilling) Evidence {
	e := c.field(b, "id", b.ID)
	e.Identity = true
	return e
}

func (c *checker) field(b *ofBilling, name, value string) Evidence {
	return Evidence{Field: fmt.Sprintf("billing[%d].%s", b.Rank, name), Value: value, Exchange: c.card.Billing.Exchange}
}

func (c *checker) structureID(a *card.NumberedActivity) Evidence {
	return Evidence{
		Field:    fmt.Sprintf("activities[%d].structureId", a.Number),
		Value:    a.Value.StructureID,
		Exchange: a.Exchange,
		Identity: true,
	}
}

// activityForms shows why no activity was found: none listed, or objects
// without content.
func (c *checker) activityForms() []Evidence {
	evidence := make([]Evidence, 1, 1+len(c.card.Activities))
	evidence[0] = Evidence{Field: missingActivities.name(), Value: "none"}
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		evidence = append(evidence, Evidence{Field: fmt.Sprintf("activities[%d]", a.Number), Value: a.State.String(), Exchange: a.Exchange})
	}
	return evidence
}

// activityNumbers lists the numbers on the card and, after the first gap, what
// a program that stops there would miss.
func (c *checker) activityNumbers() string {
	var all, missed []string
	for i := range c.card.Activities {
		a := &c.card.Activities[i]
		if a.State == card.Absent {
			continue
		}
		all = append(all, strconv.Itoa(a.Number))
		if a.Number != len(all) {
			missed = append(missed, strconv.Itoa(a.Number))
		}
	}
	return strings.Join(all, ", ") + "; after the first gap: " + strings.Join(missed, ", ")
}

// activityField shows one field of an activity.
func (c *checker) activityField(a *card.NumberedActivity, name, value string) Evidence {
	return Evidence{Field: "activities[" + strconv.Itoa(a.Number) + "]." + name, Value: value, Exchange: a.Exchange}
}

// identity marks a value that identifies a person, a practice or a card.
func identity(e Evidence) Evidence {
	e.Identity = true
	return e
}

// serialEvidence shows the number of the card.
func (c *checker) serialEvidence() Evidence {
	sn := &c.card.Serial
	return Evidence{Field: missingSerial.name(), Value: sn.Value.Number, Exchange: sn.Exchange, Identity: true}
}
