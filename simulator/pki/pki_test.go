package pki

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/testdata/testneed"
)

// TestKeysComeFromTheSeed makes some keys again: the first, one of each kind of
// place, and the last.
func TestKeysComeFromTheSeed(t *testing.T) {
	t.Parallel()
	if len(keyFile) != Slots*sizeKey {
		t.Fatalf("the key file has %d bytes, want %d", len(keyFile), Slots*sizeKey)
	}
	for _, slot := range []int{slotRoot, slotUnknownIssuing, slotCards, Slots - 1} {
		p, q := DerivePrimes(slot)
		key := loadKey(slot)
		if p.Cmp(key.Primes[0]) != 0 || q.Cmp(key.Primes[1]) != 0 {
			t.Errorf("slot %d: the file holds other primes than the seed gives", slot)
		}
	}
}

func TestEveryKeyIsSound(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for slot := range Slots {
		key := loadKey(slot)
		if err := key.Validate(); err != nil {
			t.Errorf("slot %d: %v", slot, err)
		}
		if key.N.BitLen() != 2048 || key.E != publicExponent {
			t.Errorf("slot %d: %d bits, exponent %d", slot, key.N.BitLen(), key.E)
		}
		if other, twice := seen[key.N.String()]; twice {
			t.Errorf("slots %d and %d hold one key", other, slot)
		}
		seen[key.N.String()] = slot
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]int{
		"899900000011": 0,
		"899900000029": 1,
		"899900000102": 9,
		"899900000243": 23,
	} {
		if got := Row(id); got != want {
			t.Errorf("Row(%s) = %d, want %d", id, got, want)
		}
	}
	for _, id := range []string{"", "899700000017", "899900000003", "899900000251", "8999000000xx", "89990000001", "0991234567"} {
		if got := Row(id); got < 0 || got >= Rows || got != Row(id) {
			t.Errorf("Row(%q) = %d", id, got)
		}
	}
	if CardKey(Rows+1, Technical) != CardKey(1, Technical) || CardKey(-1, Signature) != CardKey(Rows-1, Signature) {
		t.Error("rows do not wrap around")
	}
}

func request(kind Kind) Request {
	return Request{
		Kind: kind,
		Subject: Subject{
			ID: "899900000011", Family: "TESTEUR", Given: "ALPHA", Profession: "Médecin", CardType: "CPS",
			Token: "8025000001/2999000117",
		},
		Key:       &CardKey(0, kind).PublicKey,
		NotBefore: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC),
		NotAfter:  time.Date(2028, 1, 31, 23, 59, 59, 0, time.UTC),
	}
}

