package ccid_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/slot"
	"github.com/cpslab/cps/simulator"
)

// typist types one code after the other.
func typist(codes ...string) (ccid.Keypad, *[]ccid.Prompt) {
	var asked []ccid.Prompt
	return func(_ context.Context, p ccid.Prompt) ([]byte, error) {
		asked = append(asked, p)
		if len(asked) > len(codes) {
			return nil, ccid.ErrCancelled
		}
		return []byte(codes[len(asked)-1]), nil
	}, &asked
}

// The command that reaches the card is what the host gave, with the code where it says.
func TestPad(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, data string
		codes      []string
		want       string // C-APDU, or bError of a refusal
	}{
		{"ASCII, block of 8", "00 00 82 08 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", []string{"1234"}, "002000010831323334FFFFFFFF"},
		{"ASCII, no block", "00 00 82 00 00 0804 02 01 0904 00 000000 00200001", []string{"1234"}, "002000010431323334"},
		{"ASCII, no block, Lc of 0", "00 00 82 00 00 0804 02 01 0904 00 000000 0020000100", []string{"12345"}, "00200001053132333435"},
		{"ASCII at the right", "00 00 86 08 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", []string{"1234"}, "0020000108FFFFFFFF31323334"},
		{"BCD", "00 00 81 04 00 0804 02 01 0904 00 000000 0020000104FFFFFFFF", []string{"12345"}, "002000010412345FFF"},
		{"binary", "00 00 80 04 00 0804 02 01 0904 00 000000 0020000104FFFFFFFF", []string{"1234"}, "002000010401020304"},
		{"BCD behind its length (format 2)", "00 00 89 47 04 0C04 02 01 0904 00 000000 002000010820FFFFFFFFFFFFFF", []string{"1234"}, "0020000108241234FFFFFFFFFF"},
		{"position in bits", "00 00 42 04 00 0804 02 01 0904 00 000000 0020000105AAFFFFFFFF", []string{"1234"}, "0020000105AA31323334"},
		{"position inside a byte", "00 00 0A 04 00 0804 02 01 0904 00 000000 0020000105AAFFFFFFFF", []string{"1234"}, "0C"},
		{"too short", "00 00 82 08 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", []string{"123"}, "EF"},
		{"no digits", "00 00 82 08 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", []string{"12a4"}, "EF"},
		{"cancelled", "00 00 82 08 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", nil, "EF"},
		{"longer than its block", "00 00 82 04 00 0804 02 01 0904 00 000000 0020000104FFFFFFFF", []string{"12345"}, "EF"},
		{"format 3", "00 00 83 08 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", []string{"1234"}, "0C"},
		{"least above most", "00 00 82 08 00 0408 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", []string{"1234"}, "0F"},
		{"no command", "00 00 82 08 00 0804 02 01 0904 00 000000 002000", []string{"1234"}, "01"},
		{"unknown operation", "04", nil, "0A"},
		{"change: old, new twice, one message", "01 00 82 08 00 00 08 0804 03 02 01 0904 00 00 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", []string{"1234", "5678", "5678"}, "002400011031323334FFFFFFFF35363738FFFFFFFF"},
		{"change: old, new twice, three messages", "01 00 82 08 00 00 08 0804 03 02 03 0904 00 01 02 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", []string{"1234", "5678", "5678"}, "002400011031323334FFFFFFFF35363738FFFFFFFF"},
		{"change: new alone, no message", "01 00 82 08 00 00 00 0804 00 02 00 0904 00 000000 0024010108FFFFFFFFFFFFFFFF", []string{"5678"}, "002401010835363738FFFFFFFF"},
		{"change: not the same twice", "01 00 82 08 00 00 00 0804 01 02 00 0904 00 000000 0024010108FFFFFFFFFFFFFFFF", []string{"5678", "5679"}, "EF"},
		{"change: default messages", "01 00 82 08 00 00 08 0804 03 02 FF 0904 00 01 02 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", []string{"1234", "5678", "5678"}, "002400011031323334FFFFFFFF35363738FFFFFFFF"},
		{"change: each code behind its length (format 2)", "01 00 89 47 04 00 08 0C04 03 02 01 0904 00 00 000000 00240001102FFFFFFFFFFFFFFF2FFFFFFFFFFFFFFF", []string{"1234", "56789", "56789"}, "0024000110241234FFFFFFFFFF2556789FFFFFFFFF"},
		{"change: cut", "01 00 82 08 00 00 00 0804 01 02 03 0904 00 00 00 000000 0024", []string{"5678", "5679"}, "01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sent, wrong, asked := entered(t, c.data, c.codes)
			got := fmt.Sprintf("%X", sent)
			if wrong != 0 {
				got = fmt.Sprintf("%02X", wrong)
			}
			if got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			for _, p := range asked {
				if p.Min != 4 || p.Max < 8 || p.Timeout != 30*time.Second {
					t.Errorf("asked %+v", p)
				}
			}
			if len(asked) == 3 && (asked[0].Entry != ccid.EntryOld || asked[1].Entry != ccid.EntryNew || asked[2].Entry != ccid.EntryConfirm) {
				t.Errorf("asked %+v", asked)
			}
		})
	}
}

