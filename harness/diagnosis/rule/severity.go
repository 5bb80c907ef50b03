package rule

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
