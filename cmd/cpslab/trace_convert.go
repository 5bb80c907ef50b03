package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/trace"
)

// convertFlags are those of trace convert.
type convertFlags struct {
	from, to string
	output   string
	reader   int
	atr      string // of a log that has none
}

func (a *app) traceConvertCommand() *cobra.Command {
	var f convertFlags
	cmd := &cobra.Command{
		Use:   "convert " + a.t("FICHIER", "FILE") + " --output " + a.t("FICHIER", "FILE"),
		Short: a.t("Lire le journal d'un autre programme, ou écrire une trace pour un autre", "Read the log of another program, or write a trace for another one"),
		Long: a.t(`Lit le journal de pcscd --apdu, celui d'OpenSC (OPENSC_DEBUG=3 ou plus), ce qu'affiche
scriptor, un fichier d'apdu4j, ou une trace ; --from le dit, sinon il se devine.

Ce qui est lu est masqué puis fouillé avant d'être laissé, quel que soit le format écrit :
une trace, un script pour scriptor, un fichier pour apdu4j, ou une capture (pcap, GSMTAP)
pour Wireshark. Un script ne présente aucun code : la ligne en est un commentaire.`,
			`Reads the log of pcscd --apdu, that of OpenSC (OPENSC_DEBUG=3 or more), what scriptor
prints, a dump of apdu4j, or a trace; --from says which, else it is guessed.

What is read is scrubbed, then searched before it is left, whatever is written: a trace, a
script for scriptor, a dump for apdu4j, or a capture (pcap, GSMTAP) for Wireshark. A script
presents no code: its line is a comment.`),
		Example: "  cpslab trace convert pcscd.log --output t.jsonl\n  cpslab trace convert t.jsonl --to pcap --output t.pcap\n  cpslab trace convert t.jsonl --to apdu4j --output t.dump",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.traceConvert(cmd.Context(), args[0], f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.from, "from", "", a.t("format lu : ", "format that is read: ")+formats(trace.Imports()))
	fl.StringVar(&f.to, "to", string(trace.FormatTrace), a.t("format écrit : ", "format that is written: ")+formats(trace.Exports()))
	fl.StringVarP(&f.output, "output", "o", "", a.t("fichier à écrire", "file to write"))
	fl.IntVar(&f.reader, "reader", 1, a.t("lecteur, quand la trace en a plusieurs", "reader, where the trace has several"))
	fl.StringVar(&f.atr, "atr", "", a.t("ATR de la carte, quand le journal ne le dit pas (hexadécimal)", "ATR of the card, where the log does not tell (hexadecimal)"))
	_ = cmd.MarkFlagRequired("output")
	_ = cmd.RegisterFlagCompletionFunc("from", fixed(names(trace.Imports())...))
	_ = cmd.RegisterFlagCompletionFunc("to", fixed(names(trace.Exports())...))
	return cmd
}

func (a *app) traceScrubCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "scrub " + a.t("FICHIER", "FILE") + " --output " + a.t("FICHIER", "FILE"),
		Short: a.t("Masquer encore une trace, ou celle d'un autre programme", "Scrub a trace once more, or that of another program"),
		Long: a.t(`Une trace de cpslab est masquée déjà ; la masquer encore lui donne d'autres valeurs, par
exemple avant de la publier. Lit les mêmes formats que « trace convert ».`,
			`A trace of cpslab is scrubbed already; to scrub it once more gives it other values, for
example before it is published. Reads the formats of “trace convert”.`),
		Example: "  cpslab trace scrub t.jsonl --output public.jsonl",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.traceConvert(cmd.Context(), args[0], convertFlags{to: string(trace.FormatTrace), output: output, reader: 1})
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", a.t("fichier à écrire", "file to write"))
	_ = cmd.MarkFlagRequired("output")
	return cmd
}

func names(all []trace.Format) []string {
	var out []string
	for _, f := range all {
		out = append(out, string(f))
	}
	return out
}

func formats(all []trace.Format) string { return strings.Join(names(all), ", ") }

