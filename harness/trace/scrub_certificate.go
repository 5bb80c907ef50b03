package trace

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // what older certificates are signed over
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/effect"
)

// certificate re-issues the X.509 certificate that a file begins with; ok is false where
// it holds none that is whole. The result has the length of the file: a name of the new
// issuer that is shorter than the old one leaves room for an extension without meaning,
// one that is longer leaves the old name there, and a signature that verifies with
// nothing.
func (c *cardScrub) certificate(b []byte) (out []byte, ok bool) {
	head, length, ok := derHeader(b)
	if !ok || head+length > len(b) {
		return nil, false
	}
	der := b[:head+length]
	parts, ok := partsOf(der)
	if !ok {
		return nil, false
	}
	if _, _, err := card.DecodeCertificate(b); err != nil {
		return nil, false
	}
	c.replace.counts[valueCertificate]++
	fresh := c.reissue(parts, true)
	if len(fresh) > len(der) {
		fresh = c.reissue(parts, false)
	}
	if len(fresh) > len(der) { // it cannot be: every part has its length
		return c.replace.opaque(b), true
	}
	out = append(make([]byte, 0, len(b)), fresh...)
	out = append(out, make([]byte, len(der)-len(fresh))...)
	rest := append([]byte(nil), b[len(der):]...)
	c.tail(rest)
	return append(out, rest...), true
}

// likeCertificate reports whether bytes may be the start of a certificate, or one that is
// broken: a long SEQUENCE in which another one begins at once, as no directory has it.
func likeCertificate(b []byte) bool {
	head, length, ok := derHeader(b)
	if !ok || length < 0x80 {
		return false
	}
	return len(b) < head+4 || b[head] == asnSequence && b[head+1] >= 0x80
}

// brokenCertificate scrubs in place what is no whole certificate, and leaves it as far from
// one as it was.
func (c *cardScrub) brokenCertificate(b []byte) []byte {
	out := append([]byte(nil), b...)
	c.der(out, foreignText)
	_, _, was := card.DecodeCertificate(b)
	if _, _, is := card.DecodeCertificate(out); is == nil && was != nil {
		head, _, _ := derHeader(out)
		out[head] = asn1.TagNull // where the SEQUENCE of what is signed begins
	}
	return out
}

// certificateParts are the parts of a certificate, DER each (RFC 5280, 4.1).
type certificateParts struct {
	whole      int      // length of the certificate
	tbs        [][]byte // fields of what is signed
	issuer     int      // their places among them; the subject and its key follow
	subject    int
	key        int
	extensions int // -1 for none
	algorithm  []byte
	signature  []byte // BIT STRING
}

// partsOf takes a certificate apart.
func partsOf(der []byte) (p certificateParts, ok bool) {
	outer := children(der)
	if len(outer) != 3 || outer[0][0] != asnSequence || outer[2][0] != asn1.TagBitString {
		return p, false
	}
	p = certificateParts{whole: len(der), tbs: children(outer[0]), extensions: -1, algorithm: outer[1], signature: outer[2]}
	at := 0
	if len(p.tbs) > 0 && p.tbs[0][0] == 0xA0 {
		at = 1 // version
	}
	// serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
	p.issuer, p.subject, p.key = at+2, at+4, at+5
	if len(p.tbs) < at+6 || p.tbs[at][0] != asn1.TagInteger {
		return p, false
	}
	for _, i := range [...]int{at + 1, p.issuer, at + 3, p.subject, p.key} {
		if p.tbs[i][0] != asnSequence {
			return p, false
		}
	}
	for i := p.key + 1; i < len(p.tbs); i++ {
		if p.tbs[i][0] == 0xA3 {
			p.extensions = i
		}
	}
	return p, true
}

