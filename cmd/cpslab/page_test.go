package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	astx "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// root is the folder of go.mod.
const root = "../.."

// section is what stands below one heading of a page, up to the next heading.
type section struct {
	level   int
	title   string
	figures []string // numbers of the prose and the tables, as written
	codes   []string // words in code
	links   []string // where links and pictures lead
	tables  []string // rows × columns
	blocks  []block
}

// block is a code block and what the page says to the tests about it, in a comment that
// no reader sees:
//
//	<!-- not run: REASON -->                  the whole block is left out
//	<!-- run by TestName -->                  a test of this package runs it
//	<!-- run
//	card: cps3-healthy                        before a private PC/SC service with that card
//	file: t.log=testdata/logs/stunnel-alert.log   a file that the reader would have
//	in place of: /etc/cpslab                  a folder of the test stands for that one
//	env: NAME=VALUE                           a variable that the reader has set
//	ends: 1 0 0                               exit codes of its commands, all 0 unless said
//	not: cpslab serve: until Ctrl-C           commands that begin so are left out, and why
//	-->
type block struct {
	line     int    // of its first line
	language string // "" where the fence names none
	text     string
	said     string // the comment before it, without its marks
}

// pages are the pages whose commands and forms are looked at: README, CONTRIBUTING, docs
// and their translations, as paths below the root. Pages that a program writes whole are no
// exception.
func pages(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/fr/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			name, err := filepath.Rel(root, f)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, filepath.ToSlash(name))
		}
	}
	const atLeast = 20 // or the search misses most of them
	if len(list) < atLeast {
		t.Fatalf("%d pages found: %v", len(list), list)
	}
	return list
}

func readPage(t *testing.T, name string) []section {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return sections(b)
}

// sections takes a page apart.
func sections(source []byte) []section {
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	list := []section{{}}
	comment := ""
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function fails never
		if !entering {
			return ast.WalkContinue, nil
		}
		here := &list[len(list)-1]
		switch n := n.(type) {
		case *ast.Heading:
			list = append(list, section{level: n.Level, title: string(lines(n, source))})
		case *ast.FencedCodeBlock:
			b := block{language: string(n.Language(source)), text: string(lines(n, source)), said: comment}
			if s := n.Lines(); s.Len() > 0 {
				b.line = 1 + bytes.Count(source[:s.At(0).Start], []byte("\n"))
			}
			here.blocks = append(here.blocks, b)
		case *ast.CodeBlock: // indented: nothing says what it is
			here.blocks = append(here.blocks, block{text: string(lines(n, source)), line: 1 + bytes.Count(source[:n.Lines().At(0).Start], []byte("\n"))})
		case *ast.HTMLBlock:
			said := string(lines(n, source))
			if n.HasClosure() {
				said += string(n.ClosureLine.Value(source))
			}
			if said, ok := strings.CutPrefix(strings.TrimSpace(said), "<!--"); ok {
				comment = strings.TrimSpace(strings.TrimSuffix(said, "-->"))
				return ast.WalkSkipChildren, nil
			}
		case *ast.CodeSpan:
			here.codes = append(here.codes, strings.ReplaceAll(string(plain(n, source)), "\n", " "))
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			here.links = append(here.links, string(n.Destination))
		case *ast.Image:
			here.links = append(here.links, string(n.Destination))
		case *astx.Table:
			rows, columns := 0, 0
			for row := n.FirstChild(); row != nil; row = row.NextSibling() {
				rows, columns = rows+1, max(columns, row.ChildCount())
			}
			here.tables = append(here.tables, fmt.Sprintf("%d × %d", rows, columns))
		}
		if n.Type() == ast.TypeBlock {
			comment = ""
			if len(list) > 0 && holdsText(n) {
				here = &list[len(list)-1]
				here.figures = append(here.figures, figure.FindAllString(string(plain(n, source)), -1)...)
			}
		}
		return ast.WalkContinue, nil
	})
	return list
}

// holdsText tells a block whose children are words.
func holdsText(n ast.Node) bool {
	return n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline
}

func lines(n ast.Node, source []byte) []byte { return n.Lines().Value(source) }

// plain is the text of a node, without what stands in code below it.
func plain(n ast.Node, source []byte) []byte {
	var b []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b = append(b, c.Value(source)...)
			if c.SoftLineBreak() {
				b = append(b, '\n')
			}
		case *ast.String:
			b = append(b, c.Value...)
		case *ast.CodeSpan:
			b = append(b, "\n"...)
		default:
			b = append(b, plain(c, source)...)
		}
	}
	return b
}

// figure is a number as English or French write it: thousands apart by a comma or by a
// space that does not break, decimals behind a point or a comma.
var figure = regexp.MustCompile(`\d+(?:[\x{00A0}\x{202F}]\d{3}\b)*(?:[.,]\d+)*`)

