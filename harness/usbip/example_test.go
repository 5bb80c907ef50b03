package usbip_test

import (
	"context"
	"fmt"

	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/simulator"
)

// A simulated card in a USB reader that a virtual machine on this computer attaches, by
// “usbip attach -r HOST -b 1-1”.
func ExampleNew() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		fmt.Println(err)
		return
	}
	reader, err := ccid.New(ccid.Config{Slots: []ccid.SlotConfig{{Card: chip}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	server, err := usbip.New(usbip.Config{Devices: []usbip.Device{reader}})
	if err != nil {
		fmt.Println(err)
		return
	}
	listener, err := usbip.Listen(ctx, usbip.DefaultAddress, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() { _ = reader.Slot(0).Serve(ctx) }()
	fmt.Println(server.Serve(ctx, listener)) // until ctx ends
}

// Other machines reach a port only where somebody says so.
func ExampleListen() {
	_, err := usbip.Listen(context.Background(), "0.0.0.0:3240", false)
	fmt.Println(err)
	// Output: usbip 0.0.0.0:3240: listen: this address would open the readers to other machines
}
