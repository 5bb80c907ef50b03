package diagnosis

import (
	"strconv"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Bounds of the codes, in digits (GESTION CPS 6.08.00, messages).
const (
	shortestPIN = 4
	longestPIN  = 8
	pukLength   = 8
)

// judgeCodes is step 4: the code porteur (PIN) and the code de déblocage (PUK).
//
// The tries left are those read before the PIN was presented, or those that
// the card announced when it refused it: a success sets the counter back, but
// the wrong codes before it are still worth a warning.
func (c *checker) judgeCodes() {
	state := c.pinState()
	c.judgePIN(&state)
	c.judgeEntries()
	c.judgeCodesAtHand(&state)
	c.judgePINResults()
}

// pinState is what is known of the PIN from counters, answers and codes.
type pinState struct {
	left    int
	known   bool // left is known
	source  Evidence
	blocked bool
	told    string // what the Gestionnaire said of the PIN, where no card was read
}

// What the Gestionnaire says of a PIN, as somebody tells it.
const (
	saidWrong   = "wrong"
	saidLast    = "last"
	saidBlocked = "blocked"
	saidDead    = "dead"
)

func (s *pinState) toldEvidence() Evidence { return Evidence{Field: "pin.screen", Value: s.told} }

func (c *checker) judgePIN(s *pinState) {
	c.judgeWrongPIN(s)
	switch {
	case c.noPIN() || s.blocked:
	case !s.known:
		c.unknown(rule.PIN002, c.missingCounter())
	case s.left == 1 || s.left == 2:
		c.fire(rule.PIN002, Finding{Args: []any{s.left}, Evidence: []Evidence{s.source}})
	}

	var puk card.Counter
	if c.card != nil {
		puk = c.card.PUK
	}
	dead := s.blocked && (puk.Blocked() || s.told == saidDead)
	switch {
	case s.blocked && !dead:
		c.fireOn(rule.PIN003, c.blockedEvidence(s)...)
	case !s.blocked && !s.known && !c.noPIN() && !c.pinWorked() && s.told == "":
		c.unknown(rule.PIN003, c.missingCounter())
	}
	c.judgeWrongPUK(&puk)
	switch {
	case dead:
		evidence := c.blockedEvidence(s)
		if c.card != nil {
			evidence = append(evidence, pukEvidence(&puk))
		}
		c.fireOn(rule.PIN005, evidence...)
	case s.told == saidDead: // the Gestionnaire says it of a card whose PIN still works, too
		c.fire(rule.PIN005, Finding{Severity: Warning, Variant: rule.VariantPUKOnly, Evidence: []Evidence{s.toldEvidence()}})
	case c.card == nil && s.told != "":
	case c.card == nil:
		c.unknown(rule.PIN005, missingCard)
	case puk.State == card.Unread && !c.noPIN():
		c.unknown(rule.PIN005, missingPUK)
	case !puk.Blocked():
	case s.known || c.pinWorked():
		c.fire(rule.PIN005, Finding{Severity: Warning, Variant: rule.VariantPUKOnly, Evidence: []Evidence{pukEvidence(&puk)}})
	default:
		c.unknown(rule.PIN005, missingPIN)
	}
}

// missingCounter names what keeps the PIN rules unknown.
func (c *checker) missingCounter() inputName {
	if c.card == nil {
		return missingCard
	}
	return missingPIN
}

// judgeWrongPIN: the card refused the PIN in this reading, or a code says that
// it did. 9804 of the CPS2TER volume means a wrong PIN only behind the
// presentation of one.
func (c *checker) judgeWrongPIN(s *pinState) {
	k := &c.codes
	var evidence []Evidence
	switch {
	case c.card != nil && c.card.Login == card.LoginWrong && !blockedStatus(c.card.LoginSW):
		evidence = []Evidence{swEvidence(c.card.LoginSW)}
	case k.SSV == ssvWrongPIN:
		evidence = k.ssvEvidence()
	case k.CKR == ckrPINIncorrect:
		evidence = k.ckrEvidence()
	case s.told == saidWrong, s.told == saidLast:
		evidence = []Evidence{s.toldEvidence()}
	case wrongPINStatus(k.SW), k.SW == swTerWrongPIN && k.Command == "verify":
		evidence = []Evidence{swEvidence(k.SW)}
	case k.SW == swTerWrongPIN && k.Command == "":
		c.undeclaredFact(rule.PIN001, fact.CodeCommand)
		return
	case c.card == nil && k.SSV == 0 && k.CKR == 0 && k.SW == 0 && s.told == "":
		c.unknown(rule.PIN001, missingCard)
		return
	default:
		return
	}
	if s.known && s.told == "" {
		evidence = append(evidence, s.source)
	}
	c.fireOn(rule.PIN001, evidence...)
}

// wrongPINStatus: 63Cx with tries left.
func wrongPINStatus(sw apdu.SW) bool { return sw&0xFFF0 == 0x63C0 && sw != 0x63C0 }

// blockedStatus: 6983, 63C0 on every face, 9840 on the CPS2TER volume.
func blockedStatus(sw apdu.SW) bool { return sw == 0x6983 || sw == 0x63C0 || sw == swTerLocked }

func (c *checker) judgeWrongPUK(puk *card.Counter) {
	switch refused := triOf(c.facts, fact.PukRefused); {
	case refused == TriUnknown:
		c.undeclared(rule.PIN004)
	case refused == TriNo:
	case puk.State != card.Present:
		c.unknown(rule.PIN004, missingPUK)
	case !puk.Blocked():
		c.fire(rule.PIN004, Finding{Args: []any{strconv.Itoa(puk.Left)}, Evidence: []Evidence{
			{Field: missingPUK.name(), Value: strconv.Itoa(puk.Left), Exchange: puk.Exchange},
		}})
	}
}

// pinState gathers the tries left and whether the PIN is blocked: no try left,
// no use left, or a card or module that said so.
func (c *checker) pinState() pinState {
	var s pinState
	k := &c.codes
	if c.card != nil {
		s.left, s.known, s.source = c.triesLeft()
	}
	if !s.known && wrongPINStatus(k.SW) {
		s.left, s.known = int(k.SW&0x0F), true
		s.source = Evidence{Field: missingPIN.name(), Value: strconv.Itoa(s.left)}
	}
	if c.card == nil {
		s.told = c.declaredText(fact.PinScreen)
	}
	if !s.known && s.told == saidLast {
		s.left, s.known, s.source = 1, true, s.toldEvidence()
	}
	switch {
	case blockedStatus(k.SW), k.CKR == ckrPINLocked:
		s.blocked = true
	case s.told == saidBlocked, s.told == saidDead && triOf(c.facts, fact.PinAccepted) != TriYes:
		s.blocked = true
	case c.card == nil:
	case c.card.Login == card.LoginBlocked, blockedStatus(c.card.LoginSW):
		s.blocked = true
	case c.pinWorked():
	default:
		s.blocked = c.card.PIN.Blocked()
	}
	return s
}

// triesLeft returns the tries left and where that number comes from.
func (c *checker) triesLeft() (left int, known bool, source Evidence) {
	if sw := c.card.LoginSW; c.card.Login == card.LoginWrong && sw&0xFFF0 == 0x63C0 {
		left = int(sw & 0x0F)
		return left, true, Evidence{Field: missingPIN.name(), Value: strconv.Itoa(left)}
	}
	if c.card.PIN.State == card.Present {
		left = c.card.PIN.Left
		return left, true, Evidence{Field: missingPIN.name(), Value: strconv.Itoa(left), Exchange: c.card.PIN.Exchange}
	}
	return 0, false, Evidence{}
}

func (c *checker) pinWorked() bool { return c.card != nil && c.card.Login == card.LoginOK }

// noPIN reports a face without any PIN (contactless).
func (c *checker) noPIN() bool {
	return c.card != nil && (c.card.Login == card.LoginNoPIN || c.card.PIN.State == card.Absent)
}

func (c *checker) blockedEvidence(s *pinState) []Evidence {
	var e []Evidence
	if s.known {
		e = append(e, s.source)
	}
	if c.card != nil {
		if pin := &c.card.PIN; pin.State == card.Present && pin.Uses == 0 {
			e = append(e, Evidence{Field: "pin.usageLeft", Value: "0", Exchange: pin.Exchange})
		}
		if c.card.LoginSW != 0 {
			e = append(e, swEvidence(c.card.LoginSW))
		}
	}
	if s.told == saidBlocked || s.told == saidDead {
		e = append(e, s.toldEvidence())
	}
	if blockedStatus(c.codes.SW) {
		e = append(e, swEvidence(c.codes.SW))
	}
	if c.codes.CKR == ckrPINLocked {
		e = append(e, c.codes.ckrEvidence()...)
	}
	return e
}

func swEvidence(sw apdu.SW) Evidence { return Evidence{Field: "sw", Value: sw.String()} }

func pukEvidence(puk *card.Counter) Evidence {
	if puk.Left == 0 {
		return Evidence{Field: missingPUK.name(), Value: "0", Exchange: puk.Exchange}
	}
	return Evidence{Field: "puk.usageLeft", Value: "0", Exchange: puk.Exchange}
}

// judgeEntries judges what was typed by its length and kind of characters: the
// codes themselves never come here.
func (c *checker) judgeEntries() {
	length, ok := c.facts.Number(fact.PinTypedLength)
	allDigits := triOf(c.facts, fact.PinTypedDigits)
	switch {
	case !ok && allDigits == TriUnknown:
		c.undeclared(rule.PIN006)
	case ok && (length < shortestPIN || length > longestPIN):
		c.fireOn(rule.PIN006, Evidence{Field: "pin.typedLength", Value: strconv.FormatInt(length, 10)})
	case allDigits == TriNo:
		c.fireOn(rule.PIN006, Evidence{Field: "pin.typedDigits", Value: "no"})
	case !ok:
		c.undeclaredFact(rule.PIN006, fact.PinTypedLength)
	case allDigits == TriUnknown:
		c.undeclaredFact(rule.PIN006, fact.PinTypedDigits)
	}
	switch length, ok := c.facts.Number(fact.PukTypedLength); {
	case !ok:
		c.undeclared(rule.PIN007)
	case length != pukLength:
		c.fireOn(rule.PIN007, Evidence{Field: "puk.typedLength", Value: strconv.FormatInt(length, 10)})
	}
	switch triOf(c.facts, fact.PinConfirmed) {
	case TriUnknown:
		c.undeclared(rule.PIN008)
	case TriNo:
		c.fireOn(rule.PIN008, Evidence{Field: "pin.confirmed", Value: "no"})
	case TriYes:
	}
}

// judgeCodesAtHand: unblocking that is not needed, codes that nobody has.
func (c *checker) judgeCodesAtHand(s *pinState) {
	switch asked := triOf(c.facts, fact.UnblockAsked); {
	case asked == TriUnknown:
		c.undeclared(rule.PIN009)
	case asked == TriNo || s.blocked:
	case s.known:
		c.fireOn(rule.PIN009, s.source)
	case c.pinWorked():
		c.fireOn(rule.PIN009, swEvidence(c.card.LoginSW))
	default:
		c.unknown(rule.PIN009, missingPIN)
	}
	pin, puk := triOf(c.facts, fact.PinKnown), triOf(c.facts, fact.PukKnown)
	switch {
	case pin == TriUnknown:
		c.undeclared(rule.PIN010)
	case pin == TriYes || puk == TriYes:
	case puk == TriUnknown:
		c.undeclaredFact(rule.PIN010, fact.PukKnown)
	default:
		c.fireOn(rule.PIN010, Evidence{Field: "pin.known", Value: "no"}, Evidence{Field: "puk.known", Value: "no"})
	}
}

// judgePINResults looks at results of the module and of the CPS2TER volume
// that speak of the PIN.
func (c *checker) judgePINResults() {
	k := &c.codes
	switch k.CKR {
	case 0:
		c.undeclared(rule.PIN011)
		c.undeclared(rule.PIN012)
	case ckrPINNotInitialized:
		if c.generation == card.FaceUnknown || c.generation == card.FaceCPS3Contactless {
			c.fireOn(rule.PIN011, k.ckrEvidence()...)
		}
	case ckrFunctionCanceled:
		c.fireOn(rule.PIN012, k.ckrEvidence()...)
	}
	switch triOf(c.facts, fact.TracePin) {
	case TriUnknown:
		c.undeclared(rule.PIN013)
	case TriYes:
		c.fireOn(rule.PIN013, Evidence{Field: "trace.pin", Value: "yes"})
	case TriNo:
	}
	sw := k.SW
	if sw == 0 && c.card != nil && c.card.LoginSW&0xFF00 == 0x9800 {
		sw = c.card.LoginSW
	}
	switch sw {
	case 0:
		c.undeclared(rule.PIN014)
	case swTerNotActivated:
		c.fireOn(rule.PIN014, swEvidence(sw))
	case swTerInvalidated:
		c.fire(rule.PIN014, Finding{Variant: rule.VariantInvalidated, Evidence: []Evidence{swEvidence(sw)}})
	}
}
