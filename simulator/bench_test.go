package simulator

import (
	"context"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// benchCase is a command after some preparation; it must answer 9000.
type benchCase struct {
	name  string
	setup []exchange
	capdu string
}

func benchCases() []benchCase {
	return []benchCase{
		{"ReadBinary231", []exchange{{"00A4090C063F0000017006", "9000"}}, "00B00000E7"},
		{"SelectPath", nil, "00A40904063F000001D10100"},
		{"Verify", nil, verifyPIN},
		{"GetData", nil, "00CB3FFF0A4D087006BF810102A08000"},
	}
}

func bench(b *testing.B, name string) {
	b.Helper()
	for _, bc := range benchCases() {
		if bc.name != name {
			continue
		}
		c := mustNew(b, healthy(card.FaceCPS3))
		play(b, c, bc.setup)
		capdu, dst, ctx := unhex(bc.capdu), make([]byte, 0, 258), context.Background()
		b.ReportAllocs()
		for b.Loop() {
			got, err := c.Transmit(ctx, dst, capdu)
			if err != nil || got[len(got)-2] != 0x90 {
				b.Fatalf("% X, %v", got, err)
			}
		}
	}
}

func BenchmarkReadBinary231(b *testing.B) { bench(b, "ReadBinary231") }
func BenchmarkSelectPath(b *testing.B)    { bench(b, "SelectPath") }
func BenchmarkVerify(b *testing.B)        { bench(b, "Verify") }
func BenchmarkGetData(b *testing.B)       { bench(b, "GetData") }

func BenchmarkNew(b *testing.B) {
	p := healthy(card.FaceCPS3)
	b.ReportAllocs()
	for b.Loop() {
		mustNew(b, p)
	}
}

// TestNoAllocation holds the hot path to its promise.
func TestNoAllocation(t *testing.T) {
	for _, bc := range benchCases() {
		c := mustNew(t, healthy(card.FaceCPS3))
		play(t, c, bc.setup)
		capdu, dst, ctx := unhex(bc.capdu), make([]byte, 0, 258), context.Background()
		got := testing.AllocsPerRun(100, func() {
			if _, err := c.Transmit(ctx, dst, capdu); err != nil {
				t.Fatal(err)
			}
		})
		if got != 0 {
			t.Errorf("%s: %v allocations", bc.name, got)
		}
	}
}
