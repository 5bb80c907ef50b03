package clients

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/tlv"
	"github.com/cpslab/cps/simulator/pki"
)

// object is a data object, by the label that clients show.
type object struct {
	label   string
	path    []uint16 // from the master file, which is left out
	private bool     // to be read after login only
	old     bool     // reached through the CPS2ter view, CLA A0 (CPS3 with contacts)
}

// objects returns the data objects that the official module shows on the face.
// Paths are the simulator's; labels are in the CryptolibCPS sources.
func (d *desk) objects() []object {
	application := uint16(0x0001)
	if d.face == card.FaceCPS3Contactless {
		application = 0x0002
	}
	in := func(label string, id uint16, private bool) object {
		return object{label: label, path: []uint16{application, id}, private: private}
	}
	list := []object{
		in("CPS_ID_CARD", 0xD101, false), in("CPS_NAME_PS", 0xD102, false),
		in("CPS_LANG_PS", 0xD103, false), in("CPS_INFO_PS", 0xD104, false),
	}
	if d.face != card.FaceCPS4 {
		list = append(list, in("CPS_DATA", 0xD107, false))
	}
	if d.face == card.FaceCPS3Contactless {
		return list
	}
	for i, a := range d.given.Activities {
		nn := uint16(a.Number - 1)
		list = append(list, in(fmt.Sprintf("CPS_ACTIVITY_%02d_PS", a.Number), 0xD120+nn, true))
		old := in(fmt.Sprintf("CPS2TER_ACTIVITY_%02d_PS", i+1), 0x4010+nn, true)
		if d.face == card.FaceCPS3 {
			old.path, old.old = old.path[1:], true
		}
		list = append(list, old)
	}
	billing := in("CPS_SIT_FACT", 0x4000, true)
	if d.face == card.FaceCPS3 {
		billing.path, billing.old = []uint16{0x7F01, 0x4000}, true
	}
	return append(list, billing)
}

