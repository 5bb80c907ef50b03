package harness

import (
	"bytes"
	"encoding/hex"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/tlv"
	"github.com/cpslab/cps/harness/diagnosis"
)

// Tags of a CertificateList (RFC 5280, 5.1; X.690, 8.19 to 8.26).
const (
	derInteger         tlv.Tag = 0x02
	derBitString       tlv.Tag = 0x03
	derUTCTime         tlv.Tag = 0x17
	derGeneralizedTime tlv.Tag = 0x18
	derSequence        tlv.Tag = 0x30
	derExtensions      tlv.Tag = 0xA0 // [0] EXPLICIT
)

// maxSerial bounds a serial number, in bytes: 20 are allowed (RFC 5280, 4.1.2.2),
// and certificates with a few more are about.
const maxSerial = 32

// parseCRL reads a CRL, DER. Its entries are walked and not taken apart: a list of
// 60 MB holds nearly two million, of which only the numbers are wanted
// (crypto/x509 makes an object of each date and each extension as well).
func parseCRL(der []byte) (*diagnosis.RevocationList, bool) {
	whole, err := tlv.Single(der)
	if err != nil || whole.Tag != derSequence {
		return nil, false
	}
	r := tlv.NewReader(whole.Value)
	tbs, ok := want(&r, derSequence)
	_, algorithm := want(&r, derSequence)
	_, signature := want(&r, derBitString)
	if !ok || !algorithm || !signature || len(r.Rest()) > 0 {
		return nil, false
	}
	r = tlv.NewReader(tbs.Value)
	version, versioned := optional(&r, derInteger)
	_, algorithm = want(&r, derSequence)
	issuer, named := want(&r, derSequence)
	_, dated := moment(&r)
	if versioned && !bytes.Equal(version.Value, []byte{1}) || !algorithm || !named || !dated {
		return nil, false
	}
	list := &diagnosis.RevocationList{Issuer: card.DistinguishedName(tlv.Append(nil, derSequence, issuer.Value))}
	if list.Issuer == "" { // it would be taken for a list of every authority
		return nil, false
	}
	list.NextUpdate, _ = moment(&r)
	if revoked, some := optional(&r, derSequence); some {
		if list.Serials, ok = revokedSerials(revoked.Value); !ok {
			return nil, false
		}
	}
	optional(&r, derExtensions)
	return list, len(r.Rest()) == 0
}

// revokedSerials returns the numbers of revokedCertificates. They are parts of one
// string, so that a list takes little more memory than its numbers.
func revokedSerials(entries []byte) ([]string, bool) {
	var text []byte
	var ends []int
	r := tlv.NewReader(entries)
	for {
		entry, more, err := r.Next()
		if err != nil || more && entry.Tag != derSequence {
			return nil, false
		}
		if !more {
			break
		}
		inner := tlv.NewReader(entry.Value)
		serial, ok := want(&inner, derInteger)
		if !ok || len(serial.Value) == 0 || len(serial.Value) > maxSerial {
			return nil, false
		}
		text = hex.AppendEncode(text, serial.Value)
		ends = append(ends, len(text))
	}
	all := strings.ToUpper(string(text))
	serials, start := make([]string, len(ends)), 0
	for i, end := range ends {
		serials[i], start = withoutZeros(all[start:end]), end
	}
	return serials, true
}

// withoutZeros takes the zeros in front of a number, all but the last digit.
func withoutZeros(s string) string {
	if t := strings.TrimLeft(s, "0"); t != "" {
		return t
	}
	return "0"
}

// want reads the element of that tag, which must come next.
func want(r *tlv.Reader, tag tlv.Tag) (tlv.Element, bool) {
	e, ok, err := r.Next()
	return e, ok && err == nil && e.Tag == tag
}

// optional reads the element of that tag if it comes next.
func optional(r *tlv.Reader, tag tlv.Tag) (tlv.Element, bool) {
	ahead := *r
	e, ok := want(&ahead, tag)
	if ok {
		*r = ahead
	}
	return e, ok
}

// moment reads a time if one comes next. Years of two digits are those from 1950
// to 2049 (RFC 5280, 4.1.2.5.1).
func moment(r *tlv.Reader) (time.Time, bool) {
	if e, ok := optional(r, derUTCTime); ok {
		t, err := time.Parse("060102150405Z", string(e.Value))
		if t.Year() >= 2050 {
			t = t.AddDate(-100, 0, 0)
		}
		return t, err == nil
	}
	if e, ok := optional(r, derGeneralizedTime); ok {
		t, err := time.Parse("20060102150405Z", string(e.Value))
		return t, err == nil
	}
	return time.Time{}, false
}
