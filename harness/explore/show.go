package explore

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Options say how a report is written.
type Options struct {
	Lang  string  // "fr" or "en"
	Width int     // of a terminal
	Worst Verdict // the least bad verdict that is told case by case
	// Repeat gives the command that runs one case again.
	Repeat func(Case) string
}

// Text writes the map of a report, what it comes to, and the groups of cases that
// somebody should look at.
func (r *Report) Text(out io.Writer, o Options) error {
	w := bufio.NewWriter(out)
	say := func(t text.Text) string { return t.In(o.Lang) }
	b := r.Baseline
	fmt.Fprintln(w, say(text.Of("%s : %d échanges avec %s, %d fois le même ; %s au plus, code de retour %d",
		"%s: %d exchanges with %s, the same %d times; %s at most, exit code %d",
		strings.Join(r.Command, " "), len(b.Exchanges), r.Card, b.Runs, b.Took.Round(time.Millisecond), b.Exit)))
	if b.Most > len(b.Exchanges) {
		fmt.Fprintln(w, say(text.Of("Les suivants, jusqu'au %de, dépendent du moment : ils ne sont pas explorés.", "Those behind, up to number %d, depend on time: they are not explored.", b.Most)))
	}
	fmt.Fprintln(w)
	r.writeMap(w, o)
	r.writeLegend(w, o)
	for _, g := range r.Groups(o.Worst) {
		writeGroup(w, g, o)
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, r.Sum().In(o.Lang))
	return w.Flush()
}

// Shown is a command without what stands behind an option for a code: reports are sent
// to others.
func Shown(command []string) []string {
	shown := append([]string(nil), command...)
	for i := range shown {
		name, _, joined := strings.Cut(shown[i], "=")
		secret := false
		switch strings.TrimLeft(name, "-") {
		case "pin", "p", "so-pin", "puk", "new-pin", "login-pin", "password", "passwd", "passin":
			secret = strings.HasPrefix(name, "-")
		}
		switch {
		case secret && joined:
			shown[i] = name + "=****"
		case secret && i+1 < len(shown):
			shown[i+1] = "****"
		}
	}
	return shown
}

// Sum says in one sentence what an exploration came to.
func (r *Report) Sum() text.Text {
	counts, known := r.Count()
	var fr, en []string
	total := 0
	for _, v := range Verdicts() {
		if n := counts[v]; n > 0 {
			total += n
			fr = append(fr, fmt.Sprintf("%d %s", n, v.Text().FR))
			en = append(en, fmt.Sprintf("%d %s", n, v.Text().EN))
		}
	}
	if known > 0 {
		total += known
		fr = append(fr, fmt.Sprintf("%d déjà connus", known))
		en = append(en, fmt.Sprintf("%d known before", known))
	}
	took := r.Took.Round(100 * time.Millisecond)
	return text.Of("%s cas en %s : %s", "%s cases in %s: %s", strconv.Itoa(total), took, text.Text{FR: strings.Join(fr, ", "), EN: strings.Join(en, ", ")})
}

// mapped are the marks of one fault, by exchange from 1.
type mapped struct {
	fault string
	marks []byte
}

func (r *Report) rows() []mapped {
	var all []mapped
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.At == 0 {
			continue
		}
		if len(all) == 0 || all[len(all)-1].fault != c.Fault {
			all = append(all, mapped{c.Fault, []byte(strings.Repeat(" ", len(r.Baseline.Exchanges)))})
		}
		row := &all[len(all)-1]
		for c.At > len(row.marks) {
			row.marks = append(row.marks, ' ')
		}
		row.marks[c.At-1] = c.Verdict.Mark()
	}
	return all
}

// writeMap draws fault by exchange, in pieces that fit the width.
func (r *Report) writeMap(w io.Writer, o Options) {
	rows := r.rows()
	name, columns := 0, 0
	for _, m := range rows {
		name, columns = max(name, len(m.fault)), max(columns, len(m.marks))
	}
	width := max(20, max(o.Width, 40)-name-2) / 10 * 10
	for from := 0; from < columns; from += width {
		to := min(from+width, columns)
		fmt.Fprintf(w, "%-*s  %s\n", name, "", ruler(from, to))
		for _, m := range rows {
			if from < len(m.marks) {
				fmt.Fprintf(w, "%-*s  %s\n", name, m.fault, m.marks[from:min(to, len(m.marks))])
			}
		}
		fmt.Fprintln(w)
	}
}

