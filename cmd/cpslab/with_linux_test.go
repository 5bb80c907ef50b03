package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cpslab/cps/testdata/testneed"
)

// cpslab is this program as its user starts it.
func cpslab(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Args[0] = "cpslab" // TestMain looks at it
	cmd.Env = append(os.Environ(), "LANG=C", "CPSLAB_PARTS="+testneed.Parts())
	return cmd
}

// TestKilledWithTakesItsChildAlong: SIGKILL leaves neither the command, nor pcscd,
// nor what stands between.
func TestKilledWithTakesItsChildAlong(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd")
	// A command that no polite signal ends.
	cmd := cpslab(t, "with", "-q", "--card", "cps3-healthy", "--", "/bin/sh", "-c", `trap "" TERM HUP INT; echo "$$"; while :; do sleep 1; done`)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _, err := bufio.NewReader(out).ReadLine()
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(string(line))
	if err != nil {
		t.Fatal(err)
	}
	descendants := below(cmd.Process.Pid)
	if !slices.Contains(descendants, child) || !slices.ContainsFunc(descendants, func(pid int) bool { return comm(pid) == "pcscd" }) {
		t.Fatalf("below cpslab run %v, want the command %d and pcscd", descendants, child)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		// The sleep of the shell ends by itself.
		left := slices.DeleteFunc(slices.Clone(descendants), func(pid int) bool { return !alive(pid) || comm(pid) == "sleep" })
		if len(left) == 0 {
			return
		}
		if time.Now().After(end) {
			for _, pid := range left {
				t.Errorf("process %d (%s) outlives the cpslab that was killed", pid, comm(pid))
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
			return
		}
	}
}

// TestTheCommandOfWithGetsItsOwnCardsOnly: it is handed the codes of its readers,
// and no code of the user's own card.
func TestTheCommandOfWithGetsItsOwnCardsOnly(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd")
	cmd := cpslab(t, "with", "-q", "--card", "cps3-healthy", "--", "/bin/sh", "-c", `env; cat "$CPSLAB_STACK"`)
	cmd.Env = append(cmd.Env, "CPSLAB_PIN=86427531", "CPSLAB_STACK=/tmp/another/stack.json")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said := string(out)
	if strings.Contains(said, "86427531") || strings.Contains(said, "another") || strings.Contains(said, "CPSLAB_PIN") {
		t.Errorf("the command got what is not its own:\n%s", said)
	}
	if strings.Count(said, "CPSLAB_STACK=") != 1 || !strings.Contains(said, `"reader":"cpslab A 00 00"`) {
		t.Errorf("the command did not get its readers:\n%s", said)
	}
}

// TestWithClosesTheNetwork: nobody of this network listens for cards, or the user
// reads which ports do and how to close them.
func TestWithClosesTheNetwork(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd")
	cmd := cpslab(t, "with", "--card", "cps3-healthy", "--", "/bin/sh", "-c", "cat /proc/net/tcp; readlink /proc/self/ns/net")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	own, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), own) {
		t.Errorf("the command does not run in our network:\n%s", out)
	}
	probe := exec.CommandContext(t.Context(), "/bin/true")
	probe.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		probe.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS
	}
	allowed := probe.Run() == nil
	if warned := strings.Contains(string(out), "nft "); warned == allowed {
		t.Errorf("namespaces allowed: %v; the user reads:\n%s", allowed, out)
	}
}

// below returns the processes that descend from one.
func below(root int) (pids []int) {
	parents := map[int][]int{}
	entries, _ := filepath.Glob("/proc/[0-9]*/stat") // fails on a bad pattern only
	for _, name := range entries {
		b, err := os.ReadFile(name)
		if err != nil {
			continue // has just ended
		}
		_, rest, _ := strings.Cut(string(b), ") ") // proc(5): pid (comm) state ppid
		var state string
		var parent int
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name))) // digits by the pattern
		if _, err := fmt.Sscan(rest, &state, &parent); err == nil {
			parents[parent] = append(parents[parent], pid)
		}
	}
	for todo := parents[root]; len(todo) > 0; todo = append(todo[1:], parents[todo[0]]...) {
		pids = append(pids, todo[0])
	}
	return pids
}

func comm(pid int) string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)) // empty once it has ended
	return strings.TrimSpace(string(b))
}

// alive reports whether a process runs: one that nobody has waited for yet does not.
func alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if errors.Is(err, os.ErrNotExist) || err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	return !strings.HasPrefix(rest, "Z")
}
