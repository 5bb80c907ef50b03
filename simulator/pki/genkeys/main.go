// Command genkeys writes the embedded files of package pki, keys and the certificates
// of the authorities:
//
//	go run ./genkeys keys.bin authorities.bin authorities.der
//
// The files depend on the seed alone, so that running it again changes nothing.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/cpslab/cps/simulator/pki"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: genkeys CARDS AUTHORITIES CERTIFICATES")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(cards, authorities, certificates string) error {
	signed, err := pki.SignAuthorities() // by the keys that the program holds
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(cards, pki.DeriveCardKeys(), 0o644),
		os.WriteFile(authorities, pki.DeriveAuthorityKeys(), 0o644),
		os.WriteFile(certificates, signed, 0o644),
	)
}
