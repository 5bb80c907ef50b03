package scenarios

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
)

// What the second program is told, one word a line. It answers each with a line: "ok", or
// one of the refusals.
const (
	secondOpen      = "open"
	secondExclusive = "exclusive" // opens the card for itself, says nothing to it, and keeps it
	secondBegin     = "begin"
	secondEnd       = "end"
	secondRead      = "read"
	secondReset     = "reset"

	secondOK     = "ok"
	secondBusy   = "busy"
	secondFailed = "failed"
)

// ServeSecond is the other program that has the card: it does what it is told on in, until
// that ends. Whatever it sends goes through the guard, as from anybody.
func ServeSecond(ctx context.Context, set *readers.Set, address string, in io.Reader, out io.Writer) error {
	var open *readers.Card
	var whole *pcsc.Channel
	defer func() {
		if open != nil {
			_ = open.Close() // the process ends anyway
		}
		if whole != nil {
			_ = whole.Close() // as above
		}
	}()
	do := func(word string) (err error) {
		switch {
		case word == secondOpen && open == nil:
			open, err = set.Open(ctx, address)
		case word == secondExclusive && whole == nil:
			whole, err = exclusive(ctx, set, address)
		case open == nil:
			return errors.New("no card is open")
		case word == secondBegin:
			err = open.Channel().Begin(ctx)
		case word == secondEnd:
			err = open.Channel().End(ctx)
		case word == secondRead:
			_, err = harness.Read(ctx, open.Channel(), harness.ReadOptions{})
		case word == secondReset:
			err = open.Channel().Reset(ctx, false)
		default:
			err = fmt.Errorf("%q is no command", word)
		}
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		answer := secondOK
		if err := do(strings.TrimSpace(lines.Text())); err != nil {
			answer = secondFailed + " " + strings.ReplaceAll(err.Error(), "\n", " ")
			if errors.Is(err, card.ErrBusy) {
				answer = secondBusy
			}
		}
		if _, err := fmt.Fprintln(out, answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

// exclusive opens a reader for this program alone. Nothing can be said to the card through
// what it returns: it is only held.
func exclusive(ctx context.Context, set *readers.Set, address string) (*pcsc.Channel, error) {
	a, err := readers.ParseAddress(address)
	if err != nil {
		return nil, err
	}
	service := set.PCSC
	if service == nil {
		service = pcsc.New()
	}
	all, err := service.List(ctx)
	if err != nil {
		return nil, err
	}
	slot, err := pcsc.Choose(all, a.Name)
	if err != nil {
		return nil, err
	}
	return service.Open(ctx, slot.Name, pcsc.Options{Exclusive: true})
}
