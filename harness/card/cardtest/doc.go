// Package cardtest is for tests of whatever stands on a card.Channel, or is one:
// channels made of a function or of a script, and the contract of card.Channel as
// a suite that any implementation has to pass.
//
//	func TestConformance(t *testing.T) {
//		cardtest.Conformance(t, func(t *testing.T) card.Channel { return newChannel(t) })
//	}
package cardtest
