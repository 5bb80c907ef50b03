package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// room is a package with tests that are built for Windows.
type room struct {
	Name string // "harness/card"
	File string // the program of its tests, in testsDir
}

// roomsFile tells the other side of this program what was built.
const roomsFile = "rooms.json"

// tests runs the tests of each room and leaves a line for each; the error is that of a
// run that could not begin.
func (c *config) tests(ctx context.Context, r *runner) (string, error) {
	b, err := os.ReadFile(r.path(path.Join(testsDir, roomsFile)))
	if err != nil {
		return "", err
	}
	var rooms []room
	if err := json.Unmarshal(b, &rooms); err != nil {
		return "", err
	}
	for _, room := range rooms {
		found, err := c.testsOf(ctx, r, room)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			found = result{Outcome: failed, Detail: err.Error()}
		}
		found.Name = "tests of " + room.Name
		fmt.Fprintf(c.stdout, "  %s: %s, %s\n", room.Name, found.Outcome, found.Detail)
		r.rooms = append(r.rooms, found)
	}
	return "", nil
}

// testsOf runs the tests of a room where its files lie.
func (c *config) testsOf(ctx context.Context, r *runner, t room) (result, error) {
	out, err := r.output(ctx, path.Join(sourceDir, t.Name), "", "/usr/bin/wine", path.Join(testsDir, t.File), "-test.v=test2json", "-test.short", "-test.timeout", (c.patience * 9 / 10).String())
	log := filepath.Join(filepath.Dir(c.root), "log", t.File+".txt")
	if err := os.MkdirAll(filepath.Dir(log), 0o755); err != nil {
		return result{}, err
	}
	if err := os.WriteFile(log, []byte(out.stdout+out.stderr), 0o644); err != nil {
		return result{}, err
	}
	if err != nil {
		return result{}, err
	}
	convert := exec.CommandContext(ctx, "go", "tool", "test2json")
	convert.Stdin = strings.NewReader(out.stdout)
	events, err := convert.Output()
	if err != nil {
		return result{}, fmt.Errorf("go tool test2json: %w", err)
	}
	found, err := tally(events)
	if err != nil {
		return result{}, err
	}
	if out.code != 0 && found.Outcome != failed {
		found.Outcome, found.Detail = failed, fmt.Sprintf("exit code %d: %s", out.code, lastLines(out.stdout+out.stderr, 5))
	}
	return found, nil
}

// event is one line of go tool test2json.
type event struct{ Action, Test, Output string }

// tally counts what became of the tests, their parts not counted, and names those that
// failed or were not run.
func tally(events []byte) (result, error) {
	counts := map[string]int{}
	var names, open []string    // open have begun and not ended
	said := map[string]string{} // by test, its last line that is no frame
	for line := range bytes.Lines(events) {
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			return result{}, fmt.Errorf("go tool test2json: %w", err)
		}
		top, _, part := strings.Cut(e.Test, "/")
		switch e.Action {
		case "output":
			if text := strings.TrimSpace(e.Output); text != "" && !strings.HasPrefix(text, "===") && !strings.HasPrefix(text, "---") {
				said[top] = text
			}
		case "run":
			if !part {
				open = append(open, e.Test)
			}
		case "pass", "fail", "skip":
			if e.Test == "" || part {
				continue
			}
			open = slices.DeleteFunc(open, func(name string) bool { return name == e.Test })
			counts[e.Action]++
			if e.Action != "pass" {
				names = append(names, fmt.Sprintf("%s %s (%s)", map[string]string{"fail": "failed:", "skip": "not run:"}[e.Action], e.Test, withoutPlace(said[top])))
			}
		}
	}
	for _, name := range open {
		counts["fail"]++
		names = append(names, fmt.Sprintf("failed: %s (did not end)", name))
	}
	if len(counts) == 0 {
		return result{}, errors.New("no test ran")
	}
	slices.Sort(names)
	r := result{Outcome: passed, Detail: fmt.Sprintf("%d of %d tests", counts["pass"], counts["pass"]+counts["fail"]+counts["skip"])}
	if counts["fail"] > 0 {
		r.Outcome = failed
	}
	if len(names) > 0 {
		r.Detail += "\n" + strings.Join(names, "\n")
	}
	return r, nil
}

// withoutPlace is what a test said, without the line of its file.
func withoutPlace(s string) string {
	place, text, ok := strings.Cut(s, ": ")
	if ok && strings.Contains(place, ".go:") {
		return text
	}
	return s
}
