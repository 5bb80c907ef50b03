package simulator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
)

// profileDecoder reads values out of a tree and keeps the first fault; after
// it, every reading gives the zero value.
type profileDecoder struct {
	err error
}

func (d *profileDecoder) fail(n *yamlNode, key string, reason, hint text.Text) {
	if d.err == nil {
		d.err = n.Fault(key, reason, hint)
	}
}

// profileSection is one mapping of a profile.
type profileSection struct {
	d    *profileDecoder
	n    *yamlNode
	path string // of the mapping, "" for the root
}

// section opens a mapping and refuses keys that are not in keys.
func (d *profileDecoder) section(n *yamlNode, path string, keys []string) profileSection {
	s := profileSection{d: d, n: n, path: path}
	if n.Kind != yaml.Mapping {
		d.fail(n, path, text.Of("attendu des clés, et c'est %s", "want a mapping of keys, not %s", n.Kind.Text()), text.Of("clés : %s", "keys: %s", strings.Join(keys, ", ")))
		return s
	}
	for _, e := range n.Entries {
		if !slices.Contains(keys, e.Key) {
			at := e.Value.Beside(e.Line, e.Column)
			shown := e.Key
			if utf8.RuneCountInString(shown) > 40 {
				shown = string([]rune(shown)[:40]) + "…"
			}
			d.fail(at, s.key(shown), text.Of("clé inconnue", "unknown key"), oneOf(e.Key, keys))
		}
	}
	return s
}

func (s profileSection) key(name string) string {
	if s.path == "" {
		return name
	}
	return s.path + "." + name
}

// has reports whether the key is there.
func (s profileSection) has(key string) bool {
	_, ok := s.n.Get(key)
	return ok
}

// child opens the mapping under key; ok is false when there is none.
func (s profileSection) child(key string) (profileSection, bool) {
	n, ok := s.n.Get(key)
	if !ok || s.d.err != nil {
		return profileSection{}, false
	}
	c := s.d.section(n, s.key(key), profileKeys()[key])
	return c, s.d.err == nil
}

// list returns the items under key, at most limit.
func (s profileSection) list(key string, limit int) []*yamlNode {
	n, ok := s.n.Get(key)
	if !ok || s.d.err != nil {
		return nil
	}
	if n.Kind != yaml.List {
		s.d.fail(n, s.key(key), text.Of("attendu une liste, et c'est %s", "want a list, not %s", n.Kind.Text()), text.Of("une ligne « - » par élément, ou [] pour aucun", "write one \"- \" line per item, or [] for none"))
		return nil
	}
	if len(n.Items) > limit {
		s.d.fail(n.Items[limit], s.key(key), text.Of("plus de %d éléments", "more than %d items", limit), text.Text{})
		return nil
	}
	return n.Items
}

// value returns the text under key and where it stands; ok is false when the
// key is missing.
func (s profileSection) value(key string) (string, *yamlNode, bool) {
	n, ok := s.n.Get(key)
	if !ok || s.d.err != nil {
		return "", nil, false
	}
	if n.Kind != yaml.Scalar {
		var hint text.Text
		if n.Kind == yaml.Null {
			hint = text.Of(`"" pour un texte vide ; supprimez la clé pour la valeur par défaut`, `"" for an empty text; remove the key for the default`)
		}
		s.d.fail(n, s.key(key), text.Of("attendu une valeur, et c'est %s", "want a value, not %s", n.Kind.Text()), hint)
		return "", nil, false
	}
	return n.Text, n, true
}

// require fails when key is missing.
func (s profileSection) require(key string, hint text.Text) {
	if !s.has(key) {
		s.d.fail(s.n, s.key(key), text.Of("manque", "missing"), hint)
	}
}

// text reads characters of ISO-8859-1, the alphabet of the card.
func (s profileSection) text(key string, limit int, missing string) string {
	v, n, ok := s.value(key)
	if !ok {
		return missing
	}
	if got := utf8.RuneCountInString(v); got > limit {
		s.d.fail(n, s.key(key), text.Of("%d caractères, le champ en tient %d", "%d characters, the field holds %d", got, limit), text.Text{})
		return ""
	}
	for _, r := range v {
		if r < 0x20 || r > 0xFF || r >= 0x7F && r < 0xA0 {
			s.d.fail(n, s.key(key), text.Of("la carte ne peut pas tenir %q : ses textes sont en ISO-8859-1", "the card cannot hold %q: its texts are ISO-8859-1", r), text.Text{})
			return ""
		}
	}
	return v
}

