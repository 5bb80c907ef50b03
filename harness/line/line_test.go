package line_test

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/line"
)

func atr(tb testing.TB, s string) []byte {
	tb.Helper()
	return cardtest.Hex(tb, strings.ReplaceAll(s, " ", ""))
}

const (
	cps3     = "3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00"
	cps3cl   = "3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E"
	cps4     = "3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44"
	cps4T0   = "3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00"
	manyByte = "3B F7 11 00 01 40 96 54 30 04 0E 6C B6 D6" // TA1 TB1 TC1 TD1 and TC2
)

func TestParseATR(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		atr  string
		want line.Offer
	}{
		"CPS3":      {cps3, line.Offer{Protocols: []int{0}, IFSC: 32, WI: 0x2A}},
		"CPS4":      {cps4, line.Offer{TA1: 0x18, HasTA1: true, Protocols: []int{0, 1}, IFSC: 32, WI: 10}},
		"CPS4 T=0":  {cps4T0, line.Offer{TA1: 0x18, HasTA1: true, Extra: 255, Protocols: []int{0}, IFSC: 32, WI: 10}},
		"T=0 alone": {"3B 00", line.Offer{Protocols: []int{0}, IFSC: 32, WI: 10}},
		"all of 1":  {manyByte, line.Offer{TA1: 0x11, HasTA1: true, Extra: 1, Protocols: []int{0}, IFSC: 32, WI: 0x96}},
		// TA1 94, TD1 81, TD2 31 with TA3 FE and TB3 55, TD3 absent; T=1 alone.
		"IFSC": {"3B 90 94 81 31 FE 55 00", line.Offer{TA1: 0x94, HasTA1: true, Protocols: []int{1, 1}, IFSC: 254, WI: 10}},
		// TA2 91: T=1 at a rate that the answer does not tell.
		"specific": {"3B 90 96 91 91 31 FE 55 00", line.Offer{TA1: 0x96, HasTA1: true, Protocols: []int{1}, Specific: true, Implicit: true, IFSC: 254, WI: 10}},
		"CRC":      {"3B 80 81 71 20 45 01 00", line.Offer{Protocols: []int{1, 1}, IFSC: 32, CRC: true, WI: 10}},
	} {
		got, err := line.ParseATR(atr(t, c.atr))
		got.Protocols, c.want.Protocols = slices.Compact(got.Protocols), slices.Compact(c.want.Protocols)
		if err != nil || !equal(got, c.want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "3B", "3C 00", "3B 90", "3B F0 11 00 01", "3B 80 81 71 20 45"} {
		if o, err := line.ParseATR(atr(t, bad)); err == nil {
			t.Errorf("% s is read as %+v", bad, o)
		}
	}
}

func equal(a, b line.Offer) bool {
	return slices.Equal(a.Protocols, b.Protocols) && a.TA1 == b.TA1 && a.HasTA1 == b.HasTA1 && a.Extra == b.Extra &&
		a.Specific == b.Specific && a.Implicit == b.Implicit && a.IFSC == b.IFSC && a.CRC == b.CRC && a.WI == b.WI
}

