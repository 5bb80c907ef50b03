package ccid_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
)

// seeds are the messages, in an order in which a driver sends them; a byte before each says
// how the transfer is cut.
var seeds = []string{
	"62 00000000 00 00 000000", "65 00000000 00 01 000000", "6C 00000000 00 02 000000", "61 05000000 00 03 000000 1100000A00",
	"61 07000000 00 03 010000 11100045 00FE00", "6F 05000000 00 04 000000 00B0000000", "6F 02000000 00 05 000100 00A4",
	"6F 01000000 00 05 000300 00", "6F 01000000 00 05 000200 00", "6F 00000000 00 06 001000", "63 00000000 00 07 000000",
	"6B 01000000 00 08 000000 02", "6D 00000000 00 09 000000", "6E 00000000 00 0A 010000", "6A 00000000 00 0B 030000",
	"71 00000000 00 0C 010000", "72 00000000 00 0D 000000", "73 08000000 00 0E 000000 A00F0000 002A0000", "65 00000000 01 0F 000000",
	"69 13000000 00 10 000000 00 00 82 00 00 0804 02 01 0904 00 000000 00200001",
	"69 28000000 00 11 000000 01 00 82 08 00 00 08 0804 03 02 03 0904 00 01 02 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
	"FF FFFFFFFF FF FF FFFFFF",
}

// FuzzMessages has a host send transfers: the reader takes or stalls each, hangs at none, and
// every answer is whole and no longer than its longest message.
func FuzzMessages(f *testing.F) {
	var all []byte
	for _, s := range seeds {
		b := cardtest.Hex(f, s)
		f.Add(append(append([]byte{}, cardtest.Hex(f, "0A 62 00000000 00 00 000000")...), append([]byte{byte(len(b))}, b...)...))
		all = append(append(all, byte(len(b))), b...)
	}
	f.Add(all)
	f.Fuzz(func(t *testing.T, script []byte) {
		cfg := one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
			if len(cmd) > 0 {
				dst = append(dst, make([]byte, int(cmd[0])*3)...)
			}
			return append(dst, 0x90, 0x00), nil
		}})
		cfg.Slots[0].Keypad = func(context.Context, ccid.Prompt) ([]byte, error) { return []byte("123456"), nil }
		cfg.Model, _ = ccid.ModelOf("gempc-pinpad")
		dev, ctx := attached(t, cfg)
		reading, read := context.WithCancel(ctx)
		wrong := make(chan []byte, 1)
		go func() { // a host reads while it writes: one that does not is made to wait
			defer close(wrong)
			for {
				b, err := dev.Read(reading, 1, 1<<16)
				if err != nil {
					return
				}
				if len(b) < 10 || int(binary.LittleEndian.Uint32(b[1:])) != len(b)-10 || len(b) > 271 {
					wrong <- b
					return
				}
			}
		}()
		for len(script) > 0 {
			n := min(int(script[0]), len(script)-1)
			transfer := script[1 : 1+n]
			script = script[1+n:]
			if err := dev.Write(ctx, 2, transfer); err != nil && ctx.Err() != nil {
				t.Fatal("the reader hangs")
			}
		}
		read()
		if b, any := <-wrong; any {
			t.Fatalf("answer % X", b)
		}
	})
}

// FuzzSecure has a host describe the entry of codes: whatever it says, what reaches the card is a
// command of the length that it says, and holds each code as it was typed.
func FuzzSecure(f *testing.F) {
	for _, s := range seeds {
		if b := cardtest.Hex(f, s); b[0] == 0x69 {
			f.Add(b[10:])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<10 {
			return
		}
		codes := map[ccid.Entry]string{ccid.EntryVerify: "1593", ccid.EntryOld: "1593", ccid.EntryNew: "72648", ccid.EntryConfirm: "72648"}
		typed := map[string]bool{}
		var sent []byte
		cfg := one(&cardtest.Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
			sent = bytes.Clone(cmd)
			return append(dst, 0x90, 0x00), nil
		}})
		cfg.Slots[0].Keypad = func(_ context.Context, p ccid.Prompt) ([]byte, error) {
			typed[codes[p.Entry]] = true
			return []byte(codes[p.Entry]), nil
		}
		dev, ctx := attached(t, cfg)
		for _, m := range [][]byte{
			{0x62, 0, 0, 0, 0, 0, 0, 0, 0, 0},
			append(binary.LittleEndian.AppendUint32([]byte{0x69}, uint32(len(data))), append([]byte{0, 1, 0, 0, 0}, data...)...),
		} {
			if err := dev.Write(ctx, 2, m); err != nil && ctx.Err() != nil {
				t.Fatal("the reader hangs")
			}
			for {
				a, err := dev.Read(ctx, 1, 1<<16)
				if err != nil {
					t.Fatal(err)
				}
				if a[7]&0x80 == 0 {
					break
				}
			}
		}
		if sent == nil {
			return
		}
		if len(sent) < 5 || len(sent) != 5+int(sent[4]) {
			t.Fatalf("the card was sent % X", sent)
		}
		for code := range typed {
			binaries, bcd := make([]byte, len(code)), make([]byte, (len(code)+1)/2)
			for i, c := range []byte(code) {
				binaries[i] = c - '0'
				bcd[i/2] = bcd[i/2]<<4 | (c - '0')
			}
			if len(code)%2 == 1 {
				bcd[len(bcd)-1] = bcd[len(bcd)-1]<<4 | 0x0F
			}
			if !bytes.Contains(sent[5:], []byte(code)) && !bytes.Contains(sent[5:], binaries) && !bytes.Contains(sent[5:], bcd) {
				t.Fatalf("the card was sent % X: without %s", sent, code)
			}
		}
	})
}

// FuzzControl has a host send requests: each is answered within the length it gives, or
// stalls.
func FuzzControl(f *testing.F) {
	for _, setup := range [][]byte{
		{0x80, 6, 0, 1, 0, 0, 18, 0},
		{0x80, 6, 0, 2, 0, 0, 0xFF, 0},
		{0x80, 6, 2, 3, 9, 4, 0xFF, 0},
		{0x80, 6, 0, 15, 0, 0, 5, 0},
		{0, 9, 1, 0, 0, 0, 0, 0},
		{0x21, 1, 0, 5, 0, 0, 0, 0},
		{0xA1, 2, 0, 0, 0, 0, 4, 0},
		{0xA1, 3, 0, 0, 0, 0, 0, 1},
		{2, 1, 0, 0, 0x81, 0, 0, 0},
	} {
		f.Add(setup, []byte{})
	}
	f.Fuzz(func(t *testing.T, setup, data []byte) {
		if len(setup) < 8 {
			return
		}
		dev, err := ccid.New(one(&cardtest.Func{}))
		if err != nil {
			t.Fatal(err)
		}
		b, _ := dev.Control(t.Context(), [8]byte(setup), data)
		if len(b) > int(binary.LittleEndian.Uint16(setup[6:])) {
			t.Fatalf("%d bytes", len(b))
		}
	})
}

// attached is a reader alone that a host has attached, and how long that may take.
func attached(t *testing.T, cfg ccid.Config) (*ccid.Device, context.Context) {
	t.Helper()
	dev := alone(t, cfg)
	if err := dev.Attach(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(dev.Detach)
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(stop)
	return dev, ctx
}

// alone is a reader that is served, without the checks of a test.
func alone(t *testing.T, cfg ccid.Config) *ccid.Device {
	t.Helper()
	dev, err := ccid.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- dev.Slot(0).Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	for dev.Slot(0).Wait(ctx, 1) != nil {
		t.Fatal("not served")
	}
	return dev
}
