package scenarios

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator/pki"
)

// keySubjects are the cards whose keys are used: those of the access specs.
func (b *bench) keySubjects() []subject { return b.accessSubjects() }

// keySpecs use the keys of a card, through it: a private key never leaves it.
func (b *bench) keySpecs(s subject) {
	Context(s.name, func() {
		b.it("signs with the keys that its certificates name", s, []effect{effectSign}, func(s *session) {
			s.login()
			for _, kind := range s.keys() {
				s.signs(kind)
			}
		})
		if s.face != card.FaceCPS3Contactless {
			b.it("signs nothing before the PIN", s, []effect{effectReset, effectSign}, func(s *session) {
				s.fresh()
				for _, kind := range s.keys() {
					_, err := s.signer(kind).Sign(rand.Reader, digest(), crypto.SHA256)
					Expect(errors.Is(err, apdu.ErrSecurityStatus)).To(BeTrue(), "%s: %v", kind, err)
				}
			})
		}
		b.tlsSpecs(s)
	})
}

// issuedByTest reports whether a certificate names the TEST authority as its
// issuer: that of any simulated card does, also behind a reader that counts as a
// real one.
func issuedByTest(cert *x509.Certificate) bool {
	GinkgoHelper()
	authority, err := pki.Test()
	Expect(err).NotTo(HaveOccurred())
	_, ok := authority.IssuerOf(cert)
	return ok
}

// chainOf is what a client sends after the card's certificate.
func chainOf(authority *pki.Authority, signer *harness.Signer) [][]byte {
	issuing, ok := authority.IssuerOf(signer.Certificate())
	if !ok {
		return nil
	}
	return [][]byte{issuing}
}

func digest() []byte {
	sum := sha256.Sum256([]byte("cpslab"))
	return sum[:]
}

// keys returns the kinds of keys that the face has, first the one that logs in.
func (s *session) keys() []card.CertificateKind {
	if card.FaceOf(s.ch.ATR()) == card.FaceCPS3Contactless {
		return []card.CertificateKind{card.CertificateTechnical}
	}
	return []card.CertificateKind{card.CertificateAuthentication, card.CertificateSignature}
}

// login presents the PIN where the face has one. A card that is no health
// professional's, or that a PIN must not be presented to, skips the spec.
func (s *session) login() {
	GinkgoHelper()
	contents, err := harness.Read(s.ctx, s.ch, harness.ReadOptions{})
	s.b.skipNamed(err)
	s.b.must(err)
	switch {
	case contents.Face == card.FaceUnknown || contents.Serial.Value.Issuer != card.IssuerANS:
		s.b.skip(CauseUnknownCard, unknownCard)
	case contents.Face == card.FaceCPS3Contactless:
		return
	}
	s.b.skipWithoutTries(contents.PIN)
	s.skipWithoutPIN()
	s.b.must(harness.Login(s.ctx, s.ch, s.pin()))
}

func (s *session) signer(kind card.CertificateKind) *harness.Signer {
	GinkgoHelper()
	signer, err := harness.NewSigner(s.ctx, s.ch, kind, harness.SignerOptions{})
	s.b.must(err)
	return signer
}

// signs makes one signature and verifies it with the certificate.
func (s *session) signs(kind card.CertificateKind) {
	GinkgoHelper()
	s.signsWith(s.signer(kind), kind)
}

// signsWith makes one signature with a signer and verifies it with the certificate.
func (s *session) signsWith(signer *harness.Signer, kind card.CertificateKind) {
	GinkgoHelper()
	signature, err := signer.Sign(rand.Reader, digest(), crypto.SHA256)
	s.b.must(err)
	key, ok := signer.Certificate().PublicKey.(*rsa.PublicKey)
	Expect(ok).To(BeTrue(), "an RSA key")
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest(), signature) != nil {
		s.b.fails(text.Of("la signature (%s) ne se vérifie pas avec le certificat", "the signature (%s) does not verify with the certificate", nameOfKey(kind)))
	}
}
