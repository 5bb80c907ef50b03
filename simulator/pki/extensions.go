package pki

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"time"
)

// Extensions of certificates (RFC 5280, 4.2), and those of the French health
// professionals' (arc of the ANS, 1.2.250.1.71).
var (
	oidPrivateKeyUsagePeriod = asn1.ObjectIdentifier{2, 5, 29, 16}
	oidSubjectAltName        = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidBasicConstraints      = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidCRLDistributionPoints = asn1.ObjectIdentifier{2, 5, 29, 31}
	oidCertificatePolicies   = asn1.ObjectIdentifier{2, 5, 29, 32}
	oidFreshestCRL           = asn1.ObjectIdentifier{2, 5, 29, 46}
	oidAuthorityInfoAccess   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 1}
	oidNetscapeCertType      = asn1.ObjectIdentifier{2, 16, 840, 1, 113730, 1, 1}

	oidCardType   = asn1.ObjectIdentifier{1, 2, 250, 1, 71, 1, 2, 2}
	oidToken      = asn1.ObjectIdentifier{1, 2, 250, 1, 71, 1, 2, 3}
	oidCategory   = asn1.ObjectIdentifier{1, 2, 250, 1, 71, 1, 2, 5}
	oidProfession = asn1.ObjectIdentifier{1, 2, 250, 1, 71, 1, 2, 7}
	oidSpeciality = asn1.ObjectIdentifier{1, 2, 250, 1, 71, 4, 2, 5}
)

// What the extensions name.
var (
	oidPolicyURI      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 2, 1}
	oidOCSP           = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1}
	oidCAIssuers      = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 2}
	oidSmartcardLogon = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 2}
	oidUserPrincipal  = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 311, 20, 2, 3}
)

// policyOf is the policy of a level, below the arc for examples (ITU-T X.660).
func policyOf(l Level) asn1.ObjectIdentifier { return asn1.ObjectIdentifier{2, 999, 71, 1 + int(l)} }

// The host of every address in a certificate: nobody has it (RFC 6761, 6.2).
const (
	hostHTTP = "http://igc.cpslab.test"
	hostLDAP = "ldap://annuaire.cpslab.test"
	hostOCSP = "http://ocsp.cpslab.test"

	// userDomain of the user principal names.
	userDomain = "carte-cps.test"
)

// PathCRL is the path of the revocation list of an authority, by which a server of it
// answers whatever the host.
func PathCRL(l Level) string { return "/crl/" + l.path() + ".crl" }

// PathDeltaCRL is that of the list that completes it.
func PathDeltaCRL(l Level) string { return "/crl/" + l.path() + "-delta.crl" }

// PathIssuer is that of the certificate of an authority.
func PathIssuer(l Level) string { return "/ac/" + l.path() + ".cer" }

// PathOCSP is that of its OCSP service.
func PathOCSP(l Level) string { return "/ocsp/" + l.path() }

// categoryTest is the category of a test card (table G01).
const categoryTest = 0x80

// Types of ASN.1 in the extensions.
type (
	keyUsagePeriod struct {
		NotBefore time.Time `asn1:"generalized,tag:0"`
		NotAfter  time.Time `asn1:"generalized,tag:1"`
	}
	policyInformation struct {
		Policy     asn1.ObjectIdentifier
		Qualifiers []policyQualifier
	}
	policyQualifier struct {
		ID  asn1.ObjectIdentifier
		URI string `asn1:"ia5"`
	}
	distributionPoint struct {
		Name distributionPointName `asn1:"tag:0"`
	}
	distributionPointName struct {
		FullName []asn1.RawValue `asn1:"tag:0"`
	}
	accessDescription struct {
		Method   asn1.ObjectIdentifier
		Location asn1.RawValue
	}
	otherName struct {
		ID    asn1.ObjectIdentifier
		Value string `asn1:"utf8,explicit,tag:0"`
	}
)

// uri is an address as a GeneralName.
func uri(address string) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 6, Bytes: []byte(address)}
}

