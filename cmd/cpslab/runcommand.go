//go:build !nosuite

package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/scenarios"
)

// wholeRun is the command that runs what lacked permissions too, with everything
// else as it was given; "" when nothing lacked any.
func (a *app) wholeRun(cmd *cobra.Command, reader string, sum scenarios.Summary) string {
	if len(sum.Needs) == 0 {
		return ""
	}
	words := []string{"cpslab", "run", reader}
	replaced := []string{"allow", "serial", "allow-not-run", "fail-on-not-run"}
	pin := a.getenv(envPIN) != ""
	cmd.Flags().Visit(func(f *pflag.Flag) {
		pin = pin || f.Name == "ask-pin" || f.Name == "pin-fd"
		if !slices.Contains(replaced, f.Name) {
			words = append(words, flagWords(f)...)
		}
	})
	needs := make([]string, len(sum.Needs))
	for i, n := range sum.Needs {
		needs[i] = string(n)
	}
	serial := cmd.Flag("serial").Value.String()
	if serial == "" {
		serial = sum.Serial
	}
	words = append(words, "--allow", strings.Join(needs, ","), "--serial")
	for i, w := range words {
		words[i] = quoted(w)
	}
	if serial == "" {
		// The number of a real card identifies it; who holds the card can read it.
		words = append(words, a.t("NUMÉRO", "NUMBER"))
	} else {
		words = append(words, serial)
	}
	if slices.Contains(sum.Needs, guard.AllowPIN) && !pin {
		words = append(words, "--ask-pin")
	}
	command := strings.Join(words, " ")
	if serial == "" {
		command += a.t(" ; NUMÉRO est celui que donne cpslab show --show-identity ", "; NUMBER is the one that this gives: cpslab show --show-identity ") + quoted(reader)
	}
	return command
}

// again is the command that runs one scenario as it was run, on the screen.
func (a *app) again(cmd *cobra.Command, reader, name string) string {
	words := []string{"cpslab", "run", reader}
	replaced := []string{"label-filter", "focus", "verbose", "repeat", "format"}
	files := pflag.NewFlagSet("", pflag.ContinueOnError)
	a.addRunFiles(files, new(runFiles))
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains(replaced, f.Name) && files.Lookup(f.Name) == nil {
			words = append(words, flagWords(f)...)
		}
	})
	// Ginkgo looks in the name of the suite and of the scenario: only its end is known.
	words = append(words, "--focus", regexp.QuoteMeta(name)+"$")
	for i, w := range words {
		words[i] = quoted(w)
	}
	return strings.Join(words, " ")
}

// flagWords are the words that set an option to what it is.
func flagWords(f *pflag.Flag) []string {
	values := []string{f.Value.String()}
	if list, ok := f.Value.(pflag.SliceValue); ok {
		values = list.GetSlice()
	}
	var words []string
	for _, v := range values {
		if f.NoOptDefVal != "" { // what stands behind would be another argument
			words = append(words, "--"+f.Name+"="+v)
			continue
		}
		words = append(words, "--"+f.Name, v)
	}
	return words
}
