package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryCommandAnnouncesItsExitCodes: in both languages, and as its help prints
// them; those that only group or help others have none.
func TestEveryCommandAnnouncesItsExitCodes(t *testing.T) {
	t.Parallel()
	none := map[string]bool{"": true, "ca": true, "ctl": true, "farm": true, "help": true, "report": true, "trace": true}
	root := (&app{streams: streams{out: io.Discard, err: io.Discard}}).root(io.Discard)
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		path := strings.TrimPrefix(strings.TrimPrefix(c.CommandPath(), "cpslab"), " ")
		rows := exitRows(path)
		if !none[path] && !c.Hidden && !strings.HasPrefix(path, "completion") && rows == nil {
			t.Errorf("%s announces no exit codes", path)
		}
		for _, r := range rows {
			if r.when.FR == "" || r.when.EN == "" {
				t.Errorf("%s, %s: %+v", path, r.code, r.when)
			}
		}
		for lang, head := range map[string]string{"fr": "Codes de retour :", "en": "Exit codes:"} {
			if rows == nil {
				continue
			}
			help := invoke(t, nil, append(strings.Fields(path), "--help", "--lang", lang)...).Out
			_, list, ok := strings.Cut(help, head)
			if !ok {
				t.Errorf("%s, %s: no exit codes in the help:\n%s", path, lang, help)
			}
			for _, r := range rows {
				if !strings.Contains(list, "\n  "+r.code+" ") {
					t.Errorf("%s, %s: %s is not in the help", path, lang, r.code)
				}
			}
		}
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
}

// TestNoSuchCommand: a word that is no command, behind one that has others below it, is wrong use
// everywhere.
func TestNoSuchCommand(t *testing.T) {
	t.Parallel()
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		if c.HasAvailableSubCommands() {
			words := strings.Fields(c.CommandPath() + " nosuchword --lang en")[1:]
			if got := invoke(t, nil, words...); got.Code != exitUsage || !strings.Contains(got.Err, "nosuchword") {
				t.Errorf("%v: %d, %s", words, got.Code, got.Err)
			}
		}
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit((&app{streams: streams{out: io.Discard, err: io.Discard}}).root(io.Discard))
}

// announces fails a test whose command ended with a code that its help does not
// announce.
func announces(t *testing.T, args []string, code int) {
	t.Helper()
	cmd, _, err := (&app{streams: streams{out: io.Discard, err: io.Discard}}).root(io.Discard).Find(args)
	if err != nil {
		return // no such command
	}
	path := strings.TrimPrefix(cmd.CommandPath(), "cpslab ")
	rows := exitRows(path)
	if rows == nil || path == "with" && code > 3 {
		return
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.code)
	}
	if one := regexp.MustCompile(fmt.Sprintf(`\b%d\b`, code)); !one.MatchString(strings.Join(all, " ")) {
		t.Errorf("%s ended %d, its help announces %v", path, code, all)
	}
}
