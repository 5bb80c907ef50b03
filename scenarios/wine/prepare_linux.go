package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// packages are what the other system needs: Wine with its winscard, which reaches
// pcsc-lite, and a service with virtual readers for it.
const packages = "wine wine64 libpcsclite1 pcscd vsmartcard-vpcd"

// suite is Debian 13, the first with a Wine in which Go programs start.
const suite = "trixie"

// readyFile stands in a system that is whole; its name changes with what is in it.
const readyFile = ".cpslab-wine-1"

// userID is that of the user inside, who has a home there.
const userID = 1000

// missing says what keeps everything from running here, "" for nothing.
func missing() string {
	if os.Geteuid() != 0 {
		return "needs root: a system in a folder of its own, with its mounts"
	}
	if _, err := os.Stat("/etc/debian_version"); err != nil {
		return "needs Debian, or a system like it, for debootstrap"
	}
	if _, err := exec.LookPath("debootstrap"); err != nil {
		return "needs debootstrap: apt-get install debootstrap"
	}
	return ""
}

// prepare fills the folder of the other system, the first time.
func (c *config) prepare(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(c.root, readyFile)); err == nil {
		return nil
	}
	if err := c.empty(); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "filling %s with Debian %s and Wine (the first time: 200 MB, a few minutes)\n", c.root, suite)
	if err := os.MkdirAll(filepath.Dir(c.root), 0o755); err != nil {
		return err
	}
	return c.again(ctx, modeInstall, syscall.CLONE_NEWNS|syscall.CLONE_NEWPID)
}

// empty removes a system that did not become whole, unless something is mounted in it.
func (c *config) empty() error {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(mounts)) {
		if f := strings.Fields(line); len(f) > 4 && strings.HasPrefix(f[4]+"/", c.root+"/") {
			return fmt.Errorf("%s is mounted: umount it first", f[4])
		}
	}
	return os.RemoveAll(c.root)
}

// install is the other side of prepare: root, with mounts of its own.
func (c *config) install(ctx context.Context) error {
	if err := c.shell(ctx, "", "debootstrap", "--variant=minbase", suite, c.root, c.mirror); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"usr/sbin/policy-rc.d":   "#!/bin/sh\nexit 101\n", // no service is started
		"etc/apt/sources.list":   "deb " + c.mirror + " " + suite + " main\n",
		"etc/apt/apt.conf.d/99c": "APT::Install-Recommends \"false\";\n",
	} {
		if err := os.WriteFile(filepath.Join(c.root, name), []byte(text), 0o755); err != nil {
			return err
		}
	}
	if names, err := os.ReadFile("/etc/resolv.conf"); err == nil {
		if err := os.WriteFile(filepath.Join(c.root, "etc/resolv.conf"), names, 0o644); err != nil {
			return err
		}
	}
	if err := c.mountProc(); err != nil {
		return err
	}
	for _, line := range []string{
		"apt-get -q update",
		"DEBIAN_FRONTEND=noninteractive apt-get -q -y install " + packages,
		fmt.Sprintf("useradd -m -u %d %s", userID, userName),
		"apt-get clean",
	} {
		if err := c.shell(ctx, c.root, "/bin/sh", "-euc", line); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(c.root, readyFile), nil, 0o644)
}

// mountProc mounts the table of the processes of this namespace, in place of what
// debootstrap left.
func (c *config) mountProc() error {
	proc := filepath.Join(c.root, "proc")
	if err := os.MkdirAll(proc, 0o755); err != nil {
		return err
	}
	return syscall.Mount("proc", proc, "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC, "")
}

// shell runs a program of the system at root, "" for this one, and shows what it
// prints where it fails.
func (c *config) shell(ctx context.Context, root, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C"}
	if root != "" {
		cmd.Dir, cmd.SysProcAttr = "/", &syscall.SysProcAttr{Chroot: root}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(append([]string{name}, args...), " "), err, lastLines(string(out), 20))
	}
	return nil
}

// The two other sides of this program, told by an environment variable.
const (
	envMode     = "CPSLAB_WINE_MODE"
	modeInstall = "install"
	modeRun     = "run"
)

// again starts this program in namespaces of its own. What it started ends with it:
// it is the first process of its namespace.
func (c *config) again(ctx context.Context, mode string, namespaces uintptr) error {
	runtime.LockOSThread() // whose end would be that of the other side
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", os.Args[1:]...)
	cmd.Stdout, cmd.Stderr = c.stdout, c.stderr
	cmd.Env = append(os.Environ(), envMode+"="+mode)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: syscall.SIGKILL}
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return fmt.Errorf("inside: %w", exit)
	}
	return err
}

// inside is the other side: it reports whether this is one, and its exit code.
func (c *config) inside(ctx context.Context) (bool, int) {
	mode := os.Getenv(envMode)
	if mode == "" {
		return false, exitOK
	}
	// No mount of ours is to be seen outside.
	err := syscall.Mount("none", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
	if err == nil {
		switch mode {
		case modeInstall:
			err = c.install(ctx)
		case modeRun:
			err = c.runAll(ctx)
		default:
			err = fs.ErrInvalid
		}
	}
	if err != nil {
		fmt.Fprintln(c.stderr, "wine:", err)
		return true, exitBench
	}
	return true, exitOK
}
