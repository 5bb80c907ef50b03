//go:build !nosuite

package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/guard"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/scenarios"
)

// ahead is what is known before anything runs.
type ahead struct {
	reader    string // full name
	driver    text.Text
	service   text.Text // of PC/SC, once something runs
	state     string    // of reader and card, one sentence
	simulated bool      // the card, or the empty readers: no leave is needed
	serial    string    // of a TEST card
	wrong     error     // the address names no reader, or several
}

// lookAhead reads the public part of the card, for the plan. Whatever is wrong is said there,
// and again by the run.
func (a *app) lookAhead(ctx context.Context, set *readers.Set, reader string) *ahead {
	p := &ahead{driver: driverVersion(pcsc.Description{}, false)}
	if address, err := readers.ParseAddress(reader); err == nil {
		if address.Scheme != readers.SchemePCSC {
			p.wrong = scenarios.NoDesk(reader)
			return p
		}
		if set.PCSC == nil {
			set.PCSC = pcsc.New()
		}
		all, err := set.PCSC.List(ctx)
		if slot, chosen := pcsc.Choose(all, address.Name); err == nil && chosen == nil {
			p.reader = slot.Name
		} else if len(all) == 1 {
			p.reader = all[0].Name
		}
		p.simulated = p.reader == "" && len(all) > 0 && !slices.ContainsFunc(all, func(s card.Slot) bool { return !set.Virtual(s.Name) })
	}
	if p.reader != "" {
		p.simulated = set.Virtual(p.reader)
		if d, err := set.PCSC.Describe(ctx, p.reader); err == nil {
			p.driver = driverVersion(d, true)
		}
	}
	c, err := set.Open(ctx, reader)
	if err != nil {
		p.state, _ = a.said(err)
		if text.IsBadInput(err) && !harness.Named(err) {
			p.wrong = err
		}
		return p
	}
	defer c.Close()
	p.reader, p.simulated = c.Reader, c.Simulated
	contents, err := harness.Read(ctx, c.Channel(), harness.ReadOptions{})
	switch {
	case err != nil:
		p.state, _ = a.said(err)
	case contents.Serial.State != card.Present:
		p.state = a.t("carte inconnue de ce banc", "a card that this bench does not know")
	case !c.Simulated && report.Masked(contents, false):
		p.state = a.t("carte d'une personne : refusée", "a person's card: refused")
	default:
		p.serial = contents.Serial.Value.Number
		p.state = fmt.Sprintf(a.t("%s, carte de TEST no %s", "%s, TEST card no. %s"), contents.Face, p.serial)
		if contents.PIN.State == card.Present {
			p.state += fmt.Sprintf(a.t(", essais du code porteur : %d", ", tries of the PIN: %d"), contents.PIN.Left)
		}
	}
	return p
}

// planDocument is the plan as JSON.
type planDocument struct {
	Schema   int           `json:"schema"`
	Reader   string        `json:"reader"`
	Card     string        `json:"card"`
	Budget   time.Duration `json:"budget"`  // nanoseconds
	Command  string        `json:"command"` // that allows everything, "" where the card's number could not be read
	Chapters []planChapter `json:"chapters"`
}

type planChapter struct {
	ID     string        `json:"id"`
	Title  report.Words  `json:"title"`
	Budget time.Duration `json:"budget"` // nanoseconds
	Needs  []string      `json:"needs"`  // permissions
	Hands  bool          `json:"hands"`
}

