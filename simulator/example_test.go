package simulator_test

import (
	"context"
	"fmt"
	"log"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/simulator"
)

// A test embeds a card, blocks its code porteur and looks at what is left.
func ExampleNew() {
	c, err := simulator.New(simulator.Personalisation{
		Face: card.FaceCPS3,
		ID: card.IDCard{
			Number: "2999000117", Category: card.CategoryTest,
			Issued: card.NewDate(2025, 1, 2), Expires: card.NewDate(2028, 1, 31),
		},
		PIN: simulator.PIN{Code: "1234", Left: 1, Uses: -1},
		PUK: simulator.PIN{Code: "12345678", Left: -1, Uses: -1},
	})
	if err != nil {
		log.Fatal(err)
	}
	link := card.NewLink(c) // a *Card is a card.Channel
	ctx := context.Background()
	for _, cmd := range [][]byte{
		{0x00, 0x20, 0x00, 0x01, 0x04, '9', '9', '9', '9'},
		{0x00, 0x20, 0x00, 0x01},
		{0x00, 0xA4, 0x09, 0x04, 0x04, 0x3F, 0x00, 0xD0, 0x03},
	} {
		data, sw, err := link.Send(ctx, cmd)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%d bytes, %v\n", len(data), sw)
	}
	fmt.Println(c.Personalisation().Label, c.State().PIN)
	// Output:
	// 0 bytes, 63C0 (no try left)
	// 0 bytes, 6983 (authentication method blocked)
	// 30 bytes, 9000 (normal)
	// CPS3v3-2999000117 {code hidden, 0 of 3 tries, uses -1}
}
