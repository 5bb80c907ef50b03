package diagnosis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// judgeRightToBill judges the right to bill by what the card carries. It looks
// at the whole card: no type is refused for its letters alone.
func (c *checker) judgeRightToBill() {
	switch {
	case !c.billing:
		return
	case c.card == nil:
		c.unknowns(missingCard, &type002, &type003, &type004)
		return
	case c.sit.missing != "":
		c.unknowns(c.sit.missing, &type002, &type003, &type004)
		return
	case c.kind() == "":
		c.unknowns(missingType, &type002, &type003, &type004)
		return
	}
	identified, signing := 0, 0
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if l := c.linkOf(b); (l == linkedHere || l == linkedOther) && hasIdentifier(b) {
			identified++
			signing += btoi(b.SignFSE())
		}
	}
	var rule *Rule
	switch kind := c.kind(); {
	case kind == card.KindCPA && c.sit.linked == 0:
		rule = &type002
	case kind == card.KindCPF && signing == 0:
		rule = &type003
	case kind == card.KindCPE && identified == 0:
		rule = &type004
	default:
		return
	}
	c.fire(Finding{Rule: rule, Evidence: []Evidence{
		{Field: missingType, Value: string(c.kind()), Exchange: c.card.Info.Exchange},
		{Field: missingBilling, Value: c.billingForm(), Exchange: c.card.Billing.Exchange},
	}})
}

// judgeActivities judges the list of activities. A zero-filled or erased
// object is a number that is taken, not an activity.
func (c *checker) judgeActivities() {
	switch {
	case c.card == nil:
		c.unknowns(missingCard, &act001, &act003, &act005)
		return
	case c.sit.activitiesMissing != "":
		c.unknowns(c.sit.activitiesMissing, &act001, &act003, &act005)
		return
	}
	numbers, held := 0, 0
	gap := false
	for i := range c.card.Activities {
		switch a := &c.card.Activities[i]; a.State {
		case card.Absent:
			continue
		case card.Unread, card.Malformed, card.Present:
			held++
		case card.Empty, card.Zeros, card.Erased: // a number without content
		}
		numbers++
		gap = gap || c.card.Activities[i].Number != numbers
	}
	kind := c.kind()
	if held == 0 && kind != card.KindCPA {
		if kind == "" {
			c.unknown(&act001, missingType)
		} else {
			c.fire(Finding{Rule: &act001, Evidence: c.activityForms()})
		}
	}
	if numbers > 8 && numbers <= 16 {
		switch kind {
		case "":
			c.unknown(&act003, missingType)
		case card.KindCPS:
			c.fire(Finding{Rule: &act003, Evidence: []Evidence{{Field: missingActivities, Value: strconv.Itoa(numbers)}}})
		default: // the limit is stated of the CPS
		}
	}
	if gap {
		c.fire(Finding{Rule: &act005, Evidence: []Evidence{{Field: missingActivities, Value: c.activityNumbers()}}})
	}
}

