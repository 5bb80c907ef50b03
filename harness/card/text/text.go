// Package text says things in the two languages of the bench. What a user reads
// is written down once as a Text and chosen late, where it is printed; errors
// that a user may meet are Speakers. Near names ("did you mean") and the folding
// of words for comparison stand here too, since every room needs them.
package text

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Text is one text in the two languages of the bench, in UTF-8.
type Text struct {
	FR, EN string
}

// Of is a text from a format in each language, both given the same args as
// fmt.Sprintf takes them. Args that are a Text or an error are put into the
// language first, as strings. Without args the two strings stand as they are.
func Of(fr, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{FR: fr, EN: en}
	}
	return Text{FR: fmt.Sprintf(fr, in("fr", args)...), EN: fmt.Sprintf(en, in("en", args)...)}
}

// in returns args with what speaks two languages put into lang.
func in(lang string, args []any) []any {
	args = slices.Clone(args)
	for i, arg := range args {
		switch arg := arg.(type) {
		case Text:
			args[i] = arg.In(lang)
		case error:
			args[i], _ = Say(arg, lang)
		}
	}
	return args
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

// Because is the text with a reason behind a colon, as each language sets it; the
// text alone where err is nil. A file that the text names already is not named again.
func (t Text) Because(err error) Text {
	if err == nil {
		return t
	}
	if file, ok := err.(*fs.PathError); ok && strings.Contains(t.EN, file.Path) { //nolint:errorlint // itself: what stands around it is to be said
		err = file.Err
	}
	return Of("%s : %s", "%s: %s", t, err)
}

// With is the text with another behind a colon; the other alone where one of the
// two is missing.
func (t Text) With(more Text) Text {
	if t.IsZero() || more.IsZero() {
		return t.Or(more)
	}
	return Of("%s : %s", "%s: %s", t, more)
}

// IsZero reports whether the text is missing in both languages.
func (t Text) IsZero() bool { return t == Text{} }

// French reports whether lang asks for French: "fr" and its variants ("fr_FR",
// "fr-CA"). Any other language gets English.
func French(lang string) bool {
	return len(lang) >= 2 && strings.EqualFold(lang[:2], "fr") && (len(lang) == 2 || strings.ContainsRune("-_.@", rune(lang[2])))
}