// entered has a host describe an entry of codes, which are typed: what the card was sent, nil
// for nothing, bError of the answer, 0 for none, and what was asked at the keypad.
func entered(t *testing.T, data string, codes []string) (sent []byte, wrong byte, asked []ccid.Prompt) {
	t.Helper()
	chip := &cardtest.Func{}
	cfg := one(chip)
	keypad, prompts := typist(codes...)
	cfg.Slots[0].Keypad = keypad
	_, r := attach(t, cfg)
	if r.PINSupport != 3 {
		t.Errorf("bPINSupport %d", r.PINSupport)
	}
	powered(t, r, 0)
	a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, data))
	if err != nil {
		wrong = a[8]
	}
	return chip.Calls().Last, wrong, *prompts
}

// What a host describes badly costs nothing: nobody is asked for a code, or what was typed goes
// nowhere, and no command reaches the card.
func TestPadSpendsNothing(t *testing.T) {
	t.Parallel()
	const verify, change = "00 00 82 08 00 0804 02 01 0904 00 000000 ", "01 00 82 08 00 00 08 0804 03 02 01 0904 00 00 000000 "
	for _, c := range []struct {
		name, data string
		codes      []string // typed all the same; none where nobody is to be asked
		want       byte     // bError
	}{
		{"Lc of more than there is", verify + "0020000109FFFFFFFFFFFFFFFF", nil, 29},
		{"Lc of less than there is", verify + "0020000107FFFFFFFFFFFFFFFF", nil, 29},
		{"Le behind the code", verify + "0020000108FFFFFFFFFFFFFFFF00", nil, 29},
		{"extended length", verify + "00200001000008FFFFFFFFFFFFFFFF", nil, 29},
		{"a block that holds no code", "00 00 82 03 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", nil, 13},
		{"a length of two bits", "00 00 82 28 08 0804 02 01 0904 00 000000 0020000109FFFFFFFFFFFFFFFFFF", nil, 13},
		{"a length over two bytes", "00 00 8A 48 06 0804 02 01 0904 00 000000 0020000109FFFFFFFFFFFFFFFFFF", nil, 13},
		{"a length over the code", "00 00 82 88 00 0804 02 01 0904 00 000000 0020000108FFFFFFFFFFFFFFFF", nil, 14},
		{"beyond any command", "01 00 82 08 00 00 F8 0804 03 02 01 0904 00 00 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", nil, 33},
		{"codes over each other", "01 00 82 08 00 00 07 0804 03 02 01 0904 00 00 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", nil, 16},
		{"codes at one place", "01 00 82 00 00 00 00 0804 03 02 01 0904 00 00 000000 00240001", nil, 16},
		{"an unknown confirmation", "01 00 82 08 00 00 08 0804 04 02 01 0904 00 00 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", nil, 19},
		{"an unknown number of messages", "01 00 82 08 00 00 08 0804 03 02 04 0904 00 00 000000 0024000110FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", nil, 21},
		{"Lc of a change", change + "0024000108FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", nil, 33},
		{"cut", change[:37], nil, 1},
		{"an old code that reaches into the new one", "01 00 82 00 00 00 04 0804 03 02 01 0904 00 00 000000 0024000108FFFFFFFFFFFFFFFF", []string{"12345"}, 0xEF},
		{"a new code that reaches into the old one", "01 00 82 00 00 04 00 0804 02 02 01 0904 00 00 000000 0024000108FFFFFFFFFFFFFFFF", []string{"1234", "56789"}, 0xEF},
		{"a code whose length has no room", "00 00 8A 38 05 0C04 02 01 0904 00 000000 0020000109FFFFFFFFFFFFFFFFFF", []string{"12345678"}, 0xEF},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sent, wrong, asked := entered(t, c.data, c.codes)
			if wrong != c.want {
				t.Errorf("%02X; want %02X", wrong, c.want)
			}
			if sent != nil {
				t.Errorf("the card was sent % X", sent)
			}
			if len(asked) != len(c.codes) {
				t.Errorf("asked %d times for a code", len(asked))
			}
		})
	}
}

