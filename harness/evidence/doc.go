// Package evidence turns a run into files that other programs, and people, read: all
// from one [report.Run], so that they tell the same.
//
//	files := evidence.Files{JUnit: "out/junit.xml", SARIF: "out/run.sarif", HTML: "out/run.html"}
//	if err := files.Check(); err != nil { … }       // before long work is done for nothing
//	err := files.Write(run, evidence.Options{Lang: "fr"})
//
// # What is the same in each
//
// A scenario has one identity, [ID]: it holds neither times nor seeds, so that a tracker
// knows the scenario again. One that failed is a problem: it has a rule, a place in a file
// and a command that repeats it, in every form. What it found on the card stands with
// it.
//
// # Limits
//
// Those who read the files drop what is too large, and say little of it. [JUnit] stays
// below 30 MB and 250,000 objects, [Annotations] and [Summary] below what GitHub shows, and
// each says what it left out; JSON leaves nothing out.
package evidence
