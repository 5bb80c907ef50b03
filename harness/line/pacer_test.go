package line_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/line"
)

// clock is one that goes on when somebody sleeps, and oversleeps.
type clock struct {
	at   time.Time
	over time.Duration
}

func (c *clock) clock() line.Clock {
	return line.Clock{
		Now: func() time.Time { return c.at },
		Sleep: func(ctx context.Context, d time.Duration) error {
			c.at = c.at.Add(d + c.over)
			return ctx.Err()
		},
	}
}

func TestPacerKeepsTheContract(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(t *testing.T) card.Channel {
		t.Helper()
		c := clock{at: time.Unix(0, 0)}
		inner := &cardtest.Func{OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
			if err := ctx.Err(); err != nil {
				return dst, err
			}
			return append(dst, 0x6A, 0x82), nil
		}, Answer: atr(t, cps3)}
		return line.NewPacer(line.NewMeter(inner, line.Line{D: 1, F: 372, Clock: 4e6}), line.Reader{}, c.clock())
	})
}

// A hundred commands take the time of their characters, although each sleep is too long:
// what was slept too much is made good by the next.
func TestPacerTakesTheTimeOfTheLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		over  time.Duration
		inner time.Duration // what the card itself takes
	}{"exact": {}, "oversleeping": {over: 900 * time.Microsecond}, "a card that thinks": {inner: 3 * time.Millisecond}} {
		k := clock{at: time.Unix(0, 0), over: c.over}
		inner := &cardtest.Func{T: 0, Answer: atr(t, cps3), OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
			k.at = k.at.Add(c.inner)
			return append(dst, 0x90, 0x00), nil
		}}
		p := line.NewPacer(t0{inner}, line.Reader{}, k.clock())
		l, ok := p.Line()
		if !ok {
			t.Fatal("no line")
		}
		began := k.at
		var want time.Duration
		for range 100 {
			cmd := []byte{0, 0xA4, 0, 0, 2, 0x3F, 0}
			if _, err := p.Transmit(t.Context(), nil, cmd); err != nil {
				t.Fatal(err)
			}
			want += l.Exchange(cmd, []byte{0x90, 0}).Time
		}
		if got := k.at.Sub(began); (got - want).Abs() > want/100 {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if err := p.Reset(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		if got := k.at.Sub(began) - want; (got - l.Start).Abs() > want/100 {
			t.Errorf("%s: the reset took %v, want %v", name, got, l.Start)
		}
	}
}

// t0 is a channel over T=0.
type t0 struct{ card.Channel }

func (t0) Protocol() int { return 0 }

// A card without a line is as fast as it is, and a wait that is cut short ends the command.
func TestPacerWithoutALine(t *testing.T) {
	t.Parallel()
	k := clock{at: time.Unix(0, 0)}
	for _, answer := range []string{"", cps3cl} {
		p := line.NewPacer(&cardtest.Func{Answer: append([]byte{}, atr(t, answer)...)}, line.Reader{}, k.clock())
		if l, ok := p.Line(); ok {
			t.Errorf("%q has a line: %s", answer, l)
		}
		if _, err := p.Transmit(t.Context(), nil, []byte{0, 0xB0, 0, 0, 0}); err != nil || k.at != time.Unix(0, 0) {
			t.Errorf("%q: %v, %v", answer, err, k.at)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	p := line.NewPacer(t0{&cardtest.Func{Answer: atr(t, cps3)}}, line.Reader{}, line.Clock{}) // the clock of the machine
	ends := errors.New("ends")
	cancel(ends)
	if _, err := p.Transmit(ctx, nil, make([]byte, 200)); !errors.Is(err, ends) {
		t.Errorf("the wait ended with %v", err)
	}
}
