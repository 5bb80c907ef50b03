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
	Serial              string // serial number, hexadecimal

	// The holder's name in the subject; a CPE that is given to nobody in particular
	// has a pseudonym in its place, or nothing.
	Surname, GivenName, Pseudonym string

	// What the private extensions tell, "" or nil where they do not.
	TokenID      string   // "8025000001/<serial>" of the card it was made for
	CardType     Kind     // table G02
	Category     Category // table G01
	Profession   string   // table G15
	Specialities []string // "SM26"
}

// NumberedCertificate is a certificate object with its kind.
type NumberedCertificate struct {
	Kind CertificateKind
	Object[Certificate]
}