// printPlan prints what certify will do.
func (a *app) printPlan(cmd *cobra.Command, reader string, f certifyFlags, p *ahead) error {
	doc := planDocument{Schema: 1, Reader: p.reader, Card: p.state, Command: a.wholeCertify(cmd, reader, p)}
	for _, c := range scenarios.Chapters(f.quick) {
		one := planChapter{ID: c.ID, Title: report.Words(c.Title), Budget: c.Budget, Needs: []string{}}
		for _, s := range c.Steps {
			for _, n := range s.Needs {
				if !slices.Contains(one.Needs, string(n)) {
					one.Needs = append(one.Needs, string(n))
				}
			}
			one.Hands = one.Hands || slices.Contains(s.Effects, "removal") || c.ID == "service" || c.ID == "sleep"
			if slices.Contains(s.Effects, "login") && !slices.Contains(one.Needs, string(guard.AllowPIN)) {
				one.Needs = append(one.Needs, string(guard.AllowPIN))
			}
		}
		doc.Budget += c.Budget
		doc.Chapters = append(doc.Chapters, one)
	}
	if a.json() {
		return a.writeJSON(doc)
	}
	w := &strings.Builder{}
	fmt.Fprintf(w, a.t("Plan : %d chapitres, %s au plus. Rapport de test, et non un agrément.\n", "Plan: %d chapters, %s at most. A test report, not an approval.\n"), len(doc.Chapters), dossier.Shown(doc.Budget))
	if p.reader != "" {
		fmt.Fprintf(w, a.t("Lecteur : %s%s\n", "Reader: %s%s\n"), text.Printable(p.reader), map[bool]string{true: a.t(" (virtuel)", " (virtual)")}[p.simulated])
	}
	fmt.Fprintf(w, a.t("Carte : %s\n", "Card: %s\n"), p.state)
	wide := 0
	for _, c := range doc.Chapters {
		wide = max(wide, utf8.RuneCountInString(c.Title.In(a.lang)))
	}
	for i, c := range doc.Chapters {
		var needs []string
		if len(c.Needs) > 0 && !p.simulated {
			needs = append(needs, "--allow "+strings.Join(c.Needs, ","))
		}
		if c.Hands {
			needs = append(needs, a.t("une main", "a hand"))
		}
		fmt.Fprintf(w, "%4d  %s  %s  %s\n", i+1, padTo(c.Title.In(a.lang), wide), padTo(dossier.Shown(c.Budget), 8), strings.Join(needs, ", "))
	}
	if doc.Command != "" {
		fmt.Fprintln(w, a.t("  → la commande qui permet tout : ", "  → the command that allows everything: ")+doc.Command)
	} else {
		fmt.Fprintf(w, a.t("  → la commande qui permet tout porte le numéro de la carte, qui n'a pas pu être lu ; avec une carte de TEST dans le lecteur, cpslab certify %s --plan la donne\n",
			"  → the command that allows everything holds the number of the card, which could not be read; with a TEST card in the reader, cpslab certify %s --plan gives it\n"), quoted(reader))
	}
	_, err := io.WriteString(a.out, w.String()+"\n")
	return err
}

// wholeCertify is the command of a run of everything, "" where it takes the number of a card
// that was not read.
func (a *app) wholeCertify(cmd *cobra.Command, reader string, p *ahead) string {
	words := []string{"cpslab", "certify", quoted(reader)}
	output := a.t("DOSSIER", "FOLDER")
	pin := a.getenv(envPIN) != ""
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "plan", "format", "lang", "allow", "serial", "allow-not-run":
		case "output":
			output = quoted(f.Value.String())
		default:
			pin = pin || f.Name == "ask-pin" || f.Name == "pin-fd"
			for _, w := range flagWords(f) {
				words = append(words, quoted(strings.TrimSuffix(w, "=true")))
			}
		}
	})
	if !p.simulated {
		if p.serial == "" {
			return ""
		}
		words = append(words, "--allow", "pin,sign,reset", "--serial", p.serial)
		if !pin {
			words = append(words, "--ask-pin")
		}
	}
	return strings.Join(append(words, "-o", output), " ")
}

// certifyCommandLine is the command as it was given, for the report.
func (a *app) certifyCommandLine(cmd *cobra.Command, reader string) string {
	words := []string{"cpslab", "certify", quoted(reader)}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name == "output" || f.Name == "sign" || f.Name == "statement" { // paths of the machine
			return
		}
		for _, w := range flagWords(f) {
			words = append(words, quoted(strings.TrimSuffix(w, "=true")))
		}
	})
	return strings.Join(words, " ")
}

// stepPrinter prints steps as they end.
type stepPrinter struct {
	a    *app
	last string // reason of the last one that did not run, "" where one failed since
}