// judgeSituations judges the billing situations, each by itself: DAM, BILL,
// CONV.
func (c *checker) judgeSituations() {
	switch {
	case c.card == nil:
		c.situationsUnknown(missingCard)
		return
	case c.sit.missing != "":
		c.situationsUnknown(c.sit.missing)
		return
	}
	c.judgeDAM()
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if c.billing && c.linkOf(b) == linkedHere && !hasIdentifier(b) {
			c.fire(Finding{Rule: &bill001, Severity: lowered(&bill001, c.sit.usable), Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if c.linkOf(b) == linkedHere && hasIdentifier(b) && len(strings.Trim(b.ID, " ")) == 10 {
			c.fire(Finding{Rule: &bill004, Situation: b.Rank, Evidence: []Evidence{c.billingID(b)}})
		}
	}
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if c.linkOf(b) == linkedHere && b.Convention == "9" && (b.Zone == "99" || b.Speciality == "99" || b.Agreements[0] == "99") {
			c.fire(Finding{Rule: &conv006, Situation: b.Rank, Evidence: []Evidence{
				c.field(b, "convention", b.Convention),
				c.field(b, "zone", b.Zone),
				c.field(b, "amSpeciality", b.Speciality),
				c.field(b, "agreement", b.Agreements[0]),
			}})
		}
	}
}

func (c *checker) situationsUnknown(missing string) {
	if c.billing {
		c.unknown(&dam001, missing)
	}
	c.unknowns(missing, &dam006)
	if c.in.Facts.Activity != 0 {
		c.unknown(&dam007, missing)
	}
	if c.billing {
		c.unknown(&bill001, missing)
	}
	c.unknowns(missing, &bill004, &conv006)
}

// judgeDAM tells a card without any billing situation from one that has an
// orphan among others.
func (c *checker) judgeDAM() {
	if c.sit.linked == 0 {
		if c.billing {
			c.fire(Finding{Rule: &dam001, Evidence: c.damEvidence()})
		}
		return
	}
	if c.sit.loose > 0 {
		c.unknown(&dam006, missingActivities)
	}
	for i := range c.sit.list {
		if b := &c.sit.list[i]; c.linkOf(b) == orphan {
			c.fire(Finding{Rule: &dam006, Situation: b.Rank, Evidence: []Evidence{c.orphan(b)}})
		}
	}
	if n := c.in.Facts.Activity; n != 0 && c.sit.judged == 0 {
		if c.sit.loose > 0 {
			c.unknown(&dam007, missingActivities)
			return
		}
		c.fire(Finding{Rule: &dam007, Evidence: []Evidence{{Field: "lgc.selected", Value: strconv.Itoa(n)}}})
	}
}

// judgeSigning is step 7. SIGN-004 comes last and speaks only when no DAM, BILL
// or other SIGN rule could: for billing data that are there but damaged. Each
// of the other ways to miss a mandatory item has its own rule.
func (c *checker) judgeSigning() {
	switch {
	case !c.billing:
		return
	case c.card == nil:
		c.unknowns(missingCard, &sign001, &sign002, &sign003, &sign004)
		return
	case c.sit.missing != "":
		c.unknowns(c.sit.missing, &sign001, &sign002, &sign003)
		if o := &c.card.Billing; c.card.Protected() && o.State == card.Malformed {
			c.fire(Finding{Rule: &sign004, Variant: variantDamaged, Evidence: []Evidence{
				{Field: "obj.CPS_SIT_FACT", Value: o.State.String(), Exchange: o.Exchange},
			}})
		} else {
			c.unknown(&sign004, c.sit.missing)
		}
		return
	}
	c.eachRight(&sign001, "rightFSE", c.sit.fse, func(b *card.Billing) bool { return !b.SignFSE() })
	c.eachRight(&sign002, "rightLot", c.sit.lots, func(b *card.Billing) bool { return !b.SignBatches() })
	c.eachRight(&sign003, "rights", c.sit.usable, func(b *card.Billing) bool { return !b.SignFSE() && !b.SignBatches() })
}

// eachRight fires a signing rule on each situation that lacks the right, as a
// warning when others hold it.
func (c *checker) eachRight(r *Rule, field string, others int, lacks func(*card.Billing) bool) {
	for i := range c.sit.list {
		b := &c.sit.list[i]
		if c.linkOf(b) != linkedHere || !lacks(b) {
			continue
		}
		f := Finding{Rule: r, Severity: lowered(r, others), Situation: b.Rank, Evidence: []Evidence{c.field(b, field, rights(b))}}
		if c.kind() == card.KindCPE {
			f.Variant = variantEmployee
		}
		c.fire(f)
	}
}

func rights(b *card.Billing) string {
	if b.Rights < 0 {
		return "absent"
	}
	return fmt.Sprintf("%02X", b.Rights)
}
