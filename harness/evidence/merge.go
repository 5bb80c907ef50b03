package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Source is a run and the name of the file that it was read from.
type Source struct {
	Path string
	Run  *report.Run
}

// MissingError is a merge that lacks parts. The merged run says so too, and holds what
// there was.
type MissingError struct{ Parts []string } // "2/3", with the reader and system where there are several

// Error names the parts.
func (e *MissingError) Error() string { return e.message().EN }

// Say names the parts in lang.
func (e *MissingError) Say(lang string) (message, hint string) {
	return e.message().In(lang), text.Of("donnez le fichier de chaque part, ou déroulez celle qui manque", "give the file of each part, or run the one that is missing").In(lang)
}

func (e *MissingError) message() text.Text {
	list := strings.Join(e.Parts, ", ")
	return text.Of("parts manquantes : "+list, "missing parts: "+list)
}

// Merge makes one run of several: of the parts of a run, of runs on several systems or
// readers, or of parts of those. Parts of one run give what the whole would have given, in its
// order. A part that is missing is a *MissingError beside the run, in which the scenarios
// that nobody ran did not run; any other error is bad input, and there is no run.
func Merge(sources []Source) (*report.Run, error) {
	if len(sources) == 0 {
		return nil, badFile("", text.Of("rien à rassembler", "nothing to merge"), runHint)
	}
	groups, err := grouped(sources)
	if err != nil {
		return nil, err
	}
	var missing []string
	var wholes []*report.Run
	for _, g := range groups {
		whole, lacking, err := g.whole()
		if err != nil {
			return nil, err
		}
		for _, part := range lacking {
			if len(groups) > 1 {
				part += " (" + where(whole) + ")"
			}
			missing = append(missing, part)
		}
		wholes = append(wholes, whole)
	}
	out := beside(wholes)
	out.Conclude(missing != nil || slices.ContainsFunc(sources, func(s Source) bool { return s.Run.Reason == "bench-error" }))
	if missing != nil {
		return out, &MissingError{missing}
	}
	return out, nil
}

// group are the parts of one run.
type group []Source

// key is what the parts of one run have in common. They may have run on several systems.
func key(run *report.Run) string {
	s := run.Shard
	if s == nil {
		return fmt.Sprintf("whole\x00%s\x00%s", run.Suite, where(run))
	}
	return fmt.Sprintf("%d\x00%d\x00%s\x00%s\x00%s\x00%s\x00%s", s.Total, run.Seed, run.Suite, run.Environment.Reader, run.Labels, strings.Join(run.Focus, "\x01"), strings.Join(s.Plan, "\x01"))
}

// where is on which reader and system a run was.
func where(run *report.Run) string {
	return run.Environment.Reader + " " + run.Environment.OS + "/" + run.Environment.Arch
}

// grouped sorts files into runs. The same part twice is another run where the system is
// another one, and a mistake where it is the same.
func grouped(sources []Source) ([]group, error) {
	byKey := map[string][]Source{}
	var order []string
	for _, s := range sources {
		k := key(s.Run)
		if byKey[k] == nil {
			order = append(order, k)
		}
		byKey[k] = append(byKey[k], s)
	}
	var all []group
	for _, k := range order {
		parts := byKey[k]
		twice := func(list []Source) (Source, Source, bool) {
			first := map[int]Source{}
			for _, s := range list {
				other, seen := first[index(s.Run)]
				if seen {
					return other, s, true
				}
				first[index(s.Run)] = s
			}
			return Source{}, Source{}, false
		}
		if _, _, same := twice(parts); !same {
			all = append(all, parts)
			continue
		}
		bySystem := map[string]group{}
		var systems []string
		for _, s := range parts {
			w := where(s.Run)
			if bySystem[w] == nil {
				systems = append(systems, w)
			}
			bySystem[w] = append(bySystem[w], s)
		}
		for _, w := range systems {
			if a, b, same := twice(bySystem[w]); same {
				return nil, badFile(b.Path, text.Of("deux fois la même part, avec %s", "the same part twice, with %s", a.Path),
					text.Of("un fichier par part : report diff compare deux déroulements", "one file a part: report diff compares two runs"))
			}
			all = append(all, bySystem[w])
		}
	}
	return all, nil
}

func index(run *report.Run) int {
	if run.Shard == nil {
		return 1
	}
	return run.Shard.Index
}

