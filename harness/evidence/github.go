package evidence

import (
	"fmt"
	"io"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// What GitHub shows of a step (docs.github.com, Workflow commands for GitHub Actions):
// ten annotations of each kind, and a summary of a mebibyte.
const (
	annotations     = 10
	annotationBytes = 4_000
	summaryBytes    = 1_000_000
	summaryRows     = 200
)

// Annotations writes what failed as workflow commands of GitHub, those that it shows; the
// last one says how many there are more.
func Annotations(w io.Writer, run *report.Run, o Options) error {
	all := problems(run)
	shown := all
	if len(all) > annotations {
		shown = all[:annotations-1]
	}
	var b strings.Builder
	for _, p := range shown {
		fmt.Fprintf(&b, "::error file=%s,line=%d,title=%s::%s\n", escapeProperty(p.File), p.Line, escapeProperty(p.Rule+" · "+p.Name),
			escapeData(clip(p.Message+"\n"+p.Repeat, annotationBytes)))
	}
	if rest := len(all) - len(shown); rest > 0 {
		fmt.Fprintf(&b, "::error title=cpslab::%s\n", escapeData(fmt.Sprintf(
			text.Of("et %d autres échecs : voyez le résumé et les rapports", "and %d more failures: see the summary and the reports").In(o.Lang), rest)))
	}
	if !run.OK && len(all) == 0 {
		fmt.Fprintf(&b, "::error title=cpslab::%s\n", escapeData(headline(run).In(o.Lang)+" ("+run.Reason+")"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary is a run in the Markdown of GitHub: the verdict, what failed and how to do it
// again. It goes to the end of the file that GITHUB_STEP_SUMMARY names.
func Summary(run *report.Run, o Options) []byte {
	say := func(fr, en string) string { return text.Of(fr, en).In(o.Lang) }
	var b strings.Builder
	fmt.Fprintf(&b, "## cpslab: %s\n\n%s\n\n", headline(run).In(o.Lang), count(run).sums(o.Lang, run.Duration))
	fmt.Fprintf(&b, say("Lecteur `%s`, graine %d, %s", "Reader `%s`, seed %d, %s")+"\n",
		strings.ReplaceAll(run.Environment.Reader, "`", "'"), run.Seed, run.Environment.OS+"/"+run.Environment.Arch)
	all := problems(run)
	if len(all) > 0 {
		fmt.Fprintf(&b, "\n| %s | %s | %s | %s |\n|---|---|---|---|\n", say("règle", "rule"), say("scénario", "scenario"), say("pourquoi", "why"), say("recommencer", "again"))
	}
	shown := 0
	for ; shown < len(all) && shown < summaryRows && b.Len() < summaryBytes/2; shown++ {
		p := all[shown]
		again := ""
		if p.Repeat != "" {
			again = "<code>" + cell(p.Repeat) + "</code>"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(p.Rule), cell(p.Name), cell(clip(p.Message, 500)), again)
	}
	if rest := len(all) - shown; rest > 0 {
		fmt.Fprintf(&b, "\n"+say("… et %d autres", "… and %d more")+"\n", rest)
	}
	return []byte(b.String())
}

// cell is a text in a cell of a Markdown table, shown as it is.
func cell(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "@", "&#64;").Replace(s)
}

// escapeData and escapeProperty write texts as actions/toolkit does, command.ts.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
