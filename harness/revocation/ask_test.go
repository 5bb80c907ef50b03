package revocation

import (
	"context"
	"crypto/x509"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ocsp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/simulator/pki/serve"
)

// certificates reads those of a preset.
func certificates(t *testing.T, preset string) []card.NumberedCertificate {
	t.Helper()
	sim, err := simulator.NewPreset(preset)
	if err != nil {
		t.Fatal(err)
	}
	contents, err := harness.Read(t.Context(), sim, harness.ReadOptions{Certificates: true})
	if err != nil {
		t.Fatal(err)
	}
	return contents.Certificates
}

// authorityAt is a server of the TEST authority.
func authorityAt(t *testing.T, o serve.Options) *url.URL {
	t.Helper()
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	return at(t, serve.New(a, o))
}

func at(t *testing.T, handler http.Handler) *url.URL {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAsk(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy", "cpe-healthy", "cps3cl-healthy"} {
		all := certificates(t, preset)
		got := Ask(t.Context(), authorityAt(t, serve.Options{}), all)
		if got.Trouble != "" || got.List == nil || got.List.Issuer != all[0].Value.Issuer || len(got.List.Serials) > 0 || !got.List.NextUpdate.After(time.Now()) {
			t.Errorf("%s: %+v", preset, got)
			continue
		}
		second, _ := new(big.Int).SetString(all[len(all)-1].Value.Serial, 16)
		got = Ask(t.Context(), authorityAt(t, serve.Options{Revoked: func(time.Time) []*big.Int { return []*big.Int{second} }}), all)
		// once of the list, once of OCSP
		if diff := cmp.Diff([]string{all[len(all)-1].Value.Serial, all[len(all)-1].Value.Serial}, got.List.Serials); diff != "" {
			t.Errorf("%s: revoked (-want +got):\n%s", preset, diff)
		}
	}
}

// Each fault is a trouble of its own, and none lasts.
func TestTroubles(t *testing.T) {
	t.Parallel()
	all := certificates(t, "cps3-healthy")
	nobody := at(t, http.NotFoundHandler())
	flood := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<16)
		for {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	redirect := http.RedirectHandler("http://192.0.2.1/elsewhere", http.StatusFound)
	gone, err := url.Parse("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		base *url.URL
		want string
	}{
		"down":           {authorityAt(t, serve.Options{Fault: serve.Down}), troubleDown},
		"nobody listens": {gone, troubleDown},
		"nothing there":  {nobody, troubleDown},
		"bad signature":  {authorityAt(t, serve.Options{Fault: serve.BadSignature}), troubleSignature},
		"a flood":        {at(t, flood), troubleMalformed},
		"sent elsewhere": {at(t, redirect), troubleDown},
		"not a list":     {at(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) })), troubleMalformed},
		"another's issuer": {at(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			a, err := pki.Unknown()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = w.Write(a.Issuing(pki.Fort))
		})), troubleSignature},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Ask(t.Context(), c.base, all)
			if got.Trouble != c.want || got.List != nil {
				t.Errorf("%+v, want %q", got, c.want)
			}
		})
	}
	expired := Ask(t.Context(), authorityAt(t, serve.Options{Fault: serve.Expired}), all)
	if expired.Trouble != "" || expired.List == nil || !expired.List.NextUpdate.Before(time.Now()) {
		t.Errorf("expired: %+v", expired)
	}
}

// An answer counts by who signed it: the issuer, or one whom it made a responder, and
// not the holder of another card of the same issuer.
func TestWhoMayAnswer(t *testing.T) {
	t.Parallel()
	all := certificates(t, "cps3-healthy")
	a, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := x509.ParseCertificate(a.Issuing(pki.Fort))
	if err != nil {
		t.Fatal(err)
	}
	card, err := simulator.NewPreset("cps3-two-activities")
	if err != nil {
		t.Fatal(err)
	}
	stranger, key, err := card.Credential(pki.Authentication)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(nil, &x509.Certificate{
		SerialNumber: big.NewInt(7), NotBefore: time.Now(), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning},
	}, issuer, &key.PublicKey, a.Signer(pki.Fort))
	if err != nil {
		t.Fatal(err)
	}
	responder, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	honest := serve.New(a, serve.Options{})
	for name, c := range map[string]struct {
		by   *x509.Certificate
		want string
	}{
		"the issuer's responder": {responder, ""},
		"another card":           {stranger, troubleSignature},
	} {
		got := Ask(t.Context(), at(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost {
				honest.ServeHTTP(w, r)
				return
			}
			body, _ := io.ReadAll(r.Body) // an error leaves no request
			asked, err := ocsp.ParseRequest(body)
			if err != nil {
				t.Error(err)
				return
			}
			now := time.Now()
			answer, err := ocsp.CreateResponse(issuer, c.by, ocsp.Response{
				Status: ocsp.Good, SerialNumber: asked.SerialNumber, ThisUpdate: now, NextUpdate: now.Add(time.Hour), IssuerHash: asked.HashAlgorithm, Certificate: c.by,
			}, key)
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = w.Write(answer) // the test sees what became of it
		})), all)
		if got.Trouble != c.want {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
}

// A server that never answers is left when the caller's time is over.
func TestSlow(t *testing.T) {
	t.Parallel()
	base := authorityAt(t, serve.Options{Fault: serve.Slow, Delay: time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if got := Ask(ctx, base, certificates(t, "cps3-healthy")); got.Trouble != troubleTimeout {
		t.Errorf("%+v", got)
	}
}
