package cardtest

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Commands that hurt no card, and that every CPS answers (CryptolibCPS sources,
// card-cps3.c): whatever the answer is, it ends in a status word.
var (
	selectMF  = []byte{0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00}
	challenge = []byte{0x00, 0x84, 0x00, 0x00, 0x08}
)

// patience bounds what ends at once unless something is broken.
const patience = 30 * time.Second

// Conformance holds a channel to the contract of card.Channel, one subtest for
// each of its sentences. open gives a channel over a powered card that nobody
// else uses, fresh each time, and closes it with the test. Only commands that a
// guard lets pass are sent: SELECT, GET CHALLENGE and READ BINARY. Where reset is
// refused to protect the card (card.ErrRefused) that is the answer expected.
func Conformance(t *testing.T, open func(t *testing.T) card.Channel) {
	t.Helper()
	for _, c := range clauses {
		t.Run(c.name, func(t *testing.T) { c.hold(t, open(t)) })
	}
}

// clauses are the sentences of the contract.
var clauses = [...]struct {
	name string
	hold func(testing.TB, card.Channel)
}{
	{"the ATR is one, and stays", keepsATR},
	{"the protocol is T=0, T=1 or unknown", knowsProtocol},
	{"an answer is appended to what the caller has", appends},
	{"the caller owns the answer", lendsNothing},
	{"the caller's command is read, not kept", keepsNoCommand},
	{"a status word is no error", statusIsData},
	{"a command of any length is answered or refused", anyLength},
	{"what is cancelled is not sent", obeysContext},
	{"a transaction begins and ends", pairs},
	{"a reset leaves a card that answers", resets},
}

func bounded(tb testing.TB) context.Context {
	tb.Helper()
	ctx, stop := context.WithTimeout(tb.Context(), patience)
	tb.Cleanup(stop)
	return ctx
}

// transmit sends a command that has to be answered.
func transmit(tb testing.TB, ch card.Channel, dst, cmd []byte) []byte {
	tb.Helper()
	out, err := ch.Transmit(bounded(tb), dst, cmd)
	if err != nil {
		tb.Fatalf("% X: %v", cmd, err)
	}
	if len(out) < len(dst)+2 {
		tb.Fatalf("% X: %d bytes for an answer", cmd, len(out)-len(dst))
	}
	return out
}

func keepsATR(tb testing.TB, ch card.Channel) {
	tb.Helper()
	atr := slices.Clone(ch.ATR())
	if len(atr) < 2 || len(atr) > 33 {
		tb.Fatalf("ATR of %d bytes", len(atr))
	}
	transmit(tb, ch, nil, selectMF)
	if again := ch.ATR(); !bytes.Equal(again, atr) {
		tb.Errorf("% X, then % X", atr, again)
	}
}

func knowsProtocol(tb testing.TB, ch card.Channel) {
	tb.Helper()
	if p := ch.Protocol(); p < -1 || p > 1 {
		tb.Errorf("protocol %d", p)
	}
}

func appends(tb testing.TB, ch card.Channel) {
	tb.Helper()
	for _, room := range []int{0, 1, 600} {
		before := append(make([]byte, 0, 3+room), "abc"...)
		out := transmit(tb, ch, before, selectMF)
		if !bytes.HasPrefix(out, []byte("abc")) {
			tb.Errorf("room for %d: begins with %q", room, out[:3])
		}
		if status := out[len(out)-2]; status < 0x61 || status > 0x9F {
			tb.Errorf("room for %d: SW1 %02X", room, status)
		}
	}
}

func lendsNothing(tb testing.TB, ch card.Channel) {
	tb.Helper()
	first := transmit(tb, ch, nil, challenge)
	kept := slices.Clone(first)
	second := transmit(tb, ch, nil, selectMF)
	if !bytes.Equal(first, kept) {
		tb.Errorf("the answer % X became % X with the next command", kept, first)
	}
	clear(first)
	clear(second)
	if out := transmit(tb, ch, nil, selectMF); out[len(out)-2] == 0 {
		tb.Errorf("wiping an answer wiped the next one: % X", out)
	}
}

func keepsNoCommand(tb testing.TB, ch card.Channel) {
	tb.Helper()
	cmd := slices.Clone(selectMF)
	first := transmit(tb, ch, nil, cmd)
	if !bytes.Equal(cmd, selectMF) {
		tb.Errorf("the command became % X", cmd)
	}
	clear(cmd)
	if second := transmit(tb, ch, nil, selectMF); !bytes.Equal(second, first) {
		tb.Errorf("% X, then % X to the same command", first, second)
	}
}

// statusIsData selects a file that no card has.
func statusIsData(tb testing.TB, ch card.Channel) {
	tb.Helper()
	transmit(tb, ch, nil, []byte{0x00, 0xA4, 0x00, 0x0C, 0x02, 0xDE, 0xAD})
	transmit(tb, ch, nil, selectMF)
}

// anyLength: an answer, or an error that leaves dst as it was. A refusal is not
// a lost exchange: the card answers afterwards.
func anyLength(tb testing.TB, ch card.Channel) {
	tb.Helper()
	for _, cmd := range [][]byte{{0x00}, {0x00, 0xA4}, {0x00, 0xA4, 0x00}, {0x00, 0xA4, 0x00, 0x0C, 0x09, 0x3F}} {
		out, err := ch.Transmit(bounded(tb), []byte("abc"), cmd)
		if err != nil && string(out) != "abc" || err == nil && len(out) < 5 {
			tb.Errorf("% X: %q, %v", cmd, out, err)
		}
		if err != nil && !errors.Is(err, card.ErrRefused) {
			if err := ch.Reset(bounded(tb), false); err != nil && !errors.Is(err, card.ErrRefused) {
				tb.Fatalf("reset after %v: %v", cmd, err)
			}
		}
	}
	transmit(tb, ch, nil, selectMF)
}

func obeysContext(tb testing.TB, ch card.Channel) {
	tb.Helper()
	over, cancel := context.WithCancel(tb.Context())
	cancel()
	out, err := ch.Transmit(over, []byte("abc"), selectMF)
	if err == nil || string(out) != "abc" {
		tb.Errorf("%q, %v", out, err)
	}
	if !errors.Is(err, context.Canceled) {
		tb.Errorf("%v does not match context.Canceled", err)
	}
}

func pairs(tb testing.TB, ch card.Channel) {
	tb.Helper()
	for range 2 {
		if err := ch.Begin(bounded(tb)); err != nil {
			tb.Fatal(err)
		}
		transmit(tb, ch, nil, selectMF)
		if err := ch.End(bounded(tb)); err != nil {
			tb.Fatal(err)
		}
	}
	transmit(tb, ch, nil, selectMF)
}

func resets(tb testing.TB, ch card.Channel) {
	tb.Helper()
	for _, cold := range []bool{false, true, false} {
		err := ch.Reset(bounded(tb), cold)
		if err != nil && !errors.Is(err, card.ErrRefused) {
			tb.Fatalf("cold %v: %v", cold, err)
		}
		if len(ch.ATR()) < 2 {
			tb.Fatalf("cold %v: ATR % X", cold, ch.ATR())
		}
		transmit(tb, ch, nil, selectMF)
	}
}
