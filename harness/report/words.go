package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Headline says the verdict of a document in plain words, in its language.
func Headline(d Document) string {
	word := VerdictWord(d.Verdict, d.Lang)
	say := func(fr, en string) string { return word + pick(d.Lang, " : "+fr, ": "+en) }
	first, fired := d.First()
	switch d.Verdict {
	case diagnosis.VerdictOK:
		switch {
		case fired: // on the workstation, which leaves the verdict of the card alone
			return say("rien contre la carte ; le poste est à surveiller.", "nothing against the card; the workstation needs watching.")
		case !d.Complete:
			return say("rien d'anormal dans ce qui a été lu ; le reste est inconnu.", "nothing wrong in what was read; the rest is unknown.")
		}
		return say("aucun défaut constaté.", "nothing wrong was found.")
	case diagnosis.VerdictWarning:
		switch {
		case d.onlyDeclared():
			return say("à surveiller dans ce qui a été déclaré ; le reste est inconnu.", "something to watch in what was declared; the rest is unknown.")
		case !d.Complete:
			return say("à surveiller dans ce qui a été lu ; le reste est inconnu.", "something to watch in what was read; the rest is unknown.")
		}
		return say("la carte fonctionne, un point est à surveiller.", "the card works, something needs watching.")
	case diagnosis.VerdictIncomplete:
		return word + pick(d.Lang, " : ", ": ") + unfinished(d, fired)
	case diagnosis.VerdictUndetermined:
		switch {
		case d.replacesOnly():
			return say("cette carte ne facture qu'en remplacement ; déclarer s'il y en a un en cours (--fact lgc.replacement=yes ou no).", "this card bills in a replacement only; declare whether one is under way (--fact lgc.replacement=yes or no).")
		case !d.onlyDeclared():
			return say("ce qui a été déclaré parle de la carte Vitale ; la carte CPS n'a pas été jugée.", "what was declared speaks of the Vitale card; the CPS card was not judged.")
		}
		return say("ce qui a été déclaré n'établit aucun défaut.", "what was declared establishes no fault.")
	case diagnosis.VerdictBlocked:
		if first.Severity == diagnosis.BlockSigning {
			return say("signature impossible en l'état.", "signing is impossible as things are.")
		}
		return say("facturation impossible en l'état.", "billing is impossible as things are.")
	default:
		return say("la lecture a été interrompue, il n'y a pas de verdict complet.", "the reading was cut short, there is no complete verdict.")
	}
}

// replacesOnly reports whether the card has no billing identifier of its own, and nobody
// declared whether a replacement is under way.
func (d Document) replacesOnly() bool {
	return slices.ContainsFunc(d.Unknown, func(u Unknown) bool {
		return u.Rule == "CPS-BILL-001" && u.Missing == fact.LgcReplacement.Name()
	})
}

// onlyDeclared reports whether nothing was read: the document rests on what somebody
// declared.
func (d Document) onlyDeclared() bool {
	return d.Card == nil && d.Reader.State == readerState(card.SlotUnknown)
}

// unfinished says what an incomplete document looked at in vain.
func unfinished(d Document, fired bool) string {
	switch auth := d.Use == string(fact.UseAuth); {
	case fired && auth:
		return pick(d.Lang, "à surveiller dans ce qui a été lu ; les certificats ne l'ont pas été.", "something to watch in what was read; the certificates were not.")
	case fired:
		return pick(d.Lang, "à surveiller dans ce qui a été lu ; les situations de facturation ne l'ont pas été.", "something to watch in what was read; the billing situations were not.")
	case auth:
		return pick(d.Lang, "rien d'anormal dans ce qui a été lu, mais les certificats ne l'ont pas été.", "nothing wrong in what was read, but the certificates were not.")
	default:
		return pick(d.Lang, "rien d'anormal dans ce qui a été lu, mais les situations de facturation ne l'ont pas été.", "nothing wrong in what was read, but the billing situations were not.")
	}
}

