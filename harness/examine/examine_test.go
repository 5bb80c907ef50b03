package examine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/simulator"
)

func preset(t *testing.T, name string) *simulator.Card {
	t.Helper()
	chip, err := simulator.NewPreset(name)
	if err != nil {
		t.Fatal(err)
	}
	return chip
}

// What ended a reading decides whether there is a verdict, and which.
func TestHowAReadingEnds(t *testing.T) {
	t.Parallel()
	fault := errors.New("the reader is on fire")
	read := func(name string, o harness.ReadOptions) examine.Reading {
		return examine.Card(t.Context(), preset(t, name), examine.Options{Read: o})
	}
	for name, tt := range map[string]struct {
		reading                 examine.Reading
		verdict                 diagnosis.Verdict
		cut, withheld, unjudged bool
	}{
		"whole":         {read("cps3-healthy", harness.ReadOptions{PIN: harness.ConstantPIN("1234")}), diagnosis.VerdictOK, false, false, false},
		"public":        {read("cps3-healthy", harness.ReadOptions{}), diagnosis.VerdictIncomplete, false, false, false},
		"impossible":    {read("cps3-healthy", harness.ReadOptions{PIN: harness.ConstantPIN("1")}), diagnosis.VerdictIncomplete, false, true, false},
		"mute":          {read("mute", harness.ReadOptions{}), diagnosis.VerdictBlocked, false, false, false},
		"no reader":     {examine.Unopened("R", card.ErrNoReader, fact.Set{}), diagnosis.VerdictBlocked, false, false, false},
		"not opened":    {examine.Unopened("R", fault, fact.Set{}), diagnosis.BenchError, true, false, true},
		"nothing to do": {examine.Reading{}, diagnosis.VerdictUndetermined, false, false, false},
	} {
		got := tt.reading.Judge(time.Now())
		if got.Verdict != tt.verdict || (tt.reading.Cut() != nil) != tt.cut || (tt.reading.Withheld() != nil) != tt.withheld || (tt.reading.Unjudged() != nil) != tt.unjudged {
			t.Errorf("%s: %s, cut %v, withheld %v, unjudged %v; want %+v", name, got.Verdict, tt.reading.Cut(), tt.reading.Withheld(), tt.reading.Unjudged(), tt)
		}
	}
}

// The key is asked for a proof through the wrapper, and only where that is wanted.
func TestProof(t *testing.T) {
	t.Parallel()
	whole := harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true}
	for _, prove := range []bool{false, true} {
		witness := &counting{commands: 8} // beyond the exchange that fails
		reading := examine.Card(t.Context(), preset(t, "cps4-healthy"), examine.Options{Read: whole, Prove: prove, Wrap: func(ch card.Channel) card.Channel {
			witness.Channel = ch
			return witness
		}})
		if reading.Err != nil {
			t.Fatal(reading.Err)
		}
		want := diagnosis.ProofNotMade
		if prove {
			want = diagnosis.ProofVerified
		}
		if reading.Input.KeyProof != want || prove == (witness.commands-8 == reading.Input.Card.Exchanges) {
			t.Errorf("prove %v: proof %v, %d commands, %d exchanges of the reading", prove, reading.Input.KeyProof, witness.commands-8, reading.Input.Card.Exchanges)
		}
	}
}

// An interrupted reading keeps what it has.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	reading := examine.Card(ctx, preset(t, "cps3-healthy"), examine.Options{Facts: fact.Set{Env: fact.EnvTest}})
	if !errors.Is(reading.Cut(), context.Canceled) || reading.Input.Card == nil || reading.Input.Facts.Env != fact.EnvTest {
		t.Errorf("%v, %+v", reading.Err, reading.Input)
	}
}

// A card that is pulled out while its key is asked for a proof is lost, whatever was read.
func TestLostWhileItProves(t *testing.T) {
	t.Parallel()
	whole := harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true}
	undisturbed := examine.Card(t.Context(), preset(t, "cps3-healthy"), examine.Options{Read: whole})
	for after := 1; after <= 3; after++ {
		reading := examine.Card(t.Context(), preset(t, "cps3-healthy"), examine.Options{Read: whole, Prove: true, Wrap: func(ch card.Channel) card.Channel {
			return &counting{Channel: ch, commands: 8 - undisturbed.Input.Card.Exchanges - after} // out at the eighth
		}})
		got := reading.Judge(time.Now())
		if !errors.Is(reading.Cut(), card.ErrRemoved) || got.Verdict != diagnosis.BenchError || got.Findings[0].Rule != rule.RDR008.Rule() || len(reading.Input.Card.Certificates) == 0 {
			t.Errorf("lost %d exchanges into the proof: %v, %s", after, reading.Err, got.Verdict)
		}
	}
	// One that answers and signs nothing is not, and what it did not prove is unknown.
	refusing := examine.Card(t.Context(), preset(t, "cps3-healthy"), examine.Options{Read: whole, Prove: true, Wrap: func(ch card.Channel) card.Channel {
		return &refuses{ch}
	}})
	if refusing.Err != nil || refusing.Input.KeyProof != diagnosis.ProofFailed {
		t.Errorf("%v, %v", refusing.Err, refusing.Input.KeyProof)
	}
}

// refuses is a card that signs nothing.
type refuses struct{ card.Channel }

func (r *refuses) Unwrap() card.Channel { return r.Channel }

func (r *refuses) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if cmd[1] == 0x2A || cmd[1] == 0x88 {
		return append(dst, 0x69, 0x82), nil
	}
	return r.Channel.Transmit(ctx, dst, cmd)
}
