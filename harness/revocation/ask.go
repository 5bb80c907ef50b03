// Package revocation asks the authority of a card's certificates whether it revoked
// them: by its revocation list, the list's delta, and OCSP, each verified with the
// certificate of the authority.
//
// The addresses stand in the certificates, but a test authority has a server of its own:
// the paths are those of the certificates, the host is the one given, and no other is
// asked, whatever a certificate or an answer says.
package revocation

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Troubles of a source: why what it says is not known.
const (
	troubleAddress   = rule.VariantNoAddress    // a certificate names no source
	troubleDown      = rule.VariantDown         // the server cannot be reached, or refuses
	troubleTimeout   = rule.VariantTimeout      // it answered too late
	troubleMalformed = rule.VariantMalformed    // what it answered cannot be read
	troubleSignature = rule.VariantBadSignature // what it answered is signed by somebody else
	troubleUnknown   = rule.VariantUnknown      // it does not know the certificate
)

// Bounds of what a server may take and give.
const (
	deadline   = 10 * time.Second // for all of it
	mostList   = 16 << 20         // bytes of a list
	mostAnswer = 64 << 10         // bytes of anything else
)

// Ask returns what the authority at base says of a card's certificates. It never fails:
// a source that could not be had is a trouble of the result. The time that it takes is
// bounded.
func Ask(ctx context.Context, base *url.URL, certificates []card.NumberedCertificate) *diagnosis.Revocation {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	q := question{base: base, client: &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // no proxy: the host given and no other
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for i := range certificates {
		one := &certificates[i]
		if one.State != card.Present {
			continue
		}
		cert, err := card.ParseCertificate(one.Raw)
		if err != nil {
			q.trouble(troubleMalformed)
			continue
		}
		q.about(ctx, cert, one.Value.Issuer)
	}
	return &q.result
}

// question is what was asked and answered so far.
type question struct {
	base   *url.URL
	client *http.Client
	issuer *x509.Certificate // of the certificates seen so far
	result diagnosis.Revocation
}

// trouble notes why a source says nothing; the first one counts.
func (q *question) trouble(why string) {
	if q.result.Trouble == "" {
		q.result.Trouble = why
	}
}

// about asks about one certificate. The lists are asked for with the first of each
// issuer.
func (q *question) about(ctx context.Context, cert *x509.Certificate, issuerName string) {
	if q.issuer == nil || !bytes.Equal(q.issuer.RawSubject, cert.RawIssuer) {
		if q.issuer = q.fetchIssuer(ctx, cert); q.issuer == nil {
			return
		}
		q.list(ctx, cert, issuerName)
	}
	q.status(ctx, cert, issuerName)
}

// fetchIssuer returns the certificate of the issuer, nil when it cannot be had.
func (q *question) fetchIssuer(ctx context.Context, cert *x509.Certificate) *x509.Certificate {
	der, ok := q.get(ctx, first(cert.IssuingCertificateURL), mostAnswer)
	if !ok {
		return nil
	}
	issuer, err := x509.ParseCertificate(der)
	switch {
	case err != nil:
		q.trouble(troubleMalformed)
	case cert.CheckSignatureFrom(issuer) != nil:
		q.trouble(troubleSignature)
	default:
		return issuer
	}
	return nil
}

// list reads the revocation list of the issuer.
func (q *question) list(ctx context.Context, cert *x509.Certificate, issuerName string) {
	der, ok := q.get(ctx, first(cert.CRLDistributionPoints), mostList)
	if !ok {
		return
	}
	list, err := x509.ParseRevocationList(der)
	switch {
	case err != nil:
		q.trouble(troubleMalformed)
	case list.CheckSignatureFrom(q.issuer) != nil:
		q.trouble(troubleSignature)
	default:
		q.until(list.NextUpdate, issuerName)
		for _, entry := range list.RevokedCertificateEntries {
			q.result.List.Serials = append(q.result.List.Serials, strings.ToUpper(entry.SerialNumber.Text(16)))
		}
	}
}

// status asks by OCSP.
func (q *question) status(ctx context.Context, cert *x509.Certificate, issuerName string) {
	request, err := ocsp.CreateRequest(cert, q.issuer, nil)
	if err != nil {
		q.trouble(troubleMalformed)
		return
	}
	body, ok := q.fetch(ctx, http.MethodPost, first(cert.OCSPServer), request, mostAnswer)
	if !ok {
		return
	}
	answer, err := ocsp.ParseResponseForCert(body, cert, q.issuer)
	var refused ocsp.ResponseError
	var unreadable ocsp.ParseError
	switch {
	case errors.As(err, &refused):
		q.trouble(troubleDown)
	case errors.As(err, &unreadable) && !strings.Contains(err.Error(), "signature"):
		q.trouble(troubleMalformed)
	case err != nil, !q.mayAnswer(answer.Certificate):
		q.trouble(troubleSignature)
	case answer.Status == ocsp.Unknown:
		q.trouble(troubleUnknown)
	default:
		q.until(answer.NextUpdate, issuerName)
		if answer.Status == ocsp.Revoked {
			q.result.List.Serials = append(q.result.List.Serials, strings.ToUpper(cert.SerialNumber.Text(16)))
		}
	}
}

// mayAnswer reports whether an OCSP answer by this certificate, nil for the issuer
// itself, counts. The library has checked that the issuer signed it, as it signed those
// of all its cards; that it may answer is another thing (RFC 6960, 4.2.2.2).
func (q *question) mayAnswer(responder *x509.Certificate) bool {
	return responder == nil || responder.Equal(q.issuer) || slices.Contains(responder.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning)
}

// until notes how long an answer holds: what is known is as old as the oldest of them.
func (q *question) until(next time.Time, issuerName string) {
	switch list := q.result.List; {
	case list == nil:
		q.result.List = &diagnosis.RevocationList{Issuer: issuerName, NextUpdate: next}
	case next.Before(list.NextUpdate):
		list.NextUpdate = next
	}
}

// get fetches what an address of a certificate names, at the host given.
func (q *question) get(ctx context.Context, address string, most int64) ([]byte, bool) {
	return q.fetch(ctx, http.MethodGet, address, nil, most)
}

func (q *question) fetch(ctx context.Context, method, address string, body []byte, most int64) ([]byte, bool) {
	named, err := url.Parse(address)
	if address == "" || err != nil || named.Path == "" {
		q.trouble(troubleAddress)
		return nil, false
	}
	request, err := http.NewRequestWithContext(ctx, method, q.base.JoinPath(named.Path).String(), bytes.NewReader(body))
	if err != nil {
		q.trouble(troubleAddress)
		return nil, false
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/ocsp-request")
	}
	response, err := q.client.Do(request)
	if err != nil {
		q.unreachable(ctx)
		return nil, false
	}
	defer response.Body.Close()
	got, err := io.ReadAll(io.LimitReader(response.Body, most+1))
	switch {
	case err != nil:
		q.unreachable(ctx)
		return nil, false
	case response.StatusCode != http.StatusOK:
		q.trouble(troubleDown)
		return nil, false
	case int64(len(got)) > most:
		q.trouble(troubleMalformed)
		return nil, false
	}
	return got, true
}

func (q *question) unreachable(ctx context.Context) {
	if ctx.Err() != nil {
		q.trouble(troubleTimeout)
		return
	}
	q.trouble(troubleDown)
}

// first returns the first address that a server of HTTP can answer, "" for none.
func first(addresses []string) string {
	for _, a := range addresses {
		if strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://") {
			return a
		}
	}
	return ""
}
