package report_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/cpslab/cps/harness/report"
)

func TestGoldenDocuments(t *testing.T) {
	t.Parallel()
	for name, e := range examples(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := e.document("fr").JSON()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".json", b)
			for _, lang := range []string{"fr", "en"} {
				var out bytes.Buffer
				if err := report.Text(&out, e.document(lang), report.TextOptions{Width: 80}); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+lang+".txt", out.Bytes())
			}
		})
	}
}

func TestGoldenOptions(t *testing.T) {
	t.Parallel()
	e := examples(t)["incomplete"]
	for name, opts := range map[string]report.TextOptions{
		"options-color.txt":   {Color: true},
		"options-explain.txt": {Explain: true, Width: 60},
	} {
		var out bytes.Buffer
		if err := report.Text(&out, e.document("fr"), opts); err != nil {
			t.Fatal(err)
		}
		golden(t, name, out.Bytes())
	}
}

func TestGoldenMatrix(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(io.Writer) error{
		"matrix.fr.txt": func(w io.Writer) error {
			return report.MatrixText(w, "fr", rows(t, "fr"), report.TextOptions{})
		},
		"matrix-80.en.txt": func(w io.Writer) error {
			return report.MatrixText(w, "en", rows(t, "en"), report.TextOptions{Width: 80})
		},
		"page.fr.html": func(w io.Writer) error {
			return report.HTML(w, report.Page{Title: "Banc d'essai CPS", Lang: "fr", Generated: now, Version: "0.1.0", Rows: rows(t, "fr")})
		},
		"page.en.html": func(w io.Writer) error {
			return report.HTML(w, report.Page{Title: "CPS test bench", Lang: "en", Generated: now, Version: "0.1.0", Rows: rows(t, "en")[:3]})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := write(&out); err != nil {
				t.Fatal(err)
			}
			golden(t, name, out.Bytes())
		})
	}
}
