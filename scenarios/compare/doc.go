// Command compare shows that a change of the code changes nothing that a user
// reads: it builds the program of a named commit and that of the working tree,
// gives both the same command lines (every preset, rule, fact and value, message
// and code, in both languages, as text, JSON and HTML), and prints the outputs
// that differ.
//
//	go run ./scenarios/compare main~3
//	go run ./scenarios/compare -run 'reproduce .* --lang fr' main~3
//
// Day and version are fixed, and durations are masked. What is meant to differ stands in
// deliberate.txt, a paragraph a change, each with its reason: lines, rules and cards that
// did not exist, numbers that grew, outputs that were read as a whole. Any other
// difference fails. Any later commit can be compared too: paragraphs about what it has
// already change nothing then.
//
//	go run ./scenarios/compare -digests -run '^reproduce' main~3   # lines for the list
//
// Exit codes: 0 nothing differs but what is meant to, 1 something does, 2 wrong use, 3 a
// build or a run failed.
package main
