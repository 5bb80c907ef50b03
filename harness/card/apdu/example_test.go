package apdu_test

import (
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/card/apdu"
)

func ExampleParseCommand() {
	c, err := apdu.ParseCommand([]byte{0x00, 0xA4, 0x09, 0x04, 0x02, 0x3F, 0x00, 0x00})
	fmt.Println(c, err)
	fmt.Println("case", c.Case())
	// Output:
	// 00 A4 09 04 Nc=2 Ne=256 <nil>
	// case 4S
}

// A file that is not there: data for the simulator, an error for the harness.
func ExampleParseResponse() {
	_, sw, err := apdu.ParseResponse([]byte{0x6A, 0x82})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sw)
	fmt.Println(errors.Is(sw.Err(apdu.INSSelect), apdu.ErrFileNotFound))
	// Output:
	// 6A82 (file not found)
	// true
}

// A wrong code porteur carries the tries left.
func ExampleStatusError() {
	err := apdu.SW(0x63C2).Err(apdu.INSVerify)
	var pin *apdu.PINError
	if errors.As(err, &pin) {
		fmt.Println(pin.Retries, "tries")
	}
	fmt.Println(err)
	// Output:
	// 2 tries
	// VERIFY: 63C2 (2 tries left): check the code before another try
}

// One buffer serves all commands.
func ExampleAppendReadBinary() {
	buf := make([]byte, 0, 261)
	for offset := 0; offset < 512; offset += 256 {
		cmd, err := apdu.AppendReadBinary(buf[:0], 0x00, offset, 256)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%X\n", cmd)
	}
	// Output:
	// 00B0000000
	// 00B0010000
}
