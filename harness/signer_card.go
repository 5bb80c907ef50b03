package harness

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"io"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// keyUse is one use of a private key: the security environment and the command,
// chained when its data are longer than a block (ISO/IEC 7816-8, 5; the values
// are those of CryptolibCPS sources, card-cps3.c and card-cps4.c).
type keyUse struct {
	setP1, setP2 byte   // MANAGE SECURITY ENVIRONMENT: which operations, which template
	crt          []byte // control reference template
	ins, p1, p2  byte
	data         []byte
}

// Templates of MANAGE SECURITY ENVIRONMENT in P2 (ISO/IEC 7816-4, 10.3.3).
const (
	templateAT  = 0xA4 // authentication
	templateDST = 0xB6 // digital signature
	templateCT  = 0xB8 // confidentiality
)

// Algorithm references.
const (
	cps3PKCS1SHA1   = 0x12
	cps3PKCS1SHA256 = 0x42
	cps3Auth        = 0x02
	cps3Decipher    = 0x1A

	cps4PKCS1SHA1   = 0x0A
	cps4PKCS1SHA256 = 0x28
	cps4PSSSHA1     = 0x15
	cps4PSSSHA256   = 0x2C
	cps4GivenHash   = 0x80 // added to the key reference: the hash is given
)

const (
	cps3PaddingByte = 0x81 // before a cryptogram
	blockSize       = 255  // data bytes of one command of a chain
)

// plan says how the card makes a signature, before anything is sent.
func (s *Signer) plan(random io.Reader, digest []byte, opts crypto.SignerOpts) (keyUse, error) {
	hash := opts.HashFunc()
	pss, isPSS := opts.(*rsa.PSSOptions)
	if _, known := digestInfoPrefix[hash]; !known || isPSS && hash == 0 {
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("hachage %v", "hash %v", hash))
	}
	if hash != 0 && len(digest) != hash.Size() {
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("un condensat de %d octets pour %v", "a digest of %d bytes for %v", len(digest), hash))
	}
	if isPSS {
		return s.planPSS(random, digest, hash, saltLength(pss))
	}
	return s.planPKCS1(digest, hash)
}

func (s *Signer) planPKCS1(digest []byte, hash crypto.Hash) (keyUse, error) {
	if s.kind == card.CertificateSignature {
		sha1, sha256 := byte(cps3PKCS1SHA1), byte(cps3PKCS1SHA256)
		if s.face == card.FaceCPS4 {
			sha1, sha256 = cps4PKCS1SHA1, cps4PKCS1SHA256
		}
		return s.signHash(digest, hash, sha1, sha256)
	}
	info := append(bytes.Clone(digestInfoPrefix[hash]), digest...)
	block, err := padPKCS1(info, s.key.Size())
	if err != nil {
		return keyUse{}, err
	}
	if s.face == card.FaceCPS4 {
		return s.raw(block), nil
	}
	// INTERNAL AUTHENTICATE: the card pads whatever comes.
	return keyUse{0x41, templateAT, []byte{0x80, 0x01, cps3Auth, 0x84, 0x01, s.ref}, apdu.INSInternalAuth, 0x00, 0x00, info}, nil
}

func (s *Signer) planPSS(random io.Reader, digest []byte, hash crypto.Hash, salt int) (keyUse, error) {
	if s.face != card.FaceCPS4 {
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("une CPS3 ne remplit que par PKCS #1 v1.5", "a CPS3 pads by PKCS #1 v1.5 only"))
	}
	inCard := salt == hash.Size() && (hash == crypto.SHA1 || hash == crypto.SHA256)
	switch {
	case inCard:
		return s.signHash(digest, hash, cps4PSSSHA1, cps4PSSSHA256)
	case s.kind != card.CertificateAuthentication:
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("PSS demande SHA-1 ou SHA-256 et un sel aussi long que le condensat", "PSS takes SHA-1 or SHA-256 and a salt as long as the hash"))
	}
	block, err := padPSS(random, digest, hash, salt, s.key.N.BitLen())
	if err != nil {
		return keyUse{}, err
	}
	return s.raw(block), nil
}

