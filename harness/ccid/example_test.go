package ccid_test

import (
	"fmt"

	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/simulator"
)

// A simulated card in a reader that says it is a model of the field. Package harness/usbip
// offers it to other systems.
func ExampleNew() {
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		fmt.Println(err)
		return
	}
	model, _ := ccid.ModelOf("gempc-twin")
	reader, err := ccid.New(ccid.Config{Model: model, Slots: []ccid.SlotConfig{{Card: chip}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(reader.Name(), reader.Slots(), reader.Slot(0).State())
	// Output: Gemplus USB SmartCard Reader (1) 1 removed
}
