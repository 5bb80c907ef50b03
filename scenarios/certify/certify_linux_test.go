//go:build pcsc && linux

package certify_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/scenarios"
	"github.com/cpslab/cps/scenarios/certify"
	"github.com/cpslab/cps/simulator"
	"github.com/cpslab/cps/testdata/testneed"
)

func TestMain(m *testing.M) {
	testneed.Alone()
	os.Exit(m.Run())
}

// wire is the way to a chip: it counts what may cost its owner something.
type wire struct {
	card.Channel
	person bool // the card says that it is that of a person
	codes  atomic.Int32
	signs  atomic.Int32
}

func (w *wire) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if c, err := apdu.ParseCommand(cmd); err == nil {
		switch {
		case c.INS == apdu.INSVerify && len(c.Data) > 0:
			w.codes.Add(1)
		case c.INS == apdu.INSPerformSecurity, c.INS == apdu.INSInternalAuth:
			w.signs.Add(1)
		}
	}
	out, err := w.Channel.Transmit(ctx, dst, cmd)
	if w.person { // tag 82, one byte: the category, in which 80 is TEST and 00 is none
		out = append(out[:len(dst):len(dst)], bytes.ReplaceAll(out[len(dst):], []byte{0x82, 0x01, 0x80}, []byte{0x82, 0x01, 0x00})...)
	}
	return out, err
}

// bench is one private stack for all cases: the PC/SC library of a process knows one service.
type bench struct {
	stack *stack.Stack
	chips []*simulator.Card
	wires []*wire
}

func (b *bench) add(t *testing.T, preset string, person bool) stack.Card {
	t.Helper()
	set := readers.Set{}
	c, err := set.Open(t.Context(), "sim:"+preset)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	chip, ok := c.Channel().(*simulator.Card)
	if !ok {
		t.Fatalf("the card is a %T", c.Channel())
	}
	w := &wire{Channel: chip, person: person}
	b.chips, b.wires = append(b.chips, chip), append(b.wires, w)
	return stack.Card{Name: preset, Channel: w}
}

// certify makes the report about the reader of one card, a real one to it, with leave for
// everything.
func (b *bench) certify(ctx context.Context, n int, serial string, each func(scenarios.Progress)) (*certify.Result, error) {
	return b.at(ctx, n, serial, &scenarios.Desk{Quick: true}, each)
}

func (b *bench) at(ctx context.Context, n int, serial string, desk *scenarios.Desk, each func(scenarios.Progress)) (*certify.Result, error) {
	set := &readers.Set{
		Permissions: guard.Permissions{Allow: guard.AllPermissions(), Serial: serial},
		RealPIN:     func(context.Context, int) ([]byte, error) { return []byte("1234"), nil },
	}
	return certify.Run(ctx, certify.Options{
		Reader: "pcsc:" + b.stack.Readers()[n].Name, Readers: set, Lang: "en", Desk: desk, Each: each,
	})
}

// whole holds of every report that it names each step, says of each that did not run why, in
// both languages, accuses nobody, and becomes files.
func whole(t *testing.T, r *certify.Result) []byte {
	t.Helper()
	for _, c := range r.Dossier.Chapters {
		for _, s := range c.Steps {
			switch {
			case s.Outcome == report.Passed:
			case s.Outcome != report.NotRun:
				t.Errorf("%s: %s: %s", s.Name, s.Outcome, s.Why)
			case s.Reason == nil || s.Reason.FR == "" || s.Reason.EN != s.Why || s.Cause == "":
				t.Errorf("%s: did not run for %q (%v, %q)", s.Name, s.Why, s.Reason, s.Cause)
			}
		}
	}
	if r.Dossier.Chapters[0].Steps[0].Outcome != report.Passed {
		t.Error("what was found before is not there")
	}
	if got, want := len(r.Dossier.Chapters), len(scenarios.Chapters(true)); got != want {
		t.Errorf("%d chapters of %d", got, want)
	}
	files, err := r.Files()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := dossier.Parse(files[certify.FileResult]); err != nil || again.Complete || again.Result != r.Dossier.Result {
		t.Errorf("result.json: %v, %+v", err, again)
	}
	return slices.Concat(files[certify.FileResult], files[certify.FileHTML], files[certify.FileJUnit])
}

