package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/readers"
)

func (a *app) benchCommand() *cobra.Command {
	var f readerFlags
	duration := time.Second
	through := true
	cmd := &cobra.Command{
		Use:   "bench [" + a.t("LECTEUR", "READER") + "]",
		Short: a.t("Mesurer le chemin critique : lire, décoder, juger", "Measure the hot path: read, decode, judge"),
		Long: a.t(`Mesure, sur ce lecteur : un READ BINARY, une lecture entière, les règles. Pour une
carte simulée, mesure aussi les échanges par seconde à travers un service PC/SC
privé, à côté d'un répondeur nu servi de même façon : c'est le rapport des deux qui
compte, mesuré dans la même exécution.`,
			`Measures, on that reader: one READ BINARY, a whole reading, the rules. For a
simulated card it also measures exchanges per second through a private PC/SC
service, beside a bare responder served the same way: what counts is the ratio of the
two, measured in the same run.`),
		Example: "  cpslab bench sim:cps3-healthy\n  cpslab bench pcsc:",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.bench(cmd.Context(), readerArg(args), f, duration, through)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f)
	a.addPaceFlag(cmd)
	cmd.Flags().DurationVar(&duration, "time", duration, a.t("durée de chaque mesure", "duration of each measurement"))
	cmd.Flags().BoolVar(&through, "through-pcsc", through, a.t("mesurer aussi à travers un service PC/SC privé (carte simulée)", "also measure through a private PC/SC service (simulated card)"))
	return cmd
}

// benchProgress shows which measure is under way.
type benchProgress struct {
	*progress
	say       func(measure text.Text) string
	at, steps int
}

// benchProgress prepares the progress of three measures of the card, one of the rules
// and, through a service, one that starts it and its rounds.
func (a *app) benchProgress(through bool) *benchProgress {
	p := &benchProgress{progress: a.progress(), steps: 4, say: func(m text.Text) string { return m.In(a.lang) }}
	if through {
		p.steps += 1 + rounds
	}
	return p
}

// next says that a measure begins.
func (p *benchProgress) next(measure text.Text) {
	p.at++
	p.step(p.at, p.steps, p.say(measure))
}

// Three of the measures.
var (
	fullRead     = text.Of("lecture complète", "full read")
	lineMeasure  = text.Of("ligne", "line")
	rulesMeasure = text.Of("règles", "rules")
)

// measure is one line of the result.
type measure struct {
	Name      string  `json:"name"`
	Count     int64   `json:"count"`
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_us"`
	P95       float64 `json:"p95_us"`
	P99       float64 `json:"p99_us"`
	Allocs    float64 `json:"allocs_per_op"`
	Exchanges int     `json:"exchanges,omitempty"`
	Batch     int     `json:"batch,omitempty"` // runs that one duration is the mean of, where the clock is too coarse for one

	title text.Text // Name, in both languages
}

// benchResult is the output of cpslab bench.
type benchResult struct {
	Schema  int        `json:"schema"`
	Reader  string     `json:"reader"`
	Lines   []measure  `json:"measures"`
	Line    *benchLine `json:"line,omitempty"`
	Ratio   float64    `json:"vpcd_ratio_to_echo,omitempty"`
	Skipped string     `json:"not_measured,omitempty"`
}

func (a *app) bench(ctx context.Context, address string, f readerFlags, duration time.Duration, through bool) error {
	if duration <= 0 || duration > time.Minute {
		return usage("--time %v", a.t("plus de 0, au plus 1m", "more than 0, at most 1m"), duration)
	}
	if where, err := readers.ParseAddress(address); err == nil && a.pace != nil && where.Scheme != readers.SchemeSim {
		return usage("--pace, %s", a.t("une carte d'un lecteur prend son temps : --pace est pour sim:…", "a card in a reader takes its time: --pace is for sim:…"), address)
	}
	set, err := a.readerSet(ctx, f)
	if err != nil {
		return err
	}
	c, err := set.Open(ctx, address)
	if err != nil {
		return err
	}
	defer c.Close()
	out := benchResult{Schema: 1, Reader: c.Reader}
	through = through && c.Simulated && c.Address.Scheme == readers.SchemeSim && a.armory == nil // the service would be measured without them
	shown := a.benchProgress(through)
	defer shown.done()
	lines, contents, opts, err := a.benchCard(ctx, c, duration, shown)
	if err != nil {
		return err
	}
	shown.next(lineMeasure)
	if out.Line, err = benchOnLine(ctx, c, opts, a.pace); err != nil {
		return err
	}
	out.Lines = append(out.Lines, lines...)
	shown.next(rulesMeasure)
	rules, err := benchRules(ctx, c.Reader, contents, a.now(), duration)
	if err != nil {
		return err
	}
	out.Lines = append(out.Lines, rules)
	if through {
		lines, ratio, err := benchThroughPCSC(ctx, c.Address.Name, duration, shown)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			out.Skipped, _ = text.Say(err, a.lang)
		}
		out.Lines, out.Ratio = append(out.Lines, lines...), ratio
	}
	shown.done()
	if a.json() {
		return a.writeJSON(out)
	}
	a.printBench(out)
	return nil
}

