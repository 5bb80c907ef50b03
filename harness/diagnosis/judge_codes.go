package diagnosis

import (
	"strconv"

	"github.com/cpslab/cps/harness/card"
)

// judgeCodes is step 4: the code porteur (PIN) and the code de déblocage (PUK).
//
// The tries left are those read before the PIN was presented, or those that
// the card announced when it refused it: a success sets the counter back, but
// the wrong codes before it are still worth a warning.
func (c *checker) judgeCodes() {
	if c.card == nil {
		c.unknowns(missingCard, &pin001, &pin002, &pin003, &pin005)
		return
	}
	left, leftKnown, source := c.triesLeft()
	blocked := c.pinBlocked(left, leftKnown)

	if c.card.Login == card.LoginWrong && !blocked {
		evidence := []Evidence{{Field: "sw", Value: c.card.LoginSW.String()}}
		if leftKnown {
			evidence = append(evidence, source)
		}
		c.fire(Finding{Rule: &pin001, Evidence: evidence})
	}

	switch {
	case c.noPIN() || blocked:
	case !leftKnown:
		c.unknown(&pin002, missingPIN)
	case left == 1 || left == 2:
		c.fire(Finding{Rule: &pin002, Args: []any{left}, Evidence: []Evidence{source}})
	}

	puk := &c.card.PUK
	dead := blocked && puk.Blocked()
	switch {
	case blocked && !dead:
		c.fire(Finding{Rule: &pin003, Evidence: c.blockedEvidence(source, leftKnown)})
	case !blocked && !leftKnown && !c.noPIN() && !c.pinWorked():
		c.unknown(&pin003, missingPIN)
	}

	switch {
	case dead:
		c.fire(Finding{Rule: &pin005, Evidence: append(c.blockedEvidence(source, leftKnown), pukEvidence(puk))})
	case puk.State == card.Unread && !c.noPIN():
		c.unknown(&pin005, missingPUK)
	case !puk.Blocked():
	case leftKnown || c.pinWorked():
		c.fire(Finding{Rule: &pin005, Severity: Warning, Variant: variantPUKOnly, Evidence: []Evidence{pukEvidence(puk)}})
	default:
		c.unknown(&pin005, missingPIN)
	}
}

// triesLeft returns the tries left and where that number comes from.
func (c *checker) triesLeft() (left int, known bool, source Evidence) {
	if sw := c.card.LoginSW; c.card.Login == card.LoginWrong && sw&0xFFF0 == 0x63C0 {
		left = int(sw & 0x0F)
		return left, true, Evidence{Field: missingPIN, Value: strconv.Itoa(left)}
	}
	if c.card.PIN.State == card.Present {
		left = c.card.PIN.Left
		return left, true, Evidence{Field: missingPIN, Value: strconv.Itoa(left), Exchange: c.card.PIN.Exchange}
	}
	return 0, false, Evidence{}
}

// pinBlocked: no try left, no use left, or a card that said so (6983; 63C0;
// 9840 on the CPS2ter volume).
func (c *checker) pinBlocked(left int, known bool) bool {
	switch sw := c.card.LoginSW; {
	case c.card.Login == card.LoginBlocked, sw == 0x6983, sw == 0x63C0, sw == 0x9840:
		return true
	case c.pinWorked():
		return false
	default:
		return (known && left == 0) || c.card.PIN.Blocked()
	}
}

func (c *checker) pinWorked() bool { return c.card.Login == card.LoginOK }

// noPIN reports a face without any PIN (contactless).
func (c *checker) noPIN() bool {
	return c.card.Login == card.LoginNoPIN || c.card.PIN.State == card.Absent
}

func (c *checker) blockedEvidence(source Evidence, known bool) []Evidence {
	var e []Evidence
	if known {
		e = append(e, source)
	}
	if pin := &c.card.PIN; pin.State == card.Present && pin.Uses == 0 {
		e = append(e, Evidence{Field: "pin.usageLeft", Value: "0", Exchange: pin.Exchange})
	}
	if c.card.LoginSW != 0 {
		e = append(e, Evidence{Field: "sw", Value: c.card.LoginSW.String()})
	}
	return e
}

func pukEvidence(puk *card.Counter) Evidence {
	if puk.Left == 0 {
		return Evidence{Field: missingPUK, Value: "0", Exchange: puk.Exchange}
	}
	return Evidence{Field: "puk.usageLeft", Value: "0", Exchange: puk.Exchange}
}
