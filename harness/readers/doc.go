// Package readers turns a reader address into an open card: "sim:PRESET" into
// a simulated card in process, "pcsc:NAME" into a card in a PC/SC reader behind
// the guard. It is the one place that knows every kind of reader, so that
// package harness itself stays free of drivers.
//
// A [Set] is plain data; the zero value opens simulated cards and PC/SC readers
// and allows nothing that could harm a real card:
//
//	set := readers.Set{}
//	c, err := set.Open(ctx, "sim:cps3-healthy")
//	if err != nil { … }
//	defer c.Close()
//	contents, err := harness.Read(ctx, c.Channel(), harness.ReadOptions{PIN: c.PIN})
//
// A [StackFile] makes the readers of a private PC/SC stack count as simulated:
// those readers, on that stack, and no others.
package readers
