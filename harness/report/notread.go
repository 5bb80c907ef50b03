package report

import (
	"fmt"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// NotRead names what a screen lacks because it was not read, or was read in vain,
// each with the reason: the status word of the card, or what came before it. It is
// empty when everything was read that the card has, and for a card that is none of a
// health professional.
func NotRead(c *card.Contents, lang string) []string {
	if c == nil || foreign(c) {
		return nil
	}
	n := notRead{lang: lang, listed: c.Listed}
	object(&n, "EF.SN.ICC", &c.Serial, true)
	if c.Update.SW != 0 {
		object(&n, "EF actua", &c.Update, false)
	}
	if !c.Listed {
		n.add(pick(lang, "Répertoire des objets (DODF)", "Directory of the objects (DODF)"), pick(lang, "non lu", "not read"))
	}
	if c.Display {
		object(&n, "CIAInfo", &c.Label, true)
	}
	object(&n, "CPS_ID_CARD", &c.ID, true)
	object(&n, "CPS_NAME_PS", &c.Name, true)
	if c.Display {
		object(&n, "CPS_LANG_PS", &c.Languages, false)
		n.filler("CPS_LANG_PS", c.Languages.State)
	}
	object(&n, "CPS_INFO_PS", &c.Info, true)
	n.counter(pick(lang, "Essais du code porteur", "Tries of the PIN"), c.PIN)
	n.counter(pick(lang, "Essais du code de déblocage", "Tries of the PUK"), c.PUK)
	if c.CertificateDirectory.SW != 0 {
		object(&n, pick(lang, "Répertoire des certificats (CDF)", "Directory of the certificates (CDF)"), &c.CertificateDirectory, true)
	}
	for i := range c.Certificates {
		object(&n, fmt.Sprintf(pick(lang, "Certificat %d", "Certificate %d"), i+1), &c.Certificates[i].Object, true)
	}
	if !c.Protected() {
		n.lines = append(n.lines, protectedLine(c, lang))
		return n.lines
	}
	for i := range c.Activities {
		a := &c.Activities[i]
		name := fmt.Sprintf("CPS_ACTIVITY_%02d_PS", a.Number)
		object(&n, name, &a.Object, false)
		n.filler(name, a.State)
	}
	if s := c.Billing.State; s == card.Unread || s == card.Malformed {
		object(&n, "CPS_SIT_FACT", &c.Billing, false)
	}
	return n.lines
}

// notRead collects the lines of NotRead.
type notRead struct {
	lang   string
	listed bool // the directory of the objects was read
	lines  []string
}

func (n *notRead) add(what, why string) {
	n.lines = append(n.lines, what+pick(n.lang, " : ", ": ")+why+".")
}

// object adds an object that was not read or not understood. A file that the
// directory names and the card denies counts too; an object that no directory names
// is absent, and missing only where every card has one (always). Files that are empty
// or full of filler were read: that is what they hold.
func object[T any](n *notRead, name string, o *card.Object[T], always bool) {
	switch {
	case o.State == card.Present:
	case o.State == card.Malformed:
		n.add(name, pick(n.lang, "lu et indéchiffrable (codage incorrect)", "read and not understood (wrong encoding)"))
	case o.State == card.Absent && o.SW != 0:
		n.refused(name, pick(n.lang, "nommé par le répertoire et introuvable", "named by the directory and not found"), o.SW, o.Exchange)
	case o.State == card.Unread && o.SW != 0:
		n.refused(name, pick(n.lang, "non lu", "not read"), o.SW, o.Exchange)
	case o.State == card.Unread && (always || n.listed):
		n.add(name, pick(n.lang, "non lu", "not read"))
	case always:
		n.add(name, pick(n.lang, "sans contenu sur cette carte", "without content on this card"))
	}
}

// filler adds an object that the directory names and that holds nothing: a card that
// names it has one.
func (n *notRead) filler(name string, s card.State) {
	if s == card.Empty || s == card.Zeros || s == card.Erased {
		n.add(name, pick(n.lang, "sans contenu sur cette carte", "without content on this card"))
	}
}

func (n *notRead) counter(name string, c card.Counter) {
	if c.State == card.Unread {
		n.refused(name, pick(n.lang, "non lus", "not read"), c.SW, c.Exchange)
	}
}

// refused adds what a status word says of.
func (n *notRead) refused(name, what string, sw apdu.SW, exchange int) {
	if sw == 0 {
		n.add(name, what)
		return
	}
	n.add(name, fmt.Sprintf(pick(n.lang, "%s, la carte a répondu %04X (échange %d)", "%s, the card answered %04X (exchange %d)"), what, uint16(sw), exchange))
}

// protectedLine says why the protected part was not read.
func protectedLine(c *card.Contents, lang string) string {
	unknown := pick(lang, "Situations non lues (%s) : elles sont inconnues, pas absentes.", "Situations not read (%s): they are unknown, not absent.")
	switch {
	case c.Login == card.LoginNotAsked && c.LoginSW != 0:
		return fmt.Sprintf(unknown, fmt.Sprintf(pick(lang, "au code porteur, la carte a répondu %04X", "to the PIN, the card answered %04X"), uint16(c.LoginSW)))
	case c.Login == card.LoginWithheld && c.PIN.State != card.Present:
		return fmt.Sprintf(unknown, pick(lang, "le nombre d'essais restants est inconnu : le code porteur n'a pas été présenté", "how many tries are left is unknown: the PIN was not presented"))
	default:
		return loginLine(c.Login.String(), lang)
	}
}
