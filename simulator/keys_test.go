package simulator

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding"
	"encoding/binary"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator/pki"
	"github.com/cpslab/cps/testdata/testneed"
)

const (
	aidContactless = "0DE828BD080F8025000001FF0020"
	verifyPINCPS4  = "012000010431323334"
)

// inside selects the application directory of a face and presents the PIN where
// there is one.
func inside(face card.Face) []exchange {
	switch face {
	case card.FaceCPS3Contactless:
		return []exchange{{"00A4040C" + aidContactless, "9000"}}
	case card.FaceCPS4:
		return []exchange{{"01A4040C" + aidIAS, "9000"}, {"01A4040C" + aidCPx, "9000"}, {verifyPINCPS4, "9000"}}
	default:
		return []exchange{{"00A4040C" + aidCPx, "9000"}, {verifyPIN, "9000"}}
	}
}

// read returns the whole content of an EF, selected by its path.
func read(t *testing.T, c *Card, fid string) []byte {
	t.Helper()
	sel, cla := "00A4090C063F000001"+fid, "00"
	switch c.p.Face {
	case card.FaceCPS3Contactless:
		sel = "00A4090C063F000002" + fid
	case card.FaceCPS4:
		sel, cla = "01A4080C040001"+fid, "01"
	case card.FaceCPS3, card.FaceUnknown:
	}
	play(t, c, []exchange{{sel, "9000"}})
	var content []byte
	for {
		got := unhex(send(t, c, fmt.Sprintf("%sB0%04X00", cla, len(content))))
		sw := fmt.Sprintf("%X", got[len(got)-2:])
		content = append(content, got[:len(got)-2]...)
		if sw == "6B00" {
			return content
		}
		if sw != "9000" {
			t.Fatalf("READ BINARY of %s: %s", fid, sw)
		}
	}
}

// certificateFIDs of the kinds.
var certificateFIDs = map[pki.Kind]string{pki.Signature: "A001", pki.Authentication: "A002", pki.Technical: "A003"}

func certificate(t *testing.T, c *Card, kind pki.Kind) *x509.Certificate {
	t.Helper()
	cert, err := x509.ParseCertificate(read(t, c, certificateFIDs[kind]))
	if err != nil {
		t.Fatalf("%v certificate: %v", kind, err)
	}
	return cert
}

// result sends commands and returns the data of the last, which may wait.
func result(t *testing.T, c *Card, capdus ...string) []byte {
	t.Helper()
	var data []byte
	for i, capdu := range capdus {
		got := unhex(send(t, c, capdu))
		if got[len(got)-2] == 0x61 {
			got = unhex(send(t, c, "00C00000"+fmt.Sprintf("%02X", got[len(got)-1])))
		}
		if !bytes.HasSuffix(got, []byte{0x90, 0x00}) {
			t.Fatalf("command %d gives % X", i+1, got[len(got)-2:])
		}
		data = got[:len(got)-2]
	}
	return data
}

// withLength is a data field with its length before it.
func withLength(data []byte) string { return fmt.Sprintf("%02X%X", len(data), data) }

// hashField is the data field of PSO HASH as CryptolibCPS builds it: the client
// hashes all blocks but the last.
func hashField(t *testing.T, hash crypto.Hash, message []byte) string {
	t.Helper()
	if len(message) <= blockSize {
		return withLength(append([]byte{0x90, 0x00, 0x80, byte(len(message))}, message...))
	}
	before := (len(message) - 1) / blockSize * blockSize
	h := hash.New()
	h.Write(message[:before])
	m, ok := h.(encoding.BinaryMarshaler)
	if !ok {
		t.Fatal("no state")
	}
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	state := append([]byte{0x90, byte(hash.Size() + 8)}, b[4:4+hash.Size()]...)
	state = binary.BigEndian.AppendUint64(state, uint64(8*before))
	last := message[before:]
	return withLength(append(append(state, 0x80, byte(len(last))), last...))
}

// message of n bytes.
func message(n int) []byte { return bytes.Repeat([]byte("0123456789"), n/10+1)[:n] }

// signed is one signature that a card made, and how to check it.
type signed struct {
	name      string
	key       pki.Kind
	hash      crypto.Hash
	pss       bool
	digest    []byte
	signature []byte
}

func digestOf(hash crypto.Hash, message []byte) []byte {
	if hash == crypto.SHA1 {
		d := sha1.Sum(message)
		return d[:]
	}
	d := sha256.Sum256(message)
	return d[:]
}

var digestInfo = map[crypto.Hash]string{
	crypto.SHA1:   "3021300906052B0E03021A05000414",
	crypto.SHA256: "3031300D060960864801650304020105000420",
}

