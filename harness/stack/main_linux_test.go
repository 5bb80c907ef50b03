package stack_test

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/cpslab/cps/harness/stack"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == inside[1] {
		if err := stack.ServeInside(os.Args[len(inside):]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}
