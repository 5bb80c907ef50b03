// Package pki is the TEST authority of the simulated cards: two authorities, a
// set of keys for each of 24 identities, and the certificates on the cards. None
// of the keys is a secret: everybody who has this module has them, and every
// certificate says TEST in its subject and in its issuer.
//
//	authority, err := pki.Test()
//	key := pki.CardKey(pki.Row("899900000011"), pki.Authentication)
//	der, err := authority.Issue(pki.Request{Kind: pki.Authentication, Key: &key.PublicKey, …})
//
// # Keys
//
// Every key is RSA with 2048 bits and the public exponent 65537. The primes come
// from a seed and nothing else (derive.go), so that anybody can make them again;
// they are stored as p and q, 256 bytes a key, in keys.bin, which `go generate`
// writes. Nothing is generated when a card is made: a key is read from the file
// when it is first used and shared by all cards from then on.
//
// # Authorities
//
// Test is the one a test server trusts: a root and an issuing authority below
// it, which issues the certificates of cards. Unknown has the same shape and
// other names and keys: it is what a workstation without the right roots sees.
//
// # Certificates
//
// The shape is that of certificates for persons, in the project's choice where
// no public source decides. The subject holds, in this order:
//
//	C             FR
//	O             CPSLAB TEST ONLY
//	OU            CPS, CPF, CPE or CPA: the type of the card
//	title         profession, as the code table words it
//	SN, GN        family name, given name
//	serialNumber  tokenId: issuer and number of the card's EF.SN.ICC, "8025000001/2999000117"
//	CN            national identifier with its type digit, "899900000011"
//
// The key usage is nonRepudiation for signature, digitalSignature and
// keyEncipherment with the purpose clientAuth for authentication,
// digitalSignature with clientAuth for the technical key. Everything is signed
// with SHA-256 and RSA PKCS#1 v1.5 and the serial number is a hash of the
// request: equal requests give equal bytes.
package pki

//go:generate go run ./genkeys keys.bin
