package fact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

func parse(s string) (ID, entry, *Error) {
	name, value, ok := strings.Cut(s, "=")
	name, value = plain(name), plain(value)
	if !ok {
		return 0, entry{}, &Error{Key: shown(name), Reason: text.Of("attendu clé=valeur", "want key=value")}
	}
	if id, ok := written(name); ok {
		v, want := keys[id].parse(value)
		if !want.IsZero() {
			return 0, entry{}, &Error{Key: keys[id].Name, Reason: text.Of("attendu %s", "want %s", want)}
		}
		return id, v, nil
	}
	name = shown(name)
	return 0, entry{}, &Error{Key: name, Reason: text.Of("fait inconnu", "no such fact"), Suggest: nearest(name)}
}

// shown is a key as an error names it. One without a letter is left out: somebody may
// have typed a code there.
func shown(name string) string {
	if len(name) > 40 || !utf8.ValidString(name) || strings.IndexFunc(name, unicode.IsLetter) < 0 {
		return unreadable
	}
	return name
}

// parse reads a value as people write it; want says what would be right, zero when
// it is.
func (k *Key) parse(s string) (v entry, want text.Text) {
	v = entry{set: true, text: s}
	if s == "" {
		if k.MayBeEmpty {
			return v, text.Text{}
		}
		return v, text.Of("une valeur", "a value")
	}
	var ok bool
	switch k.Type {
	case TypeText:
		ok, want = len(s) <= 200 && utf8.ValidString(s), text.Of("un texte d'au plus 200 caractères", "a text of at most 200 characters")
		if ok {
			v.text = k.textWritten(s)
		}
	case TypeList:
		v.list, want = items(s), text.Of("au plus 100 textes séparés par des virgules", "at most 100 texts separated by commas")
		ok = len(v.list) <= 100 && utf8.ValidString(s) && !slices.Contains(v.list, "")
	case TypeChoice:
		want = text.Of("un de %s", "one of %s", strings.Join(k.Values, ", "))
		v.text, ok = k.choice(s)
	case TypeYesNo:
		v.text, want = yesNo(s), text.Of("oui ou non", "yes or no")
		ok = v.text != ""
	case TypeDate:
		v.date, ok = dayWritten(s)
		v.text, want = v.date.String(), text.Of("un jour qui existe, AAAA-MM-JJ", "a day that exists, as YYYY-MM-DD")
	case TypeMonth:
		v.date, ok = monthWritten(s)
		v.text, want = strings.TrimSuffix(v.date.String(), "-01"), text.Of("un mois, AAAA-MM", "a month, as YYYY-MM")
	case TypeNumber:
		n, isNumber := wholeNumber(s, 64)
		v.number, ok, want = int64(n), isNumber && n <= 9999, text.Of("un nombre de 0 à 9999", "a number from 0 to 9999")
	case TypeActivity:
		n, isNumber := wholeNumber(s, 8)
		v.number, want = int64(n), text.Of("none, ou un nombre de 1 à 16", "none, or a number from 1 to 16")
		ok = isNumber && n >= 1 && n <= 16
		if isNone(s) {
			v.text, v.number, ok = "none", 0, true
		}
	case TypeDepartement:
		v.text, want = department(s), text.Of("deux caractères : de 01 à 99, 2A ou 2B", "two characters: 01 to 99, 2A or 2B")
		ok = card.IsDepartment(v.text, true)
	case TypeVersion:
		v.version, ok = ParseVersion(bareVersion(s))
		want = text.Of("une version comme 5.2.2", "a version such as 5.2.2")
		if isNone(s) {
			v.text, ok = "none", true
		}
	default:
		v.number, ok, want = parseResultCode(k.Type, resultCode(k.Type, s))
	}
	if ok {
		want = text.Text{}
	}
	return v, want
}

// textWritten is a text in the form that its rules compare.
func (k *Key) textWritten(s string) string {
	if table := tableOf(k.Name); table != "" {
		return codeLabelled(table, s)
	}
	if k.Name == keys[WsOsVersion].Name {
		return systemVersion(s)
	}
	return s
}

// written returns the fact that somebody names, whatever the case, the accents
// and the marks between its words.
func written(name string) (ID, bool) {
	if id, ok := Named(name); ok {
		return id, true
	}
	want := squeezed(name)
	for id := range keys {
		if squeezed(keys[id].Name) == want {
			return ID(id), true
		}
	}
	return 0, false
}
