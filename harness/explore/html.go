package explore

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/cpslab/cps/harness/card/text"
)

//go:embed page.html
var pageSource string

// HTML writes a report as one page that needs nothing else: the map, where each column
// names what was sent, and behind it the cases that somebody should look at.
func (r *Report) HTML(out io.Writer, o Options) error {
	t, err := template.New("explore").Funcs(template.FuncMap{
		"say":  func(fr, en string) string { return text.Text{FR: fr, EN: en}.In(o.Lang) },
		"word": func(v Verdict) string { return v.Text().In(o.Lang) },
		"mark": func(v Verdict) string { return string(v.Mark()) },
		"repeat": func(c Case) string {
			if o.Repeat == nil {
				return ""
			}
			return o.Repeat(c)
		},
		"add": func(a, b int) int { return a + b },
	}).Parse(pageSource)
	if err != nil {
		return text.Wrap(text.Of("la page n'est pas un modèle", "the page is no template"), err)
	}
	return t.Execute(out, struct {
		*Report
		Lang   string
		Sum    string
		Rows   []row
		Groups []Group
	}{r, o.Lang, r.Sum().In(o.Lang), r.table(), r.Groups(o.Worst)})
}

// row is a fault with one cell for each exchange.
type row struct {
	Fault string
	Cells []*Outcome // nil where nothing was run
}

func (r *Report) table() []row {
	var all []row
	for i := range r.Cases {
		c := &r.Cases[i]
		if len(all) == 0 || all[len(all)-1].Fault != c.Fault {
			all = append(all, row{c.Fault, make([]*Outcome, len(r.Baseline.Exchanges))})
		}
		cells := &all[len(all)-1].Cells
		for c.At > len(*cells) {
			*cells = append(*cells, nil)
		}
		if c.At > 0 {
			(*cells)[c.At-1] = c
		}
	}
	return all
}
