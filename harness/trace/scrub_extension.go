package trace

import (
	"bytes"
	"encoding/asn1"
	"strings"
)

// Extensions of a certificate by what becomes of them (RFC 5280, 4.2; the arc of the
// ANS is that of package simulator/pki).
const (
	extensionSubjectKey   = "2.5.29.14"
	extensionAltName      = "2.5.29.17"
	extensionAuthorityKey = "2.5.29.35"
	extensionToken        = "1.2.250.1.71.1.2.3"
)

// publicExtension reports whether an extension tells of no person: usages, dates,
// policies, addresses of lists and services, type and category of the card, profession
// and speciality.
func publicExtension(oid string) bool {
	switch oid {
	case "2.5.29.15", "2.5.29.16", "2.5.29.19", "2.5.29.31", "2.5.29.32", "2.5.29.37", "2.5.29.46", "1.3.6.1.5.5.7.1.1", "2.16.840.1.113730.1.1",
		"1.2.250.1.71.1.2.2", "1.2.250.1.71.1.2.5", "1.2.250.1.71.1.2.7", "1.2.250.1.71.4.2.5":
		return true
	}
	return false
}

// extensions scrubs the extensions of a certificate, A3 and all; the key identifiers are
// those of the new keys where they have the same length.
func (c *cardScrub) extensions(b []byte, subject *pair, issuerKey []byte) []byte {
	out := append([]byte(nil), b...)
	list := children(out)
	if len(list) != 1 {
		c.der(out, foreignText)
		return out
	}
	for _, x := range children(list[0]) {
		parts := children(x)
		if len(parts) < 2 {
			c.der(x, foreignText)
			continue
		}
		var oid asn1.ObjectIdentifier
		_, err := asn1.Unmarshal(parts[0], &oid)
		value := parts[len(parts)-1]
		head, _, ok := derHeader(value)
		if err != nil || !ok || value[0] != asn1.TagOctetString {
			c.der(x, foreignText)
			continue
		}
		c.extension(oid.String(), value[head:], subject, issuerKey)
	}
	return out
}

// extension scrubs the content of one extension in place.
func (c *cardScrub) extension(oid string, content []byte, subject *pair, issuerKey []byte) {
	switch {
	case publicExtension(oid):
		c.der(content, directoryText) // a broken one may span anything
	case oid == extensionSubjectKey:
		head, n, ok := derHeader(content)
		switch {
		case ok && subject != nil && n == 20 && head+n == len(content):
			copy(content[head:], keyIdentifier(subject))
		case ok:
			copy(content[head:], c.replace.opaque(content[head:]))
		}
	case oid == extensionAuthorityKey:
		// SEQUENCE { [0] keyIdentifier }
		list := children(content)
		if len(list) == 1 && list[0][0] == 0x80 && issuerKey != nil && len(list[0]) == 2+len(issuerKey) {
			copy(list[0][2:], issuerKey)
		}
	case oid == extensionToken:
		c.token(content)
	case oid == extensionAltName:
		c.altNames(content)
	default:
		c.der(content, foreignText)
	}
}

// token scrubs the name of a card in place: the issuer, a slash, its number.
func (c *cardScrub) token(content []byte) {
	head, _, ok := derHeader(content)
	if !ok {
		return
	}
	issuer, number, found := bytes.Cut(content[head:], []byte("/"))
	if !found || run(string(number), isDigit) != len(number) {
		c.der(content, foreignText)
		return
	}
	copy(content[head+len(issuer)+1:], c.replace.number(string(number)))
}

// altNames scrubs the names beside the subject in place. The user principal name of
// Windows holds the identifier with a full stop behind its type digit; other texts are
// replaced as texts.
func (c *cardScrub) altNames(content []byte) {
	for _, name := range children(content) {
		texts := textsIn(name, deepest)
		for _, t := range texts {
			local, domain, at := strings.Cut(string(t), "@")
			id := strings.Replace(local, ".", "", 1)
			if len(local) > 2 && local[1] == '.' && at {
				if scrubbed := c.replace.identifier(id); len(scrubbed) == len(id) {
					copy(t, scrubbed[:1]+"."+scrubbed[1:]+"@"+domain)
					continue
				}
			}
			copy(t, c.replace.bytes(t))
		}
	}
}

// textsIn returns the contents of the primitive values in DER that are no OID.
func textsIn(der []byte, depth int) [][]byte {
	head, length, ok := derHeader(der)
	if !ok || head+length > len(der) || depth == 0 {
		return nil
	}
	if der[0]&0x20 == 0 {
		if der[0] == asn1.TagOID {
			return nil
		}
		return [][]byte{der[head : head+length]}
	}
	var all [][]byte
	for _, one := range children(der) {
		all = append(all, textsIn(one, depth-1)...)
	}
	return all
}
