package line

import (
	"github.com/cpslab/cps/harness/card/text"
)

// Offer is what the interface bytes of an answer to reset say of the line (8.3).
type Offer struct {
	TA1       byte // rate offered: Fi in the high four bits, Di in the low ones
	HasTA1    bool
	Extra     byte // N of TC1: guard time beside the ordinary one; 255 asks for the least
	Protocols []int
	Specific  bool // TA2: the card starts at once with Protocols[0], nothing is negotiated
	Implicit  bool // TA2: at a rate that the answer does not tell
	IFSC      int  // T=1: longest information field that the card takes
	CRC       bool // T=1: two bytes of redundancy instead of one
	WI        byte // T=0: waiting time integer, 10 unless TC2 says otherwise
}

var errATR = text.NewError(text.Of("cette réponse au reset ne dit rien de la ligne", "this answer to reset says nothing of the line"),
	text.Of("une réponse de contact commence par 3B ou 3F et va jusqu'au bout de ses octets d'interface", "that of a contact card begins with 3B or 3F and goes to the end of its interface bytes"))

// defaultIFSC holds until the card says otherwise (11.4.2).
const defaultIFSC = 32

// longest answer to reset (8.2).
const longest = 33

// ParseATR reads the interface bytes (8.2.3). The error is for an answer that ends within
// them, or is none.
func ParseATR(atr []byte) (Offer, error) {
	o := Offer{IFSC: defaultIFSC, WI: 10}
	if len(atr) < 2 || len(atr) > longest || atr[0] != 0x3B && atr[0] != 0x3F {
		return o, errATR
	}
	rest, present := atr[2:], atr[1]>>4
	next := func() (b byte, ok bool) {
		if len(rest) == 0 {
			return 0, false
		}
		b, rest = rest[0], rest[1:]
		return b, true
	}
	protocol, hasIFSC, hasCRC := 0, false, false
	for i := 1; present != 0; i++ {
		var ta, tc, td byte
		whole := true
		take := func(bit byte, to *byte) {
			if present&bit != 0 && whole {
				*to, whole = next()
			}
		}
		take(1, &ta)
		hasTA, hasTC := present&1 != 0, present&4 != 0
		var tb byte
		take(2, &tb) // programming voltage, or waiting times of T=1: no rate
		take(4, &tc)
		hasTD := present&8 != 0
		take(8, &td)
		if !whole {
			return o, errATR
		}
		switch {
		case i == 1:
			if hasTA {
				o.TA1, o.HasTA1 = ta, true
			}
			if hasTC {
				o.Extra = tc
			}
		case i == 2:
			if hasTA {
				o.Specific, o.Implicit = true, ta&0x10 != 0
				protocol = int(ta & 0x0F)
				o.Protocols = append(o.Protocols[:0], protocol)
			}
			if hasTC {
				o.WI = tc
			}
		case protocol == 1: // the first of each is T=1's (11.4)
			if hasTA && !hasIFSC {
				o.IFSC, hasIFSC = int(ta), true
			}
			if hasTC && !hasCRC {
				o.CRC, hasCRC = tc&1 != 0, true
			}
		}
		present = 0
		if hasTD {
			present, protocol = td>>4, int(td&0x0F)
			if protocol != global && !o.Specific {
				o.Protocols = append(o.Protocols, protocol)
			}
		}
	}
	if len(o.Protocols) == 0 {
		o.Protocols = []int{0}
	}
	if o.IFSC == 0 || o.IFSC == 0xFF {
		o.IFSC = defaultIFSC // reserved values (11.4.2)
	}
	return o, nil
}

// contactless tells the answer that a reader makes up for a card without contacts (PC/SC
// part 3, 3.1.3.2.3): 3B 8n 80 01 and n historical bytes. Such a card has no line.
func contactless(atr []byte) bool {
	const fixed = 4 // and one byte of redundancy
	return len(atr) > fixed && atr[0] == 0x3B && atr[1]&0xF0 == 0x80 && atr[2] == 0x80 && atr[3] == 0x01 && len(atr) == fixed+int(atr[1]&0x0F)+1
}

var errContactless = text.NewError(text.Of("une carte sans contact n'a pas de ligne", "a contactless card has no line"),
	text.Of("les durées calculées valent pour les cartes à contact", "the computed times are those of contact cards"))

// global is T=15: interface bytes of no protocol (8.2.3).
const global = 15
