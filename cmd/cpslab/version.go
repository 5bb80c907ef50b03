package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/workstation"
)

// version is set by the linker for a release, and commit by the Makefile: the go
// command notes it by itself in an ordinary clone only, not in a further worktree.
var (
	version = unreleased
	commit  string
)

// unreleased is the version of a program built from a working tree.
const unreleased = "dev"

// build is what a program tells of itself.
type build struct {
	Schema   int      `json:"schema"`
	Version  string   `json:"version"`
	Commit   string   `json:"commit,omitempty"`
	Modified bool     `json:"modified"` // built from files that differ from the commit
	Date     string   `json:"date,omitempty"`
	Go       string   `json:"go"`
	System   string   `json:"system"`
	Tags     []string `json:"tags"`
	PCSC     bool     `json:"pcsc"`
	PKCS11   bool     `json:"pkcs11"`
	Rules    int      `json:"rules"`
	Contacts string   `json:"contacts_seen"` // YYYY-MM: who to call was looked up last
}

// buildOf reads what the Go command left in the program; info is nil when it left
// nothing.
func buildOf(info *debug.BuildInfo) build {
	b := build{
		Schema: 1, Version: version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Tags: []string{},
		PCSC: pcsc.Available, PKCS11: workstation.ModulesAvailable, Rules: len(diagnosis.Rules()),
	}
	b.Commit = commit
	for _, c := range diagnosis.Contacts() {
		b.Contacts = max(b.Contacts, c.Seen)
	}
	if info == nil {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		case "vcs.time":
			b.Date = s.Value
		case "-tags":
			b.Tags = strings.FieldsFunc(s.Value, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
	// A module fetched by its version has no commit to name.
	if v := info.Main.Version; b.Version == unreleased && b.Commit == "" && strings.HasPrefix(v, "v") {
		b.Version = v
	}
	return b
}

func ownBuild() build {
	info, _ := debug.ReadBuildInfo() // nil when there is none
	return buildOf(info)
}

// short is the version with the commit that it was built from, if that is known:
// "dev (e086416bcf5a)".
func (b *build) short() string {
	if b.Commit == "" {
		return b.Version
	}
	const digits = 12
	return fmt.Sprintf("%s (%s)", b.Version, b.Commit[:min(digits, len(b.Commit))])
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.t("Version, et ce que ce programme sait piloter", "Version, and what this build can drive"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b := ownBuild()
			if a.json() {
				return a.writeJSON(b)
			}
			return a.buildText(b)
		},
	}
}

func (a *app) buildText(b build) error {
	commit := cmp.Or(b.Commit, a.t("non noté dans ce programme", "not recorded in this program"))
	if b.Modified {
		commit += a.t(" (et des fichiers modifiés)", " (and changed files)")
	}
	tags := cmp.Or(strings.Join(b.Tags, ", "), a.t("aucune", "none"))
	lines := fmt.Sprintf("cpslab %s\n", b.Version)
	for _, l := range [...][2]string{
		{"commit", commit},
		{a.t("date", "date"), b.Date},
		{"Go", b.Go + ", " + b.System},
		{a.t("étiquettes", "tags"), tags},
		{"PC/SC", a.yesNo(b.PCSC)},
		{"PKCS#11", a.yesNo(b.PKCS11)},
		{a.t("règles", "rules"), fmt.Sprintf(a.t("%d (contacts vérifiés en %s)", "%d (contacts looked up in %s)"), b.Rules, b.Contacts)},
	} {
		if l[1] != "" {
			lines += padTo(l[0], 10) + "  " + l[1] + "\n"
		}
	}
	_, err := io.WriteString(a.out, lines)
	return err
}

func (a *app) yesNo(b bool) string {
	if b {
		return a.t("oui", "yes")
	}
	return a.t("non", "no")
}

// writeJSON prints a value of the output contract, indented.
func (a *app) writeJSON(v any) error {
	a.answered = true
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
