package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/lookup"
)

// logJSON is what a log says: causes, each with the lines that name it. Nothing of the
// log itself is in it.
type logJSON struct {
	Lines    int            `json:"lines"`
	Bytes    int64          `json:"bytes"`
	Complete bool           `json:"complete"`
	NotRead  []string       `json:"not_read"`
	Causes   []logCauseJSON `json:"causes"` // in the order to check
}

type logCauseJSON struct {
	causeJSON // of the first rule; its rule is "" for a fault of something else

	Meaning string        `json:"meaning,omitempty"`
	Rules   []string      `json:"rules"` // in the order to check
	Seen    []logLineJSON `json:"seen"`
}

type logLineJSON struct {
	Line  int    `json:"line"`
	Last  int    `json:"last"`
	Times int    `json:"times"`
	Token string `json:"token"`
	Kind  string `json:"kind"`
	Sure  bool   `json:"sure"`
}

// fromLog answers for a log: a file, or standard input for "-".
func (a *app) fromLog(ctx context.Context, name string) error {
	in := io.NopCloser(a.in)
	if name != "-" {
		var err error
		if in, err = openInput(ctx, name); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			return usage("%s", a.t("un fichier de journal, ou - pour l'entrée standard", "a file of a log, or - for standard input"), name+": "+a.system(err))
		}
		defer func() { _ = in.Close() }() // it was read only
	} else {
		in = io.NopCloser(interruptible{ctx, a.in})
	}
	log, err := lookup.ReadLog(ctx, in)
	if err != nil && (ctx.Err() != nil || log.Lines == 0) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return usage("%s", a.t("un fichier de journal, ou - pour l'entrée standard", "a file of a log, or - for standard input"), name+": "+a.system(err))
	}
	out := a.logJSON(log)
	if err != nil {
		out.Complete, out.NotRead = false, append(out.NotRead, a.system(err))
	}
	return a.showLog(out)
}

// showLog writes what a log says.
func (a *app) showLog(out *logJSON) error {
	if len(out.Causes) == 0 || !out.Complete {
		a.code = exitOpen
	}
	if a.json() {
		return a.writeJSON(reproduceJSON{Schema: 1, Matches: []matchJSON{}, Log: out, Summary: summaryOf(out.causes())})
	}
	a.printSummary(summaryOf(out.causes()))
	fmt.Fprintf(a.out, a.t("Journal : %d lignes lues\n", "Log: %d lines read\n"), out.Lines)
	if len(out.Causes) == 0 {
		fmt.Fprintln(a.out, a.t("Rien n'y nomme une cause : ni code dans son contexte, ni texte connu à la lettre.", "Nothing in it names a cause: no code in its context, no known text to the letter."))
	} else {
		fmt.Fprintln(a.out, a.t("\nCauses que ses lignes nomment, dans l'ordre où les vérifier :", "\nCauses that its lines name, in the order to check them:"))
	}
	for i, c := range out.Causes {
		a.printLogCause(i+1, c)
	}
	if len(out.NotRead) > 0 {
		fmt.Fprintln(a.out, a.t("\nDe ce journal n'a pas été lu :", "\nOf that log this was not read:"))
	}
	for _, n := range out.NotRead {
		a.hanging("  - ", n)
	}
	return nil
}

// logJSON gathers the lines of a log by the rule that they lead to first.
func (a *app) logJSON(log lookup.Log) *logJSON {
	out := &logJSON{Lines: log.Lines, Bytes: log.Bytes, Complete: len(log.NotRead) == 0, NotRead: []string{}, Causes: []logCauseJSON{}}
	for _, n := range log.NotRead {
		out.NotRead = append(out.NotRead, n.In(a.lang))
	}
	for _, g := range log.Groups() {
		cause := logCauseJSON{Meaning: g.Match.Message.Meaning.In(a.lang), Rules: g.Rules, Seen: []logLineJSON{}}
		if causes := a.causes(g.Match); len(causes) > 0 {
			cause.causeJSON = causes[0]
		}
		for _, c := range g.Seen {
			cause.Seen = append(cause.Seen, logLineJSON{Line: c.First, Last: c.Last, Times: c.Times, Token: c.Token, Kind: string(c.Match.Message.Kind), Sure: c.Match.Sure()})
		}
		out.Causes = append(out.Causes, cause)
	}
	return out
}

