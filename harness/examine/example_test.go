package examine_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/simulator"
)

// A card of the gallery, read with its PIN and judged.
func ExampleCard() {
	chip, err := simulator.NewPreset("cps3-missing-dam")
	if err != nil {
		fmt.Println(err)
		return
	}
	reading := examine.Card(context.Background(), chip, examine.Options{
		Reader: "simulator",
		Read:   harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true},
	})
	result := reading.Judge(time.Now())
	fmt.Println(result.Verdict, result.Findings[0].Rule.ID)
	// Output: blocked CPS-DAM-001
}

// counting counts the commands to a card that is pulled out at the eighth.
type counting struct {
	card.Channel
	commands int
}

func (c *counting) Unwrap() card.Channel { return c.Channel }

func (c *counting) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if c.commands++; c.commands == 8 {
		return dst, fmt.Errorf("exchange %d: %w", c.commands, card.ErrRemoved)
	}
	return c.Channel.Transmit(ctx, dst, cmd)
}

// A fault between the reading and the card: it is pulled out at the eighth exchange.
func ExampleOptions_wrap() {
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		fmt.Println(err)
		return
	}
	witness := &counting{}
	reading := examine.Card(context.Background(), chip, examine.Options{Wrap: func(ch card.Channel) card.Channel {
		witness.Channel = ch
		return witness
	}})
	result := reading.Judge(time.Now())
	fmt.Println(result.Verdict, result.Findings[0].Rule.ID, errors.Is(reading.Cut(), card.ErrRemoved), witness.commands)
	// Output: bench-error CPS-RDR-008 true 8
}
