package trace

import (
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
	"github.com/cpslab/cps/harness/card/tlv"
)

// maskByte takes the place of each byte of a code: an asterisk.
const maskByte = '*'

// psoHash is P1 of PERFORM SECURITY OPERATION, HASH: its data hold the end of what is
// signed.
const psoHash = 0x90

// maskCommand hides what a command must not tell: codes, the end of a message that is
// signed, what is written into a file.
func (c *cardScrub) maskCommand(h *held, e *effect.Effect) {
	masked := append([]byte(nil), h.Command...)
	if hide(masked, e) {
		kind := valueOther
		if e.Presents || e.Kind == effect.Unblock || e.Kind == effect.PIN {
			kind = valueCode
		}
		c.replace.counts[kind]++
		h.Command = masked
	}
	c.gather(e)
}

// gather keeps the data of chained blocks together: what the card signs.
func (c *cardScrub) gather(e *effect.Effect) {
	if e.Command.INS != apdu.INSPerformSecurity && e.Command.INS != apdu.INSInternalAuth {
		c.sent = nil
		return
	}
	if len(c.sent) < 1024 {
		c.sent = append(c.sent, e.Command.Data...)
	}
}

// secretOf says which bytes of a command are hidden.
func secretOf(cmd []byte, e *effect.Effect) (from, to int) {
	if from, to = effect.Secret(cmd); from != to {
		return from, to
	}
	n := len(e.Command.Data)
	if n > 0 && (e.Kind == effect.Writes || e.Command.INS == apdu.INSPerformSecurity && e.Command.P1 == psoHash) {
		from = 5
		if e.Command.Extended {
			from = 7
		}
		return from, from + n
	}
	return 0, 0
}

// answer scrubs the data of an answer that is no file.
func (c *cardScrub) answer(e *effect.Effect, data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	switch e.Command.INS {
	case apdu.INSSelect:
		return c.description(data)
	case apdu.INSGetData, apdu.INSGetDataExtended:
		return c.object(data)
	case apdu.INSGetChallenge:
		if len(data) <= challenge {
			return data // drawn by the card for this once
		}
	case apdu.INSPerformSecurity, apdu.INSInternalAuth:
		return c.signature(e, data)
	case apdu.INSReadBinary: // lost exchanges bring nothing, see closeChain
		return c.file(data)
	}
	return c.replace.opaque(data)
}

// challenge is how many bytes the cards give at most (CryptolibCPS sources,
// card-cps3.c).
const challenge = 8

// described are the data objects of file control information that describe the file and
// nothing else (ISO/IEC 7816-4, 7.4.3; OpenSC sources, iasecc-sdo.c).
var described = [...]tlv.Tag{0x62, 0x64, 0x6F, 0x80, 0x81, 0x82, 0x83, 0x84, 0x86, 0x88, 0x8A, 0x8B, 0x8C, 0x9C, 0xA1, 0xAB}

// What a CPS2ter SELECT answers: 85, then thirteen bytes.
const (
	descriptionCPS2ter = 0x85
	descriptionLength  = 15
)

// description scrubs what a SELECT answers.
func (c *cardScrub) description(data []byte) []byte {
	if data[0] == descriptionCPS2ter {
		n := min(len(data), descriptionLength)
		return append(data[:n:n], c.replace.opaque(data[n:])...)
	}
	if data[0] != 0x62 && data[0] != 0x64 && data[0] != 0x6F {
		return c.file(data) // what should not come here may be anything
	}
	return c.walk(data, func(tag tlv.Tag) bool {
		for _, d := range described {
			if d == tag {
				return true
			}
		}
		return false
	})
}

// object scrubs what GET DATA answers: the security data objects of codes and keys are
// known, of anything else the structure stays.
func (c *cardScrub) object(data []byte) []byte {
	inner, ok, err := tlv.Find(data, 0x70)
	if err == nil && ok && len(inner) > 2 && inner[0] == 0xBF {
		return c.walk(data, func(tag tlv.Tag) bool { return tag != 0x7F49 && tag != 0x5F20 })
	}
	return c.walk(data, func(tlv.Tag) bool { return false })
}

// walk scrubs the primitive objects of BER-TLV data that are not to stay; inside of one that
// is constructed each is asked for. What is no BER-TLV is masked.
func (c *cardScrub) walk(data []byte, stays func(tlv.Tag) bool) []byte {
	out := append([]byte(nil), data...)
	r := tlv.NewReader(data)
	for {
		at := r.Offset()
		e, ok, err := r.Next()
		if err != nil {
			copy(out[at:], c.replace.opaque(data[at:]))
			return out
		}
		if !ok {
			return out
		}
		if e.Tag == 0 {
			continue
		}
		from := at + (r.Offset() - at - len(e.Value))
		switch {
		case e.Tag.Constructed():
			copy(out[from:], c.walk(e.Value, stays))
		case e.Tag == 0x81 && c.keys.isModulus(e.Value):
			copy(out[from:], c.keys.modulus(e.Value))
		case !stays(e.Tag):
			copy(out[from:], c.replace.opaque(e.Value))
		}
	}
}

// scrubReader masks what in the name of a reader may be the number of one device: five
// characters or more with a digit among them, hexadecimal digits all.
func scrubReader(name string) string {
	words := strings.FieldsFunc(name, func(c rune) bool {
		return !isDigit(c) && (c < 'A' || c > 'F') && (c < 'a' || c > 'f')
	})
	for _, w := range words {
		if len(w) >= 5 && strings.ContainsAny(w, "0123456789") {
			name = strings.Replace(name, w, strings.Repeat("*", len(w)), 1)
		}
	}
	return name
}
