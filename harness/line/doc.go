// Package line tells how long a command takes between a reader and a contact card: the
// time of its characters on the line, at the rate that the answer to reset allows.
//
//	l, err := line.New(ch.ATR(), ch.Protocol(), line.Reader{})
//	if err != nil { … }
//	cost := l.Exchange(cmd, answer) // characters and their time
//
// What it gives is a limit: no card and no reader is faster at that clock. A card thinks,
// too; of that nothing is known here, and nothing is added. The time of T=0 is that of
// its characters, twelve elementary time units each and those that the card asks for
// beside; of T=1 also that of the block guard time at each turn of the line.
//
// A [Meter] adds up what passes; a [Pacer] makes a simulated card take that time, so that
// the time-outs of a program can be tried without plastic: with the rate that the card
// offers, or with the one of the reset, as behind a reader that does not negotiate it
// (PPS). A CPS4 is twelve times slower there, and nothing says so.
//
// Section numbers are those of ISO/IEC 7816-3:2006.
package line
