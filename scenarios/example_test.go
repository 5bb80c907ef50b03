package scenarios_test

import (
	"context"
	"fmt"

	"github.com/cpslab/cps/scenarios"
)

// The scenarios of one rule, on cards in this process.
func ExampleRun() {
	sum, err := scenarios.Run(context.Background(), scenarios.RunOptions{LabelFilter: "rule:CPS-DAM-001"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sum.Verdict, sum.Total > 10, sum.Passed == sum.Total)
	// Output: ok true true
}
