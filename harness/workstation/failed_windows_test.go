package workstation

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

// TestFailureIsNoSuccess: a call that failed and left no error does not say so with “The
// operation completed successfully”.
func TestFailureIsNoSuccess(t *testing.T) {
	t.Parallel()
	if err := lastError(syscall.Errno(0)); err == nil || strings.Contains(strings.ToLower(err.Error()), "success") {
		t.Errorf("%v", err)
	}
	if err := lastError(syscall.Errno(5)); !errors.Is(err, syscall.Errno(5)) {
		t.Errorf("%v", err)
	}
}
