package line

import (
	"fmt"
	"math"
	"time"

	"github.com/cpslab/cps/harness/card/text"
)

// DefaultClock is the clock of a reader that nothing is known of, in hertz: that of the
// common CCID readers (dwDefaultClock of libccid's list of readers, 3.58 to 4.8 MHz).
const DefaultClock = 4_000_000

// Reader is what decides at the other end.
type Reader struct {
	Clock float64 // hertz; 0 for DefaultClock
	NoPPS bool    // the rate of the card is not negotiated: the one of the reset stays
	IFSD  int     // T=1: longest information field that the reader takes; 0 for 254, as drivers ask for
}

// Line is a line with its rate. The zero value is none, on which nothing takes time; see
// [New].
type Line struct {
	Protocol int
	F, D     int     // clock rate conversion and baud rate adjustment (7.1)
	Clock    float64 // hertz
	Start    time.Duration

	guard      float64 // elementary time units from character to character, towards the reader
	guardCard  float64 // the same towards the card
	ifsc, ifsd int
	redundancy int // bytes
}

// Values of the rate at the reset (8.1), and tables 7 and 8: 0 is reserved.
const resetF, resetD = 372, 1

var (
	fi = [16]int{372, 372, 558, 744, 1116, 1488, 1860, 0, 0, 512, 768, 1024, 1536, 2048, 0, 0}
	di = [16]int{0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0}
)

// Characters that take part: 12 elementary time units in T=0 and T=1 alike, 11 in T=1
// where the card asks for the least (8.3, 11.2); 22 from the last character of a block to
// the first of the answer (11.4.3).
const (
	unitsOfCharacter = 12
	unitsLeast       = 11
	unitsOfTurn      = 22
	leastExtra       = 255
)

// New returns the line between a card with that answer to reset and a reader. protocol is
// the one in use, negative for the first that the card offers. The error is for an answer
// that is none of a contact card, a protocol that it does not offer, a rate or a clock
// that cannot be.
func New(atr []byte, protocol int, reader Reader) (Line, error) {
	if contactless(atr) {
		return Line{}, errContactless
	}
	offer, err := ParseATR(atr)
	if err != nil {
		return Line{}, err
	}
	if reader.Clock == 0 {
		reader.Clock = DefaultClock
	}
	if !(reader.Clock >= 1e6 && reader.Clock <= 20e6) {
		return Line{}, text.NewError(text.Of("horloge de %g Hz", "a clock of %g Hz", reader.Clock),
			text.Of("de 1 à 20 MHz, par exemple 4MHz", "from 1 to 20 MHz, such as 4MHz"))
	}
	if protocol < 0 {
		protocol = offer.Protocols[0]
	}
	if protocol > 1 || !offers(offer, protocol) {
		return Line{}, text.NewError(text.Of("la carte n'offre pas T=%d", "the card does not offer T=%d", protocol),
			text.Of("elle offre %v", "it offers %v", offer.Protocols))
	}
	l := Line{Protocol: protocol, F: resetF, D: resetD, Clock: reader.Clock, ifsc: offer.IFSC, ifsd: reader.IFSD, redundancy: 1}
	if l.ifsd == 0 {
		l.ifsd = 254
	}
	if offer.CRC {
		l.redundancy = 2
	}
	l.guard, l.guardCard = unitsOfCharacter, unitsOfCharacter
	switch {
	case offer.Extra != leastExtra:
		l.guardCard += float64(offer.Extra)
	case protocol == 1:
		l.guard, l.guardCard = unitsLeast, unitsLeast
	}
	l.Start = l.units(unitsOfCharacter * len(atr)) // at the rate of the reset
	// An interface that is not specific negotiates (9); one that is begins at once.
	faster := offer.HasTA1 && offer.TA1 != 0x11 && !offer.Implicit
	if !faster || reader.NoPPS && !offer.Specific {
		return l, nil
	}
	f, d := fi[offer.TA1>>4], di[offer.TA1&0x0F]
	if f == 0 || d == 0 {
		return Line{}, text.NewError(text.Of("débit %02X réservé par la norme", "rate %02X, which the standard reserves", offer.TA1), text.Text{})
	}
	if !offer.Specific {
		const request = 4 // PPSS, PPS0, PPS1, PCK, and the same back
		l.Start += l.units(unitsOfCharacter * 2 * request)
	}
	l.F, l.D = f, d
	if protocol == 1 && l.ifsd != defaultIFSC {
		l.Start += l.time(2*(prologue+1+l.redundancy), 2) // S(IFS request) and its answer
	}
	return l, nil
}

func offers(o Offer, protocol int) bool {
	for _, p := range o.Protocols {
		if p == protocol {
			return true
		}
	}
	return false
}

// Rate returns bits a second.
func (l Line) Rate() float64 { return l.Clock * float64(l.D) / float64(l.F) }

// String tells protocol and rate, such as "T=0, 10753 bit/s".
func (l Line) String() string {
	return fmt.Sprintf("T=%d, %d bit/s", l.Protocol, int(math.Round(l.Rate())))
}

// units is the time of so many elementary time units.
func (l Line) units(n int) time.Duration { return l.unitsOf(float64(n)) }

func (l Line) unitsOf(n float64) time.Duration {
	if l.F == 0 {
		return 0
	}
	return time.Duration(n / l.Rate() * float64(time.Second))
}

// time is that of so many characters of T=1, in so many blocks.
func (l Line) time(characters, blocks int) time.Duration {
	return l.unitsOf(float64(characters)*l.guard + float64(blocks)*(unitsOfTurn-l.guard))
}
