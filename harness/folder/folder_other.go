//go:build !linux && !windows

package folder

import (
	"errors"
	"os"

	"github.com/cpslab/cps/harness/card/text"
)

// Only Linux runs a private service, so that only there folders can be left.

func claim(string) (*os.File, error) { return nil, nil }

func bury(string) {}

// InUse is for Linux.
func InUse(dir string) error { return text.Wrap(text.Same(dir), errors.ErrUnsupported) }

// InUseSocket is for Linux.
func InUseSocket(path string) error { return InUse(path) }
