package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// ScreenOptions tell how a card is laid out.
type ScreenOptions struct {
	Lang         string // language of the lines of ours: "fr" or "en"; the screen itself is French
	ShowIdentity bool   // show the identities of a card that is no TEST card
	Exact        bool   // the Gestionnaire's lines only, nothing of ours behind them
}

// ScreenSeparator begins the first line of ours, behind the lines of the
// Gestionnaire.
const ScreenSeparator = "---"

// Screen writes what is on a card as « Lecture situations » of GESTION CPS
// 06.08.00 shows it: holder, card, then the exercise and billing situations.
// The lines are those of that screen without blank lines, without the frame and
// without the blanks that all lines of its window share.
//
// Some of that screen is surprising, and kept: it stops at the first missing
// activity number, hides structure and sector of a replacement doctor, prints the
// exercise name in place of a complementary attribution, keeps eight billing
// situations and shows the first one of each activity, and prints nothing for a
// code it does not know.
//
// Behind a separator follow lines of ours with what that screen leaves out:
// dates and tries, what was not read and why (see [NotRead]), the activities and
// billing situations it hides. A card that is none of a health professional has one line
// of ours instead of an empty screen. Identities are masked as Masked says. The
// only error is that of w.
func Screen(w io.Writer, c *card.Contents, opts ScreenOptions) error {
	masked := Masked(c, opts.ShowIdentity)
	v := shown(c, masked)
	if !opts.Exact && foreign(v) {
		l := lines{pick(opts.Lang,
			"Ce n'est pas une carte de professionnel de santé : GESTION CPS n'aurait rien à en montrer.",
			"This is not a health professional's card: GESTION CPS would have nothing to show of it.")}
		return l.write(w)
	}
	l := situationsScreen(v)
	if !opts.Exact {
		l.ours(v, opts.Lang, masked)
	}
	return l.write(w)
}

// foreign reports whether a card is none of a health professional: of another
// issuer, or unknown and without anything such a card holds.
func foreign(c *card.Contents) bool {
	if c.ID.State == card.Present {
		return false
	}
	if c.Serial.State == card.Present {
		return c.Serial.Value.Issuer != card.IssuerANS
	}
	return c.Face == card.FaceUnknown && len(c.ATR) > 0
}

// StartScreen writes the start screen of GESTION CPS 06.08.00, which holds the
// identification of holder and card and one date. It needs no PIN.
func StartScreen(w io.Writer, c *card.Contents, opts ScreenOptions) error {
	l := startScreen(shown(c, Masked(c, opts.ShowIdentity)))
	return l.write(w)
}

func (l lines) write(w io.Writer) error {
	_, err := io.WriteString(w, strings.Join(l, "\n")+"\n")
	return err
}

// ours appends what the screen leaves out.
func (l *lines) ours(c *card.Contents, lang string, masked bool) {
	say := func(fr, en string, args ...any) {
		l.add(0, fmt.Sprintf(pick(lang, fr, en), args...))
	}
	say(ScreenSeparator+" cpslab : ce que GESTION CPS n'affiche pas ici", ScreenSeparator+" cpslab: what GESTION CPS does not show here")
	if masked {
		say("Identités masquées : la carte n'est pas reconnue comme carte de test.", "Identities are masked: the card is not known to be a test card.")
	}
	if c.ID.State == card.Present {
		say("Carte %s, émise le %s, dernier jour de validité : %s.", "Card: %s, issued %s, last day of validity: %s.",
			generation(c.Face, lang), date(c.ID.Value.Issued, lang), date(c.ID.Value.Expires, lang))
	} else {
		say("Carte %s, dates inconnues.", "Card: %s, dates unknown.", generation(c.Face, lang))
	}
	if c.Serial.State == card.Present {
		say("Numéro de série de la puce (--serial) : %s.", "Serial number of the chip (--serial): %s.", c.Serial.Value.Number)
	}
	l.counter(c.PIN, pick(lang, "Code porteur", "PIN (code porteur)"), lang)
	l.counter(c.PUK, pick(lang, "Code de déblocage", "PUK (code de déblocage)"), lang)
	for _, s := range NotRead(c, lang) {
		l.add(0, s)
	}
	l.hiddenActivities(c, lang)
	l.hiddenBilling(c, lang)
}

