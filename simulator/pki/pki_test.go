package pki

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/testdata/testneed"
)

// TestKeysComeFromTheSeed makes some keys again: the first and the last of each file.
func TestKeysComeFromTheSeed(t *testing.T) {
	t.Parallel()
	for _, file := range []struct {
		name, content     string
		places, firstSlot int
		size              int
		names             string
	}{
		{"keys.bin", keyFile, cardPlaces, firstCardSlot, primeSize, cardPrimes},
		{"authorities.bin", authorityFile, authorityPlaces, firstAuthoritySlot, authorityPrimeSize, authorityPrimes},
	} {
		if want := file.places * file.size * len(file.names); len(file.content) != want {
			t.Fatalf("%s has %d bytes, want %d", file.name, len(file.content), want)
		}
		for _, place := range []int{0, file.places - 1} {
			stored := readPrimes(file.content, place, file.size, len(file.names))
			for i, p := range DerivePrimes(file.firstSlot+place, file.size, file.names) {
				if p.Cmp(stored[i]) != 0 {
					t.Errorf("%s, place %d: prime %d is another than the seed gives", file.name, place, i)
				}
			}
		}
	}
}

func TestEveryKeyIsSound(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for place := range cardPlaces {
		key := loadKey(place)
		if err := key.Validate(); err != nil {
			t.Errorf("place %d: %v", place, err)
		}
		if key.N.BitLen() != 2048 || key.E != publicExponent {
			t.Errorf("place %d: %d bits, exponent %d", place, key.N.BitLen(), key.E)
		}
		if other, twice := seen[key.N.String()]; twice {
			t.Errorf("places %d and %d hold one key", other, place)
		}
		seen[key.N.String()] = place
	}
}

// What an authority's key signs is verified by crypto/rsa, which knows the public key
// alone.
func TestAuthorityKeys(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for place := range authorityPlaces {
		key := loadAuthorityKey(place)
		if key.public.N.BitLen() != 4096 || seen[key.public.N.String()] {
			t.Errorf("place %d: %d bits, or the key of another", place, key.public.N.BitLen())
		}
		seen[key.public.N.String()] = true
		digest := digestOf([]byte{byte(place)})
		signature, err := key.Sign(nil, digest[:], crypto.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		if err := rsa.VerifyPKCS1v15(&key.public, crypto.SHA256, digest[:], signature); err != nil {
			t.Errorf("place %d: %v", place, err)
		}
		for name, refused := range map[string]crypto.SignerOpts{"PSS": &rsa.PSSOptions{Hash: crypto.SHA256}, "SHA-384": crypto.SHA384} {
			if _, err := key.Sign(nil, digest[:], refused); err == nil {
				t.Errorf("place %d signed with %s", place, name)
			}
		}
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
			ID: "899900000011", Family: "TESTEUR", Given: "ALPHA", Title: "Médecin",
			Token: "8025000001/2999000117", Profession: 10, Specialities: []string{"SM26"},
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
	newer := map[Kind]x509.KeyUsage{
		Signature:      x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		Authentication: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		Technical:      x509.KeyUsageDigitalSignature,
	}
	older := map[Kind]x509.KeyUsage{
		Signature: x509.KeyUsageContentCommitment, Authentication: x509.KeyUsageDigitalSignature, Technical: x509.KeyUsageDigitalSignature,
	}
	for kind := range Kind(kinds) {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			r := request(kind)
			cert := issue(t, a, r)
			if diff := cmp.Diff("CN=CPSLAB TEST FORT PERSONNES,O=CPSLAB TEST ONLY,C=FR", cert.Issuer.String()); diff != "" {
				t.Errorf("issuer (-want +got):\n%s", diff)
			}
			if cert.KeyUsage != newer[kind] || cert.IsCA || cert.SerialNumber.Sign() <= 0 || len(cert.SerialNumber.Bytes()) != 16 {
				t.Errorf("key usage %b, CA %v, serial %v", cert.KeyUsage, cert.IsCA, cert.SerialNumber)
			}
			if !cert.NotBefore.Equal(r.NotBefore) || !cert.NotAfter.Equal(r.NotAfter) {
				t.Errorf("valid from %v to %v", cert.NotBefore, cert.NotAfter)
			}
			if key, ok := cert.PublicKey.(*rsa.PublicKey); !ok || !key.Equal(r.Key) {
				t.Error("another public key")
			}
			if !bytes.Equal(cert.Raw, issue(t, a, r).Raw) {
				t.Error("two equal requests gave two certificates")
			}
			for name, alter := range map[string]func(*Request){
				"token":   func(r *Request) { r.Subject.Token = "" },
				"usage":   func(r *Request) { r.OlderUsage = true; r.Subject.Given = "OTHER" },
				"shape":   func(r *Request) { r.Shape = OldIGC },
				"minutes": func(r *Request) { r.NotAfter = r.NotAfter.Add(time.Minute) },
			} {
				other := request(kind)
				alter(&other)
				if cert.SerialNumber.Cmp(issue(t, a, other).SerialNumber) == 0 {
					t.Errorf("another %s, and one serial number", name)
				}
			}
			r.OlderUsage = true
			if got := issue(t, a, r).KeyUsage; got != older[kind] {
				t.Errorf("older key usage %b", got)
			}
		})
	}
}

