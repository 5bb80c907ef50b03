package report

import (
	"io"

	"github.com/cpslab/cps/harness/diagnosis"
)

// Findings writes the findings of a document alone, laid out as [Text] does, each
// behind an empty line. Only Lang and Findings of the document are read. The only
// error is that of w.
func Findings(w io.Writer, d Document, opts TextOptions) error {
	t := text{lang: d.Lang, opts: opts}
	for i, f := range d.Findings {
		t.line("")
		t.finding(i+1, f)
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

// SeverityWord is a severity in words for people.
func SeverityWord(severity diagnosis.Severity, lang string) string {
	switch severity {
	case diagnosis.BlockBilling:
		return pick(lang, "bloque la facturation", "blocks billing")
	case diagnosis.BlockSigning:
		return pick(lang, "bloque la signature", "blocks signing")
	case diagnosis.Warning:
		return pick(lang, "avertissement", "warning")
	default:
		return pick(lang, "information", "information")
	}
}
