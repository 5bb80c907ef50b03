package card_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/tlv"
)

// certify makes a certificate that signs itself, with these extensions.
func certify(tb testing.TB, subject []byte, extensions ...pkix.Extension) []byte {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		RawSubject:      subject,
		SerialNumber:    big.NewInt(0xC0FFEE),
		NotBefore:       time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC),
		NotAfter:        time.Date(2028, 1, 31, 23, 59, 59, 0, time.UTC),
		ExtraExtensions: extensions,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	return der
}

// filler is an extension of so many bytes that nobody reads.
func filler(size int) pkix.Extension {
	return pkix.Extension{Id: []int{1, 3, 6, 1, 3, 1}, Value: make([]byte, size)}
}

// private is an extension of the arc of the ANS.
func private(value []byte, arc ...int) pkix.Extension {
	return pkix.Extension{Id: append([]int{1, 2, 250, 1, 71}, arc...), Value: value}
}

// name is a subject of RDNs, each with its attributes.
func name(tb testing.TB, rdns ...pkix.RelativeDistinguishedNameSET) []byte {
	tb.Helper()
	b, err := asn1.Marshal(pkix.RDNSequence(rdns))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// attribute is one of a name, of a string type.
func attribute(tag int, text string, oid ...int) pkix.AttributeTypeAndValue {
	return pkix.AttributeTypeAndValue{Type: oid, Value: asn1.RawValue{Tag: tag, Bytes: []byte(text)}}
}

// holder is the subject of an official certificate's shape.
func holder(tb testing.TB) []byte {
	tb.Helper()
	return name(tb,
		pkix.RelativeDistinguishedNameSET{attribute(asn1.TagPrintableString, "FR", 2, 5, 4, 6)},
		pkix.RelativeDistinguishedNameSET{
			attribute(asn1.TagUTF8String, "ALPHA", 2, 5, 4, 42),
			attribute(asn1.TagUTF8String, "899900000011", 2, 5, 4, 3),
			attribute(asn1.TagUTF8String, "TESTEUR", 2, 5, 4, 4),
		})
}

// official are the private extensions of a test card's certificate, as they stand in
// public ones: what is decoded are bytes, and not what this project encodes.
func official() []pkix.Extension {
	return []pkix.Extension{
		private([]byte{0x02, 0x01, 0x01}, 1, 2, 2),
		private(append([]byte{0x13, 0x15}, "8025000001/2999000117"...), 1, 2, 3),
		private([]byte{0x04, 0x01, 0x80}, 1, 2, 5),
		private([]byte{0x02, 0x01, 0x3C}, 1, 2, 7),
		private([]byte{0x30, 0x06, 0x0C, 0x04, 'S', 'M', '2', '6'}, 4, 2, 5),
	}
}

func TestDecodeCertificate(t *testing.T) {
	t.Parallel()
	der := certify(t, holder(t), official()...)
	parsed, err := card.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	want := card.Certificate{
		NotBefore: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2028, 1, 31, 23, 59, 59, 0, time.UTC),
		SubjectID: "899900000011", Issuer: card.DistinguishedName(parsed.RawIssuer), Subject: card.DistinguishedName(parsed.RawSubject),
		Surname: "TESTEUR", GivenName: "ALPHA", Serial: "C0FFEE",
		TokenID: "8025000001/2999000117", CardType: card.KindCPF, Category: card.CategoryTest, Profession: "60", Specialities: []string{"SM26"},
	}
	for title, c := range map[string]struct {
		raw        []byte
		deviations []card.Deviation
	}{
		"exact":               {der, nil},
		"large":               {certify(t, holder(t), append(official(), filler(2300))...), nil},
		"zeros behind":        {append(slices.Clone(der), make([]byte, 40)...), nil},
		"erased bytes behind": {append(slices.Clone(der), bytes.Repeat([]byte{0xFF}, 40)...), nil},
		"text behind":         {append(slices.Clone(der), 0, 'x'), []card.Deviation{{Class: card.TrailingBytes, Offset: len(der) + 1, Tag: 0x30}}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			got, deviations, err := card.DecodeCertificate(c.raw)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("certificate (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.deviations, deviations); diff != "" {
				t.Errorf("deviations (-want +got):\n%s", diff)
			}
		})
	}
}