// print prints one. The reason of the last one that did not run is not said again, but behind
// a failure, whose reason it would seem to be.
func (w *stepPrinter) print(p scenarios.Progress) {
	a, name := w.a, p.Spec.Name
	for i, c := range scenarios.Chapters(true) {
		for _, s := range c.Steps {
			if s.Name == name {
				name = fmt.Sprintf("%2d. %s", i+1, s.Title.In(a.lang))
			}
		}
	}
	switch {
	case p.Passed:
		fmt.Fprintln(a.out, "● "+name)
	case p.Spec.Cause == scenarios.CauseNotApplicable:
		fmt.Fprintf(a.out, a.t("– %s : sans objet : %s\n", "– %s: not applicable: %s\n"), name, p.Spec.Reason)
	case p.Spec.Cause != "":
		if p.Spec.Reason == w.last {
			fmt.Fprintf(a.out, a.t("◐ %s : non déroulé, pour la même raison\n", "◐ %s: not run, for the same reason\n"), name)
			return
		}
		fmt.Fprintf(a.out, a.t("◐ %s : non déroulé : %s\n", "◐ %s: not run: %s\n"), name, p.Spec.Reason)
		w.last = p.Spec.Reason
	default:
		w.last = ""
		first, _, _ := strings.Cut(p.Spec.Reason, "\n")
		fmt.Fprintf(a.out, a.t("■ %s : ÉCHEC : %s\n", "■ %s: FAILED: %s\n"), name, first)
	}
}

// maxStatement bounds a statement.
const maxStatement = 64 << 10

// statement reads what the vendor states, nil where nothing was given.
func (a *app) statement(ctx context.Context, f certifyFlags) (*dossier.Statement, error) {
	s := &dossier.Statement{}
	if f.statement != "" {
		file, err := openInput(ctx, f.statement)
		if err != nil {
			return nil, usage("%s", a.t("un fichier .yaml ou un texte", "a .yaml file or a text"), text.Same("--statement "+f.statement).Because(err).In(a.lang))
		}
		defer file.Close()
		content, err := io.ReadAll(io.LimitReader(file, maxStatement+1))
		switch {
		case err != nil:
			return nil, usage("%s", "", text.Same("--statement "+f.statement).Because(err).In(a.lang))
		case len(content) > maxStatement:
			return nil, usage(a.t("--statement %s : plus de %d octets", "--statement %s: more than %d bytes"), "", f.statement, maxStatement)
		case !yaml.IsFile(f.statement):
			s.Text = strings.TrimSpace(string(content))
		default:
			if err := statementYAML(s, f.statement, content); err != nil {
				return nil, err
			}
		}
	}
	if f.vendor != "" {
		s.Vendor = f.vendor
	}
	if f.product != "" {
		s.Product = f.product
	}
	if *s == (dossier.Statement{}) {
		return nil, nil
	}
	return s, nil
}

// statementYAML reads a statement in YAML.
func statementYAML(s *dossier.Statement, name string, content []byte) error {
	hint := text.Of("les clés : vendor, product, driver, contact, text", "the keys: vendor, product, driver, contact, text")
	root, err := yaml.Parse(name, content, yaml.Hints{Start: hint, Share: text.Of("écrivez chaque valeur en entier", "write each value in full"), What: text.Of("une déclaration", "a statement")})
	if err != nil {
		return err
	}
	if root.Kind != yaml.Mapping {
		return root.Fault("", text.Of("attendu des clés et leurs valeurs", "want keys and their values"), hint)
	}
	keys := map[string]*string{"vendor": &s.Vendor, "product": &s.Product, "driver": &s.Driver, "contact": &s.Contact, "text": &s.Text}
	for _, e := range root.Entries {
		to, known := keys[e.Key]
		if !known {
			return root.Beside(e.Line, e.Column).Fault("", text.Of("clé inconnue : « %s »", "unknown key: %q", e.Key), hint)
		}
		if e.Value.Kind != yaml.Scalar {
			return e.Value.Fault(e.Key, text.Of("attendu un texte", "want a text"), hint)
		}
		*to = strings.TrimSpace(e.Value.Text)
	}
	return nil
}
