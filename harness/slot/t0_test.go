package slot_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/slot"
)

// A line that carries what T=0 does, in front of a card that would take more.
func TestT0(t *testing.T) {
	t.Parallel()
	const efDIR, sn = "00B0000000", "0011223344556677"
	for name, steps := range map[string][][3]string{ // command, what the card gets, answer; "" for a command the card does not see
		"case 1 gets P3":                  {{"00200001", "0020000100", "63C3"}},
		"case 2 without P3":               {{"00B00000", "00B0000000", "6C08"}, {"00B0000008", "", sn + "9000"}},
		"case 2, P3 00 and a short file":  {{efDIR, efDIR, "6C08"}, {"00B0000008", "", sn + "9000"}},
		"case 2 in full":                  {{"00B0000108", "00B0000108", sn + "9000"}},
		"what is kept is given once":      {{efDIR, efDIR, "6C08"}, {"00B0000008", "", sn + "9000"}, {"00B0000008", "00B0000008", sn + "9000"}},
		"another command drops it":        {{efDIR, efDIR, "6C08"}, {"00200001", "0020000100", "63C3"}, {"00B0000008", "00B0000008", sn + "9000"}},
		"another length drops it":         {{efDIR, efDIR, "6C08"}, {"00B0000007", "00B0000007", "9000"}},
		"a reset drops it":                {{efDIR, efDIR, "6C08"}, {"reset", "", ""}, {"00B0000008", "00B0000008", sn + "9000"}},
		"case 3":                          {{"00A4090C023F00", "00A4090C023F00", "9000"}},
		"case 4, Le stays in the reader":  {{"00A40904023F0000", "00A40904023F00", "611E"}},
		"a Le that is none":               {{"00A40904023F000000", "00A40904023F000000", "6700"}},
		"no answer is no length to state": {{"00B0000200", "00B0000200", "6B00"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			answers := map[string]string{
				"0020000100": "63C3", efDIR: sn + "9000", "00B0000008": sn + "9000", "00B0000108": sn + "9000",
				"00A4090C023F00": "9000", "00A40904023F00": "611E", "00A40904023F000000": "6700", "00B0000200": "6B00", "00B0000007": "9000",
			}
			ch := slot.NewT0(&cardtest.Func{T: cardtest.T0, OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
				s := strings.ToUpper(hex.EncodeToString(cmd))
				got = append(got, s)
				a, err := hex.DecodeString(answers[s])
				if err != nil {
					t.Error(err)
				}
				return append(dst, a...), nil
			}})
			for _, s := range steps {
				if s[0] == "reset" {
					if err := ch.Reset(t.Context(), true); err != nil {
						t.Fatal(err)
					}
					continue
				}
				cmd, err := hex.DecodeString(s[0])
				if err != nil {
					t.Fatal(err)
				}
				got = nil
				out, err := ch.Transmit(t.Context(), []byte{0xAA}, cmd)
				if err != nil {
					t.Fatal(err)
				}
				if want := "AA" + s[2]; fmt.Sprintf("%X", out) != want {
					t.Errorf("%s: %X, want %s", s[0], out, want)
				}
				if seen := strings.Join(got, " "); seen != s[1] {
					t.Errorf("%s: the card got %q, want %q", s[0], seen, s[1])
				}
			}
			if card.Channel(ch) == ch.Unwrap() {
				t.Error("it unwraps to itself")
			}
		})
	}
}

// TestConformance holds the line to the contract of card.Channel.
func TestConformance(t *testing.T) {
	t.Parallel()
	cardtest.Conformance(t, func(t *testing.T) card.Channel {
		t.Helper()
		return slot.NewT0(&cardtest.Func{T: cardtest.T0, OnTransmit: func(ctx context.Context, dst, _ []byte) ([]byte, error) {
			if err := ctx.Err(); err != nil {
				return dst, err
			}
			return append(dst, 0x01, 0x02, 0x90, 0x00), nil
		}})
	})
}
