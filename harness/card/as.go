package card

// As returns the optional ability T of a channel: the channel itself where it has
// it, else the first that has it among those it wraps and shows by a method Unwrap.
// A wrapper that must not be passed by, as a guard must not, has no Unwrap; what it
// lets through of the abilities beneath it has itself.
func As[T any](ch Channel) (ability T, ok bool) {
	for ch != nil {
		if ability, ok = ch.(T); ok {
			return ability, true
		}
		w, wraps := ch.(Unwrapper)
		if !wraps {
			break
		}
		ch = w.Unwrap()
	}
	return ability, false
}

// Unwrapper is a channel around another one, nil for none.
type Unwrapper interface {
	Unwrap() Channel
}
