package rule

import (
	"strings"

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

// All telephone numbers of the bench are in this table and nowhere else.
var contacts = [...]Contact{
	{
		ID:      ContactANS,
		Who:     Text{FR: "Agence du Numérique en Santé (ANS)", EN: "Agence du Numérique en Santé (ANS), the issuer"},
		Digits:  "0806800213",
		Display: "0 806 800 213",
		When:    Text{FR: "jour et nuit, tous les jours", EN: "day and night, every day"},
		Address: "https://esante.gouv.fr/produits-services/portail-macarte",
		Seen:    "2026-11",
		Source:  "FAQ of a billing software; Leaflet for liberal doctors; FAQ of an online health service",
	},
	{
		ID:      ContactCPAM,
		Who:     Text{FR: "CPAM, ligne des professionnels de santé", EN: "CPAM, line for health professionals"},
		Digits:  "3608",
		Display: "36 08",
		When:    Text{FR: "du lundi au vendredi, 8h30-17h30", EN: "Monday to Friday, 8:30 to 17:30"},
		Seen:    "2026-11",
		Source:  "Leaflet for liberal doctors",
	},
	{
		ID:     ContactOrdre,
		Who:    Text{FR: "Ordre de la profession (conseil départemental)", EN: "Ordre of the profession (council of the département)"},
		Seen:   "2026-11",
		Source: "Leaflet for liberal doctors; Article of a training company, 2025",
	},
	{
		ID:     ContactEmployer,
		Who:    Text{FR: "employeur (responsable de la structure ou du cabinet)", EN: "employer (head of the structure or practice)"},
		When:   Text{FR: "commande par TOM (structures) ou TOPS (cabinets, laboratoires, pharmacies)", EN: "orders through TOM (structures) or TOPS (practices, laboratories, pharmacies)"},
		Seen:   "2026-11",
		Source: "Assistance pages of esante.gouv.fr",
	},
	{
		ID:   ContactVendor,
		Who:  Text{FR: "assistance de l'éditeur du logiciel", EN: "help line of the software vendor"},
		When: Text{FR: "numéro indiqué dans le logiciel", EN: "number shown in the software"},
		Seen: "2026-11", Source: "FAQ of a billing software",
	},
	{
		ID:   ContactIT,
		Who:  Text{FR: "personne qui entretient le poste de travail", EN: "whoever maintains the computer"},
		Seen: "2026-11", Source: "everybody's own: no source names one",
	},
	{
		ID:   ContactAMTech,
		Who:  Text{FR: "assistance des téléservices de l'Assurance Maladie", EN: "support of the Assurance Maladie's online services"},
		When: Text{FR: "numéro non trouvé dans les sources", EN: "number not found in the sources"},
		Seen: "2026-11", Source: "no source gives a number",
	},
	{
		ID:   ContactPractice,
		Who:  Text{FR: "cabinet ou établissement du prescripteur", EN: "practice or establishment of the prescriber"},
		When: Text{FR: "coordonnées sur l'ordonnance", EN: "address on the prescription"},
		Seen: "2026-11", Source: "the prescription itself",
	},
}

// Contacts returns every contact. The slice is the caller's.
func Contacts() []Contact { return append([]Contact(nil), contacts[:]...) }

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
		for _, c := range contacts {
			if c.ID == id {
				lines = append(lines, c.Line(lang))
			}
		}
	}
	return strings.Join(lines, then)
}
