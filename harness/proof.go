package harness

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
)

// Proof makes the proof of the authentication key for the diagnosis, with the
// certificate that a reading found. It is not made, and no key used, without a
// certificate or before the PIN. On a real card the guard refuses it without
// [AllowSign].
//
// The error is a *ReadError, of a card or a reader that was lost meanwhile: what was read
// before it stands, and no more can be had. A card that answers and signs nothing is no
// error: the proof failed, and the question stays open.
func Proof(ctx context.Context, ch card.Channel, contents *card.Contents) (diagnosis.KeyProof, error) {
	if !contents.Protected() {
		return diagnosis.ProofNotMade, nil
	}
	for i := range contents.Certificates {
		c := &contents.Certificates[i]
		if c.Kind != card.CertificateAuthentication || c.State != card.Present {
			continue
		}
		switch proven, err := ProveKey(ctx, ch, c.Raw); {
		case lost(err):
			return diagnosis.ProofNotMade, &ReadError{Step: text.Of("la preuve de la clé d'authentification", "the proof of the authentication key"), Exchange: contents.Exchanges + 1, Err: err}
		case errors.Is(err, card.ErrRefused):
			return diagnosis.ProofNotMade, nil
		case err != nil:
			return diagnosis.ProofFailed, nil //nolint:nilerr // the proof is what failed
		case proven:
			return diagnosis.ProofVerified, nil
		default:
			return diagnosis.ProofWrong, nil
		}
	}
	return diagnosis.ProofNotMade, nil
}

// lost reports whether an error is of a channel of which no more can be had.
func lost(err error) bool {
	link, ok := errors.AsType[*card.LinkError](err)
	return ok && link.Kind != card.LinkRefused && link.Kind != card.LinkNotSent
}

// ProveKey has the authentication key sign a random value and reports whether the
// signature verifies with a certificate, given as the Raw of its object: what
// rule CPS-CERT-010 asks. false without an error is the card's answer that it
// does not. The signature key is never used.
//
// An error leaves the question open: *[SignError], which wraps card.ErrRefused on a
// real card whose guard allows no signing, apdu.ErrSecurityStatus without the PIN.
func ProveKey(ctx context.Context, ch card.Channel, certificate []byte) (bool, error) {
	if len(certificate) == 0 {
		return false, &SignError{"open", card.CertificateAuthentication, ErrNoKey}
	}
	s, err := NewSigner(ctx, ch, card.CertificateAuthentication, SignerOptions{Certificate: certificate})
	if err != nil {
		return false, err
	}
	var value [32]byte
	if _, err := rand.Read(value[:]); err != nil {
		return false, &SignError{"sign", card.CertificateAuthentication, err}
	}
	digest := sha256.Sum256(value[:])
	_, err = s.Sign(rand.Reader, digest[:], crypto.SHA256)
	if errors.Is(err, ErrWrongSignature) {
		return false, nil
	}
	return err == nil, err
}
