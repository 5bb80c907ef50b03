package ccid

// offers is what a reader takes from an answer to reset (ISO/IEC 7816-3, 8.2).
type offers struct {
	ta1       byte   // Fi and Di, 0x11 where the card says nothing
	protocols uint16 // bit n: T=n
	first     byte   // the protocol that the card begins with
	tc1       byte   // extra guard time
	wi        byte   // waiting integer of T=0 (TC2), 10 where the card says nothing
	ifsc      byte   // T=1, first TA behind TD that says T=1
	waits     byte   // T=1, first TB: BWI and CWI
	crc       bool   // T=1, first TC
}

// read finds what an answer to reset offers. One that is cut or no answer at all offers what
// it says so far.
func read(atr []byte) offers {
	o := offers{ta1: 0x11, wi: 10, ifsc: 32, waits: 0x4D}
	if len(atr) < 2 {
		return o.complete()
	}
	at, y := 2, atr[1]>>4
	t1, seen := false, false // the bytes that follow are the first ones of T=1
	for i := 1; y != 0; i++ {
		var next byte
		more := false
		for bit := range 4 {
			if y>>bit&1 == 0 {
				continue
			}
			if at >= len(atr) {
				return o.complete()
			}
			b := atr[at]
			at++
			switch {
			case bit == 3:
				next, more = b, true
			case i == 1 && bit == 0:
				o.ta1 = b
			case i == 1 && bit == 2:
				o.tc1 = b
			case i == 2 && bit == 2:
				o.wi = b
			case t1 && bit == 0:
				o.ifsc = b
			case t1 && bit == 1:
				o.waits = b
			case t1 && bit == 2:
				o.crc = b&1 != 0
			}
		}
		if !more {
			break
		}
		protocol := next & 0x0F
		t1 = i > 1 && protocol == 1 && !seen
		seen = seen || t1
		y = next >> 4
		if o.protocols == 0 {
			o.first = protocol
		}
		o.protocols |= 1 << protocol
	}
	return o.complete()
}

// complete adds what is so without a word: without TD1 there is T=0 alone.
func (o offers) complete() offers {
	if o.protocols == 0 {
		o.protocols = 1
	}
	return o
}

// structure is abProtocolDataStructure that a reader sets for these offers (6.1.7).
func (o *offers) structure(protocol byte) []byte {
	if protocol == 1 {
		checksum := byte(0x10)
		if o.crc {
			checksum |= 1
		}
		return []byte{o.ta1, checksum, o.tc1, o.waits, 0, o.ifsc, 0}
	}
	return []byte{o.ta1, 0, o.tc1, o.wi, 0}
}
