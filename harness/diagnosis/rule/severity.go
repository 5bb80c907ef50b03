package rule

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

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

// MarshalText gives the name. The error is a *[SeverityError].
func (s Severity) MarshalText() ([]byte, error) {
	if s < Info || s > BlockBilling {
		return nil, &SeverityError{fmt.Sprint(uint8(s))}
	}
	return []byte(s.String()), nil
}

// UnmarshalText takes a name. The error is a *[SeverityError].
func (s *Severity) UnmarshalText(name []byte) error {
	for v := Info; v <= BlockBilling; v++ {
		if v.String() == string(name) {
			*s = v
			return nil
		}
	}
	return &SeverityError{string(name)}
}

// SeverityError is a severity that does not exist.
type SeverityError struct {
	Value string // its name, or its number
}

func (e *SeverityError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say names the severity, and those that there are.
func (e *SeverityError) Say(lang string) (message, hint string) {
	return text.Of("gravité inconnue : « %s »", "unknown severity %q", e.Value).In(lang), strings.Join(severityNames[1:], ", ")
}

// BadInput is true: what is written down was read.
func (e *SeverityError) BadInput() bool { return true }

// Blocking reports whether the finding stops billing or signing.
func (s Severity) Blocking() bool { return s >= BlockSigning }

// Mark says on what a rule rests.
type Mark string

// Marks. A Derived rule never speaks as an official one.
const (
	Field   Mark = "FIELD"   // stated by one of the field documents
	Public  Mark = "PUBLIC"  // stated by a public page or repository
	Derived Mark = "DERIVED" // engineering judgement of this project
)
