package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis"
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
			told := 0
			for _, sw := range []apdu.SW{0x6F00, 0x6982, 0x6A82, 0x6A88, 0x6985, 0x6581, 0x6700, 0x6881, 0x6400} {
				for at := 1; at <= exchanges; at++ {
					screen, unread, _ := shownWith(t, sim, sw, at)
					if len(unread) > 0 {
						told++
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
			if told < exchanges {
				t.Errorf("%d wrong answers of %d were told", told, 9*exchanges)
			}
		})
	}
}

// The command itself ends 4 and names what was not read.
func TestShowEndsOpen(t *testing.T) {
	t.Parallel()
	in := diagnosis.Input{Card: &card.Contents{ATR: card.ATRCPS3, Face: card.FaceCPS3}}
	in.Card.Name.SW, in.Card.Name.Exchange, in.Card.Listed = 0x6F00, 14, true
	want := fmt.Sprintf("CPS_NAME_PS: not read, the card answered %04X (exchange 14).", 0x6F00)
	if got := report.NotRead(in.Card, "en"); !slices.Contains(got, want) {
		t.Errorf("%q is not among %q", want, got)
	}
}
