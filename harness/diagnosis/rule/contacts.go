package rule

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
)

// ContactID names somebody to call.
type ContactID string

// Contacts. Only the first two have one number for the whole country.
const (
	ContactANS      ContactID = "C-ANS"
	ContactCPAM     ContactID = "C-CPAM"
	ContactOrdre    ContactID = "C-ORDRE"
	ContactEmployer ContactID = "C-EMPLOYEUR"
	ContactVendor   ContactID = "C-EDITEUR"
	ContactIT       ContactID = "C-IT"
	ContactAMTech   ContactID = "C-AM-TECH"
	ContactPractice ContactID = "C-CABINET"
)

// Contact is somebody to call, with the month in which the sources were last
// looked at for it.
type Contact struct {
	ID      ContactID
	Who     Text
	Digits  string // telephone number as a digit string, "" when there is none to give
	Display string // the same digits, grouped as the sources print them
	When    Text   // opening hours, or how to reach them
	Address string // web page
	Seen    string // YYYY-MM of that look
	Source  string
}

// contactTable is one line a contact: all telephone numbers of the bench are in it and
// nowhere else.
//
//go:embed contacts.tsv
var contactTable string

// contacts are those of the table, which never change. A line that is none is a fault
// of the program.
var contacts = sync.OnceValue(func() []Contact {
	var all []Contact
	for line := range strings.Lines(contactTable) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 10 {
			panic("contacts.tsv: " + line)
		}
		all = append(all, Contact{
			ID: ContactID(f[0]), Who: Text{FR: f[1], EN: f[2]}, Digits: f[3], Display: f[4],
			When: Text{FR: f[5], EN: f[6]}, Address: f[7], Seen: f[8], Source: f[9],
		})
	}
	return all
})

// Contacts returns every contact. The slice is the caller's.
func Contacts() []Contact { return slices.Clone(contacts()) }

// Line returns the contact as one line in lang.
func (c Contact) Line(lang string) string {
	parts := make([]string, 0, 4)
	for _, s := range [...]string{c.Who.In(lang), c.Display, c.When.In(lang), c.Address} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func contactLine(ids []ContactID, lang string) string {
	then := "; then "
	if text.French(lang) {
		then = " ; puis "
	}
	lines := make([]string, 0, len(ids))
	for _, id := range ids {
		for _, c := range contacts() {
			if c.ID == id {
				lines = append(lines, c.Line(lang))
			}
		}
	}
	return strings.Join(lines, then)
}
