//go:build !windows

package workstation

import "errors"

// systemUSB is for Windows alone.
func systemUSB() ([]USBDevice, error) { return nil, errors.ErrUnsupported }
