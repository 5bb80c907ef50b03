package main

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/pcsc"
)

// What the Go command notes in a program is what the program says of itself.
func TestBuildOf(t *testing.T) {
	t.Parallel()
	clone := &debug.BuildInfo{Main: debug.Module{Version: "v0.0.0-20261123043945-e086416bcf5a+dirty"}, Settings: []debug.BuildSetting{
		{Key: "-tags", Value: "pcsc,pkcs11"},
		{Key: "vcs.revision", Value: "e086416bcf5a"},
		{Key: "vcs.time", Value: "2026-11-23T04:39:45Z"},
		{Key: "vcs.modified", Value: "true"},
	}}
	b := buildOf(clone)
	if b.Version != "dev" || b.Commit != "e086416bcf5a" || !b.Modified || b.Date != "2026-11-23T04:39:45Z" || !slices.Equal(b.Tags, []string{"pcsc", "pkcs11"}) {
		t.Errorf("a clone: %+v", b)
	}
	if b.Rules != rule.Count || b.Contacts < "2026-11" || len(b.Contacts) != len("2026-11") {
		t.Errorf("catalogue: %+v", b)
	}
	if got := b.short(); got != "dev (e086416bcf5a)" {
		t.Errorf("in short %q", got)
	}
	clone.Settings[3].Value = "false"
	if buildOf(clone).Modified {
		t.Error("a clean clone is said to be changed")
	}
	if b := buildOf(&debug.BuildInfo{Main: debug.Module{Version: "v1.2.0"}}); b.Version != "v1.2.0" || b.Commit != "" {
		t.Errorf("a release fetched as a module: %+v", b)
	}
	if b := buildOf(&debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}); b.Version != "dev" {
		t.Errorf("a build without git: %+v", b)
	}
	if b := buildOf(nil); b.short() != "dev" {
		t.Errorf("without a commit: %q", b.short())
	}
	if b := buildOf(nil); b.Version != "dev" || b.Go == "" || b.Tags == nil {
		t.Errorf("a program without notes: %+v", b)
	}
	var out strings.Builder
	if err := (&app{lang: "en", streams: streams{out: &out}}).buildText(b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"cpslab dev\n", "e086416bcf5a (and changed files)", "pcsc, pkcs11", fmt.Sprintf("%d (contacts looked up in ", rule.Count)} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in:\n%s", want, out.String())
		}
	}
}

// TestSaysThatItHasNoReaders: a program without PC/SC says so on the page that people
// begin with, one that has it does not.
func TestSaysThatItHasNoReaders(t *testing.T) {
	t.Parallel()
	for lang, sentence := range map[string]string{"en": "This program was built without PC/SC", "fr": "Ce programme a été construit sans PC/SC"} {
		if said := strings.Contains(invoke(t, nil, "--help", "--lang", lang).Out, sentence); said == pcsc.Available {
			t.Errorf("%s: said %v, PC/SC built in %v", lang, said, pcsc.Available)
		}
	}
}