// children returns the values inside of one, DER each; nil where they do not fill it.
func children(der []byte) [][]byte {
	head, length, ok := derHeader(der)
	if !ok || head+length > len(der) || der[0]&0x20 == 0 {
		return nil
	}
	var all [][]byte
	for rest := der[head : head+length]; len(rest) > 0; {
		head, length, ok := derHeader(rest)
		if !ok || head+length > len(rest) {
			return nil
		}
		all = append(all, rest[:head+length])
		rest = rest[head+length:]
	}
	return all
}

// wrap puts values into a constructed one.
func wrap(tag byte, values ...[]byte) []byte {
	content := bytes.Join(values, nil)
	n := len(content)
	out := []byte{tag}
	switch {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x100:
		out = append(out, 0x81, byte(n))
	default:
		out = append(out, 0x82, byte(n>>8), byte(n))
	}
	return append(out, content...)
}

// reissue makes the certificate anew, with another issuer where that is wanted.
func (c *cardScrub) reissue(p certificateParts, anew bool) []byte {
	fields := make([][]byte, len(p.tbs))
	for i, f := range p.tbs {
		fields[i] = append([]byte(nil), f...)
	}
	serial := fields[p.issuer-2]
	if n := len(serial); n > 3 {
		copy(serial[3:], c.replace.opaque(serial[3:]))
	}
	var keyID []byte
	a := c.keys.authority
	if a != nil && anew {
		fields[p.issuer], keyID = a.Issuer(p.tbs[p.issuer])
		c.keys.issuers = append(c.keys.issuers, fields[p.issuer])
	}
	c.subject(fields[p.subject])
	keyInfo := fields[p.key]
	subjectKey := c.subjectKey(keyInfo)
	if p.extensions >= 0 {
		fields[p.extensions] = c.extensions(p.tbs[p.extensions], subjectKey, keyID)
	}
	tbs := wrap(asnSequence, fields...)
	signed := a != nil && anew
	if signed && p.extensions >= 0 {
		if missing := p.whole - len(wrap(asnSequence, tbs, p.algorithm, p.signature)); missing > 0 {
			fields[p.extensions] = pad(fields[p.extensions], missing)
			tbs = wrap(asnSequence, fields...)
		}
	}
	return wrap(asnSequence, tbs, p.algorithm, c.certificateSignature(p, fields[p.issuer], tbs, signed))
}

// hashOf returns the hash of a signature algorithm of certificates (RFC 8017, A.2.4), 0 for
// any other.
func hashOf(oid string) crypto.Hash {
	switch oid {
	case "1.2.840.113549.1.1.5":
		return crypto.SHA1
	case "1.2.840.113549.1.1.11":
		return crypto.SHA256
	case "1.2.840.113549.1.1.12":
		return crypto.SHA384
	case "1.2.840.113549.1.1.13":
		return crypto.SHA512
	}
	return 0
}

// certificateSignature signs what was made anew where the authority can, by the
// algorithm of the certificate and with as many bytes; else the signature is masked.
func (c *cardScrub) certificateSignature(p certificateParts, issuer, tbs []byte, signed bool) []byte {
	head, _, _ := derHeader(p.signature)
	masked := append(append([]byte(nil), p.signature[:head+1]...), c.replace.opaque(p.signature[head+1:])...)
	if !signed {
		return masked
	}
	var oid asn1.ObjectIdentifier
	list := children(p.algorithm)
	if len(list) == 0 {
		return masked
	}
	if _, err := asn1.Unmarshal(list[0], &oid); err != nil {
		return masked
	}
	hash := hashOf(oid.String())
	if hash == 0 {
		return masked
	}
	h := hash.New()
	_, _ = h.Write(tbs) // a hash takes everything
	signature, err := c.keys.authority.Sign(issuer, h.Sum(nil), hash)
	if err != nil || len(signature)+head+1 != len(p.signature) {
		return masked
	}
	return append(append([]byte(nil), p.signature[:head+1]...), signature...)
}

