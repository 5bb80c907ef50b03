package simulator

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"io"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// References of the two codes, in P2 of VERIFY and in the AODF.
const (
	refPIN = 0x01 // code porteur
	refPUK = 0x02 // code de déblocage
)

// Sizes of the codes, in digits: 4 to 8 for a PIN, 8 for a PUK (texts of the
// Gestionnaire).
const (
	minPIN  = 4
	maxPIN  = 8
	sizePUK = 8
)

const (
	defaultTries = 3
	maxTries     = 15     // what 63Cx can show
	maxUses      = 0xFFFF // what tag 9D can show
)

// Format writes the counters for every verb, never the digits: a PIN that ends
// up in a log, an error or a panic does not give the code away.
func (p PIN) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "{code hidden, %d of %d tries, uses %d}", p.Left, p.Max, p.Uses)
}

// State is what the chip keeps when the power is cut: both codes with their
// counters and CPS_DATA. It is a copy. It holds the codes in clear, so that a
// changed PIN survives; whoever stores it owns that secret.
type State struct {
	PIN  PIN    `json:"pin"`
	PUK  PIN    `json:"puk"`
	Data []byte `json:"data"` // CPS_DATA, as long as the file; empty when the card has none
}

// code is a code of the chip with its security status, which a reset ends.
type code struct {
	PIN
	least    int  // shortest form, in digits; the longest is maxPIN
	anyBytes bool // what is presented is compared whatever its characters (CPS4)
	verified bool
}

// chip is what belongs to the silicon, whatever the face.
type chip struct {
	pin, puk code
	unblock  bool   // RESET RETRY COUNTER was done and a new PIN is awaited (CPS4)
	data     []byte // CPS_DATA
	written  bool   // data is the chip's own; else that of the file, which never changes
	store    Store  // where all of that is kept without power, nil for nowhere
}

// chipOf makes the chip of a face, both codes as they are given.
func chipOf(face card.Face, pin, puk PIN, data []byte) chip {
	anyBytes := face == card.FaceCPS4
	return chip{
		pin:  code{PIN: pin, least: minPIN, anyBytes: anyBytes},
		puk:  code{PIN: puk, least: sizePUK, anyBytes: anyBytes},
		data: data,
	}
}

// newChip checks both codes and completes them: Max 0 becomes 3, Left -1
// becomes Max.
func newChip(face card.Face, pin, puk PIN, data []byte) (chip, error) {
	ch := chipOf(face, pin, puk, data)
	if reason := ch.pin.complete(); !reason.IsZero() {
		return chip{}, unfit("PIN", reason)
	}
	if reason := ch.puk.complete(); !reason.IsZero() {
		return chip{}, unfit("PUK", reason)
	}
	return ch, nil
}

// complete fills defaults and says what is wrong with the code, zero when
// nothing is. It never quotes the digits.
func (k *code) complete() text.Text {
	if k.Max == 0 {
		k.Max = defaultTries
	}
	if k.Left == -1 {
		k.Left = k.Max
	}
	switch {
	case len(k.Code) < k.least || len(k.Code) > maxPIN:
		return text.Of("%d caractères ; attendu de %d à %d chiffres", "%d characters; want %d to %d digits", len(k.Code), k.least, maxPIN)
	case !digits([]byte(k.Code)):
		return text.Of("attendu des chiffres seulement", "want decimal digits only")
	case k.Max < 1 || k.Max > maxTries:
		return text.Of("%d essais ; attendu de 1 à %d", "%d tries; want 1 to %d", k.Max, maxTries)
	case k.Left < 0 || k.Left > k.Max:
		return text.Of("%d essais restants sur %d ; attendu de 0 à %d, ou -1 pour tous", "%d tries left of %d; want 0 to %d, or -1 for all", k.Left, k.Max, k.Max)
	case k.Uses < -1 || k.Uses > maxUses:
		return text.Of("%d emplois ; attendu de -1 (non montré) à %d", "%d uses; want -1 (not shown) to %d", k.Uses, maxUses)
	}
	return text.Text{}
}

// Format shows both counters for every verb: unexported fields would be printed
// as they are.
func (ch chip) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "{PIN %v PUK %v}", ch.pin.PIN, ch.puk.PIN)
}

// byReference returns the code that a command names, nil when there is none.
func (ch *chip) byReference(ref byte) *code {
	switch ref {
	case refPIN:
		return &ch.pin
	case refPUK:
		return &ch.puk
	}
	return nil
}

// powerCycle ends every security status.
func (ch *chip) powerCycle() {
	ch.pin.verified, ch.puk.verified, ch.unblock = false, false, false
}

// allows reports whether the security status fulfils an access condition.
func (ch *chip) allows(a access) bool {
	return a == accessAlways || a == accessPIN && ch.pin.verified
}

// state copies what survives a reset.
func (ch *chip) state() State {
	return State{PIN: ch.pin.PIN, PUK: ch.puk.PIN, Data: bytes.Clone(ch.data)}
}

// blocked reports whether no try or no use is left.
func (k *code) blocked() bool { return k.Left == 0 || k.Uses == 0 }

// counter is the status word that tells the tries left, without spending one.
func (k *code) counter() apdu.SW {
	if k.blocked() {
		return apdu.SWPINBlocked
	}
	return apdu.SWCounter | apdu.SW(k.Left)
}

// presentable checks the form of a code that is presented. It spends no try and
// looks at no secret. A CPS4 compares letters as it compares digits: its
// middleware takes a 6A80 to VERIFY for success.
func (k *code) presentable(b []byte) apdu.SW {
	if k.anyBytes && len(b) >= k.least && len(b) <= maxPIN {
		return apdu.SWOK
	}
	return k.wellFormed(b)
}

