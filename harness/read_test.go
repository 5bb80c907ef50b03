package harness_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newCard(tb testing.TB, yaml string) *simulator.Card {
	tb.Helper()
	profile, err := simulator.ParseProfile("test.yaml", []byte(yaml), nil)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := profile.Personalise(now)
	if err != nil {
		tb.Fatal(err)
	}
	c, err := simulator.New(p)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// tap counts what goes over the wire and may lose an exchange.
type tap struct {
	card.Channel
	sent   [][]byte
	loseAt int // number of the exchange that fails, from 1; 0 none
	err    error
	begun  int
	ended  int
}

func (p *tap) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	p.sent = append(p.sent, append([]byte(nil), cmd...))
	if len(p.sent) == p.loseAt {
		return dst, p.err
	}
	return p.Channel.Transmit(ctx, dst, cmd)
}

func (p *tap) Begin(ctx context.Context) error { p.begun++; return p.Channel.Begin(ctx) }
func (p *tap) End(ctx context.Context) error   { p.ended++; return p.Channel.End(ctx) }

// presentations counts the VERIFY commands that carried a code.
func (p *tap) presentations() int {
	n := 0
	for _, cmd := range p.sent {
		if cmd[1] == 0x20 && len(cmd) > 5 {
			n++
		}
	}
	return n
}

func TestReadWithoutPINLeavesTheProtectedPartUnread(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-two-activities", "cps4-healthy"} {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			wire := &tap{Channel: newCard(t, "extends: "+preset)}
			got, err := harness.Read(t.Context(), wire, harness.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Login != card.LoginNotAsked || got.Billing.State != card.Unread || got.Protected() {
				t.Errorf("login %v, billing %v: want nothing behind the PIN", got.Login, got.Billing.State)
			}
			if !got.Listed || len(got.Activities) == 0 {
				t.Error("the directory names the activities without a PIN")
			}
			for _, a := range got.Activities {
				if a.State != card.Unread {
					t.Errorf("activity %d is %v", a.Number, a.State)
				}
			}
			if n := wire.presentations(); n != 0 {
				t.Errorf("%d VERIFY with data were sent", n)
			}
			if got.PIN.State != card.Present || got.PIN.Left != 3 {
				t.Errorf("PIN counter %+v", got.PIN)
			}
			if got.ID.State != card.Present || got.Info.State != card.Present || got.Name.State != card.Present {
				t.Error("the public objects are there to be read")
			}
		})
	}
}

