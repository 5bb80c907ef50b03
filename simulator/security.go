package simulator

import (
	"crypto"
	"crypto/rsa"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/tlv"
	"github.com/cpslab/cps/simulator/pki"
)

// P1 of MANAGE SECURITY ENVIRONMENT: SET, for computing. A CPS4 gets 81 with the
// template of the signature.
const (
	mseSet     = 0x41
	mseSetCPS4 = 0x81
)

// hashGiven in the key reference of a CPS4: the hash comes with the command.
const hashGiven = 0x80

// Operations of PERFORM SECURITY OPERATION, P1 and P2 (ISO/IEC 7816-8).
const (
	psoHash     = 0x90A0
	psoSign     = 0x9E9A
	psoDecipher = 0x8086
)

// maxToSign is what PKCS #1 type 1 padding leaves room for, in bytes.
const maxToSign = sizeRSA - 11

// paddingIndicator before a cryptogram on a CPS3 (ISO/IEC 7816-4, 10.2.4).
const paddingIndicator = 0x81

// chosen is what MANAGE SECURITY ENVIRONMENT put into a template.
type chosen struct {
	key       *keyObject // nil when the template is empty
	algorithm byte
}

// environment is the current security environment. SELECT and a reset end it.
type environment struct {
	hash        crypto.Hash // of the hash template, 0 when it is empty
	digest      [32]byte    // the hash that the card finished
	digested    int         // bytes of digest; 0 when there is none
	dst, at, ct chosen
}

// template returns the place of a template, nil for one without a key.
func (e *environment) template(tag byte) *chosen {
	switch tag {
	case templateDST:
		return &e.dst
	case templateAT:
		return &e.at
	case templateCT:
		return &e.ct
	}
	return nil
}

// reference is a control reference template, parsed.
type reference struct {
	algorithm, key       byte
	hasAlgorithm, hasKey bool
}

// parseReference reads the data objects of a template in any order: tag 80
// algorithm, tag 84 private key (CPS3); tag 83 key, tag 91 algorithm and key
// (CPS4). ok is false for anything else.
func parseReference(data []byte) (r reference, ok bool) {
	in := tlv.NewReader(data)
	for {
		e, more, err := in.Next()
		if err != nil {
			return r, false
		}
		if !more {
			return r, true
		}
		switch {
		case e.Tag == 0x80 && len(e.Value) == 1:
			r.algorithm, r.hasAlgorithm = e.Value[0], true
		case (e.Tag == 0x83 || e.Tag == 0x84) && len(e.Value) == 1:
			r.key, r.hasKey = e.Value[0], true
		case e.Tag == 0x91 && len(e.Value) == 2:
			r.algorithm, r.hasAlgorithm = e.Value[0], true
			r.key, r.hasKey = e.Value[1], true
		default:
			return r, false
		}
	}
}

// manageSecurity is MANAGE SECURITY ENVIRONMENT SET of a CPS3: hash template
// with an algorithm, the others with algorithm and key.
func (c *Card) manageSecurity(cmd apdu.Command) apdu.SW {
	if cmd.P1 != mseSet {
		return apdu.SWWrongP1P2
	}
	r, ok := parseReference(cmd.Data)
	if !ok || !r.hasAlgorithm {
		return apdu.SWWrongData
	}
	if cmd.P2 == templateHT {
		return c.chooseHash(r)
	}
	if !r.hasKey {
		return apdu.SWWrongData
	}
	return c.choose(cmd.P2, r)
}

// manageSecurityCPS4 is the same of a CPS4: a signature names its key with 80h,
// because the hash is given; the confidentiality template names the key alone.
func (c *Card) manageSecurityCPS4(cmd apdu.Command) apdu.SW {
	if cmd.P1 != mseSet && cmd.P1 != mseSetCPS4 {
		return apdu.SWWrongP1P2
	}
	r, ok := parseReference(cmd.Data)
	switch {
	case !ok || !r.hasKey, r.hasAlgorithm != (cmd.P2 == templateDST):
		return apdu.SWWrongData
	case cmd.P2 == templateDST && r.key&hashGiven == 0:
		return apdu.SWWrongData
	}
	r.key &^= hashGiven
	return c.choose(cmd.P2, r)
}

