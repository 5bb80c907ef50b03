package station_test

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/harness/usbip/usbtest"
)

// A station of USB readers needs no service here: cards move while a host has the reader,
// and each move returns once that host knows.
func TestUSBReaders(t *testing.T) {
	t.Parallel()
	model, _ := ccid.ModelOf(ccid.DefaultModel)
	st, err := station.Start(t.Context(), station.Config{
		Readers: 3, Cards: []station.Recipe{station.Preset("cps3-healthy")}, USB: &station.USB{Model: model},
		Faults: []string{"usb-wrong-sequence@1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if n := len(st.Readers()); n != 3 || len(st.Devices()) != 3 || len(st.Env()) != 0 {
		t.Fatalf("%d readers, %d devices, environment %q", n, len(st.Devices()), st.Env())
	}
	server, err := usbip.New(usbip.Config{Devices: []usbip.Device{st.Devices()[0], st.Devices()[1], st.Devices()[2]}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	l, err := usbip.Listen(ctx, "127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	bus, err := usbtest.Dial(t.Context(), l.Addr().String(), "1-1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = bus.Close() }()
	r, err := usbtest.Open(t.Context(), bus)
	if err != nil {
		t.Fatal(err)
	}
	// What a card service does: it looks at each change, and powers the card that came.
	states := make(chan []byte, 16)
	go func() {
		for {
			b, err := r.Change(ctx)
			if err != nil {
				return
			}
			states <- b
			if b[0]&1 != 0 {
				_, _ = r.Card(ctx, 0) // the test sees what came of it
			}
		}
	}()
	must := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(what, err)
		}
	}
	must("remove", st.Remove(t.Context(), 1))
	must("insert", st.Insert(t.Context(), 1, "cps3-healthy"))
	must("swap", st.Swap(t.Context(), 1, "cps4-healthy"))
	if c := st.Readers()[0]; c.Card != "cps4-healthy" || !c.Inserted {
		t.Errorf("%+v", c)
	}
	var seen []byte
	for len(states) > 0 {
		seen = append(seen, (<-states)[0])
	}
	if !slices.Contains(seen, 2) || !slices.Contains(seen, 3) {
		t.Errorf("the host was told % X", seen)
	}
	var played *station.Error
	if err := st.Arm(t.Context(), 1, "wedged@1"); !errors.As(err, &played) {
		t.Errorf("a fault of no reader: %v", err)
	}
	must("arm", st.Arm(t.Context(), 1, "usb-unplugged@1"))
	card, err := r.Card(t.Context(), 0)
	must("card", err)
	if out, err := card.Transmit(t.Context(), nil, []byte{0, 0x84, 0, 0, 8}); err == nil {
		t.Errorf("% X", out)
	}
	<-bus.Done()
	if st.Devices()[0].Plugged() {
		t.Error("it is plugged in")
	}
	must("remove", st.Remove(t.Context(), 1))
	if !st.Devices()[0].Plugged() {
		t.Error("it is not plugged in again")
	}
}

// A fault that lasts in the reader is over when its list of faults is ended.
func TestFaultsOfUSBReadersEnd(t *testing.T) {
	t.Parallel()
	model, _ := ccid.ModelOf("gempc-twin")
	st, err := station.Start(t.Context(), station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}, USB: &station.USB{Model: model}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	clock := func() uint32 {
		_, configuration := st.Devices()[0].Descriptors()
		return binary.LittleEndian.Uint32(configuration[18+10:]) // dwDefaultClock
	}
	for _, x := range []struct {
		faults string
		kHz    uint32
	}{{"usb-wrong-clock", 40000}, {"", 4000}, {"usb-wrong-clock", 40000}, {"status=6F00@VERIFY", 4000}} {
		if err := st.Arm(t.Context(), 1, x.faults); err != nil {
			t.Fatal(err)
		}
		if got := clock(); got != x.kHz {
			t.Errorf("with %q the reader says %d kHz, want %d", x.faults, got, x.kHz)
		}
	}
}
