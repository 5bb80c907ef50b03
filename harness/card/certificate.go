package card

import "time"

// CertificateKind names one of the three certificates of a card by its use.
type CertificateKind string

// Kinds of certificates. A CPS4 has no technical one; contactless, only the
// technical one shows.
const (
	CertificateSignature      CertificateKind = "signature"
	CertificateAuthentication CertificateKind = "authentication"
	CertificateTechnical      CertificateKind = "technical"
)

// Certificate is what the bench looks at in an X.509 certificate of the card.
// The certificate itself, DER, is the Raw of its object.
type Certificate struct {
	NotBefore, NotAfter time.Time
	SubjectID           string // common name: the national identifier with its type digit
	Subject             string // distinguished name, RFC 4514: most specific part first, attributes it has no name for by OID
	Issuer              string // distinguished name, RFC 4514
	TokenID             string // "8025000001/<serial>" of the card it was made for, "" when it does not tell
	CardType            Kind   // "" when it does not tell
	Serial              string // serial number, hexadecimal
}

// NumberedCertificate is a certificate object with its kind.
type NumberedCertificate struct {
	Kind CertificateKind
	Object[Certificate]
}