// chooseHash fills the hash template and drops a hash that was finished.
func (c *Card) chooseHash(r reference) apdu.SW {
	switch {
	case r.hasKey:
		return apdu.SWWrongData
	case r.algorithm == algSHA1:
		c.se.hash = crypto.SHA1
	case r.algorithm == algSHA256:
		c.se.hash = crypto.SHA256
	default:
		return apdu.SWWrongData
	}
	c.se.digested = 0
	return apdu.SWOK
}

// choose fills a template with a key. 6A88 for a key that is not in the current
// directory, 6A80 for an algorithm that it does not do; the template stays as it
// was then.
func (c *Card) choose(template byte, r reference) apdu.SW {
	slot := c.se.template(template)
	if slot == nil {
		return apdu.SWWrongP1P2
	}
	key := c.keyByReference(r.key)
	if key == nil {
		return apdu.SWReferenceNotFound
	}
	if !key.may(template, r.algorithm) {
		return apdu.SWWrongData
	}
	*slot = chosen{key: key, algorithm: r.algorithm}
	return apdu.SWOK
}

// keyByReference returns the key that a reference names in the application
// directory, nil when there is none or another directory is current.
func (c *Card) keyByReference(ref byte) *keyObject {
	if c.main.df != c.files.application {
		return nil
	}
	for i := range c.keys {
		if c.keys[i].reference == ref {
			return &c.keys[i]
		}
	}
	return nil
}

// ready returns the key of a template whose access condition is fulfilled: 6985
// when the template is empty, 6982 when the PIN is missing.
func (c *Card) ready(template byte) (chosen, *rsa.PrivateKey, apdu.SW) {
	slot := c.se.template(template)
	switch {
	case slot.key == nil:
		return chosen{}, nil, apdu.SWConditions
	case !c.chip.allows(slot.key.condition(template)):
		return chosen{}, nil, apdu.SWSecurityStatus
	}
	return *slot, pki.CardKey(c.p.row(), slot.key.kind), apdu.SWOK
}

// performSecurity is PERFORM SECURITY OPERATION of a CPS3.
func (c *Card) performSecurity(cmd apdu.Command) ([]byte, apdu.SW) {
	switch int(cmd.P1)<<8 | int(cmd.P2) {
	case psoHash:
		return nil, c.finishHash(cmd)
	case psoSign:
		return c.sign(cmd)
	case psoDecipher:
		return c.decipher(cmd)
	}
	return nil, apdu.SWWrongP1P2
}

// performSecurityCPS4 is PERFORM SECURITY OPERATION of a CPS4, which hashes
// nothing itself.
func (c *Card) performSecurityCPS4(cmd apdu.Command) ([]byte, apdu.SW) {
	switch int(cmd.P1)<<8 | int(cmd.P2) {
	case psoSign:
		return c.sign(cmd)
	case psoDecipher:
		return c.decipherRaw(cmd)
	}
	return nil, apdu.SWWrongP1P2
}

// finishHash is PSO HASH: the card hashes the last block of a message.
func (c *Card) finishHash(cmd apdu.Command) apdu.SW {
	if c.se.hash == 0 {
		return apdu.SWConditions
	}
	digest, ok := finishHash(c.se.hash, cmd.Data)
	if !ok {
		return apdu.SWWrongData
	}
	c.se.digested = copy(c.se.digest[:], digest)
	return apdu.SWOK
}

