//go:build !nosuite

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence"
	"github.com/cpslab/cps/harness/report"
)

// evidence are the files as the room has them that makes them.
func (f runFiles) evidence() evidence.Files {
	return evidence.Files{JUnit: f.junit, JSON: f.json, SARIF: f.sarif, CTRF: f.ctrf, HTML: f.html}
}

// wholeProgram says that this program has the suite, and what writes its reports.
const wholeProgram = true

// startSuite is of the program that has no suite.
func (a *app) startSuite(context.Context) error { return errors.ErrUnsupported }

func junitOf(run *report.Run) ([]byte, error) { return evidence.JUnit(run) }

// part is the part of the run that is to be done, and how long its scenarios took before.
func (f runFlags) part() (part struct{ Index, Total int }, took map[string]time.Duration, err error) {
	if f.shard != "" {
		if part.Index, part.Total, err = evidence.ParseShard(f.shard); err != nil {
			return part, nil, err
		}
	}
	if f.durations != "" {
		before, err := evidence.Read(f.durations)
		if err != nil {
			return part, nil, err
		}
		took = evidence.Durations(before)
	}
	return part, took, nil
}

// forGitHub writes what GitHub shows of a step: annotations among what it prints, and its
// summary at the end of the file that the environment names.
func (a *app) forGitHub(run *report.Run, f runFiles) error {
	if !f.github {
		return nil
	}
	o := evidence.Options{Lang: a.lang}
	to := a.out
	if a.json() {
		to = a.err // both are read, and standard output is a document
	}
	err := evidence.Annotations(to, run, o)
	path := a.getenv("GITHUB_STEP_SUMMARY")
	if path == "" {
		return err
	}
	file, open := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if open != nil {
		return errors.Join(err, text.Wrap(text.Of("résumé de GitHub non écrit", "summary of GitHub not written"), open))
	}
	_, wrote := file.Write(evidence.Summary(run, o))
	return errors.Join(err, wrote, file.Close())
}

// mergeReports makes one run of several files, and its reports.
func (a *app) mergeReports(_ *cobra.Command, arguments []string, f runFiles) error {
	if err := f.evidence().Check(); err != nil {
		return err
	}
	paths, err := evidence.FilesOf(arguments)
	if err != nil {
		return err
	}
	sources := make([]evidence.Source, 0, len(paths))
	for _, path := range paths {
		run, err := evidence.Read(path)
		if err != nil {
			return err
		}
		sources = append(sources, evidence.Source{Path: path, Run: run})
	}
	run, err := evidence.Merge(sources)
	if run == nil {
		return err
	}
	return a.endRun(run, f, err, "")
}

// endRun writes the reports of a run that is whole, or as whole as err lets it be, and says
// what it came to, with more below. It returns err, or what failed in writing.
func (a *app) endRun(run *report.Run, f runFiles, err error, more string) error {
	o := evidence.Options{Lang: a.lang}
	err = joined(err, errors.Join(f.evidence().Write(run, o), a.forGitHub(run, f)))
	if !a.json() {
		_, failed := io.WriteString(a.out, evidence.Headline(run, o)+more)
		return a.sayReports(joined(err, failed))
	}
	content, failed := run.JSON()
	if failed == nil {
		_, failed = a.out.Write(content)
		a.answered = true
	}
	return a.sayReports(joined(err, failed))
}

// joined is errors.Join without a join of one.
func joined(err, other error) error {
	if other == nil {
		if all, ok := err.(interface{ Unwrap() []error }); ok && len(all.Unwrap()) == 1 {
			return all.Unwrap()[0]
		}
		return err
	}
	return errors.Join(err, other)
}

// diffReports compares two runs.
func (a *app) diffReports(_ *cobra.Command, from, to string) error {
	before, err := evidence.Read(from)
	if err != nil {
		return err
	}
	after, err := evidence.Read(to)
	if err != nil {
		return err
	}
	all := evidence.Diff(before, after)
	if len(all) > 0 {
		a.code = exitBlocked
	}
	if a.json() {
		return a.writeJSON(struct {
			Schema      int                   `json:"schema"`
			Differences []evidence.Difference `json:"differences"`
		}{1, append([]evidence.Difference{}, all...)})
	}
	return evidence.DiffText(a.out, all, evidence.Options{Lang: a.lang})
}
