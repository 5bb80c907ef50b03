package simulator

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/simulator/pki"
)

// transcriptCertificates returns the certificates of the transcripts' card, by
// their names for Raw. Their TEST authority is that of the prototype.
func transcriptCertificates(t *testing.T) map[Object]Raw {
	t.Helper()
	file, err := os.ReadFile("testdata/transcripts/certificates.hex")
	if err != nil {
		t.Fatal(err)
	}
	certificates := map[Object]Raw{}
	for line := range strings.Lines(string(file)) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		certificates[Object(name)] = Raw{Bytes: unhex(text)}
	}
	if len(certificates) != 3 {
		t.Fatalf("%d certificates", len(certificates))
	}
	return certificates
}

// keyWork follows what a transcript does with keys: it says which answers are
// made by a key, and checks them against the prototype's without its private
// keys.
type keyWork struct {
	c       *Card
	theirs  map[pki.Kind]*rsa.PublicKey
	key     byte   // reference in the last template
	pss     bool   // the last template asks for PSS
	digest  []byte // signed by PSS
	plain   string // wanted from a decipherment, "" when none is going on
	rest    []byte // second block of a cryptogram of ours
	open    bool   // the last command was answered by a key
	got     []byte // gathered over GET RESPONSE
	want    []byte
	checked int
}

func newKeyWork(t *testing.T, c *Card) *keyWork {
	t.Helper()
	w := &keyWork{c: c, theirs: map[pki.Kind]*rsa.PublicKey{}}
	for _, k := range c.keys {
		cert, err := x509.ParseCertificate(c.p.Raw[k.raw].Bytes)
		if err != nil {
			t.Fatal(err)
		}
		key, ok := cert.PublicKey.(*rsa.PublicKey)
		if !ok {
			t.Fatalf("%v: no RSA key", k.kind)
		}
		w.theirs[k.kind] = key
	}
	return w
}

// kind of the key in use.
func (w *keyWork) kind(t *testing.T) pki.Kind {
	t.Helper()
	for _, k := range w.c.keys {
		if k.reference == w.key {
			return k.kind
		}
	}
	t.Fatalf("no key %02X", w.key)
	return 0
}

// mine is the public part of the card's own key.
func (w *keyWork) mine(t *testing.T) *rsa.PublicKey {
	t.Helper()
	return &pki.CardKey(w.c.p.row(), w.kind(t)).PublicKey
}

// command looks at a command before it is sent and gives the one to send: a
// cryptogram for the prototype's key becomes one for ours.
func (w *keyWork) command(t *testing.T, sent string) string {
	t.Helper()
	cmd, err := apdu.ParseCommand(unhex(sent))
	if err != nil {
		t.Fatal(err)
	}
	if cmd.INS == apdu.INSGetResponse {
		return sent
	}
	w.open, w.got, w.want = false, nil, nil
	switch {
	case cmd.INS == apdu.INSManageSecurity:
		w.setKey(cmd)
	case cmd.INS == apdu.INSInternalAuth:
		w.open, w.plain = true, ""
	case cmd.INS == apdu.INSPerformSecurity && cmd.P1 == 0x9E:
		w.open, w.plain, w.digest = true, "", cmd.Data
	case cmd.INS == apdu.INSPerformSecurity && cmd.P1 == 0x80:
		return w.cryptogram(t, cmd, sent)
	}
	return sent
}

func (w *keyWork) setKey(cmd apdu.Command) {
	r, ok := parseReference(cmd.Data)
	if !ok || !r.hasKey {
		return
	}
	w.key, w.pss = r.key, false
	if w.c.keys[0].reference == 0x10 { // CPS4
		w.key &^= hashGiven
		_, w.pss = signatureScheme(r.algorithm)
	}
}

// cryptogram replaces both blocks of one; a block that the client has padded for
// a signature stays.
func (w *keyWork) cryptogram(t *testing.T, cmd apdu.Command, sent string) string {
	t.Helper()
	if !cmd.Chained() {
		w.open = true
		if w.rest == nil {
			return sent
		}
		tail := ""
		if cmd.Ne != 0 {
			tail = "00"
		}
		block := hex.EncodeToString(w.rest)
		w.rest = nil
		return sent[:10] + block + tail
	}
	w.plain, w.rest = "", nil
	if bytes.HasPrefix(cmd.Data, []byte{0x00, 0x01, 0xFF}) {
		return sent
	}
	w.plain = "hello test"
	secret := encrypt(t, w.mine(t), []byte(w.plain))
	field := secret
	if w.key == 0x82 { // CPS3
		field = append([]byte{paddingIndicator}, secret...)
	}
	w.rest = field[255:]
	return sent[:10] + hex.EncodeToString(field[:255])
}

// answer compares what a key gave with what the prototype's key gave, once all
// of it has come. ok is false when status words or lengths differ.
func (w *keyWork) answer(t *testing.T, got, want string) (ok bool) {
	t.Helper()
	if len(got) != len(want) || got[len(got)-4:] != want[len(want)-4:] {
		return false
	}
	w.got = append(w.got, unhex(got[:len(got)-4])...)
	w.want = append(w.want, unhex(want[:len(want)-4])...)
	if !strings.HasSuffix(got, "9000") {
		return true
	}
	w.checked++
	switch {
	case w.plain != "":
		return string(w.want[len(w.want)-len(w.plain):]) == w.plain && string(w.got[len(w.got)-len(w.plain):]) == w.plain
	case w.pss:
		hash := crypto.SHA256
		return rsa.VerifyPSS(w.mine(t), hash, w.digest, w.got, nil) == nil &&
			rsa.VerifyPSS(w.theirs[w.kind(t)], hash, w.digest, w.want, nil) == nil
	}
	// Both signatures, opened with their public keys, hold the same block.
	return len(w.got) == sizeRSA && bytes.Equal(open(w.mine(t), w.got), open(w.theirs[w.kind(t)], w.want))
}

// open raises a signature to the public exponent: the padded block comes out.
func open(key *rsa.PublicKey, signature []byte) []byte {
	n := new(big.Int).Exp(new(big.Int).SetBytes(signature), big.NewInt(int64(key.E)), key.N)
	return n.FillBytes(make([]byte, sizeRSA))
}
