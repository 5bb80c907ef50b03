package serve

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

// service is a server with two certificates, the second of which is revoked.
type service struct {
	url           string
	authority     *pki.Authority
	issuer        *x509.Certificate
	good, revoked *x509.Certificate
}

func start(t *testing.T, o Options) service {
	t.Helper()
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	s := service{authority: a, issuer: parsed(t, a.Issuing(pki.Fort))}
	for i, cert := range []**x509.Certificate{&s.good, &s.revoked} {
		der, err := a.Issue(pki.Request{
			Kind: pki.Authentication, Subject: pki.Subject{ID: "899900000011", Family: "TESTEUR", Profession: i},
			Key: &pki.CardKey(0, pki.Authentication).PublicKey, NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(2, 0, 0),
		})
		if err != nil {
			t.Fatal(err)
		}
		*cert = parsed(t, der)
	}
	o.Revoked = func(time.Time) []*big.Int { return []*big.Int{s.revoked.SerialNumber} }
	server := httptest.NewServer(New(a, o))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func parsed(t *testing.T, der []byte) *x509.Certificate {
	t.Helper()
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// get fetches a path and returns the body of a 200.
func (s service) get(t *testing.T, path string) ([]byte, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "igc.cpslab.test" // as whoever follows the addresses of a certificate
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	return io.ReadAll(response.Body)
}

// ask asks about a certificate, by POST and by GET, which say the same.
func (s service) ask(t *testing.T, cert *x509.Certificate) (*ocsp.Response, error) {
	t.Helper()
	request, err := ocsp.CreateRequest(cert, s.issuer, nil)
	if err != nil {
		t.Fatal(err)
	}
	post, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+pki.PathOCSP(pki.Fort), bytes.NewReader(request))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(post)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	byPath, err := s.get(t, pki.PathOCSP(pki.Fort)+"/"+base64.StdEncoding.EncodeToString(request))
	if err == nil && !bytes.Equal(byPath, answer) {
		t.Error("GET and POST answer differently")
	}
	return ocsp.ParseResponseForCert(answer, cert, s.issuer)
}

func TestServer(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	issuing, err := s.get(t, pki.PathIssuer(pki.Fort))
	if err != nil || !bytes.Equal(issuing, s.issuer.Raw) {
		t.Errorf("issuer: %v", err)
	}
	for path, want := range map[string]int{pki.PathCRL(pki.Fort): 1, pki.PathDeltaCRL(pki.Fort): 0} {
		der, err := s.get(t, path)
		if err != nil {
			t.Fatal(err)
		}
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			t.Fatal(err)
		}
		if err := list.CheckSignatureFrom(s.issuer); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if len(list.RevokedCertificateEntries) != want || !list.NextUpdate.After(time.Now()) {
			t.Errorf("%s: %d revoked, until %v", path, len(list.RevokedCertificateEntries), list.NextUpdate)
		}
		if want == 1 && list.RevokedCertificateEntries[0].SerialNumber.Cmp(s.revoked.SerialNumber) != 0 {
			t.Error("another one is revoked")
		}
	}
	for cert, want := range map[*x509.Certificate]int{s.good: ocsp.Good, s.revoked: ocsp.Revoked} {
		answer, err := s.ask(t, cert)
		if err != nil || answer.Status != want {
			t.Errorf("%+v, %v; want status %d", answer, err, want)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	s := start(t, Options{Fault: Expired})
	answer, err := s.ask(t, s.good)
	if err != nil || !answer.NextUpdate.Before(time.Now()) {
		t.Errorf("expired: %+v, %v", answer, err)
	}
	der, err := s.get(t, pki.PathCRL(pki.Fort))
	if err != nil {
		t.Fatal(err)
	}
	if list, err := x509.ParseRevocationList(der); err != nil || !list.NextUpdate.Before(time.Now()) {
		t.Errorf("expired list: %v", err)
	}

	s = start(t, Options{Fault: BadSignature})
	if _, err := s.ask(t, s.good); err == nil {
		t.Error("an answer with a bad signature was taken")
	}
	if der, err = s.get(t, pki.PathCRL(pki.Fort)); err != nil {
		t.Fatal(err)
	}
	if list, err := x509.ParseRevocationList(der); err != nil || list.CheckSignatureFrom(s.issuer) == nil {
		t.Errorf("a list with a bad signature was taken: %v", err)
	}

	s = start(t, Options{Fault: Down})
	if _, err := s.get(t, pki.PathIssuer(pki.Fort)); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("down: %v", err)
	}

	const delay = 50 * time.Millisecond
	s = start(t, Options{Fault: Slow, Delay: delay})
	began := time.Now()
	if _, err := s.get(t, pki.PathIssuer(pki.Fort)); err != nil || time.Since(began) < delay {
		t.Errorf("slow: %v after %v", err, time.Since(began))
	}
}

// What is no request, or is about another authority's certificate, gets its own answer.
func TestBadRequests(t *testing.T) {
	t.Parallel()
	s := start(t, Options{})
	for name, body := range map[string][]byte{
		"nothing": {}, "noise": []byte("nothing of the kind"), "too large": make([]byte, maxRequest+1),
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+pki.PathOCSP(pki.Fort), bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(response.Body)
		_ = response.Body.Close() // read already
		if err != nil || !bytes.Equal(answer, ocsp.MalformedRequestErrorResponse) {
			t.Errorf("%s: %X, %v", name, answer, err)
		}
	}
	other := s
	other.issuer = parsed(t, s.authority.Issuing(pki.Standard))
	var refused ocsp.ResponseError
	if _, err := other.ask(t, s.good); !errors.As(err, &refused) || refused.Status != ocsp.Unauthorized {
		t.Errorf("a certificate of another authority: %v", err)
	}
	if _, err := s.get(t, "/elsewhere"); err == nil {
		t.Error("a path that there is not was answered")
	}
}

// TestOpenSSL has both questions asked by an independent client.
func TestOpenSSL(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "openssl")
	s := start(t, Options{})
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	certificate := func(name string, der []byte) string {
		return write(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	trusted, issuer := write("ca.pem", s.authority.PEM()), certificate("issuer.pem", s.issuer.Raw)
	openssl := func(args ...string) string {
		out, err := exec.CommandContext(t.Context(), testneed.Path("openssl"), args...).CombinedOutput()
		if err != nil {
			t.Errorf("openssl %s: %v\n%s", args[0], err, out)
		}
		return string(out)
	}
	for name, cert := range map[string]*x509.Certificate{"good": s.good, "revoked": s.revoked} {
		leaf := certificate(name+".pem", cert.Raw)
		out := openssl("ocsp", "-no_nonce", "-issuer", issuer, "-cert", leaf, "-url", s.url+pki.PathOCSP(pki.Fort), "-CAfile", trusted)
		if !strings.Contains(out, "Response verify OK") || !strings.Contains(out, leaf+": "+name) {
			t.Errorf("%s:\n%s", name, out)
		}
	}
	der, err := s.get(t, pki.PathCRL(pki.Fort))
	if err != nil {
		t.Fatal(err)
	}
	if out := openssl("crl", "-inform", "DER", "-in", write("fort.crl", der), "-CAfile", trusted, "-noout"); !strings.Contains(out, "verify OK") {
		t.Errorf("crl:\n%s", out)
	}
}

// FuzzRequest: whatever is asked, there is an answer of OCSP.
func FuzzRequest(f *testing.F) {
	a, err := pki.Test()
	if err != nil {
		f.Fatal(err)
	}
	server := New(a, Options{})
	f.Add([]byte{0x30, 0x00}, true)
	f.Fuzz(func(t *testing.T, b []byte, post bool) {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, pki.PathOCSP(pki.Fort), bytes.NewReader(b))
		if !post {
			request = httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			request.URL.Path = pki.PathOCSP(pki.Fort) + "/" + base64.StdEncoding.EncodeToString(b)
		}
		w := httptest.NewRecorder()
		server.ServeHTTP(w, request)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
		}
	})
}
