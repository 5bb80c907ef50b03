package report

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// keptByGestionnaire is the number of billing situations the Gestionnaire keeps;
// the ninth and later ones are not shown.
const keptByGestionnaire = 8

// lines collects the lines of a screen.
type lines []string

// add appends the parts as one line, indented by indent blanks. Blanks at the
// end go: "Identifiant :" alone is what an empty identifier shows.
func (l *lines) add(indent int, parts ...string) {
	*l = append(*l, strings.TrimRight(strings.Repeat(" ", indent)+strings.Join(parts, ""), " "))
}

// labelled appends prefix and text, or nothing when there is no text: an
// unknown code prints nothing.
func (l *lines) labelled(indent int, prefix, text string) {
	if text != "" {
		l.add(indent, prefix, text)
	}
}

// situationsScreen lays the contents out as « Lecture situations » does,
// without the blank lines and the frame of the window.
func situationsScreen(c *card.Contents) lines {
	var l lines
	l.add(0, "*** Identification du porteur")
	l.labelled(4, "", holderLine(c))
	l.labelled(4, "", nationalIDLine(c))
	l.add(0, "*** Identification de la carte :")
	l.labelled(0, "", cardLine(c))
	l.profession(c.Info.Value)
	l.add(0, "Nom d'exercice : ", c.Info.Value.ExerciseName)
	l.qualifications(c.Info.Value)
	l.add(0, "*** Situations d'exercice et de facturation")
	for i := range c.Activities[:shownActivities(c)] {
		l.activity(c, &c.Activities[i])
	}
	return l
}

// startScreen lays the contents out as the start screen does. Which of the two
// dates it shows depends on the token label alone: « émise le » for CPSxvY with
// x of 3 or more and Y of 2 or more, else « expire fin ». Neither is compared
// with the clock: an expired card looks like any other. A label without that
// shape keeps the choice made for the card before; here it counts as old.
func startScreen(c *card.Contents) lines {
	var l lines
	l.add(0, "IDENTIFICATION DU PORTEUR")
	l.labelled(0, "", holderLine(c))
	l.labelled(0, "", nationalIDLine(c))
	l.add(0, "IDENTIFICATION DE LA CARTE")
	l.labelled(0, "", cardLine(c))
	if x, y, ok := labelVersion(c.Label.Value); ok && x >= 3 && y >= 2 {
		l.add(0, "émise le ", day(c.ID.Value.Issued), "/", monthYear(c.ID.Value.Issued))
	} else {
		l.add(0, "expire fin ", monthYear(c.ID.Value.Expires))
	}
	return l
}

// day and monthYear are the parts of a date DD/MM/YYYY, whose separators stay
// when there is no date.
func day(d card.Date) string {
	s, _, _ := strings.Cut(d.French(), "/")
	return s
}

func monthYear(d card.Date) string {
	if _, s, ok := strings.Cut(d.French(), "/"); ok {
		return s
	}
	return "/"
}

// holderLine is civility, exercise name (CPS_INFO_PS) and usual given name
// (CPS_NAME_PS): the family and usual names are on the card and never shown.
// The blank between the last two stays when there is no exercise name.
func holderLine(c *card.Contents) string {
	civility := label("G03", c.Name.Value.Civility)
	if civility != "" {
		civility += " "
	}
	return strings.TrimRight(civility+c.Info.Value.ExerciseName+" "+c.Name.Value.UsualGiven, " ")
}

func nationalIDLine(c *card.Contents) string {
	kind, id := typed(c.Info.Value.NationalID)
	return strings.TrimSpace(kind + " " + id)
}

// cardLine tells the type of card and its number; « de test » for the
// categories 80, 81 and 82, alone when the type is not known.
func cardLine(c *card.Contents) string {
	s := label("G02", string(c.Info.Value.Kind))
	if s != "" {
		s += " n° " + c.ID.Value.Number
	}
	if cat := string(c.ID.Value.Category); len(cat) == 2 && cat[0] == '8' && cat[1] <= '2' {
		s += " de test"
	}
	return s
}

// profession depends on the type of card: a CPS has a profession, a CPF a future
// one, whose heading stands alone for a code that is not known, a CDA or CPA a trade
// code printed as digits.
func (l *lines) profession(i card.Info) {
	switch i.Kind {
	case card.KindCPS:
		l.add(0, "Profession : ", screenLabel("G15", i.Profession))
	case card.KindCPF:
		l.add(0, "Future profession : ", screenLabel("G16", i.FutureProfession))
	case card.KindCPA:
		l.add(0, "Metier : ", i.FutureProfession)
	case card.KindCPE: // no line
	}
}

