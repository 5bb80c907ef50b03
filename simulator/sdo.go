package simulator

import "github.com/cpslab/cps/harness/card/apdu"

// Shapes of the security data objects that GET DATA gives on a CPS3 (OpenSC
// sources, iasecc-sdo.c; CryptolibCPS sources, card-cps3.c). The request is
// 4D L { 70 L { BF cc rr L { tag 80 } } }: cc the class of the object with 80h, rr
// its reference, 80h instead of a length for "all of it".
const (
	sdoClassPIN = 0x81 // BF81rr: a code
	sdoClassKey = 0x90 // BF90rr: a private key
	sdoClassSE  = 0xFB // BFFBrr: a security environment
)

// sdoRequest splits a request into class, reference and the tag asked for.
func sdoRequest(b []byte) (class, reference byte, tag []byte, ok bool) {
	const header = 8 // 4D L 70 L BF cc rr L
	if len(b) < header+2 || b[0] != 0x4D || b[2] != 0x70 || b[4] != 0xBF ||
		int(b[1]) != len(b)-2 || int(b[3]) != len(b)-4 || int(b[7]) != len(b)-header {
		return 0, 0, nil, false
	}
	tag = b[header : len(b)-1]
	if b[len(b)-1] != 0x80 {
		return 0, 0, nil, false
	}
	return b[5], b[6], tag, true
}

// getSDO is GET DATA 00 CB 3F FF. 6A88 for an object that the card does not
// have, or a key outside its directory; 6A80 for a request of another shape.
func (c *Card) getSDO(cmd apdu.Command) ([]byte, apdu.SW) {
	if cmd.P1 != 0x3F || cmd.P2 != 0xFF {
		return nil, apdu.SWWrongP1P2
	}
	class, reference, tag, ok := sdoRequest(cmd.Data)
	if !ok {
		return nil, apdu.SWWrongData
	}
	switch class {
	case sdoClassPIN:
		if k := c.chip.byReference(reference); k != nil && c.hasCodes() {
			return c.codeSDO(k, reference, tag)
		}
	case sdoClassKey:
		if k := c.keyByReference(reference | 0x80); k != nil && reference&0x80 == 0 {
			return c.keySDO(k, reference, tag)
		}
	case sdoClassSE:
		if reference == 0x02 && c.hasCodes() && startsWith(tag, 0x7B) {
			return c.seSDO(), apdu.SWOK
		}
	}
	return nil, apdu.SWReferenceNotFound
}

// codeSDO gives a code's DOCP (tag A0): name, size, tries and access rule, and
// its limits (tag 7F41) when OpenSC asks for those. 9C and 9D, the uses, are
// there only when uses are counted.
func (c *Card) codeSDO(k *code, reference byte, tag []byte) ([]byte, apdu.SW) {
	limits := startsWith(tag, 0x7F, 0x41)
	if !limits && !startsWith(tag, 0xA0) {
		return nil, apdu.SWReferenceNotFound
	}
	b := append(c.buf[:0], 0x70, 0, 0xBF, sdoClassPIN, reference, 0, 0xA0, 0)
	b = append(b, 0x84, 0x03, 'P', 'I', 'N', 0x80, 0x02, 0x00, maxPIN)
	b = append(b, 0x9A, 0x01, byte(k.Max), 0x9B, 0x01, byte(k.Left))
	if k.Uses >= 0 {
		b = append(b, 0x9C, 0x02, 0xFF, 0xFF, 0x9D, 0x02, byte(k.Uses>>8), byte(k.Uses))
	}
	b = append(b, 0xA1, 0x0A, 0x8C, 0x08, 0x7F, byte(accessPIN), 0x00, 0x12, never, never, never, 0x00)
	b[7] = byte(len(b) - 8)
	if limits {
		b = append(b, 0x7F, 0x41, 0x06, 0x80, 0x01, maxPIN, 0x81, 0x01, byte(k.least))
	}
	b[1], b[5] = byte(len(b)-2), byte(len(b)-6)
	return b, apdu.SWOK
}

// keySDO gives the header of a private key: size in bytes and access rule, and
// the beginning of the key template, for tag A0 and for 7F48 alike, as OpenSC
// asks for both.
func (c *Card) keySDO(k *keyObject, reference byte, tag []byte) ([]byte, apdu.SW) {
	if !startsWith(tag, 0x7F, 0x48) && !startsWith(tag, 0xA0) {
		return nil, apdu.SWReferenceNotFound
	}
	b := append(c.buf[:0], 0x70, 0x1C, 0xBF, sdoClassKey, reference, 0x18, 0xA0, 0x10)
	b = append(b, 0x80, 0x02, sizeRSA>>8, sizeRSA&0xFF)
	b = append(b, 0xA1, 0x0A, 0x8C, 0x08, 0x7F, byte(k.sign), byte(k.auth), byte(k.decipher), never, never, never, 0x00)
	return append(b, 0x7F, 0x48, 0x03, 0x80, 0x01, 0x02), apdu.SWOK
}

// seSDO gives security environment 2: user password, reference 02. The access
// rule of the PIN's reset points to it.
func (c *Card) seSDO() []byte {
	return append(c.buf[:0], 0x70, 0x0E, 0xBF, sdoClassSE, 0x02, 0x0A,
		0x7B, 0x08, 0xA4, 0x06, 0x95, 0x01, 0x08, 0x83, 0x01, 0x02)
}
