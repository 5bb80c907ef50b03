package diagnosis

// Evidence is one value a finding rests on and the exchange it came from.
type Evidence struct {
	Field    string // input name such as "billing[1].id"
	Value    string
	Exchange int  // number of the exchange, from 1; 0 when it came from none
	Identity bool // the value identifies a person or a practice: masked in outputs
}

// Finding is one rule that fired.
type Finding struct {
	Rule      *Rule
	Severity  Severity // the rule's severity, or lower
	Situation int      // rank of the billing situation judged, 0 when the finding is about the card
	Args      []any    // values for the verbs of the rule's text
	Evidence  []Evidence
	Variant   string // key of the rule's variant whose wording applies, "" for the rule's own
}

// Text returns what the user sees, in lang ("fr" or "en").
func (f Finding) Text(lang string) string { return f.Rule.Render(f.Variant, f.Args, lang).Text }

// Cause returns why, in lang.
func (f Finding) Cause(lang string) string { return f.Rule.Render(f.Variant, f.Args, lang).Cause }

// Remedy returns what to do, in lang.
func (f Finding) Remedy(lang string) string { return f.Rule.Render(f.Variant, f.Args, lang).Remedy }

// Contact returns whom to call, in lang, or "" when nobody needs to be called.
func (f Finding) Contact(lang string) string { return f.Rule.Render(f.Variant, f.Args, lang).Contact }
