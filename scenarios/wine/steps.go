package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// step is one thing that is run inside. run says what was counted, or why it failed.
type step struct {
	name string
	run  func(ctx context.Context, r *runner) (detail string, err error)
}

// steps are those that match, in the order in which they are run. The tests of the
// rooms, which are known once they are built, stand as one.
func (c *config) steps() (out []step) {
	for _, s := range []step{
		{"version", version},
		{"demo", demo},
		{"diagnose", alike("diagnose", "sim:cps3-missing-dam", "--format", "json", "--lang", "fr")},
		{"show", alike("show", "sim:cps4-healthy", "--lang", "fr")},
		{"rules", alike("rules", "--format", "json")},
		{"reproduce", alike("reproduce", "61444", "--lang", "fr")},
		{"run", scenarios},
		{"bench", bench},
		{"a pager that is closed early", closedPipe},
		{"simulate without a driver", noDriver},
		{"doctor on a faked installation", c.doctor},
		{"diagnose pcsc: through winscard", throughPCSC},
		{testsOfRooms, c.tests},
	} {
		if c.match.MatchString(s.name) {
			out = append(out, s)
		}
	}
	return out
}

// testsOfRooms stands for the tests of each room.
const testsOfRooms = "tests of the rooms"

// output is what a program did.
type output struct {
	stdout, stderr string
	code           int
}

// both runs the program of this system and that of Windows on the same command line, in
// folders of their own.
func both(ctx context.Context, r *runner, args ...string) (here, there output, err error) {
	if here, err = r.bench(ctx, "", args...); err != nil {
		return here, there, err
	}
	there, err = r.windows(ctx, "", args...)
	return here, there, err
}

// alike holds what the program of Windows prints against what that of this system does.
func alike(args ...string) func(context.Context, *runner) (string, error) {
	return func(ctx context.Context, r *runner) (string, error) {
		here, there, err := both(ctx, r, args...)
		if err != nil {
			return "", err
		}
		return equal(here, there)
	}
}

// equal compares two runs; how long something took, and how paths are written, may
// differ.
func equal(here, there output) (string, error) {
	if here.code != there.code {
		return "", fmt.Errorf("exit code %d, here %d: %s", there.code, here.code, lastLines(there.stderr, 3))
	}
	a, b := portable(here.stdout), portable(there.stdout)
	if a == b {
		return fmt.Sprintf("exit code %d, %d lines as on this system", here.code, strings.Count(a, "\n")), nil
	}
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "", fmt.Errorf("line %d: %q, here %q", i+1, y[i], x[i])
		}
	}
	return "", fmt.Errorf("%d lines, here %d", len(y), len(x))
}

var durations = regexp.MustCompile(`\d+([.,]\d+)? ?(ms|s|µs)\b`)

func portable(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return durations.ReplaceAllString(strings.ReplaceAll(s, `\`, "/"), "TIME")
}

func version(ctx context.Context, r *runner) (string, error) {
	out, err := r.windows(ctx, "", "version", "--lang", "en")
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(out.stdout, "\n")
	for _, want := range []string{"windows/amd64", "PC/SC       yes"} {
		if !strings.Contains(out.stdout, want) || out.code != 0 {
			return "", fmt.Errorf("exit code %d, no %q: %s", out.code, want, out.stdout)
		}
	}
	wine, err := r.wine(ctx, "--version")
	return first + ", windows/amd64, " + strings.TrimSpace(wine.stdout), err
}

func demo(ctx context.Context, r *runner) (string, error) {
	here, there, err := both(ctx, r, "demo", "--lang", "fr")
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(r.path(path.Join(windowsDir, "demo", "report.html"))); err != nil {
		return "", err
	}
	return equal(here, there)
}

func scenarios(ctx context.Context, r *runner) (string, error) {
	here, there, err := both(ctx, r, "run", "--seed", "1", "--json", "run.json", "--lang", "en")
	if err != nil {
		return "", err
	}
	a, err := counts(r.path(path.Join(benchDir, "run.json")))
	if err != nil {
		return "", fmt.Errorf("here: %w: %s", err, lastLines(here.stderr, 3))
	}
	b, err := counts(r.path(path.Join(windowsDir, "run.json")))
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, lastLines(there.stderr, 3))
	}
	detail := fmt.Sprintf("exit code %d, %s", there.code, saidCounts(b))
	if !reflect.DeepEqual(a, b) || here.code != there.code {
		return "", fmt.Errorf("%s; here exit code %d, %s\n%s", detail, here.code, saidCounts(a), lastLines(there.stdout, 12))
	}
	return detail + " as on this system", nil
}

// counts are how many scenarios of the document of a run ended in which way.
func counts(file string) (map[string]int, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var d struct {
		Scenarios []struct {
			Outcome string `json:"outcome"`
		} `json:"scenarios"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, s := range d.Scenarios {
		out[s.Outcome]++
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no scenario", filepath.Base(file))
	}
	return out, nil
}

// saidCounts says them in the order of their names.
func saidCounts(counts map[string]int) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, fmt.Sprintf("%d %s", counts[name], name))
	}
	return strings.Join(out, ", ")
}

