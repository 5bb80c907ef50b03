package main

import (
	"slices"
	"strings"
	"testing"
)

// inFrench are the pages that people read who speak French at work: support, the teams that
// test billing software, whoever looks for what this is.
var inFrench = []string{"README.md", "docs/support.md", "docs/certify.md", "docs/ci.md", "docs/drive.md", "docs/tour.md", "docs/windows.md", "docs/macos.md", "docs/commands.md", "docs/status.md", "docs/limits.md"}

// TestFrenchPagesMirrorTheEnglishOnes: sections, tables, commands, code, links and figures
// are the same in both languages; each page of docs/fr is one of an English page.
func TestFrenchPagesMirrorTheEnglishOnes(t *testing.T) {
	t.Parallel()
	var found []string
	for _, name := range pages(t) {
		if strings.HasPrefix(name, "docs/fr/") {
			found = append(found, name)
		}
	}
	for _, english := range inFrench {
		if french := translated(english); !slices.Contains(found, french) {
			t.Errorf("%s has no French page", english)
		}
	}
	for _, french := range found {
		t.Run(french, func(t *testing.T) {
			t.Parallel()
			for _, d := range differences(readPage(t, original(french)), readPage(t, french)) {
				t.Error(d)
			}
		})
	}
}

// TestDifferencesOfPages: each kind of difference between two pages is seen, and what a
// translation changes is none.
func TestDifferencesOfPages(t *testing.T) {
	t.Parallel()
	const english = "# Cards\n\nThere are 1,000 cards, 0.9 s each ([support](support.md)).\n\n## Use\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" +
		"`cpslab demo`\n\n<!-- run\nends: 1\n-->\n\n```sh\ncpslab diagnose sim: --lang en  # all of them\n```\n\n```python\nx = 1\n```\n"
	const french = "# Cartes\n\nIl y a 1\u00a0000 cartes, 0,9 s chacune ([support](support.md)).\n\n## Usage\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" +
		"`cpslab demo`\n\n<!-- run\nends: 1\n-->\n\n```sh\ncpslab diagnose sim: --lang fr  # toutes\n```\n\n```python\nx = 1\n```\n"
	if got := differences(sections([]byte(english)), sections([]byte(french))); len(got) > 0 {
		t.Errorf("a translation: %q", got)
	}
	for _, c := range []struct{ name, from, to, want string }{
		{"a section more", "## Usage", "## Usage\n\n## Encore", "sections"},
		{"another level", "## Usage", "### Usage", "level"},
		{"a figure", "1\u00a0000", "1\u00a0001", "figures only in English [1000]"},
		{"a decimal", "0,9", "0,8", "[0.9]"},
		{"a figure of a table", "| 1 | 2 |", "| 1 | 3 |", "figures"},
		{"a row less", "\n| 1 | 2 |", "", "tables of"},
		{"a link", "(support.md)", "(ci.md)", "links"},
		{"words in code", "`cpslab demo`", "`cpslab run`", "words in code"},
		{"a command", "cpslab diagnose", "cpslab show", "code block 1"},
		{"an exit code", "ends: 1", "ends: 0", "code block 1"},
		{"a program", "x = 1", "x = 2", "code block 2"},
		{"a block less", "```python\nx = 1\n```\n", "", "code blocks"},
		{"another language", "```python", "```ruby", "code block 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(french, c.from, c.to, 1)
			if changed == french {
				t.Fatalf("no %q", c.from)
			}
			if got := strings.Join(differences(sections([]byte(english)), sections([]byte(changed))), "\n"); !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
