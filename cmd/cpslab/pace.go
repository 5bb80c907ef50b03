package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/line"
	"github.com/cpslab/cps/harness/readers"
)

// paceDefault is --pace without a value: a reader of 4 MHz that negotiates.
const paceDefault = "4MHz"

// noPPS is the word for a reader that does not negotiate.
const noPPS = "no-pps"

// addPaceFlag has the command read --pace before it runs.
func (a *app) addPaceFlag(cmd *cobra.Command) {
	var written string
	cmd.Flags().StringVar(&written, "pace", "", a.t("la carte simulée prend le temps d'une ligne à contact : --pace, --pace=3.58MHz, --pace=no-pps, --pace=4MHz,no-pps",
		"the simulated card takes the time of a contact line: --pace, --pace=3.58MHz, --pace=no-pps, --pace=4MHz,no-pps"))
	cmd.Flags().Lookup("pace").NoOptDefVal = paceDefault
	_ = cmd.RegisterFlagCompletionFunc("pace", fixed(paceDefault, "3.58MHz", "4.8MHz", noPPS))
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("pace") {
			return nil
		}
		return a.readPace(written)
	}
}

// readPace reads what was written.
func (a *app) readPace(written string) error {
	a.pace = &line.Reader{}
	for part := range strings.SplitSeq(written, ",") {
		part = strings.TrimSpace(part)
		if strings.EqualFold(part, noPPS) {
			a.pace.NoPPS = true
			continue
		}
		number, isMHz := cutFold(part, "MHz")
		mhz, err := strconv.ParseFloat(number, 64)
		if err != nil || !isMHz || !(mhz >= 1 && mhz <= 20) {
			return usage("--pace=%s", a.t("l'horloge d'un lecteur, de 1 à 20 MHz, et no-pps pour un lecteur qui ne négocie pas le débit : --pace=3.58MHz,no-pps",
				"the clock of a reader, from 1 to 20 MHz, and no-pps for a reader that does not negotiate the rate: --pace=3.58MHz,no-pps"), written)
		}
		a.pace.Clock = mhz * 1e6
	}
	return nil
}

// cutFold cuts a suffix whatever its case.
func cutFold(s, suffix string) (before string, found bool) {
	n := len(s) - len(suffix)
	if n < 0 || !strings.EqualFold(s[n:], suffix) {
		return s, false
	}
	return strings.TrimSpace(s[:n]), true
}

// paced is a simulated card that takes the time of its line, where that was asked for.
func (a *app) paced(ch card.Channel) card.Channel {
	if a.pace == nil {
		return ch
	}
	return line.NewPacer(ch, *a.pace, line.Clock{})
}

// benchLine is a whole reading on the line of the card: what it takes at least, and what
// it took, paced or on a real reader.
type benchLine struct {
	Line       string  `json:"line"`
	ClockHz    int     `json:"clock_hz"`
	Exchanges  int     `json:"exchanges"`
	Characters int     `json:"characters"`
	LimitMS    float64 `json:"limit_ms"`
	MeasuredMS float64 `json:"measured_ms,omitempty"` // absent for a simulated card without a pace
	Paced      bool    `json:"paced,omitempty"`
}

// benchOnLine reads a card, and has a simulated one take its time where a pace was asked
// for. It is nil for a card without a line, contactless.
func benchOnLine(ctx context.Context, c *readers.Card, opts harness.ReadOptions, pace *line.Reader) (*benchLine, error) {
	var reader line.Reader
	if pace != nil {
		reader = *pace
	}
	ch := c.Channel()
	l, err := line.New(ch.ATR(), ch.Protocol(), reader)
	switch {
	case err != nil && pace != nil:
		return nil, text.BadInput(err)
	case l.F == 0:
		return nil, nil
	case pace != nil:
		ch = line.NewPacer(ch, reader, line.Clock{})
	}
	m := line.NewMeter(ch, l)
	if _, err := harness.Read(ctx, m, opts); err != nil {
		return nil, err
	}
	cost := m.Cost()
	out := &benchLine{
		Line: l.String(), ClockHz: int(l.Clock), Exchanges: cost.Exchanges, Characters: cost.Characters,
		LimitMS: milliseconds(cost.Time), Paced: pace != nil,
	}
	if pace != nil || !c.Simulated {
		out.MeasuredMS = milliseconds(m.Took())
	}
	return out, nil
}

func (a *app) printBenchLine(l *benchLine) {
	fmt.Fprintf(a.out, a.t("\nSur la ligne (%s, horloge de %g MHz) : lecture complète, %d échanges, %d caractères, au moins %.0f ms",
		"\nOn the line (%s, a clock of %g MHz): full read, %d exchanges, %d characters, at least %.0f ms"),
		l.Line, float64(l.ClockHz)/1e6, l.Exchanges, l.Characters, l.LimitMS)
	if l.MeasuredMS > 0 {
		fmt.Fprintf(a.out, a.t(" ; mesuré %.0f ms (%+.1f %%)", "; measured %.0f ms (%+.1f %%)"), l.MeasuredMS, 100*(l.MeasuredMS/l.LimitMS-1))
	}
	fmt.Fprintln(a.out)
}
