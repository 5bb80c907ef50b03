package card

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

const (
	objectUpdate   = "EF actua"
	tagUpdate      = 0xEC
	timestampBytes = 7
)

// DecodeUpdate reads the EF "actua" of a CPS3: EC, with start 81 and end 82 of
// the last update as BCD YYYYMMDDhhmmss (CryptolibCPS sources, card-cps3.c). An
// update cut short leaves a date that does not exist; it gives a zero
// Timestamp and an ImpossibleDate, and is no error.
func DecodeUpdate(b []byte) (Update, []Deviation, error) {
	c, _, err := open(objectUpdate, b, tagUpdate, formLL)
	if err != nil {
		return Update{}, c.deviations, err
	}
	var v Update
	for {
		e, ok := c.next()
		if !ok {
			return v, c.deviations, nil
		}
		switch e.Tag {
		case 0x81:
			v.Start = c.timestamp(e)
		case 0x82:
			v.End = c.timestamp(e)
		default:
			c.deviate(UnknownTag, e)
		}
	}
}

// AppendUpdate appends the EF "actua". The zero Timestamp is written as 14
// zeros, which is what makes the official middleware refuse the card.
func AppendUpdate(dst []byte, v Update) ([]byte, error) {
	e := newEncoder(objectUpdate, dst)
	e.timestamp(0x81, "Start", v.Start)
	e.timestamp(0x82, "End", v.End)
	return e.finish(tagUpdate, formLL)
}

func (c *content) timestamp(e tlv.Element) Timestamp {
	c.size(e, timestampBytes)
	if len(e.Value) < timestampBytes {
		c.deviate(ImpossibleDate, e)
		return Timestamp{}
	}
	date := bcdDate(e.Value)
	hour, ok0 := bcdNumber(e.Value[4])
	minute, ok1 := bcdNumber(e.Value[5])
	second, ok2 := bcdNumber(e.Value[6])
	if date.IsZero() || !ok0 || !ok1 || !ok2 || hour > 23 || minute > 59 || second > 59 {
		c.deviate(ImpossibleDate, e)
		return Timestamp{}
	}
	return Timestamp{Date: date, Hour: hour, Minute: minute, Second: second}
}

func (e *encoder) timestamp(tag byte, field string, t Timestamp) {
	e.b = tlv.AppendHeader(e.b, tlv.Tag(tag), timestampBytes)
	if t == (Timestamp{}) {
		e.b = append(e.b, make([]byte, timestampBytes)...)
		return
	}
	if t.Hour < 0 || t.Hour > 23 || t.Minute < 0 || t.Minute > 59 || t.Second < 0 || t.Second > 59 {
		e.fail(field, text.Of("a une heure du jour", "must have a time of day"))
		return
	}
	e.dateDigits(field, t.Date)
	e.b = append(e.b, bcdByte(t.Hour), bcdByte(t.Minute), bcdByte(t.Second))
}
