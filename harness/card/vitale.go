package card

import "bytes"

// VitaleATR reports whether an ATR is of the families of the Vitale card
// (pcsc-tools, smartcard_list.txt): 3B 75 13 00 00 4x 09 EA 90 00, or FA, for
// Vitale 2, and the 3F 65 25 00 … 90 00 that are listed as such before it.
func VitaleATR(atr []byte) bool {
	switch len(atr) {
	case 10:
		return bytes.HasPrefix(atr, []byte{0x3B, 0x75, 0x13, 0x00, 0x00}) && atr[5]>>4 == 4 &&
			(bytes.HasSuffix(atr, []byte{0x09, 0xEA, 0x90, 0x00}) || bytes.HasSuffix(atr, []byte{0x09, 0xFA, 0x90, 0x00}))
	case 9:
		if !bytes.HasPrefix(atr, []byte{0x3F, 0x65, 0x25, 0x00}) || !bytes.HasSuffix(atr, []byte{0x90, 0x00}) {
			return false
		}
		for _, kind := range vitaleBefore {
			if bytes.Equal(atr[4:7], kind[:]) {
				return true
			}
		}
	}
	return false
}

// vitaleBefore are the bytes that tell the cards before Vitale 2 from others of
// that maker.
var vitaleBefore = [...][3]byte{
	{0x22, 0x09, 0xF9}, {0x22, 0x09, 0x69}, {0x2C, 0x09, 0xF9}, {0x2C, 0x09, 0x69}, {0x52, 0x09, 0x6A}, {0xA3, 0x09, 0x6A}, {0xA4, 0x09, 0x6A},
}
