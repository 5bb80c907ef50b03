package harness_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

// newCardWith makes a card of a preset with something changed.
func newCardWith(tb testing.TB, yaml string, change func(*simulator.Personalisation)) *simulator.Card {
	tb.Helper()
	profile, err := simulator.ParseProfile("test.yaml", []byte(yaml), nil)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := profile.Personalise(now)
	if err != nil {
		tb.Fatal(err)
	}
	change(&p)
	c, err := simulator.New(p)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func kindsOf(list []card.NumberedCertificate) []card.CertificateKind {
	var kinds []card.CertificateKind
	for _, c := range list {
		kinds = append(kinds, c.Kind)
	}
	return kinds
}

func TestReadCertificates(t *testing.T) {
	t.Parallel()
	for preset, want := range map[string][]card.CertificateKind{
		"cps3-healthy":   {card.CertificateSignature, card.CertificateAuthentication, card.CertificateTechnical},
		"cps4-healthy":   {card.CertificateSignature, card.CertificateAuthentication},
		"cps3cl-healthy": {card.CertificateTechnical},
	} {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			chip := newCard(t, "extends: "+preset)
			got, err := harness.Read(t.Context(), chip, harness.ReadOptions{Certificates: true})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, kindsOf(got.Certificates)); diff != "" {
				t.Fatalf("kinds (-want +got):\n%s", diff)
			}
			for _, c := range got.Certificates {
				if c.State != card.Present || len(c.Raw) == 0 || len(c.Deviations) > 0 {
					t.Errorf("%s: %v, %d bytes, %v", c.Kind, c.State, len(c.Raw), c.Deviations)
				}
				if c.Value.SubjectID != got.Info.Value.NationalID || c.Value.CardType != got.Info.Value.Kind {
					t.Errorf("%s is for %s, type %q", c.Kind, c.Value.Subject, c.Value.CardType)
				}
				if want := card.IssuerANS + "/" + got.Serial.Value.Number; c.Value.TokenID != want {
					t.Errorf("%s is of token %q, want %q", c.Kind, c.Value.TokenID, want)
				}
			}
			if got.Protected() || got.Login == card.LoginWrong {
				t.Error("a PIN was presented for something public")
			}
		})
	}
}

// Certificates are asked for, or cost nothing.
func TestReadCertificatesOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	plain, err := harness.Read(t.Context(), newCard(t, "extends: cps3-two-activities"), harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
	if err != nil {
		t.Fatal(err)
	}
	if plain.Certificates != nil {
		t.Errorf("%d certificates nobody asked for", len(plain.Certificates))
	}
	whole, err := harness.Read(t.Context(), newCard(t, "extends: cps3-two-activities"), harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
	if err != nil {
		t.Fatal(err)
	}
	if plain.Exchanges != 30 || whole.Exchanges <= plain.Exchanges {
		t.Errorf("%d exchanges without certificates, %d with them", plain.Exchanges, whole.Exchanges)
	}
	if whole.Login != card.LoginOK || whole.Billing.State != card.Present {
		t.Errorf("login %v, billing %v after the certificates", whole.Login, whole.Billing.State)
	}
}

// A kind has the same name in the card's vocabulary and in that of the
// authority.
func TestKindsOfCertificatesAgree(t *testing.T) {
	t.Parallel()
	for kind, want := range map[pki.Kind]card.CertificateKind{
		pki.Signature: card.CertificateSignature, pki.Authentication: card.CertificateAuthentication, pki.Technical: card.CertificateTechnical,
	} {
		if kind.String() != string(want) {
			t.Errorf("%v and %v", kind, want)
		}
	}
}
