package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const listed = `FuzzOne
FuzzTwo
ok  	example.org/a	0.1s
?   	example.org/b	[no test files]
FuzzThree
ok  	example.org/c	0.2s
`

// ran is what the go command prints for a target that was executed n times.
func ran(n int) []byte {
	return fmt.Appendf(nil, `fuzz: elapsed: 0s, gathering baseline coverage: 0/3 completed
fuzz: elapsed: 0s, gathering baseline coverage: 3/3 completed, now fuzzing with 2 workers
fuzz: elapsed: 3s, execs: %d (108/sec), new interesting: 1 (total: 4)
fuzz: elapsed: 10s, execs: %d (324/sec), new interesting: 2 (total: 5)
PASS
ok  	example.org/a	10.3s
`, n/3, n)
}

// fake runs no command: each target in turn gets the next of its outputs.
func fake(outputs map[string][][]byte, failing string) (config, *[]string) {
	calls := &[]string{}
	return config{
		time: 10 * time.Second, least: 1000, patience: time.Minute, match: regexp.MustCompile(""), packages: []string{"./..."}, out: io.Discard, tags: "x",
		command: func(_ context.Context, args ...string) ([]byte, error) {
			line := strings.Join(args, " ")
			*calls = append(*calls, line)
			if slices.Contains(args, "-list") {
				return []byte(listed), nil
			}
			for name, list := range outputs {
				if !strings.Contains(line, "^"+name+"$") {
					continue
				}
				outputs[name] = list[1:]
				if name == failing {
					return list[0], errors.New("exit status 1")
				}
				return list[0], nil
			}
			return nil, errors.New("not a target: " + line)
		},
	}, calls
}

func TestEveryTargetIsExecuted(t *testing.T) {
	t.Parallel()
	c, calls := fake(map[string][][]byte{"FuzzOne": {ran(5203)}, "FuzzTwo": {ran(29), ran(1000)}, "FuzzThree": {ran(250000)}}, "")
	var out bytes.Buffer
	c.out = &out
	if err := c.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"5203 executions  example.org/a FuzzOne", "1000 executions  example.org/a FuzzTwo", "250000 executions  example.org/c FuzzThree", "3 targets"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing:\n%s", want, out.String())
		}
	}
	if want := "test -tags x -run ^$ -fuzz ^FuzzTwo$ -fuzztime 1000x -fuzzminimizetime 10x example.org/a"; !slices.Contains(*calls, want) {
		t.Errorf("%s was not run: %q", want, *calls)
	}
}

func TestTooFewExecutionsFail(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second  []byte
		failing string
		want    string
	}{
		"one short":    {ran(999), "", "example.org/a FuzzTwo: 999 executions, want 1000"},
		"nothing told": {[]byte("PASS\nok  \texample.org/a\t10s\n"), "", "example.org/a FuzzTwo: 0 executions, want 1000"},
		"finding":      {append(ran(90000), "--- FAIL: FuzzTwo\n    boom\n"...), "FuzzTwo", "boom"},
	} {
		c, _ := fake(map[string][][]byte{"FuzzOne": {ran(5203)}, "FuzzTwo": {tt.second, tt.second}, "FuzzThree": {ran(2000)}}, tt.failing)
		err := c.run(t.Context())
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "1 of 3 targets failed") {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	for said, want := range map[string]string{
		"": "example.org/a FuzzTwo: 29 executions, want 1000",
		"    Failing input written to testdata/fuzz/FuzzTwo/1\n": "Failing input written",
	} {
		c, _ := fake(map[string][][]byte{"FuzzOne": {ran(5203)}, "FuzzTwo": {ran(29)}, "FuzzThree": {ran(2000)}}, "")
		c.patience = time.Nanosecond
		run := c.command
		c.command = func(ctx context.Context, args ...string) ([]byte, error) {
			if slices.Contains(args, "1000x") {
				<-ctx.Done()
				return append(ran(29), said...), errors.New("signal: interrupt")
			}
			return run(ctx, args...)
		}
		if err := c.run(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("patience is over: %v, want %q", err, want)
		}
	}
	c, _ := fake(nil, "")
	c.match = regexp.MustCompile("NoSuchTarget")
	if err := c.run(t.Context()); err == nil {
		t.Error("no target at all is a success")
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-time", "0s"}, {"-least", "0"}, {"-patience", "-1s"}, {"-run", "("}, {"-nothing"}} {
		if code := command(t.Context(), args, io.Discard, io.Discard); code != 2 {
			t.Errorf("%q: exit %d", args, code)
		}
	}
}

// The end of the time is no finding, although the go command calls it a failure; with an
// input written, or other words, it is one.
func TestTimeIsUp(t *testing.T) {
	t.Parallel()
	const over = "fuzz: elapsed: 5s, execs: 9420 (2132/sec), new interesting: 18 (total: 123)\n--- FAIL: FuzzStackFile (5.18s)\n    context deadline exceeded\nFAIL\nexit status 1\n"
	for out, want := range map[string]bool{
		over: true,
		over + "    Failing input written to testdata/fuzz/FuzzStackFile/1\n":                   false,
		"--- FAIL: FuzzStackFile (5.18s)\n    context deadline exceeded: in the target\nFAIL\n": false,
		"--- FAIL: FuzzStackFile (1.00s)\n    --- FAIL: FuzzStackFile (0.00s)\nFAIL\n":          false,
		"": false,
	} {
		if got := timeIsUp([]byte(out)); got != want {
			t.Errorf("%q: %v", out, got)
		}
	}
}
