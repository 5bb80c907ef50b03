package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card"
	speak "github.com/cpslab/cps/harness/card/text"
)

// Mask stands in outputs where the card holds something that identifies a
// person, a practice or one card. A field that the card leaves empty stays
// empty: an empty billing identifier is a diagnosis and identifies nobody.
const Mask = "***"

// Masked reports whether outputs hide the identities of a card: always, unless
// the card says that it is a TEST card (category 80, 82 or 83) or the user asks
// to see them. A card whose category is not known counts as real.
func Masked(c *card.Contents, showIdentity bool) bool {
	if showIdentity || c == nil {
		return false
	}
	return c.ID.State != card.Present || !c.ID.Value.Category.Test()
}

// shown returns what may leave the program of a card: a copy whose texts hold
// no control characters, whose raw bytes are gone and whose identities are
// masked when masked is set. Every output is made from such a copy, so that a
// new output can't leak by forgetting to mask. Without contents nothing is
// known of the card.
func shown(c *card.Contents, masked bool) *card.Contents {
	if c == nil {
		return &card.Contents{}
	}
	hide := speak.Printable
	if masked {
		hide = func(s string) string {
			if strings.TrimSpace(s) == "" {
				return ""
			}
			return Mask
		}
	}
	hideTyped := func(s string) string {
		kind, id := typed(s)
		return kind + hide(id)
	}

	out := *c
	out.Serial.Raw, out.Update.Raw, out.ID.Raw, out.Languages.Raw = nil, nil, nil, nil
	out.Label.Raw, out.Name.Raw, out.Info.Raw, out.Billing.Raw = nil, nil, nil, nil

	out.Serial.Value.Number = hide(c.Serial.Value.Number)
	out.Label.Value = speak.Printable(c.Label.Value)
	if masked {
		out.Label.Value = maskLabel(c.Label.Value)
	}
	out.Languages.Value = speak.Printable(c.Languages.Value)
	out.ID.Value.Number = hide(c.ID.Value.Number)

	name := &out.Name.Value
	name.Family, name.Usual, name.UsualGiven = hide(name.Family), hide(name.Usual), hide(name.UsualGiven)
	for i := range name.Given {
		name.Given[i] = hide(name.Given[i])
	}

	info := &out.Info.Value
	info.NationalID, info.ExerciseName = hideTyped(info.NationalID), hide(info.ExerciseName)
	info.Qualifications = speak.Printable(info.Qualifications)

	out.Activities = slices.Clone(c.Activities)
	for i := range out.Activities {
		a := &out.Activities[i]
		a.Raw = nil
		a.Value.StructureName, a.Value.StructureID = hide(a.Value.StructureName), hideTyped(a.Value.StructureID)
		a.Value.Section, a.Value.Sector = speak.Printable(a.Value.Section), speak.Printable(a.Value.Sector)
	}
	out.Billing.Value = slices.Clone(c.Billing.Value)
	for i := range out.Billing.Value {
		b := &out.Billing.Value[i]
		b.ID = hide(b.ID)
	}
	return &out
}

// typed splits an identifier that begins with its type digit; kind is "" when
// it does not.
func typed(s string) (kind, id string) {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return s[:1], s[1:]
	}
	return "", s
}

// maskLabel keeps the part of a token label that tells the generation
// ("CPS3v3-2999000117" gives "CPS3v3-***").
func maskLabel(label string) string {
	if _, _, ok := labelVersion(label); ok {
		return label[:strings.IndexAny(label+"-", "-_")] + "-" + Mask
	}
	if label == "" {
		return ""
	}
	return Mask
}

// scrubber removes the identities of one card from texts made elsewhere, such
// as the message of a rule or an error. The zero value changes nothing.
type scrubber struct{ secrets []string }

func newScrubber(c *card.Contents, masked bool) scrubber {
	if !masked || c == nil {
		return scrubber{}
	}
	var s scrubber
	n, i := c.Name.Value, c.Info.Value
	s.add(c.Serial.Value.Number, c.ID.Value.Number, n.Family, n.Usual, n.UsualGiven, i.NationalID, i.Identifier(), i.ExerciseName)
	s.add(n.Given[:]...)
	if len(c.Serial.Value.Number) > 8 {
		s.add(c.Serial.Value.Number[:8]) // PKCS#11 serial number
	}
	for k := range c.Activities {
		a := c.Activities[k].Value
		s.add(a.StructureName, a.StructureID)
		if len(a.StructureID) > 1 {
			s.add(a.StructureID[1:])
		}
	}
	for _, b := range c.Billing.Value {
		s.add(b.ID)
	}
	// The longest first: an identifier may be the beginning of another.
	slices.SortFunc(s.secrets, func(a, b string) int { return len(b) - len(a) })
	return s
}

// add takes secrets of two characters or more; shorter ones are no identity.
func (s *scrubber) add(secrets ...string) {
	for _, x := range secrets {
		if x = strings.TrimSpace(x); utf8.RuneCountInString(x) >= 2 {
			s.secrets = append(s.secrets, x)
			if c := speak.Printable(x); c != x {
				s.secrets = append(s.secrets, c)
			}
		}
	}
}

// text returns t without control characters and without the secrets. A short
// secret counts only as a word of its own, so that a name of two letters does
// not eat into words.
func (s scrubber) text(t string) string {
	for _, secret := range s.secrets {
		t = replaceWord(t, secret, Mask, utf8.RuneCountInString(secret) >= longSecret)
	}
	return speak.Printable(t)
}

const longSecret = 6 // characters

func replaceWord(t, word, by string, anywhere bool) string {
	if !strings.Contains(t, word) {
		return t
	}
	var b strings.Builder
	for rest, prev := t, rune(' '); ; {
		i := strings.Index(rest, word)
		if i < 0 {
			b.WriteString(rest)
			return b.String()
		}
		before := prev
		if i > 0 {
			before, _ = utf8.DecodeLastRuneInString(rest[:i])
		}
		after, _ := utf8.DecodeRuneInString(rest[i+len(word):])
		b.WriteString(rest[:i])
		if anywhere || !wordRune(before) && !wordRune(after) {
			b.WriteString(by)
		} else {
			b.WriteString(word)
		}
		prev, _ = utf8.DecodeLastRuneInString(word)
		rest = rest[i+len(word):]
	}
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
