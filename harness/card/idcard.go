package card

const (
	objectIDCard = "CPS_ID_CARD"
	tagIDCard    = 0xE3

	issuerDigits     = 11
	cardNumberDigits = 10
)

// DecodeIDCard reads CPS_ID_CARD, tag E3. Issuer and Number lose the filler at
// their end; a field of nothing but filler gives spaces.
//
// As in every decoder of this package: fields come in any order and may be
// missing, reading stops at the first zero tag, the last of two fields with one
// tag counts. The error is a *DecodeError; what could be read although it is
// unusual stands in the deviations, nil when there is none.
func DecodeIDCard(b []byte) (IDCard, []Deviation, error) {
	c, _, err := open(objectIDCard, b, tagIDCard, formLL)
	if err != nil {
		return IDCard{}, c.deviations, err
	}
	var v IDCard
	for {
		e, ok := c.next()
		if !ok {
			return v, c.deviations, nil
		}
		switch e.Tag {
		case 0x80:
			v.Issuer = c.digits(e, issuerDigits)
		case 0x81:
			v.Number = c.digits(e, cardNumberDigits)
		case 0x82:
			c.size(e, 1)
			v.Category = Category(hexAt(e.Value, 0))
		case 0x83:
			v.Issued = c.date(e)
		case 0x84:
			v.Expires = c.date(e)
		default:
			c.deviate(UnknownTag, e)
		}
	}
}

// AppendIDCard appends CPS_ID_CARD. Empty fields and zero dates are left out.
// The error is an *EncodeError; dst then comes back as it was.
func AppendIDCard(dst []byte, v IDCard) ([]byte, error) {
	e := newEncoder(objectIDCard, dst)
	e.digits(0x80, "Issuer", v.Issuer, issuerDigits)
	e.digits(0x81, "Number", v.Number, cardNumberDigits)
	if v.Category != "" {
		e.b = append(e.b, 0x82, 1, e.hexByte("Category", string(v.Category)))
	}
	e.date(0x83, "Issued", v.Issued)
	e.date(0x84, "Expires", v.Expires)
	return e.finish(tagIDCard, formLL)
}
