package station_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"github.com/cpslab/cps/harness/station"
)

// A test of another program: it reads the card, the card is pulled out, another one is
// put in. No call needs a pause behind it. It takes pcscd and the vpcd driver.
func ExampleStart() {
	ctx := context.Background()
	bench, err := station.Start(ctx, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	if err != nil {
		fmt.Println(err) // says what is missing
		return
	}
	defer bench.Close()

	look := func() {
		program := exec.CommandContext(ctx, "opensc-tool", "--atr")
		program.Env = append(os.Environ(), bench.Env()...)
		out, err := program.CombinedOutput()
		fmt.Printf("%s%v\n", out, err)
	}
	look()
	if err := bench.Remove(ctx, 1); err != nil {
		fmt.Println(err)
	}
	look()
	if err := bench.Insert(ctx, 1, "cps4-missing-dam"); err != nil {
		fmt.Println(err)
	}
	look()
}

// What a program does to a card is in the log, its codes masked.
func ExampleStation_Log() {
	ctx := context.Background()
	bench, err := station.Start(ctx, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer bench.Close()
	// … a program reads the card …
	records, _ := bench.Log().After(0, 100)
	for _, r := range records {
		if x := r.Exchange; x != nil {
			fmt.Println(r.ID, x.Command, x.File, x.SW, x.Took)
		}
	}
}
