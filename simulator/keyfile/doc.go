// Package keyfile writes a key of a simulated TEST card into the files that whoever
// tests a server without a reader takes along: PEM, and PKCS #12 (.p12).
//
//	identity, err := keyfile.Of(card, pki.Authentication, "cps3-healthy")
//	der, err := identity.PKCS12(password)
//
// It writes no other key: an Identity is made of a simulated card and of nothing else,
// and its certificate is one of the project's own TEST authorities. Both files say TEST
// in the name that programs show. The key is public (package pki), so that a password
// protects nothing; it is there because programs ask for one.
package keyfile
