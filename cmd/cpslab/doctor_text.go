package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/workstation"
)

// doctorText prints the checks, one line each, then the findings.
func (a *app) doctorText(d doctorDocument, explain bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", a.doctorHeadline(d))
	if d.Machine != "" {
		fmt.Fprintf(&b, "%s\n", a.notHere(d.Machine))
	}
	if d.From != "" {
		fmt.Fprintf(&b, "%s\n", a.notThis(d))
		for _, p := range d.NotRead {
			fmt.Fprintf(&b, "  %s%s%s\n", text.Printable(p.Part), a.t(" : ", ": "), text.Printable(p.Why))
		}
	}
	if d.Failure != "" {
		fmt.Fprintf(&b, "%s%s\n", a.t("Erreur : ", "Error: "), text.Printable(d.Failure))
	}
	b.WriteByte('\n')
	words := map[doctor.State]string{
		doctor.OK: "ok", doctor.Note: a.t("à noter", "note"),
		doctor.Problem: a.t("problème", "problem"), doctor.Unknown: a.t("inconnu", "unknown"),
	}
	titles := 0
	for _, c := range d.Checks {
		titles = max(titles, utf8.RuneCountInString(c.Title))
	}
	for _, c := range d.Checks {
		fmt.Fprintf(&b, "  %s  %s  %s\n", a.tone(c.State, padTo(words[c.State], 8)), padTo(c.Title, titles), c.Text)
	}
	opts := report.TextOptions{Color: a.style.color, Width: a.style.width, Explain: explain}
	if err := report.Findings(&b, report.Document{Lang: d.Lang, Findings: d.Findings}, opts); err != nil {
		return err
	}
	switch {
	case explain:
		a.doctorExplanation(&b, d.Unknown)
	case len(d.Unknown) > 0:
		fmt.Fprintf(&b, "\n%s\n", fmt.Sprintf(a.t("%d règles non jugées : --explain dit ce qui leur manque.", "%d rules not judged: --explain says what they miss."), len(d.Unknown)))
	}
	b.WriteString(a.saidCollected(d))
	_, err := io.WriteString(a.out, b.String())
	return err
}

// notHere says that a described machine was looked at, and not this computer.
func (a *app) notHere(dir string) string {
	return text.Printable(fmt.Sprintf(a.t("Ce qui suit décrit la machine de %s (%s), pas cet ordinateur.", "What follows is about the machine in %s (%s), not this computer."), dir, workstation.EnvMachine))
}

// notThis says that the file of another computer was judged, and what of it could not
// be read.
func (a *app) notThis(d doctorDocument) string {
	said := fmt.Sprintf(a.t("Ce qui suit décrit le poste du fichier %s, pas cet ordinateur.", "What follows is about the workstation in %s, not this computer."), d.From)
	if d.Collected != "" {
		said = fmt.Sprintf(a.t("Ce qui suit décrit le poste du fichier %s, relevé le %s, pas cet ordinateur.", "What follows is about the workstation in %s, collected on %s, not this computer."), d.From, d.Collected)
	}
	if len(d.NotRead) > 0 {
		said += a.t(" De ce fichier n'a pas été lu, ou est à revoir :", " Of that file this was not read, or needs a look:")
	}
	return text.Printable(said)
}

func (a *app) doctorHeadline(d doctorDocument) string {
	word := report.VerdictWord(d.Verdict, a.lang)
	say := func(fr, en string) string { return word + a.t(" : "+fr, ": "+en) }
	switch d.Verdict {
	case diagnosis.VerdictBlocked:
		return say("en l'état, ce poste ne peut pas facturer.", "as things are, this workstation cannot bill.")
	case diagnosis.VerdictWarning:
		return say("un point au moins de ce poste est à voir.", "something on this workstation needs a look.")
	case diagnosis.VerdictOK:
		if slices.ContainsFunc(d.Checks, func(c doctor.Check) bool { return c.State == doctor.Unknown }) {
			return say("aucun défaut constaté dans ce qui a pu être lu du poste.", "nothing wrong was found in what could be read of the workstation.")
		}
		return say("aucun défaut constaté sur le poste.", "nothing wrong was found on the workstation.")
	default:
		return say("le service PC/SC n'a pas pu être interrogé, il n'y a pas de verdict complet.", "the PC/SC service could not be asked, there is no complete verdict.")
	}
}

// tone colours a state; the words say the same.
func (a *app) tone(state doctor.State, said string) string {
	code := map[doctor.State]string{doctor.OK: "32", doctor.Problem: "31", doctor.Unknown: "33"}[state]
	if !a.style.color || code == "" {
		return said
	}
	return "\x1b[" + code + "m" + said + "\x1b[0m"
}

// padTo fills text up to a number of characters.
func padTo(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}
