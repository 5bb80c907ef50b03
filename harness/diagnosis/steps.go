package diagnosis

// step is a part of a check. A blocking finding of one step hides the findings of
// the steps behind it.
type step struct {
	// judges run in any order: findings and unknown rules are listed by the numbers
	// of the rules.
	judges      []func(*checker)
	neverHidden bool // no earlier step hides its findings
	joined      bool // it hides nothing of the next step: both are one to the others
}

// steps are the whole of a check, in order. The numbers of the rules stand in the
// same order (rule.Number), which TestRulesAreNumberedByStep holds.
var steps = [...]step{
	// workstation (service, library, tables), reader, the right card
	{judges: []func(*checker){(*checker).judgeWorkstation, (*checker).judgeReader}},
	// the library for this generation
	{judges: []func(*checker){(*checker).judgeLibrary}},
	// issuer, type, interrupted update
	{judges: []func(*checker){(*checker).judgeCard}},
	// PIN and PUK
	{judges: []func(*checker){(*checker).judgeCodes}},
	// dates, which are free to read
	{judges: []func(*checker){(*checker).judgeValidity, (*checker).judgeDelivery}, neverHidden: true, joined: true},
	// opposition
	{judges: []func(*checker){(*checker).judgeOpposition}},
	// identifiers, type, activities, billing
	{judges: []func(*checker){
		(*checker).judgeIdentifiers, (*checker).judgePrescriber, (*checker).judgeType, (*checker).judgeActivities, (*checker).judgeReplacement,
		(*checker).judgeDAM, (*checker).judgeBilling, (*checker).judgeConvention, (*checker).judgeUpdates, (*checker).judgeEncoding,
	}},
	// rights to sign, certificates
	{judges: []func(*checker){(*checker).judgeSigning, (*checker).judgeCertificates}},
	// services online
	{judges: []func(*checker){(*checker).judgeServices}},
}