func TestReadGivesWhatTheProfileSays(t *testing.T) {
	t.Parallel()
	for _, face := range []string{"cps3", "cps4"} {
		t.Run(face, func(t *testing.T) {
			t.Parallel()
			c := newCard(t, "extends: "+face+"-healthy\nbilling:\n  - {link: 1, id: \"991026014\", speciality: \"01\", convention: 1, zone: 20, mileage: 1, agreements: [\"00\", \"01\", \"02\"], sign_fse: true, sign_lots: false}\n")
			got, err := harness.Read(t.Context(), c, harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
			if err != nil {
				t.Fatal(err)
			}
			want := []card.Billing{{
				Rank: 1, Link: 1, ID: "991026014", Speciality: "01", Convention: "1", Zone: "20", Mileage: "1",
				Agreements: [3]string{"00", "01", "02"}, Rights: 0x10,
			}}
			if diff := cmp.Diff(want, got.Billing.Value); diff != "" {
				t.Errorf("billing (-profile +card):\n%s", diff)
			}
			if got.Login != card.LoginOK || got.Billing.State != card.Present {
				t.Errorf("login %v, billing %v", got.Login, got.Billing.State)
			}
			if got.Serial.Value.Issuer != card.IssuerANS || got.Serial.Value.Number != c.SerialNumber() {
				t.Errorf("serial %+v, card says %s", got.Serial.Value, c.SerialNumber())
			}
			if len(got.Activities) != 1 || got.Activities[0].State != card.Present || got.Activities[0].Value.Logical != 1 {
				t.Errorf("activities %+v", got.Activities)
			}
		})
	}
}

// The Gestionnaire needs 103 exchanges for identity and situations on a CPS3
// with two activities (a run of GESTION CPS 06.08.00).
const gestionnaireExchanges = 103

func TestReadNeedsFewExchanges(t *testing.T) {
	t.Parallel()
	got, err := harness.Read(t.Context(), newCard(t, "extends: cps3-two-activities"), harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
	if err != nil {
		t.Fatal(err)
	}
	if got.Exchanges*2 > gestionnaireExchanges {
		t.Errorf("%d exchanges, want at most half of the Gestionnaire's %d", got.Exchanges, gestionnaireExchanges)
	}
}

func TestReadPresentsThePINOnceAndOnlyWithTriesLeft(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, yaml, pin string
		login           card.Login
		verifies        int
		left            int // on the card afterwards
	}{
		{"right", "extends: cps3-healthy", "1234", card.LoginOK, 1, 3},
		{"wrong", "extends: cps3-healthy", "9999", card.LoginWrong, 1, 2},
		{"wrong on cps4", "extends: cps4-healthy", "9999", card.LoginWrong, 1, 2},
		{"two left", "extends: cps3-pin-2", "9999", card.LoginWrong, 1, 1},
		{"one left", "extends: cps3-pin-1", "1234", card.LoginWithheld, 0, 1},
		{"one left on cps4", "extends: cps4-healthy\npin: {left: 1}", "1234", card.LoginWithheld, 0, 1},
		{"blocked", "extends: cps3-pin-blocked", "1234", card.LoginBlocked, 0, 0},
		{"blocked on cps4", "extends: cps4-healthy\npin: {left: 0}", "1234", card.LoginBlocked, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			chip := newCard(t, c.yaml)
			wire := &tap{Channel: chip}
			got, err := harness.Read(t.Context(), wire, harness.ReadOptions{PIN: harness.ConstantPIN(c.pin)})
			if err != nil {
				t.Fatal(err)
			}
			if got.Login != c.login {
				t.Errorf("login %v, want %v", got.Login, c.login)
			}
			if n := wire.presentations(); n != c.verifies {
				t.Errorf("%d VERIFY with data, want %d", n, c.verifies)
			}
			if got.Login != card.LoginOK && got.PIN.Left != c.left {
				t.Errorf("%d tries left are told, want the %d after the answer to the PIN", got.PIN.Left, c.left)
			}
			again, err := harness.Read(t.Context(), chip, harness.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if again.PIN.Left != c.left {
				t.Errorf("%d tries left on the card, want %d", again.PIN.Left, c.left)
			}
		})
	}
}

func TestReadRefusesAPINNoCardTakes(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"", "123", "123456789", "12a4"} {
		chip := newCard(t, "extends: cps3-healthy")
		wire := &tap{Channel: chip}
		_, err := harness.Read(t.Context(), wire, harness.ReadOptions{PIN: harness.ConstantPIN(code)})
		var format *harness.PINFormatError
		if !errors.As(err, &format) {
			t.Errorf("a code of %d characters gives %v", len(code), err)
		}
		if n := wire.presentations(); n != 0 {
			t.Errorf("a code of %d characters reached the card", len(code))
		}
	}
}

