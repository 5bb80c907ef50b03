package diagnosis

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// judgeVitale looks at the codes that speak of the Vitale card: the CPS is not
// at fault and none of its rules is judged.
func (c *checker) judgeVitale() bool {
	var f Finding
	switch c.codes.SSV {
	case ssvVitaleAbsent:
	case ssvVitaleFault:
		f.Variant = rule.VariantFault
	case ssvVitaleTaken:
		f.Variant = rule.VariantWithdrawn
	case ssvVitaleOther:
		f.Variant = rule.VariantOtherVitale
	case 0:
		if !c.in.WorkstationCheck || !c.facts.Has(fact.SlotOther) {
			c.undeclared(rule.RDR011)
		}
		return false
	default:
		return false
	}
	f.Evidence = c.codes.ssvEvidence()
	c.fire(rule.RDR011, f)
	return true
}

// judgeReader is the second half of step 1: from the reader to the right card.
// It stops at its first block: each rule that can block is a step of its own. A
// block on the workstation, found before it, hides nothing here: both belong to
// one step. The state of the reader comes before what the ATR says, so that a
// removal is never masked by the card that was removed.
func (c *checker) judgeReader() {
	workstation := c.blocked
	c.blocked = false
	c.judgeReaderState()
	c.endStep()
	c.judgeRecognition()
	c.endStep()
	c.judgeSession()
	c.judgeContactless()
	c.judgeVitaleSlot()
	c.blocked = c.blocked || workstation
}

func (c *checker) judgeReaderState() {
	state := c.in.Reader.State
	c.judgePresenceOfReader()
	c.endStep()
	c.judgeTransmission()
	c.endStep()

	absent := c.codes.SSV == ssvCardAbsent || c.codes.CKR == ckrTokenNotPresent
	switch {
	case state == card.SlotEmpty:
		c.fireReader(rule.RDR003, "no card")
	case state == card.SlotUnknown && absent:
		c.fireOn(rule.RDR003, c.codeEvidence()...)
	case c.declaredSlot("none"):
		c.fireOn(rule.RDR003, Evidence{Field: "slot.cps", Value: "none"})
	case c.byTelephone() && c.facts.Has(fact.SlotCps): // there is a card
	case state == card.SlotUnknown:
		c.unreadAndUndeclared(rule.RDR003, missingReader, fact.SlotCps)
	}
	c.endStep()
	switch {
	case c.codes.SSV == 0:
		c.undeclared(rule.RDR010)
	case c.codes.SSV != ssvCardAbsent:
	case state == card.SlotCard && (c.isCPx() || c.besideCPx()):
		c.fireOn(rule.RDR010, c.codes.ssvEvidence()...)
	case state == card.SlotUnknown:
		c.unknown(rule.RDR010, missingReader)
	case state == card.SlotCard && (c.card == nil || len(c.card.ATR) == 0):
		c.unknown(rule.RDR010, missingCard)
	}
	switch state {
	case card.SlotMute:
		c.fireReader(rule.RDR004, "card without ATR")
	case card.SlotUnknown:
		c.judgeDeclaredMute()
	default: // answered by the others
	}
	c.endStep()
	switch {
	case state == card.SlotRemoved:
		c.fireReader(rule.RDR008, "card removed")
	case c.lostToModule():
		c.fireOn(rule.RDR008, c.codes.ckrEvidence()...)
	case state == card.SlotUnknown:
		c.unknown(rule.RDR008, missingReader)
	}
}

// declaredSlot reports whether that is what was declared of the CPS slot, into which
// nobody looked.
func (c *checker) declaredSlot(what string) bool {
	return c.byTelephone() && c.facts.Is(fact.SlotCps, what)
}

