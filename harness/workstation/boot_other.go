//go:build !windows && !darwin

package workstation

import (
	"errors"
	"time"
)

// booted is for systems without /proc/stat.
func booted() (time.Time, error) { return time.Time{}, errors.ErrUnsupported }
