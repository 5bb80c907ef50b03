// Command campaign plays every fault at every exchange on every preset on which it makes
// sense, in this process and on a clock that does not wait, then pairs of faults and
// faults that chance sets off, until it is told to stop. It looks for survivors: a
// reading whose contents differ from those of the undamaged card, while neither a
// finding, nor an unknown, nor an error, nor a line on what was not read names the
// object. What nothing on a card can show is a class of its own, listed by hand
// (undetectable.go) and counted apart.
//
//	go run ./scenarios/campaign -for 30s
//	go run ./scenarios/campaign -only bit=1@21 -preset cps3-healthy -v
package main
