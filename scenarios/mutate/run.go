package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// fate is what became of a mutant.
type fate uint8

const (
	unreached fate = iota // no scenario meets a case where it makes a difference
	survived
	failed   // a scenario failed, or the suite could not be set up
	panicked // out of every scenario
	timedOut
)

func (f fate) killed() bool { return f >= failed }

func (f fate) String() string {
	return [...]string{"never makes a difference", "survived", "failed", "panicked", "timed out"}[f]
}

// spec is what the hook tells of a scenario.
type spec struct {
	Name            string
	Mutant          int
	Passed, Skipped bool
	Notes, Loose    []int // mutants, in order: as the hook found them
}

// runner runs the compiled suite, against one mutant at a time.
type runner struct {
	binary, dir, test, temp string
	workers                 int
	patience                time.Duration

	specs    []spec        // that passed without mutants, by name
	broken   []string      // names of those that did not
	deadline time.Duration // of one process
}

// longest is the deadline while nothing is known of the suite.
const longest = 5 * time.Minute

// once runs the suite against a mutant, 0 for none. focus are names of
// scenarios, all when empty; notes is a file to write to, or "".
func (r *runner) once(ctx context.Context, id int, focus []string, notes string) (fate, string, error) {
	args := []string{}
	if id > 0 {
		args = append(args, "-ginkgo.fail-fast")
	}
	if len(focus) > 0 {
		args = append(args, "-ginkgo.focus="+anyOf(focus))
	}
	return r.start(ctx, args, fmt.Sprintf("CPSLAB_MUTANT=%d", id), "CPSLAB_MUTANT_NOTES="+notes)
}

// start runs the suite in a process.
func (r *runner) start(ctx context.Context, args []string, env ...string) (fate, string, error) {
	limited, cancel := context.WithTimeout(ctx, cmp.Or(r.deadline, longest))
	defer cancel()
	args = append(args, "-test.run", r.test, "-ginkgo.seed=1", "-ginkgo.no-color", "-ginkgo.succinct")
	if len(r.broken) > 0 {
		args = append(args, "-ginkgo.skip="+anyOf(r.broken))
	}
	cmd := exec.CommandContext(limited, r.binary, args...)
	cmd.Dir = r.dir
	cmd.Env = append(os.Environ(), env...)
	cmd.WaitDelay = time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return 0, "", ctx.Err()
	case limited.Err() != nil:
		return timedOut, out.String(), nil
	case err == nil:
		return survived, out.String(), nil
	case !errors.As(err, &exit):
		return 0, "", fmt.Errorf("running the suite: %w", err)
	case bytes.Contains(out.Bytes(), []byte("\ngoroutine ")) && !bytes.Contains(out.Bytes(), []byte("\n--- FAIL")):
		return panicked, out.String(), nil
	default:
		return failed, out.String(), nil
	}
}

// anyOf is a regular expression for scenarios of these names.
func anyOf(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = regexp.QuoteMeta(n)
	}
	return "(" + strings.Join(quoted, "|") + ")$"
}

// baseline runs the suite without mutants, learning what each scenario can
// notice, and once more without the scenarios that failed.
func (r *runner) baseline(ctx context.Context) error {
	notes := filepath.Join(r.temp, "notes.json")
	_, out, err := r.once(ctx, 0, nil, notes)
	if err != nil {
		return err
	}
	told, err := readSpecs(notes)
	if err != nil {
		return fmt.Errorf("the suite did not run to its end: %w\n%s", err, out)
	}
	for _, s := range told {
		switch {
		case s.Passed:
			r.specs = append(r.specs, s)
		case !s.Skipped:
			r.broken = append(r.broken, s.Name)
		}
	}
	slices.Sort(r.broken)
	r.broken = slices.Compact(r.broken)
	slices.SortStableFunc(r.specs, func(a, b spec) int { return strings.Compare(a.Name, b.Name) })
	if len(r.specs) == 0 {
		return fmt.Errorf("no scenario passes without a mutant:\n%s", out)
	}
	again := time.Now()
	got, out, err := r.once(ctx, 0, nil, "")
	if err != nil {
		return err
	}
	r.deadline = r.patience + 5*time.Since(again)
	if got != survived {
		return fmt.Errorf("the suite fails without a mutant, and not in the same scenarios each time:\n%s", out)
	}
	return nil
}

// readSpecs reads what the hook wrote; the end may be missing.
func readSpecs(name string) ([]spec, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []spec
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var s spec
		if err := d.Decode(&s); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
}

// noticing are the scenarios in which a mutant makes a difference to a result,
// those on the rules around it first; loose means that there may be others.
func (r *runner) noticing(m *mutant) (names []string, loose bool) {
	var near, far []string
	for _, s := range r.specs {
		if _, ok := slices.BinarySearch(s.Loose, m.id); ok {
			loose = true
		}
		if _, ok := slices.BinarySearch(s.Notes, m.id); !ok {
			continue
		}
		if slices.ContainsFunc(m.rules, func(rule string) bool { return strings.Contains(s.Name, rule) }) {
			near = append(near, s.Name)
		} else {
			far = append(far, s.Name)
		}
	}
	return append(near, far...), loose
}
