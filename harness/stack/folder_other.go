//go:build !linux

package stack

import "os"

// Only Linux runs a private service, so that only there folders can be left.

func claim(string) (*os.File, error) { return nil, nil }

func bury(string) {}