// The rates are those of tables 7 and 8 of ISO/IEC 7816-3 and a clock of 4 MHz: 10,753
// bit/s at the reset, twelve times that on a CPS4 whose rate was negotiated.
func TestRates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		atr      string
		protocol int
		reader   line.Reader
		want     string
	}{
		"CPS3":                      {cps3, -1, line.Reader{}, "T=0, 10753 bit/s"},
		"CPS3, a slower clock":      {cps3, 0, line.Reader{Clock: 3.58e6}, "T=0, 9624 bit/s"},
		"CPS4":                      {cps4, 1, line.Reader{}, "T=1, 129032 bit/s"},
		"CPS4, the first it offers": {cps4, -1, line.Reader{}, "T=0, 129032 bit/s"},
		"CPS4, not negotiated":      {cps4, 1, line.Reader{NoPPS: true}, "T=1, 10753 bit/s"},
		"specific, not negotiated":  {"3B 90 96 91 81 31 FE 55 00", 1, line.Reader{NoPPS: true}, "T=1, 250000 bit/s"},
		"implicit":                  {"3B 90 96 91 91 31 FE 55 00", 1, line.Reader{}, "T=1, 10753 bit/s"},
	} {
		l, err := line.New(atr(t, c.atr), c.protocol, c.reader)
		if err != nil || l.String() != c.want {
			t.Errorf("%s: %s, %v; want %s", name, l, err, c.want)
		}
	}
	for name, c := range map[string]struct {
		atr      string
		protocol int
		reader   line.Reader
	}{
		"contactless":             {cps3cl, 1, line.Reader{}},
		"mute":                    {"", 0, line.Reader{}},
		"a protocol not offered":  {cps3, 1, line.Reader{}},
		"a protocol of no reader": {cps3, 14, line.Reader{}},
		"a slow clock":            {cps3, 0, line.Reader{Clock: 100}},
		"a fast clock":            {cps3, 0, line.Reader{Clock: 1e9}},
		"a reserved rate":         {"3B 10 7A", 0, line.Reader{}},
	} {
		if l, err := line.New(atr(t, c.atr), c.protocol, c.reader); err == nil {
			t.Errorf("%s: %s", name, l)
		} else if said, _ := text.Said(err); said.FR == said.EN {
			t.Errorf("%s: %v speaks one language", name, err)
		}
	}
}

// Characters counted by hand, from the figures of ISO/IEC 7816-3, 10.3 and 11.3.
func TestExchange(t *testing.T) {
	t.Parallel()
	read256, answer256 := "00B0000000", strings.Repeat("AA", 256)+"9000"
	for name, c := range map[string]struct {
		atr        string
		protocol   int
		cmd, resp  string
		characters int
		units      int // 12 to a character, and 10 more to each turn of T=1
	}{
		"T=0, header and status":     {cps3, 0, "0020000100", "63C3", 5 + 2, 7 * 12},
		"T=0, four bytes":            {cps3, 0, "00200001", "63C3", 5 + 2, 7 * 12},
		"T=0, data to the card":      {cps3, 0, "00A40904043F00D003", "611E", 5 + 1 + 4 + 2, 12 * 12},
		"T=0, data from the card":    {cps3, 0, read256, answer256, 5 + 1 + 256 + 2, 264 * 12},
		"T=0, a refusal":             {cps3, 0, read256, "6982", 7, 7 * 12},
		"T=0, the reader fetches":    {cps3, 0, "00A40904023F0000", "6F0082009000", 5 + 1 + 2 + 2 + 5 + 1 + 4 + 2, 22 * 12},
		"T=0, nothing came back":     {cps3, 0, "0020000100", "", 5, 5 * 12},
		"T=1, a block each way":      {cps4, 1, "01200001", "63C3", 4 + 4 + 2 + 4, 14*12 + 2*10},
		"T=1, one byte over a block": {cps4, 1, "00D6000021" + strings.Repeat("00", 33), "9000", 38 + 2*4 + 4 + 2 + 4, 56*12 + 4*10},
		"T=1, two blocks back":       {cps4, 1, read256, answer256, 5 + 4 + 258 + 2*4 + 4, 279*12 + 4*10},
	} {
		l, err := line.New(atr(t, c.atr), c.protocol, line.Reader{NoPPS: true})
		if err != nil {
			t.Fatal(err)
		}
		cmd, _ := hex.DecodeString(c.cmd)
		resp, _ := hex.DecodeString(c.resp)
		want := time.Duration(float64(c.units) * 372 / 4e6 * 1e9)
		got := l.Exchange(cmd, resp)
		if got.Characters != c.characters || got.Exchanges != 1 || (got.Time-want).Abs() > time.Microsecond {
			t.Errorf("%s: %+v; want %d characters, %v", name, got, c.characters, want)
		}
	}
}

