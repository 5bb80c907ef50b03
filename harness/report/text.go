package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/diagnosis"
)

// TextOptions tell how a text is laid out.
type TextOptions struct {
	Color   bool // ANSI colours; the words say all that the colours say
	Width   int  // columns to wrap at; 0 does not wrap
	Explain bool // list the rules that could not be judged, and what a rule rests on
}

// Text writes a document for people, in its language: the verdict first, in
// plain words, then reader and card, then the findings with cause, remedy, whom
// to call and evidence, most severe first. The layout uses ASCII only, so that
// it survives being pasted into a mail. The only error is that of w.
func Text(w io.Writer, d Document, opts TextOptions) error {
	t := text{lang: d.Lang, opts: opts}
	t.line(t.paint(verdictColor(d.Verdict), Headline(d)))
	if d.Failure != "" {
		t.field(0, pick(d.Lang, "Erreur", "Error"), d.Failure)
	}
	for _, f := range d.Faults {
		t.field(0, pick(d.Lang, "Panne", "Fault"), fmt.Sprintf(pick(d.Lang, "%s : %s ; %s", "%s: %s; %s"), f.Fault, f.Does, f.Times(d.Lang)))
	}
	if s := readerLine(d); s != "" {
		t.field(0, pick(d.Lang, "Lecteur", "Reader"), s)
	}
	if s := cardSummary(d); s != "" {
		t.field(0, pick(d.Lang, "Carte", "Card"), s)
	}
	if s := closedLine(d); s != "" {
		t.field(0, "", s)
	}
	if d.Date != "" {
		t.field(0, pick(d.Lang, "Jugée au", "Judged on"), localDate(d.Date, d.Lang))
	}
	if len(d.UnknownCodes) > 0 {
		t.field(0, "Code", strings.Join(d.UnknownCodes, ", ")+pick(d.Lang, " : inconnu de ce banc", ": unknown to this bench"))
	}
	if s := maskLine(d); s != "" {
		t.field(0, pick(d.Lang, "Identités", "Identities"), s)
	}
	for i, f := range d.Findings {
		t.line("")
		t.finding(i+1, f)
	}
	t.unknown(d)
	_, err := io.WriteString(w, t.b.String())
	return err
}

type text struct {
	b    strings.Builder
	lang string
	opts TextOptions
}

// Columns of the layout.
const (
	findingIndent = 3
	nameWidth     = 10 // "Identities"
)

func (t *text) line(s string) {
	t.b.WriteString(strings.TrimRight(s, " "))
	t.b.WriteByte('\n')
}

// field writes "name : value", wrapped so that the value keeps its column; an
// empty name continues the field before it.
func (t *text) field(indent int, name, value string) {
	const colon = " : "
	rest := strings.Repeat(" ", indent+nameWidth+len(colon))
	head := rest
	if name != "" {
		head = strings.Repeat(" ", indent) + pad(name, nameWidth) + colon
	}
	t.wrapped(head, rest, value)
}

// pad fills s up with blanks to width characters.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

func (t *text) wrapped(first, rest, value string) {
	for i, l := range wrap(value, t.opts.Width-utf8.RuneCountInString(rest)) {
		if i == 0 {
			t.line(first + l)
		} else {
			t.line(rest + l)
		}
	}
}

func (t *text) finding(n int, f Finding) {
	head := fmt.Sprintf("%d. %s  [%s]", n, t.paint(bold, f.ID), t.paint(severityColor(f.Severity), SeverityWord(f.Severity, t.lang)))
	if f.Situation > 0 {
		head += fmt.Sprintf(pick(t.lang, "  situation de facturation %d", "  billing situation %d"), f.Situation)
	}
	t.line(head)
	indent := strings.Repeat(" ", findingIndent)
	if f.Quote != "" && f.Quote != f.Text {
		t.wrapped(indent, indent, "« "+f.Quote+" »")
	}
	t.wrapped(indent, indent, f.Text)
	t.field(findingIndent, "Cause", f.Cause)
	t.field(findingIndent, pick(t.lang, "Que faire", "Remedy"), f.Remedy)
	if f.Contact != "" {
		t.field(findingIndent, pick(t.lang, "Appeler", "Call"), f.Contact)
	}
	for i, e := range f.Evidence {
		name := ""
		if i == 0 {
			name = pick(t.lang, "Constaté", "Evidence")
		}
		t.field(findingIndent, name, evidenceText(e, t.lang))
	}
	// A derived rule is marked as such even when nobody asked for explanations.
	if t.opts.Explain || f.Mark == string(diagnosis.Derived) {
		t.field(findingIndent, pick(t.lang, "Fondement", "Rests on"), markWord(f.Mark, t.lang))
	}
}

func evidenceText(e Evidence, lang string) string {
	value := e.Value
	if value == "" {
		value = pick(lang, "(vide)", "(empty)")
	}
	s := e.Field + " = " + value
	if e.Exchange > 0 {
		s += fmt.Sprintf(pick(lang, " (échange %d)", " (exchange %d)"), e.Exchange)
	}
	return s
}

// ANSI attributes.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	green  = "1;32"
	cyan   = "36"
)

func (t *text) paint(attribute, s string) string {
	if !t.opts.Color || attribute == "" {
		return s
	}
	return "\x1b[" + attribute + "m" + s + "\x1b[0m"
}

func verdictColor(verdict diagnosis.Verdict) string {
	switch verdict {
	case diagnosis.VerdictOK:
		return green
	case diagnosis.VerdictWarning, diagnosis.VerdictIncomplete, diagnosis.VerdictUndetermined:
		return yellow
	default:
		return red
	}
}

func severityColor(severity diagnosis.Severity) string {
	switch severity {
	case diagnosis.Info:
		return cyan
	case diagnosis.Warning:
		return yellow
	default:
		return red
	}
}

// wrap breaks s at blanks into lines of at most width characters; a longer word
// has a line of its own. A width below 20 does not wrap.
func wrap(s string, width int) []string {
	const narrowest = 20
	if width < narrowest {
		return []string{s}
	}
	var out []string
	line, length := "", 0
	for _, unit := range units(s) {
		n := utf8.RuneCountInString(unit)
		if length > 0 && length+1+n > width {
			out = append(out, line)
			line, length = "", 0
		}
		if length > 0 {
			line, length = line+" ", length+1
		}
		line, length = line+unit, length+n
	}
	return append(out, line)
}

// units splits s at the blanks where a line may end.
func units(s string) []string {
	var out []string
	prev := ""
	for i, word := range strings.Split(s, " ") {
		if i > 0 && stick(prev, word) {
			out[len(out)-1] += " " + word
		} else {
			out = append(out, word)
		}
		prev = word
	}
	return out
}

// stick reports whether two words stay on one line: French punctuation follows
// its word, and a number its "n°".
func stick(prev, word string) bool {
	return prev == "n°" || prev == "«" || word == "»" || len(word) > 0 && strings.ContainsAny(word[:1], ":;!?")
}