// The card sees the code: right, wrong, and changed.
func TestPadOpensCard(t *testing.T) {
	t.Parallel()
	chip, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	cfg := one(chip)
	cfg.Slots[0].Keypad, _ = typist("9999", "1234", "1234", "4321", "4321", "4321")
	_, r := attach(t, cfg)
	c := powered(t, r, 0)
	const verify = "00 00 82 00 00 0804 02 01 0904 00 000000 00200001"
	for i, want := range []string{"63C2", "9000"} {
		a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, verify))
		if err != nil || fmt.Sprintf("%X", a[10:]) != want {
			t.Errorf("%d: % X, %v", i, a, err)
		}
	}
	change := "01 00 82 00 00 00 04 0804 03 02 01 0904 00 00 000000 0024000108FFFFFFFFFFFFFFFF"
	if a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, change)); err != nil || hex.EncodeToString(a[10:]) != "9000" {
		t.Errorf("change: % X, %v", a, err)
	}
	if err := c.Reset(within(t), true); err != nil {
		t.Fatal(err)
	}
	if a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, verify)); err != nil || hex.EncodeToString(a[10:]) != "9000" {
		t.Errorf("the new code: % X, %v", a, err)
	}
}

// Nobody types in time; a card that is pulled out ends the entry.
func TestPadEnds(t *testing.T) {
	t.Parallel()
	waiting := make(chan struct{}, 1)
	cfg := one(&cardtest.Func{})
	cfg.Slots[0].Keypad = func(ctx context.Context, _ ccid.Prompt) ([]byte, error) {
		waiting <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}
	dev, r := attach(t, cfg)
	powered(t, r, 0)
	const oneSecond = "00 01 82 00 00 0804 02 01 0904 00 000000 00200001"
	if a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, oneSecond)); err == nil || a[8] != 0xF0 {
		t.Errorf("% X, %v", a, err)
	}
	<-waiting
	go func() {
		<-waiting
		dev.Slot(0).Remove()
	}()
	if a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, oneSecond)); err == nil || a[7] != 0x42 || a[8] != 0xFE {
		t.Errorf("% X, %v", a, err)
	}
}

// A reader that says it has a keypad and was given none tells its owner.
func TestNoKeypad(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var events []slot.Event
	cfg := one(&cardtest.Func{})
	cfg.Model, _ = ccid.ModelOf("leo")
	told := make(chan struct{})
	cfg.Slots[0].Observe = func(e slot.Event) {
		mu.Lock()
		defer mu.Unlock()
		if events = append(events, e); errors.Is(e.Err, ccid.ErrNoKeypad) {
			close(told)
		}
	}
	_, r := attach(t, cfg)
	powered(t, r, 0)
	a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, "00 00 82 00 00 0804 02 01 0904 00 000000 00200001"))
	if err == nil || a[8] != 0xEF {
		t.Errorf("% X, %v", a, err)
	}
	select {
	case <-told:
	case <-within(t).Done():
		t.Error("nothing was told")
	}
	mu.Lock()
	defer mu.Unlock()
	var states []slot.State
	for _, e := range events {
		states = append(states, e.State)
	}
	if want := []slot.State{slot.Waiting, slot.Connected, slot.Presented}; !slices.Equal(slices.Compact(states), want) {
		t.Errorf("%v, want %v", states, want)
	}
}

// plastic is a card that does not say that it is simulated.
type plastic struct{ card.Channel }

// around shows the card that it wraps, as recorders and faults do.
type around struct{ card.Channel }

func (a around) Unwrap() card.Channel { return a.Channel }

// A slot with a keypad takes simulated cards only, however they come.
func TestPadIsForSimulatedCards(t *testing.T) {
	t.Parallel()
	keypad, asked := typist("1234")
	with := func(ch card.Channel, pad ccid.Keypad) ccid.Config {
		cfg := one(ch)
		cfg.Slots[0].Keypad = pad
		return cfg
	}
	for name, ch := range map[string]card.Channel{"a real card": plastic{&cardtest.Func{}}, "a recorder of one": around{plastic{&cardtest.Func{}}}} {
		if _, err := ccid.New(with(ch, keypad)); !errors.Is(err, ccid.ErrNotSimulated) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := ccid.New(with(ch, nil)); err != nil {
			t.Errorf("%s, without a keypad: %v", name, err)
		}
	}
	chip, real := &cardtest.Func{}, &cardtest.Func{}
	dev, r := attach(t, with(around{chip}, keypad))
	powered(t, r, 0)
	if _, err := dev.Slot(0).Swap(within(t), plastic{real}); !errors.Is(err, ccid.ErrNotSimulated) {
		t.Errorf("swap: %v", err)
	}
	if a, err := r.Tell(within(t), 0, 0x69, [3]byte{}, cardtest.Hex(t, "00 00 82 00 00 0804 02 01 0904 00 000000 00200001")); err != nil {
		t.Errorf("% X, %v", a, err)
	}
	if len(*asked) != 1 || real.Calls().Transmits != 0 || chip.Calls().Transmits != 1 {
		t.Errorf("asked %d times, the real card met %d commands", len(*asked), real.Calls().Transmits)
	}
}
