package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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

// check tries what make made, or one step of it: the checksums, lintian, the .deb in a new
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

// installedIn are the packages that a new root begins with: what the .deb depends on, a
// service and readers, and man.
const installedIn = "libpcsclite1,pcscd,vsmartcard-vpcd,man-db"

// tried are the commands that are run in the new root, as a user who has never seen the
// program, and what each says.
var tried = []struct{ command, says string }{
	{"cpslab version", "PC/SC       yes"},
	{"cpslab demo --lang en", "as expected"},
	{"cpslab diagnose sim:cps3-expired --lang fr; test $? = 1", "BLOQUÉ"},
	{"man cpslab", "SYNOPSIS"},
	{"man -L fr cpslab-diagnose", "DESCRIPTION"},
	{"cpslab with --card cps3-healthy --lang en -- cpslab diagnose pcsc: --lang en", "OK: nothing wrong was found."},
	{"cpslab run sim:cps3-healthy --lang en", "0 failed, 0 not run"},
	{"getent group cpslab", "cpslab:"},
	{"test -s /usr/lib/systemd/user/cpslab-station.service && test -s /usr/share/bash-completion/completions/cpslab && echo there", "there"},
	{"ls /usr/share/doc/cpslab/licences/go@*/LICENSE", "LICENSE"},
	{"dpkg --remove cpslab && ! command -v cpslab && test ! -e /usr/lib/cpslab && echo gone", "gone"},
}

// checkInstalled installs the .deb in a new root of this Debian, and uses it there.
func (r *release) checkInstalled(ctx context.Context, made string) error {
	if os.Getuid() != 0 {
		r.missing = append(r.missing, "the .deb in a new root: only root can make one")
		return nil
	}
	if !r.has("debootstrap", "the .deb in a new root") {
		return nil
	}
	debs, err := filepath.Glob(filepath.Join(made, "cpslab_*_"+runtime.GOARCH+".deb"))
	if err != nil || len(debs) != 1 {
		return fmt.Errorf("%w: %d packages for this machine", errWrong, len(debs))
	}
	suite, err := output(ctx, "sh", "-c", `. /etc/os-release && printf %s "$VERSION_CODENAME"`)
	if err != nil || suite == "" {
		return fmt.Errorf("the release of this system: /etc/os-release names none")
	}
	root, err := os.MkdirTemp("", "cpslab-root-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }()
	if err := os.Chmod(root, 0o755); err != nil { //nolint:gosec // it is the root folder of a system, which every user of it enters
		return err
	}
	r.say("   a new root of %s (some minutes)", suite)
	if err := r.do(ctx, nil, "debootstrap", "--variant=minbase", "--include="+installedIn, suite, root); err != nil {
		return err
	}
	if err := copyFile(debs[0], filepath.Join(root, "cpslab.deb")); err != nil {
		return err
	}
	// In name spaces of their own: what the commands mount or leave running ends with them.
	inside := func(command string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "unshare", "--mount", "--pid", "--fork", "--kill-child",
			"chroot", root, "/bin/sh", "-c", "mount -t proc proc /proc && cd /tmp && "+command)
		cmd.Env = []string{"PATH=/usr/bin:/usr/sbin:/bin:/sbin", "HOME=/tmp", "LC_ALL=C.UTF-8", "MANPAGER=cat", "DEBIAN_FRONTEND=noninteractive"}
		return cmd.CombinedOutput()
	}
	if said, err := inside("dpkg -i /cpslab.deb"); err != nil {
		return fmt.Errorf("%w: dpkg -i: %w\n%s", errWrong, err, said)
	}
	for _, t := range tried {
		said, err := inside(t.command)
		if err != nil {
			return fmt.Errorf("%w: %s: %w\n%s", errWrong, t.command, err, said)
		}
		if !bytes.Contains(said, []byte(t.says)) {
			return fmt.Errorf("%w: %s does not say %q:\n%s", errWrong, t.command, t.says, said)
		}
		r.say("   %s", t.command)
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
