package explore

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cpslab/cps/harness/child"
)

// once makes a value when it is first asked for.
func once[T any](f func() T) func() T { return sync.OnceValue(f) }

// usual is what undisturbed runs of the program have in common.
type usual struct {
	exit            int
	lines           map[string]int // that every run says, and how often
	loose           map[string]int // of the others, without their numbers: how often at most
	order           []string       // lines of the first run, in order
	took            time.Duration  // of the slowest
	verifies, spent int
	exchanges       []Exchange // that every run makes, from the beginning
	most            int        // exchanges of the longest run
}

// manyLines bounds the lines of an output that are compared.
const manyLines = 20_000

func linesOf(out []byte, ignore []*regexp.Regexp) []string {
	var list []string
	for line := range bytes.Lines(out) {
		s := strings.TrimRight(string(line), "\r\n")
		if slices.ContainsFunc(ignore, func(re *regexp.Regexp) bool { return re.MatchString(s) }) {
			continue
		}
		if list = append(list, s); len(list) == manyLines {
			break
		}
	}
	return list
}

func countOf(lines []string) map[string]int {
	m := make(map[string]int, len(lines))
	for _, l := range lines {
		m[l]++
	}
	return m
}

var numbers = once(func() *regexp.Regexp { return regexp.MustCompile(`0[xX][0-9A-Fa-f]+|[0-9]+`) })

// loosely is a line without its numbers.
func loosely(line string) string { return numbers().ReplaceAllString(line, "#") }

// learn takes in an undisturbed run.
func (u *usual) learn(e child.Ending, w *witness, ignore []*regexp.Regexp) {
	exchanges, count, verifies, spent := w.seen()
	said := countOf(linesOf(e.Out, ignore))
	if u.lines == nil {
		u.exit, u.lines, u.loose = e.Exit, said, map[string]int{}
		u.exchanges, u.order = exchanges, linesOf(e.Out, ignore)
	} else {
		was := u.lines
		u.lines = map[string]int{}
		for l, n := range was {
			if both := min(n, said[l]); both > 0 {
				u.lines[l] = both
			}
		}
		for _, one := range []map[string]int{was, said} {
			left := map[string]int{}
			for l, n := range one {
				if more := n - u.lines[l]; more > 0 {
					left[loosely(l)] += more
				}
			}
			for l, n := range left {
				u.loose[l] = max(u.loose[l], n)
			}
		}
		same := 0
		for same < min(len(u.exchanges), len(exchanges)) && u.exchanges[same] == exchanges[same] {
			same++
		}
		u.exchanges = u.exchanges[:same]
	}
	u.took = max(u.took, e.Took)
	u.verifies, u.spent, u.most = max(u.verifies, verifies), max(u.spent, spent), max(u.most, count)
}

// difference is how an output differs from the usual one.
type difference struct {
	missing, added []string // the first few
	lost, more     int      // how many of each
	line           string   // of the added ones, the first that speaks of an error
}

func (d *difference) differs() bool { return d.lost+d.more > 0 }

// shownLines is how many lines of each sort a report keeps.
const shownLines = 5

func (u *usual) compare(out []byte, ignore []*regexp.Regexp) difference {
	lines := linesOf(out, ignore)
	left, loose := maps.Clone(u.lines), maps.Clone(u.loose)
	var d difference
	for _, l := range lines {
		switch {
		case left[l] > 0:
			left[l]--
			continue
		case loose[loosely(l)] > 0:
			loose[loosely(l)]--
			continue
		}
		d.more++
		if len(d.added) < shownLines {
			d.added = append(d.added, l)
		}
		if d.line == "" && errorLine(l) {
			d.line = l
		}
	}
	for _, l := range u.order {
		if left[l] > 0 {
			left[l]--
			d.lost++
			if len(d.missing) < shownLines {
				d.missing = append(d.missing, l)
			}
		}
	}
	for _, n := range loose {
		d.lost += n
	}
	return d
}
