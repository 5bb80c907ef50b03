// Package station is a bench that a test drives: a private PC/SC service with up to
// [MaxReaders] readers, up to [MaxCards] cards in this process, and what a hand does with
// them. The program under test is started with [Station.Env] and knows nothing of it:
//
//	bench, err := station.Start(ctx, station.Config{Readers: 2, Cards: []station.Recipe{station.Preset("cps3-healthy")}})
//	if err != nil { … }
//	defer bench.Close()
//	program.Env = append(os.Environ(), bench.Env()...)
//	…
//	err = bench.Remove(ctx, 1)                     // in the middle of what it does
//	err = bench.Insert(ctx, 1, "cps3-missing-dam")
//
// # What is done is done
//
// Insert, Remove, Swap, Arm, Restore and Reset return when a PC/SC client of our own has
// seen the change, 0.4 s later usually and 1 s at most on a machine that is not overloaded:
// the next program that looks finds it so. No test sleeps.
//
// # Readers and cards
//
// Readers are numbered from 1; programs see them under the names that [Station.Readers]
// gives. The driver brings them two at a time, and an odd number is made even. A card
// has a name, that of its preset or profile, and lies on the shelf or in one reader. It
// keeps what happened to it, a code that was blocked for instance, until Reset makes it
// anew.
//
// # USB readers
//
// With [Config.USB] the readers are USB ones ([Station.Devices]), for other systems to attach
// through package harness/usbip, and no service is started here.
//
// # Who does it
//
// A context says who asks ([By]). [Station.Hold] keeps a reader for one of them; what
// another asks of it meanwhile fails with a [*BusyError], as does what comes while a
// change is under way.
//
// # The log
//
// [Station.Log] holds the last exchanges and changes, each with a number: commands by
// what they do, status words in words, codes masked before anything is kept.
package station