// VerdictWord is a verdict as one word for people.
func VerdictWord(verdict diagnosis.Verdict, lang string) string {
	switch verdict {
	case diagnosis.VerdictOK:
		return "OK"
	case diagnosis.VerdictWarning:
		return pick(lang, "ATTENTION", "WARNING")
	case diagnosis.VerdictBlocked:
		return pick(lang, "BLOQUÉ", "BLOCKED")
	case diagnosis.VerdictIncomplete:
		return pick(lang, "INCOMPLET", "INCOMPLETE")
	case diagnosis.VerdictUndetermined:
		return pick(lang, "INDÉTERMINÉ", "UNDETERMINED")
	default:
		return pick(lang, "ERREUR DU BANC", "BENCH ERROR")
	}
}

// markWord says what a rule rests on. A derived rule says that it is nobody's
// official rule.
func markWord(mark, lang string) string {
	switch diagnosis.Mark(mark) {
	case diagnosis.Field:
		return pick(lang, "documents de terrain", "field documents")
	case diagnosis.Public:
		return pick(lang, "source publique", "public source")
	default:
		return pick(lang, "jugement de ce projet", "judgement of this project")
	}
}

// readerLine describes the reader in one line.
func readerLine(d Document) string {
	parts := make([]string, 0, 3)
	for _, s := range [...]string{d.Reader.Address, d.Reader.Name, stateWord(d.Reader.State, d.Lang)} {
		if s != "" && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

func stateWord(state, lang string) string {
	switch state {
	case "no-reader":
		return pick(lang, "aucun lecteur", "no reader")
	case "no-card":
		return pick(lang, "pas de carte dans le lecteur", "no card in the reader")
	case "mute":
		return pick(lang, "carte muette", "mute card")
	case "removed":
		return pick(lang, "carte retirée pendant la lecture", "card removed during the reading")
	default:
		return "" // a card answered, or nobody judged the reader
	}
}

// cardSummary describes the card in one line, "" when none was read.
func cardSummary(d Document) string {
	c := d.Card
	if c == nil {
		return ""
	}
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	switch {
	case c.Kind != nil && c.Kind.Label != "":
		add("%s %s", c.Kind.Label, c.Generation)
	case c.Generation == card.FaceUnknown.Generation():
		add("%s", pick(d.Lang, "carte inconnue", "unknown card"))
	default:
		add("%s %s", pick(d.Lang, "carte", "card"), c.Generation)
	}
	if c.Number != "" {
		add("%s %s", pick(d.Lang, "n°", "no."), c.Number)
	}
	if c.Category != nil && card.Category(c.Category.Code).Test() {
		add("%s", pick(d.Lang, "de test", "test card"))
	}
	if c.Expires != "" {
		add("%s %s", pick(d.Lang, "valable jusqu'au", "valid until"), localDate(c.Expires, d.Lang))
	}
	if c.PIN != nil {
		add("%s", triesLeft(c.PIN, d.Lang))
	}
	return strings.Join(parts, ", ")
}

func triesLeft(n *Counter, lang string) string {
	switch {
	case n.Blocked:
		return pick(lang, "code porteur bloqué", "PIN blocked")
	case n.Left == 1:
		return pick(lang, "code porteur : 1 essai restant", "PIN: 1 try left")
	default:
		return fmt.Sprintf(pick(lang, "code porteur : %d essais restants", "PIN: %d tries left"), n.Left)
	}
}

// maskLine says that identities are masked, "" when they are not or when there
// was none to mask.
func maskLine(d Document) string {
	if !d.Masked || d.Card == nil || d.Card.Holder == nil && d.Card.Number == "" && d.Card.Serial == "" {
		return ""
	}
	return pick(d.Lang, "masquées ("+Mask+") : la carte n'est pas reconnue comme carte de test", "masked ("+Mask+"): the card is not known to be a test card")
}

// localDate writes a date of a document as lang does.
func localDate(s, lang string) string {
	d, err := card.ParseDate(s)
	if err != nil || !french(lang) {
		return s
	}
	return d.French()
}

// plural picks one of four formats; in French 0 and 1 are singular.
func plural(n int, lang, fr1, fr, en1, en string) string {
	switch {
	case french(lang) && n < 2:
		return fr1
	case french(lang):
		return fr
	case n == 1:
		return en1
	default:
		return en
	}
}
