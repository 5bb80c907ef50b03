//go:build unix

package workstation

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/cpslab/cps/testdata/testneed"
)

// A parent that is killed leaves no child, though the child hangs.
func TestNoChildSurvivesItsParent(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "pid")
	parent := exec.CommandContext(t.Context(), os.Args[0], "__child", "parent", file)
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid := awaitPID(t, file)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	awaitEnd(t, pid)
}

// What a module starts ends with the process that asks it, whether that answers
// or is killed.
func TestNoGrandchildSurvives(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "sh")
	for name, c := range map[string]struct {
		script   string
		deadline time.Duration
	}{
		"deadline": {`sleep 3600 & echo $! >"$0.new"; mv "$0.new" "$0"; wait`, 5 * time.Second},
		"answer":   {`sleep 3600 >/dev/null & echo $! >"$0.new"; mv "$0.new" "$0"`, patience},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "pid")
			_, err := Ask(c.deadline, "sh", "-c", c.script)(t.Context(), file)
			var e *ModuleError
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			awaitEnd(t, awaitPID(t, file))
		})
	}
}

// patience is how long these tests wait for what comes at once on a machine that
// is not loaded.
const patience = time.Minute

func awaitPID(t *testing.T, file string) int {
	t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); {
		if b, err := os.ReadFile(file); err == nil {
			pid, err := strconv.Atoi(string(trimLine(b)))
			if err != nil {
				t.Fatal(err)
			}
			return pid
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("no child")
	return 0
}

func trimLine(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == '\n' {
		b = b[:len(b)-1]
	}
	return b
}

// awaitEnd waits until no process has that id, or only one that nobody has
// waited for yet (state Z).
func awaitEnd(t *testing.T, pid int) {
	t.Helper()
	proc := files{os.DirFS("/")}
	for until := time.Now().Add(patience); time.Now().Before(until); {
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
			return
		}
		if b, err := proc.read("/proc/"+strconv.Itoa(pid)+"/stat", 4096); err == nil && zombie(string(b)) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("process %d goes on", pid)
}

func zombie(stat string) bool {
	for i := len(stat) - 1; i >= 2; i-- {
		if stat[i] == ')' { // the name may hold anything
			return len(stat) > i+2 && stat[i+2] == 'Z'
		}
	}
	return false
}