func (l *lines) counter(n card.Counter, name, lang string) {
	switch {
	case n.State != card.Present:
		return
	case n.Blocked():
		l.add(0, name, pick(lang, " : bloqué.", ": blocked."))
	case n.Max > 0:
		l.add(0, fmt.Sprintf(plural(n.Left, lang, "%s : %d essai restant sur %d.", "%s : %d essais restants sur %d.",
			"%s: %d of %d tries left.", "%s: %d of %d tries left."), name, n.Left, n.Max))
	default:
		l.add(0, fmt.Sprintf(plural(n.Left, lang, "%s : %d essai restant.", "%s : %d essais restants.", "%s: %d try left.", "%s: %d tries left."), name, n.Left))
	}
}

// hiddenActivities prints the activities behind the first missing number.
func (l *lines) hiddenActivities(c *card.Contents, lang string) {
	if !c.Protected() {
		if n := len(c.Activities); n > 0 {
			l.add(0, fmt.Sprintf(pick(lang, "Activités annoncées par la carte : %d.", "Activities the card lists: %d."), n))
		}
		return
	}
	for i := shownActivities(c); i < len(c.Activities); i++ {
		a := &c.Activities[i]
		l.add(0, fmt.Sprintf(pick(lang,
			"Activité %02d (non affichée par GESTION CPS) :", "Activity %02d (not shown by GESTION CPS):"), a.Number))
		if a.State == card.Unread {
			l.add(3, pick(lang, "non lue", "not read"))
			continue
		}
		l.activity(c, a)
	}
}

// hiddenBilling prints the billing situations that no activity shows: beyond
// the eighth, second of a link, or linked to no activity.
func (l *lines) hiddenBilling(c *card.Contents, lang string) {
	if c.Protected() && c.Billing.State != card.Present {
		l.add(0, pick(lang, "Situations de facturation : ", "Billing situations: "), stateText(c.Billing.State, lang), ".")
		return
	}
	seen := map[int]bool{}
	for i, b := range c.Billing.Value {
		why := ""
		_, linked := c.ActivityByLink(b.Link)
		switch {
		case !linked:
			why = pick(lang, "liée à aucune activité", "linked to no activity")
		case i >= keptByGestionnaire:
			why = pick(lang, "au-delà de la huitième", "beyond the eighth")
		case seen[b.Link]:
			why = pick(lang, "deuxième de la même activité", "second one of its activity")
		}
		seen[b.Link] = true
		if why != "" {
			l.add(0, fmt.Sprintf(pick(lang,
				"Situation de facturation %d (non affichée par GESTION CPS : %s) :",
				"Billing situation %d (not shown by GESTION CPS: %s):"), b.Rank, why))
			l.billing(b)
		}
	}
}

// stateText names the state of an object in plain words.
func stateText(s card.State, lang string) string {
	switch s {
	case card.Unread:
		return pick(lang, "non lues", "not read")
	case card.Absent:
		return pick(lang, "absentes de la carte", "absent from the card")
	case card.Empty:
		return pick(lang, "objet vide", "empty object")
	case card.Zeros:
		return pick(lang, "objet rempli de zéros", "object filled with 00")
	case card.Erased:
		return pick(lang, "objet rempli de FF", "object filled with FF")
	case card.Malformed:
		return pick(lang, "illisibles (codage incorrect)", "unreadable (wrong encoding)")
	default:
		return pick(lang, "présentes", "present")
	}
}

// generation names a face in plain words.
func generation(f card.Face, lang string) string {
	switch f {
	case card.FaceCPS3:
		return "CPS3 (V3)"
	case card.FaceCPS3Contactless:
		return pick(lang, "CPS3 sans contact (V3)", "contactless CPS3 (V3)")
	case card.FaceCPS4:
		return "CPS4 (V4)"
	default:
		return pick(lang, "inconnue", "unknown")
	}
}

// date writes a date as lang does, "?" when there is none.
func date(d card.Date, lang string) string {
	if d.IsZero() {
		return "?"
	}
	return pick(lang, d.French(), d.String())
}

// pick returns fr when lang is French ("fr", "fr-FR"), else en.
func pick(lang, fr, en string) string {
	if french(lang) {
		return fr
	}
	return en
}

func french(lang string) bool {
	return lang == "fr" || strings.HasPrefix(lang, "fr-") || strings.HasPrefix(lang, "fr_")
}
