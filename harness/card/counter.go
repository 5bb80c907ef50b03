package card

import (
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/tlv"
)

// Counter is the try counter of a PIN or PUK, read without spending a try.
type Counter struct {
	State    State // Unread, Absent (no such code on this face) or Present
	Left     int   // tries left, 0 = blocked
	Max      int   // tries after a success, 0 when the card does not tell
	Uses     int   // remaining uses of the code, -1 when the card does not tell
	SW       apdu.SW
	Exchange int
}

// Blocked reports whether the code is known to be blocked: no try left, or no
// use left (GESTION CPS shows such a code as locked).
func (c Counter) Blocked() bool {
	return c.State == Present && (c.Left == 0 || c.Uses == 0)
}

// Tags of the security data object of a code, BF81rr, and of its DOCP (IAS ECC;
// CryptolibCPS sources, pkcs15-pin.c).
const (
	tagExtendedHeader tlv.Tag = 0x70
	tagCodeObject     tlv.Tag = 0xBF8100 // with the reference of the code in the last byte
	tagDOCP           tlv.Tag = 0xA0
	tagMaxTries       tlv.Tag = 0x9A
	tagTries          tlv.Tag = 0x9B
	tagUses           tlv.Tag = 0x9D
)

// MinTries is the number of tries that must be left before a PIN is presented
// to any card: a refusal must never be the last one.
const MinTries = 2

// maxTriesLeft is the largest counter that 63Cx can tell, in tries.
const maxTriesLeft = 0x0F

// AsksCounter reports whether the data field of a GET DATA for objects of the
// current DF (INS CB, 3FFF) asks for the counter of the code ref.
func AsksCounter(header []byte, ref byte) bool {
	// The extended header list 4D has a primitive tag around a template.
	list, ok, err := tlv.Find(header, 0x4D)
	if err != nil || !ok {
		return false
	}
	_, ok, err = tlv.Find(list, tagExtendedHeader, tagCodeObject|tlv.Tag(ref))
	return err == nil && ok
}

// DecodeCounter reads the counter of the code ref from the answer to the GET DATA
// that asked for its security data object. It is Unread without a try counter,
// with one above 15, with tries or uses given twice, and with
// something undecodable before the end of the DOCP: whoever presents a code trusts
// it. SW and Exchange are left to the caller.
func DecodeCounter(answer []byte, ref byte) Counter {
	docp, ok, err := tlv.Find(answer, tagExtendedHeader, tagCodeObject|tlv.Tag(ref), tagDOCP)
	if err != nil || !ok {
		return Counter{}
	}
	c := Counter{State: Present, Left: -1, Uses: -1}
	for rd := tlv.NewReader(docp); ; {
		e, ok, err := rd.Next()
		if err != nil {
			return Counter{}
		}
		if !ok {
			break
		}
		switch e.Tag {
		case tagMaxTries:
			c.Max = number(e.Value)
		case tagTries:
			if c.Left >= 0 || len(e.Value) != 1 || e.Value[0] > maxTriesLeft {
				return Counter{}
			}
			c.Left = int(e.Value[0])
		case tagUses:
			if c.Uses >= 0 {
				return Counter{}
			}
			c.Uses = number(e.Value)
		}
	}
	if c.Left < 0 {
		return Counter{}
	}
	return c
}

// CounterStatus reads the counter from the status word of VERIFY without data:
// 63Cx tells x tries, 6983 none. The card of the field answers 63Cx even when the
// code is verified; 9000 says that it is and nothing of the counter, which stays
// Unread. SW is set, Exchange left to the caller.
func CounterStatus(sw apdu.SW) Counter {
	c := Counter{Uses: -1, SW: sw}
	switch left, ok := sw.Retries(); {
	case ok:
		c.State, c.Left = Present, left
	case sw == apdu.SWPINBlocked:
		c.State = Present
	}
	return c
}

// number is an unsigned number of any length, at most 65535: more uses than that
// are as good as no bound.
func number(b []byte) int {
	n := 0
	for _, x := range b {
		n = min(n<<8|int(x), 0xFFFF)
	}
	return n
}
