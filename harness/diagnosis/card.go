package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeCard is step 3: issuer, type, kind of environment, interrupted update.
func (c *checker) judgeCard() {
	if c.card == nil {
		c.unknowns(missingCard, rule.ID015, rule.TYPE001)
	} else {
		sn := &c.card.Serial
		switch {
		case sn.State == card.Unread || sn.State == card.Absent:
			c.unknown(rule.ID015, missingIssuer)
		case sn.State != card.Present: // read, and no serial number: the prefix is not there
			c.fireOn(rule.ID015, Evidence{Field: "card.issuer", Value: sn.State.String(), Exchange: sn.Exchange})
		case otherIssuer(sn):
			c.fireOn(rule.ID015, issuerEvidence(sn))
		}
		c.judgeKind()
	}
	c.judgeEnvironment()
	c.judgeUpdate()
}

func (c *checker) judgeKind() {
	kind, category := c.kind, c.category
	knownKind := kind == card.KindCPS || kind == card.KindCPF || kind == card.KindCPE || kind == card.KindCPA
	knownCategory := category == card.CategoryReal || category == card.CategoryTest
	switch {
	case kind != "" && !knownKind:
		c.fireOn(rule.TYPE001, Evidence{Field: missingType.name(), Value: string(kind), Exchange: c.card.Info.Exchange})
	case category != "" && !knownCategory:
		c.fireOn(rule.TYPE001, c.categoryEvidence())
	case !knownKind:
		c.unknown(rule.TYPE001, missingType)
	case !knownCategory:
		c.unknown(rule.TYPE001, missingCategory)
	}
}

func (c *checker) categoryEvidence() Evidence {
	return Evidence{Field: missingCategory.name(), Value: string(c.category), Exchange: c.card.ID.Exchange}
}

// judgeEnvironment compares the card with what it is used with. Nothing is
// guessed: without a declared environment the rule is unknown.
func (c *checker) judgeEnvironment() {
	if c.in.Facts.Env == "" {
		c.undeclared(rule.TYPE007)
		return
	}
	if c.category == "" {
		c.unknown(rule.TYPE007, missingCategory)
		return
	}
	with := [...]struct{ field, value string }{
		{"env", string(c.in.Facts.Env)},
		{"vitale.category", c.declaredText(fact.VitaleCategory)},
		{"batch.category", c.declaredText(fact.BatchCategory)},
	}
	for _, w := range with {
		if at := environmentOf(c.category); w.value != "" && at != "" && w.value != at {
			c.fireOn(rule.TYPE007, c.categoryEvidence(), Evidence{Field: w.field, Value: w.value})
			return
		}
	}
}

// declaredText returns a fact, "" when it is not declared.
func (c *checker) declaredText(id fact.ID) string {
	s, _ := c.facts.Text(id)
	return s
}

// environmentOf returns where a card of that category belongs, "" for what is no
// card, or unknown.
func environmentOf(category card.Category) string {
	switch {
	case category.Test():
		return string(fact.EnvTest)
	case category == card.CategoryReal:
		return string(fact.EnvReal)
	default:
		return ""
	}
}
