package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/trace"
)

func (a *app) traceDiffCommand() *cobra.Command {
	var bytes bool
	var reader int
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: a.t("Comparer deux traces, échange par échange", "Compare two traces, exchange by exchange"),
		Long: a.t(`Compare ce qui est demandé (commande et fichier) et ce qui est répondu (mot d'état, longueur
des données). Les valeurs masquées diffèrent d'une trace à l'autre : --bytes les compare
quand même. Code 1 quand quelque chose diffère.`,
			`Compares what is asked (command and file) and what is answered (status word, length of the
data). Masked values differ from trace to trace: --bytes compares them all the same. Exit 1
where something differs.`),
		Example: "  cpslab trace diff before.jsonl after.jsonl",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.traceDiff(cmd.Context(), args[0], args[1], reader-1, bytes)
		},
	}
	cmd.Flags().BoolVar(&bytes, "bytes", false, a.t("comparer aussi les octets", "compare the bytes too"))
	cmd.Flags().IntVar(&reader, "reader", 1, a.t("lecteur, quand les traces en ont plusieurs", "reader, where the traces have several"))
	return cmd
}

func (a *app) traceDiff(ctx context.Context, one, other string, reader int, bytes bool) error {
	before, err := a.readTrace(ctx, one)
	if err != nil {
		return err
	}
	after, err := a.readTrace(ctx, other)
	if err != nil {
		return err
	}
	changes := trace.Diff(before, after, reader, bytes)
	if len(changes) > 0 {
		a.code = exitBlocked
	}
	if a.json() {
		type changeJSON struct {
			Kind   string     `json:"kind"` // "removed", "added", "changed"
			Before *eventJSON `json:"before,omitempty"`
			After  *eventJSON `json:"after,omitempty"`
		}
		out := struct {
			Schema  int          `json:"schema"`
			Changes []changeJSON `json:"changes"`
		}{1, []changeJSON{}}
		for _, c := range changes {
			one := changeJSON{Kind: c.Kind()}
			if c.Before != nil {
				e := a.eventJSON(c.Before)
				one.Before = &e
			}
			if c.After != nil {
				e := a.eventJSON(c.After)
				one.After = &e
			}
			out.Changes = append(out.Changes, one)
		}
		return a.writeJSON(out)
	}
	for _, c := range changes {
		if c.Before != nil {
			if _, err := fmt.Fprintln(a.out, "-"+a.eventLine(c.Before, false)); err != nil {
				return err
			}
		}
		if c.After != nil {
			if _, err := fmt.Fprintln(a.out, "+"+a.eventLine(c.After, false)); err != nil {
				return err
			}
		}
	}
	if len(changes) == 0 {
		_, err = fmt.Fprintln(a.out, a.t("les mêmes échanges", "the same exchanges"))
	}
	return err
}
