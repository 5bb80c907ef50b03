package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manDir keeps the manual pages that TestManPages makes: those of a release. They are made
// in a test, so that the libraries that write them are no part of the program.
var manDir = flag.String("man", "", "keep the manual pages in this folder, in man1 and fr/man1")

// frenchManHeadings are the headings of a manual page, which cobra writes in English
var frenchManHeadings = strings.NewReplacer(
	".SH NAME\n", ".SH NOM\n",
	".SH EXAMPLE\n", ".SH EXEMPLES\n",
	".SH OPTIONS INHERITED FROM PARENT COMMANDS\n", ".SH OPTIONS COMMUNES\n",
	".SH SEE ALSO\n", ".SH VOIR AUSSI\n",
	"[flags]", "[options]",
	"\thelp for ", "\taide de ",
)

// noDefault finds a default that says nothing: that a switch is off, that a list is empty.
var noDefault = regexp.MustCompile(`(\\fB--[a-z0-9-]+\\fP)(?:\[=false\]|=\[\]|=""|=0s|=0)(?:\s)`)

// TestManPages: every command that the help shows has a page in both languages, with its
// explanation laid out as the help lays it out, and nothing in it depends on the hour.
func TestManPages(t *testing.T) {
	t.Parallel()
	kept := *manDir
	if kept == "" {
		kept = t.TempDir()
	}
	for lang, dir := range map[string]string{"en": "man1", "fr": "fr/man1"} {
		dir := filepath.Join(kept, filepath.FromSlash(dir))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		root := manRoot(lang)
		var pages int
		for _, cmd := range listed(root) {
			page := manPage(t, cmd, lang)
			if again := manPage(t, cmd, lang); !bytes.Equal(page, again) {
				t.Errorf("%s, %s: not the same when it is made again", cmd.CommandPath(), lang)
			}
			if lang == "fr" && bytes.Contains(page, []byte("help for")) {
				t.Errorf("%s: its option --help in English", cmd.CommandPath())
			}
			for _, line := range indented(cmd.Long) {
				if !bytes.Contains(page, []byte(strings.ReplaceAll(line, `\`, `\\`))) {
					t.Errorf("%s, %s: the page does not hold the line %q as it stands in the help", cmd.CommandPath(), lang, line)
				}
			}
			name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
			if err := os.WriteFile(filepath.Join(dir, name), page, 0o644); err != nil {
				t.Fatal(err)
			}
			pages++
		}
		if least := 40; pages < least {
			t.Errorf("%s: %d pages, want at least %d", lang, pages, least)
		}
	}
}

// manRoot makes the commands in a language, as they are where nothing is configured.
func manRoot(lang string) *cobra.Command {
	a := &app{streams: streams{strings.NewReader(""), io.Discard, io.Discard}, getenv: func(string) string { return "" }, lang: lang, format: "text"}
	return a.root(io.Discard)
}

// listed are the commands that the help lists, root first.
func listed(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			all = append(all, listed(sub)...)
		}
	}
	return all
}

// manPage is the manual page of a command. Its date is the one of the release, which
// reproducible builds give in SOURCE_DATE_EPOCH, else none.
func manPage(t *testing.T, cmd *cobra.Command, lang string) []byte {
	t.Helper()
	c := *cmd
	c.DisableAutoGenTag = true
	c.Long, c.Example = markdown(cmd.Long), cmd.Example
	if c.Long == "" {
		c.Long = cmd.Short
	}
	header := &doc.GenManHeader{Section: "1", Source: "cpslab", Manual: "cpslab"}
	if os.Getenv("SOURCE_DATE_EPOCH") == "" {
		none := time.Unix(0, 0).UTC()
		header.Date = &none
	}
	var page bytes.Buffer
	if err := doc.GenMan(&c, header, &page); err != nil {
		t.Fatalf("%s: %v", cmd.CommandPath(), err)
	}
	out := noDefault.ReplaceAllString(page.String(), "${1}\n")
	if lang == "fr" {
		out = frenchManHeadings.Replace(out)
	}
	return []byte(out)
}

// markdownMarks are the signs that Markdown would take for its own.
var markdownMarks = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "[", `\[`, "#", `\#`)

// markdown writes a text of the help as Markdown, which the pages are made of: indented
// lines are code, whose lines stay as they are, and no sign means anything else.
func markdown(long string) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(long) {
		switch in := strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "\t"); {
		case in:
			if !code {
				b.WriteString("\n")
			}
			code = true
			b.WriteString("    " + line)
			continue
		case code && strings.TrimSpace(line) != "":
			b.WriteString("\n")
			code = false
		}
		b.WriteString(markdownMarks.Replace(line))
	}
	return b.String()
}

// indented are the lines of a text of the help that stand apart.
func indented(long string) []string {
	var lines []string
	for line := range strings.Lines(long) {
		if strings.HasPrefix(line, "  ") && strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
	}
	return lines
}
