package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/reporters"

	"github.com/cpslab/cps/harness/report"
)

// shortRun is a filter that leaves a few scenarios of one card.
const shortRun = "!effect:write"

// killed is a run that got a signal at a moment of its life.
type killed struct {
	code     int // -1 when the signal itself ended it
	out, err string
	dir      string // with junit.xml and run.json
	took     time.Duration
}

// TestKilledRun kills a short run at fifty moments of its life: each time it ends
// with 3, says that it was interrupted and nothing else, and leaves two whole reports
// in place of older ones, which name every scenario and accuse none.
func TestKilledRun(t *testing.T) {
	t.Parallel()
	whole := killedRun(t, nil, 0)
	if whole.code != 0 {
		t.Fatalf("the run itself ends with %d\n%s%s", whole.code, whole.out, whole.err)
	}
	total := wholeReports(t, whole, true)
	const moments, side = 50, 4 // so many at a time
	begun := time.Now()
	var all sync.WaitGroup
	var late atomic.Int32
	turn := make(chan struct{}, side)
	for i := range moments {
		signal := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}[i%3]
		after := time.Duration(rand.Int64N(int64(whole.took)))
		all.Add(1)
		turn <- struct{}{}
		go func() {
			defer all.Done()
			defer func() { <-turn }()
			run := killedRun(t, signal, after)
			what := fmt.Sprintf("%v after %v of %v", signal, after, whole.took)
			switch {
			case run.code == 0 && run.err == "" && strings.HasPrefix(run.out, "PASSED\n"):
				late.Add(1) // the run had ended before the signal came
			case run.code != 3 || run.err != "cpslab: interrupted\n" || strings.Contains(run.out, "PASSED"):
				t.Errorf("%s: code %d\n%s%s", what, run.code, run.out, run.err)
			}
			if n := wholeReports(t, run, run.code == 0); n != total {
				t.Errorf("%s: the reports name %d scenarios, want %d", what, n, total)
			}
		}()
	}
	all.Wait()
	if late.Load() > moments/2 {
		t.Errorf("%d of %d signals came after the run", late.Load(), moments)
	}
	t.Logf("%d runs of %v killed in %v, %d too late", moments, whole.took, time.Since(begun), late.Load())
}

// killedRun starts a short run and sends it a signal some time after it began to
// listen, which is before anything of its own begins; none when signal is nil.
func killedRun(t *testing.T, signal os.Signal, after time.Duration) killed {
	t.Helper()
	run := killed{dir: t.TempDir()}
	for _, name := range []string{"junit.xml", "run.json"} {
		if err := os.WriteFile(filepath.Join(run.dir, name), []byte("older"), 0o600); err != nil {
			t.Error(err)
		}
	}
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(t.Context(), os.Args[0], "run", "sim:cps3-two-activities", "--label-filter", shortRun,
		"--junit", filepath.Join(run.dir, "junit.xml"), "--json", filepath.Join(run.dir, "run.json"))
	cmd.Args[0] = "cpslab" // TestMain looks at it
	cmd.Env = append(os.Environ(), "LC_ALL=C", "CPSLAB_READER=", "CPSLAB_STACK=")
	cmd.Stdout, cmd.Stderr = &out, &errs
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Error(err)
		return run
	}
	if signal != nil {
		listens(cmd.Process.Pid)
		time.Sleep(after)
		_ = cmd.Process.Signal(signal) // one that has ended needs none
	}
	_ = cmd.Wait() // the code says it
	run.took = time.Since(begun)
	run.code, run.out, run.err = cmd.ProcessState.ExitCode(), out.String(), errs.String()
	return run
}

// listens waits until a process listens for signals: the thread by which the Go
// runtime takes them blocks what nobody asked for (SigBlk in proc(5)), and SIGPIPE is
// the last that package early asks for. One that has ended listens no more.
func listens(pid int) {
	const user, pipe = 1 << (syscall.SIGUSR1 - 1), 1 << (syscall.SIGPIPE - 1)
	for {
		tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
		if len(tasks) == 0 {
			return
		}
		for _, task := range tasks {
			status, _ := os.ReadFile(task) // a thread may have ended
			_, rest, _ := strings.Cut(string(status), "SigBlk:\t")
			mask, _, _ := strings.Cut(rest, "\n")
			blocked, err := strconv.ParseUint(mask, 16, 64)
			if err == nil && blocked&user != 0 && blocked&pipe == 0 {
				return
			}
			if strings.Contains(string(status), "State:\tZ") {
				return
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// wholeReports holds that both reports of a run are there, whole and alone, and tell
// the same: nothing failed, and what did not run was interrupted. It returns how many
// scenarios they name.
func wholeReports(t *testing.T, run killed, success bool) int {
	t.Helper()
	var suites reporters.JUnitTestSuites
	junit, err := os.ReadFile(filepath.Join(run.dir, "junit.xml"))
	if err == nil {
		err = xml.Unmarshal(junit, &suites)
	}
	if err != nil || len(suites.TestSuites) != 1 {
		t.Errorf("JUnit: %v\n%s", err, junit)
		return 0
	}
	suite, skipped := suites.TestSuites[0], 0
	for _, c := range suite.TestCases {
		if c.Skipped != nil {
			skipped++
			if c.Skipped.Message != "interrupted" {
				t.Errorf("JUnit: %s: %s", c.Name, c.Skipped.Message)
			}
		}
	}
	if suite.Failures+suite.Errors != 0 || suite.Skipped != skipped || suite.Tests != len(suite.TestCases) || success && skipped != 0 {
		t.Errorf("JUnit: %d tests, %d skipped, %d failures, %d errors", suite.Tests, suite.Skipped, suite.Failures, suite.Errors)
	}
	var told report.Run
	raw, err := os.ReadFile(filepath.Join(run.dir, "run.json"))
	if err == nil {
		err = json.Unmarshal(raw, &told)
	}
	if err != nil || len(told.Scenarios) != suite.Tests || success && !told.OK {
		t.Errorf("JSON: %d scenarios, ok %v, %v", len(told.Scenarios), told.OK, err)
	}
	if names, err := os.ReadDir(run.dir); err != nil || len(names) != 2 {
		t.Errorf("beside the reports: %v, %v", names, err)
	}
	return suite.Tests
}