// pad adds an extension without meaning (RFC 5280, 4.2: one that is not critical and not
// known is passed over), so that the certificate has its length again; as it was, where
// that is not possible to the byte.
func pad(extensions []byte, missing int) []byte {
	list := children(extensions)
	if len(list) != 1 {
		return extensions
	}
	oid := []byte{asn1.TagOID, 5, 0x2B, 0x06, 0x01, 0x03, 0x01} // 1.3.6.1.3.1, experimental
	for n := 0; n <= missing; n++ {
		one := wrap(asnSequence, oid, append(append([]byte{asn1.TagOctetString}, lengthOf(n)...), make([]byte, n)...))
		padded := wrap(0xA3, wrap(asnSequence, append(children(list[0]), one)...))
		if len(padded)-len(extensions) == missing {
			return padded
		}
	}
	return extensions
}

func lengthOf(n int) []byte { return wrap(0, make([]byte, n))[1 : len(wrap(0, make([]byte, n)))-n] }

// Attributes of a name that tell of no person (ITU-T X.520): country, title, and the
// organization that issues.
var publicAttributes = [...]string{"2.5.4.6", "2.5.4.12", "2.5.4.10"}

// subject scrubs the name of a holder in place.
func (c *cardScrub) subject(name []byte) {
	for _, rdn := range children(name) {
		for _, attribute := range children(rdn) {
			parts := children(attribute)
			if len(parts) != 2 {
				c.der(attribute, foreignText)
				continue
			}
			var oid asn1.ObjectIdentifier
			_, err := asn1.Unmarshal(parts[0], &oid)
			c.attribute(oid.String(), parts[1], err == nil)
		}
	}
}

// attribute scrubs one value of a name in place.
func (c *cardScrub) attribute(oid string, value []byte, known bool) {
	for _, public := range publicAttributes {
		if known && oid == public {
			return
		}
	}
	head, _, ok := derHeader(value)
	if !ok {
		return
	}
	content := value[head:]
	before, _, _ := strings.Cut(string(content), "/")
	if isIdentifier(before) {
		copy(content, c.replace.identifier(string(content)))
		return
	}
	copy(content, c.replace.bytes(content))
}

// subjectKey replaces an RSA key in place and returns the new one, nil where it was
// masked.
func (c *cardScrub) subjectKey(info []byte) *pair {
	parts := children(info)
	if len(parts) != 2 || parts[1][0] != asn1.TagBitString {
		c.der(info, foreignText)
		return nil
	}
	head, _, _ := derHeader(parts[1])
	key := children(parts[1][min(head+1, len(parts[1])):])
	if len(key) != 2 || key[0][0] != asn1.TagInteger {
		copy(parts[1][min(head+1, len(parts[1])):], c.replace.opaque(parts[1][min(head+1, len(parts[1])):]))
		return nil
	}
	head, _, _ = derHeader(key[0])
	modulus := key[0][head:]
	if !c.keys.isModulus(modulus) {
		copy(modulus, c.replace.opaque(modulus))
		return nil
	}
	p := c.keys.pair(bytes.TrimLeft(modulus, "\x00"))
	copy(modulus, c.keys.modulus(modulus))
	return &p
}

// signature scrubs what a key of the card made: with another key, the same block gives
// another signature, that verifies as the first one did. What was deciphered is masked.
func (c *cardScrub) signature(e *effect.Effect, data []byte) []byte {
	c.replace.counts[valueSignature]++
	sent := c.sent
	if e.Command.INS == apdu.INSPerformSecurity && e.Command.P1 == 0x80 && len(sent)%16 == 1 {
		sent = sent[1:] // the padding indicator of a cryptogram
	}
	if again, ok := c.keys.resign(data, sent); ok {
		return again
	}
	return c.replace.opaque(data)
}

// keyIdentifier is how the TEST authority identifies a key (RFC 7093, 2, method 1).
func keyIdentifier(p *pair) []byte {
	sum := crypto.SHA256.New()
	_, _ = sum.Write(x509.MarshalPKCS1PublicKey(p.now)) // a hash takes everything
	return sum.Sum(nil)[:20]
}
