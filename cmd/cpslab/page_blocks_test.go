package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// command is one command of a block, with all its lines, and the output that the page
// shows below it.
type command struct {
	line   string
	output string
}

// commands are those of a block: of "sh" every line is one, of "console" those that begin
// with a dollar, and what follows is their output. A line that ends with a backslash, and
// a document in place (<<END), go on.
func commands(b block) []command {
	var list []command
	end, open := "", false
	for line := range strings.Lines(b.text) {
		switch {
		case open:
			last := &list[len(list)-1]
			last.line += "\n" + strings.TrimSuffix(line, "\n")
		case b.language == "console":
			said, is := strings.CutPrefix(line, "$ ")
			if !is {
				if len(list) > 0 {
					list[len(list)-1].output += line
				}
				continue
			}
			list = append(list, command{line: strings.TrimSuffix(said, "\n")})
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
			continue
		default:
			list = append(list, command{line: strings.TrimSuffix(line, "\n")})
		}
		if end != "" {
			open = strings.TrimSpace(line) != end
			if !open {
				end = ""
			}
			continue
		}
		if m := regexp.MustCompile(`<<'?([A-Z]+)'?`).FindStringSubmatch(line); m != nil {
			end, open = m[1], true
			continue
		}
		open = strings.HasSuffix(strings.TrimSuffix(line, "\n"), `\`)
	}
	return list
}

// order is what the comment before a block says to the tests.
type order struct {
	notRun string            // why the block is left out, "" where it runs
	by     string            // the test that runs it, "" where this file does
	card   string            // the card in the reader, "" for none
	ends   []int             // exit codes, nil for 0
	place  string            // the folder that one of the test stands for, "" for none
	files  map[string]string // files that the reader has: name, and path below the root
	env    []string          // variables that the reader has set
	not    map[string]string // why commands that begin so are left out
}

// orderOf reads the comment before a block.
func orderOf(said string) (order, error) {
	o := order{not: map[string]string{}, files: map[string]string{}}
	first, rest, _ := strings.Cut(said, "\n")
	if why, ok := strings.CutPrefix(said, "not run:"); ok {
		o.notRun = strings.TrimSpace(why)
		const reason = 10 // letters, or it is none
		if len(o.notRun) < reason {
			return o, fmt.Errorf("%q is no reason", o.notRun)
		}
		return o, nil
	}
	if by, ok := strings.CutPrefix(said, "run by "); ok {
		o.by = strings.TrimSpace(by)
		return o, nil
	}
	if strings.TrimSpace(first) != "run" {
		return o, nil // of somebody else
	}
	for line := range strings.SplitSeq(rest, "\n") {
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(key) {
		case "":
		case "card":
			o.card = value
		case "in place of":
			o.place = value
		case "file":
			name, path, _ := strings.Cut(value, "=")
			o.files[name] = path
		case "env":
			o.env = append(o.env, value)
		case "ends":
			for _, code := range strings.Fields(value) {
				n, err := strconv.Atoi(code)
				if err != nil {
					return o, fmt.Errorf("ends: %w", err)
				}
				o.ends = append(o.ends, n)
			}
		case "not":
			i := strings.LastIndex(value, ": ")
			if i < 0 {
				return o, fmt.Errorf("%q without a reason", line)
			}
			o.not[value[:i]] = value[i+2:]
		default:
			return o, fmt.Errorf("%q is no order", line)
		}
	}
	return o, nil
}

// chosen are the commands that run, each with its exit code.
func (o order) chosen(list []command) ([]command, []int, error) {
	used := map[string]bool{}
	var run []command
	for _, c := range list {
		out := false
		for prefix := range o.not {
			if strings.HasPrefix(c.line, prefix) {
				out, used[prefix] = true, true
			}
		}
		if !out {
			run = append(run, c)
		}
	}
	for prefix := range o.not {
		if !used[prefix] {
			return nil, nil, fmt.Errorf("no command begins with %q", prefix)
		}
	}
	ends := o.ends
	if ends == nil {
		ends = make([]int, len(run))
	}
	if len(ends) != len(run) {
		return nil, nil, fmt.Errorf("%d exit codes for %d commands", len(ends), len(run))
	}
	return run, ends, nil
}

// isCommand tells a block whose lines somebody is to type.
func isCommand(b block) bool { return b.language == "sh" || b.language == "console" }

// TestBlocksSayWhatTheyAre: every block names its language, so that none whose commands
// should run goes by as a picture; a reason is given, and a test that is named is there.
func TestBlocksSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	known := []string{"sh", "console", "text", "yaml", "json", "python", "go", "csharp", "java", "robotframework", "nginx", "apache", "ini", "xml", "powershell"}
	tests := testsHere(t)
	for _, name := range pages(t) {
		for _, s := range readPage(t, name) {
			for _, b := range s.blocks {
				place := fmt.Sprintf("%s:%d", name, b.line)
				if !slices.Contains(known, b.language) {
					t.Errorf("%s: a block of language %q; a command is sh or console, its output alone text", place, b.language)
				}
				o, err := orderOf(b.said)
				if err != nil {
					t.Errorf("%s: %v", place, err)
				}
				if o.by != "" && !slices.Contains(tests, o.by) {
					t.Errorf("%s: no test %s", place, o.by)
				}
				if b.language == "powershell" && o.notRun == "" {
					t.Errorf("%s: a block for Windows says why it is not run", place)
				}
				if b.language == "console" && len(commands(b)) == 0 {
					t.Errorf("%s: a session without a command ($ …)", place)
				}
			}
		}
	}
}

// testsHere are the names of the tests of this package.
func testsHere(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(b, -1) {
			names = append(names, string(m[1]))
		}
	}
	return names
}

// matches compares what the program printed with what a page shows: … stands for the rest
// of its line, and on a line of its own for any lines.
func matches(shown, printed string) bool {
	var b strings.Builder
	b.WriteString(`^`)
	for line := range strings.Lines(strings.TrimRight(shown, "\n") + "\n") {
		line = strings.TrimRight(line, " \n")
		switch {
		case strings.TrimSpace(line) == "…":
			b.WriteString(`(?:.*\n)*?`)
		default:
			parts := strings.Split(line, "…")
			for i, p := range parts {
				parts[i] = regexp.QuoteMeta(p)
			}
			b.WriteString(strings.Join(parts, `.*`) + ` *\n`)
		}
	}
	b.WriteString(`$`)
	return regexp.MustCompile(b.String()).MatchString(strings.TrimRight(printed, "\n") + "\n")
}

// TestMatches: what is cut is allowed, what differs is not.
func TestMatches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shown, printed string
		want           bool
	}{
		{"a\nb\n", "a\nb\n", true},
		{"a\nb\n", "a\nc\n", false},
		{"a\n", "a\nb\n", false},
		{"a\n…\n", "a\nb\nc\n", true},
		{"a\n…\nd\n", "a\nb\nc\nd\n", true},
		{"a\n…\nd\n", "a\nd\n", true},
		{"a\n…\nd\n", "a\nb\nc\n", false},
		{"a …\nb\n", "a long line\nb\n", true},
		{"a …\nb\n", "a long line\nand another\nb\n", false},
		{"(a)\n", "(a)\n", true},
		{"a.c\n", "abc\n", false},
		{"", "", true},
		{"", "a\n", false},
	} {
		if got := matches(c.shown, c.printed); got != c.want {
			t.Errorf("%q shown, %q printed: %v, want %v", c.shown, c.printed, got, c.want)
		}
	}
}

// TestOrders: what a comment may say, and what it may not.
func TestOrders(t *testing.T) {
	t.Parallel()
	list := commands(block{language: "sh", text: "# said\ncpslab demo  # all\n\nx=1\ncat >f <<END\na\nb\nEND\ncpslab with \\\n  -- sh\nmake test\n"})
	if len(list) != 5 || list[2].line != "cat >f <<END\na\nb\nEND" || list[3].line != "cpslab with \\\n  -- sh" {
		t.Errorf("%q", list)
	}
	session := commands(block{language: "console", text: "$ a \\\n    b\nout\n…\n$ c\n"})
	if len(session) != 2 || session[0] != (command{"a \\\n    b", "out\n…\n"}) || session[1] != (command{"c", ""}) {
		t.Errorf("%q", session)
	}
	for said, want := range map[string]string{
		"not run: needs a real reader": "",
		"not run: no":                  "is no reason",
		"run\nends: 0 0 0 1\nnot: make: builds for minutes": "",
		"run\nends: 0":   "1 exit codes for 5",
		"run\nends: one": "invalid syntax",
		"run\nnot: cpslab serve: goes on until Ctrl-C": "no command begins",
		"run\nnot: make":   "without a reason",
		"run\nwhen: never": "is no order",
		"a remark of somebody else that has nothing to do here": "",
	} {
		o, err := orderOf(said)
		if err == nil && o.notRun == "" {
			_, _, err = o.chosen(list)
		}
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", said, err, want)
		}
	}
}