// What stands in the subject and looks like a card, a type or a number of its own is
// none: the private extensions alone tell.
func TestDecodeCertificateWithoutExtensions(t *testing.T) {
	t.Parallel()
	got, deviations, err := card.DecodeCertificate(certify(t, name(t,
		pkix.RelativeDistinguishedNameSET{attribute(asn1.TagPrintableString, "CPF", 2, 5, 4, 11)},
		pkix.RelativeDistinguishedNameSET{attribute(asn1.TagPrintableString, "8025000001/2999000117", 2, 5, 4, 5)},
		pkix.RelativeDistinguishedNameSET{attribute(asn1.TagUTF8String, "somebody", 2, 5, 4, 3)},
		pkix.RelativeDistinguishedNameSET{attribute(asn1.TagUTF8String, "EMPLOYE000000018", 2, 5, 4, 65)})))
	if err != nil || len(deviations) > 0 {
		t.Fatal(deviations, err)
	}
	if got.TokenID != "" || got.CardType != "" || got.Category != "" || got.Profession != "" || got.Specialities != nil {
		t.Errorf("%+v", got)
	}
	if got.SubjectID != "somebody" || got.Pseudonym != "EMPLOYE000000018" || got.Surname != "" {
		t.Errorf("%+v", got)
	}
}

// Every private extension with another type or content is a deviation, and what the
// others tell is still there.
func TestDecodeCertificateDeviations(t *testing.T) {
	t.Parallel()
	token := func(s string) []byte { return append([]byte{0x13, byte(len(s))}, s...) }
	for title, c := range map[string]struct {
		extension pkix.Extension // in place of the official one with its OID
		class     card.DeviationClass
		lost      func(*card.Certificate)
	}{
		"card type as text":         {private([]byte{0x13, 0x01, '1'}, 1, 2, 2), card.BadExtension, func(v *card.Certificate) { v.CardType = "" }},
		"card type of three digits": {private([]byte{0x02, 0x01, 0x7F}, 1, 2, 2), card.BadExtension, func(v *card.Certificate) { v.CardType = "" }},
		"nothing in it":             {private(nil, 1, 2, 2), card.BadExtension, func(v *card.Certificate) { v.CardType = "" }},
		"more behind it":            {private([]byte{0x02, 0x01, 0x01, 0x00}, 1, 2, 2), card.BadExtension, func(v *card.Certificate) { v.CardType = "" }},
		"token without a number":    {private(token("8025000001/"), 1, 2, 3), card.BadExtension, func(v *card.Certificate) { v.TokenID = "" }},
		"token of a person":         {private(token("899900000011"), 1, 2, 3), card.BadExtension, func(v *card.Certificate) { v.TokenID = "" }},
		"token in UTF-8":            {private(append([]byte{0x0C, 0x15}, "8025000001/2999000117"...), 1, 2, 3), card.BadExtension, func(*card.Certificate) {}},
		"category of two bytes":     {private([]byte{0x04, 0x02, 0x80, 0x00}, 1, 2, 5), card.BadExtension, func(v *card.Certificate) { v.Category = "" }},
		"negative profession":       {private([]byte{0x02, 0x01, 0xFF}, 1, 2, 7), card.BadExtension, func(v *card.Certificate) { v.Profession = "" }},
		"no speciality":             {private([]byte{0x30, 0x00}, 4, 2, 5), card.BadExtension, func(v *card.Certificate) { v.Specialities = nil }},
		"speciality in Latin-1":     {private([]byte{0x30, 0x03, 0x0C, 0x01, 0xE9}, 4, 2, 5), card.ForeignText, func(v *card.Certificate) { v.Specialities = []string{"é"} }},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			want, _, err := card.DecodeCertificate(certify(t, holder(t), official()...))
			if err != nil {
				t.Fatal(err)
			}
			c.lost(&want)
			list := official()
			for i := range list {
				if slices.Equal(list[i].Id, c.extension.Id) {
					list[i] = c.extension
				}
			}
			der := certify(t, holder(t), list...)
			got, deviations, err := card.DecodeCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("certificate (-want +got):\n%s", diff)
			}
			if len(deviations) != 1 || deviations[0].Class != c.class || deviations[0].Offset <= 0 || der[deviations[0].Offset] != deviations[0].Tag {
				t.Errorf("deviations %v, want one of class %v", deviations, c.class)
			}
		})
	}
}

// An extension that stands twice counts once. crypto/x509 makes none, so a second one
// gets the OID of the first.
func TestDecodeCertificateTwice(t *testing.T) {
	t.Parallel()
	second := private([]byte{0x02, 0x01, 0x03}, 1, 2, 9)
	der := certify(t, holder(t), append(official(), second)...)
	oid := []byte{0x06, 0x08, 0x2A, 0x81, 0x7A, 0x01, 0x47, 0x01, 0x02, 0x09}
	if bytes.Count(der, oid) != 1 {
		t.Fatalf("no OID to change in %X", der)
	}
	der[bytes.Index(der, oid)+len(oid)-1] = 0x02
	got, deviations, err := card.DecodeCertificate(der)
	if err != nil || got.CardType != card.KindCPF || len(deviations) != 1 || deviations[0].Class != card.DuplicateField {
		t.Errorf("type %q, %v, %v", got.CardType, deviations, err)
	}
}

