package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/trace"
)

func (a *app) traceShowCommand() *cobra.Command {
	var reader int
	var follow bool
	cmd := &cobra.Command{
		Use:   "show " + a.t("FICHIER", "FILE") + " [N]",
		Short: a.t("Montrer les échanges d'une trace, ou l'un d'eux, décodé", "Show the exchanges of a trace, or one of them, decoded"),
		Long: a.t(`Sans numéro, une ligne par échange : numéro, durée, commande et fichier, mot d'état en
clair. Avec le numéro que donne un constat (« échange 48 »), la commande, les données
et leur sens.`,
			`Without a number, one line an exchange: number, duration, command and file, status in
words. With the number that a finding gives (“exchange 48”), the command, the data and
what they mean.`),
		Example: "  cpslab trace show r.jsonl\n  cpslab trace show r.jsonl 48\n  cpslab trace show --follow t.jsonl",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if follow {
				return a.traceFollow(cmd.Context(), args)
			}
			if len(args) == 1 {
				return a.traceList(cmd.Context(), args[0])
			}
			n, err := strconv.Atoi(args[1])
			if err != nil || n < 1 {
				return usage(a.t("« %s » : attendu le numéro d'un échange", "“%s”: want the number of an exchange"), a.t("un nombre à partir de 1", "a number from 1"), args[1])
			}
			return a.traceOne(cmd.Context(), args[0], reader-1, n)
		},
	}
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, a.t("montrer les échanges pendant qu'ils s'enregistrent", "show the exchanges while they are recorded"))
	cmd.Flags().IntVar(&reader, "reader", 1, a.t("lecteur, quand la trace en a plusieurs", "reader, where the trace has several"))
	return cmd
}

// eventJSON is an event in the output contract: as the trace has it, and in words.
type eventJSON struct {
	trace.Event
	Title   string     `json:"title"`
	Outcome string     `json:"outcome,omitempty"`
	Masked  bool       `json:"masked,omitempty"` // the data of the command
	Decoded []lineJSON `json:"decoded,omitempty"`
}

type lineJSON struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
	Depth int    `json:"depth,omitempty"`
}

func (a *app) eventJSON(e *trace.Event) eventJSON {
	return eventJSON{Event: *e, Title: e.Title().In(a.lang), Outcome: e.Outcome().In(a.lang), Masked: e.Masked()}
}

