package pki

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"
)

// List is what a revocation list says (RFC 5280, 5).
type List struct {
	Level                  Level
	Number                 int64 // of this list
	Base                   int64 // of the list that this one completes; 0 for a list by itself
	ThisUpdate, NextUpdate time.Time
	Revoked                []*big.Int // serial numbers
}

// oidDeltaIndicator marks a list that completes another.
var oidDeltaIndicator = asn1.ObjectIdentifier{2, 5, 29, 27}

// Publish signs a revocation list, DER. Errors are *Error: what X.509 cannot hold.
func (a *Authority) Publish(l List) ([]byte, error) {
	level := l.Level % levels
	template := &x509.RevocationList{
		SignatureAlgorithm: x509.SHA256WithRSA,
		Number:             big.NewInt(l.Number),
		ThisUpdate:         l.ThisUpdate,
		NextUpdate:         l.NextUpdate,
	}
	for _, serial := range l.Revoked {
		template.RevokedCertificateEntries = append(template.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: serial, RevocationTime: l.ThisUpdate})
	}
	if l.Base > 0 {
		base, err := asn1.Marshal(l.Base)
		if err != nil {
			return nil, &Error{Subject: a.issuing[level].Subject.CommonName, Err: err}
		}
		template.ExtraExtensions = []pkix.Extension{{Id: oidDeltaIndicator, Critical: true, Value: base}}
	}
	der, err := x509.CreateRevocationList(nil, template, a.issuing[level], a.keys[level]())
	if err != nil {
		return nil, &Error{Subject: a.issuing[level].Subject.CommonName, Err: err}
	}
	return der, nil
}

// Signer signs for an issuing authority: answers about its certificates, for example.
func (a *Authority) Signer(l Level) crypto.Signer { return a.keys[l%levels]() }