// traceConvert imports, scrubs, searches and exports.
func (a *app) traceConvert(ctx context.Context, path string, f convertFlags) error {
	for option, c := range map[string]struct {
		value string
		known []trace.Format
	}{"from": {f.from, trace.Imports()}, "to": {f.to, trace.Exports()}} {
		if c.value != "" && !slices.Contains(c.known, trace.Format(c.value)) {
			return usage(a.t("--%s : format inconnu : « %s »", "--%s: unknown format: “%s”"), formats(c.known), option, c.value)
		}
	}
	t, err := a.importTrace(ctx, path, trace.Format(f.from))
	if err != nil {
		return err
	}
	if f.atr != "" {
		var atr card.HexBytes
		if err := atr.UnmarshalText([]byte(strings.NewReplacer(":", "", " ", "").Replace(f.atr))); err != nil || len(atr) > 33 {
			return usage("--atr %s", a.t("des chiffres hexadécimaux : 3BAC0040…", "hexadecimal digits: 3BAC0040…"), f.atr)
		}
		if len(t.Events) > 0 && t.Events[0].Kind == trace.KindCard && len(t.Events[0].ATR) == 0 {
			t.Events[0].ATR = atr
		}
	}
	if cards := len(t.Readers()); f.reader < 1 || f.reader > max(cards, 1) {
		return &trace.NoReaderError{Reader: f.reader - 1, Readers: cards}
	}
	to := trace.Format(f.to)
	if to == trace.FormatTrace {
		file, err := a.beginTrace("output", f.output)
		if err != nil {
			return err
		}
		file.Copy(t)
		if err := file.Close(); err != nil {
			return err
		}
		return a.converted(t, f.output)
	}
	// What another program reads is made of what was scrubbed and searched.
	dir, err := os.MkdirTemp(filepath.Dir(f.output), ".cpslab-trace-")
	if err != nil {
		return usage("--output %s%s%s", a.t("un fichier à écrire", "a file to write"), f.output, a.t(" : ", ": "), a.system(cause(err)))
	}
	defer os.RemoveAll(dir)
	scrubbed := filepath.Join(dir, "scrubbed.jsonl")
	file, err := a.beginTrace("output", scrubbed)
	if err != nil {
		return err
	}
	file.Copy(t)
	if err := file.Close(); err != nil {
		return err
	}
	clean, err := a.readTrace(ctx, scrubbed)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(filepath.Join(dir, "out"), os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(trace.Export(out, clean, f.reader-1, to), out.Close()); err != nil {
		return err
	}
	if err := os.Rename(out.Name(), f.output); err != nil {
		return usage("--output %s%s%s", a.t("un fichier à écrire", "a file to write"), f.output, a.t(" : ", ": "), a.system(cause(err)))
	}
	return a.converted(t, f.output)
}

// converted says what was written.
func (a *app) converted(t *trace.Trace, output string) error {
	n := 0
	for i := range t.Events {
		if t.Events[i].Kind == trace.KindExchange {
			n++
		}
	}
	if a.json() {
		return a.writeJSON(struct {
			Schema    int    `json:"schema"`
			Written   string `json:"written"`
			Exchanges int    `json:"exchanges"`
		}{1, output, n})
	}
	_, err := fmt.Fprintf(a.out, a.t("%s : %d échanges\n", "%s: %d exchanges\n"), output, n)
	return err
}

// importTrace reads a trace, or the log of another program.
func (a *app) importTrace(ctx context.Context, path string, from trace.Format) (*trace.Trace, error) {
	file, err := openInput(ctx, path)
	if err != nil {
		return nil, a.noTrace(path, err)
	}
	defer file.Close()
	const enough = 64 << 10
	head := bufio.NewReaderSize(file, enough)
	if from == "" {
		first, err := head.Peek(enough)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, a.noTrace(path, err)
		}
		if from = trace.Guess(bytes.Clone(first)); from == "" {
			return nil, usage(a.t("%s : format inconnu", "%s: unknown format"), a.t("--from dit de quel programme vient le fichier : ", "--from says which program the file is of: ")+formats(trace.Imports()), path)
		}
	}
	t, err := trace.Import(head, from)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return t, err
}