// bench: no duration is nothing, whatever the clock.
func bench(ctx context.Context, r *runner) (string, error) {
	out, err := r.windows(ctx, "", "bench", "sim:cps3-healthy", "--through-pcsc=false", "--time", "500ms", "--format", "json")
	if err != nil {
		return "", err
	}
	var d struct {
		Measures []struct {
			Name  string  `json:"name"`
			P50   float64 `json:"p50_us"`
			P99   float64 `json:"p99_us"`
			Batch int     `json:"batch"`
		} `json:"measures"`
	}
	if err := json.Unmarshal([]byte(out.stdout), &d); err != nil || out.code != 0 || len(d.Measures) == 0 {
		return "", fmt.Errorf("exit code %d, %w: %s", out.code, err, lastLines(out.stderr, 3))
	}
	var said []string
	for _, m := range d.Measures {
		if m.P50 < 0.005 || m.P99 < 0.005 {
			return "", fmt.Errorf("%s: p50 %.2f µs, p99 %.2f µs", m.Name, m.P50, m.P99)
		}
		text := fmt.Sprintf("%s p50 %.2f µs", m.Name, m.P50)
		if m.Batch > 1 {
			text += fmt.Sprintf(" (means of %d)", m.Batch)
		}
		said = append(said, text)
	}
	return strings.Join(said, ", "), nil
}

// closedPipe: who reads one line and goes is told nothing, and nothing failed.
func closedPipe(ctx context.Context, r *runner) (string, error) {
	out, err := r.shell(ctx, windowsDir, "wine "+programFile+" rules --lang en 2>err.txt | head -1; cat err.txt >&2")
	if err != nil {
		return "", err
	}
	if strings.Count(out.stdout, "\n") != 1 || strings.Contains(out.stderr, "cpslab:") {
		return "", fmt.Errorf("%q, and on standard error %q", out.stdout, out.stderr)
	}
	return "one line, and no complaint", nil
}

// noDriver: a user of Windows is told what Windows lacks.
func noDriver(ctx context.Context, r *runner) (string, error) {
	out, err := r.until(ctx, "docs/windows.md", "simulate", "cps3-healthy", "--lang", "en")
	if err != nil {
		return "", err
	}
	for _, want := range []string{"nobody listens on 127.0.0.1:35963", "BixVReader", "--usbip"} {
		if !strings.Contains(out.stderr, want) {
			return "", fmt.Errorf("no %q in %q", want, out.stderr)
		}
	}
	return "refused by WSAECONNREFUSED, and the way out is said", nil
}

// throughPCSC: the program of Windows reads a card through winscard.dll, pcsc-lite, a
// private service and a virtual reader, and finds what that of this system finds there.
func throughPCSC(ctx context.Context, r *runner) (string, error) {
	const card = "cps3-missing-dam"
	diagnose := "diagnose pcsc: --format json --lang fr"
	here, err := r.shell(ctx, benchDir, "./cpslab with -q --card "+card+" -- ./cpslab "+diagnose)
	if err != nil {
		return "", err
	}
	there, err := r.shell(ctx, benchDir, "./cpslab with -q --card "+card+" -- wine "+programFile+" "+diagnose)
	if err != nil {
		return "", err
	}
	a, err := judged(here)
	if err != nil {
		return "", fmt.Errorf("here: %w", err)
	}
	b, err := judged(there)
	if err != nil {
		return "", err
	}
	if here.code != there.code || !reflect.DeepEqual(a, b) {
		return "", fmt.Errorf("exit code %d, %s; here %d, %s", there.code, b, here.code, a)
	}
	return fmt.Sprintf("exit code %d, %s, %d findings and %d unknown rules as on this system", there.code, b.Verdict, len(b.Findings), len(b.Unknown)), nil
}

// verdict is what is compared of a diagnosis.
type verdict struct {
	Verdict  string `json:"verdict"`
	Findings []any  `json:"findings"`
	Unknown  []any  `json:"unknown"`
	Card     any    `json:"card"`
}

func (v *verdict) String() string { return fmt.Sprintf("%s, %v", v.Verdict, v.Findings) }

func judged(out output) (*verdict, error) {
	v := &verdict{}
	if err := json.Unmarshal([]byte(out.stdout), v); err != nil {
		return nil, fmt.Errorf("%w: %s", err, lastLines(out.stderr, 5))
	}
	if len(v.Findings) == 0 || v.Card == nil {
		return nil, fmt.Errorf("nothing found: %s", lastLines(out.stderr, 5))
	}
	return v, nil
}

// lastLines are the last n lines of a text.
func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\r\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
