package harness_test

import (
	"crypto"
	"errors"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/simulator"
)

// authentication returns the Raw of the authentication certificate.
func authentication(tb testing.TB, ch card.Channel) []byte {
	tb.Helper()
	contents, err := harness.Read(tb.Context(), ch, harness.ReadOptions{Certificates: true})
	if err != nil {
		tb.Fatal(err)
	}
	for _, c := range contents.Certificates {
		if c.Kind == card.CertificateAuthentication {
			return c.Raw
		}
	}
	return nil
}

func TestProveKey(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		for _, other := range []bool{false, true} {
			wire := &tap{Channel: newCardWith(t, "extends: "+preset, func(p *simulator.Personalisation) { p.Certificates.Authentication.OtherKey = other })}
			raw := authentication(t, wire)
			if _, err := harness.ProveKey(t.Context(), wire, raw); !errors.Is(err, apdu.ErrSecurityStatus) {
				t.Errorf("%s without a PIN: %v", preset, err)
			}
			if err := harness.Login(t.Context(), wire, harness.ConstantPIN("1234")); err != nil {
				t.Fatal(err)
			}
			wire.sent = nil
			ok, err := harness.ProveKey(t.Context(), wire, raw)
			if err != nil || ok == other {
				t.Errorf("%s, other key %v: %v, %v", preset, other, ok, err)
			}
			for _, cmd := range wire.sent {
				if cmd[1] == 0x22 && cmd[3] == 0xB6 {
					t.Errorf("%s: the signature template was set: %X", preset, cmd)
				}
			}
		}
	}
	if _, err := harness.ProveKey(t.Context(), newCard(t, "extends: cps3-healthy"), nil); !errors.Is(err, harness.ErrNoKey) {
		t.Errorf("without a certificate: %v", err)
	}
	contactless := newCard(t, "extends: cps3cl-healthy")
	if _, err := harness.ProveKey(t.Context(), contactless, authentication(t, newCard(t, "extends: cps3-healthy"))); !errors.Is(err, harness.ErrNoKey) {
		t.Errorf("contactless: %v", err)
	}
}

// Behind the guard of a real reader a key is used on the named card only, with
// the permission to sign.
func TestSignerThroughTheGuard(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		for name, c := range map[string]struct {
			allow         []guard.Permission
			login, signed bool
		}{
			"everything needed": {[]guard.Permission{guard.AllowPIN, guard.AllowSign}, true, true},
			"no signing":        {[]guard.Permission{guard.AllowPIN}, true, false},
			"no PIN":            {[]guard.Permission{guard.AllowSign}, false, false},
			"nothing":           {nil, false, false},
		} {
			t.Run(preset+"/"+name, func(t *testing.T) {
				t.Parallel()
				chip := newCard(t, "extends: "+preset)
				wire := &tap{Channel: chip}
				guarded := guard.New(wire, guard.Permissions{Allow: c.allow, Serial: chip.SerialNumber()})
				raw := authentication(t, guarded)
				err := harness.Login(t.Context(), guarded, harness.ConstantPIN("1234"))
				if (err == nil) != c.login || !c.login && !errors.Is(err, card.ErrRefused) {
					t.Errorf("login: %v", err)
				}
				s, err := harness.NewSigner(t.Context(), guarded, card.CertificateAuthentication, harness.SignerOptions{})
				if err != nil {
					t.Fatal(err)
				}
				_, err = s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256)
				proved, proofErr := harness.ProveKey(t.Context(), guarded, raw)
				if c.signed {
					if err != nil || proofErr != nil || !proved {
						t.Errorf("sign: %v; proof: %v, %v", err, proved, proofErr)
					}
					return
				}
				if err == nil || proofErr == nil || proved {
					t.Errorf("sign: %v; proof: %v, %v", err, proved, proofErr)
				}
				if !c.login && wire.presentations() != 0 {
					t.Error("the PIN reached the card")
				}
				if name == "no PIN" {
					return // the card itself refuses
				}
				for _, e := range []error{err, proofErr} {
					var refused *guard.RefusedError
					if !errors.As(e, &refused) || refused.Need != guard.AllowSign {
						t.Errorf("%v, want the guard's refusal", e)
					}
				}
				for _, cmd := range wire.sent {
					if cmd[1] == 0x22 || cmd[1] == 0x2A || cmd[1] == 0x88 {
						t.Errorf("%X reached the card", cmd[:4])
					}
				}
				// A refusal is no lost exchange: the key can be asked again.
				if _, err := s.Sign(nil, digestOf(crypto.SHA256), crypto.SHA256); errors.Is(err, harness.ErrSignerLost) {
					t.Errorf("after a refusal: %v", err)
				}
			})
		}
	}
}
