package testneed

import (
	"os"
	"strings"
)

// NoService is a PC/SC socket (PCSCLITE_CSOCK_NAME, pcsc-lite) where nobody listens.
const NoService = "/nowhere/cpslab-test/pcscd.comm"

// layers are the variables that choose or describe a part of the tests; all others of
// the bench are the user's.
var layers = map[string]bool{
	"CPSLAB_PARTS":     true, // where make deps unpacked the parts
	"CPSLAB_CRYPTOLIB": true, // the official module, which only its user can install
	"CPSLAB_READER":    true, // the reader of go test ./scenarios
	"CPSLAB_STACK":     true, // the cards in it
}

// Alone puts a test process where the user's environment does not reach it: without
// the variables of the bench but those that choose a layer of the tests, without
// language, colour, width and session, and, unless a reader was chosen, with a PC/SC
// service that is not there. Call it in TestMain, before the first use of PC/SC.
func Alone() {
	chosen := os.Getenv("CPSLAB_READER") != ""
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if foreign(name) {
			_ = os.Unsetenv(name) // a name that was found is one
		}
	}
	if !chosen {
		_ = os.Unsetenv("CPSLAB_STACK")
		_ = os.Setenv("PCSCLITE_CSOCK_NAME", NoService)
	}
}

// foreign tells a variable that a test must not see.
func foreign(name string) bool {
	if strings.HasPrefix(name, "CPSLAB_") {
		// Those of a test's own child processes are its own affair.
		return !layers[name] && !strings.HasPrefix(name, "CPSLAB_TEST_")
	}
	for _, prefix := range []string{"LC_", "OPENSC_", "XRDP_", "SSH_", "GINKGO_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "LANG", "LANGUAGE", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM", "SESSIONNAME":
		return true
	}
	return false
}