// A guard time that the card asks for is kept towards the card alone.
func TestExtraGuardTime(t *testing.T) {
	t.Parallel()
	l, err := line.New(atr(t, manyByte), 0, line.Reader{})
	if err != nil {
		t.Fatal(err)
	}
	exact := l.Exchange([]byte{0, 0x20, 0, 1, 0}, []byte{0x63, 0xC3}).Time
	if want := time.Duration(float64(5*13+2*12) * 372 / 4e6 * 1e9); (exact - want).Abs() > time.Microsecond {
		t.Errorf("%v, want %v", exact, want)
	}
}

// The start: the answer at the rate of the reset, what is negotiated, and in T=1 the
// length of the reader's blocks at the new rate.
func TestStart(t *testing.T) {
	t.Parallel()
	unit := 372 / 4e6 * 1e9
	for name, c := range map[string]struct {
		atr      string
		protocol int
		noPPS    bool
		units    float64
	}{
		"CPS3":                 {cps3, 0, false, 17 * 12},
		"CPS4, T=1":            {cps4, 1, false, 17*12 + 8*12 + (10*12+2*10)/12.0},
		"CPS4, not negotiated": {cps4, 1, true, 17 * 12},
	} {
		l, err := line.New(atr(t, c.atr), c.protocol, line.Reader{NoPPS: c.noPPS})
		if want := time.Duration(c.units * unit); err != nil || (l.Start-want).Abs() > time.Microsecond {
			t.Errorf("%s: %v, %v; want %v", name, l.Start, err, want)
		}
	}
}

// A card without a line is counted all the same.
func TestMeterWithoutALine(t *testing.T) {
	t.Parallel()
	m := line.NewMeter(&cardtest.Func{}, line.Line{})
	if _, err := m.Transmit(t.Context(), nil, []byte{0, 0x20, 0, 1, 0}); err != nil {
		t.Fatal(err)
	}
	if c := m.Cost(); c.Exchanges != 1 || c.Time != 0 {
		t.Errorf("%+v", c)
	}
}

func TestMeter(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	inner := &cardtest.Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
		if cmd[1] == 0x84 {
			return nil, lost
		}
		for began := time.Now(); time.Since(began) <= 0; { // as long as the clock can tell
		}
		return append(dst, 0x6A, 0x82), nil
	}}
	l, err := line.New(atr(t, cps3), 0, line.Reader{})
	if err != nil {
		t.Fatal(err)
	}
	m := line.NewMeter(inner, l)
	out, err := m.Transmit(t.Context(), []byte{1, 2}, []byte{0, 0xB0, 0, 0, 0})
	if err != nil || !slices.Equal(out, []byte{1, 2, 0x6A, 0x82}) {
		t.Fatalf("% X, %v", out, err)
	}
	if _, err := m.Transmit(t.Context(), nil, []byte{0, 0x84, 0, 0, 8}); !errors.Is(err, lost) {
		t.Fatal(err)
	}
	if c := m.Cost(); c.Exchanges != 2 || c.Characters != 7+5 {
		t.Errorf("%+v", c)
	}
	if m.Took() <= 0 {
		t.Errorf("took %v", m.Took())
	}
	if m.Zero(); m.Cost() != (line.Cost{}) || m.Took() != 0 {
		t.Errorf("%+v", m.Cost())
	}
}

// FuzzParseATR: no answer to reset makes a line that takes no time, or ends the program.
// The slowest that the standard has, 254 units of guard time at 1,953 bit/s, takes some
// two seconds for this command.
func FuzzParseATR(f *testing.F) {
	for _, seed := range []string{cps3, cps3cl, cps4, cps4T0, manyByte} {
		f.Add(atr(f, seed), true)
	}
	f.Fuzz(func(t *testing.T, answer []byte, noPPS bool) {
		offer, err := line.ParseATR(answer)
		if err != nil {
			return
		}
		for _, protocol := range offer.Protocols {
			l, err := line.New(answer, protocol, line.Reader{NoPPS: noPPS})
			if err != nil {
				continue
			}
			if c := l.Exchange([]byte{0, 0xB0, 0, 0, 0}, []byte{1, 2, 0x90, 0}); c.Time <= 0 || c.Time > 5*time.Second || l.Start <= 0 || l.Start > time.Second {
				t.Errorf("%s: %v for a command, %v to start", l, c.Time, l.Start)
			}
		}
	})
}
