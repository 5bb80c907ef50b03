package trace

import (
	"bytes"
	"encoding/hex"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// Business objects by their outer tag (business data of the cards; package card decodes
// them).
const (
	tagBilling    = 0xE0
	tagIDCard     = 0xE3
	tagName       = 0xE4
	tagLanguages  = 0xE5
	tagInfo       = 0xED
	tagActivity   = 0xEE
	tagUpdate     = 0xEC
	tagSituation  = 0xA0
	tagSerial     = 0x5A
	issuerLength  = 5
	asnSequence   = 0x30
	applicationID = 0x61 // record of EF.DIR
)

// treatment is what becomes of a field.
type treatment uint8

const (
	masked     treatment = iota // nobody knows what it is
	stays                       // a date, or a code of a published table
	asName                      // text, ISO 8859-1
	asNames                     // several of them, each ended by FF
	asNumber                    // digits in BCD
	identifier                  // an identifier as characters
	asCodes                     // codes of tables as characters
)

// treatmentOf says what stands in a field of a business object, by the tag of the object
// and that of the field.
func treatmentOf(object, field byte) treatment {
	switch object {
	case tagIDCard:
		if field == 0x81 {
			return asNumber
		}
		return staysUpTo(field, 0x84)
	case tagName:
		switch field {
		case 0x80:
			return stays
		case 0x83:
			return asNames
		case 0x81, 0x82, 0x84:
			return asName
		}
	case tagLanguages:
		return asCodes
	case tagUpdate:
		return staysUpTo(field, 0x82)
	case tagInfo:
		switch field {
		case 0x81:
			return identifier
		case 0x84:
			return asName
		case 0x85:
			return asCodes
		}
		return staysUpTo(field, 0x83)
	case tagActivity:
		switch field {
		case 0x82, 0x86:
			return asCodes
		case 0x84:
			return asName
		case 0x85:
			return identifier
		}
		return staysUpTo(field, 0x83)
	case tagSituation:
		if field == 0x81 {
			return asNumber
		}
		return staysUpTo(field, 0x84)
	}
	return masked
}

// staysUpTo is for objects whose other fields are dates and codes; fields behind the last
// are unknown.
func staysUpTo(field, last byte) treatment {
	if field >= 0x80 && field <= last {
		return stays
	}
	return masked
}

// file scrubs the contents of a file, or the first part of them.
func (c *cardScrub) file(b []byte) []byte {
	if len(b) == 0 || filler(b) {
		return b
	}
	if len(b) > 1 && b[0] == 0x80 && b[1] == serviceData { // a category indicator stands before it
		return append(b[:1:1], c.file(b[1:])...)
	}
	switch b[0] {
	case tagBilling, tagIDCard, tagName, tagLanguages, tagInfo, tagActivity, tagUpdate:
		return c.business(b)
	case tagSerial:
		return c.serial(b)
	case asnSequence:
		if scrubbed, ok := c.certificate(b); ok {
			return scrubbed
		}
		if likeCertificate(b) {
			return c.brokenCertificate(b)
		}
		return c.directory(b)
	case serviceData: // EF.ATR
		return c.walk(b, ofProduct)
	case applicationID, 0xA0, 0xA1, 0xA4, 0xA5, 0xA7, 0xA8: // EF.DIR, ODF
		return c.directory(b)
	}
	return append(b[:1:1], c.replace.opaque(b[1:])...) // what it is not is told by the first byte
}

// serviceData begins EF.ATR (ISO/IEC 7816-4, 12.1.1.9), which tells what a product can do.
const serviceData = 0x43

// ofProduct reports whether an object of EF.ATR is the same on every card of a product:
// service data, pre-issuing data, capabilities, application, sizes of buffers (OpenSC
// sources, card-iasecc.c), the status word.
func ofProduct(tag tlv.Tag) bool {
	switch tag {
	case serviceData, 0x46, 0x47, 0x4F, 0x02, 0x82, 0x90:
		return true
	}
	return false
}

// filler reports whether all bytes are 00, or all FF.
func filler(b []byte) bool {
	return len(bytes.Trim(b, "\x00")) == 0 || len(bytes.Trim(b, "\xFF")) == 0
}

// business scrubs a business object field by field, as the Gestionnaire reads it: tags
// and lengths of one byte, nothing behind the first tag of zero. What does not fit ends
// the object, and stays as wrong as it was.
func (c *cardScrub) business(b []byte) []byte {
	out := append([]byte(nil), b...)
	head := 2
	if len(b) > 1 && b[1] == 0x81 && (b[0] == tagBilling || b[0] == tagName) {
		head = 3
	}
	if len(b) > 1 && b[1] == 0x82 && b[0] == tagBilling {
		head = 4
	}
	if len(b) > head {
		c.fields(out[head:], b[0])
	}
	return out
}

// fields scrubs fields in place.
func (c *cardScrub) fields(b []byte, object byte) {
	for len(b) > 0 {
		if b[0] == 0 || len(b) == 1 {
			c.tail(b)
			return
		}
		n := min(int(b[1]), len(b)-2)
		value := b[2 : 2+n]
		if object == tagBilling && b[0] == tagSituation {
			c.fields(value, tagSituation)
		} else {
			copy(value, c.field(value, treatmentOf(object, b[0])))
		}
		b = b[2+n:]
	}
}

// tail masks what stands behind the last field, but for padding.
func (c *cardScrub) tail(b []byte) {
	end := len(bytes.TrimRight(b, "\x00\xFF"))
	copy(b, c.replace.opaque(b[:end]))
}

// codes are codes of published tables as they stand in texts of a card: "SM26", "SA07",
// "FR", with spaces between them.
var codes = text.Expression(`^(?:[A-Z]{1,3}[0-9]{0,3}|[0-9]{1,3}|[a-z]{2})$`)

// field gives what takes the place of a field.
func (c *cardScrub) field(b []byte, t treatment) []byte {
	const longest = 8 // of a date with its time, or of codes
	switch {
	case t == stays && len(b) > longest:
		return c.replace.opaque(b)
	case t == stays:
		return b
	}
	switch t {
	case asName:
		return c.replace.latin1(b)
	case asNames:
		names := bytes.Split(b, []byte{0xFF})
		for i := range names {
			names[i] = c.replace.latin1(names[i])
		}
		return bytes.Join(names, []byte{0xFF})
	case asNumber:
		return c.replace.digits(b)
	case identifier:
		return c.identifier(b)
	case asCodes:
		return words().ReplaceAllFunc(b, func(word []byte) []byte {
			if codes().Match(word) {
				return word
			}
			return c.replace.latin1(word)
		})
	case masked, stays:
	}
	return c.replace.opaque(b)
}

var words = text.Expression(`[^ ]+`)

// identifier replaces an identifier that may have blanks behind it.
func (c *cardScrub) identifier(b []byte) []byte {
	end := len(bytes.TrimRight(b, " \x00\xFF"))
	scrubbed := []byte(c.replace.identifier(string(b[:end])))
	if len(scrubbed) != end {
		scrubbed = c.replace.latin1(b[:end])
	}
	return append(scrubbed, b[end:]...)
}

// serial scrubs EF.SN.ICC: 5A 0A, the issuer, the number. One whose length is not that of
// what follows keeps it, or a number that was cut off could become a whole one.
func (c *cardScrub) serial(b []byte) []byte {
	out := append([]byte(nil), b...)
	if len(b) > 2 && int(b[1]) <= len(b)-2 && int(b[1]) > issuerLength {
		number := out[2+issuerLength : 2+int(b[1])]
		copy(number, c.replace.digits(number))
		c.tail(out[2+int(b[1]):])
		return out
	}
	if len(b) > 2 {
		value := out[2:]
		if ans, _ := hex.DecodeString(card.IssuerANS); bytes.HasPrefix(value, ans) { // hexadecimal, as it stands there
			value = value[len(ans):] // it is nobody's
		}
		copy(value, c.replace.opaque(value))
	}
	return out
}
