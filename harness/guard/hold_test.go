package guard

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// shaky is a recorder on which one call goes wrong.
type shaky struct {
	*recorder
	begin, end, reset error
	transmit          func(dst []byte) ([]byte, error) // answers the command 00840000; nil: the recorder does
}

func (s *shaky) Begin(context.Context) error { return s.begin }
func (s *shaky) End(context.Context) error   { return s.end }
func (s *shaky) Reset(ctx context.Context, cold bool) error {
	_ = s.recorder.Reset(ctx, cold) // counts
	return s.reset
}

func (s *shaky) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if s.transmit != nil && fmt.Sprintf("%X", cmd) == challenge {
		return s.transmit(dst)
	}
	return s.recorder.Transmit(ctx, dst, cmd)
}

// challenge is a command without any bearing on codes: GET CHALLENGE.
const challenge = "00840000"

// TestGuardForgetsItsTransaction: whatever may have given another program a turn
// ends the transaction, also when serial number and counter are read again
// afterwards; a new one, and a new look, make it good.
func TestGuardForgetsItsTransaction(t *testing.T) {
	t.Parallel()
	fault := errors.New("fault")
	for name, c := range map[string]struct {
		shaky shaky
		event string
	}{
		"warm reset":             {shaky{}, "warm"},
		"cold reset":             {shaky{}, "cold"},
		"failed warm reset":      {shaky{reset: fault}, "warm"},
		"failed cold reset":      {shaky{reset: card.ErrRemoved}, "cold"},
		"lost exchange":          {shaky{transmit: func(dst []byte) ([]byte, error) { return dst, fault }}, challenge},
		"reset elsewhere":        {shaky{transmit: func(dst []byte) ([]byte, error) { return dst, card.ErrReset }}, challenge},
		"card taken out":         {shaky{transmit: func(dst []byte) ([]byte, error) { return dst, card.ErrRemoved }}, challenge},
		"error beside an answer": {shaky{transmit: func(dst []byte) ([]byte, error) { return append(dst, 0x90, 0x00), fault }}, challenge},
		"no answer":              {shaky{transmit: func(dst []byte) ([]byte, error) { return dst, nil }}, challenge},
		"half a status word":     {shaky{transmit: func(dst []byte) ([]byte, error) { return append(dst, 0x90), nil }}, challenge},
		"no status word":         {shaky{transmit: func(dst []byte) ([]byte, error) { return append(dst, 0x12, 0x34), nil }}, challenge},
		"endless answer":         {shaky{transmit: func(dst []byte) ([]byte, error) { return append(dst, make([]byte, 1<<17)...), nil }}, challenge},
		"panic":                  {shaky{transmit: func([]byte) ([]byte, error) { panic("driver") }}, challenge},
		"failed second begin":    {shaky{begin: fault}, "begin"},
		"end":                    {shaky{}, "end"},
		"failed end":             {shaky{end: fault}, "end"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			look := []string{selectSN3, readSN3, counterPIN}
			for _, again := range [][]string{nil, look} {
				s := &shaky{recorder: newRecorder()}
				g := New(s, everything)
				play(t, g, "begin", selectSN3, readSN3, counterPIN)
				s.begin, s.end, s.reset, s.transmit = c.shaky.begin, c.shaky.end, c.shaky.reset, c.shaky.transmit
				func() {
					defer func() { _ = recover() }() // of the panic among the events
					play(t, g, c.event)
				}()
				if got := play(t, g, append(again, verifyPIN)...); got != reasonNoHold.EN && (again != nil || got != reasonNoSerial.EN) {
					t.Errorf("VERIFY after %q: %q, want a refusal", again, got)
				}
				if slices.Contains(s.cmds, verifyPIN) {
					t.Error("the code reached the card")
				}
				s.begin, s.end = nil, nil
				if got := play(t, g, append(append([]string{"end", "begin"}, look...), verifyPIN)...); got != "9000" {
					t.Errorf("VERIFY in a new transaction: %q", got)
				}
			}
		})
	}
}

// TestGuardForgetsCountersOfAnotherApplication: a counter holds in the
// application and on the channel where it was read.
func TestGuardForgetsCountersOfAnotherApplication(t *testing.T) {
	t.Parallel()
	const aid = "0DE828BD080F8025000001FF0010"
	for name, c := range map[string]struct {
		counter, event, verify string
		want                   string
	}{
		"by name":                          {counterPIN, "00A4040C" + aid, verifyPIN, reasonNoCounter.EN},
		"by name, next occurrence":         {counterPIN, "00A40406" + aid, verifyPIN, reasonNoCounter.EN},
		"by path from the MF":              {counterPIN, "00A4080C020001", verifyPIN, reasonNoCounter.EN},
		"by path from the DF":              {counterPIN, "00A4090C043F000001", verifyPIN, reasonNoCounter.EN},
		"by path to a file":                {counterPIN, "00A40904063F000001D010", verifyPIN, reasonNoCounter.EN},
		"by identifier":                    {counterPIN, "00A4000C020001", verifyPIN, reasonNoCounter.EN},
		"child":                            {counterPIN, "00A4010C020001", verifyPIN, reasonNoCounter.EN},
		"parent":                           {counterPIN, "00A4030C", verifyPIN, reasonNoCounter.EN},
		"the MF":                           {counterPIN, "00A4000C", verifyPIN, reasonNoCounter.EN},
		"an unknown form":                  {counterPIN, "00A47F0C020001", verifyPIN, reasonNoCounter.EN},
		"in the CPS2ter view":              {counterPIN, "A0A40000020001", verifyPIN, reasonNoCounter.EN},
		"by name, on channel 1":            {"01200001", "01A4040C" + aid, "012000010431323334", reasonNoCounter.EN},
		"by path, on channel 1":            {"01200001", "01A4080C020001", "012000010431323334", reasonNoCounter.EN},
		"by name, on the other channel":    {counterPIN, "01A4040C" + aid, verifyPIN, "9000"},
		"by path, on the basic channel":    {"01200001", "00A4080C020001", "012000010431323334", "9000"},
		"a file of the same application":   {counterPIN, "00A4020C02D010", verifyPIN, "9000"},
		"another command, another channel": {counterPIN, "0184000008", verifyPIN, "9000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := New(newRecorder(), everything)
			play(t, g, "begin", selectSN3, readSN3)
			if got := play(t, g, c.counter, c.event, c.verify); got != c.want {
				t.Errorf("VERIFY: %q, want %q", got, c.want)
			}
		})
	}
}

// TestGuardForgetsALostChannel: a card that no longer knows the logical channel
// has forgotten which application was selected there.
func TestGuardForgetsALostChannel(t *testing.T) {
	t.Parallel()
	s := &shaky{recorder: newRecorder()}
	g := New(s, everything)
	play(t, g, "begin", selectSN3, readSN3, counterPIN)
	s.transmit = func(dst []byte) ([]byte, error) { return append(dst, 0x68, 0x81), nil }
	if got := play(t, g, challenge, verifyPIN); got != reasonNoCounter.EN {
		t.Errorf("VERIFY: %q, want %q", got, reasonNoCounter.EN)
	}
}
