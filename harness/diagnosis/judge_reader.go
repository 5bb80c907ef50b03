package diagnosis

import (
	"encoding/hex"

	"github.com/cpslab/cps/harness/card"
)

// judgeReader is step 1: from the reader to the right card. The state of the
// reader comes before what the ATR says, so that a removal is never masked by
// the card that was removed.
func (c *checker) judgeReader() {
	switch c.in.Reader.State {
	case ReaderUnknown:
		c.unknowns(missingReader, &rdr001, &rdr003, &rdr004, &rdr008)
	case ReaderNone:
		c.fireReader(&rdr001, "none")
	case ReaderNoCard:
		c.fireReader(&rdr003, "no card")
	case ReaderMute:
		c.fireReader(&rdr004, "card without ATR")
	case ReaderRemoved:
		c.fireReader(&rdr008, "card removed")
	case ReaderOK:
	}
	c.endStep()

	if c.card == nil {
		c.unknowns(missingCard, &rdr006, &rdr007)
		return
	}
	c.judgeRecognition()
	c.endStep()
	c.judgeContactless()
	c.endStep()
}

func (c *checker) fireReader(r *Rule, value string) {
	c.fire(Finding{Rule: r, Evidence: []Evidence{{Field: "reader", Value: value, Exchange: c.in.Reader.Exchange}}})
}

// judgeRecognition tells a card of another issuer, whatever its ATR, from a
// card that is merely not in the list of known ATRs.
func (c *checker) judgeRecognition() {
	sn := &c.card.Serial
	switch {
	case c.face == card.FaceUnknown && len(c.card.ATR) == 0:
		c.unknown(&rdr006, "card.atr")
	case otherIssuer(sn):
		c.fire(Finding{Rule: &rdr006, Variant: variantIssuer, Evidence: []Evidence{issuerEvidence(sn)}})
	case c.face == card.FaceUnknown:
		c.fire(Finding{Rule: &rdr006, Evidence: []Evidence{{Field: "card.atr", Value: hex.EncodeToString(c.card.ATR)}}})
	}
}

func (c *checker) judgeContactless() {
	switch {
	case !c.billing:
	case c.face == card.FaceUnknown:
		c.unknown(&rdr007, missingGeneration)
	case c.face == card.FaceCPS3Contactless:
		c.fire(Finding{Rule: &rdr007, Evidence: []Evidence{{Field: missingGeneration, Value: c.face.Generation()}}})
	}
}

// judgeCard is step 3: issuer, type, interrupted update.
func (c *checker) judgeCard() {
	if c.card == nil {
		c.unknowns(missingCard, &id015, &type001, &upd001)
		return
	}
	sn := &c.card.Serial
	switch {
	case sn.State != card.Present:
		c.unknown(&id015, "card.issuer")
	case otherIssuer(sn):
		c.fire(Finding{Rule: &id015, Evidence: []Evidence{issuerEvidence(sn)}})
	}
	c.judgeType()
	c.judgeUpdate()
}

func (c *checker) judgeType() {
	kind, category := c.kind(), card.Category("")
	if c.card.ID.State == card.Present {
		category = c.card.ID.Value.Category
	}
	knownKind := kind == card.KindCPS || kind == card.KindCPF || kind == card.KindCPE || kind == card.KindCPA
	knownCategory := category == card.CategoryReal || category == card.CategoryTest
	switch {
	case filled(kind) && !knownKind:
		c.fire(Finding{Rule: &type001, Evidence: []Evidence{{Field: missingType, Value: string(kind), Exchange: c.card.Info.Exchange}}})
	case filled(category) && !knownCategory:
		c.fire(Finding{Rule: &type001, Evidence: []Evidence{{Field: missingCategory, Value: string(category), Exchange: c.card.ID.Exchange}}})
	case !knownKind:
		c.unknown(&type001, missingType)
	case !knownCategory:
		c.unknown(&type001, missingCategory)
	}
}

// judgeUpdate looks at EF "actua" on the contact face of a V3 only: the
// official library does not read it elsewhere (CryptolibCPS sources,
// card-cps3.c). An absent file means that the card was never updated.
func (c *checker) judgeUpdate() {
	u := &c.card.Update
	switch {
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
	c.fire(Finding{Rule: &upd001, Evidence: []Evidence{{Field: "card.actua", Value: what, Exchange: u.Exchange}}})
}

func otherIssuer(sn *card.Object[card.Serial]) bool {
	return sn.State == card.Present && sn.Value.Issuer != card.IssuerANS
}

func issuerEvidence(sn *card.Object[card.Serial]) Evidence {
	return Evidence{Field: "card.issuer", Value: sn.Value.Issuer, Exchange: sn.Exchange}
}

// kind returns the type of the card, "" when it was not read or holds filler.
func (c *checker) kind() card.Kind {
	if c.card.Info.State != card.Present || !filled(c.card.Info.Value.Kind) {
		return ""
	}
	return c.card.Info.Value.Kind
}

// Names of inputs that several judges report as missing.
const (
	missingReader     = "reader"
	missingCard       = "card"
	missingGeneration = "card.generation"
	missingType       = "card.type"
	missingCategory   = "card.category"
	missingExpiry     = "card.expiryDate"
	missingIssue      = "card.issueDate"
	missingPIN        = "pin.triesLeft"
	missingPUK        = "puk.triesLeft"
	missingBilling    = "billing[]"
	missingActivities = "activities[]"
)
