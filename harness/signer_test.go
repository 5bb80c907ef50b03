package harness_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator"
)

// open presents the PIN, where there is one, and opens a key.
func open(tb testing.TB, ch card.Channel, kind card.CertificateKind) *harness.Signer {
	tb.Helper()
	if err := harness.Login(tb.Context(), ch, harness.ConstantPIN("1234")); err != nil {
		tb.Fatal(err)
	}
	s, err := harness.NewSigner(tb.Context(), ch, kind, harness.SignerOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func digestOf(hash crypto.Hash) []byte {
	if hash == 0 {
		return []byte(strings.Repeat("any bytes at all. ", 6)[:102])
	}
	if hash == crypto.MD5SHA1 {
		return make([]byte, 36)
	}
	h := hash.New()
	h.Write([]byte("hello test"))
	return h.Sum(nil)
}

func pss(hash crypto.Hash, salt int) *rsa.PSSOptions {
	return &rsa.PSSOptions{SaltLength: salt, Hash: hash}
}

// The table in the documentation of Signer, line by line.
func TestSignerSigns(t *testing.T) {
	t.Parallel()
	const equal, auto = rsa.PSSSaltLengthEqualsHash, rsa.PSSSaltLengthAuto
	anyHash := []crypto.SignerOpts{crypto.SHA1, crypto.SHA224, crypto.SHA256, crypto.SHA384, crypto.SHA512, crypto.MD5SHA1, crypto.Hash(0)}
	shortPSS := []crypto.SignerOpts{pss(crypto.SHA1, equal), pss(crypto.SHA256, equal), pss(crypto.SHA256, 32), pss(crypto.SHA256, auto)}
	hostPSS := []crypto.SignerOpts{pss(crypto.SHA384, equal), pss(crypto.SHA512, equal), pss(crypto.SHA512, auto), pss(crypto.SHA256, 10), pss(crypto.SHA256, 222)}
	odd := []crypto.SignerOpts{crypto.SHA3_256, pss(crypto.SHA512, 200), pss(crypto.SHA256, -7), pss(0, auto)}
	signature, authentication, technical := card.CertificateSignature, card.CertificateAuthentication, card.CertificateTechnical
	for _, c := range []struct {
		preset  string
		kind    card.CertificateKind
		can     [][]crypto.SignerOpts
		cannot  [][]crypto.SignerOpts
		noLogin bool
	}{
		{"cps3-healthy", signature, [][]crypto.SignerOpts{{crypto.SHA1, crypto.SHA256}}, [][]crypto.SignerOpts{anyHash[3:], shortPSS, hostPSS, odd}, false},
		{"cps3-healthy", authentication, [][]crypto.SignerOpts{anyHash}, [][]crypto.SignerOpts{shortPSS, hostPSS, odd}, false},
		{"cps3-healthy", technical, [][]crypto.SignerOpts{anyHash}, [][]crypto.SignerOpts{shortPSS, hostPSS, odd}, true},
		{"cps3cl-healthy", technical, [][]crypto.SignerOpts{anyHash}, [][]crypto.SignerOpts{shortPSS, hostPSS, odd}, true},
		{"cps4-healthy", signature, [][]crypto.SignerOpts{{crypto.SHA1, crypto.SHA256}, shortPSS}, [][]crypto.SignerOpts{anyHash[3:], hostPSS, odd}, false},
		{"cps4-healthy", authentication, [][]crypto.SignerOpts{anyHash, shortPSS, hostPSS}, [][]crypto.SignerOpts{odd}, false},
	} {
		t.Run(c.preset+"/"+string(c.kind), func(t *testing.T) {
			t.Parallel()
			wire := &tap{Channel: newCard(t, "extends: "+c.preset)}
			s, err := harness.NewSigner(t.Context(), wire, c.kind, harness.SignerOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if !c.noLogin {
				if err := harness.Login(t.Context(), wire, harness.ConstantPIN("1234")); err != nil {
					t.Fatal(err)
				}
			}
			for _, opts := range flatten(c.can) {
				digest := digestOf(opts.HashFunc())
				sig, err := s.Sign(rand.Reader, digest, opts)
				if err != nil {
					t.Errorf("%v: %v", describe(opts), err)
					continue
				}
				if err := verify(s, digest, sig, opts); err != nil {
					t.Errorf("%v: %v", describe(opts), err)
				}
			}
			sent := len(wire.sent)
			if _, err := s.Sign(nil, make([]byte, 246), crypto.Hash(0)); !errors.Is(err, harness.ErrNotSupported) {
				t.Errorf("246 bytes: %v", err)
			}
			if _, err := s.Sign(nil, make([]byte, 31), crypto.SHA256); !errors.Is(err, harness.ErrNotSupported) {
				t.Errorf("31 bytes for SHA-256: %v", err)
			}
			for _, opts := range flatten(c.cannot) {
				digest := make([]byte, 32)
				if h := opts.HashFunc(); h != 0 {
					digest = make([]byte, h.Size())
				}
				sig, err := s.Sign(rand.Reader, digest, opts)
				var e *harness.SignError
				if !errors.As(err, &e) || !errors.Is(err, harness.ErrNotSupported) || sig != nil {
					t.Errorf("%v: %v", describe(opts), err)
				}
			}
			if len(wire.sent) != sent {
				t.Errorf("%d commands were sent for what the key cannot do", len(wire.sent)-sent)
			}
		})
	}
}

func flatten(lists [][]crypto.SignerOpts) []crypto.SignerOpts {
	var all []crypto.SignerOpts
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func describe(opts crypto.SignerOpts) string {
	if p, ok := opts.(*rsa.PSSOptions); ok {
		return fmt.Sprintf("PSS with hash %d, salt %d", p.Hash, p.SaltLength)
	}
	return fmt.Sprintf("PKCS #1 v1.5 with hash %d", opts.HashFunc())
}

func verify(s *harness.Signer, digest, sig []byte, opts crypto.SignerOpts) error {
	key, ok := s.Public().(*rsa.PublicKey)
	if !ok {
		return errors.New("no RSA key")
	}
	if p, ok := opts.(*rsa.PSSOptions); ok {
		return rsa.VerifyPSS(key, p.Hash, digest, sig, &rsa.PSSOptions{SaltLength: p.SaltLength})
	}
	return rsa.VerifyPKCS1v15(key, opts.HashFunc(), digest, sig)
}

// What goes over the wire is what the official module sends (runs of the
// PKCS#11 module 3.1 with TEST cards).
func TestSignerSequences(t *testing.T) {
	t.Parallel()
	const hash = "25ED92417AF3BBDA3761CA1CB87210CAD5F9116FD9B0D502B01C36522FFA4463" // of "hello test"
	const info = "3031300D060960864801650304020105000420" + hash
	sha256 := func(s *harness.Signer) error {
		_, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256)
		return err
	}
	decrypt := func(s *harness.Signer) error {
		key, ok := s.Public().(*rsa.PublicKey)
		if !ok {
			return errors.New("no RSA key")
		}
		//nolint:staticcheck // deprecated for new protocols; it is what the cards decipher
		cryptogram, err := rsa.EncryptPKCS1v15(rand.Reader, key, []byte("hello test"))
		if err != nil {
			return err
		}
		plain, err := s.Decrypt(nil, cryptogram, nil)
		if err == nil && string(plain) != "hello test" {
			return fmt.Errorf("deciphered %q", plain)
		}
		return err
	}
	selectCPS3, selectCPS4 := "00A4040C0DE828BD080F8025000001FF0010", "01A404000DE828BD080F8025000001FF0010"
	for _, c := range []struct {
		name, preset string
		kind         card.CertificateKind
		do           func(*harness.Signer) error
		want         []string // "…" stands for the rest of a command
	}{
		{"CPS3 signature", "cps3-healthy", card.CertificateSignature, sha256, []string{
			selectCPS3, "002241B606800142840181", "002A9E9A20" + hash, "00C0000000",
		}},
		{"CPS3 authentication", "cps3-healthy", card.CertificateAuthentication, sha256, []string{
			selectCPS3, "002241A406800102840182", "0088000033" + info, "00C0000000",
		}},
		{"CPS3 decipher", "cps3-healthy", card.CertificateAuthentication, decrypt, []string{
			selectCPS3, "002241B80680011A840182", "102A8086FF81…", "002A808602…", "00C000000A",
		}},
		{"contactless", "cps3cl-healthy", card.CertificateTechnical, sha256, []string{
			"00A4040C0DE828BD080F8025000001FF0020", "002241A406800102840183", "0088000033" + info + "00",
		}},
		{"CPS4 signature", "cps4-t1", card.CertificateSignature, sha256, []string{
			selectCPS4, "012281B60491022890", "012A9E9A20" + hash + "00",
		}},
		{"CPS4 PSS in the card", "cps4-t1", card.CertificateAuthentication, func(s *harness.Signer) error {
			_, err := s.Sign(nil, digestOf(crypto.SHA256), pss(crypto.SHA256, rsa.PSSSaltLengthEqualsHash))
			return err
		}, []string{selectCPS4, "012281B60491022CA0", "012A9E9A20" + hash + "00"}},
		{"CPS4 authentication", "cps4-t1", card.CertificateAuthentication, sha256, []string{
			selectCPS4, "012241B803830120",
			"112A8086FF0001" + strings.Repeat("FF", 202) + "00" + info[:2*(255-205)], "012A8086016300",
		}},
		{"CPS4 decipher", "cps4-t1", card.CertificateAuthentication, decrypt, []string{
			selectCPS4, "012241B803830120", "112A8086FF…", "012A808601…",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			wire := &tap{Channel: newCard(t, "extends: "+c.preset)}
			s := open(t, wire, c.kind)
			wire.sent = nil
			if err := c.do(s); err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, cmd := range wire.sent {
				text := fmt.Sprintf("%X", cmd)
				if i < len(c.want) {
					if head, cut := strings.CutSuffix(c.want[i], "…"); cut && strings.HasPrefix(text, head) {
						text = c.want[i]
					}
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("commands (-official module +this signer):\n%s", diff)
			}
			if wire.begun != wire.ended {
				t.Errorf("%d transactions begun, %d ended", wire.begun, wire.ended)
			}
		})
	}
}

func TestDecryptRefuses(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			wire := &tap{Channel: newCard(t, "extends: "+preset)}
			s := open(t, wire, card.CertificateAuthentication)
			sent := len(wire.sent)
			//nolint:staticcheck // deprecated for new protocols; it is what the cards decipher
			plain, sessionKey := &rsa.PKCS1v15DecryptOptions{}, &rsa.PKCS1v15DecryptOptions{SessionKeyLen: 48}
			for _, opts := range []crypto.DecrypterOpts{&rsa.OAEPOptions{Hash: crypto.SHA256}, sessionKey} {
				if _, err := s.Decrypt(nil, make([]byte, 256), opts); !errors.Is(err, harness.ErrNotSupported) {
					t.Errorf("%T: %v", opts, err)
				}
			}
			if _, err := s.Decrypt(nil, make([]byte, 255), nil); !errors.Is(err, harness.ErrNotSupported) {
				t.Errorf("a short cryptogram: %v", err)
			}
			if len(wire.sent) != sent {
				t.Error("something was sent")
			}
			// 2 to the e has no padding of type 2.
			wrong := make([]byte, 256)
			wrong[255] = 2
			var e *harness.SignError
			if got, err := s.Decrypt(nil, wrong, plain); !errors.As(err, &e) || got != nil {
				t.Errorf("wrong padding: %q, %v", got, err)
			}
			if _, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256); err != nil {
				t.Errorf("after a refusal the key does not work: %v", err)
			}
		})
	}
	s := open(t, newCard(t, "extends: cps3-healthy"), card.CertificateSignature)
	if _, err := s.Decrypt(nil, make([]byte, 256), nil); !errors.Is(err, harness.ErrNotSupported) {
		t.Errorf("the signature key: %v", err)
	}
}

