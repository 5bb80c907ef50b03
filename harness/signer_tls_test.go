package harness_test

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// testAuthority is the one whose root a test server trusts.
func testAuthority(tb testing.TB) *pki.Authority {
	tb.Helper()
	a, err := pki.Test()
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// serve starts a local server that wants a certificate of the TEST authority and
// answers with the name on it.
func serve(tb testing.TB, clock func() time.Time) *httptest.Server {
	tb.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.TLS.PeerCertificates[0].Subject.CommonName)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: testAuthority(tb).Pool(), Time: clock}
	srv.StartTLS()
	tb.Cleanup(srv.Close)
	return srv
}

// call opens one connection with the key of a card.
func call(tb testing.TB, srv *httptest.Server, s *harness.Signer, version uint16) (string, uint16, error) {
	tb.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	client := http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{
			RootCAs: roots, MinVersion: tls.VersionTLS12, MaxVersion: version,
			Certificates: []tls.Certificate{s.TLSCertificate(testAuthority(tb).Issuing(pki.Fort))},
		},
	}}
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, srv.URL, nil)
	if err != nil {
		tb.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), resp.TLS.Version, err
}

func TestMutualTLS(t *testing.T) {
	t.Parallel()
	inTime := func() time.Time { return now }
	for _, c := range []struct {
		name, preset string
		kind         card.CertificateKind
		version      uint16
		clock        func() time.Time
		change       func(*simulator.Personalisation)
		fails        bool
	}{
		{"CPS3 with TLS 1.2", "cps3-healthy", card.CertificateAuthentication, tls.VersionTLS12, inTime, nil, false},
		{"CPS3 cannot do TLS 1.3", "cps3-healthy", card.CertificateAuthentication, tls.VersionTLS13, inTime, nil, true},
		{"contactless with TLS 1.2", "cps3cl-healthy", card.CertificateTechnical, tls.VersionTLS12, inTime, nil, false},
		{"CPS4 with TLS 1.2", "cps4-healthy", card.CertificateAuthentication, tls.VersionTLS12, inTime, nil, false},
		{"CPS4 with TLS 1.3", "cps4-healthy", card.CertificateAuthentication, tls.VersionTLS13, inTime, nil, false},
		{
			"another authority", "cps4-healthy", card.CertificateAuthentication, tls.VersionTLS13, inTime,
			func(p *simulator.Personalisation) { p.Certificates.Authentication.UnknownIssuer = true }, true,
		},
		{"expired", "cps4-healthy", card.CertificateAuthentication, tls.VersionTLS13, func() time.Time { return now.AddDate(40, 0, 0) }, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			change := c.change
			if change == nil {
				change = func(*simulator.Personalisation) {}
			}
			chip := newCardWith(t, "extends: "+c.preset, change)
			s := open(t, chip, c.kind)
			name, version, err := call(t, serve(t, c.clock), s, c.version)
			if c.fails {
				if err == nil {
					t.Errorf("%s was let in", name)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if name != s.Certificate().Subject.CommonName || !strings.HasPrefix(name, "8999") {
				t.Errorf("the server saw %q", name)
			}
			if version != c.version {
				t.Errorf("version %04X, want %04X", version, c.version)
			}
		})
	}
}

func TestTLSCertificateSchemes(t *testing.T) {
	t.Parallel()
	pkcs1 := []tls.SignatureScheme{tls.PKCS1WithSHA256, tls.PKCS1WithSHA384, tls.PKCS1WithSHA512, tls.PKCS1WithSHA1}
	for _, c := range []struct {
		preset string
		kind   card.CertificateKind
		want   []tls.SignatureScheme
	}{
		{"cps3-healthy", card.CertificateAuthentication, pkcs1},
		{"cps3-healthy", card.CertificateSignature, []tls.SignatureScheme{tls.PKCS1WithSHA256, tls.PKCS1WithSHA1}},
		{"cps3cl-healthy", card.CertificateTechnical, pkcs1},
		{"cps4-healthy", card.CertificateAuthentication, append([]tls.SignatureScheme{tls.PSSWithSHA256, tls.PSSWithSHA384, tls.PSSWithSHA512}, pkcs1...)},
		{"cps4-healthy", card.CertificateSignature, []tls.SignatureScheme{tls.PSSWithSHA256, tls.PKCS1WithSHA256, tls.PKCS1WithSHA1}},
	} {
		wire := &tap{Channel: newCard(t, "extends: "+c.preset)}
		s, err := harness.NewSigner(t.Context(), wire, c.kind, harness.SignerOptions{})
		if err != nil {
			t.Fatal(err)
		}
		sent := len(wire.sent)
		got := s.TLSCertificate([]byte("issuer"))
		if diff := cmp.Diff(c.want, got.SupportedSignatureAlgorithms); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", c.preset, c.kind, diff)
		}
		if len(got.Certificate) != 2 || len(wire.sent) != sent || got.Leaf != s.Certificate() {
			t.Errorf("%s, %s: %d certificates, %d commands", c.preset, c.kind, len(got.Certificate), len(wire.sent)-sent)
		}
	}
}

// A signature as a server would have it made, exchanges included.
func BenchmarkSign(b *testing.B) {
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		b.Run(preset, func(b *testing.B) {
			s := open(b, newCard(b, "extends: "+preset), card.CertificateAuthentication)
			digest := digestOf(crypto.SHA256)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Sign(nil, digest, crypto.SHA256); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