// plain reads a text that does not go onto the card.
func (s profileSection) plain(key string) string {
	v, n, ok := s.value(key)
	if ok && len(v) > 1000 {
		s.d.fail(n, s.key(key), text.Of("plus de 1000 octets", "more than 1000 bytes"), text.Text{})
	}
	return v
}

// digits reads between lo and hi decimal digits; "" is taken when lo is 0.
// Spaces between groups are left out.
func (s profileSection) digits(key string, lo, hi int, missing string) string {
	v, n, ok := s.value(key)
	if !ok {
		return missing
	}
	v = strings.ReplaceAll(v, " ", "")
	if len(v) < lo || len(v) > hi || strings.Trim(v, "0123456789") != "" {
		var hint text.Text
		if key != "code" {
			hint = text.Of("des octets d'une autre forme se donnent sous raw", "bytes of any other shape can be given under raw")
		}
		want := text.Of("attendu de %d à %d chiffres", "want %d to %d digits", lo, hi)
		if lo == hi {
			want = text.Of("attendu %d chiffres", "want %d digits", lo)
		}
		s.d.fail(n, s.key(key), want, hint)
		return ""
	}
	return v
}

// code reads a code of the card's tables: a name of names, or as many digits
// as the field has. Digits are not checked against the table, since cards with
// unknown codes are what a bench is for.
func (s profileSection) code(key string, names profileCodes, width int, missing string) string {
	v, n, ok := s.value(key)
	if !ok {
		return missing
	}
	if code, named := names.code(v); named {
		return code
	}
	if len(v) == width && strings.Trim(v, "0123456789") == "" {
		return v
	}
	var hint text.Text
	want := text.Of("attendu un code de %d chiffres", "want a code of %d digits", width)
	if len(names) > 0 {
		want = text.Of("%s, ou son nom", "%s, or its name", want)
		hint = text.Of("%s ; ou %d chiffres", "%s; or %d digits", oneOf(v, names.names()), width)
	}
	s.d.fail(n, s.key(key), want, hint)
	return ""
}

// hex reads width bytes as hexadecimal digits, in capitals.
func (s profileSection) hex(key string, width int, missing string) string {
	v, n, ok := s.value(key)
	if !ok {
		return missing
	}
	v = strings.ToUpper(strings.ReplaceAll(v, " ", ""))
	if len(v) != 2*width || strings.Trim(v, "0123456789ABCDEF") != "" {
		s.d.fail(n, s.key(key), text.Of("attendu %d chiffres hexadécimaux", "want %d hexadecimal digits", 2*width), text.Text{})
		return ""
	}
	return v
}

// pattern reads a text of a fixed shape.
func (s profileSection) pattern(key string, shape *regexp.Regexp, want text.Text) string {
	v, n, ok := s.value(key)
	if !ok {
		return ""
	}
	if !shape.MatchString(v) {
		s.d.fail(n, s.key(key), text.Of("attendu %s", "want %s", want), text.Text{})
		return ""
	}
	return v
}

// integer reads a number from lo to hi.
func (s profileSection) integer(key string, lo, hi, missing int) int {
	v, n, ok := s.value(key)
	if !ok {
		return missing
	}
	i, err := strconv.Atoi(v)
	if err != nil || i < lo || i > hi {
		s.d.fail(n, s.key(key), text.Of("attendu un nombre de %d à %d", "want a number from %d to %d", lo, hi), text.Text{})
		return missing
	}
	return i
}

// flag reads true or false.
func (s profileSection) flag(key string, missing bool) bool {
	v, n, ok := s.value(key)
	if !ok {
		return missing
	}
	switch {
	case v == "true" && !n.Quoted:
		return true
	case v == "false" && !n.Quoted:
		return false
	}
	s.d.fail(n, s.key(key), text.Of("attendu true ou false", "want true or false"), text.Of("sans guillemets", "without quotes"))
	return false
}

// date reads a day, fixed or relative.
func (s profileSection) date(key string) profileDate {
	v, n, ok := s.value(key)
	if !ok {
		return profileDate{}
	}
	d, reason := parseProfileDate(v)
	if !reason.IsZero() {
		s.d.fail(n, s.key(key), reason, text.Of("2026-11-22, now, -4y, +20d, -3y-2m, ou l'un d'eux avec end-of-month", "2026-11-22, now, -4y, +20d, -3y-2m, or one of these with end-of-month"))
	}
	d.at = n
	return d
}
