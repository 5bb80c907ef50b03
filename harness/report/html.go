package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	speak "github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
)

//go:embed page.html
var pageSource string

//go:embed style.css
var style string

// Style is the style sheet of every page of this bench: system fonts, light or dark as the
// reader's system is, colours for the classes ok, warn, bad and info, tables that become
// lists on a narrow screen, and paper.
func Style() template.CSS { return template.CSS(style) }

// Page is an HTML report: a summary, a table of all cards, and behind each one
// its findings and its screen.
type Page struct {
	Title     string
	Lang      string    // "fr" or "en"
	Generated time.Time // as the caller's clock tells; its location is kept
	Version   string    // of the program
	Rows      []Row
}

// HTML writes the page as one file that needs nothing else: styles inline, no
// script, no font, image or address loaded from anywhere. It prints well, is
// light or dark as the reader's system is, and tells every state in words.
// Everything from outside is escaped. The error is that of w.
func HTML(w io.Writer, p Page) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"say":      func(fr, en string) string { return pick(p.Lang, fr, en) },
		"word":     func(verdict diagnosis.Verdict) string { return VerdictWord(verdict, p.Lang) },
		"severity": func(s diagnosis.Severity) string { return SeverityWord(s, p.Lang) },
		"mark":     func(s string) string { return markWord(s, p.Lang) },
		"evidence": func(e Evidence) string { return evidenceText(e, p.Lang) },
		"style":    Style,
		"headline": Headline,
		"reader":   readerLine,
		"card":     cardSummary,
		"unknown":  unknownLine,
		"masks":    maskLine,
		"anchor":   func(i int) string { return fmt.Sprintf("c%d", i+1) },
		"tone":     verdictTone,
		"weight":   severityTone,
		"day":      func(s string) string { return localDate(s, p.Lang) },
	}).Parse(pageSource)
	if err != nil {
		return speak.Wrap(speak.Of("rapport : lecture du modèle de page", "report: parsing the page template"), err)
	}
	return t.Execute(w, struct {
		Page
		Counts Counts
		When   string
	}{p, Count(p.Rows), moment(p.Generated, p.Lang)})
}

// verdictTone names the colour class of a verdict.
func verdictTone(v diagnosis.Verdict) string {
	switch v {
	case diagnosis.VerdictOK:
		return "ok"
	case diagnosis.VerdictWarning, diagnosis.VerdictIncomplete, diagnosis.VerdictUndetermined:
		return "warn"
	default:
		return "bad"
	}
}

// severityTone names the colour class of a severity.
func severityTone(s diagnosis.Severity) string {
	switch s {
	case diagnosis.Info:
		return "info"
	case diagnosis.Warning:
		return "warn"
	default:
		return "bad"
	}
}

func moment(t time.Time, lang string) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(pick(lang, "02/01/2006 15:04 MST", "2006-01-02 15:04 MST"))
}
