package harness

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// maxListed bounds the entries that are taken from a directory of certificates
// or keys. A card has three of each.
const maxListed = 8

// certificates reads the certificates that the card's directory lists. Nothing
// of them is protected.
func (r *reading) certificates() error {
	list, err := r.listedCertificates()
	if err != nil || list == nil {
		return err
	}
	r.out.Certificates = make([]card.NumberedCertificate, len(list))
	for i := range list {
		c := &r.out.Certificates[i]
		c.Kind = list[i].kind
		if err := object(r, &c.Object, list[i].path.bytes(), card.DecodeCertificate); err != nil {
			return err
		}
	}
	return nil
}

// listedCertificates reads the CDF. The list is nil when there is none to read.
func (r *reading) listedCertificates() ([]listedCertificate, error) {
	if !r.places.cdf.known() {
		return nil, nil
	}
	cdf, sw, err := r.file(r.places.cdf.bytes())
	if err != nil {
		return nil, err
	}
	settle(r, &r.out.CertificateDirectory, cdf, sw, countEntries)
	if !sw.OK() {
		return nil, nil
	}
	return certificatesOf(cdf), nil
}

// countEntries counts the entries of a CDF that stand there whole (ISO/IEC 7816-15, 8.7:
// tag 30 for X.509, A0 to AF for others): what ends in the middle of one, or holds
// anything else, is no directory. Zeros behind the last one are padding.
func countEntries(b []byte) (n int, _ []card.Deviation, err error) {
	rd := tlv.NewReader(b)
	for {
		e, ok, err := rd.Next()
		if err != nil && n > 0 && rd.Rest()[0] == 0 {
			ok, err = false, nil // padding
		}
		switch {
		case err == nil && ok && e.Tag != 0x30 && e.Tag>>4 != 0xA:
			return n, nil, &card.DecodeError{Object: "CDF", Offset: rd.Offset(), Reason: text.Of("étiquette %02X : ce n'est pas l'entrée d'un certificat", "tag %02X: not the entry of a certificate", uint32(e.Tag))}
		case err != nil:
			return n, nil, &card.DecodeError{Object: "CDF", Offset: rd.Offset(), Reason: text.Of("une entrée n'est pas entière", "an entry is not whole"), Err: err}
		case !ok:
			return n, nil, nil
		}
		n++
	}
}

// listedKeys reads the PrKDF. The list is nil when there is none to read.
func (r *reading) listedKeys() ([]listedKey, error) {
	if !r.places.prkdf.known() {
		return nil, nil
	}
	prkdf, sw, err := r.file(r.places.prkdf.bytes())
	if err != nil || !sw.OK() {
		return nil, err
	}
	return keysOf(prkdf), nil
}

// listedCertificate is an entry of the CDF.
type listedCertificate struct {
	kind card.CertificateKind
	path place
}

// listedKey is an entry of the PrKDF.
type listedKey struct {
	kind card.CertificateKind
	ref  byte // key reference in MANAGE SECURITY ENVIRONMENT
}

// certificatesOf takes the entries of a CDF (ISO/IEC 7816-15, 8.7) that are one
// of the three certificates of a card; what an authority may have there is not
// the holder's. The result is not nil.
func certificatesOf(cdf []byte) []listedCertificate {
	list := make([]listedCertificate, 0, 3)
	rd := tlv.NewReader(cdf)
	for len(list) < maxListed {
		e, ok := nextEntry(&rd)
		if !ok {
			break
		}
		path, ok, err := tlv.Find(e.special, 0x30, 0x30, 0x04)
		if err != nil || !ok || e.kind == "" {
			continue
		}
		c := listedCertificate{kind: e.kind}
		c.path.set(path)
		if c.path.known() {
			list = append(list, c)
		}
	}
	return list
}

// keysOf takes the key references of a PrKDF (ISO/IEC 7816-15, 8.4): the first
// INTEGER of the key attributes.
func keysOf(prkdf []byte) []listedKey {
	list := make([]listedKey, 0, 3)
	rd := tlv.NewReader(prkdf)
	for len(list) < maxListed {
		e, ok := nextEntry(&rd)
		if !ok {
			break
		}
		// A reference is 0 to 255: one byte, or two with the sign.
		ref, ok, err := tlv.Find(e.class, 0x02)
		if err != nil || !ok || len(ref) == 0 || len(ref) > 2 || e.kind == "" {
			continue
		}
		list = append(list, listedKey{e.kind, ref[len(ref)-1]})
	}
	return list
}

// entry is one object of a directory: attributes of its class, attributes of
// its type, and which of the three kinds it is ("" for another).
type entry struct {
	kind    card.CertificateKind
	class   []byte
	special []byte
}

// nextEntry reads the next entry (ISO/IEC 7816-15, 8.1): common attributes 30,
// class attributes 30, perhaps A0, type attributes A1. One that cannot be
// decoded ends the list.
func nextEntry(rd *tlv.Reader) (entry, bool) {
	outer, ok, err := rd.Next()
	if err != nil || !ok || outer.Tag == 0 {
		return entry{}, false
	}
	var (
		e      entry
		common []byte
		in     = tlv.NewReader(outer.Value)
	)
	for {
		part, ok, err := in.Next()
		if err != nil {
			return entry{}, false
		}
		if !ok {
			break
		}
		switch {
		case part.Tag == 0x30 && common == nil:
			common = part.Value
		case part.Tag == 0x30 && e.class == nil:
			e.class = part.Value
		case part.Tag == 0xA1:
			e.special = part.Value
		}
	}
	label, _, err1 := tlv.Find(common, 0x0C)
	id, _, err2 := tlv.Find(e.class, 0x04)
	if err1 != nil || err2 != nil {
		return entry{}, false
	}
	e.kind = kindOfKey(string(label), id)
	return e, true
}

// kindOfKey tells the use of a key or certificate: by the labels that the
// Gestionnaire looks for and those of the keys of a real card (OpenSC issue
// 2267), else by the last byte of the identifier, which CPS3 counts from 01 and
// CPS4 from 10.
func kindOfKey(label string, id []byte) card.CertificateKind {
	switch label {
	case "Certificat de Signature CPS", "CPS_PRIV_SIG":
		return card.CertificateSignature
	case "Certificat d'Authentification CPS", "CPS_PRIV_AUT":
		return card.CertificateAuthentication
	case "Certificat Technique CPS", "CPS_PRIV_TECH_AUT":
		return card.CertificateTechnical
	}
	if len(id) != len(card.AIDCPx)+1 {
		return ""
	}
	switch id[len(id)-1] {
	case 0x01, 0x10:
		return card.CertificateSignature
	case 0x02, 0x20:
		return card.CertificateAuthentication
	case 0x03, 0x30:
		return card.CertificateTechnical
	}
	return ""
}