// qualifications prints the four headings always. Specialities from the ADELI
// columns stand under « Spécialité RPPS » as numbers 2 and 3. For a known
// complementary attribution the Gestionnaire prints the exercise name in place
// of the label. The specialisation has a line only when its code is known.
func (l *lines) qualifications(i card.Info) {
	const indent = 4
	q := card.Qualifications(i.Qualifications)
	numbered := func(n int, text string) { l.labelled(indent, strconv.Itoa(n)+"- ", text) }

	l.add(0, "Spécialité RPPS")
	numbered(1, screenLabel("R01", q.Speciality()))
	for k, code := range q.ADELISpecialities() {
		numbered(k+2, screenLabel("G12", code))
	}
	l.add(0, "Nature de qualification ADELI")
	for k, code := range q.Natures() {
		numbered(k+1, screenLabel("G11", code))
	}
	l.add(0, "Orientation(s) particulière(s)")
	for _, code := range q.Orientations() {
		l.labelled(indent, "", screenLabel("G13", code))
	}
	l.labelled(0, "Spécialisation : ", screenLabel("G20", q.Specialisation()))
	l.add(0, "Attribution(s) complémentaire(s)")
	for _, code := range q.Attributions() {
		if screenLabel("G18", code) == asExerciseName {
			l.add(indent, i.ExerciseName)
		}
	}
}

// shownActivities returns how many of the activities the Gestionnaire shows: it
// reads number 01, 02, 03 … and stops at the first one missing. A card pulled
// out on the way leaves one empty block and nothing behind it.
func shownActivities(c *card.Contents) int {
	for i := range c.Activities {
		a := &c.Activities[i]
		if a.Number != i+1 || !c.Protected() {
			return i
		}
		if a.State == card.Unread {
			return i + 1
		}
	}
	return len(c.Activities)
}

// activity prints one exercise situation. What can't be decoded (a file of
// zeros, of size 0, cut off) gives an empty block: the heading of the structure
// alone. An unknown mode has no line.
func (l *lines) activity(c *card.Contents, a *card.NumberedActivity) {
	if a.State != card.Present {
		l.add(3, "Type d'identifiant de structure")
		return
	}
	v := a.Value
	l.labelled(2, "* Exercice ", screenLabel("G17", v.Mode))
	l.structure(v)
	if b, ok := firstBilling(c, v.Logical); ok {
		l.billing(b)
	}
}

// structure prints structure, qualifications and sector; of a replacement doctor
// neither structure nor sector.
func (l *lines) structure(v card.Activity) {
	const indent = 3
	replacement := v.Mode == card.ModeReplacement
	if !replacement {
		l.add(indent, "Type d'identifiant de structure")
		if !strings.HasPrefix(v.StructureName, " ") {
			l.labelled(indent, "- ", v.StructureName)
		}
		kind, id := typed(v.StructureID)
		if kind = screenLabel("G07", kind); kind != "" {
			l.add(indent, "- ", kind, " ", id)
		}
	}
	l.labelled(indent, "", screenLabel("G12", v.AdeliSpeciality))
	l.labelled(indent, "", screenLabel("G11", v.Qualification))
	if !replacement {
		l.labelled(indent, "Secteur d'activité RPPS : ", screenLabel("R02", sector(v.Sector)))
	}
	l.labelled(indent, "Tableau Pharmacien : ", screenLabel("G05", section(v.Section)))
}

// section keeps the first letter, which is all the Gestionnaire looks at.
func section(s string) string {
	if s == "" {
		return ""
	}
	return s[:1]
}

// sector forces the first character to S as the Gestionnaire does.
func sector(s string) string {
	if s == "" {
		return ""
	}
	return "S" + s[1:]
}

// firstBilling returns the billing situation that is shown under an activity:
// the first one with its link among the eight that are kept.
func firstBilling(c *card.Contents, link int) (card.Billing, bool) {
	if c.Billing.State != card.Present || link < 0 {
		return card.Billing{}, false
	}
	for i, b := range c.Billing.Value {
		if i == keptByGestionnaire {
			break
		}
		if b.Link == link {
			return b, true
		}
	}
	return card.Billing{}, false
}

// billing prints one billing situation. Without tag 84 neither right is shown
// as given; codes that are missing, undefined or unknown have no line.
func (l *lines) billing(b card.Billing) {
	const indent, items, rights = 3, 6, 5
	l.add(indent, "Facturation")
	l.add(indent, "Identifiant : ", b.ID)
	l.labelled(indent, "Spécialité Assurance Maladie : ", screenLabel("G100", b.Speciality))
	l.labelled(items, "- ", screenLabel("G101", b.Convention))
	l.labelled(items, "- ", zoneLabel(b))
	l.labelled(items, "- ", screenLabel("G103", b.Mileage))
	l.labelled(indent, "Code Agrément : ", screenLabel("G104", b.Agreements[0]))
	l.add(indent, "Autorisations de signature")
	l.add(rights, "- ", not(b.SignFSE()), "autorisé à signer les FSE")
	l.add(rights, "- ", not(b.SignBatches()), "autorisé à signer les lots")
}

func not(allowed bool) string {
	if allowed {
		return ""
	}
	return "non "
}
