package ccid_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/simulator"
)

// Every message of the specification is answered: with what it asks for, or as one that is
// not supported or has a field that is wrong.
func TestMessages(t *testing.T) {
	t.Parallel()
	// T=0 and T=1 (TD1 = 80, TD2 = 31), with IFSC and waiting integers of its own.
	chip := &cardtest.Func{Answer: cardtest.Hex(t, "3B 90 18 80 31 FE 45")}
	for _, c := range []struct{ name, sent, want string }{
		{"GetSlotStatus", "65 00000000 00 07 000000", "81 00000000 00 07 00 00 00"},
		{"GetSlotStatus with data", "65 01000000 00 07 000000 00", "81 00000000 00 07 40 01 00"},
		{"GetParameters", "6C 00000000 00 07 000000", "82 05000000 00 07 00 00 00 18 00 00 0A 00"},
		{"ResetParameters", "6D 00000000 00 07 000000", "82 05000000 00 07 00 00 00 18 00 00 0A 00"},
		{"SetParameters T=1", "61 07000000 00 07 010000 18 10 00 45 00 FE 00", "82 07000000 00 07 00 00 01 18 10 00 45 00 FE 00"},
		{"SetParameters T=2", "61 05000000 00 07 020000 1800000A00", "82 05000000 00 07 40 07 00 1800000A00"},
		{"SetParameters T=0, 7 bytes", "61 07000000 00 07 000000 18000000000000", "82 05000000 00 07 40 01 00 1800000A00"},
		{"SetParameters T=0, reserved Fi", "61 05000000 00 07 000000 7800000A00", "82 05000000 00 07 40 0A 00 1800000A00"},
		{"SetParameters T=0, reserved Di", "61 05000000 00 07 000000 1A00000A00", "82 05000000 00 07 40 0A 00 1800000A00"},
		{"SetParameters T=0, bits of T=1", "61 05000000 00 07 000000 1810000A00", "82 05000000 00 07 40 0B 00 1800000A00"},
		{"SetParameters T=0, inverse convention", "61 05000000 00 07 000000 1802000A00", "82 05000000 00 07 00 00 00 1802000A00"},
		{"SetParameters T=0, no waiting time", "61 05000000 00 07 000000 1800000000", "82 05000000 00 07 40 0D 00 1800000A00"},
		{"SetParameters T=0, clock stopped somehow", "61 05000000 00 07 000000 1800000A04", "82 05000000 00 07 40 0E 00 1800000A00"},
		{"SetParameters T=1, bits of T=0", "61 07000000 00 07 010000 18 00 00 45 00 FE 00", "82 05000000 00 07 40 0B 00 1800000A00"},
		{"SetParameters T=1, BWI of 10", "61 07000000 00 07 010000 18 10 00 A5 00 FE 00", "82 05000000 00 07 40 0D 00 1800000A00"},
		{"SetParameters T=1, no block", "61 07000000 00 07 010000 18 10 00 45 00 00 00", "82 05000000 00 07 40 0F 00 1800000A00"},
		{"SetParameters T=1, block of 255", "61 07000000 00 07 010000 18 10 00 45 00 FF 00", "82 05000000 00 07 40 0F 00 1800000A00"},
		{"SetParameters T=1, another node", "61 07000000 00 07 010000 18 10 00 45 00 FE 12", "82 05000000 00 07 40 10 00 1800000A00"},
		{"Escape", "6B 01000000 00 07 000000 02", "83 00000000 00 07 40 00 00"},
		{"IccClock stop", "6E 00000000 00 07 010000", "81 00000000 00 07 00 00 01"},
		{"IccClock restart", "6E 00000000 00 07 000000", "81 00000000 00 07 00 00 00"},
		{"IccClock of neither", "6E 00000000 00 07 020000", "81 00000000 00 07 40 07 00"},
		{"T0APDU", "6A 00000000 00 07 030000", "81 00000000 00 07 00 00 00"},
		{"T0APDU, unknown change", "6A 00000000 00 07 040000", "81 00000000 00 07 40 07 00"},
		{"Mechanical", "71 00000000 00 07 010000", "81 00000000 00 07 40 00 00"},
		{"Abort without its request", "72 00000000 00 07 000000", "81 00000000 00 07 00 00 00"},
		{"SetDataRateAndClockFrequency", "73 08000000 00 07 000000 A00F0000 002A0000", "84 08000000 00 07 00 00 00 A00F0000 002A0000"},
		{"SetDataRateAndClockFrequency, 4 bytes", "73 04000000 00 07 000000 A00F0000", "84 00000000 00 07 40 01 00"},
		{"IccPowerOn, unknown voltage", "62 00000000 00 07 040000", "80 00000000 00 07 40 07 00"},
		{"IccPowerOn again: warm", "62 00000000 00 07 000000", "80 07000000 00 07 00 00 00 3B 90 18 80 31 FE 45"},
		{"XfrBlock", "6F 05000000 00 07 000000 00B0000000", "80 02000000 00 07 00 00 00 9000"},
		{"XfrBlock without data", "6F 00000000 00 07 000000", "80 00000000 00 07 40 01 00"},
		{"XfrBlock, end of what never began", "6F 01000000 00 07 000200 00", "80 00000000 00 07 40 08 00"},
		{"XfrBlock, go on with nothing", "6F 00000000 00 07 001000", "80 00000000 00 07 40 08 00"},
		{"XfrBlock, unknown level", "6F 01000000 00 07 000400 00", "80 00000000 00 07 40 08 00"},
		{"Secure without a keypad", "69 01000000 00 07 000000 00", "80 00000000 00 07 40 00 00"},
		{"unknown message", "7F 00000000 00 07 000000", "81 00000000 00 07 40 00 00"},
		{"unknown slot", "65 00000000 05 07 000000", "81 00000000 05 07 42 05 00"},
		{"length of more than was sent", "6F 09000000 00 07 000000 00B0", "80 00000000 00 07 40 01 00"},
		{"length of less than was sent", "6F 01000000 00 07 000000 00B0", "80 00000000 00 07 40 01 00"},
		{"length of four gigabytes", "6F FFFFFFFF 00 07 000000 00B0", "80 00000000 00 07 40 01 00"},
		{"IccPowerOff", "63 00000000 00 07 000000", "81 00000000 00 07 01 00 00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dev, r := attach(t, one(chip))
			powered(t, r, 0)
			if err := dev.Write(within(t), 2, cardtest.Hex(t, c.sent)); err != nil {
				t.Fatal(err)
			}
			got, err := dev.Read(within(t), 1, 1024)
			if want := cardtest.Hex(t, c.want); err != nil || !bytes.Equal(got, want) {
				t.Errorf("% X, %v\nwant % X", got, err, want)
			}
		})
	}
}

