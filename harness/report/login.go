package report

import "github.com/cpslab/cps/harness/card"

// loginWords say why the protected part is empty, in French and English; the
// right PIN leaves nothing to say.
var loginWords = map[string][2]string{
	card.LoginNotAsked.String(): {"le code porteur n'a pas été présenté", "no PIN was presented"},
	card.LoginWrong.String():    {"le code porteur a été refusé", "the PIN was refused"},
	card.LoginBlocked.String():  {"le code porteur est bloqué", "the PIN is blocked"},
	card.LoginWithheld.String(): {"trop peu d'essais restants : le code porteur n'a pas été présenté", "too few tries left: the PIN was not presented"},
	card.LoginNoPIN.String():    {"l'interface sans contact n'a pas de code porteur", "the contactless face has no PIN"},
}

// loginLine says that the protected part is empty, and why; "" when it was
// opened. login is the name of a card.Login.
func loginLine(login, lang string) string {
	why, closed := loginWords[login]
	if !closed {
		return ""
	}
	return pick(lang,
		"Situations non lues ("+why[0]+") : elles sont inconnues, pas absentes.",
		"Situations not read ("+why[1]+"): they are unknown, not absent.")
}

// closedLine is loginLine for a document, "" for a card without a protected part
// to open, as one of another issuer.
func closedLine(d Document) string {
	if d.Card == nil || d.Card.PIN == nil && d.Card.Login == card.LoginNotAsked.String() {
		return ""
	}
	return loginLine(d.Card.Login, d.Lang)
}
