package card

// Simulated is a card of this bench: a program, or what was recorded of a card. Nobody is
// locked out by a wrong code, so that a code may go to it that no guard has seen. The
// channel of a card reader never has it, nor what wraps such a channel; ask by [As].
type Simulated interface {
	Channel
	// Simulated does nothing: to have it is to say it.
	Simulated()
}
