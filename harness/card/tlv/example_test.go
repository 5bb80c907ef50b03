package tlv_test

import (
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/card/tlv"
)

// The size of a file, from the file control parameters that SELECT returns.
func ExampleFind() {
	fcp := []byte{0x62, 0x09, 0x80, 0x02, 0x00, 0x0C, 0x83, 0x03, 0x3F, 0x00, 0x01}
	size, ok, err := tlv.Find(fcp, 0x62, 0x80)
	fmt.Printf("%X %v %v\n", size, ok, err)
	// Output: 000C true <nil>
}

// A file larger than its content: the reader stops at the padding.
func ExampleReader() {
	r := tlv.NewReader([]byte{0x5A, 0x02, 0x80, 0x25, 0x00, 0x00, 0x00})
	for {
		e, ok, err := r.Next()
		if errors.Is(err, &tlv.Error{Class: tlv.BadTag}) {
			fmt.Printf("%d bytes left at offset %d\n", len(r.Rest()), r.Offset())
			break
		}
		if err != nil || !ok {
			break
		}
		fmt.Printf("%v = %X\n", e.Tag, e.Value)
	}
	// Output:
	// 5A = 8025
	// 3 bytes left at offset 4
}

// An object inside another one: header first, then the content.
func ExampleAppendHeader() {
	b := tlv.AppendHeader(nil, 0x62, tlv.Size(0x80, 2))
	b = tlv.Append(b, 0x80, []byte{0x00, 0x0C})
	fmt.Printf("%X\n", b)
	// Output: 62048002000C
}

func ExampleSingle() {
	_, err := tlv.Single([]byte{0x5A, 0x81, 0x02, 0x80, 0x25})
	fmt.Println(err)
	// Output: tlv: non-minimal length at offset 1: the length field is longer than needed; read with NewReaderAnyLength to accept it
}
