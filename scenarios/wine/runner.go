package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Folders of the other system, by their paths there.
const (
	benchDir   = "/bench/here"    // with the program of this system
	windowsDir = "/bench/windows" // with that of Windows
	testsDir   = "/bench/tests"   // with the tests of the rooms
	sourceDir  = "/bench/source"  // a copy of the tree
	homeDir    = "/home/" + userName
	prefixDir  = homeDir + "/prefix" // Wine's own

	userName = "bench"
)

// programFile is the program of Windows, as Wine is told of it.
const programFile = windowsDir + "/cpslab.exe"

// runner runs programs of the other system as its user.
type runner struct {
	root     string
	patience time.Duration
	rooms    []result // of the tests of each
	command  func(ctx context.Context, dir, name string, args ...string) *exec.Cmd
}

// environment is that of everything that runs inside: Wine's keeps quiet, has no
// screen, and asks for neither Mono nor Gecko. TMPDIR is not in it: Debian's Wine 10 ends
// in a crash where it is.
var environment = []string{
	"PATH=/usr/bin:/bin", "HOME=" + homeDir, "USER=" + userName, "TZ=UTC",
	"WINEPREFIX=" + prefixDir, "WINEDEBUG=-all", "DISPLAY=", "WINEDLLOVERRIDES=mscoree,mshtml=", "WINEARCH=win64",
}

// path is where a file of the other system lies in this one.
func (r *runner) path(name string) string { return filepath.Join(r.root, name) }

// bench runs the program of this system.
func (r *runner) bench(ctx context.Context, stdin string, args ...string) (output, error) {
	return r.output(ctx, benchDir, stdin, benchDir+"/cpslab", args...)
}

// windows runs the program of Windows.
func (r *runner) windows(ctx context.Context, stdin string, args ...string) (output, error) {
	return r.output(ctx, windowsDir, stdin, "/usr/bin/wine", slices.Insert(slices.Clone(args), 0, programFile)...)
}

// wine runs Wine itself.
func (r *runner) wine(ctx context.Context, args ...string) (output, error) {
	return r.output(ctx, windowsDir, "", "/usr/bin/wine", args...)
}

// shell runs a line of a shell in a folder.
func (r *runner) shell(ctx context.Context, dir, line string) (output, error) {
	return r.output(ctx, dir, "", "/bin/sh", "-c", line)
}

// output runs a program to its end. The error is that of a program that did not start,
// or did not end in time.
func (r *runner) output(ctx context.Context, dir, stdin, name string, args ...string) (output, error) {
	ctx, cancel := context.WithTimeout(ctx, r.patience)
	defer cancel()
	cmd := r.command(ctx, dir, name, args...)
	var stdout, stderr strings.Builder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := cmd.Run()
	out := output{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	if ctx.Err() != nil {
		return out, fmt.Errorf("no end after %v: %s", r.patience, lastLines(out.stdout+out.stderr, 3))
	}
	if !ran(err) {
		return out, err
	}
	return out, nil
}

// ran reports whether a program ran to its end, with whatever code. A server that Wine
// started beside it may keep its output open.
func ran(err error) bool {
	_, ended := errors.AsType[*exec.ExitError](err)
	return err == nil || ended || errors.Is(err, exec.ErrWaitDelay)
}

// until runs the program of Windows, which ends by “quit” on its standard input, until
// it says a word on standard error.
func (r *runner) until(ctx context.Context, word string, args ...string) (output, error) {
	ctx, cancel := context.WithTimeout(ctx, r.patience)
	defer cancel()
	cmd := r.command(ctx, windowsDir, "/usr/bin/wine", slices.Insert(slices.Clone(args), 0, programFile)...)
	read, write, err := os.Pipe()
	if err != nil {
		return output{}, err
	}
	defer read.Close()
	heard := &listener{word: word, say: func() { _, _ = io.WriteString(write, "quit\n") }} // it has ended where that fails
	cmd.Stdin, cmd.Stderr = read, heard
	err = cmd.Run()
	_ = write.Close() // nothing is lost
	if ctx.Err() != nil {
		return output{}, fmt.Errorf("no %q after %v: %s", word, r.patience, heard.text.String())
	}
	if !ran(err) {
		return output{}, err
	}
	return output{stderr: heard.text.String(), code: cmd.ProcessState.ExitCode()}, nil
}

// listener keeps what is written, and speaks once a word was in it.
type listener struct {
	word string
	say  func()
	text strings.Builder
	done bool
}

// Write implements [io.Writer].
func (l *listener) Write(b []byte) (int, error) {
	l.text.Write(b)
	if !l.done && strings.Contains(l.text.String(), l.word) {
		l.done = true
		l.say()
	}
	return len(b), nil
}