// whole is the run of which g are parts, and the parts that it lacks.
func (g group) whole() (whole *report.Run, lacking []string, err error) {
	if g[0].Run.Shard == nil {
		return g[0].Run, nil, nil
	}
	slices.SortFunc(g, func(a, b Source) int { return cmp.Compare(index(a.Run), index(b.Run)) })
	first := *g[0].Run
	total, plan := first.Shard.Total, first.Shard.Plan
	first.Shard, first.Scenarios, first.Useful, first.Duration, first.Latency = nil, nil, 0, 0, nil
	held := map[int]bool{}
	of := map[string]Source{}
	at := make(map[string]int, len(plan))
	for i, name := range plan {
		at[name] = i
	}
	for _, s := range g {
		held[index(s.Run)] = true
		for i := range s.Run.Scenarios {
			c := s.Run.Scenarios[i]
			if other, twice := of[c.Name]; twice {
				return nil, nil, badFile(s.Path, text.Of("« %s » est aussi dans %s", "“%s” is in %s too", text.Printable(c.Name), other.Path),
					text.Of("chaque part avec les mêmes durées (--durations) et la même version", "run every part with the same durations (--durations) and the same version"))
			}
			of[c.Name] = s
			first.Scenarios = append(first.Scenarios, c)
		}
		first.Useful += s.Run.Useful
		first.Duration += s.Run.Duration
		first.Latency = addLatency(first.Latency, s.Run.Latency)
		if s.Run.Started.Before(first.Started) {
			first.Started = s.Run.Started
		}
	}
	for i := 1; i <= total; i++ {
		if !held[i] {
			lacking = append(lacking, shardName(i, total))
		}
	}
	for _, name := range plan {
		if _, there := of[name]; there {
			continue
		}
		which := cmp.Or(strings.Join(lacking, ", "), "?")
		first.Scenarios = append(first.Scenarios, report.Scenario{
			Name: name, Outcome: report.NotRun, Why: "shard " + which, Reason: new(report.Words(text.Of("part manquante : %s", "missing shard: %s", which))),
			Missed: &report.Missed{Cause: report.CauseShard},
		})
		if lacking == nil {
			lacking = []string{"?/" + fmt.Sprint(total)} // every part is there, and none has this one
		}
	}
	slices.SortStableFunc(first.Scenarios, func(a, b report.Scenario) int { return cmp.Compare(at[a.Name], at[b.Name]) })
	return &first, lacking, nil
}

// addLatency adds what was counted in two parts; the line of a kind of exchange is the mean.
func addLatency(a, b []report.Latency) []report.Latency {
	for _, l := range b {
		i := slices.IndexFunc(a, func(o report.Latency) bool { return o.Command == l.Command })
		if i < 0 {
			a = append(a, report.Latency{Command: l.Command, Line: l.Line, Buckets: slices.Clone(l.Buckets)})
			continue
		}
		n, m := counted(a[i].Buckets), counted(l.Buckets)
		a[i].Line = time.Duration((float64(a[i].Line)*float64(n) + float64(l.Line)*float64(m)) / float64(max(n+m, 1)))
		a[i].Buckets = addBuckets(a[i].Buckets, l.Buckets)
	}
	slices.SortFunc(a, func(x, y report.Latency) int { return cmp.Compare(x.Command, y.Command) })
	return a
}

func counted(buckets []report.Bucket) (n int64) {
	for _, b := range buckets {
		n += b.Count
	}
	return n
}

func addBuckets(a, b []report.Bucket) []report.Bucket {
	sum := map[int64]int64{}
	for _, one := range append(slices.Clone(a), b...) {
		sum[one.Nanoseconds] += one.Count
	}
	out := make([]report.Bucket, 0, len(sum))
	for ns, n := range sum {
		out = append(out, report.Bucket{Nanoseconds: ns, Count: n})
	}
	slices.SortFunc(out, func(x, y report.Bucket) int { return cmp.Compare(x.Nanoseconds, y.Nanoseconds) })
	return out
}

// beside puts runs on several systems or readers into one, in which each scenario says where
// it was.
func beside(runs []*report.Run) *report.Run {
	if len(runs) == 1 {
		return runs[0]
	}
	out := *runs[0]
	out.Scenarios, out.Latency, out.Useful, out.Duration = nil, nil, 0, 0
	var readers, systems, arches []string
	seen := map[string]int{}
	for _, r := range runs {
		place := where(r)
		if seen[place]++; seen[place] > 1 {
			place += fmt.Sprintf(" (%d)", seen[place])
		}
		for _, s := range r.Scenarios {
			s.Where = place
			out.Scenarios = append(out.Scenarios, s)
		}
		out.Useful += r.Useful
		out.Duration += r.Duration
		out.Latency = addLatency(out.Latency, r.Latency)
		if r.Started.Before(out.Started) {
			out.Started = r.Started
		}
		readers, systems, arches = append(readers, r.Environment.Reader), append(systems, r.Environment.OS), append(arches, r.Environment.Arch)
	}
	out.Environment.Reader, out.Environment.OS, out.Environment.Arch = together(readers), together(systems), together(arches)
	return &out
}

// together are names, each once.
func together(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " + ")
}
