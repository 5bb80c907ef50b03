package evidence

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// ParseShard understands "2/5": the second of five parts. The error is bad input.
func ParseShard(s string) (index, total int, err error) {
	i, n, cut := strings.Cut(s, "/")
	index, e1 := strconv.Atoi(i)
	total, e2 := strconv.Atoi(n)
	if !cut || e1 != nil || e2 != nil || index < 1 || total < index || total > report.MaxShards {
		return 0, 0, badFile("", text.Of("pas une part : « %s »", "not a part: “%s”", text.Printable(s)),
			text.Of("2/5 est la deuxième de cinq ; au plus %d", "2/5 is the second of five; at most %d", report.MaxShards))
	}
	return index, total, nil
}

// Split cuts the names of a run into parts of about the same duration and returns for each
// name its part, from 1. It depends on nothing but its arguments: where no duration is known
// parts have the same number; a name of unknown duration counts as the median does.
func Split(names []string, total int, took map[string]time.Duration) map[string]int {
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	usual := median(sorted, took)
	cost := func(name string) time.Duration {
		if d, ok := took[name]; ok {
			return max(d, 1)
		}
		return usual
	}
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(cost(b), cost(a)) })
	load := make([]time.Duration, total)
	part := make(map[string]int, len(sorted))
	for _, name := range sorted {
		least := slices.Index(load, slices.Min(load))
		load[least] += cost(name)
		part[name] = least + 1
	}
	return part
}

func median(names []string, took map[string]time.Duration) time.Duration {
	var known []time.Duration
	for _, name := range names {
		if d, ok := took[name]; ok {
			known = append(known, d)
		}
	}
	if known == nil {
		return 1
	}
	slices.Sort(known)
	return max(known[len(known)/2], 1)
}

// Durations are how long the scenarios of a run took, by name.
func Durations(run *report.Run) map[string]time.Duration {
	took := make(map[string]time.Duration, len(run.Scenarios))
	for i := range run.Scenarios {
		if s := &run.Scenarios[i]; s.Outcome != report.NotRun {
			took[s.Name] = s.Duration
		}
	}
	return took
}

// shardName is how a part is called.
func shardName(index, total int) string { return fmt.Sprintf("%d/%d", index, total) }
