package evidence

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// HTML is a run as one page that needs nothing else: the verdict first, a map of
// scenarios and cards, what failed with its evidence and its exchanges folded, latencies
// against the line of the card, the environment, and every scenario. It works without
// script (which only filters and copies), prints on A4, and reads on a narrow screen. All
// that comes from outside is escaped.
func HTML(run *report.Run, o Options) ([]byte, error) {
	say := func(fr, en string) string { return text.Of(fr, en).In(o.Lang) }
	quantiles := Latencies(run)
	plot, err := latencyPlot(quantiles, say("durée d'un échange", "time of an exchange"))
	if err != nil {
		return nil, text.Wrap(text.Of("le tracé des durées", "the plot of latencies"), err)
	}
	t, err := template.New("run").Funcs(template.FuncMap{
		"say":      say,
		"style":    func() template.CSS { return report.Style() + template.CSS(pageStyle) },
		"script":   func() template.JS { return template.JS(pageScript) }, //nolint:gosec // a file of this package
		"outcome":  func(s *report.Scenario) string { return outcomeText(s).In(o.Lang) },
		"tone":     outcomeTone,
		"mark":     outcomeMark,
		"verdict":  func(v diagnosis.Verdict) string { return report.VerdictWord(v, o.Lang) },
		"severity": func(s diagnosis.Severity) string { return report.SeverityWord(s, o.Lang) },
		"weight":   severityTone,
		"time":     shown,
		"many": func(n int, oneFR, manyFR, oneEN, manyEN string) string {
			pattern := say(manyFR, manyEN)
			if n == 1 || n == 0 && text.French(o.Lang) { // French counts nothing as one
				pattern = say(oneFR, oneEN)
			}
			return fmt.Sprintf(pattern, n)
		},
		"why":    func(s *report.Scenario) string { return inWords(s, o.Lang, s.Why) },
		"failed": func(s *report.Scenario) string { return inWords(s, o.Lang, s.Failure.Message) },
		"join":   strings.Join,
		"status": statusText,
	}).Parse(pageSource)
	if err != nil {
		return nil, text.Wrap(text.Of("la page n'est pas un modèle", "the page is no template"), err)
	}
	var out bytes.Buffer
	err = t.Execute(&out, page{
		Run: run, Lang: text.French(o.Lang), Headline: headline(run).In(o.Lang), Tone: tone(run), Counts: count(run), Next: next(run).In(o.Lang),
		Sections: sections(run), Problems: problems(run), Found: found(run), Missed: missed(run, o.Lang), Quantiles: quantiles, Plot: plot,
		Started: run.Started.Format(say("02/01/2006 15:04:05 MST", "2006-01-02 15:04:05 MST")), Took: short(run.Duration),
		Programs: slices.ContainsFunc(run.Scenarios, func(s report.Scenario) bool { return s.Tries != nil }),
	})
	return out.Bytes(), err
}

type page struct {
	*report.Run
	Lang           bool // French
	Headline, Tone string
	Counts         counts
	Next           string
	Sections       []section
	Problems       []problem
	Found          []report.RunFinding
	Missed         []missedGroup
	Quantiles      []Quantiles
	Plot           template.HTML
	Started, Took  string
	Programs       bool // scenarios are programs that were run before cards
}

// Total and the others are for the template.
func (c counts) Total() int  { return c.total }
func (c counts) Passed() int { return c.passed }
func (c counts) Failed() int { return c.failed + c.panicked }
func (c counts) NotRun() int { return c.notRun }

// section is a chapter of the suite: its rows are scenarios, its cells are cards; where
// no card is named, cells are scenarios.
type section struct {
	Title string
	Cards []string // names of the columns, nil where cells are scenarios
	Rows  []pageRow
}

type pageRow struct {
	Title string
	Cells []*pageCell // nil where that card has none
}

type pageCell struct {
	*report.Scenario
	At int // index in the run
}

// Title names the cell.
func (c *pageCell) Title() string { return c.Name }

// sections are the map of a run.
func sections(run *report.Run) []section {
	var order []string
	byTitle := map[string][]*pageCell{}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		title := run.Suite
		if len(s.Path) > 0 {
			title = s.Path[0]
		}
		if s.Where != "" {
			title = s.Where + " · " + title
		}
		if byTitle[title] == nil {
			order = append(order, title)
		}
		byTitle[title] = append(byTitle[title], &pageCell{s, i})
	}
	slices.Sort(order)
	all := make([]section, 0, len(order))
	for _, title := range order {
		all = append(all, sectionOf(title, byTitle[title]))
	}
	return all
}

func sectionOf(title string, cells []*pageCell) section {
	out := section{Title: title}
	for _, c := range cells {
		if c.Card != "" && !slices.Contains(out.Cards, c.Card) {
			out.Cards = append(out.Cards, c.Card)
		}
	}
	slices.Sort(out.Cards)
	rows := map[string]*pageRow{}
	for _, c := range cells {
		name := rowOf(c)
		r := rows[name]
		if r == nil {
			r = &pageRow{Title: name, Cells: make([]*pageCell, len(out.Cards))}
			rows[name] = r
		}
		at := slices.Index(out.Cards, c.Card)
		if at < 0 || r.Cells[at] != nil { // of no card, or a second one of that name
			r.Cells = append(r.Cells, c)
			continue
		}
		r.Cells[at] = c
	}
	for _, r := range rows {
		if !slices.ContainsFunc(r.Cells[:len(out.Cards)], func(c *pageCell) bool { return c != nil }) {
			r.Cells = r.Cells[len(out.Cards):]
			slices.SortFunc(r.Cells, func(a, b *pageCell) int { return cmp.Compare(a.Name, b.Name) })
		}
		out.Rows = append(out.Rows, *r)
	}
	slices.SortFunc(out.Rows, func(a, b pageRow) int { return cmp.Compare(a.Title, b.Title) })
	return out
}

