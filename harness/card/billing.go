package card

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

const (
	objectBilling    = "CPS_SIT_FACT"
	tagBilling       = 0xE0
	tagSituation     = 0xA0
	billingIDDigits  = 10
	situationsKept   = 8 // the Gestionnaire shows no more
	billingCodeBytes = 3
)

// DecodeBilling reads CPS_SIT_FACT, tag E0: one Billing for each A0, in their
// order. All of them are returned; from the ninth on, which readers do not keep,
// each is recorded as TooMany.
//
// Filler F at the end of the identifier is cut, so that `81 00`, nothing but
// filler and a missing tag 81 all give "". "0000000000" is an identifier. The
// digits of tags 82 and 83 are kept one by one: filler there gives spaces, a
// missing tag "".
func DecodeBilling(b []byte) ([]Billing, []Deviation, error) {
	c, _, err := open(objectBilling, b, tagBilling, form82)
	if err != nil {
		return nil, c.deviations, err
	}
	var all []Billing
	if n := countSituations(c); n > 0 {
		all = make([]Billing, 0, n)
	}
	for {
		e, ok := c.next()
		if !ok {
			return all, c.deviations, nil
		}
		if e.Tag != tagSituation {
			c.deviate(UnknownTag, e)
			continue
		}
		if len(all) >= situationsKept {
			c.deviate(TooMany, e)
		}
		inner := c.enter(e)
		v := inner.situation()
		c.deviations = inner.deviations
		v.Rank = len(all) + 1
		all = append(all, v)
	}
}

// countSituations counts on a copy; what it records is dropped.
func countSituations(c content) (n int) {
	for {
		e, ok := c.next()
		if !ok {
			return n
		}
		if e.Tag == tagSituation {
			n++
		}
	}
}

func (c *content) situation() Billing {
	v := Billing{Link: -1, Rights: -1}
	for {
		e, ok := c.next()
		if !ok {
			return v
		}
		switch e.Tag {
		case 0x80:
			v.Link = c.number(e)
		case 0x81:
			v.ID = c.variableDigits(e, billingIDDigits)
		case 0x82:
			c.codes(e, &v)
		case 0x83:
			c.size(e, billingCodeBytes)
			c.badNibbles(e, billingCodeBytes)
			v.Agreements = [3]string{}
			for i := range min(billingCodeBytes, len(e.Value)) {
				v.Agreements[i] = bcdPair(e.Value[i])
			}
		case 0x84:
			v.Rights = c.number(e)
		default:
			c.deviate(UnknownTag, e)
		}
	}
}

// codes reads tag 82: six digits, of which speciality takes two, convention one,
// zone two and mileage one. Codes that a short field does not hold in full are
// "".
func (c *content) codes(e tlv.Element, v *Billing) {
	c.size(e, billingCodeBytes)
	c.badNibbles(e, billingCodeBytes)
	v.Speciality, v.Convention, v.Zone, v.Mileage = "", "", "", ""
	b := e.Value
	if len(b) > 0 {
		v.Speciality = bcdPair(b[0])
	}
	if len(b) > 1 {
		v.Convention = bcdDigit(b[1] >> 4)
	}
	if len(b) > 2 {
		v.Zone, v.Mileage = bcdPair(b[1]<<4|b[2]>>4), bcdDigit(b[2])
	}
}

// AppendBilling appends CPS_SIT_FACT with one A0 for each billing situation, in
// their order; Rank is not looked at. An empty ID is written as `81 00`. Tag 82
// is left out when its four codes are empty, tag 83 when its three are; else
// each needs all its digits, spaces standing for filler.
func AppendBilling(dst []byte, v []Billing) ([]byte, error) {
	e := newEncoder(objectBilling, dst)
	for i := range v {
		start := len(e.b)
		e.situation(&v[i])
		e.wrap(start, tagSituation)
	}
	return e.finish(tagBilling, form82)
}

func (e *encoder) situation(v *Billing) {
	e.number(0x80, "Link", v.Link)
	if n := len(v.ID); n > billingIDDigits || n > 0 && v.ID[n-1] == ' ' {
		e.fail("ID", text.Of("a 10 chiffres au plus, sans espace à la fin", "must have at most 10 digits, without a space at the end"))
	}
	size := (len(v.ID) + 1) / 2
	e.b = tlv.AppendHeader(e.b, 0x81, size)
	e.nibbles("ID", v.ID, size)
	if v.Speciality != "" || v.Convention != "" || v.Zone != "" || v.Mileage != "" {
		e.exactDigits("Speciality", v.Speciality, 2)
		e.exactDigits("Convention", v.Convention, 1)
		e.exactDigits("Zone", v.Zone, 2)
		e.exactDigits("Mileage", v.Mileage, 1)
		e.b = tlv.AppendHeader(e.b, 0x82, billingCodeBytes)
		e.nibbles("Speciality", v.Speciality+v.Convention+v.Zone+v.Mileage, billingCodeBytes)
	}
	if v.Agreements != [3]string{} {
		e.b = tlv.AppendHeader(e.b, 0x83, billingCodeBytes)
		for _, code := range v.Agreements {
			e.exactDigits("Agreements", code, 2)
			e.nibbles("Agreements", code, 1)
		}
	}
	e.number(0x84, "Rights", v.Rights)
}
