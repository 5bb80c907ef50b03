package guard_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/simulator"
)

// What only reads passes, and what could cost a try or change the card does not.
func ExampleNew() {
	ctx := context.Background()
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		fmt.Println(err)
		return
	}
	guarded := guard.New(chip, guard.Permissions{})

	selectMF := []byte{0x00, 0xA4, 0x09, 0x0C, 0x02, 0x3F, 0x00}
	answer, err := guarded.Transmit(ctx, nil, selectMF)
	fmt.Printf("SELECT: % X, %v\n", answer, err)

	verify := []byte{0x00, 0x20, 0x00, 0x01, 0x08, '1', '2', '3', '4', 0xFF, 0xFF, 0xFF, 0xFF}
	_, err = guarded.Transmit(ctx, nil, verify)
	fmt.Println("VERIFY refused:", errors.Is(err, guard.ErrRefused))
	// Output:
	// SELECT: 90 00, <nil>
	// VERIFY refused: true
}
