package fault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/fault"
	"github.com/cpslab/cps/simulator"
)

func faults(tb testing.TB, s string) []fault.Fault {
	tb.Helper()
	all, err := fault.Parse(s)
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// A card without faults, and one whose faults wait, keep the contract of a channel.
func TestConformance(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "remove@9999", "delay=1h@every", "garble@READ:7005"} {
		t.Run(s, func(t *testing.T) {
			t.Parallel()
			cardtest.Conformance(t, func(t *testing.T) card.Channel {
				t.Helper()
				chip, err := simulator.NewPreset("cps3-healthy")
				if err != nil {
					t.Fatal(err)
				}
				var all []fault.Fault
				if s != "" {
					all = faults(t, s)
				}
				return fault.New(chip, fault.Options{Sleep: func(context.Context, time.Duration) error { return nil }}, all...)
			})
		})
	}
}

// send sends one command and says what came: a status word, or an error.
func send(t *testing.T, ch card.Channel, cmd string) string {
	t.Helper()
	out, err := ch.Transmit(t.Context(), []byte("before"), cardtest.Hex(t, cmd))
	for sentinel, said := range map[error]string{card.ErrRemoved: "removed", card.ErrNoReader: "no reader", card.ErrReset: "reset", fault.ErrLost: "lost"} {
		if errors.Is(err, sentinel) {
			if string(out) != "before" {
				t.Errorf("%s: %v leaves %q", cmd, err, out)
			}
			return said
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%X", out[len("before"):])
}

// TestWhenFaultsFire plays triggers and their ends.
func TestWhenFaultsFire(t *testing.T) {
	t.Parallel()
	const read, sel, verify, reset = "00B0000002", "00A4090404 3F00D104", "0020000104 31323334", "reset"
	for written, tt := range map[string]struct{ sent, want []string }{
		"remove@2":                    {[]string{read, read, read, reset, read}, []string{"CAFE9000", "removed", "removed", "removed", "removed"}},
		"remove@2,until=reset":        {[]string{read, read, read, reset, read}, []string{"CAFE9000", "removed", "removed", "", "CAFE9000"}},
		"remove@1,until=2":            {[]string{read, read, read}, []string{"removed", "removed", "CAFE9000"}},
		"bounce@1":                    {[]string{read, read, reset, read}, []string{"removed", "removed", "", "CAFE9000"}},
		"status=6982@VERIFY#2":        {[]string{verify, read, verify, verify}, []string{"9000", "CAFE9000", "6982", "9000"}},
		"status@2+":                   {[]string{read, read, read}, []string{"CAFE9000", "6F00", "6F00"}},
		"status@every,until=2":        {[]string{read, read, read}, []string{"6F00", "6F00", "CAFE9000"}},
		"cut@READ:CPS_INFO_PS":        {[]string{read, sel, read, sel}, []string{"CAFE9000", "9000", "CA9000", "9000"}},
		"answer-zeros@READ:D104#2":    {[]string{sel, read, read, read}, []string{"9000", "CAFE9000", "00009000", "CAFE9000"}},
		"lost-before@ANY#2":           {[]string{read, read, read}, []string{"CAFE9000", "lost", "CAFE9000"}},
		"busy@READ":                   {[]string{sel, read, read, read}, []string{"9000", "6F00", "6F00", "CAFE9000"}},
		"remove@1,until=reset remove": {[]string{read, reset}, []string{"removed", "removed"}},
		"endless-61@2":                {[]string{read, read, "00C0000010", reset, read}, []string{"CAFE9000", "6110", "6110", "", "6110"}},
	} {
		chip := cardtest.Script(t, map[string]string{read: "CAFE9000", sel: "9000", verify: "9000"})
		broken := fault.New(chip, fault.Options{}, faults(t, written)...)
		for i, cmd := range tt.sent {
			got := ""
			if cmd == reset {
				if err := broken.Reset(t.Context(), true); errors.Is(err, card.ErrRemoved) {
					got = "removed"
				} else if err != nil {
					got = err.Error()
				}
			} else {
				got = send(t, broken, cmd)
			}
			if got != tt.want[i] {
				t.Errorf("%s: step %d, %s: %q, want %q", written, i+1, cmd, got, tt.want[i])
			}
		}
	}
}

// The same seed draws the same exchanges, another one others; none of them all.
func TestChance(t *testing.T) {
	t.Parallel()
	draw := func(written string) string {
		broken := fault.New(&cardtest.Func{}, fault.Options{}, faults(t, written)...)
		var s strings.Builder
		for range 64 {
			s.WriteString(send(t, broken, "00B0000000")[:1])
		}
		return s.String()
	}
	one, again, other := draw("lost-before@p=0.3,seed=7"), draw("lost-before@p=0.3,seed=7"), draw("lost-before@p=0.3,seed=8")
	if n := strings.Count(one, "l"); one != again || one == other || n < 8 || n > 32 {
		t.Errorf("%s\n%s\n%s", one, again, other)
	}
}

// A code that is broken on its way is the caller's no more than before, and no copy of
// it nor the code itself is in what is told of the fault.
func TestCodeStaysTheCallers(t *testing.T) {
	t.Parallel()
	verify := cardtest.Hex(t, "0020000104 31323334")
	for _, written := range []string{"command-bit@VERIFY", "wrong-code@VERIFY"} {
		var got []byte
		chip := &cardtest.Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
			got = cmd // kept to see it wiped
			if bytes.Equal(cmd, verify) {
				t.Errorf("%s: the card got the right code", written)
			}
			return append(dst, 0x63, 0xC2), nil
		}}
		cmd := bytes.Clone(verify)
		broken := fault.New(chip, fault.Options{}, faults(t, written)...)
		if _, err := broken.Transmit(t.Context(), nil, cmd); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(cmd, verify) {
			t.Errorf("%s: the caller's command became % X", written, cmd)
		}
		if len(bytes.Trim(got, "\x00")) != 0 {
			t.Errorf("%s: a copy is left: % X", written, got)
		}
		fired := broken.Fired()
		if len(fired) != 1 || fired[0].Count != 1 || fired[0].First.Op != fault.OpVerify || strings.Contains(fmt.Sprintf("%v", fired[0].First.Command), "31") {
			t.Errorf("%s: %+v", written, fired)
		}
	}
}