// judgeDeclaredMute: the card gives no ATR, as it was declared; there has to be one in the
// slot.
func (c *checker) judgeDeclaredMute() {
	switch atr, declared := c.facts.Text(fact.CardAtr); {
	case atr == "present" || c.declaredSlot("none"):
	case !declared:
		c.unreadAndUndeclared(rule.RDR004, missingReader, fact.CardAtr)
	case !c.facts.Has(fact.SlotCps):
		c.unreadAndUndeclared(rule.RDR004, missingReader, fact.SlotCps)
	case c.declaredSlot("cps"):
		c.fireOn(rule.RDR004, Evidence{Field: "card.atr", Value: atr}, Evidence{Field: "slot.cps", Value: "cps"})
	}
}

// isCPx reports whether the card that was read is a health professional's, as
// far as its ATR and its issuer tell.
func (c *checker) isCPx() bool {
	if c.card == nil {
		return c.in.Reader.CPS
	}
	return c.face != card.FaceUnknown && !otherIssuer(&c.card.Serial)
}

// besideCPx reports whether another slot holds a health professional's card.
func (c *checker) besideCPx() bool {
	return slices.ContainsFunc(c.in.Reader.Others, func(s card.Slot) bool { return card.FaceOf(s.ATR) != card.FaceUnknown })
}

// lostToModule reports whether the PKCS#11 module lost a card that it had. A
// token that is not present counts only when a card was read before: without
// one the slot is empty (CPS-RDR-003), and a stranger is no token to it.
func (c *checker) lostToModule() bool {
	switch c.codes.CKR {
	case ckrDeviceRemoved, ckrSessionInvalid:
		return true
	case ckrTokenNotPresent:
		return c.isCPx()
	default:
		return false
	}
}

// codeEvidence shows the code of an absent card.
func (c *checker) codeEvidence() []Evidence {
	if c.codes.SSV != 0 {
		return c.codes.ssvEvidence()
	}
	return c.codes.ckrEvidence()
}

// judgeTransmission looks at what the billing layer says of the line to the
// reader. Transmission faults are passing until the silent repetitions of a
// command without effect are used up.
func (c *checker) judgeTransmission() {
	k := &c.codes
	if !k.layer() {
		c.undeclared(rule.RDR014)
		c.undeclared(rule.RDR002)
		c.undeclared(rule.RDR013)
	}
	transmission := k.GALSS == galssTransmission
	if transmission && k.reported() {
		c.fireOn(rule.RDR014, k.galssEvidence()...)
	}
	switch {
	case k.GALSS == galssNoAnswer, k.GALSS == galssAborted, k.GALSS == galssTimeExceeded, transmission && k.Times > silentRetries:
		c.fireOn(rule.RDR002, k.galssEvidence()...)
	}
	c.endStep()
	switch {
	case k.SSV == ssvResource:
		c.fireOn(rule.RDR013, k.ssvEvidence()...)
	case k.GALSS == galssResource:
		c.fireOn(rule.RDR013, k.galssEvidence()...)
	}
	c.endStep()
	switch k.SSV {
	case 0:
		c.undeclared(rule.RDR012)
	case ssvIncoherent:
		c.fireOn(rule.RDR012, k.ssvEvidence()...)
	case ssvOutOfStep:
		c.fire(rule.RDR012, Finding{Variant: rule.VariantSynchronisation, Evidence: k.ssvEvidence()})
	}
}

func (c *checker) fireReader(r rule.Number, value string) {
	c.fireOn(r, Evidence{Field: missingReader.name(), Value: value, Exchange: c.in.Reader.Exchange})
}

// judgeRecognition finds cards that were swapped, then a card of another
// issuer, whatever its ATR, from one that is merely not in the list of known
// ATRs.
func (c *checker) judgeRecognition() {
	c.judgeSlots()
	c.endStep()
	if c.card == nil {
		if length := c.in.Reader.Stranger; length > 0 {
			c.fireOn(rule.RDR006, Evidence{Field: "card.atr", Value: "unknown, " + strconv.Itoa(length) + " bytes"})
			return
		}
		c.unknown(rule.RDR006, missingCard)
		return
	}
	sn := &c.card.Serial
	switch {
	case c.face == card.FaceUnknown && len(c.card.ATR) == 0:
		c.unknown(rule.RDR006, missingATR)
	case otherIssuer(sn):
		c.fire(rule.RDR006, Finding{Variant: rule.VariantIssuer, Evidence: []Evidence{issuerEvidence(sn)}})
	case c.face == card.FaceUnknown:
		f := Finding{Evidence: []Evidence{{Field: "card.atr", Value: hex.EncodeToString(c.card.ATR)}}}
		if bytes.Contains(c.card.ATR, familyBytes[:]) {
			f.Variant = rule.VariantFamily
		}
		c.fire(rule.RDR006, f)
	}
}