// content reads an object from the twin card, without PC/SC and without a client.
func (d *desk) content(t *testing.T, o object) []byte {
	t.Helper()
	if err := d.twin.Reset(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	r := reader{t: t, link: card.NewLink(d.twin)}
	if d.face == card.FaceCPS4 {
		r.class = 0x01
		r.send(0xA4, 0x04, 0x0C, []byte{0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x01, 0x00}, 0)
	}
	if o.private {
		r.send(0x20, 0x00, 0x01, []byte(pin), 0)
	}
	if o.old {
		return r.readOld(o.path)
	}
	path := []byte{}
	for _, id := range o.path {
		path = binary.BigEndian.AppendUint16(path, id)
	}
	var fcp []byte
	if d.face == card.FaceCPS4 {
		fcp = r.send(0xA4, 0x08, 0x00, path, 256)
	} else {
		fcp = r.send(0xA4, 0x09, 0x04, append([]byte{0x3F, 0x00}, path...), 256)
	}
	template, err := tlv.Single(fcp)
	if err != nil {
		t.Fatal(err)
	}
	size, ok, err := tlv.Find(template.Value, 0x80)
	if err != nil || !ok || len(size) != 2 {
		t.Fatalf("no size in %X: %v", fcp, err)
	}
	return r.read(int(binary.BigEndian.Uint16(size)))
}

// reader sends commands that must succeed.
type reader struct {
	t     *testing.T
	link  *card.Link
	class byte
}

func (r *reader) send(ins, p1, p2 byte, data []byte, ne int) []byte {
	r.t.Helper()
	cmd, err := apdu.Command{CLA: r.class, INS: ins, P1: p1, P2: p2, Data: data, Ne: ne}.Append(nil)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, sw, err := r.link.Send(r.t.Context(), cmd)
	if err != nil || !sw.OK() {
		r.t.Fatalf("%02X%02X: %v %v", r.class, ins, sw, err)
	}
	return append([]byte(nil), answer...)
}

func (r *reader) read(size int) []byte {
	r.t.Helper()
	content := []byte{}
	for len(content) < size {
		at := len(content)
		content = append(content, r.send(0xB0, byte(at>>8), byte(at), nil, min(size-at, 231))...)
	}
	return content
}

// readOld reads a file of the CPS2ter view.
func (r *reader) readOld(path []uint16) []byte {
	r.t.Helper()
	r.class = 0xA0
	var size int
	for _, id := range append([]uint16{0x3F00}, path...) {
		cmd := []byte{0xA0, 0xA4, 0x00, 0x00, 0x02, byte(id >> 8), byte(id)}
		rapdu, err := r.link.Channel().Transmit(r.t.Context(), nil, cmd)
		if err != nil || len(rapdu) != 2 || rapdu[0] != 0x9F {
			r.t.Fatalf("CPS2ter SELECT %04X: % X %v", id, rapdu, err)
		}
		answer := r.send(0xC0, 0x00, 0x00, nil, int(rapdu[1]))
		size = int(binary.BigEndian.Uint16(answer[2:]))
	}
	return r.read(size)
}

// certificate says what a client must find: the key's reference in CKA_ID, and
// whose key it is.
type certificate struct {
	kind pki.Kind
	id   string // CKA_ID, hexadecimal
	path []uint16
}

func (d *desk) certificate(kind pki.Kind) certificate {
	in, suffix := uint16(0x0001), []string{"01", "02", "03"}
	switch d.face {
	case card.FaceCPS4:
		suffix = []string{"10", "20", ""}
	case card.FaceCPS3Contactless:
		in = 0x0002
	case card.FaceCPS3, card.FaceUnknown:
	}
	return certificate{kind: kind, id: "E828BD080F8025000001FF0010" + suffix[kind], path: []uint16{in, 0xA001 + uint16(kind)}}
}

// check compares a certificate that a client has read, DER, with the card's file,
// the TEST authority and the card's key.
func (d *desk) check(t *testing.T, c certificate, der []byte) {
	t.Helper()
	if diff := cmp.Diff(d.content(t, object{path: c.path}), der); diff != "" {
		t.Fatalf("certificate %v (-card +client):\n%s", c.kind, diff)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	_, err = cert.Verify(x509.VerifyOptions{
		Roots: authority.Pool(), Intermediates: authority.Intermediates(),
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		t.Errorf("certificate %v: %v", c.kind, err)
	}
	if got, want := cert.Subject.CommonName, d.given.Info.NationalID; got != want {
		t.Errorf("certificate %v of %q, want %q", c.kind, got, want)
	}
	if !d.key(c.kind).Equal(cert.PublicKey) {
		t.Errorf("certificate %v holds another key", c.kind)
	}
}

// key is the public key of the card, without reading it.
func (d *desk) key(kind pki.Kind) *rsa.PublicKey {
	return &pki.CardKey(pki.Row(d.given.Info.NationalID), kind).PublicKey
}

// message is what the clients sign: longer than one block of the hash, and not a
// whole number of blocks.
var message = []byte("cpslab: signed by a client of others through a simulated reader, 100 bytes and a little more of them ")

// digestInfo is the DER encoding of DigestInfo with a SHA-256 (RFC 8017, 9.2).
func digestInfo() []byte {
	sum := sha256.Sum256(message)
	prefix := []byte{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20}
	return append(prefix, sum[:]...)
}

// verify checks a PKCS#1 v1.5 signature of message.
func (d *desk) verify(t *testing.T, kind pki.Kind, hash crypto.Hash, signature []byte) {
	t.Helper()
	if err := rsa.VerifyPKCS1v15(d.key(kind), hash, sum(hash), signature); err != nil {
		t.Errorf("signature of the %v key: %v", kind, err)
	}
}

// verifyPSS checks a PSS signature of message whose salt is as long as the hash.
func (d *desk) verifyPSS(t *testing.T, kind pki.Kind, signature []byte) {
	t.Helper()
	if err := rsa.VerifyPSS(d.key(kind), crypto.SHA256, sum(crypto.SHA256), signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}); err != nil {
		t.Errorf("PSS signature of the %v key: %v", kind, err)
	}
}

func sum(hash crypto.Hash) []byte {
	if hash == crypto.SHA1 {
		s := sha1.Sum(message)
		return s[:]
	}
	s := sha256.Sum256(message)
	return s[:]
}

// secret encrypts a text for the authentication key.
func (d *desk) secret(t *testing.T, text string) []byte {
	t.Helper()
	out, err := rsa.EncryptPKCS1v15(rand.Reader, d.key(pki.Authentication), []byte(text)) //nolint:staticcheck // the padding that the card undoes
	if err != nil {
		t.Fatal(err)
	}
	return out
}
