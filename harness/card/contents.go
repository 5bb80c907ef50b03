package card

import "github.com/cpslab/cps/harness/card/apdu"

// State says what is known of an object of the card. A rule whose input is
// Unread is unknown; every other state is an answer.
type State uint8

// The states keep apart what a field error is about: a billing object that is
// missing, one that is there and empty, and one that cannot be decoded.
const (
	Unread    State = iota // not read: nobody asked, or the card refused (SW says)
	Absent                 // no such file, or not listed in the DODF
	Empty                  // present with size 0, or a container without content
	Zeros                  // present and filled with 00
	Erased                 // present and filled with FF
	Malformed              // bytes that are not an encoding of the object
	Present                // decoded: Value holds it
)

var stateNames = [...]string{"unread", "absent", "empty", "zeros", "erased", "malformed", "present"}

// String returns the name of the state as it stands in JSON outputs.
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return "invalid"
}

// Known reports whether the card answered, whatever the answer.
func (s State) Known() bool { return s != Unread }

// Object is what was read of one object of the card.
type Object[T any] struct {
	State      State
	Value      T           // meaningful when State is Present
	Raw        []byte      // the bytes as read, without status word
	SW         apdu.SW     // last status word of the reading, 0 when nothing was sent
	Exchange   int         // number of the exchange, from 1, that gave the answer; 0 when none
	Deviations []Deviation // what is unusual in an encoding that could still be decoded
}

// Login says what became of the PIN during a reading.
type Login uint8

// Outcomes of a login.
const (
	LoginNotAsked Login = iota // no PIN was given: the protected part is unread
	LoginOK                    // the PIN was accepted
	LoginWrong                 // the PIN was refused, a try was spent
	LoginBlocked               // the PIN is blocked: nothing was presented, or it was refused with 6983
	LoginWithheld              // fewer than two tries left: nothing was presented
	LoginNoPIN                 // this face has no PIN (contactless)
)

var loginNames = [...]string{"not-asked", "ok", "wrong-pin", "blocked", "withheld", "no-pin"}

// String returns the name of the login state as it stands in JSON outputs.
func (l Login) String() string {
	if int(l) < len(loginNames) {
		return loginNames[l]
	}
	return "invalid"
}

// NumberedActivity is the object CPS_ACTIVITY_nn_PS with its number nn.
type NumberedActivity struct {
	Number int // nn of the label, 1 to 16
	Object[Activity]
}

// Contents is everything that was read from one card. The zero value is a card
// of which nothing is known.
type Contents struct {
	ATR      []byte
	Face     Face
	Protocol int // 0 for T=0, 1 for T=1, -1 unknown

	Serial Object[Serial] // EF.SN.ICC
	Label  Object[string] // label of CIAInfo, the PKCS#11 token label
	Update Object[Update] // EF "actua": dates of the last update

	ID        Object[IDCard]
	Name      Object[Name]
	Languages Object[string]
	Info      Object[Info]

	// Activities in the order of their numbers. Listed says that the card's
	// directory was read, so that the numbers are all there are, whether or
	// not the PIN opened their contents.
	Activities []NumberedActivity
	Listed     bool

	Billing Object[[]Billing]

	// CertificateDirectory is the CDF; Value is how many entries it has. Nothing was
	// sent for it where nobody asked for certificates.
	CertificateDirectory Object[int]
	// Certificates that the directory lists, in its order; nil when they were
	// not asked for or their directory could not be read.
	Certificates []NumberedCertificate

	// Display says that what no rule judges was asked for, label and languages.
	Display bool

	PIN, PUK  Counter
	Login     Login
	LoginSW   apdu.SW // answer to the presentation of the PIN, 0 when none was made
	Exchanges int     // exchanges on the wire for this reading
}

// Empty reports whether nothing of the card's files was read: what there is came with
// the reset, if at all.
func (c *Contents) Empty() bool {
	read := c.Listed || c.Serial.State == Present || c.Label.State == Present || c.Update.State == Present ||
		c.ID.State == Present || c.Name.State == Present || c.Languages.State == Present || c.Info.State == Present
	return !read
}

// Protected reports whether the part behind the PIN was opened.
func (c *Contents) Protected() bool { return c.Login == LoginOK }

// ActivityByLink returns the activity whose logical number (tag 83) is link.
func (c *Contents) ActivityByLink(link int) (*NumberedActivity, bool) {
	for i := range c.Activities {
		a := &c.Activities[i]
		if a.State == Present && a.Value.Logical == link {
			return a, true
		}
	}
	return nil, false
}
