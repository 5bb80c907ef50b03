package keyfile

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// Identity is a key of a simulated card, its certificate, and the authority that
// issued it.
type Identity struct {
	name        string // what programs show, TEST first
	key         *rsa.PrivateKey
	certificate *x509.Certificate
	issuer      *x509.Certificate // the issuing authority; never the root, which a program that imports it would trust
}

// errForeign is a certificate of an authority that is not the project's own.
var errForeign = text.NewError(text.Of("le certificat n'est pas d'une autorité de TEST de cpslab", "the certificate is not of a TEST authority of cpslab"),
	text.Of("retirez « raw » du certificat dans le profil", "leave “raw” of the certificate out of the profile"))

// Of returns the identity of one key of a card. The name is the user's for the card; it
// is shown after TEST. Errors are those of simulator.Card.Credential, and one for a
// certificate that another authority issued.
func Of(c *simulator.Card, kind pki.Kind, name string) (Identity, error) {
	certificate, key, err := c.Credential(kind)
	if err != nil {
		return Identity{}, err
	}
	for _, authority := range []func() (*pki.Authority, error){pki.Test, pki.Unknown} {
		a, err := authority()
		if err != nil {
			return Identity{}, err
		}
		der, ours := a.IssuerOf(certificate)
		if !ours {
			continue
		}
		issuer, err := x509.ParseCertificate(der)
		if err != nil {
			return Identity{}, err
		}
		if certificate.CheckSignatureFrom(issuer) != nil {
			break
		}
		return Identity{fmt.Sprintf("TEST %s %v (cpslab)", name, kind), key, certificate, issuer}, nil
	}
	return Identity{}, errForeign
}

// Name is what programs show of the identity. It begins with TEST.
func (i Identity) Name() string { return i.name }

// Certificate is that of the key; it is shared: read it only.
func (i Identity) Certificate() *x509.Certificate { return i.certificate }

// warning stands before the blocks of a PEM file, which readers skip.
const warning = `%s
TEST certificate and key of a simulated card: the key is public, it protects nothing.
Certificat et clé de TEST d'une carte simulée : la clé est publique, elle ne protège rien.

`

// PEM returns the certificate, that of its issuer, and the key (PKCS #8, not encrypted),
// with lines before them that say TEST.
func (i Identity) PEM() ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(i.key)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, warning, i.name)
	for _, block := range []pem.Block{
		{Type: "CERTIFICATE", Bytes: i.certificate.Raw}, {Type: "CERTIFICATE", Bytes: i.issuer.Raw}, {Type: "PRIVATE KEY", Bytes: key},
	} {
		b.Write(pem.EncodeToMemory(&block))
	}
	return b.Bytes(), nil
}
