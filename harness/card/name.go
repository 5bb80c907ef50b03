package card

import (
	"bytes"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

const (
	objectName = "CPS_NAME_PS"
	tagName    = 0xE4

	nameLength = 27   // characters of each name
	nameEnd    = 0xFF // ends each given name
)

// DecodeName reads CPS_NAME_PS, tag E4. Names are converted from ISO-8859-1.
func DecodeName(b []byte) (Name, []Deviation, error) {
	c, _, err := open(objectName, b, tagName, form81)
	if err != nil {
		return Name{}, c.deviations, err
	}
	var v Name
	for {
		e, ok := c.next()
		if !ok {
			return v, c.deviations, nil
		}
		switch e.Tag {
		case 0x80:
			v.Civility = c.decimal(e)
		case 0x81:
			v.Family = c.text(e, nameLength)
		case 0x82:
			v.Usual = c.text(e, nameLength)
		case 0x83:
			v.Given = c.given(e)
		case 0x84:
			v.UsualGiven = c.text(e, nameLength)
		default:
			c.deviate(UnknownTag, e)
		}
	}
}

// given splits tag 83 into names that each end with FF. A name without its end
// is kept; a fourth name is not.
func (c *content) given(e tlv.Element) (names [3]string) {
	rest := e.Value
	for i := 0; len(rest) > 0; i++ {
		if i == len(names) {
			c.deviate(TooMany, e)
			break
		}
		name, behind, ended := bytes.Cut(rest, []byte{nameEnd})
		if !ended {
			c.deviate(FieldSize, e)
		}
		if len(name) > nameLength {
			c.deviate(TextTooLong, e)
		}
		names[i], rest = fromLatin1(name), behind
	}
	return names
}

// AppendName appends CPS_NAME_PS. The texts are written even when they are
// empty, and always three given names, as cards have them.
func AppendName(dst []byte, v Name) ([]byte, error) {
	e := newEncoder(objectName, dst)
	e.decimal(0x80, "Civility", v.Civility)
	e.text(0x81, "Family", v.Family, nameLength)
	e.text(0x82, "Usual", v.Usual, nameLength)
	start := len(e.b)
	for _, name := range v.Given {
		if strings.ContainsRune(name, nameEnd) {
			e.fail("Given", text.Of("ne contient pas ÿ, dont le code finit un nom sur la carte", "must not contain ÿ, whose code ends a name on the card"))
		}
		e.latin1("Given", name, nameLength)
		e.b = append(e.b, nameEnd)
	}
	e.wrap(start, 0x83)
	e.text(0x84, "UsualGiven", v.UsualGiven, nameLength)
	return e.finish(tagName, form81)
}
