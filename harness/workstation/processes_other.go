//go:build !windows

package workstation

import "errors"

// systemProcesses is for systems without /proc; none but Windows is listed.
func systemProcesses() (map[int]string, error) { return nil, errors.ErrUnsupported }