func authority(t *testing.T, get func() (*Authority, error)) *Authority {
	t.Helper()
	a, err := get()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func issue(t *testing.T, a *Authority, r Request) *x509.Certificate {
	t.Helper()
	der, err := a.Issue(r)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestIssue(t *testing.T) {
	t.Parallel()
	a := authority(t, Test)
	usage := map[Kind]x509.KeyUsage{
		Signature:      x509.KeyUsageContentCommitment,
		Authentication: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		Technical:      x509.KeyUsageDigitalSignature,
	}
	for kind, want := range usage {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			cert := issue(t, a, request(kind))
			const name = "CN=899900000011,SERIALNUMBER=8025000001/2999000117,2.5.4.42=#1305414c504841,2.5.4.4=#130754455354455552,2.5.4.12=#0c084dc3a9646563696e,OU=CPS,O=CPSLAB TEST ONLY,C=FR"
			var rdns pkix.RDNSequence
			if _, err := asn1.Unmarshal(cert.RawSubject, &rdns); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(name, rdns.String()); diff != "" {
				t.Errorf("subject (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff("CN=CPSLAB TEST ISSUING,O=CPSLAB TEST ONLY,C=FR", cert.Issuer.String()); diff != "" {
				t.Errorf("issuer (-want +got):\n%s", diff)
			}
			if cert.KeyUsage != want || cert.IsCA || cert.SerialNumber.Sign() <= 0 {
				t.Errorf("key usage %b, CA %v, serial %v", cert.KeyUsage, cert.IsCA, cert.SerialNumber)
			}
			r := request(kind)
			if !cert.NotBefore.Equal(r.NotBefore) || !cert.NotAfter.Equal(r.NotAfter) {
				t.Errorf("valid from %v to %v", cert.NotBefore, cert.NotAfter)
			}
			if key, ok := cert.PublicKey.(*rsa.PublicKey); !ok || !key.Equal(r.Key) {
				t.Error("another public key")
			}
			if !bytes.Equal(cert.Raw, issue(t, a, r).Raw) {
				t.Error("two equal requests gave two certificates")
			}
			r.Subject.Token = ""
			if cert.SerialNumber.Cmp(issue(t, a, r).SerialNumber) == 0 {
				t.Error("two requests gave one serial number")
			}
		})
	}
}

func TestChain(t *testing.T) {
	t.Parallel()
	trusted, other := authority(t, Test), authority(t, Unknown)
	verify := func(cert *x509.Certificate) error {
		_, err := cert.Verify(x509.VerifyOptions{
			Roots: trusted.Pool(), Intermediates: trusted.Intermediates(),
			CurrentTime: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
			KeyUsages:   []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		return err
	}
	for kind := range Kind(kinds) {
		if err := verify(issue(t, trusted, request(kind))); err != nil {
			t.Errorf("%v: %v", kind, err)
		}
		var authority x509.UnknownAuthorityError
		if err := verify(issue(t, other, request(kind))); !errors.As(err, &authority) {
			t.Errorf("%v of the unknown authority: %v", kind, err)
		}
	}
	for _, a := range []*Authority{trusted, other} {
		for _, der := range [][]byte{a.Root(), a.Issuing()} {
			cert, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			if !cert.IsCA || !strings.Contains(cert.Subject.CommonName, "TEST") || !strings.Contains(cert.Issuer.CommonName, "TEST") {
				t.Errorf("authority %v", cert.Subject)
			}
		}
	}
}

func TestIssueRefuses(t *testing.T) {
	t.Parallel()
	a := authority(t, Test)
	for name, alter := range map[string]func(*Request){
		"a date X.509 cannot hold": func(r *Request) { r.NotAfter = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"text that is not UTF-8":   func(r *Request) { r.Subject.Family = "\xFF" },
		"no key":                   func(r *Request) { r.Key = nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := request(Signature)
			alter(&r)
			der, err := a.Issue(r)
			var e *Error
			if !errors.As(err, &e) || e.Subject != "899900000011" || e.Err == nil || der != nil {
				t.Errorf("got %d bytes, %v", len(der), err)
			}
		})
	}
}

func TestPEM(t *testing.T) {
	t.Parallel()
	a := authority(t, Test)
	var got [][]byte
	for rest := a.PEM(); len(rest) > 0; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			t.Fatal("trailing bytes")
		}
		got = append(got, block.Bytes)
	}
	if diff := cmp.Diff([][]byte{a.Root(), a.Issuing()}, got); diff != "" {
		t.Errorf("PEM (-want +got):\n%s", diff)
	}
}

// TestOpenSSL has the chain verified by an independent client.
func TestOpenSSL(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "openssl")
	a := authority(t, Test)
	dir := t.TempDir()
	write := func(name string, der []byte) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	root, issuing := write("root.pem", a.Root()), write("issuing.pem", a.Issuing())
	for kind := range Kind(kinds) {
		leaf := write(kind.String()+".pem", issue(t, a, request(kind)).Raw)
		out, err := exec.CommandContext(t.Context(), testneed.Path("openssl"), "verify", "-x509_strict", "-attime", "1767225600",
			"-CAfile", root, "-untrusted", issuing, leaf).CombinedOutput()
		if err != nil {
			t.Errorf("%v: %v: %s", kind, err, out)
		}
	}
}

func BenchmarkIssue(b *testing.B) {
	a, err := Test()
	if err != nil {
		b.Fatal(err)
	}
	r := request(Authentication)
	for _, again := range []bool{false, true} {
		name := "new"
		if again {
			name = "again"
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !again {
					r.NotAfter = r.NotAfter.Add(-time.Second) // a request of its own
				}
				if _, err := a.Issue(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestIssuedIsTheCallers: what an authority remembers is not what it hands out.
func TestIssuedIsTheCallers(t *testing.T) {
	t.Parallel()
	a, err := newAuthority("ROOT OF A TEST", "ISSUING OF A TEST", slotRoot, slotIssuing)
	if err != nil {
		t.Fatal(err)
	}
	r := request(Signature)
	first, err := a.Issue(r)
	if err != nil {
		t.Fatal(err)
	}
	kept := bytes.Clone(first)
	for range 2 {
		clear(first)
		if first, err = a.Issue(r); err != nil || !bytes.Equal(first, kept) {
			t.Fatalf("%X, %v", first, err)
		}
	}
	for i := range mostRemembered + 1 {
		made := []byte{byte(i), byte(i >> 8)}
		if _, err := a.remembered(digestOf(made), func() ([]byte, error) { return made, nil }); err != nil {
			t.Fatal(err)
		}
		if len(a.issued) > mostRemembered {
			t.Fatalf("%d certificates are remembered", len(a.issued))
		}
	}
}

func BenchmarkLoadKey(b *testing.B) {
	raw := []byte(keyFile[:sizeKey])
	p, q := new(big.Int).SetBytes(raw[:sizePrime]), new(big.Int).SetBytes(raw[sizePrime:])
	b.ReportAllocs()
	for b.Loop() {
		newKey(p, q)
	}
}