// ruler numbers every tenth column.
func ruler(from, to int) string {
	line := []byte(strings.Repeat(" ", to-from))
	for at := from/10*10 + 10; at <= to; at += 10 {
		n := strconv.Itoa(at)
		if i := at - from - len(n); i >= 0 {
			copy(line[i:], n)
		}
	}
	return string(line)
}

func (r *Report) writeLegend(w io.Writer, o Options) {
	counts, _ := r.Count()
	for _, v := range Verdicts() {
		if n := counts[v]; n > 0 {
			fmt.Fprintf(w, "  %c  %4d  %s\n", v.Mark(), n, v.Text().In(o.Lang))
		}
	}
}

func writeGroup(w io.Writer, g Group, o Options) {
	first := g.Cases[0]
	at := strconv.Itoa(g.From)
	if g.To > g.From {
		at += "–" + strconv.Itoa(g.To)
	}
	where := text.Of("échange %s, %s", "exchange %s, %s", at, first.Exchange).In(o.Lang)
	if first.At == 0 {
		where = text.Of("dès le début", "from the start").In(o.Lang)
	}
	known := ""
	if first.Known {
		known = text.Of(" (connu)", " (known)").In(o.Lang)
	}
	fmt.Fprintf(w, "\n%c  %s%s : %s, %s\n", g.Verdict.Mark(), g.Verdict.Text().In(o.Lang), known, g.Fault, where)
	fmt.Fprintf(w, "   %s\n", text.Of("code de retour %d", "exit code %d", first.Exit).In(o.Lang)+signalled(first, o))
	for _, l := range first.Missing {
		fmt.Fprintf(w, "   - %s\n", l)
	}
	for _, l := range first.Added {
		fmt.Fprintf(w, "   + %s\n", l)
	}
	if o.Repeat != nil {
		fmt.Fprintf(w, "   → %s\n", o.Repeat(first.Case))
	}
}

func signalled(c *Outcome, o Options) string {
	switch {
	case c.Signal != "":
		return text.Of(", signal : %s", ", signal: %s", c.Signal).In(o.Lang)
	case c.Exit > 128 && c.Exit < 160:
		return text.Of(", peut-être un signal derrière un interpréteur de commandes", ", perhaps a signal behind a shell").In(o.Lang)
	case c.Spent > 0:
		return text.Of(", codes refusés : %d", ", codes refused: %d", c.Spent).In(o.Lang)
	}
	return ""
}

// Run is the report as a run of scenarios, one for each case: what is bad and not known
// failed, what did not run was not reached or was left out. Package evidence writes it for
// machines.
func (r *Report) Run(o Options) *report.Run {
	run := &report.Run{Schema: report.RunSchemaNumber, Suite: "cpslab explore", Started: r.Started, Duration: r.Took, Useful: len(r.Cases)}
	for i := range r.Cases {
		c := &r.Cases[i]
		s := report.Scenario{
			Name: fmt.Sprintf("%s %s", c.Case, c.Exchange), Path: []string{c.Fault}, Card: r.Card, Outcome: report.Passed, Duration: c.Took,
			Exit: &c.Exit, Tries: &c.Spent,
		}
		switch {
		case c.Verdict == Skipped, c.Verdict == NotReached:
			s.Outcome, s.Why, s.Exit, s.Tries = report.NotRun, c.Verdict.Text().In(o.Lang), nil, nil
			s.Missed = &report.Missed{Cause: report.CauseNotApplicable}
			if c.Verdict == Skipped {
				s.Missed.Cause = "interrupted"
			}
		case c.Verdict.Bad() && !c.Known:
			s.Outcome = report.Failed
			s.Failure = &report.Failure{
				Message: strings.Join(append(append([]string{c.Verdict.Text().In(o.Lang)}, marked("- ", c.Missing)...), marked("+ ", c.Added)...), "\n"), Place: "explore:1",
			}
			if o.Repeat != nil {
				s.Repeat = o.Repeat(c.Case)
			}
		}
		run.Scenarios = append(run.Scenarios, s)
	}
	run.Conclude(false)
	return run
}

func marked(mark string, lines []string) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = mark + l
	}
	return all
}