// signatures makes every kind of signature that a face offers.
func signatures(t *testing.T, c *Card) []signed {
	t.Helper()
	var all []signed
	add := func(name string, key pki.Kind, hash crypto.Hash, pss bool, m []byte, capdus ...string) {
		t.Helper()
		all = append(all, signed{name, key, hash, pss, digestOf(hash, m), result(t, c, capdus...)})
	}
	if c.p.Face == card.FaceCPS4 {
		for _, s := range []struct {
			name, mse string
			key       pki.Kind
			hash      crypto.Hash
			pss       bool
		}{
			{"SHA-1", "012281B60491020A90", pki.Signature, crypto.SHA1, false},
			{"SHA-256", "012281B60491022890", pki.Signature, crypto.SHA256, false},
			{"PSS SHA-1", "012281B60491021590", pki.Signature, crypto.SHA1, true},
			{"PSS SHA-256", "012281B60491022C90", pki.Signature, crypto.SHA256, true},
			{"authentication PSS SHA-1", "012281B6049102" + "15A0", pki.Authentication, crypto.SHA1, true},
			{"authentication PSS SHA-256", "012281B6049102" + "2CA0", pki.Authentication, crypto.SHA256, true},
		} {
			m := message(300)
			add(s.name, s.key, s.hash, s.pss, m, s.mse, "012A9E9A"+withLength(digestOf(s.hash, m))+"00")
		}
		info := digestInfo[crypto.SHA256] + fmt.Sprintf("%X", digestOf(crypto.SHA256, message(300)))
		block := "0001" + strings.Repeat("FF", 256-3-len(info)/2) + "00" + info
		add("authentication", pki.Authentication, crypto.SHA256, false, message(300), "012241B803830120",
			"112A8086FF"+block[:510], "012A808601"+block[510:]+"00")
		return all
	}
	for reference, key := range map[string]pki.Kind{"82": pki.Authentication, "83": pki.Technical} {
		if c.p.Face == card.FaceCPS3Contactless && key != pki.Technical {
			continue
		}
		for _, hash := range []crypto.Hash{crypto.SHA1, crypto.SHA256} {
			m := message(300)
			info := unhex(digestInfo[hash] + fmt.Sprintf("%X", digestOf(hash, m)))
			add(fmt.Sprint(key, " ", hash), key, hash, false, m, "002241A40684 01"+reference+"800102", "00880000"+withLength(info))
		}
	}
	if c.p.Face == card.FaceCPS3Contactless {
		return all
	}
	for hash, algorithms := range map[crypto.Hash][2]string{crypto.SHA1: {"10", "12"}, crypto.SHA256: {"40", "42"}} {
		dst := "002241B6068001" + algorithms[1] + "840181"
		for _, n := range []int{0, 1, 10, 55, 56, 63, 64, 65, 128, 129, 300, 5000} {
			m := message(n)
			add(fmt.Sprint(hash, " of ", n, " bytes, finished on the card"), pki.Signature, hash, false, m,
				"002241AA038001"+algorithms[0], "002A90A0"+hashField(t, hash, m), dst, "002A9E9A00")
		}
		add(fmt.Sprint(hash, " given"), pki.Signature, hash, false, message(300), dst, "002A9E9A"+withLength(digestOf(hash, message(300))))
	}
	return all
}

// TestSignatures checks every signature against the certificate on the card
// with Go's crypto, and the certificate against the TEST authority.
func TestSignatures(t *testing.T) {
	t.Parallel()
	authority, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	for _, face := range []card.Face{card.FaceCPS3, card.FaceCPS3Contactless, card.FaceCPS4} {
		t.Run(face.String(), func(t *testing.T) {
			t.Parallel()
			c := mustNew(t, healthy(face))
			play(t, c, inside(face))
			all := signatures(t, c)
			for _, s := range all {
				cert := certificate(t, c, s.key)
				key, ok := cert.PublicKey.(*rsa.PublicKey)
				if !ok {
					t.Fatalf("%v: no RSA key", s.key)
				}
				verify := rsa.VerifyPKCS1v15(key, s.hash, s.digest, s.signature)
				if s.pss {
					verify = rsa.VerifyPSS(key, s.hash, s.digest, s.signature, &rsa.PSSOptions{SaltLength: s.hash.Size()})
				}
				if verify != nil {
					t.Errorf("%s: %v", s.name, verify)
				}
				if _, err := cert.Verify(x509.VerifyOptions{
					Roots: authority.Pool(), Intermediates: authority.Intermediates(),
					CurrentTime: cert.NotBefore.AddDate(1, 0, 0), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
				}); err != nil {
					t.Errorf("%v certificate: %v", s.key, err)
				}
			}
		})
	}
}

// TestSignaturesWithOpenSSL has an independent client check them.
func TestSignaturesWithOpenSSL(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "openssl")
	openssl := testneed.Path("openssl")
	for _, face := range []card.Face{card.FaceCPS3, card.FaceCPS3Contactless, card.FaceCPS4} {
		t.Run(face.String(), func(t *testing.T) {
			t.Parallel()
			c := mustNew(t, healthy(face))
			play(t, c, inside(face))
			dir := t.TempDir()
			write := func(name string, b []byte) string {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
				return path
			}
			for i, s := range signatures(t, c) {
				der := certificate(t, c, s.key).Raw
				args := []string{
					"pkeyutl", "-verify", "-certin",
					"-inkey", write("cert.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
					"-in", write(fmt.Sprint("digest", i), s.digest), "-sigfile", write(fmt.Sprint("signature", i), s.signature),
					"-pkeyopt", "digest:" + strings.ReplaceAll(strings.ToLower(s.hash.String()), "-", ""),
				}
				if s.pss {
					args = append(args, "-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:digest")
				}
				if out, err := exec.CommandContext(t.Context(), openssl, args...).CombinedOutput(); err != nil {
					t.Errorf("%s: %v: %s", s.name, err, out)
				}
			}
		})
	}
}

