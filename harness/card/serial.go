package card

import "github.com/cpslab/cps/harness/card/text"

const (
	objectSerial = "EF.SN.ICC"
	tagSerial    = 0x5A
	issuerBytes  = 5
	serialBytes  = 10
)

// DecodeSerial reads EF.SN.ICC: 5A 0A, issuer prefix and number on five bytes
// each (CryptolibCPS sources, card-cps.c). Digits of the number that are not
// decimal are kept as hexadecimal digits and recorded.
func DecodeSerial(b []byte) (Serial, []Deviation, error) {
	c, e, err := open(objectSerial, b, tagSerial, formLL)
	if err != nil {
		return Serial{}, nil, err
	}
	c.size(e, serialBytes)
	digits := fromHex(e.Value)
	cut := min(2*issuerBytes, len(digits))
	s := Serial{Issuer: digits[:cut], Number: digits[cut:]}
	if !isDigits(s.Number) {
		c.deviate(BadDigit, e)
	}
	return s, c.deviations, nil
}

// AppendSerial appends EF.SN.ICC. Issuer and Number must have ten digits each.
func AppendSerial(dst []byte, v Serial) ([]byte, error) {
	e := newEncoder(objectSerial, dst)
	e.hexString("Issuer", v.Issuer, issuerBytes)
	e.hexString("Number", v.Number, serialBytes-issuerBytes)
	return e.finish(tagSerial, formLL)
}

// fromHex returns b as upper case hexadecimal digits.
func fromHex(b []byte) string {
	var buf [2 * serialBytes]byte
	s := buf[:0]
	for _, x := range b {
		s = append(s, hexDigits[x>>4], hexDigits[x&0xF])
	}
	return string(s)
}

// hexString appends size bytes given as hexadecimal digits.
func (e *encoder) hexString(field, s string, size int) {
	if len(s) != 2*size {
		e.fail(field, text.Of("a %d chiffres", "must have %d digits", 2*size))
		return
	}
	for i := 0; i < len(s); i += 2 {
		e.b = append(e.b, e.hexByte(field, s[i:i+2]))
	}
}
