package diagnosis

import (
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// What the rules say stands in the room rule; who reads a result needs these of it.
type (
	// Text is one text in the two languages of the bench.
	Text = text.Text
	// Rule is one entry of the catalogue: what is said when a condition holds.
	Rule = rule.Rule
	// Severity of a finding, in ascending order.
	Severity = rule.Severity
	// Mark says on what a rule rests.
	Mark = rule.Mark
	// How says what the condition of a rule rests on.
	How = rule.How
	// Origin says whose words the French text of a rule is.
	Origin = rule.Origin
	// Contact is somebody to call.
	Contact = rule.Contact
	// ContactID names somebody to call.
	ContactID = rule.ContactID
	// Coverage counts the rules of one family by what their conditions rest on.
	Coverage = rule.Coverage
)

// Severities, in ascending order.
const (
	Info         = rule.Info
	Warning      = rule.Warning
	BlockSigning = rule.BlockSigning
	BlockBilling = rule.BlockBilling
)

// Marks.
const (
	Field   = rule.Field
	Public  = rule.Public
	Derived = rule.Derived
)

// Ways to judge a rule.
const (
	FromCard        = rule.FromCard
	FromFact        = rule.FromFact
	FromWorkstation = rule.FromWorkstation
	AsGuard         = rule.AsGuard
	NotKnowable     = rule.NotKnowable
)

// Origins of a text.
const (
	FieldText  = rule.FieldText
	ScreenText = rule.ScreenText
	Proposed   = rule.Proposed
)

// ContactCPAM is the line of the CPAM for health professionals.
const ContactCPAM = rule.ContactCPAM

// Rules returns every rule in evaluation order. The slice is the caller's, the
// rules are shared: read them, never change them.
func Rules() []*Rule { return rule.All() }

// ByID returns the rule with that id, such as "CPS-DAM-001"; case and the
// "CPS-" prefix do not matter.
func ByID(id string) (*Rule, bool) { return rule.ByID(id) }

// Contacts returns every contact. The slice is the caller's.
func Contacts() []Contact { return rule.Contacts() }

// CoverageByFamily returns the coverage of every family, in the order of the
// catalogue.
func CoverageByFamily() []Coverage { return rule.CoverageByFamily() }