// TestNoTryIsLost: whatever ends a run early, what was found is there, the report says that it
// is not complete, and the card has all the tries that it had.
func TestNoTryIsLost(t *testing.T) {
	testneed.Part(t, "pcscd", "vpcd")
	b := &bench{}
	cards := []stack.Card{b.add(t, "cps3-healthy", false), b.add(t, "cps3-two-activities", true), b.add(t, "cps3-pin-1", false)}
	st, err := stack.Start(t.Context(), stack.Config{Cards: cards, Parts: testneed.Parts()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	b.stack = st
	t.Setenv(readers.EnvSocket, st.Socket())
	var before []simulator.PIN
	for _, c := range b.chips {
		before = append(before, c.State().PIN)
	}

	t.Run("a person's card", func(t *testing.T) {
		r, err := b.certify(t.Context(), 1, b.chips[1].SerialNumber(), nil)
		b.refused(t, 1, r, err, "person")
	})
	t.Run("another serial number", func(t *testing.T) {
		r, err := b.certify(t.Context(), 0, "2999000117", nil)
		b.refused(t, 0, r, err, "--serial")
	})
	t.Run("one try left", func(t *testing.T) {
		r, err := b.certify(t.Context(), 2, b.chips[2].SerialNumber(), nil)
		if err != nil || r.Dossier.Result != "incomplete" {
			t.Fatalf("%v: %s", err, r.Dossier.Result)
		}
		whole(t, r)
		for _, c := range r.Dossier.Chapters {
			want := map[string]scenarios.Cause{ // and nobody is at this reader
				"codes": scenarios.CauseTries, "presence": scenarios.CauseHands, "removal": scenarios.CauseHands, "service": scenarios.CauseHands, "sleep": scenarios.CauseHands,
			}[c.ID]
			if s := c.Proof(); want != "" && (s == nil || s.Cause != string(want)) {
				t.Errorf("%s: %+v, want %s", c.ID, s, want)
			}
		}
		if n := b.wires[2].codes.Load(); n != 0 {
			t.Errorf("with one try left %d codes were presented", n)
		}
	})
	for name, h := range map[string]*lazy{"nobody does what is asked for": {}, "somebody says so, and the reader tells nothing": {did: true}} {
		t.Run(name, func(t *testing.T) {
			r, err := b.at(t.Context(), 0, b.chips[0].SerialNumber(), &scenarios.Desk{Quick: true, Hands: h, Patience: 300 * time.Millisecond}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range r.Dossier.Chapters {
				want := map[string]string{"presence": "failed", "removal": "failed", "service": "failed", "sleep": "not-run"}[c.ID]
				if want != "" && !h.did {
					want = "not-run"
				}
				if got := string(c.Outcome()); want != "" && got != want {
					t.Errorf("%s: %s, want %s (%+v)", c.ID, got, want, c.Proof())
				}
			}
			if !h.did {
				whole(t, r)
			}
		})
	}
	for _, chapter := range []string{"identification", "commands", "codes", "reading"} {
		t.Run("interrupted after "+chapter, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			r, err := b.certify(ctx, 0, b.chips[0].SerialNumber(), func(p scenarios.Progress) {
				if strings.HasPrefix(p.Spec.Name, "reader "+chapter+" ") {
					cancel()
				}
			})
			b.broken(t, r, err, context.Canceled)
		})
	}
	t.Run("the service is killed", func(t *testing.T) { // the last: it does not come back
		killed := false
		r, err := b.certify(t.Context(), 0, b.chips[0].SerialNumber(), func(p scenarios.Progress) {
			if !killed && strings.HasPrefix(p.Spec.Name, "reader codes ") {
				killed = true
				if err := st.Kill(); err != nil {
					t.Error(err)
				}
			}
		})
		b.broken(t, r, err, card.ErrNoService)
	})
	if err := st.Close(); err != nil && !errors.Is(err, stack.ErrServiceEnded) {
		t.Error(err)
	}
	for i, c := range b.chips {
		if c.State().PIN != before[i] {
			t.Errorf("card %d: %+v, and it had %+v", i+1, c.State().PIN, before[i])
		}
	}
}

// lazy is somebody who does nothing of what is asked for, and may say otherwise.
type lazy struct{ did bool }

func (lazy) Person() bool                         { return true }
func (lazy) Remove(context.Context, string) error { return nil }
func (lazy) Insert(context.Context, string) error { return nil }
func (lazy) RestartService(context.Context) error { return nil }
func (lazy) Sleep(context.Context) error          { return errors.New("nobody slept") }
func (l *lazy) Did(context.Context) (bool, error) { return l.did, nil }

// refused holds of a report about a card that none is made with that nothing was done to it.
func (b *bench) refused(t *testing.T, n int, r *certify.Result, err error, why string) {
	t.Helper()
	if _, ok := errors.AsType[*scenarios.StrangerError](err); !ok || !strings.Contains(err.Error(), why) {
		t.Fatalf("error %v, want a *scenarios.StrangerError about %s", err, why)
	}
	if r.Dossier.Result != "refused" || r.Dossier.Complete || r.Dossier.Card.Serial != "" {
		t.Errorf("%+v", r.Dossier)
	}
	if codes, signs := b.wires[n].codes.Load(), b.wires[n].signs.Load(); codes+signs != 0 {
		t.Errorf("%d codes and %d signatures", codes, signs)
	}
	files := whole(t, r)
	if own := b.chips[n].SerialNumber(); bytes.Contains(files, []byte(own)) {
		t.Errorf("the report names the card: %s", own)
	}
}

// broken holds of a run that was broken off that the report tells so.
func (b *bench) broken(t *testing.T, r *certify.Result, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
	if r.Dossier.Result != "bench-error" || r.Dossier.Complete || r.Dossier.Reason == nil {
		t.Errorf("%+v", r.Dossier)
	}
	whole(t, r)
}
