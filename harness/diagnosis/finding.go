package diagnosis

// Severity of a finding, in ascending order.
type Severity uint8

// Severities. BlockBilling implies that nothing can be signed either.
const (
	Info Severity = iota + 1
	Warning
	BlockSigning
	BlockBilling
)

var severityNames = [...]string{"", "INFO", "WARNING", "BLOCK-SIGNING", "BLOCK-BILLING"}

// String returns the name used in every output.
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return "invalid"
}

// Blocking reports whether the finding stops billing or signing.
func (s Severity) Blocking() bool { return s >= BlockSigning }

// Mark tells on what a rule rests.
type Mark string

// Marks. A Derived rule never speaks as an official one.
const (
	Field   Mark = "FIELD"   // stated by one of the field documents
	Public  Mark = "PUBLIC"  // stated by a public page or repository
	Derived Mark = "DERIVED" // engineering judgement of this project
)

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
func (f Finding) Text(lang string) string { return f.Rule.Render(f, lang).Text }

// Cause returns why, in lang.
func (f Finding) Cause(lang string) string { return f.Rule.Render(f, lang).Cause }

// Remedy returns what to do, in lang.
func (f Finding) Remedy(lang string) string { return f.Rule.Render(f, lang).Remedy }

// Contact returns whom to call, in lang, or "" when nobody needs to be called.
func (f Finding) Contact(lang string) string { return f.Rule.Render(f, lang).Contact }

// Unknown is a rule that could not be judged, with the input that is missing.
type Unknown struct {
	Rule    *Rule
	Missing string // input name such as "billing[]" or "env"
	// Declared tells that nothing failed: the rule waits for a fact that nobody
	// declared or for a look at the workstation, or no program can know. Reports
	// may sum such rules up in one line.
	Declared bool
}

// Result is the outcome of a check.
type Result struct {
	Verdict  Verdict
	Findings []Finding // most severe first, then in evaluation order
	Unknown  []Unknown // in evaluation order; may be shared between results: read only
}
