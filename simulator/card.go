package simulator

import (
	"context"
	"crypto/rand"
	"io"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

var _ card.Simulated = (*Card)(nil)

// atrUnknown is the default ATR of FaceUnknown: it stands in public ATR lists
// as a CPS card, and CryptolibCPS does not recognise it.
var atrUnknown = []byte{0x3B, 0xAC, 0x00, 0x40, 0x2A, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x82, 0x02, 0x12, 0x00, 0x90, 0x00}

// maxChain bounds the data field, in bytes, that chained commands may gather.
const maxChain = 4 * 255

// Card is one software card, powered. It satisfies card.Channel. One goroutine
// uses it at a time; several cards are independent of each other.
type Card struct {
	p      Personalisation
	atr    []byte
	files  *tree // nil when the card is mute or of no face
	chip   *chip // nil then too
	face   face
	keys   []keyObject
	random io.Reader
	store  Store // nil: what changes lives in memory only

	inTransaction bool

	main    selection // the current DF and EF
	se      environment
	pending []byte    // response data that waits for GET RESPONSE
	class   byte      // class of the command that left pending
	chain   []byte    // data gathered by command chaining
	chained [4]byte   // header of the blocks gathered, chaining bit off
	buf     [256]byte // answers that are made, not stored
}

// selection is what SELECT moves.
type selection struct {
	df *node // never nil once powered
	ef *node // nil when no EF is current
}

// face is one chip interface: which classes it admits and what its commands do.
type face interface {
	// powerCycle puts the face into the state after a reset.
	powerCycle(c *Card)
	// admits reports whether the class fits in the present mode; if not the
	// answer is 6E00.
	admits(cmd apdu.Command) bool
	// execute performs a command whose class was admitted and whose data field
	// is complete. Chaining bits are off. The data returned is response data,
	// which Transmit trims to what was asked for.
	execute(c *Card, cmd apdu.Command) ([]byte, apdu.SW)
}

// Option changes a card beyond its personalisation.
type Option func(*Card)

// WithRandom makes GET CHALLENGE, and the salt of PSS, draw from r instead of
// crypto/rand. When r fails, the card answers 6F00.
func WithRandom(r io.Reader) Option {
	return func(c *Card) { c.random = r }
}

// New makes a card and powers it. Everything in p is copied or encoded, so p may
// be used again. An *Error with Op "personalise" says which field cannot be
// personalised; a category that is not a test category is one reason.
func New(p Personalisation, opts ...Option) (*Card, error) {
	encoded, p, err := encode(p.clone())
	if err != nil {
		return nil, err
	}
	c := &Card{p: p, random: rand.Reader}
	for _, o := range opts {
		o(c)
	}
	if err := c.setATR(); err != nil {
		return nil, err
	}
	switch {
	case p.Mute, p.Face == card.FaceUnknown:
		c.face = noFace{}
		return c.attached()
	case p.Face == card.FaceCPS3:
		c.face = &cps3{}
	case p.Face == card.FaceCPS3Contactless:
		c.face = contactless{}
	case p.Face == card.FaceCPS4:
		c.face = &cps4{}
	default:
		return nil, unfit("Face", text.Of("%d n'est pas une interface de puce", "%d is no face", p.Face))
	}
	if err := c.build(layoutOf(p.Face), encoded); err != nil {
		return nil, err
	}
	c.powerCycle()
	return c.attached()
}

// build makes files and chip.
func (c *Card) build(l layout, encoded contents) error {
	c.keys = keysOf(c.p.Face)
	c.files = buildTree(l, encoded, c.keys, c.p.issue)
	var data []byte
	if c.files.data != nil {
		data = c.files.data.content
	}
	if !l.contact {
		c.chip = &chip{data: data}
		return nil
	}
	ch, err := newChip(c.p.Face, c.p.PIN, c.p.PUK, data)
	if err != nil {
		return err
	}
	c.chip = &ch
	c.p.PIN, c.p.PUK = ch.pin.PIN, ch.puk.PIN
	return nil
}

// setATR chooses the ATR and checks its size.
func (c *Card) setATR() error {
	switch {
	case c.p.Mute:
		return nil
	case len(c.p.ATR) > 0:
		if len(c.p.ATR) < 2 || len(c.p.ATR) > maxATR {
			return unfit("ATR", text.Of("%d octets ; attendu de 2 à %d", "%d bytes; want 2 to %d", len(c.p.ATR), maxATR))
		}
		c.atr = c.p.ATR
	case c.p.Face == card.FaceCPS3:
		c.atr = card.ATRCPS3
	case c.p.Face == card.FaceCPS3Contactless:
		c.atr = card.ATRCPS3Contactless
	case c.p.Face == card.FaceCPS4:
		c.atr = card.ATRCPS4T0 // both V4 cards seen in the field answer so
	default:
		c.atr = atrUnknown
	}
	c.atr = append([]byte(nil), c.atr...)
	return nil
}

// Personalisation returns what the card was made of, with everything that New
// derived filled in: serial, label, dates of update, tries. The codes are those
// of the factory: State has those of today. The copy is the caller's.
func (c *Card) Personalisation() Personalisation { return c.p.clone() }

// SerialNumber returns the ten digits behind the issuer prefix in EF.SN.ICC, ""
// when raw bytes stand there that are no serial number. The PKCS#11 serial
// number is the first eight.
func (c *Card) SerialNumber() string { return c.p.Serial.Number }

// ATR returns the answer to reset, read-only; nil when the card is mute.
func (c *Card) ATR() []byte { return c.atr }

// Simulated says that this is a card of the bench; see card.Simulated.
func (*Card) Simulated() {}

// Protocol returns 0 for a CPS3 with contacts and for a CPS4, unless the ATR of the
// latter is another one, 1 for every other face, -1 for a mute card.
func (c *Card) Protocol() int {
	switch {
	case c.p.Mute:
		return -1
	case c.p.Face == card.FaceCPS3, c.p.Face == card.FaceUnknown:
		return 0
	case c.p.Face == card.FaceCPS4 && string(c.atr) == string(card.ATRCPS4T0):
		return 0
	default:
		return 1
	}
}

// Reset powers the card again, cold or warm. Selection, security status and
// security environment are lost either way; counters and CPS_DATA stay. A mute card gives an *Error that matches
// card.ErrMute.
func (c *Card) Reset(ctx context.Context, _ bool) error {
	if err := ctx.Err(); err != nil {
		return &Error{Op: "reset", Reason: text.Of("la carte n'a pas été touchée", "the card was not touched"), Err: err}
	}
	if c.p.Mute {
		return mute("reset")
	}
	c.powerCycle()
	return nil
}

// Begin opens a transaction. Since one goroutine uses the card, it only checks
// that transactions pair and do not nest.
func (c *Card) Begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &Error{Op: "begin", Reason: text.Of("aucune transaction n'a été ouverte", "no transaction was opened"), Err: err}
	}
	if c.inTransaction {
		return &Error{Op: "begin", Reason: text.Of("une transaction est déjà ouverte ; finissez-la d'abord", "a transaction is open already; end it first")}
	}
	c.inTransaction = true
	return nil
}

// End closes the transaction that Begin opened.
func (c *Card) End(context.Context) error {
	if !c.inTransaction {
		return &Error{Op: "end", Reason: text.Of("aucune transaction n'est ouverte", "no transaction is open")}
	}
	c.inTransaction = false
	return nil
}

// powerCycle is what a reset does, cold or warm.
func (c *Card) powerCycle() {
	c.forget()
	c.main = selection{}
	c.se = environment{}
	if c.files != nil {
		c.main.df = c.files.mf
		c.chip.powerCycle()
	}
	c.face.powerCycle(c)
}
