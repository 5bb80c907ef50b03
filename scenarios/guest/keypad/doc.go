// Command keypad is a program that has a code typed at a reader, in the form that a CPS
// wants: digits in ASCII, as many as there are, nothing behind them (PC/SC part 10,
// FEATURE_VERIFY_PIN_DIRECT and FEATURE_MODIFY_PIN_DIRECT). OpenSC fills the block up
// to eight bytes, which a CPS refuses. It runs in the guest of scenarios/guest, before the
// simulated cards there, and is no program for a real card.
//
//	keypad [modify]
//
// It prints what the card answered. Exit codes: 0 for an answer, 1 without one.
package main
