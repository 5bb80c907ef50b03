package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testprogram"
)

// TestPagesRun executes the commands of every page, in their order and in one folder for each page,
// with the program of this tree, and compares exit codes and the outputs that a page shows.
// A French page whose commands show no output is not run beside its English one, which the
// mirror holds equal.
func TestPagesRun(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "pcsc build tag", "opensc-tool", "python3-pyscard", "openssl")
	for _, name := range pages(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var there *pageFolder
			for _, s := range readPage(t, name) {
				for _, b := range s.blocks {
					o, err := orderOf(b.said)
					if err != nil || !isCommand(b) || o.notRun != "" || o.by != "" {
						continue // an order that is none fails elsewhere
					}
					if strings.HasPrefix(name, "docs/fr/") && b.language == "sh" {
						continue
					}
					list, ends, err := o.chosen(commands(b))
					if err != nil {
						t.Errorf("%s:%d: %v", name, b.line, err)
						continue
					}
					if there == nil {
						there = newFolder(t, name)
					}
					there.run(t, fmt.Sprintf("%s:%d", name, b.line), o, list, ends)
				}
			}
		})
	}
}

// pageFolder is where the commands of a page run: cpslab and a program to try are found there.
type pageFolder struct {
	dir string
	env []string
}

func newFolder(t *testing.T, page string) *pageFolder {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin")
	if err := os.MkdirAll(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	docs, err := filepath.Abs(filepath.Join(root, "docs"))
	if err != nil {
		t.Fatal(err)
	}
	// The program that starts itself again finds its own name, which a symbolic link hides.
	if program := filepath.Join(bin, "cpslab"); os.Link(os.Args[0], program) != nil {
		b, err := os.ReadFile(os.Args[0])
		if err != nil {
			t.Fatal(err)
		}
		testprogram.Write(t, program, b, 0o700)
	}
	for link, target := range map[string]string{"bin/python3": testneed.Path("python3-pyscard"), "docs": docs} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	// The program of the reader of the page: it asks the card one thing, and is content.
	testprogram.Write(t, filepath.Join(bin, "your-program"), []byte("#!/bin/sh\nexec opensc-tool -n\n"), 0o700)
	if err := machines(filepath.Join(dir, ".machines")); err != nil {
		t.Fatal(err)
	}
	lang := "en_GB.UTF-8"
	if strings.HasPrefix(page, "docs/fr/") {
		lang = "fr_FR.UTF-8"
	}
	return &pageFolder{dir, append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "LANG="+lang, "NO_COLOR=1", "HOME="+dir,
		workstation.EnvMachine+"="+filepath.Join(dir, ".machines", "page"), "CPSLAB_PARTS="+testneed.Parts())}
}

