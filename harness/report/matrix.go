package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/diagnosis"
)

// Row is one card of a matrix: what was expected of it and what was found.
type Row struct {
	Preset       string            // name of the preset, or address of the reader
	Title        string            // in the language of the page
	Expected     diagnosis.Verdict // written by hand, "" when there is none
	ExpectedRule string            // first rule expected, "" when there is none
	Verdict      diagnosis.Verdict // found
	Rule         string            // first rule above INFO that fired, "" when there is none
	Text         string            // its text
	OK           bool              // found is what was expected
	Document     Document
	Screen       string // what Screen wrote of the card, "" when no card was read
}

// NewRow fills verdict, rule and text from a document, and OK from verdict and
// first rule. A caller that expects more than those two sets OK itself.
func NewRow(preset, title string, expected diagnosis.Verdict, expectedRule string, d Document) Row {
	r := Row{Preset: preset, Title: title, Expected: expected, ExpectedRule: expectedRule, Verdict: d.Verdict, Document: d}
	if f, ok := d.First(); ok {
		r.Rule, r.Text = f.ID, f.Text
	}
	r.OK = r.Expected == r.Verdict && r.ExpectedRule == r.Rule
	return r
}

// MatrixText writes the rows as a table in aligned columns, one row a line, and
// the counts below. Where a row differs from what was expected it says so in
// the last column. Lines are cut at opts.Width when that is given. The only
// error is that of w.
func MatrixText(w io.Writer, lang string, rows []Row, opts TextOptions) error {
	t := text{lang: lang, opts: opts}
	head := []string{pick(lang, "Carte", "Card"), "Verdict", pick(lang, "Règle", "Rule"), pick(lang, "Ce que voit l'utilisateur", "What the user sees")}
	widths := make([]int, len(head)-1)
	cells := make([][]string, len(rows))
	for i, r := range rows {
		cells[i] = []string{r.Preset, VerdictWord(r.Verdict, lang), r.Rule, r.seen(lang)}
	}
	for i := range widths {
		widths[i] = utf8.RuneCountInString(head[i])
		for _, c := range cells {
			widths[i] = max(widths[i], utf8.RuneCountInString(c[i]))
		}
	}
	t.row(widths, head, "")
	rules := make([]string, len(head))
	for i, n := range widths {
		rules[i] = strings.Repeat("-", n)
	}
	rules[len(head)-1] = strings.Repeat("-", utf8.RuneCountInString(head[len(head)-1]))
	t.row(widths, rules, "")
	for i, r := range rows {
		t.row(widths, cells[i], verdictColor(r.Verdict))
	}
	t.line("")
	c := Count(rows)
	if c.Wrong > 0 {
		t.line(t.paint(red, c.line(lang)))
	} else {
		t.line(c.line(lang))
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

// seen is the last column: the text, or how the row differs from what was
// expected.
func (r Row) seen(lang string) string {
	if r.OK {
		return r.Text
	}
	s := fmt.Sprintf(pick(lang, "<< ATTENDU : %s", "<< EXPECTED: %s"), strings.TrimSpace(VerdictWord(r.Expected, lang)+" "+r.ExpectedRule))
	if r.Text == "" {
		return s
	}
	return s + " >> " + r.Text
}

func (t *text) row(widths []int, cells []string, verdictAttribute string) {
	var b strings.Builder
	used := 0
	for i, width := range widths {
		cell := pad(cells[i], width)
		if i == 1 && verdictAttribute != "" {
			cell = t.paint(verdictAttribute, cell)
		}
		b.WriteString(cell + "  ")
		used += width + 2
	}
	last := cells[len(widths)]
	if t.opts.Width > 0 {
		last = cut(last, max(t.opts.Width-used, narrowestCell))
	}
	t.line(b.String() + last)
}

// narrowestCell is what remains of the last column on a narrow terminal.
const narrowestCell = 12

// cut shortens s to width characters, the last ones "...".
func cut(s string, width int) string {
	const dots = "..."
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:width-len(dots)]), " ") + dots
}

// Counts sums a matrix up.
type Counts struct {
	Total, OK, Warning, Blocked, BenchError int
	Open                                    int // incomplete or undetermined
	Undetermined                            int // of those, undetermined
	Wrong                                   int // rows that differ from what was expected
}

// Count counts the verdicts of rows.
func Count(rows []Row) Counts {
	c := Counts{Total: len(rows)}
	for _, r := range rows {
		switch v := r.Verdict; {
		case v == diagnosis.VerdictOK:
			c.OK++
		case v == diagnosis.VerdictWarning:
			c.Warning++
		case v == diagnosis.VerdictBlocked:
			c.Blocked++
		case v.Open():
			c.Open++
			if v == diagnosis.VerdictUndetermined {
				c.Undetermined++
			}
		default:
			c.BenchError++
		}
		if !r.OK {
			c.Wrong++
		}
	}
	return c
}

// Incomplete is how many are open, and not undetermined.
func (c Counts) Incomplete() int { return c.Open - c.Undetermined }

func (c Counts) line(lang string) string {
	const fr, en = " : %d OK, %d ATTENTION, %d BLOQUÉ", ": %d OK, %d WARNING, %d BLOCKED"
	s := fmt.Sprintf(plural(c.Total, lang, "%d carte"+fr, "%d cartes"+fr, "%d card"+en, "%d cards"+en), c.Total, c.OK, c.Warning, c.Blocked)
	if n := c.Incomplete(); n > 0 {
		s += fmt.Sprintf(", %d %s", n, VerdictWord(diagnosis.VerdictIncomplete, lang))
	}
	if c.Undetermined > 0 {
		s += fmt.Sprintf(", %d %s", c.Undetermined, VerdictWord(diagnosis.VerdictUndetermined, lang))
	}
	if c.BenchError > 0 {
		s += fmt.Sprintf(pick(lang, ", %d ERREUR DU BANC", ", %d BENCH ERROR"), c.BenchError)
	}
	if c.Wrong == 0 {
		return s + pick(lang, ". Tout est conforme à l'attendu.", ". All as expected.")
	}
	return s + fmt.Sprintf(plural(c.Wrong, lang, ". %d diffère de l'attendu.", ". %d diffèrent de l'attendu.", ". %d differs from what was expected.", ". %d differ from what was expected."), c.Wrong)
}