// signatureScheme says how each algorithm of a signature template signs.
func signatureScheme(algorithm byte) (hash crypto.Hash, pss bool) {
	switch algorithm {
	case algRSASHA1, algRSASHA1CPS4:
		return crypto.SHA1, false
	case algPSSSHA1CPS4:
		return crypto.SHA1, true
	case algPSSSHA256CPS4:
		return crypto.SHA256, true
	default:
		return crypto.SHA256, false
	}
}

// sign is PSO COMPUTE DIGITAL SIGNATURE over the hash in the data field or,
// without one, the hash that the card finished, which is used up by that.
func (c *Card) sign(cmd apdu.Command) ([]byte, apdu.SW) {
	slot, key, sw := c.ready(templateDST)
	if sw != apdu.SWOK {
		return nil, sw
	}
	hash, pss := signatureScheme(slot.algorithm)
	digest := cmd.Data
	if len(digest) == 0 {
		digest = c.se.digest[:c.se.digested]
		c.se.digested = 0
		if len(digest) != hash.Size() {
			return nil, apdu.SWConditions
		}
	}
	if len(digest) != hash.Size() {
		return nil, apdu.SWWrongData
	}
	var (
		signature []byte
		err       error
	)
	if pss {
		signature, err = rsa.SignPSS(c.random, key, hash, digest, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	} else {
		signature, err = rsa.SignPKCS1v15(nil, key, hash, digest)
	}
	return c.result(signature, err)
}

// internalAuthenticate is INTERNAL AUTHENTICATE: any bytes, 1 to 245, are padded
// with PKCS #1 type 1 and signed.
func (c *Card) internalAuthenticate(cmd apdu.Command) ([]byte, apdu.SW) {
	if cmd.P1 != 0 || cmd.P2 != 0 {
		return nil, apdu.SWWrongP1P2
	}
	_, key, sw := c.ready(templateAT)
	switch {
	case sw != apdu.SWOK:
		return nil, sw
	case len(cmd.Data) == 0 || len(cmd.Data) > maxToSign:
		return nil, apdu.SWWrongLength
	}
	signature, err := rsa.SignPKCS1v15(nil, key, 0, cmd.Data)
	return c.result(signature, err)
}

// decipher is PSO DECIPHER of a CPS3: indicator 81 and a cryptogram; the padding
// is taken off. 6A80 when there is none.
func (c *Card) decipher(cmd apdu.Command) ([]byte, apdu.SW) {
	_, key, sw := c.ready(templateCT)
	switch {
	case sw != apdu.SWOK:
		return nil, sw
	case len(cmd.Data) != 1+sizeRSA:
		return nil, apdu.SWWrongLength
	case cmd.Data[0] != paddingIndicator:
		return nil, apdu.SWWrongData
	}
	if !rawRSA(c.buf[:], key, cmd.Data[1:]) {
		return nil, apdu.SWWrongData
	}
	plain, ok := unpadded(c.buf[:sizeRSA])
	if !ok {
		return nil, apdu.SWWrongData
	}
	return plain, apdu.SWOK
}

// decipherRaw is PSO DECIPHER of a CPS4: 256 bytes in, 256 bytes out, whatever
// the padding. Authentication goes this way too, with a block padded by the
// client.
func (c *Card) decipherRaw(cmd apdu.Command) ([]byte, apdu.SW) {
	_, key, sw := c.ready(templateCT)
	switch {
	case sw != apdu.SWOK:
		return nil, sw
	case len(cmd.Data) != sizeRSA:
		return nil, apdu.SWWrongLength
	case !rawRSA(c.buf[:], key, cmd.Data):
		return nil, apdu.SWWrongData
	}
	return c.buf[:sizeRSA], apdu.SWOK
}

// result keeps what a key gave until it is read. The only error left is a
// source of random bytes that failed.
func (c *Card) result(b []byte, err error) ([]byte, apdu.SW) {
	if err != nil {
		return nil, apdu.SWNoDiagnosis
	}
	return c.buf[:copy(c.buf[:], b)], apdu.SWOK
}
