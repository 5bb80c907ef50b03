package main

import "github.com/spf13/pflag"

// runFiles are the reports that a run writes, "" for none. Package evidence makes them, in
// the program that has the suite.
type runFiles struct {
	junit, json, sarif, ctrf, html string

	github bool // annotations, and the summary of the step
}

func (a *app) addRunFiles(fl *pflag.FlagSet, f *runFiles) {
	fl.StringVar(&f.junit, "junit", "", a.t("fichier JUnit à écrire", "JUnit file to write"))
	fl.StringVar(&f.json, "json", "", a.t("fichier JSON à écrire", "JSON file to write"))
	fl.StringVar(&f.sarif, "sarif", "", a.t("fichier SARIF 2.1.0 à écrire", "SARIF 2.1.0 file to write"))
	fl.StringVar(&f.ctrf, "ctrf", "", a.t("fichier CTRF à écrire", "CTRF file to write"))
	fl.StringVar(&f.html, "html", "", a.t("page HTML à écrire", "HTML page to write"))
	fl.BoolVar(&f.github, "github", false, a.t("annotations et résumé de GitHub Actions (GITHUB_STEP_SUMMARY)", "annotations and summary of GitHub Actions (GITHUB_STEP_SUMMARY)"))
}
