package scenarios

import (
	"crypto"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
)

// tlsLogin is how server and client meet, and what that asks of a card.
type tlsLogin struct {
	what    string
	version uint16
	// schemes are those that the client says its key makes; nil is what the card makes.
	schemes []tls.SignatureScheme
	// pss is the padding that a card which makes both is asked for.
	pss bool
	// without is what becomes of a card that pads by PKCS#1 v1.5 only.
	without welcome
}

// welcome is what becomes of a login.
type welcome uint8

const (
	letIn     welcome = iota // with a PKCS#1 signature
	notAsked                 // the client finds no signature, sends no certificate, and is refused
	cannotPad                // a PSS signature is asked for, and no command is sent to the card
)

// everyScheme is what a client says that does not ask its token, as OpenSSL is one: that
// of the server's schemes which both put first is PSS.
var everyScheme = []tls.SignatureScheme{tls.PSSWithSHA256, tls.PKCS1WithSHA256}

// tlsLogins are TLS 1.3, TLS 1.2 where the server offers PSS, and TLS 1.2 where PKCS#1
// is all that is agreed on.
var tlsLogins = []tlsLogin{
	{"by TLS 1.3", tls.VersionTLS13, nil, true, notAsked},
	{"by TLS 1.2, PSS offered", tls.VersionTLS12, nil, true, letIn},
	{"by TLS 1.2, PSS offered, with a client that does not ask the card", tls.VersionTLS12, everyScheme, true, cannotPad},
	{"by TLS 1.2, PKCS#1 v1.5 only", tls.VersionTLS12, []tls.SignatureScheme{tls.PKCS1WithSHA256}, false, letIn},
}

// tlsSpecs log in to a server of this process with the key of a card.
func (b *bench) tlsSpecs(s subject) {
	for _, login := range tlsLogins {
		b.it("logs in on a server that trusts the TEST authority, as long as that authority's certificate is valid, "+login.what, s, []effect{effectSign}, func(s *session) {
			s.login()
			key := &askedKey{Signer: s.signer(s.keys()[0])}
			name, err := s.handshake(key, login)
			cert, today := key.Certificate(), s.b.now()
			if !issuedByTest(cert) || today.After(cert.NotAfter) || today.Before(cert.NotBefore) {
				Expect(err).To(HaveOccurred(), "the server has to refuse %s", name)
				return
			}
			makesPSS := card.FaceOf(s.ch.ATR()) == card.FaceCPS4
			if makesPSS || login.without == letIn {
				Expect(err).NotTo(HaveOccurred())
				Expect(name).To(Equal(cert.Subject.CommonName))
				Expect(key.asked).To(Equal([]bool{login.pss && makesPSS}), "signatures asked for, PSS or not")
				return
			}
			Expect(err).To(HaveOccurred(), "the server has to refuse %s", name)
			Expect(errors.Is(err, harness.ErrNotSupported)).To(Equal(login.without == cannotPad), "%v", err)
			Expect(key.asked).To(HaveLen(map[welcome]int{notAsked: 0, cannotPad: 1}[login.without]))
		})
	}
}

// askedKey is a key that notes whether PSS was asked of it, each time.
type askedKey struct {
	*harness.Signer
	asked []bool
}

// Sign has the card sign.
func (w *askedKey) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	_, pss := opts.(*rsa.PSSOptions)
	w.asked = append(w.asked, pss)
	return w.Signer.Sign(random, digest, opts)
}

// handshake opens one connection to a server of this process with the key of the card,
// and returns the name the server saw, or why the connection was refused.
func (s *session) handshake(key *askedKey, login tlsLogin) (name string, err error) {
	GinkgoHelper()
	authority, err := pki.Test()
	Expect(err).NotTo(HaveOccurred())
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.TLS.PeerCertificates[0].Subject.CommonName)
	}))
	server.Config.ErrorLog = log.New(GinkgoWriter, "", 0)
	server.TLS = &tls.Config{
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: authority.Pool(),
		MinVersion: login.version, MaxVersion: login.version, Time: s.b.now,
	}
	server.StartTLS()
	defer server.Close()

	certificate := key.TLSCertificate(chainOf(authority, key.Signer)...)
	certificate.PrivateKey = key
	if login.schemes != nil {
		certificate.SupportedSignatureAlgorithms = login.schemes
	}
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{
		RootCAs: roots, MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{certificate},
	}}}
	request, err := http.NewRequestWithContext(s.ctx, http.MethodGet, server.URL, nil)
	Expect(err).NotTo(HaveOccurred())
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
