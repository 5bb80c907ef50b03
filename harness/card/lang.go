package card

import "github.com/cpslab/cps/harness/card/tlv"

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
	r := tlv.NewReaderAnyLength(b)
	outer, ok, err := r.Next()
	if err != nil {
		return "", nil, decodeError(objectLanguages, err)
	}
	if !ok || !outer.Tag.Constructed() {
		return "", nil, &DecodeError{Object: objectLanguages, Reason: "no constructed object"}
	}
	c := enter(objectLanguages, r, outer, formLL)
	if outer.Tag != tagLanguages {
		c.deviate(UnknownTag, outer)
	}
	languages := ""
	for {
		e, ok, err := c.next()
		if err != nil {
			return "", c.deviations, err
		}
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
