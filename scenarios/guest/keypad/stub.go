//go:build !pcsc || !cgo

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "keypad: built without PC/SC: go build -tags pcsc")
	os.Exit(1)
}
