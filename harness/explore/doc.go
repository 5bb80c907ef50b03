// Package explore runs a program once for every fault at every exchange that it makes
// with a card, and says what became of it: where it crashes, hangs, burns a try of the
// PIN, or ends as if nothing had happened and says something else than usual.
//
//	report, err := explore.Run(ctx, explore.Config{
//		Command: []string{"pkcs11-tool", "--login", "--pin", "1234", "-O"},
//		Card:    fresh, // makes a card, the same contents each time
//		Faults:  explore.Usual(),
//	})
//
// The program stands before a private PC/SC stack (package stack). First it runs
// undisturbed, three times: what it says then is what it usually says, and the exchanges
// that it makes are those at which the faults are played, one fault and one exchange a
// case. The card of each case is a fresh one, put in the place of the one before behind
// a reader that sees no change; where a fault moved the card, the next case has a
// reader of its own, made ready in the meantime.
//
// # What becomes of a case
//
// See [Verdict]. A program lies when it ends as it usually does and says something
// else, with no word of an error; whether a line is usual is learned from the
// undisturbed runs: lines that differ between them are compared
// without their numbers. What the bench
// cannot know is left to the user: Expect and Ignore.
//
// Nothing here is ever played on a real card: a stack of the bench is the only reader.
package explore
