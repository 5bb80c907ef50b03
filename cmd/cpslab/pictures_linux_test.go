package main

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/testdata/testneed"
)

var pictures = flag.Bool("pictures", false, "draw the terminals of docs/pictures again")

// picture is a terminal of docs/pictures: a command, and what it prints.
type picture struct {
	name    string
	command string
	answers []string // what is typed, a line each
	rows    int      // and below that many, 0 for all
	service bool     // the command needs a PC/SC service, and runs in a process of its own
}

// terminals are the pictures of the tour (docs/tour.md), each in both languages.
var terminals = []picture{
	{name: "demo", command: "cpslab demo", rows: 26},
	{name: "diagnose", command: "cpslab diagnose sim:cps3-missing-dam"},
	{name: "reproduce", command: "cpslab reproduce 61444", rows: 24},
	{name: "ask", command: "cpslab ask 61444", answers: []string{"1", "?", "2", "v4", "5.1.10"}, rows: 38},
	{name: "doctor", command: "cpslab doctor", rows: 24},
	{name: "with", command: "cpslab with --each 'cps3-no-*' --each cps3-healthy -- python3 docs/ci/billing.py", service: true},
}

// TestPictures: what a terminal of docs/pictures shows is what the program prints; with
// -pictures it is drawn again (make pictures).
func TestPictures(t *testing.T) {
	t.Parallel()
	for _, p := range terminals {
		for _, lang := range []string{"en", "fr"} {
			t.Run(p.name+"/"+lang, func(t *testing.T) {
				t.Parallel()
				if p.service {
					testneed.Part(t, "pcscd", "vpcd", "python3-pyscard")
				}
				file := filepath.Join(root, "docs/pictures", p.name+"."+lang+".svg")
				got := drawn(p.command, p.cut(p.printed(t, lang)))
				if *pictures {
					if err := os.WriteFile(file, got, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				const most = 200 << 10 // bytes
				if len(got) > most {
					t.Errorf("%d bytes, want %d at most", len(got), most)
				}
				if err := xml.Unmarshal(got, new(struct{})); err != nil {
					t.Errorf("%s: %v", file, err)
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s is not what %s prints: make pictures draws it again", file, p.command)
				}
			})
		}
	}
}

// typed gives the answers line by line, and lets the terminal show each as it is asked for.
type typed struct {
	answers []string
	screen  *bytes.Buffer
}

func (k *typed) Read(b []byte) (int, error) {
	line := ".\n"
	if len(k.answers) > 0 {
		line, k.answers = k.answers[0]+"\n", k.answers[1:]
	}
	k.screen.WriteString(line)
	return copy(b, line), nil
}

// printed is what a command shows on a terminal, in colour, on the day and the workstation
// of the pages.
func (p picture) printed(t *testing.T, lang string) string {
	t.Helper()
	there := newFolder(t, map[string]string{"en": "docs/tour.md", "fr": "docs/fr/tour.md"}[lang])
	colour := append(slices.Clone(there.env), "NO_COLOR=", "CLICOLOR_FORCE=1")
	if p.service {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", p.command)
		cmd.Dir, cmd.Env = there.dir, colour
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code > 1 { // a finding is none
			t.Fatalf("%v\n%s", err, out)
		}
		return durations.ReplaceAllString(string(out), "…")
	}
	env := map[string]string{}
	for _, pair := range colour {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	args := strings.Fields(p.command)[1:]
	if args[0] == "demo" {
		args = append(args, "--dir", there.dir)
	}
	var screen bytes.Buffer
	run(t.Context(), args, streams{&typed{p.answers, &screen}, &screen, &screen}, func(name string) string { return env[name] })
	return screen.String()
}

// durations are those of a run, which differ each time.
var durations = regexp.MustCompile(`\b[0-9.]+m?s\b`)

// cut leaves the rows of a picture, and nothing of the tests' own machine.
func (p picture) cut(printed string) []string {
	var rows []string
	for line := range strings.Lines(printed) {
		if strings.Contains(line, workstation.EnvMachine) {
			continue
		}
		rows = append(rows, strings.TrimRight(line, "\n"))
	}
	if p.rows > 0 && len(rows) > p.rows {
		rows = append(rows[:p.rows], "…")
	}
	return rows
}

// Sizes of a terminal in a picture, in pixels: a character, a line, what is around.
const (
	charWidth  = 8.4
	lineHeight = 19
	margin     = 16
	columns    = 96
)

// colours are those of an escape sequence (SGR) on the picture's dark ground, each at
// least 4.5 to 1.
var colours = map[string]string{"1": "#ffffff", "1;31": "#ff8a80", "1;32": "#7ee787", "1;33": "#ffd866", "2": "#a8b0bb"}

var escape = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// drawn is a terminal with a command and what it printed.
func drawn(command string, rows []string) []byte {
	rows = append([]string{"\x1b[2m$\x1b[0m \x1b[1m" + command + "\x1b[0m"}, rows...)
	var b bytes.Buffer
	width, height := columns*charWidth+2*margin, float64(len(rows)*lineHeight+2*margin)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]g %[2]g" width="%[1]g" height="%[2]g" role="img">`+"\n", width, height)
	b.WriteString("<title>")
	_ = xml.EscapeText(&b, []byte(command)) // a buffer takes everything
	b.WriteString("</title>\n")
	fmt.Fprintf(&b, `<rect width="%g" height="%g" rx="8" fill="#16191f"/>`+"\n", width, height)
	b.WriteString(`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#d6dbe3">` + "\n")
	colour := ""
	for i, row := range rows {
		y, column := margin+(i+1)*lineHeight-5, 0
		for row != "" {
			piece, next, rest := row, colour, ""
			if at := escape.FindStringSubmatchIndex(row); at != nil {
				piece, next, rest = row[:at[0]], colours[row[at[2]:at[3]]], row[at[1]:]
			}
			column += putWords(&b, piece, colour, column, y)
			colour, row = next, rest
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// apart are words with single blanks between them.
var apart = regexp.MustCompile(`\S+(?: \S+)*`)

// putWords puts words of one colour at a place of a line, and returns how many columns they
// take. What is beyond the last column is cut.
func putWords(b *bytes.Buffer, words, colour string, column, y int) int {
	length := utf8.RuneCountInString(words)
	if column >= columns {
		return length
	}
	if column+length > columns {
		words = string([]rune(words)[:max(0, columns-column-1)]) + "…"
	}
	fill := ""
	if colour != "" {
		fill = ` fill="` + colour + `"`
	}
	// Viewers join blanks: what two of them part stands by itself.
	for _, at := range apart.FindAllStringIndex(words, -1) {
		piece, before := words[at[0]:at[1]], utf8.RuneCountInString(words[:at[0]])
		fmt.Fprintf(b, `<text x="%.5g" y="%d" textLength="%.5g"%s>`, margin+float64(column+before)*charWidth, y, float64(utf8.RuneCountInString(piece))*charWidth, fill)
		_ = xml.EscapeText(b, []byte(piece)) // a buffer takes everything
		b.WriteString("</text>\n")
	}
	return length
}

// TestDrawn: a picture says the words of the terminal, in their colours, cut at its edge.
func TestDrawn(t *testing.T) {
	t.Parallel()
	got := string(drawn("cpslab x", []string{"\x1b[1;31mNO\x1b[0m  <why>", strings.Repeat("a", columns+1)}))
	for _, want := range []string{`<text x="16" y="49" textLength="16.8" fill="#ff8a80">NO</text>`, `<text x="49.6" y="49" textLength="42">&lt;why&gt;</text>`, strings.Repeat("a", columns-1) + "…<"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}