// points is where a list is published, by HTTP and by LDAP.
func points(path, attribute string) []distributionPoint {
	return []distributionPoint{{distributionPointName{[]asn1.RawValue{
		uri(hostHTTP + path), uri(hostLDAP + path + "?" + attribute + ";binary?base?objectClass=pkiCRL"),
	}}}}
}

// extensions collects extensions until one cannot be encoded.
type extensions struct {
	list []pkix.Extension
	err  error
}

func (x *extensions) add(oid asn1.ObjectIdentifier, value any) {
	b, err := asn1.Marshal(value)
	if err != nil && x.err == nil {
		x.err = err
	}
	x.list = append(x.list, pkix.Extension{Id: oid, Value: b})
}

// extend gives a certificate the extensions of its kind.
func (r *Request) extend(template *x509.Certificate) error {
	l := r.Subject.level()
	var x extensions
	x.add(oidBasicConstraints, struct{}{})
	x.add(oidPrivateKeyUsagePeriod, keyUsagePeriod{r.NotBefore.UTC(), r.NotAfter.UTC()})
	x.add(oidCertificatePolicies, []policyInformation{{policyOf(l), []policyQualifier{{oidPolicyURI, hostHTTP + "/pc/" + l.path()}}}})
	x.add(oidCRLDistributionPoints, points(PathCRL(l), "certificateRevocationList"))
	x.add(oidFreshestCRL, points(PathDeltaCRL(l), "deltaRevocationList"))
	x.add(oidAuthorityInfoAccess, []accessDescription{{oidOCSP, uri(hostOCSP + PathOCSP(l))}, {oidCAIssuers, uri(hostHTTP + PathIssuer(l))}})
	x.add(oidCardType, r.Subject.CardType)
	if r.Subject.Token != "" {
		x.add(oidToken, asn1.RawValue{Tag: asn1.TagPrintableString, Bytes: []byte(r.Subject.Token)})
	}
	x.add(oidCategory, []byte{categoryTest})
	if r.Subject.Profession >= 0 {
		x.add(oidProfession, r.Subject.Profession)
	}
	if len(r.Subject.Specialities) > 0 {
		codes := make([]asn1.RawValue, len(r.Subject.Specialities))
		for i, code := range r.Subject.Specialities {
			codes[i] = asn1.RawValue{Tag: asn1.TagUTF8String, Bytes: []byte(code)}
		}
		x.add(oidSpeciality, codes)
	}
	switch r.Kind {
	case Signature:
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
	case Authentication:
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		template.UnknownExtKeyUsage = []asn1.ObjectIdentifier{oidSmartcardLogon}
		x.addUserPrincipal(r.Subject.ID)
		if r.Shape == OldIGC {
			x.add(oidNetscapeCertType, asn1.BitString{Bytes: []byte{0x80}, BitLength: 1}) // SSL client
		}
	default:
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	template.KeyUsage = r.keyUsage()
	template.ExtraExtensions = x.list
	return x.err
}

// keyUsage is what the key may do. Newer cards add a usage to each of the first two
// kinds.
func (r *Request) keyUsage() x509.KeyUsage {
	older := r.OlderUsage || r.Shape == OldIGC
	switch {
	case r.Kind == Signature && older:
		return x509.KeyUsageContentCommitment
	case r.Kind == Signature:
		return x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	case r.Kind == Authentication && !older:
		return x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	default:
		return x509.KeyUsageDigitalSignature
	}
}

// addUserPrincipal adds the name by which Windows logs on: type digit, a full stop and
// the identifier.
func (x *extensions) addUserPrincipal(id string) {
	if id == "" {
		return
	}
	name, err := asn1.MarshalWithParams(otherName{oidUserPrincipal, id[:1] + "." + id[1:] + "@" + userDomain}, "tag:0")
	if err != nil {
		x.err = err
		return
	}
	x.add(oidSubjectAltName, []asn1.RawValue{{FullBytes: name}})
}

// keyIdentifier of a public key (RFC 7093, 2, method 1).
func keyIdentifier(key *rsa.PublicKey) []byte {
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(key))
	return sum[:20]
}