func TestSignerWithoutPIN(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		chip := newCard(t, "extends: "+preset)
		for _, kind := range []card.CertificateKind{card.CertificateSignature, card.CertificateAuthentication} {
			s, err := harness.NewSigner(t.Context(), chip, kind, harness.SignerOptions{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256)
			var e *harness.SignError
			if !errors.Is(err, apdu.ErrSecurityStatus) || !errors.As(err, &e) || !strings.Contains(hintOf(err), "code porteur") {
				t.Errorf("%s, %s: %v", preset, kind, err)
			}
			if err := harness.Login(t.Context(), chip, harness.ConstantPIN("1234")); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256); err != nil {
				t.Errorf("%s, %s, the same signer after the PIN: %v", preset, kind, err)
			}
			if err := chip.Reset(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256); !errors.Is(err, apdu.ErrSecurityStatus) {
				t.Errorf("%s, %s, after a reset: %v", preset, kind, err)
			}
		}
	}
}

func TestSignerNoSuchKey(t *testing.T) {
	t.Parallel()
	for preset, kind := range map[string]card.CertificateKind{
		"cps3cl-healthy": card.CertificateAuthentication,
		"cps4-healthy":   card.CertificateTechnical,
	} {
		_, err := harness.NewSigner(t.Context(), newCard(t, "extends: "+preset), kind, harness.SignerOptions{})
		var e *harness.SignError
		if !errors.Is(err, harness.ErrNoKey) || !errors.As(err, &e) || e.Op != "open" || e.Kind != kind || hintOf(err) == "" {
			t.Errorf("%s: %v", preset, err)
		}
	}
	if _, err := harness.NewSigner(t.Context(), newCard(t, "extends: mute"), card.CertificateSignature, harness.SignerOptions{}); !errors.Is(err, card.ErrMute) {
		t.Errorf("a mute card: %v", err)
	}
	_, err := harness.NewSigner(t.Context(), newCard(t, "extends: cps3-healthy"), card.CertificateSignature, harness.SignerOptions{Certificate: []byte("no certificate")})
	var e *card.DecodeError
	if !errors.As(err, &e) {
		t.Errorf("a certificate that is none: %v", err)
	}
}

