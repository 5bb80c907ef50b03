package scenarios

import (
	"context"

	. "github.com/onsi/ginkgo/v2"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

var (
	noExtended    = text.Of("la carte n'annonce pas de longueurs étendues", "the card does not claim extended lengths")
	readerIsShort = text.Of("le lecteur n'annonce que des APDU courtes (descripteur CCID)", "the reader claims short APDUs only (CCID descriptor)")
)

// extended: where card and reader claim extended lengths, each case that has one is passed on.
// CPS cards claim none.
func (v *visit) extended() {
	GinkgoHelper()
	if !claimsExtended(v.ch.ATR()) {
		v.b.skip(CauseNotApplicable, noExtended)
	}
	if v.levelOfCCID() == "short APDU" {
		v.b.skip(CauseNotApplicable, readerIsShort)
	}
	if why := extendedCases(v.ctx, card.NewLink(v.ch), v.talk().cla); !why.IsZero() {
		v.b.fails(why)
	}
	v.found(text.Of("formes", "cases"), text.Same("2E, 3E, 4E"))
}

// levelOfCCID is at which level the reader exchanges commands, by its descriptor; "" where
// nobody can read that.
func (v *visit) levelOfCCID() string {
	GinkgoHelper()
	_, d := v.describe()
	bus, device, ok := d.USB()
	if !ok || v.desk.USB == nil {
		return ""
	}
	if u, ok := v.desk.USB(bus, device); ok && u.CCID != nil {
		return u.CCID.Level
	}
	return ""
}

// extendedCases sends a command of each case with extended length fields, as the card takes
// them without any right, and says which came back otherwise than it should.
func extendedCases(ctx context.Context, link *card.Link, cla byte) text.Text {
	mf := []byte{0x3F, 0x00}
	for _, c := range []struct {
		name    string
		command apdu.Command
		answers func(n int) bool
	}{
		{"2E", apdu.Command{CLA: cla, INS: apdu.INSGetChallenge, Ne: 8}, func(n int) bool { return n == 8 }},
		{"3E", apdu.Command{CLA: cla, INS: apdu.INSSelect, P2: 0x0C, Data: mf}, func(n int) bool { return n == 0 }},
		{"4E", apdu.Command{CLA: cla, INS: apdu.INSSelect, Data: mf, Ne: 65536}, func(n int) bool { return n > 0 }},
	} {
		c.command.Extended = true
		cmd, err := c.command.Append(nil)
		if err != nil {
			return text.Same(c.name).Because(err)
		}
		data, sw, err := link.Send(ctx, cmd)
		if err != nil {
			return text.Of("forme %s", "case %s", c.name).Because(err)
		}
		if !sw.OK() || !c.answers(len(data)) {
			return text.Of("forme %s (longueurs étendues) : %04X, %d octets", "case %s (extended lengths): %04X, %d bytes", c.name, uint16(sw), len(data))
		}
	}
	return text.Text{}
}

// claimsExtended reads the card capabilities among the historical bytes (ISO/IEC 7816-4,
// 8.1.1.2.7, third table): tag 7x, in bytes that begin with 80, or with 00 and end with a
// status of three bytes (8.1.1.3).
func claimsExtended(atr []byte) bool {
	rest := historical(atr)
	switch {
	case len(rest) > 0 && rest[0] == 0x80:
		rest = rest[1:]
	case len(rest) > 4 && rest[0] == 0x00:
		rest = rest[1 : len(rest)-3]
	default:
		return false
	}
	for len(rest) > 0 {
		size := int(rest[0] & 0x0F)
		if size+1 > len(rest) {
			return false
		}
		if rest[0]>>4 == 7 && size >= 3 {
			return rest[3]&0x40 != 0
		}
		rest = rest[size+1:]
	}
	return false
}

// historical are the historical bytes of an answer to reset, nil where it is cut short.
func historical(atr []byte) []byte {
	if len(atr) < 2 {
		return nil
	}
	n := int(atr[1] & 0x0F)
	at := 2
	for present := atr[1] >> 4; present != 0; {
		td := present & 8
		for bit := byte(1); bit < 8; bit <<= 1 {
			if present&bit != 0 {
				at++
			}
		}
		present = 0
		if td != 0 {
			if at >= len(atr) {
				return nil
			}
			present = atr[at] >> 4
			at++
		}
	}
	if at+n > len(atr) {
		return nil
	}
	return atr[at : at+n]
}
