// Package apdu holds the vocabulary of ISO/IEC 7816-4, 5 (section numbers are
// those of the 2005 edition, in this package throughout): command APDUs,
// response APDUs and status words, as bytes and as values.
//
// A [Command] is one C-APDU. [ParseCommand] accepts exactly the seven encodings
// of the standard (cases 1, 2S, 3S, 4S, 2E, 3E, 4E) and [Command.Append] writes
// them back byte for byte:
//
//	c, err := apdu.ParseCommand(raw)   // c.Data aliases raw
//	raw, err = c.Append(raw[:0])
//
// Ne is the number of response bytes expected: 0 for none, 256 where a short Le
// field is 00, 65536 where an extended one is 0000. The commands that this
// project sends have builders of their own ([AppendSelectPath],
// [AppendReadBinary], …) which append to a caller's buffer.
//
// [ParseResponse] cuts an R-APDU into its data field and its [SW]. A status word
// is data, not an error; [SW.Err] turns it into one where a caller wants that:
//
//	data, sw, err := apdu.ParseResponse(raw)
//	…
//	if err := sw.Err(apdu.INSSelect); errors.Is(err, apdu.ErrFileNotFound) {
//		…
//	}
//
// There are two error types: [*Error] for bytes that are no APDU and for values
// that have no encoding, [*StatusError] for a well-formed refusal by the card.
// Neither, nor the String of a Command, ever shows a data field: it may carry a
// code porteur.
//
// Parsing and building do not allocate, as long as the buffer has room; errors
// do. Which commands are answered with 61xx or 6Cxx, and what follows, is none
// of this package's business.
package apdu
