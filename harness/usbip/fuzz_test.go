package usbip

import (
	"context"
	"io"
	"net"
	"testing"
	"time"
)

// toy is a device of one endpoint in each direction.
type toy struct{ held chan struct{} }

func (toy) Descriptors() (device, configuration []byte) {
	return []byte{18, 1, 0, 2, 0, 0, 0, 64, 1, 2, 3, 4, 0, 1, 0, 0, 0, 1},
		[]byte{9, 2, 32, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 2, 0xFF, 0, 0, 0, 7, 5, 0x81, 2, 64, 0, 0, 7, 5, 2, 2, 64, 0, 0}
}
func (toy) Plugged() bool         { return true }
func (toy) Gone() <-chan struct{} { return nil }
func (t toy) Attach() error       { t.held <- struct{}{}; return nil }
func (t toy) Detach()             { <-t.held }
func (toy) Control(_ context.Context, setup [8]byte, _ []byte) ([]byte, bool) {
	return make([]byte, int(setup[6])), setup[1] != 0
}
func (toy) Write(context.Context, int, []byte) error { return nil }
func (toy) Read(ctx context.Context, _, max int) ([]byte, error) {
	if max%2 == 0 {
		return make([]byte, min(max, 100)), nil
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

// FuzzPeer has a peer send anything: the server ends with it, and gives the device back.
func FuzzPeer(f *testing.F) {
	header := []byte{1, 0x11, 0x80, 3, 0, 0, 0, 0}
	name := append([]byte("1-1"), make([]byte, 29)...)
	urb := func(b ...byte) []byte { return append(b, make([]byte, 48-len(b))...) }
	attached := append(append([]byte{}, header...), name...)
	f.Add([]byte{1, 0x11, 0x80, 5, 0, 0, 0, 0})
	f.Add(attached)
	in := urb(0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 65)
	out := urb(0, 0, 0, 1, 0, 0, 0, 3, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2)
	back := urb(0, 0, 0, 2, 0, 0, 0, 5, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2)
	control := urb(0, 0, 0, 1, 0, 0, 0, 4, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9)
	f.Add(append(append([]byte{}, attached...), in...))
	f.Add(append(append(append([]byte{}, attached...), in...), back...))
	f.Add(append(append(append([]byte{}, attached...), out...), 1, 2))
	f.Add(append(append([]byte{}, attached...), control...))
	f.Fuzz(func(t *testing.T, sent []byte) {
		dev := toy{make(chan struct{}, 1)}
		s, err := New(Config{Devices: []Device{dev}})
		if err != nil {
			t.Fatal(err)
		}
		ours, theirs := net.Pipe()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.handle(context.Background(), theirs)
		}()
		go func() { _, _ = io.Copy(io.Discard, ours) }()
		_ = ours.SetWriteDeadline(time.Now().Add(5 * time.Second)) // a pipe has it
		_, _ = ours.Write(sent)                                    // the server may have closed it
		_ = ours.Close()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Fatal("the server does not end")
		}
		if len(dev.held) != 0 {
			t.Fatal("the device was not given back")
		}
	})
}
