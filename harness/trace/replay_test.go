package trace

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/simulator/pki"
)

func now() time.Time { return time.Now() }

// recording records what do says to a card of the gallery.
func recording(t *testing.T, preset string, do func(card.Channel)) *Trace {
	t.Helper()
	chip, err := simulator.NewPreset(preset)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	l, err := NewLog(&b, Options{Authority: pki.NewStandIn()})
	if err != nil {
		t.Fatal(err)
	}
	do(l.Record(Reader{Simulated: true}, chip))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func replay(t *testing.T, of *Trace, o ReplayOptions) *Replay {
	t.Helper()
	r, err := of.Replay(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A recording keeps the contract of a card as far as it goes: what the suite says to a card,
// recorded once, is answered as a card would.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy"} {
		said := recording(t, preset, func(ch card.Channel) {
			cmds := []string{"00A4000C023F00", "0084000008", "00A4000C02DEAD", "00", "00A4", "00A400", "00A4000C093F"}
			for _, cmd := range cmds {
				_, _ = ch.Transmit(t.Context(), nil, cardtest.Hex(t, cmd)) // refused or not, it is recorded
			}
		})
		cardtest.Conformance(t, func(t *testing.T) card.Channel {
			t.Helper()
			return replay(t, said, ReplayOptions{})
		})
	}
}

// A strict replay takes the same commands in the same order, and no other.
func TestStrict(t *testing.T) {
	t.Parallel()
	read := func(ch card.Channel) *card.Contents {
		c, err := harness.Read(t.Context(), ch, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	said := recording(t, "cps3-two-activities", func(ch card.Channel) { read(ch) })
	r := replay(t, said, ReplayOptions{Strict: true})
	if c := read(r); c.Login != card.LoginOK || len(c.Billing.Value) == 0 || r.Left() != 0 {
		t.Errorf("login %v, %d situations, %d exchanges left", c.Login, len(c.Billing.Value), r.Left())
	}
	_, err := r.Transmit(t.Context(), nil, cardtest.Hex(t, "00B0000000"))
	unknown, ok := errors.AsType[*UnknownError](err)
	if !ok || unknown.N != 0 || unknown.Error() == "" {
		t.Errorf("behind the end: %v", err)
	}
	again := replay(t, said, ReplayOptions{Strict: true})
	_, err = again.Transmit(t.Context(), []byte("abc"), cardtest.Hex(t, "00B0000000"))
	if unknown, ok = errors.AsType[*UnknownError](err); !ok || unknown.N != 1 || unknown.Exchange != 1 {
		t.Fatalf("another command first: %v", err)
	}
	begins := said.Events[1].Title().EN // behind the card
	if got, want := unknown.Error(), "exchange 1: the trace does not answer READ BINARY 00 B0 00 00; expected: "+begins+" (exchange 1 of the trace)"; got != want {
		t.Errorf("%s", got)
	}
	if fr, _ := text.Say(err, "fr"); fr == unknown.Error() {
		t.Errorf("no French: %s", fr)
	}
	if err := again.Reset(t.Context(), true); err == nil {
		t.Error("a reset that nobody recorded")
	}
}

// By state a program may ask in another order, by other pieces and with another code.
func TestByState(t *testing.T) {
	t.Parallel()
	said := recording(t, "cps3-healthy", func(ch card.Channel) {
		if _, err := harness.Read(t.Context(), ch, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true}); err != nil {
			t.Fatal(err)
		}
	})
	r := replay(t, said, ReplayOptions{})
	say := func(cmd string) []byte {
		t.Helper()
		out, err := r.Transmit(t.Context(), nil, cardtest.Hex(t, cmd))
		if err != nil {
			t.Fatalf("%s: %v", cmd, err)
		}
		return out
	}
	const activity, name = "00A40904063F000001D120", "00A40904063F000001D102"
	if _, err := r.Transmit(t.Context(), nil, cardtest.Hex(t, "00B0000000")); err == nil {
		t.Error("a file is read before any is selected")
	}
	say(name)
	whole := say("00B0000000")
	pieces := append(bytes.Clone(trimmed(say("00B0000005"))), trimmed(say("00B0000500"))...)
	if !bytes.Equal(pieces, trimmed(whole)) {
		t.Errorf("% X in pieces, % X at once", pieces, whole)
	}
	say(activity)
	if _, err := r.Transmit(t.Context(), nil, cardtest.Hex(t, "00B0000000")); err == nil {
		t.Error("a protected file is read without the code")
	}
	if got := say("002000010439393939"); !bytes.Equal(got, []byte{0x90, 0x00}) {
		t.Errorf("another code of that length: % X", got)
	}
	if _, err := r.Transmit(t.Context(), nil, cardtest.Hex(t, "00200001053939393939")); err == nil {
		t.Error("a code of another length is answered")
	}
	if got := say("00B0000000"); got[0] != 0xEE {
		t.Errorf("the activity: % X", got)
	}
	if err := r.Reset(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	say(activity)
	if _, err := r.Transmit(t.Context(), nil, cardtest.Hex(t, "00B0000000")); err == nil {
		t.Error("the code outlives a reset")
	}
}

func trimmed(answer []byte) []byte { return answer[:len(answer)-2] }

// Certificates are re-issued: they are of the same length, the TEST authority signed them, the
// keys in them verify what the replayed card signs.
func TestReissued(t *testing.T) {
	t.Parallel()
	authority, err := pki.Test()
	if err != nil {
		t.Fatal(err)
	}
	for _, preset := range []string{"cps3-healthy", "cps4-healthy", "cps3-old-igc", "cpe-healthy"} {
		digest := sha256.Sum256([]byte("message"))
		var was *card.Contents
		sign := func(ch card.Channel, c *card.Contents) ([]byte, error) {
			s, err := harness.NewSigner(t.Context(), ch, card.CertificateSignature, harness.SignerOptions{Certificate: c.Certificates[0].Raw})
			if err != nil {
				return nil, err
			}
			return s.Sign(rand.Reader, digest[:], crypto.SHA256)
		}
		read := func(ch card.Channel) *card.Contents {
			c, err := harness.Read(t.Context(), ch, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		said := recording(t, preset, func(ch card.Channel) {
			was = read(ch)
			if _, err := sign(ch, was); err != nil {
				t.Fatal(err)
			}
		})
		r := replay(t, said, ReplayOptions{})
		is := read(r)
		for i := range is.Certificates {
			raw, before := is.Certificates[i].Raw, was.Certificates[i].Raw
			cert, err := x509.ParseCertificate(raw)
			if err != nil || len(raw) != len(before) || bytes.Equal(raw, before) {
				t.Fatalf("%s: %d bytes, were %d: %v", preset, len(raw), len(before), err)
			}
			if _, err := cert.Verify(x509.VerifyOptions{Roots: authority.Pool(), Intermediates: authority.Intermediates(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, CurrentTime: cert.NotBefore.Add(time.Hour)}); err != nil {
				t.Errorf("%s: %v", preset, err)
			}
			if is.Certificates[i].Value.SubjectID != is.Info.Value.NationalID || is.Certificates[i].Value.SubjectID == was.Info.Value.NationalID {
				t.Errorf("%s: subject %s, holder %s", preset, is.Certificates[i].Value.SubjectID, is.Info.Value.NationalID)
			}
		}
		if _, err := sign(r, is); err != nil { // which verifies it
			t.Errorf("%s: %v", preset, err)
		}
	}
}

// FuzzReplay: whatever a trace holds, a program reads what is there or is refused in words.
func FuzzReplay(f *testing.F) {
	f.Add([]byte(`{"cpslab-trace":1}`+"\n"+`{"kind":"card","atr":"3B00","protocol":"T=0"}`+"\n"+`{"kind":"exchange","n":1,"cmd":"00A40904023F00","resp":"6102"}`+"\n"+`{"kind":"exchange","n":2,"cmd":"00C0000002","resp":"62009000"}`), []byte("\x00\xA4\x09\x04\x02\x3F\x00"), true)
	f.Fuzz(func(t *testing.T, b, cmd []byte, strict bool) {
		got, _ := Read(bytes.NewReader(b))
		r, err := got.Replay(ReplayOptions{Strict: strict})
		if err != nil {
			return
		}
		for range 3 {
			out, err := r.Transmit(context.Background(), []byte("abc"), cmd)
			if !bytes.HasPrefix(out, []byte("abc")) || err != nil && len(out) != 3 {
				t.Fatalf("%q, %v", out, err)
			}
		}
		if c, _ := harness.Read(context.Background(), replayOf(got), harness.ReadOptions{PIN: harness.ConstantPIN("1234")}); c == nil {
			t.Fatal("no contents")
		}
	})
}

func replayOf(got *Trace) card.Channel {
	r, err := got.Replay(ReplayOptions{})
	if err != nil {
		return &cardtest.Func{}
	}
	return r
}
