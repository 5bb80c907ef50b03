// Package scenarios is the suite that proves the bench and judges readers: an
// ordinary package, so that `go test`, the ginkgo tool and an installed binary
// run the same specs.
//
//	summary, err := scenarios.Run(ctx, scenarios.RunOptions{
//		Options: scenarios.Options{Reader: "sim:"},
//		Files:   evidence.Files{JUnit: "report.xml"},
//	})
//
// [Register] adds the specs to a Ginkgo suite of one's own; [Run] does the rest
// too. Ginkgo keeps its suite in variables of the process: one run at a time.
//
// # What is run
//
// The reader's address chooses. "sim:", the default, runs everything on
// simulated cards in process: every preset against the verdict its author
// wrote, every rule with a trigger and a near miss on a card of its own, the
// counting of PIN tries, access control, and what happens when card or reader
// misbehave. "sim:NAME" and "pcsc:PATTERN" run what one card can show: its
// verdict, its counters, its access rules.
//
// # Labels
//
//	face:cps3  face:cps3-contactless  face:cps4   the chip interface
//	rule:CPS-DAM-001                              the rule a spec is about
//	preset:cps3-healthy                           the card
//	effect:none|login|pin|write|sign|reset|removal what the spec may disturb
//
// Every spec declares its effects. One with effect:login presents the PIN of the
// card under test: on a real one if the user gave it and allowed that, else it
// reads the public part. One with a further effect is skipped by name on a real
// card unless the user allowed that damage ([readers.Set.Permissions]). What the
// spec then sends and what the card answers is decoded, and an effect that was not
// declared fails the spec. [Run] asks for the PIN of a real card once, and presents it once before
// the first spec: one that the card refuses ends the run.
//
// Verdicts stand in the tables as written by hand from the catalogue of rules.
// They are never taken from the engine.
package scenarios
