package report

import "io"

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

// SeverityWord is a severity, as [Finding.Severity] holds it, in words for people.
func SeverityWord(severity, lang string) string { return severityWord(severity, lang) }
