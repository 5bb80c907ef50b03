package harness

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"io"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// Signer uses a private key of the card as Go's crypto packages want it:
// crypto.Signer for each key, crypto.Decrypter for the authentication key. The
// code porteur must have been presented before ([Login] or [Read]); the
// technical key needs none.
//
// Every operation is one transaction. Every signature is verified with the
// public key of the certificate before it is handed out. An operation whose
// exchange got lost is never repeated: the Signer then refuses everything.
//
// What the keys can do (CryptolibCPS sources, card-cps3.c and card-cps4.c):
//
//	                      PKCS #1 v1.5              PSS                     decipher
//	CPS3 signature        SHA-1, SHA-256            no                      no
//	CPS3 authentication   any hash, any ≤ 245 bytes no                      PKCS #1 v1.5
//	CPS3 technical        any hash, any ≤ 245 bytes no                      no
//	CPS4 signature        SHA-1, SHA-256            SHA-1, SHA-256 (*)      no
//	CPS4 authentication   any hash, any ≤ 245 bytes any hash, any salt      PKCS #1 v1.5
//
// (*) with a salt as long as the hash. A CPS3 pads the block itself and always
// by PKCS #1 v1.5, so it can do TLS 1.2 and not TLS 1.3, which wants PSS.
//
// Several goroutines may use a Signer, one operation at a time goes to the card.
// The channel underneath belongs to it as long as any of them does.
type Signer struct {
	ctx  context.Context // of the operations that have none of their own
	kind card.CertificateKind
	face card.Face
	ref  byte // key reference
	cert *x509.Certificate
	key  *rsa.PublicKey

	mu   sync.Mutex // held during each operation; protects all below
	r    *reading
	lost error // the exchange that was lost
}

var (
	_ crypto.Signer    = (*Signer)(nil)
	_ crypto.Decrypter = (*Signer)(nil)
)

// SignerOptions tell how a key is opened.
type SignerOptions struct {
	// Certificate is the certificate of the key as read before (the Raw of its
	// object); nil has it read from the card.
	Certificate []byte
}

// Sizes of the keys a Signer works with, in bits. Those of the cards have 2048;
// longer ones do not fit the short answers of the cards.
const (
	minKeyBits = 1024
	maxKeyBits = 2048
)

// NewSigner looks up the key of that kind and its certificate on the card. No
// code is presented and no key used yet. ctx stays in use: Sign and Decrypt,
// which have no context of their own, run under it. Errors are *[SignError].
func NewSigner(ctx context.Context, ch card.Channel, kind card.CertificateKind, opts SignerOptions) (*Signer, error) {
	s := &Signer{ctx: ctx, kind: kind, r: newReading(ctx, ch, ReadOptions{})}
	s.face = s.r.out.Face
	der := opts.Certificate
	err := s.r.transaction(func() error {
		if err := s.r.approach(); err != nil {
			return err
		}
		return s.lookUp(&der)
	})
	if err == nil {
		err = s.certify(der)
	}
	if err != nil {
		return nil, s.fail("open", err)
	}
	return s, nil
}

// lookUp finds the key reference, and the certificate if it is not given.
func (s *Signer) lookUp(der *[]byte) error {
	r := s.r
	if err := r.objectDirectory(); err != nil {
		return r.failed(text.Of("le répertoire", "the directory"), err)
	}
	keys, err := r.listedKeys()
	if err != nil {
		return r.failed(text.Of("le répertoire des clés", "the directory of the keys"), err)
	}
	found := false
	for _, k := range keys {
		if k.kind == s.kind && !found {
			s.ref, found = k.ref, true
		}
	}
	if !found {
		return ErrNoKey
	}
	if *der != nil {
		return nil
	}
	list, err := r.listedCertificates()
	if err != nil {
		return r.failed(text.Of("le répertoire des certificats", "the directory of the certificates"), err)
	}
	for i := range list {
		if list[i].kind != s.kind {
			continue
		}
		raw, sw, err := r.file(list[i].path.bytes())
		if err != nil {
			return r.failed(text.Of("le certificat", "the certificate"), err)
		}
		if !sw.OK() {
			return text.Detail(ErrNoKey, text.Of("son fichier donne %s", "its file gives %s", sw.Text()))
		}
		*der = raw
		return nil
	}
	return ErrNoKey
}