// seat is a slot that notes what is done to it.
type seat struct {
	done  []string
	leave context.CancelFunc
}

func (s *seat) Remove() { s.done = append(s.done, "remove"); s.leave() }
func (s *seat) Insert() { s.done = append(s.done, "insert") }

// Behind a reader a card that goes is pulled out there, and the exchange ends with it.
func TestBehindAReader(t *testing.T) {
	t.Parallel()
	other := &cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, 0x6A, 0x82), nil }}
	for written, want := range map[string]string{"remove@1": "remove", "swap=other@1": "remove insert"} {
		ctx, leave := context.WithCancel(t.Context())
		s := &seat{leave: leave}
		broken := fault.New(&cardtest.Func{}, fault.Options{Seat: s, Other: func(string) (card.Channel, error) { return other, nil }}, faults(t, written)...)
		if _, err := broken.Transmit(ctx, nil, []byte{0, 0xB0, 0, 0, 0}); !errors.Is(err, card.ErrRemoved) {
			t.Errorf("%s: %v", written, err)
		}
		if got := strings.Join(s.done, " "); got != want {
			t.Errorf("%s: %s, want %s", written, got, want)
		}
		if err := broken.Reset(t.Context(), true); err != nil { // it was put in again
			t.Errorf("%s: %v", written, err)
		}
		answer := "9000"
		if strings.HasPrefix(written, "swap") {
			answer = "6A82"
		}
		if got := send(t, broken, "00B0000000"); got != answer {
			t.Errorf("%s: %s", written, got)
		}
	}
}

// A plausible fault of an exchange answers other bytes than the card did, no more than
// were asked for, under the status word of success; one that is not plausible leaves
// something to see: an error, another status word, no bytes or too many, or the answer as
// it was.
func TestPlausible(t *testing.T) {
	t.Parallel()
	const asked = 8
	for _, k := range fault.Kinds() {
		if k.Layer != fault.Exchange || !k.Where.Has(fault.InProcess) {
			continue
		}
		t.Run(k.Name, func(t *testing.T) {
			t.Parallel()
			f := faults(t, k.Example)
			f[0].On, f[0].Until = faults(t, "garble@2")[0].On, fault.Until{}
			broken := fault.New(&cardtest.Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				offset := cmd[3]
				return append(append(dst, bytes.Repeat([]byte{offset}, asked)...), 0x90, 0x00), nil
			}}, fault.Options{Sleep: func(context.Context, time.Duration) error { return nil }}, f...)
			var got []byte
			var err error
			for _, offset := range []byte{0, asked} {
				got, err = broken.Transmit(t.Context(), nil, []byte{0x00, 0xB0, 0x00, offset, asked})
			}
			data, success := bytes.CutSuffix(got, []byte{0x90, 0x00})
			same := bytes.Equal(data, bytes.Repeat([]byte{asked}, asked))
			if hides := err == nil && success && len(data) > 0 && len(data) <= asked && !same; hides != k.Plausible() {
				t.Errorf("% X, %v: plausible %v", got, err, k.Plausible())
			}
		})
	}
}
