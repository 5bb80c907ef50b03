package keyfile_test

import (
	"fmt"
	"log"

	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/keyfile"
	"github.com/cpslab/cps/simulator/pki"
)

// The key of a simulated card in a file, for a client that has no reader.
func ExampleOf() {
	card, err := simulator.NewPreset("cps4-healthy")
	if err != nil {
		log.Fatal(err)
	}
	identity, err := keyfile.Of(card, pki.Authentication, "cps4-healthy")
	if err != nil {
		log.Fatal(err)
	}
	der, err := identity.PKCS12("of a TEST key")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(identity.Name(), len(der) > 0)
	// Output: TEST cps4-healthy authentication (cpslab) true
}
