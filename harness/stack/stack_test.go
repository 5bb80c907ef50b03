package stack_test

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/testdata/testneed"
)

// testATR returns an ATR of its own for each index: T=1, two historical bytes
// (ISO/IEC 7816-3, 8.2), with the check byte TCK.
func testATR(i byte) []byte {
	return []byte{0x3B, 0x82, 0x01, 0xC5, i, 0x82 ^ 0x01 ^ 0xC5 ^ i}
}

// newScript is a card with the ATR of that index, which READ BINARY tells too.
func newScript(tb testing.TB, i byte) *cardtest.Func {
	tb.Helper()
	c := cardtest.Script(tb, map[string]string{"00B0000004": "CAFE00" + hex.EncodeToString([]byte{i}) + "9000"})
	c.Answer = testATR(i)
	return c
}

// muteCard gives no answer to reset.
func muteCard() *cardtest.Func { return &cardtest.Func{Answer: []byte{}} }

// colons writes b as OpenSC prints an ATR.
func colons(b []byte) string {
	s := make([]string, 0, len(b))
	for _, x := range b {
		s = append(s, hex.EncodeToString([]byte{x}))
	}
	return strings.Join(s, ":")
}

func start(t *testing.T, cards ...stack.Card) *stack.Stack {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	st, err := stack.Start(t.Context(), stack.Config{Cards: cards, Parts: testneed.Parts()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// opensc runs opensc-tool against the stack and returns what it printed, on
// both outputs.
func opensc(t *testing.T, st *stack.Stack, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, testneed.Path("opensc-tool"), args...)
	cmd.Env = append(os.Environ(), st.Env()...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// eventually repeats f until it succeeds: pcscd takes note of a card at its
// next poll.
func eventually(t *testing.T, what string, f func() (string, bool)) {
	t.Helper()
	var last string
	for range 100 {
		var ok bool
		if last, ok = f(); ok {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s: still not so, last output:\n%s", what, last)
}

func TestOneCard(t *testing.T) {
	t.Parallel()
	c := newScript(t, 1)
	st := start(t, stack.Card{Name: "one", Channel: c})
	r := st.Readers()[0]

	out, err := opensc(t, st, "-r", r.Name, "-a")
	if err != nil || !strings.Contains(out, colons(c.Answer)) {
		t.Fatalf("opensc-tool -a: %v\n%s\nwant the ATR %s", err, out, colons(c.Answer))
	}
	out, err = opensc(t, st, "-r", r.Name, "-c", "default", "-s", "00:B0:00:00:04")
	if err != nil || !strings.Contains(out, "CA FE 00 01") || !strings.Contains(out, "SW1=0x90, SW2=0x00") {
		t.Fatalf("opensc-tool -s: %v\n%s\nwant CA FE 00 01 and 9000", err, out)
	}
	if st.Exchanges(0) == 0 {
		t.Error("no exchange was counted")
	}
	if c.Calls().Cold == 0 {
		t.Error("the card was never powered on")
	}
}

func TestRemoveInsertRestart(t *testing.T) {
	t.Parallel()
	c := newScript(t, 2)
	st := start(t, stack.Card{Name: "two", Channel: c})
	r := st.Readers()[0]
	shows := func() (string, bool) {
		out, err := opensc(t, st, "-r", r.Name, "-a")
		return out, err == nil && strings.Contains(out, colons(c.Answer))
	}
	hides := func() (string, bool) {
		out, err := opensc(t, st, "-r", r.Name, "-a")
		return out, err != nil && strings.Contains(out, "Card not present")
	}
	eventually(t, "card shown", shows)
	for range 2 {
		if err := st.Remove(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if out, gone := hides(); !gone {
			t.Fatalf("a card that was removed:\n%s", out)
		}
		if err := st.Insert(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if out, back := shows(); !back {
			t.Fatalf("a card that was put in:\n%s", out)
		}
	}
	before := st.Done()
	if err := st.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-before:
	default:
		t.Error("Restart left the first pcscd running")
	}
	eventually(t, "card shown after the restart", shows)
}

func TestSeveralCards(t *testing.T) {
	t.Parallel()
	for name, n := range map[string]int{"two": 2, "three": 3, "four": 4, "as many as there can be": stack.MaxCards} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cards := make([]stack.Card, 0, n)
			for i := range n {
				cards = append(cards, stack.Card{Channel: newScript(t, byte(i+1))})
			}
			st := start(t, cards...)
			for i, r := range st.Readers() {
				out, err := opensc(t, st, "-r", r.Name, "-a")
				if want := colons(testATR(byte(i + 1))); err != nil || !strings.Contains(out, want) {
					t.Errorf("reader %q: %v\n%s\nwant the ATR %s", r.Name, err, out, want)
				}
			}
		})
	}
}

func TestMuteAndRemovedCards(t *testing.T) {
	t.Parallel()
	st := start(t, stack.Card{Channel: muteCard()}, stack.Card{Channel: newScript(t, 3), Removed: true})
	readers := st.Readers()
	// OpenSC lists a mute card as present and shows an empty ATR.
	out, err := opensc(t, st, "-l")
	if err != nil || !strings.Contains(out, "Yes             "+readers[0].Name) || !strings.Contains(out, "No              "+readers[1].Name) {
		t.Errorf("readers: %v\n%s\nwant a card in %q and none in %q", err, out, readers[0].Name, readers[1].Name)
	}
	out, err = opensc(t, st, "-r", readers[0].Name, "-a")
	if err != nil || strings.TrimSpace(out) != "" {
		t.Errorf("mute card: %v\n%s\nwant an empty ATR", err, out)
	}
	out, err = opensc(t, st, "-r", readers[1].Name, "-a")
	if err == nil || !strings.Contains(out, "Card not present") {
		t.Errorf("removed card: %v\n%s", err, out)
	}
}

// TestLostExchange: a failing channel tears the card out, and it comes back.
func TestLostExchange(t *testing.T) {
	t.Parallel()
	c := newScript(t, 4)
	answer := c.OnTransmit
	c.OnTransmit = func(ctx context.Context, dst, cmd []byte) ([]byte, error) {
		if cmd[1] == 0xA4 {
			return dst, card.ErrRemoved
		}
		return answer(ctx, dst, cmd)
	}
	st := start(t, stack.Card{Channel: c})
	r := st.Readers()[0]
	if out, err := opensc(t, st, "-r", r.Name, "-c", "default", "-s", "00:A4:00:00:00"); err == nil {
		t.Errorf("the lost exchange passed unseen:\n%s", out)
	}
	eventually(t, "card back", func() (string, bool) {
		out, err := opensc(t, st, "-r", r.Name, "-c", "default", "-s", "00:B0:00:00:04")
		return out, err == nil && strings.Contains(out, "CA FE 00 04")
	})
}

func TestCloseLeavesNothing(t *testing.T) {
	t.Parallel()
	const pidFile = "/run/pcscd/pcscd.pid"
	was, wasErr := os.ReadFile(pidFile)
	st := start(t, stack.Card{Channel: newScript(t, 5)})
	done, socket, addr := st.Done(), st.Socket(), st.Readers()[0].Addr
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
	if _, err := os.Stat(socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	srv, err := vpcd.New(addr, newScript(t, 5))
	if err != nil {
		t.Fatal(err)
	}
	if srv.State() != slot.Removed {
		t.Errorf("state of an unserved card: %v", srv.State())
	}
	now, nowErr := os.ReadFile(pidFile)
	if diff := cmp.Diff(string(was), string(now)); diff != "" || os.IsNotExist(wasErr) != os.IsNotExist(nowErr) {
		t.Errorf("the system's pid file changed (-before +after):\n%s", diff)
	}
	if err := st.Restart(t.Context()); !errors.Is(err, stack.ErrClosed) {
		t.Errorf("Restart after Close: %v, want ErrClosed", err)
	}
	if err := st.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestContextEndsStack(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd")
	ctx, cancel := context.WithCancel(t.Context())
	st, err := stack.Start(ctx, stack.Config{Cards: []stack.Card{{Channel: newScript(t, 6)}}, Parts: testneed.Parts()})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-st.Done()
	if err := st.Close(); err != nil { // waits for the tear-down under way
		t.Error(err)
	}
	if _, err := os.Stat(st.Socket()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
}

// TestInsertSaysWhatIsThere: the card that Insert says is there, is there, however soon
// after Remove.
func TestInsertSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	c := newScript(t, 31)
	st := start(t, stack.Card{Channel: c})
	for range 3 {
		if err := st.Remove(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if err := st.Insert(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if out, err := opensc(t, st, "-a"); err != nil || !strings.Contains(out, colons(c.Answer)) {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if err := st.Insert(t.Context(), 0); err != nil { // it is there already
		t.Error(err)
	}
	if st.Slot(0) == nil || st.Slot(0).State() < slot.Connected || st.Slot(1) != nil || st.Slot(-1) != nil {
		t.Errorf("slots %v, %v", st.Slot(0), st.Slot(1))
	}
}
