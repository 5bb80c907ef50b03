// Command genkeys writes the embedded key files of package pki:
//
//	go run ./genkeys keys.bin authorities.bin
//
// The files depend on the seed alone, so that running it again changes nothing.
package main

import (
	"fmt"
	"os"

	"github.com/cpslab/cps/simulator/pki"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: genkeys CARDS AUTHORITIES")
		os.Exit(2)
	}
	for i, derive := range []func() []byte{pki.DeriveCardKeys, pki.DeriveAuthorityKeys} {
		if err := os.WriteFile(os.Args[i+1], derive(), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
