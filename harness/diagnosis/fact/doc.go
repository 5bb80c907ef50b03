// Package fact holds what somebody can declare of a card, a workstation or an invoice:
// which facts there are, how their values are written, and what to ask a person
// for. It reads "key=value" declarations, of a command line or of a file.
//
//	facts, err := fact.Parse([]string{"prescriber.am=", "card.received=2026-11-20"})
//	text, declared := facts.Declared.Text(fact.PrescriberAm)
//
// A fact is hearsay. Where the same can be read, what was read wins. Codes, PINs
// in particular, are never declared: only how many digits were typed.
package fact
