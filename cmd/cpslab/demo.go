package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator"
)

func (a *app) demoCommand() *cobra.Command {
	dir := "demo"
	cmd := &cobra.Command{
		Use:   "demo",
		Short: a.t("Toutes les cartes simulées, lues et jugées", "Every simulated card, read and judged"),
		Long: a.t(`Lit chaque carte du catalogue dans ce processus, la juge, affiche le tableau
carte × verdict et écrit demo/report.html.`,
			`Reads each card of the gallery in this process, judges it, prints the matrix card ×
verdict and writes demo/report.html.`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.demo(cmd.Context(), dir) },
	}
	cmd.Flags().StringVar(&dir, "dir", dir, a.t("dossier où écrire report.html", "folder to write report.html into"))
	return cmd
}

func (a *app) demo(ctx context.Context, dir string) error {
	now := a.now()
	set := &readers.Set{Now: func() time.Time { return now }}
	rows := make([]report.Row, 0, 64)
	bar := a.progress()
	names := simulator.PresetNames()
	for i, name := range names {
		bar.step(i+1, len(names), name)
		row, err := a.demoRow(ctx, set, name)
		if err != nil {
			bar.done()
			return err
		}
		rows = append(rows, row)
	}
	bar.done()
	for _, r := range rows {
		if !r.OK {
			a.code = exitBlocked
		}
	}
	if err := a.printMatrix(rows); err != nil {
		return err
	}
	page := report.Page{Title: a.t("cpslab : cartes simulées et verdicts", "cpslab: simulated cards and verdicts"), Lang: a.lang, Generated: now, Version: version, Rows: rows}
	path := filepath.Join(dir, "report.html")
	if err := writePage(path, page); err != nil {
		return &cliError{
			code: exitUsage, text: text.Of("rapport non écrit : %s", "report not written: %s", path).Because(err).In(a.lang),
			hint: a.t("--dir nomme un autre dossier", "--dir names another folder"), err: err,
		}
	}
	if !a.json() {
		fmt.Fprintf(a.out, a.t("\nRapport : %s\n", "\nReport: %s\n"), path)
	}
	return nil
}

func (a *app) printMatrix(rows []report.Row) error {
	if a.json() {
		return a.writeMatrix(rows)
	}
	return report.MatrixText(a.out, a.lang, rows, report.TextOptions{Color: a.style.color, Width: a.matrixWidth()})
}

// matrixWidth cuts the lines of the matrix on a terminal only: a file keeps
// them whole.
func (a *app) matrixWidth() int {
	if a.style.terminal {
		return a.style.width
	}
	return 0
}

func (a *app) writeMatrix(rows []report.Row) error {
	type entry struct {
		Preset   string            `json:"preset"`
		Expected diagnosis.Verdict `json:"expected"`
		Verdict  diagnosis.Verdict `json:"verdict"`
		Rule     string            `json:"rule,omitempty"`
		OK       bool              `json:"ok"`
	}
	list := make([]entry, 0, len(rows))
	for _, r := range rows {
		list = append(list, entry{r.Preset, r.Expected, r.Verdict, r.Rule, r.OK})
	}
	return a.writeJSON(struct {
		Schema int     `json:"schema"`
		Cards  []entry `json:"cards"`
	}{1, list})
}

// demoRow reads and judges one preset.
func (a *app) demoRow(ctx context.Context, set *readers.Set, name string) (report.Row, error) {
	profile, err := simulator.LoadProfile(name)
	if err != nil {
		return report.Row{}, err
	}
	address := readers.SchemeSim + ":" + name
	reading := a.examine(ctx, set, address, fact.Set{})
	if err := reading.Unjudged(); err != nil {
		return report.Row{}, err
	}
	row := report.NewRow(name, a.t(profile.Title.FR, profile.Title.EN), "", "", a.judge(address, reading, set.Now(), false))
	if e := profile.Expect; e != nil {
		row.Expected, row.ExpectedRule = diagnosis.Verdict(e.Verdict), e.First
		row.OK = row.Expected == row.Verdict && row.ExpectedRule == row.Rule
	}
	if read := reading.Input.Card; read != nil && read.ID.State.Known() {
		var screen strings.Builder
		if err := report.Screen(&screen, read, report.ScreenOptions{Lang: a.lang}); err != nil {
			return report.Row{}, err
		}
		row.Screen = screen.String()
	}
	return row, nil
}

func writePage(path string, page report.Page) error {
	var whole bytes.Buffer
	if err := report.HTML(&whole, page); err != nil {
		return err
	}
	return report.WriteFile(path, whole.Bytes())
}
