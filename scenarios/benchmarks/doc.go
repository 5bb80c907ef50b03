// Command benchmarks measures how fast this tree is beside what else there is, keeps the
// figures in testdata/bench/figures.txt and writes docs/benchmarks.md from them:
//
//   - the start of cpslab beside that of an empty program of the same command-line
//     library, in turns;
//   - the whole suite in process;
//   - a simulated card through pcscd beside a bare responder and, where it is installed,
//     vicc of vsmartcard, in turns;
//   - every benchmark of the module.
//
// The figures are lines of the format of Go's benchmarks, which benchstat compares:
//
//	make bench && make bench-compare BASE=HEAD
//
// Ratios travel from one machine to another; nanoseconds do not.
package main