// A lost exchange, wherever it happens, ends the signer: nothing is sent again.
func TestSignerNeverRepeatsALostExchange(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		wire := &tap{Channel: newCard(t, "extends: "+preset)}
		s := open(t, wire, card.CertificateAuthentication)
		before := len(wire.sent)
		if _, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256); err != nil {
			t.Fatal(err)
		}
		whole := len(wire.sent) - before
		for n := 1; n <= whole; n++ {
			wire := &tap{Channel: newCard(t, "extends: "+preset), err: card.ErrRemoved}
			s := open(t, wire, card.CertificateAuthentication)
			wire.loseAt = len(wire.sent) + n
			_, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256)
			if !errors.Is(err, card.ErrRemoved) || errors.Is(err, harness.ErrSignerLost) {
				t.Fatalf("%s, lost at %d: %v", preset, n, err)
			}
			sent := len(wire.sent)
			if sent != wire.loseAt {
				t.Errorf("%s, lost at %d: %d commands followed", preset, n, sent-wire.loseAt)
			}
			_, err = s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256)
			if !errors.Is(err, harness.ErrSignerLost) || !errors.Is(err, card.ErrRemoved) || len(wire.sent) != sent {
				t.Errorf("%s, after the loss at %d: %v, %d commands", preset, n, err, len(wire.sent)-sent)
			}
			if wire.begun != wire.ended {
				t.Errorf("%s, lost at %d: %d transactions begun, %d ended", preset, n, wire.begun, wire.ended)
			}
		}
	}
}

