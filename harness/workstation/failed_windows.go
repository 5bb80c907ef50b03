package workstation

import (
	"errors"
	"syscall"

	"github.com/cpslab/cps/harness/card/text"
)

// errNoReason is a call of the system that failed and left no error, as Wine's do that
// are not written yet: the error would read “success”.
var errNoReason = text.NewError(text.Of("échec sans raison donnée", "failed without a reason"), text.Text{})

// lastError is the error of a call of the system that failed.
func lastError(err error) error {
	if errors.Is(err, syscall.Errno(0)) {
		return errNoReason
	}
	return err
}
