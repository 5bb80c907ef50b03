//go:build !windows

package workstation

import "errors"

// systemListeners is for Windows alone.
func systemListeners(bool) ([]byte, error) { return nil, errors.ErrUnsupported }
