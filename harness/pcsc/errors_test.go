package pcsc

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// TestErrorContract holds what the documentation of Error promises.
func TestErrorContract(t *testing.T) {
	t.Parallel()
	sentinels := map[Kind]error{
		Failed: ErrFailed, NotBuilt: ErrNotBuilt, NoService: ErrNoService, Denied: ErrDenied, NoReaders: ErrNoReaders,
		ReaderNotFound: ErrReaderNotFound, NoCard: ErrNoCard, Mute: ErrMute, Removed: ErrRemoved, Reset: ErrReset,
		Sharing: ErrSharing, Wedged: ErrWedged, Canceled: ErrCanceled, Protocol: ErrProtocol, Misuse: ErrMisuse,
	}
	if len(sentinels) != int(Misuse) {
		t.Fatalf("%d sentinels for %d kinds", len(sentinels), Misuse)
	}
	for kind, sentinel := range sentinels {
		err := fmt.Errorf("outer: %w", &Error{Op: "transmit", Reader: "R 00 00", Kind: kind, Err: Code(0x80100016)})
		for other, s := range sentinels {
			if got := errors.Is(err, s); got != (other == kind) {
				t.Errorf("%v is %v: %v", kind, s, got)
			}
		}
		var e *Error
		var c Code
		if !errors.As(err, &e) || !errors.As(err, &c) || c != codeNotTransacted {
			t.Errorf("%v: Error or Code not found in %v", kind, err)
		}
		if e.Hint() == "" {
			t.Errorf("%v: no hint", kind)
		}
		want := fmt.Sprintf(`pcsc: transmit "R 00 00": %v: not transacted (0x80100016)`, kind)
		if e.Error() != want {
			t.Errorf("got %q, want %q", e.Error(), want)
		}
		if usable := kind == Reset || kind == Misuse; e.Usable() != usable || sentinel.Error() != "pcsc: "+kind.String() {
			t.Errorf("%v: usable %v, sentinel %q", kind, e.Usable(), sentinel)
		}
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err       error
		opening   Kind
		midcourse Kind
	}{
		{codeNoService, NoService, NoService},
		{codeServiceStopped, NoService, NoService},
		{codeInvalidHandle, NoService, NoService},
		{codeSecurity, Denied, Denied},
		{codeNoReaders, NoReaders, NoReaders},
		{codeUnknownReader, ReaderNotFound, Removed},
		{codeReaderGone, ReaderNotFound, Removed},
		{codeNoSmartcard, NoCard, Removed},
		{codeRemovedCard, NoCard, Removed},
		{codeUnresponsive, Mute, Mute},
		{codeUnpowered, Mute, Mute},
		{codeResetCard, Reset, Reset},
		{codeSharing, Sharing, Sharing},
		{codeProtoMismatch, Protocol, Protocol},
		{codeUnsupportedCard, Protocol, Protocol},
		{codeCommError, Failed, Failed},
		{Code(0x8010FFFF), Failed, Failed},
		{errors.New("other"), Failed, Failed},
		{errShortCommand, Misuse, Misuse},
		{ErrNotBuilt, NotBuilt, NotBuilt},
		{fmt.Errorf("x: %w", context.DeadlineExceeded), Wedged, Wedged},
		{fmt.Errorf("x: %w", context.Canceled), Canceled, Canceled},
		{&notStartedError{context.DeadlineExceeded}, Canceled, Canceled},
	}
	for _, tt := range tests {
		if a, b := kindOf(tt.err, true), kindOf(tt.err, false); a != tt.opening || b != tt.midcourse {
			t.Errorf("%v: %v and %v, want %v and %v", tt.err, a, b, tt.opening, tt.midcourse)
		}
	}
}

// Callers that know no PC/SC ask for the sentinels of package card.
func TestErrorMatchesTheCommonSentinels(t *testing.T) {
	t.Parallel()
	common := map[Kind]error{
		NoService: card.ErrNoService, NoReaders: card.ErrNoReader, NoCard: card.ErrNoCard, Mute: card.ErrMute,
		Removed: card.ErrRemoved, Reset: card.ErrReset, Sharing: card.ErrBusy, Wedged: card.ErrWedged,
	}
	for k := Failed; k <= Misuse; k++ {
		for other, sentinel := range common {
			if got, want := errors.Is(&Error{Kind: k}, sentinel), k == other; got != want {
				t.Errorf("errors.Is(%v, %v) = %v", k, sentinel, got)
			}
		}
	}
}
