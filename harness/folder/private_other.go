//go:build !unix && !windows

package folder

import (
	"errors"
	"os"
)

// ErrOpenToOthers is for Unix and Windows.
var ErrOpenToOthers = errors.ErrUnsupported

// Private is for Unix and Windows.
func Private(*os.File) error { return ErrOpenToOthers }
