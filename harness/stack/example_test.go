package stack_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/simulator"
)

// A program of one's own on a private PC/SC service whose only reader holds a simulated
// card; the PC/SC service of the machine is not touched. It takes pcscd and the vpcd driver.
func ExampleStart() {
	ctx := context.Background()
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		fmt.Println(err)
		return
	}
	st, err := stack.Start(ctx, stack.Config{Cards: []stack.Card{{Name: "healthy", Channel: chip}}})
	if err != nil {
		fmt.Println(err) // says what is missing
		return
	}
	defer st.Close()

	program := exec.CommandContext(ctx, "opensc-tool", "--atr")
	program.Env = append(os.Environ(), st.Env()...)
	out, err := program.Output()
	fmt.Printf("%s%v, %d exchanges\n", out, err, st.Exchanges(0))
}
