//go:build !nosuite

package main

import (
	"crypto"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/evidence/bundle"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/scenarios/certify"
)

type cryptoOpts = crypto.SignerOpts

// certifiedDocument is the output of certify as JSON.
type certifiedDocument struct {
	Schema   int      `json:"schema"`
	Result   string   `json:"result"`
	Complete bool     `json:"complete"`
	Exit     int      `json:"exit"`
	Output   string   `json:"output"`   // folder, "" where it could not be written
	Decisive []string `json:"decisive"` // a sentence for each chapter that failed, else for each that did not run
	Command  string   `json:"command,omitempty"`
	Error    string   `json:"error,omitempty"`
	Hint     string   `json:"hint,omitempty"`
}

// sayCertified says what a report came to, and where it is, if it could be written.
func (a *app) sayCertified(cmd *cobra.Command, reader string, f certifyFlags, r *certify.Result, sealed bool, err error) error {
	d := r.Dossier
	command := ""
	if len(r.Summary.Needs) > 0 {
		command = a.wholeCertify(cmd, reader, &ahead{serial: r.Summary.Serial})
	}
	if a.json() {
		doc := certifiedDocument{Schema: 1, Result: d.Result, Complete: d.Complete, Exit: a.code, Decisive: append([]string{}, d.Decisive()...), Command: command}
		if sealed {
			doc.Output = f.output
		}
		if err != nil {
			doc.Exit = codeOf(err)
			doc.Error, doc.Hint = a.said(err)
		}
		return a.writeJSON(doc)
	}
	w := &strings.Builder{}
	fmt.Fprintf(w, "\n%s\n", dossier.ResultWord(d.Result).In(a.lang))
	for _, line := range d.Decisive() {
		fmt.Fprintln(w, "    "+line)
	}
	if command != "" {
		fmt.Fprintln(w, a.t("  → pour tout dérouler : ", "  → to run everything: ")+command)
	}
	if sealed {
		fmt.Fprintf(w, a.t("Dossier : %s (report.html, report.pdf) ; cpslab certify verify %s le vérifie\n", "Bundle: %s (report.html, report.pdf); cpslab certify verify %s checks it\n"), f.output, quoted(f.output))
	}
	_, failed := io.WriteString(a.out, w.String())
	return failed
}

// certifyRender makes the pages of a bundle again.
func (a *app) certifyRender(dir, output string, translated bool) error {
	content, err := bundle.Read(dir, certify.FileResult, dossier.MaxSize)
	if err != nil {
		return err
	}
	d, err := dossier.Parse(content)
	if err != nil {
		return err
	}
	if translated {
		d.Lang = a.lang
	}
	pages, err := certify.Pages(d)
	if err != nil {
		return err
	}
	if err := bundle.Prepare(output); err != nil {
		return err
	}
	return bundle.Leave(output, pages)
}
