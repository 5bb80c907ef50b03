//go:build !(linux && cgo)

package clients

import "io"

const childMissing = "a test binary built with cgo on Linux (gcc)"

// child is never asked: see childMissing.
func child(string, io.Reader, io.Writer) int { return 1 }
