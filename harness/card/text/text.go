// Package text says things in the two languages of the bench. What a user reads
// is written down once as a Text and chosen late, where it is printed; errors
// that a user may meet are Speakers. Near names ("did you mean") and the folding
// of words for comparison stand here too, since every room needs them.
package text

import "strings"

// Text is one text in the two languages of the bench, in UTF-8.
type Text struct {
	FR, EN string
}

// Same is a text that reads alike in both languages: a name, a number, a code.
func Same(s string) Text { return Text{FR: s, EN: s} }

// In returns the text in lang, as French understands it.
func (t Text) In(lang string) string {
	if French(lang) {
		return t.FR
	}
	return t.EN
}

// Or returns the text, or fallback where it is missing in both languages.
func (t Text) Or(fallback Text) Text {
	if t.IsZero() {
		return fallback
	}
	return t
}

// IsZero reports whether the text is missing in both languages.
func (t Text) IsZero() bool { return t == Text{} }

// French reports whether lang asks for French: "fr" and its variants ("fr_FR",
// "fr-CA"). Any other language gets English.
func French(lang string) bool {
	return len(lang) >= 2 && strings.EqualFold(lang[:2], "fr") && (len(lang) == 2 || strings.ContainsRune("-_.@", rune(lang[2])))
}

// Speaker is implemented by errors that a user may meet, beside Error, which
// speaks English. Say gives the message in lang ("fr", "en") and what the user
// can do about it; hint is "" where nothing helps.
type Speaker interface {
	Say(lang string) (message, hint string)
}
