package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Exit codes, those of cpslab.
const (
	exitDone = iota
	exitWrong
	exitUsage
	exitFailed
	exitIncomplete
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := distCommand(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func distCommand(ctx context.Context, args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("dist", flag.ContinueOnError)
	flags.SetOutput(errs)
	dir := flags.String("o", "dist", "folder of what is made")
	version := flags.String("version", "", "version, MAJOR.MINOR.PATCH (that of the CHANGELOG, with -dev before it is released)")
	check := flags.Bool("check", false, "try what is there instead of making it")
	only := flags.String("only", "", "with -check, one step of it: checksums, lintian, installed or again")
	chosen := flags.String("for", "", "systems to make it for, for example linux/amd64,windows/arm64 (all)")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	wanted, err := targetsOf(*chosen)
	if err != nil {
		fmt.Fprintln(errs, "dist: -for:", err)
		return exitUsage
	}
	if *only != "" && !slices.ContainsFunc(steps, func(s step) bool { return *check && s.name == *only }) {
		fmt.Fprintf(errs, "dist: -only %s is no step of -check\n", *only)
		return exitUsage
	}
	r, err := releaseOf(ctx, *version)
	if err != nil {
		fmt.Fprintln(errs, "dist:", err)
		return exitUsage
	}
	r.out, r.progress, r.targets = *dir, out, wanted
	work := r.make
	if *check {
		work = func(ctx context.Context) error { return r.check(ctx, *only) }
	}
	err = work(ctx)
	for _, m := range r.missing {
		fmt.Fprintln(out, "NOT DONE:", m)
	}
	switch {
	case errors.Is(err, errWrong):
		fmt.Fprintln(errs, "dist:", err)
		return exitWrong
	case err != nil:
		fmt.Fprintln(errs, "dist:", err)
		return exitFailed
	case len(r.missing) > 0:
		return exitIncomplete
	}
	return exitDone
}

// errWrong is what a check found wrong.
var errWrong = errors.New("not as it should be")

// release is one commit as people install it.
type release struct {
	version  string // MAJOR.MINOR.PATCH, or that with -dev
	commit   string // 40 hexadecimal digits
	when     time.Time
	targets  []target
	out      string // folder of what is made
	progress io.Writer
	missing  []string // what this machine could not do, and why
}

// versionHeading is a heading of the change log.
var versionHeading = regexp.MustCompile(`(?m)^## (Unreleased|\d+\.\d+\.\d+)`)

var semver = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$`)

// releaseOf is the release of the commit that is checked out. Without a version it takes
// that of the change log: the last one that is released, or 0.1.0-dev before any.
func releaseOf(ctx context.Context, version string) (*release, error) {
	if version == "" {
		log, err := os.ReadFile("CHANGELOG.md")
		if err != nil {
			return nil, fmt.Errorf("run it in the folder of go.mod: %w", err)
		}
		version = versionOf(string(log))
	}
	if !semver.MatchString(version) {
		return nil, fmt.Errorf("-version %q: want MAJOR.MINOR.PATCH", version)
	}
	commit, err := output(ctx, "git", "log", "-1", "--format=%H %ct")
	if err != nil {
		return nil, fmt.Errorf("a release is made from a commit: %w", err)
	}
	hash, seconds, _ := strings.Cut(strings.TrimSpace(commit), " ")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("date of the commit: %w", err)
	}
	return &release{version: version, commit: hash, when: time.Unix(n, 0).UTC()}, nil
}

// versionOf is the version that a change log comes to.
func versionOf(log string) string {
	found := versionHeading.FindAllStringSubmatch(log, 2)
	switch {
	case len(found) == 0 || len(found) == 1 && found[0][1] == "Unreleased":
		return "0.1.0-dev"
	case found[0][1] != "Unreleased":
		return found[0][1]
	}
	return found[1][1] + "-dev"
}

// make makes everything below out, whole or not at all.
func (r *release) make(ctx context.Context) error {
	if left, _ := output(ctx, "git", "status", "--porcelain", "--untracked-files=no"); left != "" {
		return fmt.Errorf("files differ from the commit, and a release is one of a commit:\n%s", left)
	}
	work, err := os.MkdirTemp("", "cpslab-dist-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	made := filepath.Join(work, "made")
	if err := os.Mkdir(made, 0o755); err != nil {
		return err
	}
	shared, err := r.sharedFiles(ctx, work)
	if err != nil {
		return err
	}
	for _, t := range r.targets {
		programs, err := r.build(ctx, t, work)
		if err != nil {
			return err
		}
		if programs == nil {
			continue // named in missing
		}
		if err := r.archive(t, programs, shared, made); err != nil {
			return err
		}
		if t.os != "linux" {
			continue
		}
		if err := r.packages(ctx, t, programs, shared, work, made); err != nil {
			return err
		}
		if t.arch == "amd64" {
			if err := r.components(ctx, filepath.Join(programs.dir, "cpslab-suite"), made); err != nil {
				return err
			}
		}
	}
	if err := checksums(made); err != nil {
		return err
	}
	if err := os.RemoveAll(r.out); err != nil {
		return err
	}
	if err := os.CopyFS(r.out, os.DirFS(made)); err != nil {
		return err
	}
	sums, err := os.ReadFile(filepath.Join(r.out, sumsFile))
	if err != nil {
		return err
	}
	fmt.Fprintf(r.progress, "%s", sums)
	return nil
}

func (r *release) say(format string, args ...any) {
	fmt.Fprintf(r.progress, format+"\n", args...)
}

// has reports whether a program is on this machine; where it is not, what it was wanted
// for is missing.
func (r *release) has(program, wanted string) bool {
	_, err := exec.LookPath(program)
	if err != nil {
		r.missing = append(r.missing, fmt.Sprintf("%s: no %s on this machine (make dist-check installs it on Debian and Ubuntu)", wanted, program))
	}
	return err == nil
}

// environment is that of every program that dist starts: the date of the commit is the
// date of all that they write.
func (r *release) environment(more ...string) []string {
	return append(append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.when.Unix(), 10), "LC_ALL=C.UTF-8", "TZ=UTC"), more...)
}

// do runs a program, and puts what it said into the error.
func (r *release) do(ctx context.Context, env []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = r.environment(env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, said)
	}
	return nil
}

func output(ctx context.Context, name string, args ...string) (string, error) {
	b, err := exec.CommandContext(ctx, name, args...).Output()
	return string(b), err
}
