// Package leak searches bytes for secrets that were seen in the traffic of a card. It is
// the second layer behind the scrubbing of traces (package trace) and shares nothing with
// it: no list, no decoder, no helper. What it looks for it collects itself, from the raw
// commands and answers:
//
//	var w leak.Watch
//	w.See(command, answer) // each exchange, in clear
//	for _, f := range w.Search(file) { … }
//
// The scrubber knows what to replace; this package knows only what may stay (words
// that name nobody) and takes every other text, long number and code for a secret. Each is
// looked for in clear (ASCII, ISO 8859-1 and UTF-8, in either case), in BCD with filler
// and without, in hexadecimal and in base64 at each of its three offsets.
//
// # Limits
//
// Texts of fewer than four letters and numbers of fewer than seven digits are not looked
// for, since they stand anywhere by chance; codes are, in every form that has eight
// characters or more, and in shorter ones where a value begins and ends.
package leak
