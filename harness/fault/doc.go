// Package fault breaks what stands between a program and a card, on purpose and in
// the same way each time: a card pulled out at the twelfth exchange, an answer cut
// short while one file is read, a status word in place of another. A fault is data; a
// [Card] is a channel with faults in it:
//
//	faults, err := fault.Parse("remove@12")
//	if err != nil { … }
//	broken := fault.New(ch, fault.Options{}, faults...)
//	contents, err := harness.Read(ctx, broken, harness.ReadOptions{})
//
// # One line
//
//	KIND[=VALUE][@WHERE][,OPTION]…
//
// WHERE is the number of an exchange, from 1 ("12", or "12+" for all from there on),
// "every", or what the command does, with the file it is about and which time:
// "VERIFY", "VERIFY#2", "READ:CPS_SIT_FACT", "SELECT:7005". What a command does is
// decoded (package effect) and the file is the one that is selected, so that such a
// fault survives a program that takes another way. Options: "p=0.01" (with that
// probability, where WHERE allows), "seed=7" (of that chance), "until=reset",
// "until=reinsert" or "until=3" (over after a reset, after the card was put in again,
// after three times). Several faults are separated by spaces or ";".
//
// # Layers
//
// From the reader to what the authority signed: see [Layer]. Faults of data and of
// certificates change no exchange: they are a profile laid over the card that is made
// ([Fault.Overlay]), as every defect of contents is.
//
// # What it is not
//
// The wrapper sees bytes only; the card inside never asks whether a fault is armed.
// Nothing of a fault is global: each belongs to one Card, sleeps on the clock that is
// given, draws from its own seed, and is counted when it fires ([Card.Fired]).
package fault
