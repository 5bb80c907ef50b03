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

func bounded(t testing.TB) context.Context {
	ctx, stop := context.WithTimeout(t.Context(), patience)
	t.Cleanup(stop)
	return ctx
}

// transmit sends a command that has to be answered.
func transmit(t testing.TB, ch card.Channel, dst, cmd []byte) []byte {
	t.Helper()
	out, err := ch.Transmit(bounded(t), dst, cmd)
	if err != nil {
		t.Fatalf("% X: %v", cmd, err)
	}
	if len(out) < len(dst)+2 {
		t.Fatalf("% X: %d bytes for an answer", cmd, len(out)-len(dst))
	}
	return out
}

func keepsATR(t testing.TB, ch card.Channel) {
	atr := slices.Clone(ch.ATR())
	if len(atr) < 2 || len(atr) > 33 {
		t.Fatalf("ATR of %d bytes", len(atr))
	}
	transmit(t, ch, nil, selectMF)
	if again := ch.ATR(); !bytes.Equal(again, atr) {
		t.Errorf("% X, then % X", atr, again)
	}
}

func knowsProtocol(t testing.TB, ch card.Channel) {
	if p := ch.Protocol(); p < -1 || p > 1 {
		t.Errorf("protocol %d", p)
	}
}

func appends(t testing.TB, ch card.Channel) {
	for _, room := range []int{0, 1, 600} {
		before := append(make([]byte, 0, 3+room), "abc"...)
		out := transmit(t, ch, before, selectMF)
		if !bytes.HasPrefix(out, []byte("abc")) {
			t.Errorf("room for %d: begins with %q", room, out[:3])
		}
		if status := out[len(out)-2]; status < 0x61 || status > 0x9F {
			t.Errorf("room for %d: SW1 %02X", room, status)
		}
	}
}

func lendsNothing(t testing.TB, ch card.Channel) {
	first := transmit(t, ch, nil, challenge)
	kept := slices.Clone(first)
	second := transmit(t, ch, nil, selectMF)
	if !bytes.Equal(first, kept) {
		t.Errorf("the answer % X became % X with the next command", kept, first)
	}
	clear(first)
	clear(second)
	if out := transmit(t, ch, nil, selectMF); out[len(out)-2] == 0 {
		t.Errorf("wiping an answer wiped the next one: % X", out)
	}
}

func keepsNoCommand(t testing.TB, ch card.Channel) {
	cmd := slices.Clone(selectMF)
	first := transmit(t, ch, nil, cmd)
	if !bytes.Equal(cmd, selectMF) {
		t.Errorf("the command became % X", cmd)
	}
	clear(cmd)
	if second := transmit(t, ch, nil, selectMF); !bytes.Equal(second, first) {
		t.Errorf("% X, then % X to the same command", first, second)
	}
}

// statusIsData selects a file that no card has.
func statusIsData(t testing.TB, ch card.Channel) {
	transmit(t, ch, nil, []byte{0x00, 0xA4, 0x00, 0x0C, 0x02, 0xDE, 0xAD})
	transmit(t, ch, nil, selectMF)
}

// anyLength: an answer, or an error that leaves dst as it was. A refusal is not
// a lost exchange: the card answers afterwards.
func anyLength(t testing.TB, ch card.Channel) {
	for _, cmd := range [][]byte{{0x00}, {0x00, 0xA4}, {0x00, 0xA4, 0x00}, {0x00, 0xA4, 0x00, 0x0C, 0x09, 0x3F}} {
		out, err := ch.Transmit(bounded(t), []byte("abc"), cmd)
		if err != nil && string(out) != "abc" || err == nil && len(out) < 5 {
			t.Errorf("% X: %q, %v", cmd, out, err)
		}
		if err != nil && !errors.Is(err, card.ErrRefused) {
			if err := ch.Reset(bounded(t), false); err != nil && !errors.Is(err, card.ErrRefused) {
				t.Fatalf("reset after %v: %v", cmd, err)
			}
		}
	}
	transmit(t, ch, nil, selectMF)
}

func obeysContext(t testing.TB, ch card.Channel) {
	over, cancel := context.WithCancel(t.Context())
	cancel()
	out, err := ch.Transmit(over, []byte("abc"), selectMF)
	if err == nil || string(out) != "abc" {
		t.Errorf("%q, %v", out, err)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not match context.Canceled", err)
	}
}

func pairs(t testing.TB, ch card.Channel) {
	for range 2 {
		if err := ch.Begin(bounded(t)); err != nil {
			t.Fatal(err)
		}
		transmit(t, ch, nil, selectMF)
		if err := ch.End(bounded(t)); err != nil {
			t.Fatal(err)
		}
	}
	transmit(t, ch, nil, selectMF)
}

func resets(t testing.TB, ch card.Channel) {
	for _, cold := range []bool{false, true, false} {
		err := ch.Reset(bounded(t), cold)
		if err != nil && !errors.Is(err, card.ErrRefused) {
			t.Fatalf("cold %v: %v", cold, err)
		}
		if len(ch.ATR()) < 2 {
			t.Fatalf("cold %v: ATR % X", cold, ch.ATR())
		}
		transmit(t, ch, nil, selectMF)
	}
}
