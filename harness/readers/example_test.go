package readers_test

import (
	"context"
	"fmt"

	"github.com/cpslab/cps/harness/readers"
)

// An address becomes an open card, the same for a simulated card and for a real reader.
func ExampleSet_Open() {
	ctx := context.Background()
	var set readers.Set // safe on real cards as it is
	c, err := set.Open(ctx, "sim:cps3-two-activities")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	contents, err := c.Read(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Reader, contents.Login, len(contents.Activities))

	_, err = set.Open(ctx, "pcsc")
	fmt.Println(err)
	// Output:
	// simulator: cps3-two-activities ok 2
	// pcsc: reader address "pcsc" is not understood
}