// judgeSlots: a Vitale card stands in the CPS slot when its ATR says so, when that
// was declared, or when the card there is no CPx, by its ATR or its issuer, and
// another slot holds one.
func (c *checker) judgeSlots() {
	own, declared := c.facts.Text(fact.SlotCps)
	other, otherDeclared := c.facts.Text(fact.SlotOther)
	if c.besideCPx() {
		other, otherDeclared = "cps", true
	}
	stranger := own == "other"
	if c.card != nil && !declared {
		stranger = c.face == card.FaceUnknown && len(c.card.ATR) != 0 || otherIssuer(&c.card.Serial)
		declared = true
	}
	switch {
	case c.card != nil && card.VitaleATR(c.card.ATR):
		c.fireOn(rule.RDR005, Evidence{Field: "card.atr", Value: hex.EncodeToString(c.card.ATR)})
	case own == "vitale":
		c.fireOn(rule.RDR005, Evidence{Field: "slot.cps", Value: own})
	case stranger && other == "cps":
		c.fireOn(rule.RDR005, Evidence{Field: "slot.other", Value: other})
	case !declared:
		c.unreadAndUndeclared(rule.RDR005, missingCard, fact.SlotCps)
	case stranger && !otherDeclared && c.in.Reader.Others == nil:
		c.undeclaredFact(rule.RDR005, fact.SlotOther)
	}
}

// judgeSession looks at what happened around the reading.
func (c *checker) judgeSession() {
	previous, ok := c.facts.Text(fact.CardPreviousSerial)
	switch {
	case !ok:
		c.undeclared(rule.RDR009)
	case c.card == nil || c.card.Serial.State != card.Present:
		c.unknown(rule.RDR009, missingSerial)
	case withoutBlanks(previous) != c.card.Serial.Value.Number:
		c.fireOn(rule.RDR009, Evidence{Field: "card.previousSerial", Value: previous, Identity: true}, c.serialEvidence())
	}
	path, ok := c.facts.Text(fact.ReaderPath)
	errors := triOf(c.facts, fact.ReaderIntermittent)
	switch {
	case !ok:
		c.undeclared(rule.RDR015)
	case path == "direct" || errors == TriNo:
	case errors == TriUnknown:
		c.undeclaredFact(rule.RDR015, fact.ReaderIntermittent)
	default:
		c.fireOn(rule.RDR015, Evidence{Field: "reader.path", Value: path})
	}
	c.judgeSleeping()
}

func (c *checker) judgeContactless() {
	switch {
	case !c.billing:
	case c.generation == card.FaceCPS3Contactless:
		c.fireOn(rule.RDR007, Evidence{Field: missingGeneration.name(), Value: c.generation.Generation()})
	case c.generation == card.FaceUnknown:
		c.unreadAndUndeclared(rule.RDR007, c.ofTheCard(missingGeneration), fact.CardGeneration)
	}
}

// familyBytes are historical bytes of every ATR of the CPS family, whatever its version
// (pcsc-tools, smartcard_list.txt; CryptolibCPS sources).
var familyBytes = [...]byte{0x12, 0x25, 0x00, 0x64, 0x80}

func otherIssuer(sn *card.Object[card.Serial]) bool {
	return sn.State == card.Present && sn.Value.Issuer != card.IssuerANS
}

func issuerEvidence(sn *card.Object[card.Serial]) Evidence {
	return Evidence{Field: "card.issuer", Value: sn.Value.Issuer, Exchange: sn.Exchange}
}
