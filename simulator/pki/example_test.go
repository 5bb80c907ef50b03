package pki_test

import (
	"crypto/x509"
	"fmt"
	"log"
	"time"

	"github.com/cpslab/cps/simulator/pki"
)

// A test server trusts the TEST root, and takes the certificate of a card.
func ExampleAuthority() {
	authority, err := pki.Test()
	if err != nil {
		log.Fatal(err)
	}
	const holder = "899900000011"
	key := pki.CardKey(pki.Row(holder), pki.Authentication)
	der, err := authority.Issue(pki.Request{
		Kind:      pki.Authentication,
		Subject:   pki.Subject{ID: holder, Family: "TESTEUR", Given: "ALPHA", Token: "8025000001/2999000117", Profession: 10},
		Key:       &key.PublicKey,
		NotBefore: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:  time.Date(2028, 12, 31, 23, 59, 59, 0, time.UTC),
	})
	if err != nil {
		log.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		log.Fatal(err)
	}
	_, err = cert.Verify(x509.VerifyOptions{
		Roots:         authority.Pool(),
		Intermediates: authority.Intermediates(),
		CurrentTime:   time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	fmt.Println(cert.Subject.CommonName, cert.Issuer, err)
	// Output:
	// 899900000011 CN=CPSLAB TEST FORT PERSONNES,O=CPSLAB TEST ONLY,C=FR <nil>
}
