// Command genkeys writes the embedded key file of package pki:
//
//	go run ./genkeys keys.bin
//
// The file depends on the seed alone, so that running it again changes nothing.
package main

import (
	"fmt"
	"os"

	"github.com/cpslab/cps/simulator/pki"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: genkeys FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], pki.DeriveFile(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
