// Package report turns what was read and what was judged into what people and
// programs read. It decides nothing: verdicts come from package diagnosis, facts
// from package card.
//
//	d := report.NewDocument(&in, diagnosis.Check(&in, now), report.Options{Lang: "fr", Address: "sim:cps3-healthy"})
//	b, err := d.JSON()                              // schema 1, see Schema
//	err = report.Text(w, d, report.TextOptions{Width: 80})
//
// Three things are written straight from a card or from many documents:
//
//   - Screen lays a card out as « Lecture situations » of GESTION CPS 06.08.00,
//     line by line, with what that screen leaves out below a separator;
//     StartScreen is that program's start screen.
//   - MatrixText and HTML set a row for each card: expected and found.
//   - Schema is the JSON schema of a Document.
//
// # Identities
//
// Names, identifiers, card and serial numbers read "***" in every output unless
// the card says it is a TEST card (category 80, 82 or 83) or the user asked to
// see them. This is done once, on a copy of the contents, before anything is
// laid out; texts of rules and of errors are searched for the same values. PINs
// never get here: card.Contents has no place for them.
//
// Whatever comes from outside (texts of a card, names of readers) has its
// control characters replaced by "?".
package report
