package scenarios

import (
	"bytes"
	"context"
	"encoding/hex"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/cardtest"
)

// What the historical bytes claim, of cards that are described publicly and of CPS cards.
func TestClaimsExtended(t *testing.T) {
	t.Parallel()
	for atr, want := range map[string]bool{
		"3BAC00402A001225006480000310009000":         false, // CPS3
		"3BDC18FF00001225006480000401009000":         false, // CPS4
		"3BDA18FF81B1FE751F030031C573C001400090000C": true,  // an OpenPGP card 2.1: 00, …, 73 C0 01 40, 009000
		"3BF81300008131FE15597562696B657934D4":       false, // a text, no compact TLV
		"3B8580018073C001407D":                       true,
		"3B8580018073C001003D":                       false,
		"3B8580018073C001":                           false, // cut short
		"3B8480018073C001":                           false, // a tag whose value is
		"3B":                                         false,
		"":                                           false,
	} {
		b, err := hex.DecodeString(atr)
		if err != nil {
			t.Fatal(err)
		}
		if got := claimsExtended(b); got != want {
			t.Errorf("%s: %v, want %v", atr, got, want)
		}
	}
}

// A card that takes extended lengths, before a reader that passes them on and before some
// that do not.
func TestExtendedCases(t *testing.T) {
	t.Parallel()
	whole := func(_ context.Context, dst, cmd []byte) ([]byte, error) {
		c, err := apdu.ParseCommand(cmd)
		switch {
		case err != nil:
			return dst, err
		case c.INS == apdu.INSGetChallenge:
			dst = append(dst, make([]byte, c.Ne)...)
		case c.Ne > 0:
			dst = append(dst, bytes.Repeat([]byte{0x6F}, 300)...)
		}
		return append(dst, 0x90, 0x00), nil
	}
	for name, tt := range map[string]struct {
		reader func(ctx context.Context, dst, cmd []byte) ([]byte, error)
		want   string
	}{
		"whole": {whole, ""},
		"refuses them": {func(_ context.Context, dst, _ []byte) ([]byte, error) {
			return append(dst, 0x67, 0x00), nil
		}, "case 2E (extended lengths): 6700, 0 bytes"},
		"passes nothing on behind a command with data": {func(ctx context.Context, dst, cmd []byte) ([]byte, error) {
			if c, _ := apdu.ParseCommand(cmd); len(c.Data) > 0 && c.Ne > 0 {
				return append(dst, 0x90, 0x00), nil
			}
			return whole(ctx, dst, cmd)
		}, "case 4E (extended lengths): 9000, 0 bytes"},
		"fails": {func(context.Context, []byte, []byte) ([]byte, error) { return nil, card.ErrRemoved }, "case 2E"},
	} {
		got := extendedCases(t.Context(), card.NewLink(&cardtest.Func{OnTransmit: tt.reader}), 0)
		if got.EN != tt.want && (name != "fails" || len(got.EN) <= len(tt.want) || got.EN[:len(tt.want)] != tt.want) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