// wellFormed checks the form of a code that is to be stored. It spends no try
// and looks at no secret.
func (k *code) wellFormed(b []byte) apdu.SW {
	if len(b) < k.least || len(b) > maxPIN {
		return apdu.SWWrongLength
	}
	if !digits(b) {
		return apdu.SWWrongData
	}
	return apdu.SWOK
}

// present compares a code with k. A try is taken away, and that is made to
// last, before the comparison, so that cutting the power never gains one. A
// success gives all tries back; a failure ends the security status.
func (ch *chip) present(k *code, b []byte) apdu.SW {
	if k.blocked() {
		return apdu.SWPINBlocked
	}
	if sw := k.presentable(b); sw != apdu.SWOK {
		return sw
	}
	return ch.compare(k, b)
}

// compare is present for a code whose form was checked and that is not blocked.
func (ch *chip) compare(k *code, b []byte) apdu.SW {
	k.Left--
	k.verified = false
	if ch.store != nil && !ch.saved() {
		k.Left++ // nothing was compared
		return apdu.SWMemoryFailure
	}
	if subtle.ConstantTimeCompare(b, []byte(k.Code)) != 1 {
		return apdu.SWCounter | apdu.SW(k.Left)
	}
	left := k.Left
	k.Left, k.verified = k.Max, true
	if ch.store != nil && !ch.saved() {
		k.Left = left
		return apdu.SWMemoryFailure
	}
	return apdu.SWOK
}

// replace presents the old code and stores the new one; both come in one field
// without a separator, the old one as long as the one stored. Only a field that
// can be no pair at all is refused before a try is spent.
func (ch *chip) replace(k *code, b []byte) apdu.SW {
	if k.blocked() {
		return apdu.SWPINBlocked
	}
	if len(b) < 2*k.least || len(b) > 2*maxPIN {
		return apdu.SWWrongLength
	}
	if !digits(b) {
		return apdu.SWWrongData
	}
	n := len(k.Code)
	if sw := ch.compare(k, b[:min(n, len(b))]); sw != apdu.SWOK {
		return sw
	}
	return ch.set(k, b[n:])
}

// set makes b the code, after checking its form.
func (ch *chip) set(k *code, b []byte) apdu.SW {
	if sw := k.wellFormed(b); sw != apdu.SWOK {
		return sw
	}
	before := ch.codes()
	k.Code = string(b)
	return ch.keep(before)
}

// mayUnblock reports whether the PUK has been presented and may still be used.
func (ch *chip) mayUnblock() apdu.SW {
	switch {
	case ch.puk.blocked():
		return apdu.SWPINBlocked
	case !ch.puk.verified:
		return apdu.SWSecurityStatus
	}
	return apdu.SWOK
}

// unblockWith gives the tries of the PIN back and makes b the PIN, both or
// none.
func (ch *chip) unblockWith(b []byte) apdu.SW {
	if sw := ch.pin.wellFormed(b); sw != apdu.SWOK {
		return sw
	}
	before := ch.codes()
	ch.pin.Code = string(b)
	ch.giveTriesBack()
	return ch.keep(before)
}

// unblockOnly gives the tries of the PIN back and lets a new PIN follow.
func (ch *chip) unblockOnly() apdu.SW {
	before := ch.codes()
	ch.giveTriesBack()
	if sw := ch.keep(before); sw != apdu.SWOK {
		return sw
	}
	ch.unblock = true
	return apdu.SWOK
}

// giveTriesBack resets the counter of the PIN after a PUK and counts one use of
// the PUK where uses are counted. The PIN is not verified by that.
func (ch *chip) giveTriesBack() {
	ch.pin.Left, ch.pin.verified = ch.pin.Max, false
	if ch.puk.Uses > 0 {
		ch.puk.Uses--
	}
	if ch.puk.Uses == 0 {
		ch.puk.verified = false
	}
}

// digits reports whether b is ASCII decimal digits only.
func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// State returns a copy of what the chip keeps through a reset.
func (c *Card) State() State {
	if c.chip == nil {
		return State{}
	}
	return c.chip.state()
}

// Restore puts back what State gave, and cuts the power: selection and security
// status are lost. A store gets the state as well. An *Error with Op "restore"
// means that the state does not fit this card, or could not be stored; the card
// then stays as it was. A card without a chip (FaceUnknown) accepts the zero
// State only.
func (c *Card) Restore(s State) error {
	if c.chip == nil {
		if s.PIN != (PIN{}) || s.PUK != (PIN{}) || len(s.Data) != 0 {
			return &Error{Op: "restore", Reason: text.Of("cette carte n'a pas de données de puce ; attendu un State vide", "this card has no chip data; want the zero State")}
		}
		return nil
	}
	restored, err := c.restored("restore", s)
	if err != nil {
		return err
	}
	if restored.store != nil {
		if err := restored.store.Save(restored.state()); err != nil {
			return &Error{Op: "restore", Reason: text.Of("l'état n'a pas été enregistré", "the state was not stored"), Err: err}
		}
	}
	*c.chip = restored
	c.powerCycle()
	return nil
}

// hasCodes reports whether the face shows codes.
func (c *Card) hasCodes() bool {
	return c.p.Face == card.FaceCPS3 || c.p.Face == card.FaceCPS4
}

// Format writes the name, the face and the serial number for every verb: no
// verb shows the codes.
func (c *Card) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, c.String())
}

// String returns "cps3 2999000117", the face and the serial number.
func (c *Card) String() string {
	s := c.p.Face.String()
	if c.p.Name != "" {
		s = c.p.Name + " " + s
	}
	if c.p.Serial.Number != "" {
		s += " " + c.p.Serial.Number
	}
	return s
}
