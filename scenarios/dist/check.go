package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// step is a part of a check.
type step struct {
	name string
	do   func(*release, context.Context, string) error
}

// steps are all parts, the quick ones first.
var steps = []step{
	{"checksums", (*release).checkSums},
	{"lintian", (*release).checkLintian},
	{"installed", (*release).checkInstalled},
	{"again", (*release).checkAgain},
}

// check tries what make made, or one step of it: the checksums, lintian, the packages in a new
// root, and whether the same files come out of another folder with nothing kept from an
// earlier build.
func (r *release) check(ctx context.Context, only string) error {
	made, err := filepath.Abs(r.out)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(made, sumsFile)); err != nil {
		return fmt.Errorf("nothing to check: make dist makes it: %w", err)
	}
	for _, step := range steps {
		if only != "" && step.name != only {
			continue
		}
		r.say("== %s", step.name)
		before := len(r.missing)
		if err := step.do(r, ctx, made); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		if len(r.missing) == before {
			r.say("   ok")
		}
	}
	return nil
}

// checkSums holds each file against its checksum.
func (r *release) checkSums(_ context.Context, made string) error {
	want, err := os.ReadFile(filepath.Join(made, sumsFile))
	if err != nil {
		return err
	}
	got, err := sums(made)
	if err != nil {
		return err
	}
	if got != string(want) {
		return fmt.Errorf("%w: %s\n%s", errWrong, sumsFile, differing(string(want), got))
	}
	return nil
}

// differing are the lines that only one of two texts has.
func differing(want, got string) string {
	var b strings.Builder
	for sign, pair := range map[string][2]string{"- ": {want, got}, "+ ": {got, want}} {
		for line := range strings.Lines(pair[0]) {
			if !strings.Contains("\n"+pair[1], "\n"+line) {
				b.WriteString(sign + line)
			}
		}
	}
	return b.String()
}

// checkLintian asks Debian's own checker; an error of its is one of ours.
func (r *release) checkLintian(ctx context.Context, made string) error {
	if !r.has("lintian", "what lintian says") {
		return nil
	}
	debs, err := filepath.Glob(filepath.Join(made, "*.deb"))
	if err != nil {
		return err
	}
	if len(debs) == 0 {
		return fmt.Errorf("%w: no .deb", errWrong)
	}
	for _, deb := range debs {
		cmd := exec.CommandContext(ctx, "lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "0", deb)
		said, err := cmd.CombinedOutput()
		r.say("   %s: %d errors, %d warnings", filepath.Base(deb), bytes.Count(said, []byte("E: ")), bytes.Count(said, []byte("W: ")))
		if err != nil {
			return fmt.Errorf("%w: %s\n%s", errWrong, filepath.Base(deb), said)
		}
	}
	return nil
}

// checkAgain makes everything from a copy of the commit in another folder, with an empty
// build cache, and compares.
func (r *release) checkAgain(ctx context.Context, made string) error {
	work, err := os.MkdirTemp("", "cpslab-again-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	tree := filepath.Join(work, "tree")
	if err := r.do(ctx, nil, "git", "clone", "-q", "--shared", ".", tree); err != nil {
		return err
	}
	if err := r.do(ctx, nil, "git", "-C", tree, "checkout", "-q", r.commit); err != nil {
		return err
	}
	again := filepath.Join(work, "dist")
	r.say("   building all of it from nothing (ten minutes and more)")
	var systems []string
	for _, t := range r.targets {
		systems = append(systems, t.String())
	}
	cmd := exec.CommandContext(ctx, "go", "run", "./scenarios/dist", "-o", again, "-version", r.version, "-for", strings.Join(systems, ","))
	cmd.Dir = tree
	cmd.Env = r.environment("GOCACHE=" + filepath.Join(work, "cache"))
	if said, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != exitIncomplete {
		return fmt.Errorf("%w\n%s", err, said)
	}
	first, err := os.ReadFile(filepath.Join(made, sumsFile))
	if err != nil {
		return err
	}
	second, err := os.ReadFile(filepath.Join(again, sumsFile))
	if err != nil {
		return err
	}
	want, got := string(first), string(second)
	if len(r.targets) < len(targets) {
		want = ofFiles(want, got)
	}
	if want != got {
		return fmt.Errorf("%w: not equal when it is made again\n%s", errWrong, differing(want, got))
	}
	return nil
}

// ofFiles are the lines of a list of checksums that name files of another.
func ofFiles(all, some string) string {
	var b strings.Builder
	for line := range strings.Lines(all) {
		if _, file, _ := strings.Cut(line, "  "); strings.Contains(some, "  "+file) {
			b.WriteString(line)
		}
	}
	return b.String()
}
