//go:build !nosuite

package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/scenarios"
)

// hands are those that move the card: a station for the readers of with --control, else
// whoever sits at the terminal, else nobody. clear takes the line of progress away.
func (a *app) hands(set *readers.Set, clear func()) scenarios.Hands {
	if set.Stack != nil {
		client, err := control.FromEnv(a.getenv)
		if err != nil {
			return nil
		}
		client.By = "certify"
		return &stationHands{client: client, cards: map[string]string{}}
	}
	in, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) || a.json() {
		return nil
	}
	return &personHands{a: a, in: in, clear: clear}
}

// stationHands drive a station.
type stationHands struct {
	client *control.Client
	cards  map[string]string // that was in a reader, to be put back
}

var _ scenarios.Precise = (*stationHands)(nil)

func (h *stationHands) Person() bool { return false }

// number finds a reader of the station by its name, and the card that is in it.
func (h *stationHands) number(ctx context.Context, reader string) (int, error) {
	b, err := h.client.Bench(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range b.Readers {
		if r.Name == reader {
			if r.Card != "" {
				h.cards[reader] = r.Card
			}
			return r.Number, nil
		}
	}
	return 0, card.ErrNoReader
}

func (h *stationHands) Remove(ctx context.Context, reader string) error {
	n, err := h.number(ctx, reader)
	if err != nil {
		return err
	}
	return h.client.Remove(ctx, n)
}

// RemoveDuring arms the removal beside what is armed and not over: arming begins to count
// anew.
func (h *stationHands) RemoveDuring(ctx context.Context, reader string, exchange int) error {
	n, err := h.number(ctx, reader)
	if err != nil {
		return err
	}
	b, err := h.client.Bench(ctx)
	if err != nil {
		return err
	}
	faults := []string{fmt.Sprintf("remove@%d", exchange)}
	for _, c := range b.Cards {
		for _, f := range c.Faults {
			if c.Name == h.cards[reader] && (f.Fired == 0 || strings.HasSuffix(f.Fault, "@every")) {
				faults = append(faults, f.Fault)
			}
		}
	}
	return h.client.Arm(ctx, n, faults...)
}

func (h *stationHands) Insert(ctx context.Context, reader string) error {
	n, err := h.number(ctx, reader)
	if err != nil {
		return err
	}
	return h.client.Insert(ctx, n, h.cards[reader])
}

func (h *stationHands) RestartService(ctx context.Context) error {
	return h.client.Do(ctx, "POST", "/v1/service/restart", control.Restart{}, nil)
}

var errNoSleep = text.NewError(text.Of("une station ne met pas l'ordinateur en veille", "a station does not have the computer sleep"), text.Text{})

func (h *stationHands) Sleep(context.Context) error { return errNoSleep }

// personHands ask whoever sits at the terminal.
type personHands struct {
	a     *app
	in    *os.File
	clear func() // takes the line of progress away, before something is asked

	once  sync.Once
	typed chan string // lines, closed at the end of the input
}

var _ scenarios.Asking = (*personHands)(nil)

func (h *personHands) Person() bool { return true }

func (h *personHands) ask(fr, en string) {
	h.clear()
	fmt.Fprintln(h.a.err, "  → "+h.a.t(fr, en))
}

func (h *personHands) Remove(_ context.Context, reader string) error {
	h.ask("retirez la carte de « "+text.Printable(reader)+" » (90 s au plus)", "pull the card out of “"+text.Printable(reader)+"” (90 s at most)")
	return nil
}

func (h *personHands) Insert(_ context.Context, reader string) error {
	h.ask("remettez la carte dans « "+text.Printable(reader)+" » (90 s au plus)", "put the card into “"+text.Printable(reader)+"” again (90 s at most)")
	return nil
}

func (h *personHands) RestartService(context.Context) error {
	h.ask("relancez le service PC/SC dans un autre terminal, par exemple sudo systemctl restart pcscd (90 s au plus)",
		"restart the PC/SC service in another terminal, for example sudo systemctl restart pcscd (90 s at most)")
	return nil
}

// answers are how long a question stands.
const answers = 90 * time.Second

// Did asks whether it was done. No answer is none.
func (h *personHands) Did(ctx context.Context) (bool, error) {
	line, err := h.answer(ctx, answers, "le lecteur n'en dit rien. L'avez-vous fait ? o puis Entrée ; Entrée seule : non (90 s au plus)",
		"the reader tells nothing of it. Did you do it? y, then Enter; Enter alone: no (90 s at most)")
	if err != nil {
		return false, ctx.Err()
	}
	return affirms(line), nil
}

// affirms reports whether a line says yes, in either language.
func affirms(line string) bool {
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "o", "oui", "y", "yes":
		return true
	}
	return false
}

var errNotConfirmed = text.NewError(text.Of("personne ne l'a confirmé", "nobody confirmed it"), text.Text{})

// asleep is how long somebody may take to have a computer sleep and wake.
const asleep = 9 * time.Minute

// Sleep waits for a line: whoever slept confirms it.
func (h *personHands) Sleep(ctx context.Context) error {
	line, err := h.answer(ctx, asleep, "mettez l'ordinateur en veille, réveillez-le, puis o et Entrée ; Entrée seule : pas fait", "have the computer sleep, wake it, then y and Enter; Enter alone: not done")
	if err == nil && !affirms(line) {
		err = errNotConfirmed
	}
	return err
}

// answer asks, and waits for the line that is typed then. One goroutine reads all lines:
// another that was left waiting would take one from the question behind it.
func (h *personHands) answer(ctx context.Context, most time.Duration, fr, en string) (string, error) {
	h.once.Do(func() {
		h.typed = make(chan string)
		go func() {
			defer close(h.typed)
			for lines := bufio.NewScanner(h.in); lines.Scan(); {
				h.typed <- lines.Text()
			}
		}()
	})
	select {
	case <-h.typed: // before it was asked for
	default:
	}
	h.ask(fr, en)
	select {
	case line, ok := <-h.typed:
		if !ok {
			return "", errNotConfirmed
		}
		return line, nil
	case <-time.After(most):
		return "", errNotConfirmed
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
