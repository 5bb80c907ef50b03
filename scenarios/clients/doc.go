// Package clients holds the tests that let software of others use the simulated
// cards: OpenSC's tools, pyscard, pcsc_scan and, where they are installed,
// javax.smartcardio, scriptor and the official PKCS#11 module. The cards stand in the virtual readers of a private
// PC/SC stack (harness/stack) and each client is a child process, so that one
// that crashes or hangs ends alone.
//
//	go test ./scenarios/clients
//
// A part that is missing is named and its tests are reported as not run; see
// package testneed. The suite of the official module is optional, also in
// continuous integration: it runs when CPSLAB_CRYPTOLIB is the path of the module.
//
//	CPSLAB_CRYPTOLIB=/path/of/the/module.so go test ./scenarios/clients -run Official -v
//
// The module keeps what it reads in a folder of its own, by the first eight
// digits of the card's serial number. Every card here gets a random serial
// number, and its entries are removed afterwards.
//
// # The table of results
//
// One check is one operation of one client on one face, and one row of
// docs/fidelity.md, with the day of its last run. The table is written by the tests
// themselves, which replace what they ran and leave the rest:
//
//	go test ./scenarios/clients -count=1 -fidelity ../../docs/fidelity.md
//
// and TestFidelityTable holds it to the checks that exist.
//
// docs/mtls.md is a second page of the kind: recipes of servers that ask for a card,
// which the tests run as they stand there, and a table of who is let in by which
// signature (-mtls ../../docs/mtls.md).
package clients
