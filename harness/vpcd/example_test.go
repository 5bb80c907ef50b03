package vpcd_test

import (
	"context"
	"fmt"

	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/simulator"
)

// A simulated card in the first slot of the vpcd driver of this machine: every PC/SC
// program then sees a reader that holds it. Without that driver Wait never returns.
func ExampleNew() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		fmt.Println(err)
		return
	}
	server, err := vpcd.New("127.0.0.1:35963", chip)
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() { _ = server.Serve(ctx) }()
	if err := server.Wait(ctx, slot.Presented); err != nil {
		fmt.Println(err)
		return
	}
	// PC/SC programs see the card from here on. Another one takes its place, behind the
	// connections that they have where it has the same ATR:
	blocked, err := simulator.NewPreset("cps3-pin-blocked")
	if err != nil {
		fmt.Println(err)
		return
	}
	noticed, err := server.Swap(ctx, blocked)
	fmt.Println(noticed, err)
}

// A card is served to this machine only.
func ExampleNew_otherMachine() {
	_, err := vpcd.New("192.0.2.1:35963", &vpcd.Echo{})
	fmt.Println(err)
	// Output: vpcd 192.0.2.1:35963: address: not a loopback address: a card is served to this machine only
}