func (a *app) printBench(r benchResult) {
	fmt.Fprintf(a.out, "%s\n\n%-44s %12s %10s %10s %10s %8s\n", r.Reader, "", a.t("par seconde", "per second"), "p50 µs", "p95 µs", "p99 µs", "allocs")
	for _, m := range r.Lines {
		name := m.title.In(a.lang)
		if m.Exchanges > 0 {
			name = fmt.Sprintf("%s (%d %s)", name, m.Exchanges, a.t("échanges", "exchanges"))
		}
		fmt.Fprintf(a.out, "%-44s %12.0f %10.2f %10.2f %10.2f %8.1f\n", name, m.PerSecond, m.P50, m.P95, m.P99, m.Allocs)
	}
	a.printBatches(r.Lines)
	if r.Line != nil {
		a.printBenchLine(r.Line)
	}
	if r.Ratio > 0 {
		fmt.Fprintf(a.out, a.t("\nÀ travers pcscd et vpcd : %.2f du débit d'un répondeur nu\n", "\nThrough pcscd and vpcd: %.2f of the rate of a bare responder\n"), r.Ratio)
	}
	if r.Skipped != "" {
		fmt.Fprintf(a.out, a.t("\nÀ travers PC/SC : non mesuré (%s)\n", "\nThrough PC/SC: not measured (%s)\n"), r.Skipped)
	}
}

// benchCard measures one READ BINARY of the current file and whole readings.
// The PIN of a real card is presented once, by the first reading only.
func (a *app) benchCard(ctx context.Context, c *readers.Card, duration time.Duration, shown *benchProgress) ([]measure, *card.Contents, harness.ReadOptions, error) {
	var opts harness.ReadOptions
	contents, err := c.Read(ctx)
	if err != nil {
		return nil, nil, opts, err
	}
	once, length, err := readBinary(ctx, c.Channel())
	if err != nil {
		return nil, nil, opts, err
	}
	switch contents.Login {
	case card.LoginWrong:
		return nil, nil, opts, usage("%s", "cpslab diagnose", a.t("la carte a refusé le code porteur", "the card refused the PIN"))
	case card.LoginBlocked:
		return nil, nil, opts, usage("%s", "cpslab diagnose", a.t("le code porteur de la carte est bloqué", "the PIN of the card is blocked"))
	case card.LoginNotAsked, card.LoginOK, card.LoginWithheld, card.LoginNoPIN: // what opens is read
	}
	name := text.Of("READ BINARY, %d octets", "READ BINARY, %d bytes", length)
	shown.next(name)
	read, err := timed(ctx, name, duration, once)
	if err != nil {
		return nil, nil, opts, err
	}
	if c.Simulated {
		opts.PIN = c.PIN()
	}
	var last *card.Contents
	shown.next(fullRead)
	full, err := timed(ctx, fullRead, duration, func() error {
		last, err = harness.Read(ctx, c.Channel(), opts)
		return err
	})
	if err != nil {
		return nil, nil, opts, err
	}
	full.Exchanges = last.Exchanges
	return []measure{read, full}, contents, opts, nil
}

func benchRules(ctx context.Context, reader string, contents *card.Contents, now time.Time, duration time.Duration) (measure, error) {
	in := harness.Input(reader, contents, nil, fact.Set{})
	return timed(ctx, rulesMeasure, duration, func() error {
		diagnosis.Check(&in, now)
		return nil
	})
}
