package card

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

const (
	objectLanguages = "CPS_LANG_PS"
	tagLanguages    = 0xE5
	languagesLength = 40
)

// DecodeLanguages reads CPS_LANG_PS: ISO 639 codes in one text, such as "FR".
// No public source gives the encoding and no known software reads it: E5 with
// the text in tag 80 is an assumption. Another outer tag is therefore no error
// but an UnknownTag at offset 0.
func DecodeLanguages(b []byte) (string, []Deviation, error) {
	if len(b) == 0 || !tlv.Tag(b[0]).Constructed() {
		return "", nil, &DecodeError{Object: objectLanguages, Reason: text.Of("pas d'objet construit", "no constructed object")}
	}
	c, outer, err := open(objectLanguages, b, b[0], formLL)
	if err != nil {
		return "", c.deviations, err
	}
	if outer.Tag != tagLanguages {
		c.deviate(UnknownTag, outer)
	}
	languages := ""
	for {
		e, ok := c.next()
		if !ok {
			return languages, c.deviations, nil
		}
		if e.Tag == 0x80 {
			languages = c.text(e, languagesLength)
		} else {
			c.deviate(UnknownTag, e)
		}
	}
}

// AppendLanguages appends CPS_LANG_PS. v is the text of tag 80: ISO 639 codes
// of two letters, one behind the other.
func AppendLanguages(dst []byte, v string) ([]byte, error) {
	e := newEncoder(objectLanguages, dst)
	e.text(0x80, "Languages", v, languagesLength)
	return e.finish(tagLanguages, formLL)
}
