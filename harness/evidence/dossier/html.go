package dossier

import (
	"bytes"
	_ "embed"
	"html/template"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle string

// HTML is the report as one page that needs nothing else, without a script. It prints on
// A4 with the notice on each sheet, and reads on a narrow screen. All that comes from
// outside is escaped.
func (d *Dossier) HTML() ([]byte, error) {
	shared := d.shared()
	t, err := template.New("dossier").Funcs(template.FuncMap{
		"say":     d.say,
		"style":   func() template.CSS { return report.Style() + template.CSS(pageStyle) }, //nolint:gosec // a file of this package
		"in":      func(w report.Words) string { return w.In(d.Lang) },
		"took":    d.shown,
		"result":  func() string { return ResultWord(d.Result).In(d.Lang) },
		"tone":    func() string { return toneOf(d.Result) },
		"outcome": func(o Outcome) string { return o.mark() + " " + o.Word().In(d.Lang) },
		"color":   func(o Outcome) string { return o.tone() },
		"step":    func(s Step) Outcome { return s.outcome() },
		"chapter": func(c Chapter) Outcome { return c.Outcome() },
		"why":     func(s Step) string { return d.stepWhy(s, shared) },
		"effects": d.effects,
		"notice":  func() text.Text { return Notice },
		"head":    d.headline,
		"facts":   d.facts,
		"states":  d.states,
		"number":  func(i int) int { return i + 1 },
	}).Parse(pageSource)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, d); err != nil {
		return nil, text.Wrap(text.Of("le rapport", "the report"), err)
	}
	return b.Bytes(), nil
}
