//go:build !windows

package workstation

import "errors"

// systemEvents is for Windows alone.
func systemEvents() ([][]byte, error) { return nil, errors.ErrUnsupported }
