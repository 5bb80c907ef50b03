package simulator

import (
	"crypto/rsa"
	"crypto/x509"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator/pki"
)

// Credential returns the certificate that the card holds for one of its keys, and the
// key, for whoever tests a server without a reader. The key is shared: read it only.
//
// Errors are an *Error with Op "credential" and the name of the object: the face has no
// such key, or its file holds no certificate of it, as that of another card does.
func (c *Card) Credential(kind pki.Kind) (*x509.Certificate, *rsa.PrivateKey, error) {
	refuse := func(object Object, reason text.Text, err error) (*x509.Certificate, *rsa.PrivateKey, error) {
		return nil, nil, &Error{Op: "credential", Field: string(object), Reason: reason, Err: err}
	}
	for i := range c.keys {
		k := &c.keys[i]
		if k.kind != kind {
			continue
		}
		der := c.p.issue(kind)
		if raw, given := c.p.Raw[k.raw]; given && !raw.asMade() {
			der = raw.Bytes
		}
		cert, err := card.ParseCertificate(der)
		if err != nil {
			return refuse(k.raw, text.Of("aucun certificat lisible", "no certificate that can be read"), err)
		}
		key := pki.CardKey(c.p.row(), kind)
		if !key.PublicKey.Equal(cert.PublicKey) {
			return refuse(k.raw, text.Of("le certificat est celui d'une autre clé que celle de la carte", "the certificate is one of another key than the card's"), nil)
		}
		return cert, key, nil
	}
	return refuse("", text.Of("cette carte n'a pas de clé « %v »", "this card has no %v key", kind), nil)
}
