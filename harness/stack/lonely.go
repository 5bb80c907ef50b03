package stack

import "bytes"

// slotsTag is TAG_IFD_SLOTS_NUMBER (pcsc-lite, reader.h), by which pcscd asks a driver how
// many slots a reader has, as a 32-bit operand of a comparison.
var slotsTag = []byte{0xAE, 0x0F, 0x00, 0x00}

// answerWithin is how far behind that comparison the answer is stored, in bytes of code.
const answerWithin = 64

// lonely is the code of a vpcd driver that tells pcscd of one slot where it told of two. The
// driver has no option for it (vpcd sources, VICC_MAX_SLOTS is a constant): in a copy of ours,
// the one instruction behind the question that stores a byte of 2 (movb $2, x86-64, C6) stores
// 1. Code in which that is not the only one is left alone.
func lonely(code []byte) ([]byte, error) {
	at := -1
	for from := 0; ; {
		i := bytes.Index(code[from:], slotsTag)
		if i < 0 {
			break
		}
		from += i + len(slotsTag)
		end := min(from+answerWithin, len(code)-3)
		for j := from; j < end; j++ {
			// movb $2, 0(reg): C6 40+reg 00 02, as compilers write it for the value's address.
			if code[j] == 0xC6 && code[j+1]&0xF8 == 0x40 && code[j+2] == 0 && code[j+3] == slotsPerDriver {
				if at >= 0 {
					return nil, ErrLonely
				}
				at = j + 3
			}
			// movb $2, (reg): C6 00+reg 02.
			if code[j] == 0xC6 && code[j+1]&0xF8 == 0 && code[j+2] == slotsPerDriver {
				if at >= 0 {
					return nil, ErrLonely
				}
				at = j + 2
			}
		}
	}
	if at < 0 {
		return nil, ErrLonely
	}
	out := bytes.Clone(code)
	out[at] = 1
	return out, nil
}