func TestReadZeroesThePIN(t *testing.T) {
	t.Parallel()
	given := []byte("1234")
	_, err := harness.Read(t.Context(), newCard(t, "extends: cps3-healthy"), harness.ReadOptions{
		PIN: func(context.Context, int) ([]byte, error) { return given, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(make([]byte, 4), given); diff != "" {
		t.Error("the PIN is still in memory after the reading")
	}
}

// A card lost at any exchange gives a typed error that names the place, keeps
// what was read, closes the transaction and never presents the PIN again.
func TestReadCutShortAnywhere(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		whole, err := harness.Read(t.Context(), newCard(t, "extends: "+preset), harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
		if err != nil {
			t.Fatal(err)
		}
		for n := 1; n <= whole.Exchanges; n++ {
			wire := &tap{Channel: newCard(t, "extends: "+preset), loseAt: n, err: card.ErrRemoved}
			got, err := harness.Read(t.Context(), wire, harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
			var cut *harness.ReadError
			if !errors.As(err, &cut) || !errors.Is(err, card.ErrRemoved) {
				t.Fatalf("%s, lost at %d: %v", preset, n, err)
			}
			if cut.Exchange != n || cut.Step.IsZero() {
				t.Errorf("%s, lost at %d: the error says exchange %d, step %q", preset, n, cut.Exchange, cut.Step)
			}
			if got == nil || got.Exchanges != n {
				t.Errorf("%s, lost at %d: contents %v", preset, n, got)
			}
			if wire.begun != 1 || wire.ended != 1 {
				t.Errorf("%s, lost at %d: %d Begin, %d End", preset, n, wire.begun, wire.ended)
			}
			if v := wire.presentations(); v > 1 || len(wire.sent) != n {
				t.Errorf("%s, lost at %d: %d VERIFY, %d exchanges", preset, n, v, len(wire.sent))
			}
		}
	}
}

func TestReadMuteCard(t *testing.T) {
	t.Parallel()
	got, err := harness.Read(t.Context(), newCard(t, "extends: mute"), harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
	if !errors.Is(err, card.ErrMute) || got == nil {
		t.Errorf("contents %v, error %v", got, err)
	}
}

func TestReadGoesBackToTheApplication(t *testing.T) {
	t.Parallel()
	chip := newCard(t, "extends: cps3-healthy")
	if _, err := harness.Read(t.Context(), chip, harness.ReadOptions{PIN: harness.ConstantPIN("1234")}); err != nil {
		t.Fatal(err)
	}
	resp, err := chip.Transmit(t.Context(), nil, []byte{0x00, 0xA4, 0x09, 0x0C, 0x02, 0x3F, 0x00})
	if err != nil || len(resp) < 2 || resp[len(resp)-2] != 0x90 {
		t.Errorf("SELECT MF after a reading: %X, %v: another program would not find the card as it expects", resp, err)
	}
}

func TestReadAllocations(t *testing.T) {
	chip := newCard(t, "extends: cps3-two-activities")
	const most = 50
	n := testing.AllocsPerRun(100, func() {
		if _, err := harness.Read(t.Context(), chip, harness.ReadOptions{PIN: harness.ConstantPIN("1234")}); err != nil {
			t.Fatal(err)
		}
	})
	if n > most {
		t.Errorf("%.0f allocations for a whole reading, want at most %d", n, most)
	}
}

func BenchmarkRead(b *testing.B) {
	for _, preset := range []string{"cps3-two-activities", "cps4-healthy"} {
		b.Run(preset, func(b *testing.B) {
			chip := newCard(b, "extends: "+preset)
			b.ReportAllocs()
			exchanges := 0
			for b.Loop() {
				got, err := harness.Read(b.Context(), chip, harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
				if err != nil {
					b.Fatal(err)
				}
				exchanges = got.Exchanges
			}
			b.ReportMetric(float64(exchanges), "exchanges/op")
		})
	}
}

// A directory that cannot be decoded says nothing of what is absent.
func TestReadBrokenDirectory(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"ff:64", "zeros:64", "absent", `"30FF"`} {
		chip := newCard(t, "extends: cps4-healthy\nraw: {dodf: "+raw+"}")
		got, err := harness.Read(t.Context(), chip, harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
		if err != nil {
			t.Fatal(err)
		}
		if got.Listed || got.Billing.State.Known() || got.ID.State.Known() {
			t.Errorf("DODF %s: listed %v, billing %v, identity %v", raw, got.Listed, got.Billing.State, got.ID.State)
		}
	}
}
