package harness_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
)

// crl makes a CRL of the numbers, DER.
func crl(tb testing.TB, serials ...*big.Int) []byte {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Country: []string{"FR"}, CommonName: "TEST AC"}, KeyUsage: x509.KeyUsageCRLSign,
		NotAfter: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true, BasicConstraintsValid: true, SubjectKeyId: []byte{1},
	}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	if err != nil {
		tb.Fatal(err)
	}
	if authority, err = x509.ParseCertificate(der); err != nil {
		tb.Fatal(err)
	}
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: authority.NotAfter.AddDate(-1, 0, 0), NextUpdate: authority.NotAfter}
	for i, serial := range serials {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{
			SerialNumber: serial, RevocationTime: authority.NotAfter.AddDate(-2, 0, 0), ReasonCode: i % 2, // with and without an extension
		})
	}
	b, err := x509.CreateRevocationList(rand.Reader, list, authority, key)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// A CRL says what the standard library reads in it, DER and PEM.
func TestRevocationListIsThatOfTheStandardLibrary(t *testing.T) {
	t.Parallel()
	big20 := new(big.Int).Lsh(big.NewInt(0xABC), 140)
	for name, der := range map[string][]byte{
		"none": crl(t), "one": crl(t, big.NewInt(0x1A2B)), "some": crl(t, big.NewInt(1), big.NewInt(0x80), big.NewInt(0xFF00), big20),
	} {
		want, err := x509.ParseRevocationList(der)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range [][]byte{der, pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: der})} {
			got, err := harness.ReadRevocation(name, bytes.NewReader(b))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if !got.List.NextUpdate.Equal(want.NextUpdate) || len(got.List.Serials) != len(want.RevokedCertificateEntries) || got.List.Issuer == "" {
				t.Errorf("%s: %+v", name, got.List)
				continue
			}
			for i, e := range want.RevokedCertificateEntries {
				if text := fmt.Sprintf("%X", e.SerialNumber); got.List.Serials[i] != text {
					t.Errorf("%s: entry %d is %s, want %s", name, i, got.List.Serials[i], text)
				}
			}
		}
	}
}

func TestRevocationNumbersAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	got, err := harness.ReadRevocation("list", strings.NewReader("# from a letter\n0A:1b:2C\r\n0x1A2B\n00 ff\n\n0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if list := strings.Join(got.List.Serials, ","); list != "A1B2C,1A2B,FF,0" {
		t.Errorf("numbers %s", list)
	}
	for _, wrong := range []string{"1A2G", "-1", "+1", "0x", ":", "1,2", strings.Repeat("A", 65), "12\nx\n"} {
		if got, err := harness.ReadRevocation("list", strings.NewReader(wrong)); err == nil {
			t.Errorf("%q is %v", wrong, got.List.Serials)
		}
	}
}

// FuzzRevocation: a list is refused with a *RevocationError, or says the same
// numbers again when they are written one a line; a CRL that the standard library
// takes is taken with its numbers.
func FuzzRevocation(f *testing.F) {
	der := crl(f, big.NewInt(0x1A2B), big.NewInt(1))
	f.Add(der)
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: der}))
	f.Add([]byte("0A:1B\n# comment\n\n0x2C\n"))
	f.Add([]byte("\uFEFF01\r\n02"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := harness.ReadRevocation("list", bytes.NewReader(b))
		known, _ := x509.ParseRevocationList(b) // nil when it is none
		if err != nil {
			var wrong *harness.RevocationError
			if !errors.As(err, &wrong) || got != nil {
				t.Fatalf("%v with %v", err, got)
			}
			return
		}
		for _, s := range got.List.Serials {
			if s == "" || strings.Trim(s, "0123456789ABCDEF") != "" || len(s) > 1 && s[0] == '0' {
				t.Fatalf("number %q", s)
			}
		}
		if known != nil && len(known.RevokedCertificateEntries) != len(got.List.Serials) {
			t.Fatalf("%d numbers, the standard library reads %d", len(got.List.Serials), len(known.RevokedCertificateEntries))
		}
		if len(got.List.Serials) == 0 {
			return // a CRL that revokes nothing
		}
		again, err := harness.ReadRevocation("list", strings.NewReader(strings.Join(got.List.Serials, "\n")))
		if err != nil || strings.Join(again.List.Serials, " ") != strings.Join(got.List.Serials, " ") {
			t.Fatalf("%v became %v, %v", got.List.Serials, again, err)
		}
	})
}

// A list as large as is taken: what is measured is the time for a megabyte.
func BenchmarkRevocation(b *testing.B) {
	serials := make([]*big.Int, 1000)
	for i := range serials {
		serials[i] = new(big.Int).SetUint64(0x1122334455667788 + uint64(i))
	}
	der := crl(b, serials...)
	numbers := []byte(strings.Repeat("11:22:33:44:55:66:77:88\n", 1000))
	for name, list := range map[string][]byte{"CRL": der, "numbers": numbers} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(list)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := harness.ReadRevocation("list", bytes.NewReader(list)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
