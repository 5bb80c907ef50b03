package guard

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/cardtest"
)

// TestGuardTable goes through every instruction in every class and length form
// and compares what reached the card with a list written out here.
func TestGuardTable(t *testing.T) {
	t.Parallel()
	forms := []struct{ name, tail string }{
		{"4 bytes", ""},
		{"P3=00", "00"},
		{"P3=08", "08"},
		{"data", "0431323334"},
		{"data and Le", "043132333400"},
		{"Lc without data", "0831"},
		{"trailing", "04313233340000"},
		{"extended Le", "000000"},
		{"extended data", "00000431323334"},
	}
	open := map[string]bool{"4 bytes": true, "P3=00": true, "P3=08": true, "data": true, "data and Le": true}
	status := map[string]bool{"4 bytes": true, "P3=00": true}
	for cla := range 256 {
		t.Run(fmt.Sprintf("%02X", cla), func(t *testing.T) {
			t.Parallel()
			ch := &cardtest.Func{}
			g := New(ch, Permissions{})
			for ins := range 256 {
				for _, f := range forms {
					for _, p1p2 := range params(ins) {
						cmd := fmt.Sprintf("%02X%02X%s%s", cla, ins, p1p2, f.tail)
						want := false
						switch ins {
						case 0xA4, 0xB0, 0xC0, 0xCA, 0xCB, 0x84:
							want = open[f.name] && (cla == 0x00 || cla == 0x01 || cla == 0xA0)
						case 0x20:
							want = status[f.name] && (cla == 0x00 || cla == 0x01) && (p1p2 == "0001" || p1p2 == "0002")
						}
						before := ch.Calls().Transmits
						_, err := g.Transmit(t.Context(), nil, unhex(cmd))
						seen := ch.Calls()
						if sent := seen.Transmits > before; sent != want || errors.Is(err, ErrRefused) == want {
							t.Errorf("%s (%s): sent %v, want %v (%v)", cmd, f.name, sent, want, err)
						}
						if want && hex.EncodeToString(seen.Last) != strings.ToLower(cmd) {
							t.Errorf("%s reached the card as %X", cmd, seen.Last)
						}
					}
				}
			}
		})
	}
}

// params gives P1 and P2 to try: many for the instructions about codes.
func params(ins int) []string {
	if ins == 0x20 || ins == 0x24 || ins == 0x2C {
		return []string{"0000", "0001", "0002", "0003", "0081", "0101", "0281", "FF01", "3FFF"}
	}
	return []string{"0000", "3FFF"}
}

// TestGuardPermissionTable checks which permission opens which command.
func TestGuardPermissionTable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		cmd  string
		need Permission // empty: never
	}{
		{verifyPIN, AllowPIN},
		{"012000010431323334", AllowPIN},
		{verifyPUK, AllowUnblock},
		{"00240001083132333435363738", AllowUnblock},
		{"012401010431323334", AllowUnblock},
		{"002C02010431323334", AllowUnblock},
		{"012C0381", AllowUnblock},
		{"00D600000431323334", AllowUpdate},
		{"10D600000431323334", AllowUpdate},
		{"A0D600000431323334", AllowUpdate},
		{"00DC0104021122", AllowUpdate},
		{"00E200000431323334", AllowUpdate},
		{"000E0000", AllowUpdate},
		{"002241B606800142840181", AllowSign},
		{"002A9E9A00", AllowSign},
		{"112A80860281AA", AllowSign},
		{"00880000023132", AllowSign},
		{"A02000010431323334", ""},   // class of the CPS2ter view
		{"A020000100", ""},           //
		{"102000010431323334", ""},   // chained
		{"002000810431323334", ""},   // another reference
		{"002001010431323334", ""},   // P1
		{"0020000104", ""},           // five bytes, T=0 would wait for data
		{"002000010000043132", ""},   // extended
		{"002100010431323334", ""},   // odd VERIFY
		{"00DB3FFF0431323334", ""},   // PUT DATA
		{"00E00000026200", ""},       // CREATE FILE
		{"00E40000", ""},             // DELETE FILE
		{"00E60000", ""},             // TERMINATE DF
		{"00FE0000", ""},             // TERMINATE CARD USAGE
		{"0046000000", ""},           // GENERATE ASYMMETRIC KEY PAIR
		{"008200000431323334", ""},   // EXTERNAL AUTHENTICATE
		{"0070000001", ""},           // MANAGE CHANNEL
		{"04200001043132333400", ""}, // secure messaging
		{"802000010431323334", ""},   // proprietary class
		{"002C04010431323334", ""},   // unknown P1
		{"002C02020431323334", ""},   // counter of the PUK
		{"0024020104313233", ""},     // unknown P1, and cut short
	}
	for _, tt := range tests {
		for _, perm := range AllPermissions() {
			r := newRecorder()
			g := New(r, Permissions{Allow: []Permission{perm}, Serial: "2999000010"})
			play(t, g, "begin", selectSN3, readSN3, "00200001", "00200002")
			if tt.cmd[:2] == "01" {
				play(t, g, "01200001", "01200002")
			}
			before := len(r.cmds)
			_, err := g.Transmit(t.Context(), nil, unhex(tt.cmd))
			if passed := len(r.cmds) > before; passed != (tt.need == perm) || passed != (err == nil) {
				t.Errorf("%s with %s: passed %v (%v)", tt.cmd, perm, passed, err)
			}
		}
	}
}