// traceList shows all of a trace. What stands before a line that cannot be read is shown
// too.
func (a *app) traceList(ctx context.Context, path string) error {
	t, err := a.readTrace(ctx, path)
	if t == nil {
		return err
	}
	if a.json() {
		if err != nil {
			return err
		}
		var out struct {
			Schema int `json:"schema"`
			trace.Header
			Whole  bool        `json:"whole"`
			Events []eventJSON `json:"events"`
		}
		out.Schema, out.Header, out.Whole = 1, t.Header, t.End != nil
		for i := range t.Events {
			out.Events = append(out.Events, a.eventJSON(&t.Events[i]))
		}
		return a.writeJSON(out)
	}
	readers := len(t.Readers())
	for i := range t.Events {
		if _, werr := fmt.Fprintln(a.out, a.eventLine(&t.Events[i], readers > 1)); werr != nil {
			return werr
		}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(a.out, a.traceEnd(t))
	return err
}

// eventLine is one event on one line.
func (a *app) eventLine(e *trace.Event, several bool) string {
	where := ""
	if several {
		where = fmt.Sprintf("%d:", e.Reader+1)
	}
	if e.Kind != trace.KindExchange {
		line := fmt.Sprintf("%6s %9s  %s", where, "", e.Title().In(a.lang))
		if out := e.Outcome().In(a.lang); out != "" {
			line += " → " + out
		}
		return line
	}
	line := fmt.Sprintf("%6s %9s  %s → %s", where+strconv.Itoa(e.N), e.Took.Duration().String(), e.Title().In(a.lang), e.Outcome().In(a.lang))
	if n := len(e.Data()); n > 0 {
		line += fmt.Sprintf(a.t(", %d octets", ", %d bytes"), n)
	}
	return line
}

// traceEnd says how a trace ends.
func (a *app) traceEnd(t *trace.Trace) string {
	if t.End == nil {
		return a.t("(la trace n'a pas de fin : l'enregistrement a été interrompu, ou dure encore)", "(the trace has no end: the recording was interrupted, or goes on)")
	}
	said := trace.Manifest(t.End).In(a.lang)
	return fmt.Sprintf(a.t("%d échanges ; %s", "%d exchanges; %s"), t.End.Exchanges, said)
}

// traceOne shows one exchange, decoded.
func (a *app) traceOne(ctx context.Context, path string, reader, n int) error {
	t, err := a.readTrace(ctx, path)
	if t == nil {
		return err
	}
	at, missing := t.Exchange(reader, n)
	if missing != nil {
		return errors.Join(err, missing) // of a trace that cannot be read whole, that is why
	}
	e := &t.Events[at]
	content, from := t.Content(at)
	decoded := trace.Decoded(content)
	if a.json() {
		out := a.eventJSON(e)
		for _, l := range decoded {
			out.Decoded = append(out.Decoded, lineJSON{l.Name.In(a.lang), l.Value.In(a.lang), l.Depth})
		}
		return a.writeJSON(out)
	}
	var b strings.Builder
	line := func(name text.Text, value string) {
		fmt.Fprintf(&b, "%-12s %s\n", name.In(a.lang), value)
	}
	line(text.Of("échange", "exchange"), fmt.Sprintf(a.t("%d, après %s, en %s", "%d, after %s, in %s"), e.N, e.At.Duration(), e.Took.Duration()))
	line(text.Of("commande", "command"), e.Title().In(a.lang))
	line(text.Text{}, grouped(e.Command, e.Masked(), a.t(" (les * : données masquées)", " (each *: masked data)")))
	line(text.Of("réponse", "answer"), e.Outcome().In(a.lang))
	for _, row := range rows(e.Data()) {
		line(text.Text{}, row)
	}
	if len(decoded) > 0 {
		if extra := len(content) - len(e.Data()); extra > 0 {
			line(text.Of("contenu", "content"), fmt.Sprintf(a.t("%d octets en plusieurs échanges, celui-ci à partir de %d", "%d bytes in several exchanges, this one from %d"), len(content), from))
		} else {
			line(text.Of("contenu", "content"), "")
		}
	}
	for _, l := range decoded {
		fmt.Fprintf(&b, "  %s%s", strings.Repeat("  ", l.Depth), l.Name.In(a.lang))
		if v := l.Value.In(a.lang); v != "" {
			b.WriteString(a.t(" : ", ": ") + v)
		}
		b.WriteByte('\n')
	}
	_, err = fmt.Fprint(a.out, b.String())
	return err
}

// grouped writes the bytes of a command; those that are masked as asterisks.
func grouped(cmd []byte, masked bool, note string) string {
	from, to := trace.MaskedIn(cmd)
	var b strings.Builder
	for i, x := range cmd {
		if i > 0 {
			b.WriteByte(' ')
		}
		if i >= from && i < to {
			b.WriteString("**")
		} else {
			fmt.Fprintf(&b, "%02X", x)
		}
	}
	if masked {
		b.WriteString(note)
	}
	return b.String()
}

// rows writes bytes as rows of 16, with the characters that they may be.
func rows(b []byte) []string {
	const width = 16
	var all []string
	for at := 0; at < len(b); at += width {
		row := b[at:min(at+width, len(b))]
		chars := make([]byte, len(row))
		for i, x := range row {
			chars[i] = x
			if x < ' ' || x >= 0x7F {
				chars[i] = '.'
			}
		}
		all = append(all, fmt.Sprintf("%04X  %-47s  %s", at, fmt.Sprintf("% X", row), chars))
	}
	return all
}
