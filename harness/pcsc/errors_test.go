package pcsc

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
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
		if said, hint := text.Said(e); hint.FR == "" || hint.EN == "" || said.FR == "" || said.FR == said.EN {
			t.Errorf("%v: %+v, hint %+v", kind, said, hint)
		}
		if bad := text.IsBadInput(err); bad != (kind == NotBuilt) || text.IsBadInput(sentinel) != bad {
			t.Errorf("%v: bad input %v", kind, bad)
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

func TestErrorsSayThemselves(t *testing.T) {
	t.Parallel()
	two := []card.Slot{{Name: "A 00", State: card.SlotCard}, {Name: "B 00", State: card.SlotInUse}}
	for _, c := range []struct {
		err            error
		fr, en         string
		hintFR, hintEN string
	}{
		{
			fmt.Errorf("x: %w", &Error{Op: "list", Kind: NoService}), "le service PC/SC ne tourne pas", "x: pcsc: list: PC/SC service not running",
			"démarrez-le (Linux : pcscd ; Windows : le service « Carte à puce », SCardSvr) et recommencez",
			"Start the PC/SC service (Linux: pcscd, Windows: the service « Carte à puce », SCardSvr) and try again.",
		},
		{
			&Error{Op: "open", Reader: "A 00", Kind: NoCard}, "lecteur « A 00 » : pas de carte dans le lecteur", "reader “A 00”: no card in the reader",
			"insérez la carte, puce en avant, et recommencez", "Insert the card, chip first, and try again.",
		},
		{
			&Error{Op: "open", Reader: "A 00", Kind: Wedged, Err: &asideError{context.DeadlineExceeded}}, "lecteur « A 00 » : le lecteur ne répond plus",
			"reader “A 00”: reader blocked",
			"un autre programme tient peut-être la carte : fermez-le et relancez celui-ci ; sinon débranchez le lecteur et rebranchez-le",
			"Another program may be holding the card in a transaction: close it and start this program again; else unplug the reader and plug it in again.",
		},
		{
			&Error{Op: "transmit", Reader: "A 00", Kind: Failed, Err: codeCommError}, "lecteur « A 00 » : le lecteur a signalé une panne (0x80100013)",
			"reader “A 00”: reader fault (0x80100013)",
			"retirez la carte, remettez-la et recommencez ; si cela revient, essayez un autre lecteur ou un autre port USB",
			"Take the card out, insert it again and start again; if it comes back, try another reader or USB port.",
		},
		{
			&Error{Op: "end", Kind: Misuse, Err: errNoBegin}, "mauvais emploi du lecteur par ce programme : aucune transaction n'est ouverte",
			"wrong use of the channel: no transaction is open", "c'est un défaut de cpslab", "This is a defect of the calling program.",
		},
		{
			&Error{Op: "open", Reader: "C", Kind: ReaderNotFound, Err: &ChoiceError{Pattern: "C", Readers: two}},
			"aucun lecteur ne correspond à « C » ; il y a : « A 00 » (carte présente), « B 00 » (occupé)",
			`no reader matches "C"; there are: "A 00" (card present), "B 00" (in use)`,
			"nommez un seul lecteur : pcsc:NOM, où NOM est son nom, une partie de son nom, ou un motif avec * et ?",
			"Name one reader with pcsc:NAME, where NAME is its name, a part of it, or a pattern with * and ?.",
		},
		{
			&ChoiceError{Matched: 2, Readers: two}, "2 lecteurs contiennent une carte : « A 00 » (carte présente), « B 00 » (occupé)",
			`2 readers hold a card: "A 00" (card present), "B 00" (in use)`,
			"nommez un seul lecteur : pcsc:NOM, où NOM est son nom, une partie de son nom, ou un motif avec * et ?",
			"Name one reader with pcsc:NAME, where NAME is its name, a part of it, or a pattern with * and ?.",
		},
	} {
		message, hint := text.Said(c.err)
		if diff := cmp.Diff([]text.Text{{FR: c.fr, EN: c.en}, {FR: c.hintFR, EN: c.hintEN}}, []text.Text{message, hint}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.err, diff)
		}
	}
}
