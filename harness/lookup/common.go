package lookup

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Words in the place of many that say the same; no text holds them by itself.
const (
	isNowAndThen = "nowandthen"
	isBothCards  = "bothcards"
)

// shareOfTimes is how often a thing works that works at times: "une fois sur deux", "1 coup
// sur 3", "every other time". A number of things, "un lecteur sur deux postes", is none.
var shareOfTimes = text.Expression(` (?:(?:un|une|1|deux|2|trois|3|quelques) (?:fois|coups?|jours?|matins?|essais?|tentatives?|lectures?) sur (?:deux|trois|quatre|cinq|six|dix|[2-9]|10)|every (?:other|second|third|few) (?:time|day|try|attempts?|reads?|times|minutes)|(?:one|two|1|2) (?:time|day|try|attempt|read|times|out)s? (?:in|of|out of) (?:two|three|four|five|ten|[2-9]|10)) `)

// nowAndThen names what happens at times in one way.
func nowAndThen(said string) string {
	return shareOfTimes().ReplaceAllString(said, between(isNowAndThen))
}

// Intermittent reports whether words of somebody say that the card or its reader works at
// times only.
func Intermittent(message string) bool {
	h := newPhrase(joined(text.Words(clip(message)))).about
	return h.trouble == intermittent && slices.Contains([]thing{noThing, theCard, theNewCard, theReader, theBothCards, theHub, theClaims}, h.thing)
}

// bothCards names the CPS and the Vitale in one breath ("carte CPS + Vitale", "ni la CPS ni
// la Vitale"), or all cards; neither is at fault where neither is read, but what reads them.
var bothCards = text.Expression(` (?:(?:la|ma|carte|cartes|les|ni) )*(?:cps (?:(?:et|ni|ou|puis|plus|comme|and|nor|or) )?(?:(?:la|ma|the|carte|cartes) )*vitale|vitale (?:(?:et|ni|ou|puis|plus|comme|and|nor|or) )?(?:(?:la|ma|the|carte|cartes) )*cps|(?:toutes )?les (?:deux|2) cartes|aucune des (?:(?:deux|2) )?cartes|toutes les cartes|n importe quelle carte|neither card|both cards|all cards|any card) `)

// ofBothCards names what reads them in the place of both cards, but where they were taken
// for one another.
func ofBothCards(said string) string {
	for _, other := range [...]string{" invers", " echang", " permut", " confon", " swap", " fente", " slot"} {
		if strings.Contains(said, other) {
			return said
		}
	}
	return bothCards().ReplaceAllString(said, between(isBothCards))
}

// FirstRules are where to begin, in the order to check, when nobody knows more than that
// nothing works: what reads every card, then the card, its validity, its codes and its data.
func FirstRules() []rule.Number {
	return []rule.Number{
		rule.RDR001, rule.WS008, rule.WS009, rule.RDR017, rule.RDR002, rule.WS017, rule.WS001,
		rule.RDR003, rule.RDR004, rule.RDR005, rule.VAL001, rule.PIN003, rule.DAM001,
	}
}