// certify takes the public key out of the certificate.
func (s *Signer) certify(der []byte) error {
	cert, err := card.ParseCertificate(der)
	if err != nil {
		return err
	}
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	if !ok || key.N.BitLen() < minKeyBits || key.N.BitLen() > maxKeyBits {
		return text.Detail(ErrNotSupported, text.Of("le certificat n'est pas celui d'une clé RSA de %d à %d bits", "the certificate is not one of an RSA key with %d to %d bits", minKeyBits, maxKeyBits))
	}
	s.cert, s.key = cert, key
	return nil
}

// Public returns the *rsa.PublicKey of the certificate.
func (s *Signer) Public() crypto.PublicKey { return s.key }

// Certificate returns the certificate of the key; it is shared: read it only.
func (s *Signer) Certificate() *x509.Certificate { return s.cert }

// Sign has the card sign a digest under the context given to NewSigner; see
// SignContext.
func (s *Signer) Sign(random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.SignContext(s.ctx, random, digest, opts)
}

// SignContext has the card sign a digest, of the size of opts.HashFunc(). opts
// is a crypto.Hash for PKCS #1 v1.5, with hash 0 for any bytes, or a
// *rsa.PSSOptions; rsa.PSSSaltLengthAuto is a salt as long as the hash. random
// gives the salt of a PSS block that is made here; nil is crypto/rand. Errors
// are *[SignError].
func (s *Signer) SignContext(ctx context.Context, random io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if random == nil {
		random = rand.Reader
	}
	use, err := s.plan(random, digest, opts)
	if err != nil {
		return nil, s.fail("sign", err)
	}
	signature, err := s.use(ctx, use)
	if err == nil {
		err = s.verify(digest, signature, opts)
	}
	if err != nil {
		return nil, s.fail("sign", err)
	}
	return signature, nil
}

// verify checks a signature before anybody else sees it.
func (s *Signer) verify(digest, signature []byte, opts crypto.SignerOpts) error {
	var err error
	if pss, ok := opts.(*rsa.PSSOptions); ok {
		err = rsa.VerifyPSS(s.key, pss.HashFunc(), digest, signature, &rsa.PSSOptions{SaltLength: saltLength(pss)})
	} else {
		err = rsa.VerifyPKCS1v15(s.key, opts.HashFunc(), digest, signature)
	}
	if err != nil {
		return ErrWrongSignature
	}
	return nil
}

// Decrypt has the card decipher a cryptogram of PKCS #1 v1.5, as long as the
// key, with the authentication key. opts is nil or a *rsa.PKCS1v15DecryptOptions
// without SessionKeyLen: how the card answers to wrong padding would show
// anyway, so do not let a stranger choose cryptograms. Errors are *[SignError];
// wrong padding found here is rsa.ErrDecryption.
func (s *Signer) Decrypt(_ io.Reader, cryptogram []byte, opts crypto.DecrypterOpts) ([]byte, error) {
	//nolint:staticcheck // deprecated for new protocols; it is what the cards decipher
	if v15, ok := opts.(*rsa.PKCS1v15DecryptOptions); opts != nil && (!ok || v15.SessionKeyLen != 0) {
		return nil, s.fail("decrypt", text.Detail(ErrNotSupported, text.Of("seul PKCS #1 v1.5 sans longueur de clé de session est possible", "PKCS #1 v1.5 without a session key length is all there is")))
	}
	use, err := s.planDecrypt(cryptogram)
	if err != nil {
		return nil, s.fail("decrypt", err)
	}
	plain, err := s.use(s.ctx, use)
	if err == nil && s.face == card.FaceCPS4 {
		plain, err = unpad(plain, s.key.Size())
	}
	if err != nil {
		return nil, s.fail("decrypt", err)
	}
	return plain, nil
}

// use runs a key use as one transaction and notes a lost exchange.
func (s *Signer) use(ctx context.Context, u keyUse) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost != nil {
		return nil, text.Cause(ErrSignerLost, s.lost)
	}
	s.r.ctx = ctx
	var answer []byte
	err := s.r.transaction(func() (err error) {
		answer, err = s.r.useKey(u)
		return err
	})
	var link *card.LinkError
	var read *ReadError
	if (errors.As(err, &link) || errors.As(err, &read)) && !errors.Is(err, card.ErrRefused) {
		s.lost = err
	}
	return answer, err
}

func (s *Signer) fail(op string, err error) error { return &SignError{op, s.kind, err} }