// A message that grows beyond what the reader takes is refused as that message, whatever bytes
// its later parts have.
func TestTooMuchOfAMessage(t *testing.T) {
	t.Parallel()
	cfg := one(&cardtest.Func{})
	cfg.Model, _ = ccid.ModelOf("gempc-twin") // 271 bytes at most
	dev, r := attach(t, cfg)
	powered(t, r, 0)
	head := append(cardtest.Hex(t, "6F 05010000 00 2A 000000"), make([]byte, 54)...) // 64 of 271
	for _, part := range [][]byte{head, bytes.Repeat([]byte{0x6F}, 640)} {
		if err := dev.Write(within(t), 2, part); err != nil {
			t.Fatal(err)
		}
	}
	got, err := dev.Read(within(t), 1, 64)
	if want := cardtest.Hex(t, "80 00000000 00 2A 40 01 00"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("% X, %v; want % X", got, err, want)
	}
	if status, err := r.Status(within(t), 0); err != nil || status != 0 {
		t.Errorf("status %d, %v afterwards", status, err)
	}
}

// Requests about what there is not stall, as USB has it.
func TestRequests(t *testing.T) {
	t.Parallel()
	dev, _ := attach(t, one(&cardtest.Func{}))
	for _, c := range []struct {
		name, setup string
		want        bool
	}{
		{"halt of the answers cleared", "02 01 0000 8100 0000", true},
		{"halt of the commands cleared", "02 01 0000 0200 0000", true},
		{"halt of no endpoint", "02 01 0000 8400 0000", false},
		{"no such feature", "02 01 0100 8100 0000", false},
		{"status of no endpoint", "82 00 0000 0500 0200", false},
		{"status of no interface", "81 00 0000 0100 0200", false},
		{"no such feature of the device", "00 01 0900 0000 0000", false},
		{"configuration 257", "00 09 0101 0000 0000", false},
		{"configuration 2", "00 09 0200 0000 0000", false},
		{"configuration 1", "00 09 0100 0000 0000", true},
		{"another setting", "01 0B 0100 0000 0000", false},
		{"rates of another interface", "A1 03 0000 0100 0001", false},
		{"abort at another interface", "21 01 0001 0100 0000", false},
		{"requests of ICCD", "A1 6F 0000 0000 0400", false},
	} {
		if _, ok := dev.Control(within(t), [8]byte(cardtest.Hex(t, c.setup)), nil); ok != c.want {
			t.Errorf("%s: %v", c.name, ok)
		}
	}
}

// Resets reach the card: power-on of one that has power is a warm reset.
func TestResets(t *testing.T) {
	t.Parallel()
	chip := &cardtest.Func{}
	_, r := attach(t, one(chip))
	c := powered(t, r, 0)
	for _, cold := range []bool{false, true, false} {
		if err := c.Reset(within(t), cold); err != nil {
			t.Fatal(err)
		}
	}
	if got := chip.Calls(); got.Cold != 2 || got.Warm != 2 {
		t.Errorf("%d cold, %d warm", got.Cold, got.Warm)
	}
}

