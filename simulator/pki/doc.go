// Package pki is the TEST authority of the simulated cards: two authorities, a
// set of keys for each of 24 identities, and the certificates on the cards. None
// of the keys is a secret: everybody who has this module has them, and every
// certificate says TEST in its issuer.
//
//	authority, err := pki.Test()
//	key := pki.CardKey(pki.Row("899900000011"), pki.Authentication)
//	der, err := authority.Issue(pki.Request{Kind: pki.Authentication, Key: &key.PublicKey, …})
//
// # Keys
//
// The keys of cards are RSA with 2048 bits, those of authorities RSA with 4096, all
// with the public exponent 65537. The primes come from a seed and nothing else
// (derive.go), so that anybody can make them again; they are stored in keys.bin and
// authorities.bin, which `go generate` writes. Nothing is generated when a card is
// made: a key is read from its file when it is first used and shared from then on.
// An authority's key has eight primes, which makes a signature of 4096 bits as quick
// as one of 1024.
//
// # Authorities
//
// Test is the one a test server trusts: a root, and below it the two that issue the
// certificates of persons in the IGC-Santé, FORT for CPS and CPF, STANDARD for the
// others. Unknown has the same shape and other names and keys: it is what a
// workstation without the right roots sees.
//
// # Certificates
//
// The shape is that of the certificates on official test cards, field by field: the
// published profile « IGC-Santé, les gabarits des certificats X.509 et des CRL »
// (V1.1.0, 2019), and certificates of test cards in public repositories. The subject
// holds C, title, and one RDN of several attributes: given name, common name (the
// national identifier with its type digit) and surname. Shapes besides: OldIGC, that
// of the authority before (2013, 2016), and a subject without a name, as a CPE that
// is given to nobody in particular has it.
//
// Private extensions (1.2.250.1.71) name the type of card, the token, the category,
// the profession and the specialities. Policies have an OID below 2.999, the arc for
// examples, and every address is one below cpslab.test, a domain that nobody has
// (RFC 6761). Everything is signed with SHA-256 and RSA PKCS#1 v1.5 and the serial
// number, 16 bytes, is a hash of the request: equal requests give equal bytes.
package pki

//go:generate go run ./genkeys keys.bin authorities.bin authorities.der
