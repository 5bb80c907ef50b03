package fact

// Environment is declared by the user, never guessed.
type Environment string

// Environments of --env. The empty string means not declared.
const (
	EnvTest Environment = "test"
	EnvReal Environment = "real"
)

// Usage is what the card is to be used for.
type Usage string

// Uses of --use. The empty string means billing.
const (
	UseBilling Usage = "billing"
	UseAuth    Usage = "auth"
)

// Set is what somebody declared: facts that are not on the card.
type Set struct {
	Env      Environment
	Use      Usage
	Activity int // logical choice: number nn of the activity to bill under, 0 = not declared
	// NewCardReceived says that the replacement card has arrived. Not
	// declared counts as no (rules CPS-VAL-006 and -007).
	NewCardReceived bool
	// Declared holds all other facts, by key; nil when there is none. Set.Declare
	// fills it.
	Declared *Values
}
