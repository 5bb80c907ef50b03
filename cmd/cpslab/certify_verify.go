//go:build !nosuite

package main

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/evidence/bundle"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/scenarios/certify"
)

// What became of the pages that were made again.
const (
	pagesSame   = "same"
	pagesDiffer = "differ"
	pagesOther  = "other-version" // they differ, and another version made them
)

// maxProblems is how many problems of a bundle are printed: a folder may have any number.
const maxProblems = 20

// verifiedDocument is the output of certify verify as JSON.
type verifiedDocument struct {
	Schema   int             `json:"schema"`
	Whole    bool            `json:"whole"`
	Complete bool            `json:"complete"`
	Result   string          `json:"result,omitempty"`
	Exit     int             `json:"exit"`
	Pages    string          `json:"pages,omitempty"` // "same", "differ" or "other-version"; absent where they were not made again
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
	doc := verifiedDocument{Schema: 1, Altered: []bundleProblem{}, Missing: []bundleProblem{}}
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
	if len(doc.Altered)+len(doc.Missing) == 0 {
		if err := a.madeAgain(dir, r.Manifest, &doc); err != nil {
			return err
		}
	}
	if r.Signed != nil {
		doc.Signed, doc.Key = r.Signed.Algorithm, r.Signed.Fingerprint
	}
	doc.Whole = len(doc.Altered)+len(doc.Missing) == 0
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
	wrong := slices.Concat(doc.Altered, doc.Missing)
	for i, p := range wrong {
		if i == maxProblems {
			fmt.Fprintf(w, a.t("    … et %d autres\n", "    … and %d more\n"), len(wrong)-i)
			break
		}
		fmt.Fprintf(w, a.t("    %s : %s\n", "    %s: %s\n"), p.File, p.What)
	}
	if r.Manifest == nil || len(doc.Altered) > 0 {
		return w.String()
	}
	fmt.Fprintf(w, a.t("    rapport : %s, %d fichiers, scellé le %s\n", "    report: %s, %d files, sealed %s\n"), dossier.ResultWord(doc.Result).In(a.lang), len(r.Manifest.Files), r.Manifest.Clock)
	if !doc.Complete && len(doc.Missing) == 0 {
		fmt.Fprintln(w, a.t("    le déroulement n'a pas tout regardé de ce qui s'applique", "    the run did not look at all that applies"))
	}
	switch doc.Pages {
	case pagesSame:
		fmt.Fprintln(w, a.t("    refaites de result.json, ses pages sont les mêmes à l'octet", "    made again from result.json, its pages are the same to the byte"))
	case pagesOther:
		fmt.Fprintf(w, a.t("    ses pages ont été faites par une autre version (%s), qui seule dit si elles sont celles de result.json\n", "    its pages were made by another version (%s), which alone tells whether they are those of result.json\n"), text.Printable(r.Manifest.Made[madeCpslab]))
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

var (
	isNotSaid = text.Of("le manifeste dit autre chose que result.json", "the manifest tells something else than result.json")
	isNotMade = text.Of("n'est pas ce que result.json donne", "is not what result.json gives")
	isNotKept = text.Of("n'est pas écrit comme cpslab l'écrit", "is not written as cpslab writes it")
)

// madeAgain makes the pages of a whole bundle again, and holds them against its own: whoever
// seals a folder anew can put any page beside any result.
func (a *app) madeAgain(dir string, m *bundle.Manifest, doc *verifiedDocument) error {
	read := func(name string) ([]byte, error) { return bundle.Read(dir, name, dossier.MaxSize) }
	alter := func(name string, what text.Text) {
		doc.Altered = append(doc.Altered, bundleProblem{name, what.In(a.lang)})
	}
	content, err := read(certify.FileResult)
	if err != nil {
		return err
	}
	d, err := dossier.Parse(content)
	if err != nil {
		message, _ := a.said(err)
		alter(certify.FileResult, text.Same(message))
		return nil
	}
	if d.Result != m.Result || d.Complete != m.Complete {
		alter(bundle.ManifestName, isNotSaid)
	}
	own := ownBuild()
	mine := m.Made[madeCpslab] == own.short()
	kept, err := d.JSON()
	if err != nil {
		return err
	}
	if mine && !bytes.Equal(kept, content) {
		alter(certify.FileResult, isNotKept)
	}
	pages, err := certify.Pages(d)
	if err != nil {
		return err
	}
	doc.Pages = pagesSame
	for _, name := range []string{certify.FileHTML, certify.FilePDF} {
		there, err := read(name)
		if err == nil && bytes.Equal(there, pages[name]) {
			continue
		}
		if doc.Pages = pagesOther; mine {
			doc.Pages = pagesDiffer
			alter(name, isNotMade)
		}
	}
	return nil
}