// A simulated card forgets the code at a reset of either kind.
func TestCodeIsForgotten(t *testing.T) {
	t.Parallel()
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	_, r := attach(t, one(chip))
	c := powered(t, r, 0)
	sw := func(cmd string) string {
		t.Helper()
		out, err := c.Transmit(within(t), nil, cardtest.Hex(t, cmd))
		if err != nil {
			t.Fatal(err)
		}
		return hex.EncodeToString(out)
	}
	const ask, verify = "0020000100", "0020000104 31323334"
	for _, cold := range []bool{false, true} {
		if before, done, after := sw(ask), sw(verify), sw(ask); before != "63c3" || done != "9000" || after != "9000" {
			t.Errorf("%s, %s, %s", before, done, after)
		}
		if err := c.Reset(within(t), cold); err != nil {
			t.Fatal(err)
		}
		if got := sw(ask); got != "63c3" {
			t.Errorf("after a reset (cold %v): %s", cold, got)
		}
	}
}

// Commands and answers longer than a message go in parts.
func TestChaining(t *testing.T) {
	t.Parallel()
	for _, model := range []string{ccid.DefaultModel, "leo", "gempc-twin"} {
		cfg := one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
			return append(append(dst, cmd...), 0x90, 0x00), nil
		}})
		cfg.Model, _ = ccid.ModelOf(model)
		_, r := attach(t, cfg)
		c := powered(t, r, 0)
		room := r.Longest - 10
		for _, n := range []int{5, room - 3, room - 2, room - 1, room, room + 1, 2 * room, 2*room + 1, 65544} {
			if n > 65545 {
				continue
			}
			cmd := make([]byte, n)
			for i := range cmd {
				cmd[i] = byte(i * 7)
			}
			out, err := c.Transmit(within(t), []byte("abc"), cmd)
			if err != nil || !bytes.Equal(out, append(append([]byte("abc"), cmd...), 0x90, 0x00)) {
				t.Errorf("%s, %d bytes: %d bytes, %v", model, n, len(out), err)
			}
		}
	}
}

// A T=0 card is asked as a reader at the level of APDUs asks it.
func TestT0(t *testing.T) {
	t.Parallel()
	chip := cardtest.Script(t, map[string]string{
		"00A4000C023F00":   "9000",
		"00A40000023F00":   "6110",
		"00C0000010":       "000102030405060708090A0B0C0D0E0F 9000",
		"00C0000004":       "00010203 610C",
		"00B0000000":       "6C03",
		"00B0000003":       "AABBCC 9000",
		"0020000100":       "6C08",
		"00A4040005A00000": "6A82",
	})
	chip.T = cardtest.T0
	chip.Answer = cardtest.Hex(t, "3B 00")
	_, r := attach(t, one(chip))
	c := powered(t, r, 0)
	for _, x := range []struct{ cmd, want string }{
		{"00A40000023F00", "6110"},                                   // no Le: it waits
		{"00A40000023F0000", "000102030405060708090A0B0C0D0E0F9000"}, // Le: fetched
		{"00A40000023F0004", "00010203610C"},                         // less than there is
		{"00B0000000", "AABBCC9000"},                                 // the length corrected
		{"0020000100", "6C08"},                                       // never twice
	} {
		out, err := c.Transmit(within(t), nil, cardtest.Hex(t, x.cmd))
		if err != nil || !bytes.Equal(out, cardtest.Hex(t, x.want)) {
			t.Errorf("%s: % X, %v; want %s", x.cmd, out, err, x.want)
		}
	}
}

// A mute card is there and does not answer.
func TestMute(t *testing.T) {
	t.Parallel()
	for name, chip := range map[string]*cardtest.Func{
		"no ATR":      {Answer: []byte{}},
		"reset fails": {OnReset: func(bool) error { return card.ErrMute }},
		"too long":    {Answer: make([]byte, 34)},
	} {
		_, r := attach(t, one(chip))
		a, err := r.Tell(within(t), 0, 0x62, [3]byte{}, nil)
		if err == nil || a[7] != 0x41 || a[8] != 0xFE {
			t.Errorf("%s: % X, %v", name, a, err)
		}
		if a, _ := r.Tell(within(t), 0, 0x6F, [3]byte{}, []byte{0, 0xB0, 0, 0, 0}); a[7] != 0x41 || a[8] != 0xFE {
			t.Errorf("%s: % X to a command", name, a)
		}
	}
}

// A card that takes its time gets more, and the number of its message.
func TestTimeExtension(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	cfg := one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) {
		<-more
		return append(dst, 0x90, 0x00), nil
	}})
	cfg.Extension = time.Millisecond
	dev, r := attach(t, cfg)
	powered(t, r, 0)
	if err := dev.Write(within(t), 2, cardtest.Hex(t, "6F 05000000 00 33 000000 00B0000000")); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		got, err := dev.Read(within(t), 1, 64)
		if want := cardtest.Hex(t, "80 00000000 00 33 80 01 00"); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("% X, %v", got, err)
		}
	}
	close(more)
	for {
		got, err := dev.Read(within(t), 1, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got[7] == 0 {
			if !bytes.HasSuffix(got, []byte{0x90, 0x00}) {
				t.Errorf("% X", got)
			}
			break
		}
	}
}