// TestSubjects holds the names to those of official cards: which attributes, in which
// RDNs, of which string type.
func TestSubjects(t *testing.T) {
	t.Parallel()
	a := authority(t, Test)
	for name, c := range map[string]struct {
		alter func(*Request)
		want  string
	}{
		"IGC-Santé": {
			func(*Request) {},
			"SET(C=19:FR) SET(2.5.4.12=12:Médecin) SET(2.5.4.3=12:899900000011 2.5.4.42=12:ALPHA 2.5.4.4=12:TESTEUR)",
		},
		"before": {
			func(r *Request) { r.Shape = OldIGC },
			"SET(C=19:FR) SET(2.5.4.10=19:CPSLAB TEST ONLY) SET(2.5.4.11=20:Médecin) SET(2.5.4.3=12:899900000011 2.5.4.42=12:ALPHA 2.5.4.4=12:TESTEUR)",
		},
		"without a name": {
			func(r *Request) {
				r.Subject = Subject{ID: "3990000101/00042", Pseudonym: "EMPLOYE00042", Structure: "3990000101", CardType: 2, Profession: -1}
			},
			"SET(C=19:FR) SET(2.5.4.10=12:CPSLAB TEST ONLY) SET(2.5.4.7=12:Paris (75)) SET(2.5.4.11=12:3990000101) SET(2.5.4.3=12:3990000101/00042 2.5.4.65=12:EMPLOYE00042)",
		},
	} {
		r := request(Authentication)
		c.alter(&r)
		if diff := cmp.Diff(c.want, nameTree(t, issue(t, a, r).RawSubject)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// nameTree writes a name: attribute type, tag and text, those of an RDN sorted.
func nameTree(t *testing.T, der []byte) string {
	t.Helper()
	type attributeSET []struct {
		Type  asn1.ObjectIdentifier
		Value asn1.RawValue
	}
	var rdns []attributeSET
	if _, err := asn1.Unmarshal(der, &rdns); err != nil {
		t.Fatal(err)
	}
	var sets []string
	for _, rdn := range rdns {
		var attributes []string
		for _, one := range rdn {
			attributes = append(attributes, fmt.Sprintf("%v=%d:%s", one.Type, one.Value.Tag, one.Value.Bytes))
		}
		slices.Sort(attributes)
		sets = append(sets, "SET("+strings.Join(attributes, " ")+")")
	}
	return strings.Replace(strings.Join(sets, " "), "2.5.4.6=", "C=", 1)
}

// The level of the authority follows from the type of card.
func TestLevels(t *testing.T) {
	t.Parallel()
	a := authority(t, Test)
	for cardType, want := range []Level{Fort, Fort, Standard, Standard} {
		r := request(Authentication)
		r.Subject.CardType = cardType
		cert := issue(t, a, r)
		issuer, ok := a.IssuerOf(cert)
		if !ok || !bytes.Equal(issuer, a.Issuing(want)) {
			t.Errorf("type %d is issued by %v", cardType, cert.Issuer)
		}
	}
	if _, ok := authority(t, Unknown).IssuerOf(issue(t, a, request(Technical))); ok {
		t.Error("a certificate of one authority counts as the other's")
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
		for _, der := range [][]byte{a.Root(), a.Issuing(Fort), a.Issuing(Standard)} {
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
	if diff := cmp.Diff([][]byte{a.Root(), a.Issuing(Fort), a.Issuing(Standard)}, got); diff != "" {
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
	root, issuing := write("root.pem", a.Root()), write("issuing.pem", a.Issuing(Fort))
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
	a, err := newAuthority("AUTHORITY OF A TEST", placeRoot)
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
	b.ReportAllocs()
	for b.Loop() {
		primes := readPrimes(keyFile, 0, primeSize, len(cardPrimes))
		newKey(primes[0], primes[1])
	}
}

// TestStoredCertificates: what is embedded is what the keys sign.
func TestStoredCertificates(t *testing.T) {
	t.Parallel()
	signed, err := SignAuthorities()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(signed, certificateFile) {
		t.Error("authorities.der is not what its keys sign: go generate ./simulator/pki")
	}
	for name, get := range map[string]func() (*Authority, error){testName: Test, unknownName: Unknown} {
		a := authority(t, get)
		if a.root.Subject.CommonName != name+" ROOT" {
			t.Errorf("%s: %v", name, a.root.Subject)
		}
		for l := range Level(levels) {
			if key := a.keys[l](); !key.public.Equal(a.issuing[l].PublicKey) {
				t.Errorf("%s %v: the key is not that of the certificate", name, l)
			}
		}
	}
}
