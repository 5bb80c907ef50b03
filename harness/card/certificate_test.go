package card_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/tlv"
)

// certify makes a certificate that signs itself.
func certify(tb testing.TB, subject pkix.Name, extra int) []byte {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		Subject:      subject,
		SerialNumber: big.NewInt(0xC0FFEE),
		NotBefore:    time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2028, 1, 31, 23, 59, 59, 0, time.UTC),
	}
	if extra > 0 {
		template.ExtraExtensions = []pkix.Extension{{Id: []int{1, 3, 6, 1, 3, 1}, Value: make([]byte, extra)}}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	return der
}

var testHolder = pkix.Name{
	Country: []string{"FR"}, Organization: []string{"CPSLAB TEST ONLY"}, OrganizationalUnit: []string{"CPF"},
	SerialNumber: "8025000001/2999000117", CommonName: "899900000011",
}

func TestDecodeCertificate(t *testing.T) {
	t.Parallel()
	const name = "SERIALNUMBER=8025000001/2999000117,CN=899900000011,OU=CPF,O=CPSLAB TEST ONLY,C=FR"
	want := card.Certificate{
		NotBefore: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2028, 1, 31, 23, 59, 59, 0, time.UTC),
		SubjectID: "899900000011", Issuer: name, Subject: name,
		TokenID: "8025000001/2999000117", CardType: card.KindCPF, Serial: "C0FFEE",
	}
	der := certify(t, testHolder, 0)
	for title, c := range map[string]struct {
		raw        []byte
		deviations []card.Deviation
	}{
		"exact":               {der, nil},
		"large":               {certify(t, testHolder, 2300), nil},
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

// A certificate that does not say whose card it was made for leaves that open.
func TestDecodeCertificateOfAnotherShape(t *testing.T) {
	t.Parallel()
	got, _, err := card.DecodeCertificate(certify(t, pkix.Name{CommonName: "somebody", SerialNumber: "42", OrganizationalUnit: []string{"318751275100020"}}, 0))
	if err != nil {
		t.Fatal(err)
	}
	if got.TokenID != "" || got.CardType != "" || got.SubjectID != "somebody" {
		t.Errorf("token %q, type %q, subject %q", got.TokenID, got.CardType, got.SubjectID)
	}
}

// The card that a certificate was made for is named with its issuer, whoever that
// is; an identifier of a person or of an employee is none.
func TestDecodeCertificateToken(t *testing.T) {
	t.Parallel()
	for serialNumber, want := range map[string]string{
		"8025000001/2999000117": "8025000001/2999000117",
		"8025000002/2999000117": "8025000002/2999000117",
		"8025000001/1":          "8025000001/1",
		"8025000001/":           "",
		"8025000001":            "",
		"802500000/2999000117":  "",
		"80250000012/299900011": "",
		"802500000A/2999000117": "",
		"899900000011":          "",
		"":                      "",
	} {
		got, _, err := card.DecodeCertificate(certify(t, pkix.Name{CommonName: "899900000011", SerialNumber: serialNumber}, 0))
		if err != nil || got.TokenID != want {
			t.Errorf("serialNumber %q: token %q, %v, want %q", serialNumber, got.TokenID, err, want)
		}
	}
}

func TestDecodeCertificateRefuses(t *testing.T) {
	t.Parallel()
	der := certify(t, testHolder, 0)
	broken := slices.Clone(der)
	broken[4] = 0x31 // TBSCertificate is no SEQUENCE any more
	for title, raw := range map[string][]byte{
		"nothing":          {},
		"another tag":      {0x31, 0x02, 0x05, 0x00},
		"no certificate":   {0x30, 0x02, 0x05, 0x00},
		"indefinite":       {0x30, 0x80, 0x00, 0x00},
		"broken inside":    broken,
		"cut":              der[:len(der)-1],
		"far too large":    certify(t, testHolder, 9000),
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
	der := certify(t, testHolder, 0)
	for n := range der {
		if _, _, err := card.DecodeCertificate(der[:n]); err == nil {
			t.Fatalf("%d of %d bytes were taken for a certificate", n, len(der))
		}
	}
}

func TestFillCertificate(t *testing.T) {
	t.Parallel()
	der := certify(t, testHolder, 0)
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
	der := certify(f, testHolder, 0)
	f.Add(der)
	f.Add(append(slices.Clone(der), 0, 0, 1))
	f.Add([]byte{0x30, 0x82, 0x20, 0x01})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, _, err := card.DecodeCertificate(b)
		if err == nil && (got.Serial == "" || got.NotAfter.IsZero()) {
			t.Errorf("half a certificate: %+v", got)
		}
		if err != nil && got != (card.Certificate{}) {
			t.Errorf("a value beside the error %v", err)
		}
	})
}