// Names of official certificates before 2016 hold UTF-8 in a T61String; what is no
// UTF-8 is read as Latin-1 and noted, and a name of any length is bounded by its file.
func TestDecodeCertificateNames(t *testing.T) {
	t.Parallel()
	for title, c := range map[string]struct {
		tag       int
		text      string
		want      string
		deviation []card.DeviationClass
	}{
		"UTF-8":               {asn1.TagUTF8String, "Hélène", "Hélène", nil},
		"T61 with UTF-8":      {asn1.TagT61String, "Hélène", "Hélène", nil},
		"T61 with Latin-1":    {asn1.TagT61String, "H\xE9l\xE8ne", "Hélène", []card.DeviationClass{card.ForeignText}},
		"UTF-8 that is none":  {asn1.TagUTF8String, "H\xE9l\xE8ne", "Hélène", []card.DeviationClass{card.ForeignText}},
		"another string type": {asn1.TagGeneralString, "Helene", "Helene", []card.DeviationClass{card.UnknownTag}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			der := certify(t, name(t, pkix.RelativeDistinguishedNameSET{attribute(c.tag, c.text, 2, 5, 4, 42)}))
			got, deviations, err := card.DecodeCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			var classes []card.DeviationClass
			for _, d := range deviations {
				classes = append(classes, d.Class)
			}
			if got.GivenName != c.want || !slices.Equal(classes, c.deviation) {
				t.Errorf("%q, %v; want %q, %v", got.GivenName, classes, c.want, c.deviation)
			}
			if !utf8.ValidString(got.Subject) {
				t.Errorf("subject %q", got.Subject)
			}
		})
	}
	var many pkix.RelativeDistinguishedNameSET
	for i := range 300 {
		many = append(many, attribute(asn1.TagUTF8String, strconv.Itoa(i), 2, 5, 4, 42))
	}
	got, _, err := card.DecodeCertificate(certify(t, name(t, many)))
	if err != nil || got.GivenName == "" {
		t.Errorf("300 attributes: %q, %v", got.GivenName, err)
	}
}

func TestDecodeCertificateRefuses(t *testing.T) {
	t.Parallel()
	der := certify(t, holder(t), official()...)
	broken := slices.Clone(der)
	broken[4] = 0x31 // TBSCertificate is no SEQUENCE any more
	for title, raw := range map[string][]byte{
		"nothing":          {},
		"another tag":      {0x31, 0x02, 0x05, 0x00},
		"no certificate":   {0x30, 0x02, 0x05, 0x00},
		"indefinite":       {0x30, 0x80, 0x00, 0x00},
		"broken inside":    broken,
		"cut":              der[:len(der)-1],
		"far too large":    certify(t, holder(t), filler(9000)),
		"length of a lie":  {0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x30},
		"length too large": {0x30, 0x83, 0x7F, 0xFF, 0xFF},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			_, _, err := card.DecodeCertificate(raw)
			var e *card.DecodeError
			if !errors.As(err, &e) || e.Object != "certificate" || e.Reason.IsZero() {
				t.Errorf("got %v", err)
			}
			if _, again := card.ParseCertificate(raw); again == nil {
				t.Error("ParseCertificate takes it")
			}
		})
	}
}

func TestDecodeCertificateAnywhereCut(t *testing.T) {
	t.Parallel()
	der := certify(t, holder(t), official()...)
	for n := range der {
		if _, _, err := card.DecodeCertificate(der[:n]); err == nil {
			t.Fatalf("%d of %d bytes were taken for a certificate", n, len(der))
		}
	}
}

func TestFillCertificate(t *testing.T) {
	t.Parallel()
	der := certify(t, holder(t), official()...)
	for title, c := range map[string]struct {
		raw  []byte
		want card.State
	}{
		"present":         {der, card.Present},
		"empty":           {nil, card.Empty},
		"zeros":           {make([]byte, 100), card.Zeros},
		"erased":          {bytes.Repeat([]byte{0xFF}, 100), card.Erased},
		"malformed":       {tlv.Append(nil, 0x30, []byte{0x05, 0x00}), card.Malformed},
		"empty container": {[]byte{0x30, 0x00}, card.Malformed},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			var o card.Object[card.Certificate]
			card.Fill(&o, c.raw, 0x9000, 1, card.DecodeCertificate)
			if o.State != c.want {
				t.Errorf("state %v, want %v", o.State, c.want)
			}
		})
	}
}

// Whatever a card calls a certificate: no panic, and what is taken is whole.
func FuzzDecodeCertificate(f *testing.F) {
	der := certify(f, holder(f), official()...)
	f.Add(der)
	f.Add(append(slices.Clone(der), 0, 0, 1))
	f.Add([]byte{0x30, 0x82, 0x20, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, _, err := card.DecodeCertificate(b)
		if err == nil && (got.Serial == "" || got.NotAfter.IsZero()) {
			t.Errorf("half a certificate: %+v", got)
		}
		if err != nil && !cmp.Equal(got, card.Certificate{}) {
			t.Errorf("a value beside the error %v", err)
		}
	})
}
