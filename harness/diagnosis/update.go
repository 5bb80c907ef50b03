package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeUpdate looks at EF "actua" on the contact face of a V3 only: the
// official library does not read it elsewhere (CryptolibCPS sources,
// card-cps3.c). An absent file means that the card was never updated; one that
// is there and cannot be read is as bad as one without dates.
func (c *checker) judgeUpdate() {
	switch {
	case c.generation != card.FaceUnknown && c.generation != card.FaceCPS3:
		return
	case c.codes.CKR == ckrBadActua:
		c.fireOn(rule.UPD001, c.codes.ckrEvidence()...)
		return
	case c.card == nil:
		c.unknown(rule.UPD001, missingCard)
		return
	case c.generation == card.FaceUnknown:
		c.unknown(rule.UPD001, missingGeneration)
		return
	}
	u := &c.card.Update
	var what string
	switch u.State {
	case card.Unread:
		if u.SW == 0 { // nobody asked
			c.unknown(rule.UPD001, missingUpdate)
			return
		}
		what = "unreadable, " + u.SW.String()
	case card.Absent:
		return
	case card.Present:
		switch {
		case u.Value.Start.IsZero() && u.Value.End.IsZero():
			what = "no start date, no end date"
		case u.Value.Start.IsZero():
			what = "no start date"
		case u.Value.End.IsZero():
			what = "no end date"
		default:
			return
		}
	default:
		what = u.State.String()
	}
	c.fireOn(rule.UPD001, Evidence{Field: "card.actua", Value: what, Exchange: u.Exchange})
}

// judgeUpdates is the rest of the update family: it warns at most. The dates
// of the cache and of the card are compared on a V3 only.
func (c *checker) judgeUpdates() {
	switch cache, ok := c.facts.Text(fact.Cache); {
	case !ok:
		c.undeclared(rule.UPD002)
	case cache == "older" && c.generation != card.FaceCPS4:
		c.fireOn(rule.UPD002, Evidence{Field: "cache", Value: cache})
	}
	switch asked := triOf(c.facts, fact.UpdateAsked); {
	case asked == TriUnknown:
		c.undeclared(rule.UPD003)
	case asked == TriNo:
	case c.generation == card.FaceUnknown:
		c.unknownGeneration(rule.UPD003)
	case c.generation != card.FaceCPS4:
		c.fireOn(rule.UPD003, Evidence{Field: missingGeneration.name(), Value: c.generation.Generation()})
	}
	announced, ok := c.facts.Date(fact.UpdateAnnounced)
	switch {
	case !ok:
		c.undeclared(rule.UPD004)
	case !c.appliesTo(rule.UPD004, card.KindCPS):
	case c.card == nil || c.card.Update.State == card.Unread:
		c.unknown(rule.UPD004, missingUpdate)
	case c.card.Update.Value.End.Date.Before(announced):
		c.fireOn(rule.UPD004, Evidence{Field: "update.announced", Value: announced.String()},
			Evidence{Field: "card.actua", Value: c.card.Update.Value.End.String(), Exchange: c.card.Update.Exchange})
	}
}