// value is a figure as Go writes it.
func value(figure, lang string) string {
	if lang == "fr" {
		figure = regexp.MustCompile(`[\x{00A0}\x{202F}]`).ReplaceAllString(figure, "")
		return strings.ReplaceAll(figure, ",", ".")
	}
	return regexp.MustCompile(`,(\d{3})\b`).ReplaceAllString(figure, "$1")
}

// translated gives the French page of an English one, as they lie in the repository.
func translated(english string) string { return "docs/fr/" + filepath.Base(english) }

// original gives the English page of a French one.
func original(french string) string {
	if name := filepath.Base(french); name == "README.md" {
		return name
	}
	return "docs/" + filepath.Base(french)
}

// placeholders are words of French command lines that stand for something, and how English
// has them.
var placeholders = strings.NewReplacer("FICHIER", "FILE", "DOSSIER", "FOLDER", "NUMÉRO", "NUMBER", "COMMANDE", "COMMAND", "VALEUR", "VALUE",
	"votre-programme", "your-program", "fichier.yaml", "file.yaml", "MOTIF", "PATTERN", "TABLEAU", "TABLE", "NOM", "NAME", "--lang fr", "--lang en",
	"MOT DE PASSE", "PASSWORD", "AAAA-MM-JJ", "YYYY-MM-DD")

// differences says where a French page is not the mirror of the English one: headings,
// tables, code blocks, words in code, links and figures, section by section.
func differences(english, french []section) []string {
	var list []string
	if len(english) != len(french) {
		return append(list, fmt.Sprintf("%d sections, and %d in French: %q, %q", len(english)-1, len(french)-1, headings(english), headings(french)))
	}
	for i, en := range english {
		fr := french[i]
		say := func(format string, args ...any) {
			list = append(list, fmt.Sprintf("%q, %q: ", en.title, fr.title)+fmt.Sprintf(format, args...))
		}
		if en.level != fr.level {
			say("headings of level %d and %d", en.level, fr.level)
		}
		if !slices.Equal(en.tables, fr.tables) {
			say("tables of %v and %v", en.tables, fr.tables)
		}
		if a, b := sorted(en.figures, func(s string) string { return value(s, "en") }), sorted(fr.figures, func(s string) string { return value(s, "fr") }); !slices.Equal(a, b) {
			say("figures only in English %v, only in French %v", without(a, b), without(b, a))
		}
		if a, b := sorted(en.codes, nil), sorted(fr.codes, placeholders.Replace); !slices.Equal(a, b) {
			say("words in code only in English %q, only in French %q", without(a, b), without(b, a))
		}
		if a, b := sorted(en.links, linkTarget), sorted(fr.links, linkTarget); !slices.Equal(a, b) {
			say("links only in English %v, only in French %v", without(a, b), without(b, a))
		}
		if len(en.blocks) != len(fr.blocks) {
			say("%d code blocks and %d", len(en.blocks), len(fr.blocks))
			continue
		}
		for j, b := range en.blocks {
			if diff := gocmp.Diff(strings.Split(mirrored(b), "\n"), strings.Split(placeholders.Replace(mirrored(fr.blocks[j])), "\n")); diff != "" {
				say("code block %d differs (-English +French):\n%s", j+1, diff)
			}
		}
	}
	return list
}

// mirrored is what two translations of a code block share: its language, what is said to
// the tests, and its commands or, where it is no shell, all of it.
func mirrored(b block) string {
	s := b.language + "\n" + b.said + "\n"
	switch b.language {
	case "sh", "console":
		for _, c := range commands(b) {
			s += regexp.MustCompile(`(?m)(^|\s+)# .*$`).ReplaceAllString(c.line, "") + "\n"
		}
		return s
	case "text", "":
		return s
	}
	return s + b.text
}

// linkTarget is where a link leads, without the way there: a page of another folder or
// language is the same page.
func linkTarget(link string) string {
	if strings.Contains(link, "://") {
		return link
	}
	page, _, anchored := strings.Cut(link, "#")
	page = strings.TrimPrefix(strings.ReplaceAll(page, "../", ""), "docs/")
	page = strings.TrimPrefix(page, "fr/")
	page = strings.ReplaceAll(page, ".fr.svg", ".en.svg") // a terminal, drawn in each language
	if anchored {
		page += "#"
	}
	return page
}

func headings(list []section) []string {
	var names []string
	for _, s := range list[1:] {
		names = append(names, s.title)
	}
	return names
}

func sorted(list []string, as func(string) string) []string {
	out := slices.Clone(list)
	for i, s := range out {
		if as != nil {
			out[i] = as(s)
		}
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}

// without gives what of a is not in b, as often as it is more often in a.
func without(a, b []string) []string {
	rest := slices.Clone(b)
	var more []string
	for _, s := range a {
		if i := slices.Index(rest, s); i >= 0 {
			rest = slices.Delete(rest, i, i+1)
		} else {
			more = append(more, s)
		}
	}
	return more
}
