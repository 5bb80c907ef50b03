//go:build !nosuite

package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/farm"
)

// farmStatus shows a farm as it is now.
func (a *app) farmStatus(ctx context.Context, f farmFlags) error {
	q, err := a.needQueue(ctx, f, "status")
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	s, err := farm.Look(ctx, q)
	if err != nil {
		return err
	}
	if a.json() {
		return a.writeJSON(s)
	}
	_, err = io.WriteString(a.out, a.farmText(s))
	return err
}

// maxFarmResults is how many of the last results, and of the runs that were given, are shown.
const maxFarmResults = 10

// farmText is a farm for the screen.
func (a *app) farmText(s *farm.Status) string {
	var b strings.Builder
	ago := func(t time.Time) string { return s.At.Sub(t).Round(time.Second).String() }
	fmt.Fprintf(&b, a.t("stations : %d\n", "stations: %d\n"), len(s.Stations))
	for _, one := range s.Stations {
		fmt.Fprintf(&b, "  %s  cpslab %s  %s/%s  %s\n", one.Name, text.Printable(one.Version), text.Printable(one.OS), text.Printable(one.Arch), text.Printable(strings.Join(one.Labels, ",")))
		for _, r := range one.Readers {
			lease := a.t("sans bail", "no lease")
			if r.Fence > 0 {
				lease = fmt.Sprintf(a.t("bail n° %d", "lease %d"), r.Fence)
			}
			fmt.Fprintf(&b, "    %s  %s\n", text.Printable(r.Name), lease)
		}
		switch w := one.Working; {
		case w != nil:
			fmt.Fprintf(&b, a.t("    fait la part %d/%d de %s depuis %s\n", "    does shard %d/%d of %s since %s\n"), w.Index, w.Total, text.Printable(w.Run), ago(w.Since))
		case one.Draining:
			fmt.Fprintln(&b, a.t("    se vide", "    drains"))
		default:
			fmt.Fprintf(&b, a.t("    attend du travail ; %d parts faites\n", "    waits for work; %d shards done\n"), one.Done)
		}
	}
	fmt.Fprintf(&b, a.t("déroulements : %d\n", "runs: %d\n"), len(s.Runs))
	for _, r := range s.Runs {
		fmt.Fprintf(&b, a.t("  %s  %s  %d parts sur %d, dont %d perdues, depuis %s\n", "  %s  %s  %d of %d shards, %d of them lost, since %s\n"),
			text.Printable(r.Run), text.Printable(r.Title), r.Ended, r.Shards, r.Lost, ago(r.Opened))
	}
	if len(s.Given) > 0 {
		fmt.Fprintln(&b, a.t("donnés ces derniers jours (farm run --resume) :", "given in the last days (farm run --resume):"))
	}
	for i, g := range s.Given {
		if i == maxFarmResults {
			break
		}
		fmt.Fprintf(&b, a.t("  %s  %s  %d parts sur %d, dont %d perdues, il y a %s\n", "  %s  %s  %d of %d shards, %d of them lost, %s ago\n"),
			text.Printable(g.Run), text.Printable(g.Title), g.Ended, g.Shards, g.Lost, ago(g.At))
	}
	if len(s.Results) == 0 {
		fmt.Fprintln(&b, a.t("derniers résultats : aucun", "last results: none"))
		return b.String()
	}
	fmt.Fprintln(&b, a.t("derniers résultats :", "last results:"))
	for i, o := range s.Results {
		if i == maxFarmResults {
			break
		}
		what := fmt.Sprintf(a.t("%d en échec", "%d failed"), o.Failed)
		if o.Lost != nil {
			what = a.t("perdue : ", "lost: ") + o.Lost.Text().In(a.lang)
		}
		fmt.Fprintf(&b, "  %s %d/%d  %s  %s\n", text.Printable(o.Run), o.Index, o.Total, text.Printable(o.Station), what)
	}
	return b.String()
}