// signHash is PSO COMPUTE DIGITAL SIGNATURE over a given hash.
func (s *Signer) signHash(digest []byte, hash crypto.Hash, sha1, sha256 byte) (keyUse, error) {
	alg := sha256
	switch hash {
	case crypto.SHA1:
		alg = sha1
	case crypto.SHA256:
	default:
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("elle demande SHA-1 ou SHA-256", "it takes SHA-1 or SHA-256"))
	}
	u := keyUse{0x41, templateDST, []byte{0x80, 0x01, alg, 0x84, 0x01, s.ref}, apdu.INSPerformSecurity, 0x9E, 0x9A, digest}
	if s.face == card.FaceCPS4 {
		u.setP1, u.crt = 0x81, []byte{0x91, 0x02, alg, s.ref | cps4GivenHash}
	}
	return u, nil
}

// raw is the RSA operation of a CPS4 over a whole block, by PSO DECIPHER.
func (s *Signer) raw(block []byte) keyUse {
	return keyUse{0x41, templateCT, []byte{0x83, 0x01, s.ref}, apdu.INSPerformSecurity, 0x80, 0x86, block}
}

func (s *Signer) planDecrypt(cryptogram []byte) (keyUse, error) {
	switch {
	case s.kind != card.CertificateAuthentication:
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("seule la clé d'authentification déchiffre", "only the authentication key deciphers"))
	case len(cryptogram) != s.key.Size():
		return keyUse{}, text.Detail(ErrNotSupported, text.Of("un cryptogramme de %d octets pour une clé de %d", "a cryptogram of %d bytes for a key of %d", len(cryptogram), s.key.Size()))
	case s.face == card.FaceCPS4:
		return s.raw(cryptogram), nil
	}
	data := append([]byte{cps3PaddingByte}, cryptogram...)
	return keyUse{0x41, templateCT, []byte{0x80, 0x01, cps3Decipher, 0x84, 0x01, s.ref}, apdu.INSPerformSecurity, 0x80, 0x86, data}, nil
}

// useKey selects the application, sets the security environment and runs the
// command. No command of it is ever sent twice. The answer is the caller's.
func (r *reading) useKey(u keyUse) ([]byte, error) {
	if err := r.selectKeys(); err != nil {
		return nil, err
	}
	set := apdu.Command{CLA: r.face.cla, INS: apdu.INSManageSecurity, P1: u.setP1, P2: u.setP2, Data: u.crt}
	if _, err := r.keyCommand(set); err != nil {
		return nil, err
	}
	data := u.data
	for len(data) > blockSize {
		block := apdu.Command{CLA: r.face.cla | apdu.CLAChaining, INS: u.ins, P1: u.p1, P2: u.p2, Data: data[:blockSize]}
		if _, err := r.keyCommand(block); err != nil {
			return nil, err
		}
		data = data[blockSize:]
	}
	last := apdu.Command{CLA: r.face.cla, INS: u.ins, P1: u.p1, P2: u.p2, Data: data, Ne: r.face.ne()}
	answer, err := r.keyCommand(last)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(answer), nil
}

// keyCommand sends one command and makes an error of a status word that
// refuses it. The answer is valid until the next command.
func (r *reading) keyCommand(c apdu.Command) ([]byte, error) {
	cmd, err := c.Append(r.cmd[:0])
	if err != nil {
		return nil, err
	}
	r.cmd = cmd
	data, sw, err := r.link.Send(r.ctx, cmd)
	if err != nil {
		return nil, err
	}
	return data, sw.Err(c.INS)
}

// selectKeys selects the application that the keys belong to, as the official
// middleware does before each use. A card that another program left elsewhere
// is brought back first.
func (r *reading) selectKeys() error {
	aid, p2 := card.AIDCPx, byte(0x0C)
	switch r.out.Face {
	case card.FaceCPS3Contactless:
		aid = card.AIDCPxContactless
	case card.FaceCPS4:
		p2 = 0x00
	case card.FaceCPS3, card.FaceUnknown: // asked as a CPS3
	}
	cmd, err := apdu.AppendSelectPath(r.cmd[:0], r.face.cla, 0x04, p2, aid, 0)
	if err != nil {
		return err
	}
	sw, err := r.selectOnly(cmd)
	if err != nil {
		return err
	}
	if r.face.aidFirst && sw.Err(apdu.INSSelect) != nil {
		if err := r.selectApplication(); err != nil {
			return err
		}
		if _, sw, err = r.link.Exchange(r.ctx, cmd); err != nil {
			return err
		}
	}
	return sw.Err(apdu.INSSelect)
}
