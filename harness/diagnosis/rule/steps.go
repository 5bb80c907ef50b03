package rule

// Stage names a step of judging.
type Stage uint8

// Stages.
const (
	StageReader     Stage = iota // workstation (service, library, tables), reader, the right card
	StageLibrary                 // the library for this generation
	StageCard                    // issuer, type, interrupted update
	StageCodes                   // PIN and PUK
	StageValidity                // dates, which are free to read
	StageOpposition              // opposition
	StageContents                // identifiers, type, activities, billing
	StageSigning                 // signing rights, certificates
	StageServices                // online services
)

// Step is a stage with its rules, and how it stands to the others. A blocking
// finding of one step hides the findings of the steps behind it.
type Step struct {
	Stage       Stage
	First, Last Number // its rules
	NeverHidden bool   // no earlier step hides its findings
	Joined      bool   // it hides nothing of the next step: both are one to the others
}

// Steps returns the steps in the order in which they are judged.
func Steps() [len(steps)]Step { return steps }

var steps = [...]Step{
	{Stage: StageReader, First: WS008, Last: RDR007},
	{Stage: StageLibrary, First: WS004, Last: WS011},
	{Stage: StageCard, First: ID015, Last: UPD001},
	{Stage: StageCodes, First: PIN001, Last: PIN014},
	{Stage: StageValidity, First: VAL001, Last: VAL014, NeverHidden: true, Joined: true},
	{Stage: StageOpposition, First: OPP001, Last: OPP006},
	{Stage: StageContents, First: ID001, Last: UPD004},
	{Stage: StageSigning, First: SIGN008, Last: CERT011},
	{Stage: StageServices, First: NET001, Last: NET007},
}
