package vpcd_test

import (
	"context"
	"io"
	"testing"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/vpcd"
)

// TestSocketDoesNotAllocate covers what the in-memory test cannot: the read
// and write of a real connection, with a silence deadline.
func TestSocketDoesNotAllocate(t *testing.T) {
	d := newDriver(t)
	c := &cardtest.Func{Answer: []byte{0x3B, 0x00}, OnTransmit: func(_ context.Context, dst, _ []byte) ([]byte, error) { return append(dst, 0x90, 0x00), nil }}
	_, _, _ = serve(t, d.addr(), c, vpcd.WithSilence(patience))
	d.accept()
	frame, answer := []byte{0, 4, 0, 0xB0, 0, 0}, make([]byte, 4)
	exchange := func() {
		if _, err := d.conn.Write(frame); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(d.conn, answer); err != nil {
			t.Fatal(err)
		}
	}
	exchange() // warm-up
	if n := testing.AllocsPerRun(500, exchange); n != 0 {
		t.Errorf("%v allocations an exchange", n)
	}
}