func (l *logJSON) causes() []causeJSON {
	var out []causeJSON
	for _, c := range l.Causes {
		if c.Rule == "" {
			c.Title = c.Meaning
		}
		out = append(out, c.causeJSON)
	}
	return out
}

func (a *app) printLogCause(n int, c logCauseJSON) {
	if c.Rule == "" {
		a.hanging(fmt.Sprintf("  %d. ", n), c.Meaning)
	} else {
		fmt.Fprintf(a.out, "  %d. %-12s  %s\n", n, c.Rule, c.Title)
	}
	for _, s := range c.Seen {
		where := fmt.Sprintf(a.t("ligne %d", "line %d"), s.Line)
		switch {
		case s.Times == 2:
			where += fmt.Sprintf(a.t(", et %d", ", and %d"), s.Last)
		case s.Times > 2:
			where += fmt.Sprintf(a.t(", puis %d fois jusqu'à la ligne %d", ", then %d times up to line %d"), s.Times-1, s.Last)
		}
		said := s.Token
		if !s.Sure {
			said += a.t(" (à confirmer)", " (to be confirmed)")
		}
		a.hanging("     "+where+a.t(" : ", ": "), said)
	}
	if c.Rule == "" {
		return
	}
	a.printAdvice(c.causeJSON)
	if more := c.Rules[1:]; len(more) > 0 {
		a.adviceLine(a.t("Puis", "Then"), strings.Join(more, ", "))
	}
}

// summaryJSON is one of the first causes of an answer.
type summaryJSON struct {
	Rule  string `json:"rule,omitempty"`
	Title string `json:"title"`
}

// mostSummed is how many causes a summary names.
const mostSummed = 3

// summaryOf are the first causes of an answer, each once.
func summaryOf(causes []causeJSON) []summaryJSON {
	var out []summaryJSON
	for _, c := range causes {
		s := summaryJSON{c.Rule, c.Title}
		if len(out) < mostSummed && c.Title != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// summed are the causes that an answer shows in full, in order.
func summed(answer reproduceJSON) []causeJSON {
	var out []causeJSON
	for i, m := range answer.Matches {
		if m.Kind == string(lookup.KindFamily) || i > 0 && !m.Sure {
			break
		}
		out = append(out, m.Causes...)
	}
	return out
}

// printSummary names the first causes, a line each, before the details. One cause is
// its own summary.
func (a *app) printSummary(causes []summaryJSON) {
	if len(causes) < 2 {
		return
	}
	head := a.t("En bref : ", "In short: ")
	for i, c := range causes {
		said := c.Title
		if c.Rule != "" {
			said += " (" + c.Rule + ")"
		}
		a.hanging(fmt.Sprintf("%s%d. ", head, i+1), said)
		head = strings.Repeat(" ", len("En bref : "))
	}
	fmt.Fprintln(a.out)
}

// pastedLog reports whether a query is a block of a log: many lines, of which one names
// a cause.
func pastedLog(ctx context.Context, query string) (lookup.Log, bool) {
	const least = 5 // lines
	if strings.Count(strings.TrimSpace(query), "\n") < least-1 {
		return lookup.Log{}, false
	}
	log, err := lookup.ReadLog(ctx, strings.NewReader(strings.TrimRight(query, "\r\n")+"\n"))
	return log, err == nil && len(log.Causes) > 0 && log.Causes[0].Match.Sure() && diagnosisOf(log)
}

// diagnosisOf reports whether a log leads to a rule.
func diagnosisOf(log lookup.Log) bool {
	return slices.ContainsFunc(log.Causes, func(c lookup.LogCause) bool {
		return slices.ContainsFunc(c.Match.Message.Rules, func(id string) bool { _, ok := diagnosis.ByID(id); return ok })
	})
}
