// Package vectors holds what is expected of the rules, as data: a card, or none, what
// was declared beside it, and the whole verdict as a person wrote it from the catalogue. The
// suite of package scenarios makes a scenario of each, and the tests of package diagnosis
// judge those without a card for themselves: a case is written once.
//
// The files stand in testdata, one a family. A vector is a head and lines behind it:
//
//	== CPS-VAL-001 near miss: the last day of the card
//	facts: env=real
//	day: 2026-11-22
//	card:
//		extends: cps3-healthy
//		id_card: {expires: 2026-11-22}
//	verdict: warning
//	want: CPS-VAL-007 WARNING
//	unread: CPS-ACT-006 billing[]
//	shows: card.expiryDate: 2026-11-22
//
// "trigger" has the rule among the findings and "near miss" has not. The card is a
// profile of the simulator, whose lines a tab indents. want is repeated for each finding,
// most severe first, facts for each fact, in the form of --fact; see [Vector] for the
// others, and [Vector.Change] for what no card can give. A line that begins with # says something to the reader.
package vectors
