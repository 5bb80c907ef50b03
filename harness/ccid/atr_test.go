package ccid

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/cardtest"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for atr, want := range map[string]offers{
		"":                                 {ta1: 0x11, wi: 10, ifsc: 32, waits: 0x4D, protocols: 1},
		"3B 00":                            {ta1: 0x11, wi: 10, ifsc: 32, waits: 0x4D, protocols: 1},
		"3B 10 18":                         {ta1: 0x18, wi: 10, ifsc: 32, waits: 0x4D, protocols: 1},
		"3B 70 18 00 05":                   {ta1: 0x18, tc1: 5, wi: 10, ifsc: 32, waits: 0x4D, protocols: 1},
		"3B 80 40 07":                      {ta1: 0x11, wi: 7, ifsc: 32, waits: 0x4D, protocols: 1},
		"3B 82 01 C5 00 47":                {ta1: 0x11, wi: 10, ifsc: 32, waits: 0x4D, protocols: 2, first: 1},
		"3B 80 81 71 FE 45 01":             {ta1: 0x11, wi: 10, ifsc: 0xFE, waits: 0x45, crc: true, protocols: 2, first: 1},
		"3B 90 18 80 31 FE 45":             {ta1: 0x18, wi: 10, ifsc: 0xFE, waits: 0x45, protocols: 3},
		"3B 90 18 80 B1 FE 45 11 FD":       {ta1: 0x18, wi: 10, ifsc: 0xFE, waits: 0x45, protocols: 3}, // a second T=1 says nothing
		"3B F0 18 00":                      {ta1: 0x18, wi: 10, ifsc: 32, waits: 0x4D, protocols: 1},   // cut
		"3B 80 81 81 81 81 81 81 81 81 81": {ta1: 0x11, wi: 10, ifsc: 32, waits: 0x4D, protocols: 2, first: 1},
	} {
		if diff := cmp.Diff(want, read(cardtest.Hex(t, atr)), cmp.AllowUnexported(offers{})); diff != "" {
			t.Errorf("%s:\n%s", atr, diff)
		}
	}
}
