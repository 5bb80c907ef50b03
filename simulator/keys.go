package simulator

import (
	"bytes"
	"crypto/rsa"
	"math/big"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
)

// sizeRSA is the size in bytes of every modulus, signature and cryptogram.
const sizeRSA = 256

// Algorithm references of a CPS3, in tag 80 of a control reference template.
// CIAInfo lists them (CryptolibCPS sources, card-cps3.c; OpenSC sources,
// card-iasecc.c).
const (
	algSHA1       = 0x10
	algSHA256     = 0x40
	algRSA        = 0x02 // PKCS #1 type 1 over any bytes
	algRSASHA1    = 0x12
	algRSASHA256  = 0x42
	algRSADecrypt = 0x1A
)

// Algorithm references of a CPS4, in the first byte of tag 91 (CryptolibCPS
// sources, card-cps4.c). algRawRSA stands for the template without one.
const (
	algRawRSA        = 0x00
	algRSASHA1CPS4   = 0x0A
	algRSASHA256CPS4 = 0x28
	algPSSSHA1CPS4   = 0x15
	algPSSSHA256CPS4 = 0x2C
)

// Control reference templates, in P2 of MANAGE SECURITY ENVIRONMENT (ISO/IEC
// 7816-4, 10.3.3).
const (
	templateAT  = 0xA4 // authentication
	templateHT  = 0xAA // hash
	templateDST = 0xB6 // digital signature
	templateCT  = 0xB8 // confidentiality
)

// keyUse is something that a key may do: an algorithm in a template.
type keyUse struct {
	template, algorithm byte
}

// keyObject is a private key with what the directories say of it and of its
// certificate (issue OpenSC#2267 for labels, flags and rules).
type keyObject struct {
	kind        pki.Kind
	label       string // of the key
	certificate string // label of the certificate
	suffix      byte   // the identifier is the AID of the contact application and this byte
	reference   byte
	flags       []byte   // BIT STRING contents: unused bits, bits
	usage       []byte   // the same way
	rules       [][]byte // operations that need the PIN, the same way; nil when none does
	sign        access   // conditions by operation, as GET DATA tells them
	auth        access
	decipher    access
	uses        []keyUse
	certFID     uint16
	raw         Object // name of the certificate for Raw
}

// may reports whether the key does algorithm in template.
func (k *keyObject) may(template, algorithm byte) bool {
	for _, u := range k.uses {
		if u.template == template && u.algorithm == algorithm {
			return true
		}
	}
	return false
}

// condition is what has to be fulfilled before a template with this key is used.
func (k *keyObject) condition(template byte) access {
	switch template {
	case templateDST:
		return k.sign
	case templateAT:
		return k.auth
	default:
		return k.decipher
	}
}

// keysOf returns the keys of a face. The technical key exists on a CPS3 only,
// and it is the only one without contacts.
func keysOf(face card.Face) []keyObject {
	signature := keyObject{
		kind: pki.Signature, label: "CPS_PRIV_SIG", certificate: "Certificat de Signature CPS",
		suffix: 0x01, reference: 0x81,
		flags: []byte{0x07, 0x80},       // private
		usage: []byte{0x06, 0x00, 0x40}, // nonRepudiation
		rules: [][]byte{{0x02, 0x04}},   // pso_cds
		sign:  accessPIN, auth: accessNever, decipher: accessNever,
		uses:    []keyUse{{templateDST, algRSASHA1}, {templateDST, algRSASHA256}},
		certFID: fidCertSignature, raw: ObjectCertSignature,
	}
	authentication := keyObject{
		kind: pki.Authentication, label: "CPS_PRIV_AUT", certificate: "Certificat d'Authentification CPS",
		suffix: 0x02, reference: 0x82,
		flags: []byte{0x05, 0xE0},                         // bits 0, 1 and 2, as the real key has them
		usage: []byte{0x05, 0x60},                         // decrypt, sign
		rules: [][]byte{{0x00, 0x01}, {0x06, 0x00, 0x40}}, // pso_decrypt, int_auth
		sign:  accessNever, auth: accessPIN, decipher: accessPIN,
		uses:    []keyUse{{templateAT, algRSA}, {templateCT, algRSADecrypt}},
		certFID: fidCertAuthentication, raw: ObjectCertAuthentication,
	}
	technical := keyObject{
		kind: pki.Technical, label: "CPS_PRIV_TECH_AUT", certificate: "Certificat Technique CPS",
		suffix: 0x03, reference: 0x83,
		flags: []byte{0x00},
		usage: []byte{0x05, 0x20}, // sign
		sign:  accessNever, auth: accessAlways, decipher: accessNever,
		uses:    []keyUse{{templateAT, algRSA}},
		certFID: fidCertTechnical, raw: ObjectCertTechnical,
	}
	switch face {
	case card.FaceCPS3Contactless:
		return []keyObject{technical}
	case card.FaceCPS4:
		signature.suffix, signature.reference = 0x10, 0x10
		signature.uses = []keyUse{
			{templateDST, algRSASHA1CPS4},
			{templateDST, algRSASHA256CPS4},
			{templateDST, algPSSSHA1CPS4},
			{templateDST, algPSSSHA256CPS4},
		}
		authentication.suffix, authentication.reference = 0x20, 0x20
		authentication.sign = accessPIN
		authentication.uses = []keyUse{
			{templateDST, algPSSSHA1CPS4},
			{templateDST, algPSSSHA256CPS4},
			{templateCT, algRawRSA},
		}
		return []keyObject{signature, authentication}
	default:
		return []keyObject{signature, authentication, technical}
	}
}

// rawRSA raises block to the private exponent modulo N by the Chinese remainder
// theorem and writes the result, 256 bytes, over dst. It reports false when
// block is no number below N. It is not constant in time: the keys are public.
func rawRSA(dst []byte, key *rsa.PrivateKey, block []byte) bool {
	c := new(big.Int).SetBytes(block)
	if c.Cmp(key.N) >= 0 {
		return false
	}
	p, q := key.Primes[0], key.Primes[1]
	m1 := new(big.Int).Exp(c, key.Precomputed.Dp, p)
	m2 := new(big.Int).Exp(c, key.Precomputed.Dq, q)
	h := m1.Sub(m1, m2)
	h.Mod(h.Mul(h, key.Precomputed.Qinv), p)
	h.Add(h.Mul(h, q), m2).FillBytes(dst[:sizeRSA])
	return true
}

// minPadding is the least PKCS #1 type 2 padding, in bytes that are not zero.
const minPadding = 8

// unpadded takes PKCS #1 type 2 padding off a block: 00 02, random bytes, 00,
// plain text (RFC 8017, 7.2.2). A card reports whether there was any, and so does
// this one.
func unpadded(block []byte) (plain []byte, ok bool) {
	if block[0] != 0x00 || block[1] != 0x02 {
		return nil, false
	}
	end := bytes.IndexByte(block[2:], 0x00)
	if end < minPadding {
		return nil, false
	}
	return block[2+end+1:], true
}