// rowOf is what a scenario has in common with others: its own words where a card is named,
// else the family of the rule that it is about.
func rowOf(c *pageCell) string {
	own := strings.TrimSpace(strings.TrimPrefix(c.Name, strings.Join(c.Path, " ")))
	if c.Card != "" {
		return cmp.Or(strings.TrimSpace(strings.TrimPrefix(own, c.Card)), own, c.Name)
	}
	if parts := strings.Split(c.Rule, "-"); len(parts) == 3 {
		return strings.Join(parts[:2], "-")
	}
	return ""
}

// statusText is a status word with what it says.
func statusText(hex string) string {
	n, err := strconv.ParseUint(hex, 16, 16)
	if err != nil {
		return "–"
	}
	return apdu.SW(n).String()
}

func outcomeText(s *report.Scenario) text.Text {
	switch s.Outcome {
	case report.Passed:
		return text.Of("réussi", "passed")
	case report.NotRun:
		return text.Of("non déroulé", "not run")
	case report.TimedOut:
		return text.Of("délai dépassé", "timed out")
	default:
		return text.Of("échec", "failed")
	}
}

// outcomeTone and outcomeMark are colour and shape: no state is told by one alone.
func outcomeTone(s *report.Scenario) string {
	switch s.Outcome {
	case report.Passed:
		return "ok"
	case report.NotRun:
		return "warn"
	default:
		return "bad"
	}
}

func outcomeMark(s *report.Scenario) string {
	switch s.Outcome {
	case report.Passed:
		return "●"
	case report.NotRun:
		return "◐"
	default:
		return "■"
	}
}

func severityTone(s diagnosis.Severity) string {
	switch {
	case s > diagnosis.Warning:
		return "bad"
	case s == diagnosis.Warning:
		return "warn"
	}
	return "info"
}

func tone(run *report.Run) string {
	switch {
	case run.OK:
		return "ok"
	case run.Reason == "incomplete":
		return "warn"
	}
	return "bad"
}

// next is what to do with the result.
func next(run *report.Run) text.Text {
	switch {
	case run.OK:
		return text.Of("Rien à faire.", "Nothing to do.")
	case run.Reason == "failed":
		return text.Of("Chaque échec donne plus bas la commande qui le répète.", "Each failure gives the command that repeats it, below.")
	case run.Reason == "incomplete":
		return text.Of("Ce qui a été déroulé a réussi ; voyez plus bas ce qui ne l'a pas été, et pourquoi.", "What ran passed; what did not run, and why, is below.")
	case run.Reason == "untested":
		return text.Of("Rien d'utile n'a été déroulé : voyez le lecteur et la carte, puis recommencez.", "Nothing useful ran: look at reader and card, then run again.")
	}
	return text.Of("Le banc est en panne ou a été interrompu : ce qui a été déroulé avant est plus bas.", "The bench failed or was interrupted: what ran before is below.")
}

// found are the findings on a single card that no failure tells already, most severe
// first, each once.
func found(run *report.Run) []report.RunFinding {
	if strings.HasSuffix(run.Environment.Reader, ":") && run.Environment.Reader != "pcsc:" {
		return nil // of many cards, made to have something found
	}
	var all []report.RunFinding
	known := map[string]bool{}
	for _, p := range problems(run) {
		for _, f := range p.Findings {
			known[f.Rule] = true
		}
	}
	for _, s := range run.Scenarios {
		for _, f := range s.Findings {
			if !known[f.Rule] && !slices.ContainsFunc(all, func(g report.RunFinding) bool { return g.Rule == f.Rule }) {
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b report.RunFinding) int { return int(b.Severity) - int(a.Severity) })
	return all
}

type missedGroup struct {
	Why   string
	Names []string
}

// inWords is why a scenario failed or did not run, in a language where both are there.
func inWords(s *report.Scenario, lang, said string) string {
	if s.Reason == nil {
		return said
	}
	return cmp.Or(s.Reason.In(lang), said)
}

// missed are the scenarios that did not run, by reason.
func missed(run *report.Run, lang string) []missedGroup {
	var all []missedGroup
	for _, s := range run.Scenarios {
		if s.Outcome != report.NotRun {
			continue
		}
		why := inWords(&s, lang, s.Why)
		i := slices.IndexFunc(all, func(g missedGroup) bool { return g.Why == why })
		if i < 0 {
			i = len(all)
			all = append(all, missedGroup{Why: why})
		}
		all[i].Names = append(all[i].Names, s.Name)
	}
	return all
}

// Anchor is the place of the scenario in the page.
func (c *pageCell) Anchor() string { return fmt.Sprintf("s%d", c.At) }
