//go:build !nosuite

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/scenarios"
)

// runLabels lists the labels of the scenarios that would run.
func (a *app) runLabels(reader string, f runFlags) error {
	labels, err := scenarios.CountLabels(scenarios.RunOptions{
		Options:     scenarios.Options{Reader: reader, Lang: a.lang},
		LabelFilter: f.labels, Focus: f.focus,
	})
	if err != nil {
		return err
	}
	if a.json() {
		type entry struct {
			Label     string `json:"label"`
			Scenarios int    `json:"scenarios"`
		}
		list := make([]entry, 0, len(labels))
		for _, l := range labels {
			list = append(list, entry{l.Name, l.Specs})
		}
		return a.writeJSON(struct {
			Schema int     `json:"schema"`
			Labels []entry `json:"labels"`
		}{1, list})
	}
	wide := 0
	for _, l := range labels {
		wide = max(wide, len(l.Name))
	}
	for _, l := range labels {
		fmt.Fprintf(a.out, "%-*s  %4d\n", wide, l.Name, l.Specs)
	}
	return nil
}

// completeLabels completes the last label of a filter.
func completeLabels(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	const silent = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	labels, err := scenarios.CountLabels(scenarios.RunOptions{})
	if err != nil {
		return nil, silent
	}
	before := typed[:strings.LastIndexAny(typed, "&|!(, ")+1]
	list := make([]string, 0, len(labels))
	for _, l := range labels {
		list = append(list, before+l.Name)
	}
	return list, silent
}