// A card whose key is not the certificate's gives nothing that leaves the signer.
func TestSignerWrongKey(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		chip := newCardWith(t, "extends: "+preset, func(p *simulator.Personalisation) { p.Certificates.Authentication.OtherKey = true })
		s := open(t, chip, card.CertificateAuthentication)
		opts := []crypto.SignerOpts{crypto.SHA256}
		if preset == "cps4-healthy" {
			opts = append(opts, pss(crypto.SHA256, rsa.PSSSaltLengthEqualsHash), pss(crypto.SHA512, rsa.PSSSaltLengthEqualsHash))
		}
		for _, o := range opts {
			sig, err := s.Sign(nil, digestOf(o.HashFunc()), o)
			var e *harness.SignError
			if !errors.Is(err, harness.ErrWrongSignature) || !errors.As(err, &e) || hintOf(err) == "" || sig != nil {
				t.Errorf("%s, %s: %d bytes, %v", preset, describe(o), len(sig), err)
			}
		}
	}
}

func TestSignerAfterAnotherProgram(t *testing.T) {
	t.Parallel()
	chip := newCard(t, "extends: cps3-healthy")
	s := open(t, chip, card.CertificateSignature)
	// The CPS2ter mode, in which CLA 00 is answered 6E00.
	if _, err := chip.Transmit(t.Context(), nil, []byte{0xA0, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256); err != nil {
		t.Error(err)
	}
}

func TestSignerFromSeveralGoroutines(t *testing.T) {
	t.Parallel()
	s := open(t, newCard(t, "extends: cps4-healthy"), card.CertificateAuthentication)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.Sign(rand.Reader, digestOf(crypto.SHA384), pss(crypto.SHA384, rsa.PSSSaltLengthEqualsHash)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// Over T=0 a CPS4 announces its answers with 61xx.
func TestSignerCPS4OverT0(t *testing.T) {
	t.Parallel()
	wire := &tap{Channel: newCardWith(t, "extends: cps4-healthy", func(p *simulator.Personalisation) { p.ATR = card.ATRCPS4T0 })}
	if wire.Protocol() != 0 {
		t.Fatalf("protocol %d", wire.Protocol())
	}
	for _, kind := range []card.CertificateKind{card.CertificateSignature, card.CertificateAuthentication} {
		s := open(t, wire, kind)
		for _, opts := range []crypto.SignerOpts{crypto.SHA256, pss(crypto.SHA256, rsa.PSSSaltLengthEqualsHash)} {
			if _, err := s.Sign(nil, digestOf(crypto.SHA256), opts); err != nil {
				t.Errorf("%s, %s: %v", kind, describe(opts), err)
			}
		}
	}
}

// hintOf is what an error advises, in English.
func hintOf(err error) string {
	_, hint := text.Say(err, "en")
	return hint
}
