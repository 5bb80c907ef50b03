package evidence

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Bounds of what is read: files may come from anywhere.
const (
	maxFile      = 256 << 20
	maxScenarios = 200_000
	maxBuckets   = 2_000 // of two digits there are fewer
)

// badFile says what is wrong with a file, "" for what is none.
func badFile(path string, why, hint text.Text) error {
	if path != "" {
		why = text.Same(path).With(why)
	}
	return text.BadInput(text.NewError(why, hint))
}

var runHint = text.Of("un fichier de cpslab run --json", "a file of cpslab run --json")

// Read reads the JSON of a run (cpslab run --json), or of a diagnosis (cpslab diagnose
// --format json) as a run of one scenario. What it returns holds together: names are there
// once, numbers make sense. Text in it is as hostile as its author. The error is bad input.
func Read(path string) (*report.Run, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, text.BadInput(text.Wrap(text.Same(path), cause(err)))
	}
	defer func() { _ = f.Close() }() // only read
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, text.BadInput(text.Wrap(text.Same(path), cause(err)))
	}
	if len(content) > maxFile {
		return nil, badFile(path, text.Of("plus de %d octets", "more than %d bytes", maxFile), runHint)
	}
	return parse(path, content)
}

func parse(path string, content []byte) (*report.Run, error) {
	var kind struct {
		Schema    *int            `json:"schema"`
		Scenarios json.RawMessage `json:"scenarios"`
		Findings  json.RawMessage `json:"findings"`
	}
	if err := json.Unmarshal(content, &kind); err != nil {
		return nil, badFile(path, text.Of("pas le JSON d'un déroulement", "not the JSON of a run").With(text.Same(text.Printable(err.Error()))), runHint)
	}
	switch {
	case kind.Scenarios == nil && kind.Findings != nil && kind.Schema != nil:
		return diagnosed(path, content)
	case kind.Schema == nil || kind.Scenarios == nil:
		return nil, badFile(path, text.Of("pas le JSON d'un déroulement", "not the JSON of a run"), runHint)
	case *kind.Schema != report.RunSchemaNumber:
		return nil, badFile(path, text.Of("version %d, et ce programme lit la version %d", "version %d, and this program reads version %d", *kind.Schema, report.RunSchemaNumber),
			text.Of("un même cpslab écrit et rassemble les rapports", "let one version of cpslab write and merge the reports"))
	}
	var run report.Run
	if err := json.Unmarshal(content, &run); err != nil {
		return nil, badFile(path, text.Of("pas le JSON d'un déroulement", "not the JSON of a run").With(text.Same(text.Printable(err.Error()))), runHint)
	}
	if why := incoherent(&run); !why.IsZero() {
		return nil, badFile(path, why, runHint)
	}
	return &run, nil
}

// incoherent says what in a run cannot be, zero for nothing.
func incoherent(run *report.Run) text.Text {
	if len(run.Scenarios) > maxScenarios {
		return text.Of("plus de %d scénarios", "more than %d scenarios", maxScenarios)
	}
	planned := map[string]bool{}
	if s := run.Shard; s != nil {
		if s.Index < 1 || s.Total < s.Index || s.Total > report.MaxShards || len(s.Plan) > maxScenarios {
			return text.Of("part %s impossible", "impossible part %s", shardName(s.Index, s.Total))
		}
		for _, name := range s.Plan {
			planned[name] = true
		}
	}
	seen := map[string]bool{}
	for i := range run.Scenarios {
		s := &run.Scenarios[i]
		id := ID(run, s)
		switch {
		case s.Name == "":
			return text.Of("un scénario sans nom", "a scenario without a name")
		case seen[id]:
			return text.Of("deux fois le scénario « %s »", "the scenario “%s” twice", text.Printable(s.Name))
		case run.Shard != nil && !planned[s.Name]:
			return text.Of("« %s » n'est pas du plan de la part", "“%s” is not in the plan of the part", text.Printable(s.Name))
		case !slices.Contains([]report.Outcome{report.Passed, report.NotRun, report.Failed, report.Panicked, report.TimedOut}, s.Outcome):
			return text.Of("« %s » : issue inconnue", "“%s”: unknown outcome", text.Printable(s.Name))
		case s.Duration < 0:
			return text.Of("« %s » : durée négative", "“%s”: negative duration", text.Printable(s.Name))
		case slices.ContainsFunc(s.Findings, func(f report.RunFinding) bool { return f.Severity == 0 }):
			return text.Of("« %s » : un constat sans gravité", "“%s”: a finding without a severity", text.Printable(s.Name))
		}
		seen[id] = true
	}
	for _, l := range run.Latency {
		if len(l.Buckets) > maxBuckets || len(run.Latency) > maxBuckets {
			return text.Of("durées impossibles", "impossible latencies")
		}
		for _, b := range l.Buckets {
			if b.Nanoseconds < 0 || b.Count < 1 || b.Count > 1<<40 || l.Line < 0 {
				return text.Of("durées impossibles", "impossible latencies")
			}
		}
	}
	return text.Text{}
}

// diagnosed is a diagnosis as a run of one scenario, to be compared with another.
func diagnosed(path string, content []byte) (*report.Run, error) {
	var d report.Document
	if err := json.Unmarshal(content, &d); err != nil {
		return nil, badFile(path, text.Of("pas le JSON d'un diagnostic", "not the JSON of a diagnosis").With(text.Same(text.Printable(err.Error()))), runHint)
	}
	s := report.Scenario{Name: "diagnose " + d.Reader.Address, Path: []string{"diagnose"}, Card: d.Reader.Address, Outcome: report.Passed, Verdict: d.Verdict}
	for _, f := range d.Findings {
		g := report.RunFinding{Rule: f.ID, Severity: f.Severity, Mark: f.Mark, Text: f.Text, Cause: f.Cause, Remedy: f.Remedy, Contact: f.Contact}
		for _, e := range f.Evidence {
			if g.Exchange == 0 {
				g.Exchange = e.Exchange
			}
			if !slices.Contains(g.Evidence, e.Field) {
				g.Evidence = append(g.Evidence, e.Field)
			}
		}
		s.Findings = append(s.Findings, g)
	}
	run := &report.Run{
		Schema: report.RunSchemaNumber, Suite: "cpslab diagnose", Environment: report.Environment{Reader: d.Reader.Address}, Scenarios: []report.Scenario{s}, OK: true, Useful: 1,
	}
	if why := incoherent(run); !why.IsZero() {
		return nil, badFile(path, why, runHint)
	}
	return run, nil
}

// FilesOf names the files that a command line means: a folder stands for the .json in it.
func FilesOf(arguments []string) ([]string, error) {
	var all []string
	for _, arg := range arguments {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, text.BadInput(text.Wrap(text.Same(arg), cause(err)))
		}
		if !info.IsDir() {
			all = append(all, arg)
			continue
		}
		inside, err := filepath.Glob(filepath.Join(escapeGlob(arg), "*.json"))
		if err != nil || len(inside) == 0 {
			return nil, badFile(arg, text.Of("pas de fichier .json dans ce dossier", "no .json file in this folder"), runHint)
		}
		all = append(all, inside...)
	}
	return all, nil
}

// escapeGlob takes the meaning from characters that patterns know.
func escapeGlob(path string) string {
	var out []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' {
			out = append(out, '[', r, ']')
			continue
		}
		out = append(out, r)
	}
	return string(out)
}
