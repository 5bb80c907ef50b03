// Package each runs a program once before each of many cards, and tells what became of it
// as a run: a test case a card.
//
//	run, err := each.Run(ctx, each.Config{
//		Command: []string{"python3", "billing.py"},
//		Cards:   cards, // name, how to make it, what is expected of the program
//		Jobs:    2,
//	})
//
// Each card is alone in one reader of a private PC/SC stack, which serves one card after
// another: where two have one answer to reset, nothing but the contents changes. What the
// program said, how it ended, what it exchanged and which tries it spent stand in the
// scenario, with the verdict of the bench beside.
package each