// run executes commands in one shell, before a PC/SC service with the card if one is named.
func (f *pageFolder) run(t *testing.T, place string, o order, list []command, ends []int) {
	t.Helper()
	for name, path := range o.files {
		content, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(f.dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// What a command prints, and its exit code, go into files of its own, so that the shell
	// keeps its variables from one command to the next.
	results := t.TempDir()
	var script strings.Builder
	for i, c := range list {
		line := c.line
		if o.place != "" {
			line = strings.ReplaceAll(line, o.place, filepath.Join(f.dir, "place"))
		}
		fmt.Fprintf(&script, "{ %s\n} >%[2]s/%[3]d.out 2>&1\necho $? >%[2]s/%[3]d.code\n", line, results, i)
	}
	args := []string{"sh", "-c", script.String()}
	if o.card != "" {
		args = append([]string{os.Args[0], "with", "-q", "--card", o.card, "--"}, args...)
	}
	// A command that goes on for ever fails by its name, long before the tests do.
	const most = 3 * time.Minute
	ctx, cancel := context.WithTimeout(t.Context(), most)
	defer cancel()
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	if o.card != "" {
		cmd.Path, cmd.Args[0] = os.Args[0], "cpslab"
	}
	cmd.Dir, cmd.Env = f.dir, append(slices.Clone(f.env), o.env...)
	said, err := cmd.CombinedOutput()
	for i, c := range list {
		printed, _ := os.ReadFile(filepath.Join(results, fmt.Sprintf("%d.out", i))) // missing where it did not run
		code, _ := os.ReadFile(filepath.Join(results, fmt.Sprintf("%d.code", i)))
		if got, want := string(bytes.TrimSpace(code)), fmt.Sprint(ends[i]); got != want {
			t.Errorf("%s: %s\nends with %q, want %s (%v %s)\n%s", place, c.line, got, want, err, said, printed)
			continue
		}
		if c.output != "" && !matches(c.output, string(printed)) {
			t.Errorf("%s: %s\nprints\n%s\nthe page shows\n%s", place, c.line, printed, c.output)
		}
	}
}

// TestCommandLinesOfPages: every command line of cpslab on a page, run or not, in a block or
// amid the words, names commands and options that there are.
func TestCommandLinesOfPages(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, name := range pages(t) {
		if name == "CHANGELOG.md" || name == "docs/decisions.md" {
			continue // they tell of what was, too
		}
		for _, s := range readPage(t, name) {
			var list []string
			for _, b := range s.blocks {
				if isCommand(b) {
					for _, c := range commands(b) {
						list = append(list, c.line)
					}
				}
			}
			for _, line := range append(list, s.codes...) {
				for _, words := range ownWords(t, line) {
					seen++
					if err := understood(words); err != nil {
						t.Errorf("%s, %q: %q: %v", name, s.title, words, err)
					}
				}
			}
		}
	}
	const atLeast = 60 // or the search misses most of them
	if seen < atLeast {
		t.Errorf("%d command lines found", seen)
	}
}

// ownWords are the words of the command lines of cpslab in a line of a shell, those below
// another one's -- too, without the program's name. The shell finds no program but that one,
// which prints its words.
func ownWords(t *testing.T, line string) [][]string {
	t.Helper()
	line = strings.ReplaceAll(line, "bin/cpslab", "cpslab")
	if !regexp.MustCompile(`(^|[;&|(\s])cpslab [^A-Z…]`).MatchString(line) { // no reader's name
		return nil
	}
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-fc", `cpslab() { printf '%s\n' "$@" >&3; printf '\001\n' >&3; }`+"\n"+line)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"PATH="}
	out, err := os.Create(filepath.Join(cmd.Dir, "words"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.ExtraFiles = []*os.File{out}
	_ = cmd.Run() // other programs are not there
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	for said := range strings.SplitSeq(strings.TrimSuffix(string(b), "\x01\n"), "\x01\n") {
		if said == "" {
			continue
		}
		words := strings.Split(strings.TrimSuffix(said, "\n"), "\n")
		list = append(list, words)
		if i := slices.Index(words, "--"); i >= 0 && i+1 < len(words) && words[i+1] == "cpslab" {
			list = append(list, words[i+2:])
		}
	}
	return list
}

// understood reads a command line without doing what it says.
func understood(words []string) error {
	a := &app{streams: streams{strings.NewReader(""), io.Discard, io.Discard}, args: words, getenv: func(string) string { return "" }, lang: "en", format: "text"}
	cmd, rest, err := a.root(io.Discard).Find(words)
	if err != nil {
		return err
	}
	if !cmd.HasParent() && len(words) > 0 && !strings.HasPrefix(words[0], "-") {
		return fmt.Errorf("no command %q", words[0])
	}
	if err := cmd.ParseFlags(rest); err != nil && !errors.Is(err, pflag.ErrHelp) {
		return err
	}
	if cmd.HasAvailableSubCommands() { // one that groups others takes no words; certify takes a reader
		return cmd.ValidateArgs(cmd.Flags().Args())
	}
	return nil
}

// TestUnitOfTheStation: what the unit of the package runs, and what it tells its user to type, is
// understood.
func TestUnitOfTheStation(t *testing.T) {
	t.Parallel()
	unit, err := os.ReadFile("../../scenarios/dist/files/cpslab-station.service")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`cpslab ((?:serve|ctl)\b[^"\n]*)`).FindAllStringSubmatch(string(unit), -1)
	if len(found) < 3 {
		t.Errorf("only %q", found)
	}
	for _, words := range found {
		if err := understood(strings.Fields(words[1])); err != nil {
			t.Errorf("%q: %v", words[1], err)
		}
	}
}

// TestUnderstood: a command or an option that is none is seen.
func TestUnderstood(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{
		"diagnose sim: --lang fr": true, "diagnos sim:": false, "diagnose --langue fr": false, "trace show r.jsonl 48": true,
		"trace sow": false, "with --card cps3-healthy -- your-program --pin 1234": true, "version --format text": true, "--help": true,
	} {
		if err := understood(strings.Fields(words)); (err == nil) != want {
			t.Errorf("%q: %v, want %v", words, err, want)
		}
	}
}
