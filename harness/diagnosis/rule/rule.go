package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Text is one text in the two languages of the bench.
type Text = text.Text

// Origin says whose words the French text of a rule is.
type Origin string

// Origins. FieldText and ScreenText are quoted to the letter; a Proposed text
// is this project's wording and must not be presented as the message of
// somebody else's software.
const (
	FieldText  Origin = "field"    // message of a field document or of software in use
	ScreenText Origin = "screen"   // line of the GESTION CPS screen
	Proposed   Origin = "proposed" // wording of this project
)

// Rule is one entry of the catalogue: what is said when a condition holds. The
// conditions are code (package diagnosis); all else is data. Rules are shared:
// read them, never change them.
type Rule struct {
	Number   Number
	ID       string
	Mark     Mark
	Severity Severity // the highest it can give
	How      How      // what its condition rests on
	Title    Text
	Text     Text // what the user sees; may hold verbs for the values of a finding
	Origin   Origin
	Cause    Text
	Remedy   Text
	Contacts []ContactID // in the order to call
	Sources  []Source
	Inputs   []string // input names, as reports spell them
	// Needs is the input without which the rule is unknown on any card: a fact
	// that somebody has to declare, or a look at the workstation. "" for a rule
	// that card and reader decide.
	Needs    string
	Why      Text // why no program can know, for a NotKnowable rule
	Variants []Variant
	// Shown is the plainest way to see the rule on the bench. A rule without one
	// says why in NotShown, a NotKnowable one in Why.
	Shown    Demonstration
	NotShown Text
	// Said are words by which people tell of it on the telephone, where neither a
	// message nor the title holds them.
	Said []string
}

// How says what the condition of a rule rests on.
type How string

// Ways to judge a rule. A rule of the first three kinds has its condition in
// package diagnosis.
const (
	FromCard        How = "card"         // what was read from card and reader
	FromFact        How = "fact"         // a declared fact, beside the card or alone
	FromWorkstation How = "workstation"  // the state of the workstation
	AsGuard         How = "guard"        // never a finding: it keeps other rules silent
	NotKnowable     How = "not-knowable" // no program can know: Why says the reason
)

// Checked reports whether the bench judges the rule.
func (h How) Checked() bool { return h != NotKnowable }

// Family returns the middle of the id, such as "DAM".
func (r *Rule) Family() string {
	family, _, _ := strings.Cut(strings.TrimPrefix(r.ID, "CPS-"), "-")
	return family
}

// Variant replaces parts of a rule's wording when its condition held in a
// particular way. A zero field keeps the wording of the rule.
type Variant struct {
	Key      string
	Text     Text
	Origin   Origin
	Cause    Text
	Remedy   Text
	Contacts []ContactID
}

// Wording is what a finding says in one language.
type Wording struct {
	Text, Cause, Remedy, Contact string
}

// Render returns what a finding of this rule says in lang ("fr", "en"): variant
// is the key of the variant whose wording applies, "" for the rule's own, and
// args are the values for the verbs of the text. Dates read DD/MM/YYYY in French
// and YYYY-MM-DD in English.
func (r *Rule) Render(variant string, args []any, lang string) Wording {
	said, cause, remedy, contacts := r.Text, r.Cause, r.Remedy, r.Contacts
	if v := r.variant(variant); v != nil {
		said, cause, remedy = v.Text.Or(said), v.Cause.Or(cause), v.Remedy.Or(remedy)
		if v.Contacts != nil {
			contacts = v.Contacts
		}
	}
	return Wording{
		Text:    fill(said.In(lang), args, lang),
		Cause:   cause.In(lang),
		Remedy:  remedy.In(lang),
		Contact: contactLine(contacts, lang),
	}
}

// Pattern returns the rule's text in lang with "…" where a finding puts a
// value, for lists of rules.
func (r *Rule) Pattern(lang string) string {
	return verbs.Replace(r.Text.In(lang))
}

// TextOrigin returns whose words the text of a variant is, "" for the rule's own.
func (r *Rule) TextOrigin(variant string) Origin {
	if v := r.variant(variant); v != nil && v.Origin != "" {
		return v.Origin
	}
	return r.Origin
}

// Official reports whether the rule may be presented as somebody's published
// rule: never for a DERIVED one.
func (r *Rule) Official() bool { return r.Mark != Derived }

func (r *Rule) variant(key string) *Variant {
	if key == "" {
		return nil
	}
	for i := range r.Variants {
		if r.Variants[i].Key == key {
			return &r.Variants[i]
		}
	}
	return nil
}

// Pattern returns the variant's text in lang as Rule.Pattern does.
func (v *Variant) Pattern(lang string) string { return verbs.Replace(v.Text.In(lang)) }

var verbs = strings.NewReplacer("%s.", "…", "%d.", "…", "%s", "…", "%d", "…")

func fill(pattern string, args []any, lang string) string {
	if !strings.Contains(pattern, "%") {
		return pattern
	}
	shown := make([]any, len(args))
	for i, a := range args {
		shown[i] = a
		if d, ok := a.(card.Date); ok {
			if text.French(lang) {
				shown[i] = d.French()
			} else {
				shown[i] = d.String()
			}
		}
	}
	return fmt.Sprintf(pattern, shown...)
}

// All returns every rule in evaluation order. The slice is the caller's, the
// rules are shared.
func All() []*Rule { return slices.Clone(table[:]) }

// ByID returns the rule with that id, such as "CPS-DAM-001"; case and the
// "CPS-" prefix do not matter.
func ByID(id string) (*Rule, bool) {
	id = strings.ToUpper(strings.TrimSpace(id))
	if !strings.HasPrefix(id, "CPS-") {
		id = "CPS-" + id
	}
	for _, r := range table {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}
