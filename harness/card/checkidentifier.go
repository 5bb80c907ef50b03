package card

import (
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Identifier kinds that CheckIdentifier knows.
const (
	IdentifierRPPS     = "rpps"
	IdentifierADELI    = "adeli"
	IdentifierAM       = "am"
	IdentifierFINESS   = "finess"
	IdentifierPractice = "practice"
	IdentifierECPS     = "ecps"
	IdentifierBilling  = "billing"
	IdentifierNational = "national"
)

// IdentifierKinds returns the kinds that CheckIdentifier knows.
func IdentifierKinds() []string {
	return []string{IdentifierRPPS, IdentifierADELI, IdentifierAM, IdentifierFINESS, IdentifierPractice, IdentifierECPS, IdentifierBilling, IdentifierNational}
}

// IdentifierOptions says what an identifier is judged against.
type IdentifierOptions struct {
	Test bool // the card is a TEST card: département 99 is allowed
}

// Report is what CheckIdentifier found.
type Report struct {
	Kind   string
	Value  string // without spaces, letters in capitals
	Faults []Fault
}

// Valid reports whether nothing is wrong.
func (r Report) Valid() bool { return len(r.Faults) == 0 }

// KindError is the error for an unknown kind of identifier.
type KindError struct {
	Kind string
}

var _ text.Speaker = (*KindError)(nil)

// Error names the kind and lists those there are.
func (e *KindError) Error() string {
	message, hint := e.Say("en")
	return message + ": " + hint
}

// Say names the kind; the hint lists those there are.
func (e *KindError) Say(lang string) (message, hint string) {
	return text.Of("genre d'identifiant inconnu : %q", "unknown kind of identifier: %q", e.Kind).In(lang),
		text.Of("un de : %s", "one of: %s", strings.Join(IdentifierKinds(), ", ")).In(lang)
}

// BadInput is true: the kind is what the user gave.
func (e *KindError) BadInput() bool { return true }

// CheckIdentifier checks a value as the kind of identifier it is said to be;
// small letters, as in "2a", are taken for capitals. A practice of 11 characters,
// or of 12 from 0, is one of the ADELI directory, any other one of the RPPS. The
// only error is a *KindError; a wrong identifier is a Report with
// faults.
func CheckIdentifier(kind, value string, opts IdentifierOptions) (Report, error) {
	r := Report{Kind: kind, Value: strings.ToUpper(WithoutSpaces(value))}
	switch kind {
	case IdentifierRPPS:
		r.Faults = CheckRPPS(r.Value)
	case IdentifierADELI:
		r.Faults = CheckADELI(r.Value)
	case IdentifierAM:
		r.Faults = CheckAM(r.Value, opts.Test)
	case IdentifierFINESS:
		r.Faults = CheckFINESS(r.Value, opts.Test)
	case IdentifierPractice:
		if len(r.Value) == adeliPracticeLength || len(r.Value) == adeliPracticeLength+1 && r.Value[0] == '0' {
			r.Faults = CheckADELIPractice(r.Value)
		} else {
			r.Faults = CheckRPPSPractice(r.Value)
		}
	case IdentifierECPS:
		r.Faults = CheckECPS(r.Value)
	case IdentifierBilling:
		r.Faults = CheckBilling(r.Value, opts.Test)
	case IdentifierNational:
		r.Faults = CheckNational(r.Value)
	default:
		return Report{}, &KindError{Kind: kind}
	}
	return r, nil
}
