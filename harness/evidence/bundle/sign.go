package bundle

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"

	"github.com/cpslab/cps/harness/card/text"
)

// Algorithms of signatures.
const (
	Ed25519 = "Ed25519"             // RFC 8032
	RSA     = "RSA-PKCS1v15-SHA256" // RFC 8017, as CPS cards sign
)

// Signer signs manifests.
type Signer struct {
	Algorithm string
	Key       crypto.Signer
	// Certificate is that of the card whose key it is, nil of a key without one.
	Certificate *x509.Certificate
}

// signature is manifest.sig, canonical as the manifest is.
type signature struct {
	Algorithm   string `json:"algorithm"`
	Certificate string `json:"certificate,omitempty"` // DER
	Key         string `json:"key,omitempty"`         // SubjectPublicKeyInfo, DER
	Signature   string `json:"signature"`
}

// domain keeps what is signed here apart from whatever else that key signs.
const domain = "cpslab bundle manifest\n"

// message is what is signed: the manifest, and the whole of the key or certificate beside
// the signature, whose name and dates the signature would not cover otherwise.
func message(s signature, manifest []byte) []byte {
	return append([]byte(domain+s.Algorithm+"\n"+s.Certificate+"\n"+s.Key+"\n"), manifest...)
}

var errKey = text.NewError(text.Of("ce n'est pas une clé Ed25519 (PEM)", "not an Ed25519 key (PEM)"),
	text.Of("openssl genpkey -algorithm ed25519 -out cle.pem en fait une, openssl pkey -in cle.pem -pubout en donne la clé publique",
		"openssl genpkey -algorithm ed25519 -out key.pem makes one, openssl pkey -in key.pem -pubout gives its public key"))

// maxKey bounds the file of a key.
const maxKey = 64 << 10

func readPEM(path, kind string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, text.BadInput(text.Wrap(text.Same(path), pathless(err)))
	}
	if !info.Mode().IsRegular() || info.Size() > maxKey {
		return nil, text.BadInput(text.Wrap(text.Same(path), errKey))
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, text.BadInput(text.Wrap(text.Same(path), pathless(err)))
	}
	block, _ := pem.Decode(content)
	if block == nil || block.Type != kind {
		return nil, text.BadInput(text.Wrap(text.Same(path), errKey))
	}
	return block.Bytes, nil
}

// ReadKey reads a private key, PKCS #8 in PEM. Errors are bad input.
func ReadKey(path string) (Signer, error) {
	der, err := readPEM(path, "PRIVATE KEY")
	if err != nil {
		return Signer{}, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	own, ok := key.(ed25519.PrivateKey)
	if err != nil || !ok {
		return Signer{}, text.BadInput(text.Wrap(text.Same(path), errKey))
	}
	return Signer{Algorithm: Ed25519, Key: own}, nil
}

// ReadPublicKey reads the key that a bundle has to be signed with, in PEM. Errors are bad
// input.
func ReadPublicKey(path string) (ed25519.PublicKey, error) {
	der, err := readPEM(path, "PUBLIC KEY")
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKIXPublicKey(der)
	public, ok := key.(ed25519.PublicKey)
	if err != nil || !ok {
		return nil, text.BadInput(text.Wrap(text.Same(path), errKey))
	}
	return public, nil
}

// Sign signs the manifest of a bundle, which has to say in Made that it is signed.
func Sign(dir string, by Signer) error {
	manifest, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return err
	}
	s := signature{Algorithm: by.Algorithm}
	if by.Certificate != nil {
		s.Certificate = base64.StdEncoding.EncodeToString(by.Certificate.Raw)
	} else {
		der, err := x509.MarshalPKIXPublicKey(by.Key.Public())
		if err != nil {
			return err
		}
		s.Key = base64.StdEncoding.EncodeToString(der)
	}
	signed, opts := message(s, manifest), crypto.SignerOpts(crypto.Hash(0))
	if by.Algorithm == RSA {
		sum := sha256.Sum256(signed)
		signed, opts = sum[:], crypto.SHA256
	}
	value, err := by.Key.Sign(rand.Reader, signed, opts)
	if err != nil {
		return text.Wrap(text.Of("le manifeste n'est pas signé", "the manifest is not signed"), err)
	}
	s.Signature = base64.StdEncoding.EncodeToString(value)
	content, err := s.canonical()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, SignatureName), content, 0o644) //nolint:gosec // a report to hand over
}

func (s signature) canonical() ([]byte, error) {
	content, err := json.Marshal(s)
	return append(content, '\n'), err
}

// Signed is whose signature a bundle bears.
type Signed struct {
	Algorithm   string
	Fingerprint string            // SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal
	Certificate *x509.Certificate // of the card, nil of a key without one; nobody checked who issued it
}

// check verifies a signature of a manifest; nil where it is none, or not that of the key
// wanted, which may be nil for any.
func check(content, manifest []byte, want ed25519.PublicKey) *Signed {
	var s signature
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil
	}
	if again, err := s.canonical(); err != nil || !bytes.Equal(again, content) {
		return nil
	}
	value, err := base64.StdEncoding.Strict().DecodeString(s.Signature)
	if err != nil {
		return nil
	}
	signed := message(s, manifest)
	switch s.Algorithm {
	case Ed25519:
		der, err := base64.StdEncoding.Strict().DecodeString(s.Key)
		if err != nil || s.Certificate != "" {
			return nil
		}
		key, err := x509.ParsePKIXPublicKey(der)
		public, ok := key.(ed25519.PublicKey)
		if err != nil || !ok || want != nil && !public.Equal(want) || !ed25519.Verify(public, signed, value) {
			return nil
		}
		return &Signed{Algorithm: Ed25519, Fingerprint: digest(der)}
	case RSA:
		der, err := base64.StdEncoding.Strict().DecodeString(s.Certificate)
		if err != nil || s.Key != "" || want != nil {
			return nil
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			return nil
		}
		sum := sha256.Sum256(signed)
		public, ok := cert.PublicKey.(*rsa.PublicKey)
		if !ok || rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], value) != nil {
			return nil
		}
		return &Signed{Algorithm: RSA, Fingerprint: digest(cert.RawSubjectPublicKeyInfo), Certificate: cert}
	}
	return nil
}
