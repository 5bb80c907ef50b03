package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/workstation"
)

// version is set by the linker for a release.
var version = "dev"

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.t("Version, et ce que ce programme sait piloter", "Version, and what this build can drive"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := struct {
				Schema  int    `json:"schema"`
				Version string `json:"version"`
				Commit  string `json:"commit,omitempty"`
				Go      string `json:"go"`
				System  string `json:"system"`
				PCSC    bool   `json:"pcsc"`
				PKCS11  bool   `json:"pkcs11"`
			}{1, version, commit(), runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, pcsc.Available, workstation.ModulesAvailable}
			if a.json() {
				return a.writeJSON(v)
			}
			fmt.Fprintf(a.out, "cpslab %s\n%s, %s\npcsc: %s\npkcs11: %s\n", v.Version, v.Go, v.System, yesNo(v.PCSC), yesNo(v.PKCS11))
			return nil
		},
	}
}

func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// writeJSON prints a value of the output contract, indented.
func (a *app) writeJSON(v any) error {
	a.answered = true
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
