package keyfile_test

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/keyfile"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

const password = "TEST ~key, 1234"

// card makes a preset with some lines more.
func card(t *testing.T, preset, lines string) *simulator.Card {
	t.Helper()
	profile, err := simulator.ParseProfile("test.yaml", []byte("extends: "+preset+"\n"+lines), nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Personalise(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	c, err := simulator.New(p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func identity(t *testing.T, preset string, kind pki.Kind) keyfile.Identity {
	t.Helper()
	i, err := keyfile.Of(card(t, preset, ""), kind, preset)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// written is the .p12 file of an identity.
func written(t *testing.T, i keyfile.Identity, password string) string {
	t.Helper()
	der, err := i.PKCS12(password)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "card.p12")
	if err := os.WriteFile(file, der, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// The library that reads it back checks the MAC that was made again, and the key is
// that of the certificate.
func TestPKCS12ReadByGo(t *testing.T) {
	t.Parallel()
	for preset, kind := range map[string]pki.Kind{
		"cps3-healthy": pki.Authentication, "cps4-healthy": pki.Signature, "cps3cl-healthy": pki.Technical, "cpe-healthy": pki.Authentication,
		"cps3-cert-unknown-issuer": pki.Authentication, "cps3-old-igc": pki.Authentication, "cpe-non-nominative": pki.Authentication,
	} {
		// One of 32 letters fills a block of the derivation with the zeros that end it.
		for _, secret := range []string{password, "x", strings.Repeat("z", 31), strings.Repeat("a", 32), strings.Repeat("b", 200)} {
			i := identity(t, preset, kind)
			der, err := i.PKCS12(secret)
			if err != nil {
				t.Fatal(err)
			}
			key, cert, chain, err := pkcs12.DecodeChain(der, secret)
			if err != nil {
				t.Fatalf("%s, a password of %d bytes: %v", preset, len(secret), err)
			}
			private, ok := key.(*rsa.PrivateKey)
			if !ok || !private.PublicKey.Equal(cert.PublicKey) || !cert.Equal(i.Certificate()) {
				t.Errorf("%s: another key or certificate", preset)
			}
			if len(chain) != 1 || cert.CheckSignatureFrom(chain[0]) != nil {
				t.Errorf("%s: %d certificates besides", preset, len(chain))
			}
			if _, _, _, err := pkcs12.DecodeChain(der, secret+"x"); !errors.Is(err, pkcs12.ErrIncorrectPassword) {
				t.Errorf("%s: another password gives %v", preset, err)
			}
		}
	}
}

func TestPEMReadByGo(t *testing.T) {
	t.Parallel()
	i := identity(t, "cps4-healthy", pki.Authentication)
	content, err := i.PEM()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(content), "TEST cps4-healthy authentication (cpslab)\nTEST certificate and key") {
		t.Errorf("%.80s", content)
	}
	pair, err := tls.X509KeyPair(content, content)
	if err != nil || len(pair.Certificate) != 2 || !pair.Leaf.Equal(i.Certificate()) {
		t.Fatalf("%d certificates, %v", len(pair.Certificate), err)
	}
}

// No key is given for a certificate that is not of it, nor of the TEST authorities.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		preset, lines string
		kind          pki.Kind
		want          string
	}{
		"certificate of another key": {"cps3-healthy", "certificates: {authentication: {key: other}}", pki.Authentication, "another key"},
		"no certificate":             {"cps3-healthy", "certificates: {authentication: {absent: true}}", pki.Authentication, "no certificate"},
		"an empty one":               {"cps3-healthy", "certificates: {authentication: {raw: empty}}", pki.Authentication, "no certificate"},
		"no such key":                {"cps3cl-healthy", "", pki.Authentication, "no authentication key"},
		"of an authority of one's own": {
			"cps3-healthy", "certificates: {authentication: {raw: " + selfIssued(t, pki.CardKey(pki.Row("899900000011"), pki.Authentication)) + "}}",
			pki.Authentication, "not of a TEST authority",
		},
		"a mute card": {"mute", "", pki.Authentication, "no authentication key"},
	} {
		_, err := keyfile.Of(card(t, c.preset, c.lines), c.kind, name)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if french, _ := text.Say(err, "fr"); french == "" || strings.Contains(french, c.want) {
			t.Errorf("%s, in French: %q", name, french)
		}
	}
	for _, secret := range []string{"", "clé", "\U0001F600", "a\tb", "a\xffb"} {
		if _, err := identity(t, "cps3-healthy", pki.Authentication).PKCS12(secret); !errors.Is(err, keyfile.ErrPassword) {
			t.Errorf("%q: %v", secret, err)
		}
	}
}

// selfIssued is a certificate that names a TEST authority and that this did not sign.
func selfIssued(t *testing.T, key *rsa.PrivateKey) string {
	t.Helper()
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := x509.ParseCertificate(a.Issuing(pki.Fort))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "899900000011"}, NotBefore: time.Now(), NotAfter: time.Now().AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(nil, template, &x509.Certificate{Subject: issuer.Subject, RawSubject: issuer.RawSubject}, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(der)
}

// tool runs a program that must succeed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, testneed.Path(name), args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func wants(t *testing.T, out string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			t.Errorf("no %q in:\n%s", text, out)
		}
	}
}

func TestPKCS12ReadByOpenSSL(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "openssl")
	file := written(t, identity(t, "cps3-healthy", pki.Authentication), password)
	out := tool(t, "openssl", "pkcs12", "-in", file, "-info", "-nodes", "-passin", "pass:"+password)
	wants(t, out, "friendlyName: TEST cps3-healthy authentication (cpslab)", "BEGIN PRIVATE KEY", "PBES2, PBKDF2, AES-256-CBC", "MAC: sha256, Iteration 2048")
	if n := strings.Count(out, "BEGIN CERTIFICATE"); n != 2 {
		t.Errorf("%d certificates, want 2", n)
	}
}

func TestPKCS12ReadByJava(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("keytool"); err != nil {
		testneed.Optional(t, false, "keytool", "install a Java runtime")
	}
	file := written(t, identity(t, "cps3-healthy", pki.Authentication), password)
	out := tool(t, "keytool", "-list", "-v", "-keystore", file, "-storetype", "PKCS12", "-storepass", password)
	wants(t, out, "Alias name: test cps3-healthy authentication (cpslab)", "Entry type: PrivateKeyEntry", "Certificate chain length: 2")
}

func TestPKCS12ReadByNSS(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pk12util", "certutil")
	file := written(t, identity(t, "cps3-healthy", pki.Authentication), password)
	store := "sql:" + t.TempDir()
	tool(t, "certutil", "-N", "-d", store, "--empty-password")
	wants(t, tool(t, "pk12util", "-i", file, "-d", store, "-W", password), "PKCS12 IMPORT SUCCESSFUL")
	wants(t, tool(t, "certutil", "-L", "-d", store), "TEST cps3-healthy authentication (cpslab)")
	wants(t, tool(t, "certutil", "-K", "-d", store), "TEST cps3-healthy authentication (cpslab)")
}
