package harness

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/tls"
)

// tlsSchemes are the RSA signature schemes of TLS, best first.
var tlsSchemes = []struct {
	scheme tls.SignatureScheme
	hash   crypto.Hash
	pss    bool
}{
	{tls.PSSWithSHA256, crypto.SHA256, true},
	{tls.PSSWithSHA384, crypto.SHA384, true},
	{tls.PSSWithSHA512, crypto.SHA512, true},
	{tls.PKCS1WithSHA256, crypto.SHA256, false},
	{tls.PKCS1WithSHA384, crypto.SHA384, false},
	{tls.PKCS1WithSHA512, crypto.SHA512, false},
	{tls.PKCS1WithSHA1, crypto.SHA1, false},
}

// TLSCertificate returns the key for tls.Config.Certificates, with the schemes
// it can do. issuers, DER, are sent after its own certificate: a card does not
// hold those of its authorities.
//
// A CPS3 knows no PSS, which TLS 1.3 wants: set tls.Config.MaxVersion to TLS 1.2
// for it, or the server asks in vain. Meant for the authentication key; contactless
// for the technical one.
func (s *Signer) TLSCertificate(issuers ...[]byte) tls.Certificate {
	c := tls.Certificate{Certificate: append([][]byte{s.cert.Raw}, issuers...), PrivateKey: s, Leaf: s.cert}
	for _, t := range tlsSchemes {
		var opts crypto.SignerOpts = t.hash
		if t.pss {
			opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: t.hash}
		}
		salt := bytes.NewReader(make([]byte, t.hash.Size()))
		if _, err := s.plan(salt, make([]byte, t.hash.Size()), opts); err == nil {
			c.SupportedSignatureAlgorithms = append(c.SupportedSignatureAlgorithms, t.scheme)
		}
	}
	return c
}
