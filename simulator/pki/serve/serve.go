// Package serve answers for the TEST authority over HTTP: revocation lists, their
// deltas, OCSP, and the certificates of the issuing authorities. It answers by path,
// whatever host is asked, at the paths that the certificates of cards name:
//
//	server := serve.New(authority, serve.Options{Revoked: serials})
//	http.Serve(listener, server)
//
// It can have the faults that a client has to live with. Nothing in it is a secret, and
// it says nothing of anybody: it belongs on a loopback address all the same.
package serve

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/cpslab/cps/simulator/pki"
)

// Fault is what is wrong with an answer.
type Fault uint8

// Faults of an authority's service.
const (
	NoFault      Fault = iota
	Expired            // lists and OCSP answers whose next update is past
	BadSignature       // the signature of another content
	Down               // 503 to everything
	Slow               // each answer after Options.Delay
)

// Options say what the service answers. The zero value revokes nothing.
type Options struct {
	// Revoked gives the serial numbers that are revoked at a time, whoever of the two
	// authorities issued them: those of a card that is made anew follow its days. nil
	// revokes none.
	Revoked func(time.Time) []*big.Int
	Fault   Fault
	Delay   time.Duration    // of Slow
	Now     func() time.Time // time.Now when nil
}

// How long a list and an answer hold.
const (
	listHolds   = 7 * 24 * time.Hour
	answerHolds = time.Hour
	overdue     = 10 * 24 * time.Hour // since the next update of one that is expired
)

// maxRequest bounds an OCSP request, in bytes: one about a certificate takes a hundred.
const maxRequest = 4 << 10

// Server answers for an authority.
type Server struct {
	authority *pki.Authority
	options   Options
	mux       http.ServeMux
}

// New returns the service of an authority.
func New(authority *pki.Authority, options Options) *Server {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Revoked == nil {
		options.Revoked = func(time.Time) []*big.Int { return nil }
	}
	s := &Server{authority: authority, options: options}
	for _, l := range levels {
		s.mux.HandleFunc("GET "+pki.PathCRL(l), func(w http.ResponseWriter, _ *http.Request) { s.list(w, l, false) })
		s.mux.HandleFunc("GET "+pki.PathDeltaCRL(l), func(w http.ResponseWriter, _ *http.Request) { s.list(w, l, true) })
		s.mux.HandleFunc("GET "+pki.PathIssuer(l), func(w http.ResponseWriter, _ *http.Request) {
			send(w, "application/pkix-cert", authority.Issuing(l))
		})
		s.mux.HandleFunc("POST "+pki.PathOCSP(l), func(w http.ResponseWriter, r *http.Request) {
			request, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
			if err != nil {
				request = nil
			}
			s.answer(w, l, request)
		})
	}
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch s.options.Fault {
	case Down:
		http.Error(w, "cpslab TEST authority: down", http.StatusServiceUnavailable)
		return
	case Slow:
		select {
		case <-time.After(s.options.Delay):
		case <-r.Context().Done():
			return
		}
	case NoFault, Expired, BadSignature:
	}
	// A request in base64 may hold "//", which the mux would take for a slip.
	for _, l := range levels {
		if request, ok := strings.CutPrefix(r.URL.Path, pki.PathOCSP(l)+"/"); ok && r.Method == http.MethodGet {
			s.answer(w, l, decoded(request))
			return
		}
	}
	s.mux.ServeHTTP(w, r)
}

// levels are the issuing authorities.
var levels = [...]pki.Level{pki.Fort, pki.Standard}

func send(w http.ResponseWriter, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body) // a client that went away wants none
}

// period is from when to when an answer says that it holds.
func (s *Server) period(holds time.Duration) (from, to time.Time) {
	from = s.options.Now().UTC().Truncate(time.Minute)
	if s.options.Fault == Expired {
		from = from.Add(-overdue - holds)
	}
	return from, from.Add(holds)
}

// list sends a revocation list. The delta adds nothing to the list by itself, which is
// new each time.
func (s *Server) list(w http.ResponseWriter, l pki.Level, delta bool) {
	from, to := s.period(listHolds)
	list := pki.List{Level: l, Number: from.Unix() / 60, ThisUpdate: from, NextUpdate: to, Revoked: s.options.Revoked(s.options.Now())}
	if delta {
		list.Base, list.Revoked = list.Number, nil
	}
	der, err := s.authority.Publish(list)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, "application/pkix-crl", s.spoil(der))
}

// spoil breaks the signature, which ends the structure, where that is the fault.
func (s *Server) spoil(der []byte) []byte {
	if s.options.Fault == BadSignature {
		der = bytes.Clone(der)
		der[len(der)-1] ^= 1
	}
	return der
}

// answer sends what OCSP says of one certificate (RFC 6960).
func (s *Server) answer(w http.ResponseWriter, l pki.Level, request []byte) {
	const kind = "application/ocsp-response"
	asked, err := ocsp.ParseRequest(request)
	if err != nil {
		send(w, kind, ocsp.MalformedRequestErrorResponse)
		return
	}
	issuer, err := x509.ParseCertificate(s.authority.Issuing(l))
	if err != nil {
		send(w, kind, ocsp.InternalErrorErrorResponse)
		return
	}
	if !of(issuer, asked) {
		send(w, kind, ocsp.UnauthorizedErrorResponse)
		return
	}
	from, to := s.period(answerHolds)
	template := ocsp.Response{Status: ocsp.Good, SerialNumber: asked.SerialNumber, ThisUpdate: from, NextUpdate: to, IssuerHash: asked.HashAlgorithm}
	if slices.ContainsFunc(s.options.Revoked(s.options.Now()), func(n *big.Int) bool { return n.Cmp(asked.SerialNumber) == 0 }) {
		template.Status, template.RevokedAt = ocsp.Revoked, from
	}
	der, err := ocsp.CreateResponse(issuer, issuer, template, s.authority.Signer(l))
	if err != nil {
		send(w, kind, ocsp.InternalErrorErrorResponse)
		return
	}
	send(w, kind, s.spoil(der))
}

// of reports whether a request is about a certificate of that issuer.
func of(issuer *x509.Certificate, asked *ocsp.Request) bool {
	if !asked.HashAlgorithm.Available() {
		return false
	}
	own, err := ocsp.CreateRequest(&x509.Certificate{SerialNumber: asked.SerialNumber}, issuer, &ocsp.RequestOptions{Hash: asked.HashAlgorithm})
	if err != nil {
		return false
	}
	same, err := ocsp.ParseRequest(own)
	return err == nil && bytes.Equal(same.IssuerNameHash, asked.IssuerNameHash) && bytes.Equal(same.IssuerKeyHash, asked.IssuerKeyHash)
}

// decoded is the request in the path of a GET, base64 (RFC 6960, A.1); nil for what is
// none.
func decoded(encoded string) []byte {
	request, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(request) > maxRequest {
		return nil
	}
	return request
}
