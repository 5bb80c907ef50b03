//go:build !nosuite

package main

import (
	"crypto"
	"crypto/ed25519"
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
	Output   string   `json:"output"`
	Decisive []string `json:"decisive"` // a sentence for each chapter that failed, else for each that did not run
	Command  string   `json:"command,omitempty"`
	Error    string   `json:"error,omitempty"`
	Hint     string   `json:"hint,omitempty"`
}

// sayCertified says what a report came to, and where it is.
func (a *app) sayCertified(cmd *cobra.Command, reader string, f certifyFlags, r *certify.Result, err error) error {
	d := r.Dossier
	command := ""
	if len(r.Summary.Needs) > 0 {
		command = a.wholeCertify(cmd, reader, &ahead{serial: r.Summary.Serial})
	}
	if a.json() {
		doc := certifiedDocument{Schema: 1, Result: d.Result, Complete: d.Complete, Exit: a.code, Output: f.output, Decisive: append([]string{}, d.Decisive()...), Command: command}
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
	fmt.Fprintf(w, a.t("Dossier : %s (report.html, report.pdf) ; cpslab certify verify %s le vérifie\n", "Bundle: %s (report.html, report.pdf); cpslab certify verify %s checks it\n"), f.output, quoted(f.output))
	_, failed := io.WriteString(a.out, w.String())
	return failed
}

// verifiedDocument is the output of certify verify as JSON.
type verifiedDocument struct {
	Schema   int             `json:"schema"`
	Whole    bool            `json:"whole"`
	Complete bool            `json:"complete"`
	Result   string          `json:"result,omitempty"`
	Exit     int             `json:"exit"`
	Altered  []bundleProblem `json:"altered"`
	Missing  []bundleProblem `json:"missing"`
	Signed   string          `json:"signed,omitempty"` // algorithm
	Key      string          `json:"key,omitempty"`    // SHA-256 of the public key
}

type bundleProblem struct {
	File string `json:"file"`
	What string `json:"what"`
}

// certifyVerify holds a bundle against its manifest: 0 whole, 1 altered, 4 incomplete.
func (a *app) certifyVerify(dir, keyFile string) error {
	var key ed25519.PublicKey
	if keyFile != "" {
		var err error
		if key, err = bundle.ReadPublicKey(keyFile); err != nil {
			return err
		}
	}
	r, err := bundle.Verify(dir, key)
	if err != nil {
		return err
	}
	doc := verifiedDocument{Schema: 1, Whole: r.Whole(), Altered: []bundleProblem{}, Missing: []bundleProblem{}}
	if r.Manifest != nil {
		doc.Complete, doc.Result = r.Manifest.Complete, r.Manifest.Result
	}
	for _, p := range r.Altered {
		doc.Altered = append(doc.Altered, bundleProblem{p.File, p.What.In(a.lang)})
	}
	for _, p := range r.Missing {
		doc.Missing = append(doc.Missing, bundleProblem{p.File, p.What.In(a.lang)})
	}
	for _, name := range []string{certify.FileResult, certify.FileHTML, certify.FilePDF, certify.FileJUnit} {
		if r.Manifest != nil && len(r.Altered) == 0 && !lists(r.Manifest, name) {
			doc.Missing = append(doc.Missing, bundleProblem{name, a.t("n'a jamais été dans ce dossier", "was never in this bundle")})
		}
	}
	if r.Signed != nil {
		doc.Signed, doc.Key = r.Signed.Algorithm, r.Signed.Fingerprint
	}
	switch {
	case len(doc.Altered) > 0:
		a.code = exitBlocked
	case len(doc.Missing) > 0, !doc.Complete:
		a.code = exitOpen
	}
	doc.Exit = a.code
	if a.json() {
		return a.writeJSON(doc)
	}
	_, err = io.WriteString(a.out, a.verified(doc, r))
	return err
}

func lists(m *bundle.Manifest, name string) bool {
	for _, f := range m.Files {
		if f.Name == name {
			return true
		}
	}
	return false
}

// verified says what became of a verification.
func (a *app) verified(doc verifiedDocument, r *bundle.Result) string {
	w := &strings.Builder{}
	switch {
	case len(doc.Altered) > 0:
		fmt.Fprintln(w, a.t("MODIFIÉ", "ALTERED"))
	case len(doc.Missing) > 0, !doc.Complete:
		fmt.Fprintln(w, a.t("INCOMPLET", "INCOMPLETE"))
	default:
		fmt.Fprintln(w, a.t("ENTIER et inchangé", "WHOLE and unaltered"))
	}
	for _, p := range append(doc.Altered, doc.Missing...) {
		fmt.Fprintf(w, "    %s : %s\n", p.File, p.What)
	}
	if r.Manifest == nil || len(doc.Altered) > 0 {
		return w.String()
	}
	fmt.Fprintf(w, a.t("    rapport : %s, %d fichiers, scellé le %s\n", "    report: %s, %d files, sealed %s\n"), dossier.ResultWord(doc.Result).In(a.lang), len(r.Manifest.Files), r.Manifest.Clock)
	if !doc.Complete && len(doc.Missing) == 0 {
		fmt.Fprintln(w, a.t("    le déroulement n'a pas tout regardé de ce qui s'applique", "    the run did not look at all that applies"))
	}
	switch s := r.Signed; {
	case s == nil:
		fmt.Fprintln(w, a.t("    sans signature : rien ne dit qui l'a scellé", "    unsigned: nothing tells who sealed it"))
	case s.Certificate != nil:
		fmt.Fprintf(w, a.t("    signé par la carte « %s », sans que son certificat ait été vérifié\n", "    signed by the card “%s”, whose certificate nobody checked\n"), s.Certificate.Subject.CommonName)
	default:
		fmt.Fprintf(w, a.t("    signé (%s), clé SHA-256 %s\n", "    signed (%s), key SHA-256 %s\n"), s.Algorithm, s.Fingerprint)
	}
	return w.String()
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