// TestAuthenticateAnything signs 1, 102 and 245 bytes that are no DigestInfo, as
// the Gestionnaire does.
func TestAuthenticateAnything(t *testing.T) {
	t.Parallel()
	c := mustNew(t, healthy(card.FaceCPS3))
	play(t, c, append(inside(card.FaceCPS3), exchange{"002241A406800102840182", "9000"}))
	key := &pki.CardKey(c.p.row(), pki.Authentication).PublicKey
	for _, n := range []int{1, 102, 245} {
		signature := result(t, c, "00880000"+withLength(message(n)))
		if err := rsa.VerifyPKCS1v15(key, 0, message(n), signature); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	play(t, c, []exchange{{"00880000" + withLength(message(246)), "6700"}, {"00880000", "6700"}, {"0088000102ABCD", "6B00"}})
}

// encrypt makes a cryptogram as the clients of a CPS do.
func encrypt(t *testing.T, key *rsa.PublicKey, plain []byte) []byte {
	t.Helper()
	secret, err := rsa.EncryptPKCS1v15(rand.Reader, key, plain) //nolint:staticcheck // deprecated for new protocols; the card knows no other padding
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func TestUnpadded(t *testing.T) {
	t.Parallel()
	for block, want := range map[string]string{
		"0002" + "1111111111111111" + "00" + "ABCD": "ABCD",
		"0002" + "1111111111111111" + "00":          "",
		"0002" + "11111111111111" + "00" + "ABCD":   "refused", // seven bytes
		"0002" + "111111111111111111":               "refused",
		"0001" + "FFFFFFFFFFFFFFFF" + "00" + "ABCD": "refused",
		"0102" + "1111111111111111" + "00" + "ABCD": "refused",
	} {
		plain, ok := unpadded(unhex(block))
		if got := fmt.Sprintf("%X", plain); ok != (want != "refused") || ok && got != want {
			t.Errorf("%s: %s, %v", block, got, ok)
		}
	}
}

func TestDecipher(t *testing.T) {
	t.Parallel()
	for _, face := range []card.Face{card.FaceCPS3, card.FaceCPS4} {
		for _, n := range []int{0, 1, 10, 245} {
			t.Run(fmt.Sprint(face, " ", n), func(t *testing.T) {
				t.Parallel()
				c := mustNew(t, healthy(face))
				play(t, c, inside(face))
				key, ok := certificate(t, c, pki.Authentication).PublicKey.(*rsa.PublicKey)
				if !ok {
					t.Fatal("no RSA key")
				}
				secret := encrypt(t, key, message(n))
				if face == card.FaceCPS4 {
					play(t, c, []exchange{{"01A4040C" + aidCPx, "9000"}, {"012241B803830120", "9000"}})
					got := result(t, c, "112A8086"+withLength(secret[:255]), "012A8086"+withLength(secret[255:])+"00")
					if len(got) != 256 || got[0] != 0 || got[1] != 2 || got[255-n] != 0 || !bytes.Equal(got[256-n:], message(n)) {
						t.Errorf("got % X", got)
					}
					return
				}
				play(t, c, []exchange{{"00A4040C" + aidCPx, "9000"}, {"002241B80680011A840182", "9000"}})
				got := result(t, c, "102A8086"+withLength(append([]byte{0x81}, secret[:254]...)), "002A8086"+withLength(secret[254:]))
				if !bytes.Equal(got, message(n)) {
					t.Errorf("got % X", got)
				}
			})
		}
	}
}

// TestRandomThatFails holds that PSS says so.
func TestRandomThatFails(t *testing.T) {
	t.Parallel()
	c := mustNew(t, healthy(card.FaceCPS4), WithRandom(iotest.ErrReader(errors.New("dry"))))
	play(t, c, append(inside(card.FaceCPS4),
		exchange{"012281B60491022C90", "9000"},
		exchange{"012A9E9A" + withLength(message(32)) + "00", "6F00"}))
}

func BenchmarkSign(b *testing.B) {
	for name, steps := range map[string][2]string{
		"InternalAuthenticate": {"002241A406800102840182", "00880000" + withLength(message(51)) + "00"},
		"SHA256":               {"002241B606800142840181", "002A9E9A" + withLength(message(32)) + "00"},
	} {
		b.Run(name, func(b *testing.B) {
			c := mustNew(b, healthy(card.FaceCPS3))
			play(b, c, append(inside(card.FaceCPS3), exchange{steps[0], "9000"}))
			capdu, dst := unhex(steps[1]), make([]byte, 0, 258)
			b.ReportAllocs()
			for b.Loop() {
				got, err := c.Transmit(context.Background(), dst, capdu)
				if err != nil || len(got) != 258 {
					b.Fatalf("%s, %v", hex.EncodeToString(got), err)
				}
			}
		})
	}
}
