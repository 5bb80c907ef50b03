package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// duration matches what a run took.
var duration = regexp.MustCompile(`\d+(?:[.,]\d+)? ?(?:ns|µs|ms|s)\b|"(?:duration|elapsed|seconds|took)[a-z_]*": [0-9.e+-]+`)

// text is all that a command said, without durations.
func (r result) text() string {
	s := fmt.Sprintf("exit code %d\n%s%s%s", r.Code, r.Out, r.Err, r.File)
	return duration.ReplaceAllString(s, "DURATION")
}

// deliberate are the lines that are meant to differ, without the blanks around
// them.
type deliberate struct{ gone, come map[string]bool }

// readDeliberate reads the list of changes that are meant: "#" begins a reason,
// "- " a line that was there and "+ " one that is there now.
func readDeliberate(path string) (deliberate, error) {
	d := deliberate{gone: map[string]bool{}, come: map[string]bool{}}
	b, err := os.ReadFile(path)
	if err != nil {
		return d, err
	}
	reason := false
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimSpace(line)
		mark, text, _ := strings.Cut(line, " ")
		switch text = strings.TrimSpace(text); {
		case line == "":
			reason = false
		case mark == "#":
			reason = text != ""
		case !reason:
			return d, fmt.Errorf("%s:%d: no reason above: begin the paragraph with a line “# why”", path, n)
		case mark == "-":
			d.gone[text] = true
		case mark == "+":
			d.come[text] = true
		default:
			return d, fmt.Errorf("%s:%d: %q: a line begins with “#”, “- ” or “+ ”", path, n, line)
		}
	}
	return d, nil
}

// difference returns the lines of which one text has more than the other, those
// that are meant left out. Texts that differ in nothing else than the order of
// their lines differ in the first that stands elsewhere.
func difference(before, after string, meant deliberate) (gone, come []string) {
	if before == after {
		return nil, nil
	}
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	gone, come = more(old, now), more(now, old)
	if len(gone)+len(come) == 0 {
		for i := range old {
			if old[i] != now[i] {
				return []string{old[i]}, []string{now[i]}
			}
		}
	}
	return without(gone, meant.gone), without(come, meant.come)
}

// more returns the lines of a that b has less often.
func more(a, b []string) []string {
	count := map[string]int{}
	for _, line := range b {
		count[line]++
	}
	var out []string
	for _, line := range a {
		if count[line]--; count[line] < 0 {
			out = append(out, line)
		}
	}
	return out
}

func without(lines []string, meant map[string]bool) []string {
	var out []string
	for _, line := range lines {
		if !meant[strings.TrimSpace(line)] {
			out = append(out, line)
		}
	}
	return out
}
