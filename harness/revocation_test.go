package harness_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
)

// The issuer of a list is written as that of a certificate is, even when the
// authority has two organizational units: else no certificate is ever found.
func TestRevocationIssuer(t *testing.T) {
	t.Parallel()
	var name pkix.RDNSequence
	for _, part := range []struct {
		attribute int
		value     string
	}{{6, "FR"}, {10, "CPSLAB TEST ONLY"}, {11, "0002 990000010"}, {11, "SECOND UNIT"}, {3, "TEST AC"}} {
		name = append(name, pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier{2, 5, 4, part.attribute}, Value: part.value}})
	}
	raw, err := asn1.Marshal(name)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	until := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), RawSubject: raw, NotAfter: until, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCRLSign | x509.KeyUsageCertSign, SubjectKeyId: []byte{1},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	crl, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(1), NextUpdate: until}, authority, key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "list.crl")
	if err := os.WriteFile(path, crl, 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := harness.LoadRevocation(path)
	if err != nil {
		t.Fatal(err)
	}
	cert, _, err := card.DecodeCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if list.List.Issuer != cert.Issuer {
		t.Errorf("list of %q, certificate of %q", list.List.Issuer, cert.Issuer)
	}
}

// An empty file is a slip: taken as a list it would make every card look clear.
func TestEmptyRevocationList(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"empty": "", "blank": "\n\n", "comments": "# nothing here\n"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		var wrong *harness.RevocationError
		if _, err := harness.LoadRevocation(path); !errors.As(err, &wrong) {
			t.Errorf("%s: %v, want a *RevocationError", name, err)
		}
	}
}
