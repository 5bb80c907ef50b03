package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/cpslab/cps/harness/child"
)

// resultsFile is where the other side of this program leaves what it found.
const resultsFile = "results.json"

// runInside runs the steps in namespaces of their own, without a network.
func (c *config) runInside(ctx context.Context) ([]result, error) {
	if err := c.again(ctx, modeRun, syscall.CLONE_NEWNS|syscall.CLONE_NEWPID|syscall.CLONE_NEWNET); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(c.root, testsDir, resultsFile))
	if err != nil {
		return nil, err
	}
	var out []result
	return out, json.Unmarshal(b, &out)
}

// runAll is the other side of runInside.
func (c *config) runAll(ctx context.Context) error {
	if err := errors.Join(c.mountProc(), child.RaiseLoopback(), os.MkdirAll(filepath.Join(c.root, "run/pcscd"), 0o755)); err != nil {
		return err
	}
	r := &runner{root: c.root, patience: c.patience, command: c.asUser}
	if err := c.start(ctx, r); err != nil {
		return err
	}
	var out []result
	for _, s := range c.steps() {
		began := time.Now()
		fmt.Fprintf(c.stdout, "running: %s\n", s.name)
		detail, err := s.run(ctx, r)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if s.name == testsOfRooms {
			out = append(out, r.rooms...)
		}
		switch {
		case err != nil:
			out = append(out, result{s.name, failed, err.Error()})
		case s.name != testsOfRooms:
			out = append(out, result{s.name, passed, detail})
		}
		fmt.Fprintf(c.stdout, "  %.1f s\n", time.Since(began).Seconds())
	}
	b, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.root, testsDir, resultsFile), b, 0o644)
}

// start makes a new prefix and keeps its server up, so that programs start soon.
func (c *config) start(ctx context.Context, r *runner) error {
	if err := os.RemoveAll(r.path(prefixDir)); err != nil {
		return err
	}
	for _, line := range []string{"wineboot -i >boot.log 2>&1", "wineserver -w; wineserver -p >/dev/null 2>&1"} {
		if out, err := r.shell(ctx, homeDir, line); err != nil || out.code != 0 {
			said, _ := os.ReadFile(r.path(homeDir + "/boot.log")) // empty where there is none
			return errors.Join(err, fmt.Errorf("%s: exit code %d: %s", line, out.code, lastLines(string(said), 5)))
		}
	}
	return nil
}

// asUser is a program of the other system, run as its user, whose files are its own
// alone. What it started goes with it.
func (c *config) asUser(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	syscall.Umask(0o077)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, environment
	cmd.WaitDelay = 10 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot: c.root, Setsid: true,
		Credential: &syscall.Credential{Uid: userID, Gid: userID},
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return cmd
}
