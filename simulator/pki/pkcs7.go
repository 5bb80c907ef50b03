package pki

import (
	"encoding/asn1"

	"github.com/cpslab/cps/harness/card/text"
)

// Object identifiers of a message without content (RFC 2315, 14).
var (
	oidData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
)

// contentInfo and signedData are those of RFC 2315, 7 and 9.1. Certificates only is
// what a message says that nobody signed.
type contentInfo struct {
	ContentType asn1.ObjectIdentifier
	Content     asn1.RawValue `asn1:"optional"`
}

type signedData struct {
	Version          int
	DigestAlgorithms []asn1.RawValue `asn1:"set"`
	ContentInfo      contentInfo
	Certificates     asn1.RawValue
	SignerInfos      []asn1.RawValue `asn1:"set"`
}

// PKCS7 returns the root, then the issuing authorities, as a PKCS #7 message without
// content and signature, DER: a .p7b file, which Windows and Java import whole. Its
// error is an *Error: none can happen but by a fault of the authority.
func (a *Authority) PKCS7() ([]byte, error) {
	refuse := func(err error) ([]byte, error) { return nil, &Error{Subject: a.root.Subject.CommonName, Err: err} }
	certificates := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: a.Root()}
	for _, issuing := range a.issuing {
		certificates.Bytes = append(certificates.Bytes, issuing.Raw...)
	}
	inner, err := asn1.Marshal(signedData{
		Version:          1,
		DigestAlgorithms: []asn1.RawValue{},
		ContentInfo:      contentInfo{ContentType: oidData},
		Certificates:     certificates,
		SignerInfos:      []asn1.RawValue{},
	})
	if err != nil {
		return refuse(text.Wrap(text.Same("PKCS #7"), err))
	}
	der, err := asn1.Marshal(contentInfo{
		ContentType: oidSignedData,
		Content:     asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: inner},
	})
	if err != nil {
		return refuse(text.Wrap(text.Same("PKCS #7"), err))
	}
	return der, nil
}
