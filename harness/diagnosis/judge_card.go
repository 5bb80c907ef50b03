package diagnosis

import "github.com/cpslab/cps/harness/card"

// judgeCard is step 3: issuer, type, kind of environment, interrupted update.
func (c *checker) judgeCard() {
	if c.card == nil {
		c.unknowns(missingCard, &id015, &type001, &upd001)
	} else {
		sn := &c.card.Serial
		switch {
		case sn.State == card.Unread || sn.State == card.Absent:
			c.unknown(&id015, "card.issuer")
		case sn.State != card.Present: // read, and no serial number: the prefix is not there
			c.fireOn(&id015, Evidence{Field: "card.issuer", Value: sn.State.String(), Exchange: sn.Exchange})
		case otherIssuer(sn):
			c.fireOn(&id015, issuerEvidence(sn))
		}
		c.judgeKind()
	}
	c.judgeEnvironment()
	if c.card != nil {
		c.judgeUpdate()
	}
}

func (c *checker) judgeKind() {
	kind, category := c.kind(), c.category()
	knownKind := kind == card.KindCPS || kind == card.KindCPF || kind == card.KindCPE || kind == card.KindCPA
	knownCategory := category == card.CategoryReal || category == card.CategoryTest
	switch {
	case kind != "" && !knownKind:
		c.fireOn(&type001, Evidence{Field: missingType, Value: string(kind), Exchange: c.card.Info.Exchange})
	case category != "" && !knownCategory:
		c.fireOn(&type001, c.categoryEvidence())
	case !knownKind:
		c.unknown(&type001, missingType)
	case !knownCategory:
		c.unknown(&type001, missingCategory)
	}
}

func (c *checker) categoryEvidence() Evidence {
	return Evidence{Field: missingCategory, Value: string(c.category()), Exchange: c.card.ID.Exchange}
}

// judgeEnvironment compares the card with what it is used with. Nothing is
// guessed: without a declared environment the rule is unknown.
func (c *checker) judgeEnvironment() {
	if c.in.Facts.Env == "" {
		c.undeclared(&type007)
		return
	}
	category := c.category()
	if category == "" {
		c.unknown(&type007, missingCategory)
		return
	}
	with := [...]struct{ field, value string }{
		{"env", string(c.in.Facts.Env)},
		{"vitale.category", c.declaredText(factVitaleCategory)},
		{"batch.category", c.declaredText(factBatchCategory)},
	}
	for _, w := range with {
		if w.value != "" && w.value != environmentOf(category) {
			c.fireOn(&type007, c.categoryEvidence(), Evidence{Field: w.field, Value: w.value})
			return
		}
	}
}

// declaredText returns a fact, "" when it is not declared.
func (c *checker) declaredText(id factID) string {
	s, _ := c.facts.text(id)
	return s
}

// environmentOf returns where a card of that category belongs.
func environmentOf(category card.Category) string {
	if category.Test() {
		return string(EnvTest)
	}
	return string(EnvReal)
}

// judgeUpdate looks at EF "actua" on the contact face of a V3 only: the
// official library does not read it elsewhere (CryptolibCPS sources,
// card-cps3.c). An absent file means that the card was never updated.
func (c *checker) judgeUpdate() {
	u := &c.card.Update
	switch {
	case c.codes.CKR == ckrBadActua:
		c.fireOn(&upd001, c.codes.ckrEvidence()...)
		return
	case c.face == card.FaceUnknown:
		c.unknown(&upd001, missingGeneration)
		return
	case c.face != card.FaceCPS3:
		return
	}
	var what string
	switch u.State {
	case card.Unread:
		c.unknown(&upd001, "card.actua")
		return
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
	c.fireOn(&upd001, Evidence{Field: "card.actua", Value: what, Exchange: u.Exchange})
}

// judgeUpdates is the rest of the update family: it warns at most.
func (c *checker) judgeUpdates() {
	switch cache, ok := c.facts.text(factCache); {
	case !ok:
		c.undeclared(&upd002)
	case cache == "older":
		c.fireOn(&upd002, Evidence{Field: "cache", Value: cache})
	}
	switch asked := c.facts.tri(factUpdateAsked); {
	case asked == TriUnknown:
		c.undeclared(&upd003)
	case asked == TriNo:
	case c.face == card.FaceUnknown:
		c.unknown(&upd003, missingGeneration)
	case c.face != card.FaceCPS4:
		c.fireOn(&upd003, Evidence{Field: missingGeneration, Value: c.face.Generation()})
	}
	announced, ok := c.facts.date(factUpdateAnnounced)
	switch {
	case !ok:
		c.undeclared(&upd004)
	case c.card == nil || c.card.Update.State == card.Unread:
		c.unknown(&upd004, "card.actua")
	case c.card.Update.Value.End.Date.Before(announced):
		c.fireOn(&upd004, Evidence{Field: "update.announced", Value: announced.String()},
			Evidence{Field: "card.actua", Value: c.card.Update.Value.End.String(), Exchange: c.card.Update.Exchange})
	}
}
