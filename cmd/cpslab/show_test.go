package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

// wrongAt answers one exchange with a status word of ours; the command never
// reaches the card.
type wrongAt struct {
	card.Channel
	sw   apdu.SW
	at   int // from 1, 0 never
	sent int
}

func (w *wrongAt) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if w.sent++; w.sent == w.at {
		return binary.BigEndian.AppendUint16(dst, uint16(w.sw)), nil
	}
	return w.Channel.Transmit(ctx, dst, cmd)
}

// shownWith reads a card with one wrong status word and returns its screen, what
// show would say was not read, and the exchanges.
func shownWith(t *testing.T, sim card.Channel, sw apdu.SW, at int) (screen string, unread []string, exchanges int) {
	t.Helper()
	if err := sim.Reset(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	ch := &wrongAt{Channel: sim, sw: sw, at: at}
	contents, err := harness.Read(t.Context(), ch, harness.ReadOptions{
		PIN: harness.ConstantPIN("1234"), Certificates: true,
	})
	if err != nil {
		return "", []string{err.Error()}, ch.sent
	}
	var b strings.Builder
	if err := report.Screen(&b, contents, report.ScreenOptions{Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	return b.String(), report.NotRead(contents, "fr"), ch.sent
}

// A wrong status at any exchange never makes a line vanish in silence: what the
// screen of the whole card shows is there, or the screen names what was not read.
func TestShowHidesNothing(t *testing.T) {
	t.Parallel()
	for _, preset := range []string{"cps3-healthy", "cps4-healthy", "cps3-eight-activities", "cps3-company", "cpe-healthy", "cps3cl-healthy"} {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			profile, err := simulator.LoadProfile(preset)
			if err != nil {
				t.Fatal(err)
			}
			personalisation, err := profile.Personalise(doctorNow)
			if err != nil {
				t.Fatal(err)
			}
			sim, err := simulator.New(personalisation)
			if err != nil {
				t.Fatal(err)
			}
			whole, unread, exchanges := shownWith(t, sim, 0, 0)
			if face := profile.Face; (len(unread) == 0) != (face != card.FaceCPS3Contactless) {
				t.Fatalf("the whole card: not read: %v\n%s", unread, whole)
			}
			reported := 0
			for _, sw := range []apdu.SW{0x6F00, 0x6982, 0x6A82, 0x6A88, 0x6985, 0x6581, 0x6700, 0x6881, 0x6400} {
				for at := 1; at <= exchanges; at++ {
					screen, unread, _ := shownWith(t, sim, sw, at)
					if len(unread) > 0 {
						reported++
						for _, s := range unread {
							if screen != "" && !strings.Contains(screen, s) {
								t.Errorf("%04X at exchange %d: %q is not on the screen", uint16(sw), at, s)
							}
						}
						continue
					}
					shown := strings.Split(screen, "\n")
					for line := range strings.Lines(whole) {
						if line = strings.TrimRight(line, "\n"); !slices.Contains(shown, line) && !strings.Contains(screen, "Situations de facturation : absentes de la carte.") {
							t.Errorf("%04X at exchange %d: %q is gone and nothing says so\n%s", uint16(sw), at, line, screen)
							break
						}
					}
				}
			}
			if reported < exchanges {
				t.Errorf("%d wrong answers of %d were reported", reported, 9*exchanges)
			}
		})
	}
}

// goneAt is a card that is taken away before one exchange.
type goneAt struct {
	card.Channel
	at, sent int
}

func (g *goneAt) Transmit(ctx context.Context, dst, cmd []byte) ([]byte, error) {
	if g.sent++; g.sent >= g.at {
		return dst, card.ErrRemoved
	}
	return g.Channel.Transmit(ctx, dst, cmd)
}

// showThrough runs what "show" does with a card whose channel wrap changes, and
// returns what it printed, its exit code and the error of the reading.
func showThrough(t *testing.T, wrap func(card.Channel) card.Channel) (printed string, code int, err error) {
	t.Helper()
	sim, err := simulator.NewPreset("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	reading := examine.Card(t.Context(), sim, examine.Options{
		Read: harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true}, Wrap: wrap,
	})
	var out bytes.Buffer
	a := &app{streams: streams{out: &out}, lang: "en", format: "text"}
	err = a.showReading("sim:cps3-healthy", reading, true)
	return out.String(), a.code, err
}

// What could not be read ends 4 and is named with the exchange.
func TestShowEndsOpen(t *testing.T) {
	t.Parallel()
	count := 0
	for at := 1; at <= 42; at++ {
		printed, code, err := showThrough(t, func(ch card.Channel) card.Channel { return &wrongAt{Channel: ch, sw: 0x6F00, at: at} })
		named := strings.Contains(printed, fmt.Sprintf("not read, the card answered 6F00 (exchange %d).", at))
		if named {
			count++
			if code != exitOpen || err != nil {
				t.Errorf("exchange %d: exit code %d, %v; want %d", at, code, err, exitOpen)
			}
		}
	}
	if count < 8 {
		t.Errorf("%d wrong answers were named with their exchange", count)
	}
}

// A card that goes away in the middle: the lines that were read are printed, what
// was not is named, and the error ends the command.
func TestShowOfACardThatGoesAway(t *testing.T) {
	t.Parallel()
	whole, _, _ := showThrough(t, nil)
	holder := 0
	for at := 2; ; at++ {
		gone := &goneAt{at: at}
		printed, _, err := showThrough(t, func(ch card.Channel) card.Channel { gone.Channel = ch; return gone })
		if gone.sent < at { // read whole
			break
		}
		if !errors.Is(err, card.ErrRemoved) || codeOf(err) == exitOK {
			t.Fatalf("exchange %d: %v", at, err)
		}
		if strings.Contains(printed, "ALPHA") {
			holder++
			if printed != whole && !strings.Contains(printed, "not read") {
				t.Errorf("exchange %d: nothing says what is missing\n%s", at, printed)
			}
		}
	}
	if holder == 0 {
		t.Error("the holder's name never showed")
	}
}
