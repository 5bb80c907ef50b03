// Command mutate tests the scenarios by breaking the rules: it changes one
// condition of package diagnosis at a time and looks whether a scenario fails.
// A condition whose change no scenario notices is one that the scenarios do
// not hold; it is reported as a survivor, with its place.
//
//	go run ./scenarios/mutate                     # make mutate
//	go run ./scenarios/mutate -list               # what would be changed
//	go run ./scenarios/mutate -run CPS-VAL        # the rules on validity only
//	go run ./scenarios/mutate -file 'p*.go'
//
// # Mutants
//
// A mutant is one change to one expression:
//
//	negate  a condition of if, for and case, an operand of && and ||, a
//	        comparison, a truth value that is returned
//	bound   < for <=, <= for <, and so on
//	shift   a small whole number one higher or one lower, in a comparison, in
//	        arithmetic and in a number of days, months or years
//	drop    an operand of && or || left out (with -strict)
//
// Only code that Check and CheckWorkstation reach is changed: texts, tables and
// the reading of declarations are not judgements. Nor is a last case without a
// body, which only names the values left.
//
// # How it is fast
//
// All mutants are compiled at once (mutant schemata): each expression goes
// through a helper that knows its numbers, and CPSLAB_MUTANT chooses the one that
// is alive in a process. The changed sources stand in a temporary folder and
// reach the compiler through -overlay; the tree is never touched.
//
// A first run without any mutant finds out which scenario can notice which
// mutant: each call of Check is repeated against every mutant whose expression
// would have come out differently in it, and the results are compared. A mutant
// that changes no result anywhere survives without being run. Any other is run
// against the scenarios whose results it changes, in processes of its own. A
// scenario that fails, a panic and a process past its deadline kill it.
//
// Scenarios that judge many cards feed noise; their first eight are tried. A
// mutant that only the others would show counts as a survivor.
//
// # Equivalent mutants
//
// Some changes make no difference that any input could show. They stand in
// equivalent.txt, by source text and with the reason, and do not count. An
// entry that matches no mutant, or one that a scenario kills, is an error.
//
// The exit code is 0 when at least 95 % of the mutants are killed, 1 when fewer
// are, when a scenario fails without any mutant or when equivalent.txt is
// wrong, 2 when the command line is wrong or nothing could be built.
package main
