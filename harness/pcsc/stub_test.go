//go:build !(windows || (darwin && cgo) || (linux && cgo && pcsc))

package pcsc

import (
	"errors"
	"strings"
	"testing"
)

func TestStub(t *testing.T) {
	t.Parallel()
	if Available {
		t.Error("the stub says that PC/SC is built in")
	}
	s := New()
	_, listErr := s.List(t.Context())
	_, openErr := s.Open(t.Context(), "R", Options{})
	for _, err := range []error{listErr, openErr} {
		var e *Error
		if !errors.Is(err, ErrNotBuilt) || !errors.As(err, &e) || !strings.Contains(e.hint().EN, "make deps") || !strings.Contains(e.hint().EN, "-tags pcsc") {
			t.Errorf("got %v, want kind NotBuilt and a hint to make deps and -tags pcsc", err)
		}
	}
}
