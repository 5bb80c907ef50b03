package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/revocation"
	"github.com/cpslab/cps/harness/workstation"
)

// readDeadline bounds one whole reading, whatever reader or card do.
const readDeadline = 2 * time.Minute

type diagnoseFlags struct {
	readerFlags
	factFlags
	explain      bool
	workstation  bool
	showIdentity bool
	factsOnly    bool
	trace        string // file of --trace
}

func (a *app) diagnoseCommand() *cobra.Command {
	var f diagnoseFlags
	cmd := &cobra.Command{
		Use:   "diagnose [" + a.t("LECTEUR", "READER") + "]",
		Short: a.t("Lire une carte et dire ce qui ne va pas", "Read a card and say what is wrong"),
		Long: a.t(`Lit la carte et donne les constats, le plus grave d'abord. Sans code porteur, la
partie publique est jugée et le reste est annoncé comme inconnu.

Sans argument, lit le seul lecteur PC/SC qui contient une carte. Sur une vraie
carte, le code porteur n'est présenté que si vous l'autorisez pour cette carte :
  cpslab diagnose pcsc: --allow pin --serial NUMÉRO --ask-pin
(le numéro de série que donne « cpslab show pcsc: --show-identity »), et jamais avec moins de deux essais restants.

Au téléphone, sans carte ni lecteur, --facts-only juge ce qui est déclaré.`,
			`Reads the card and prints findings, most severe first. Without a PIN the public
part is judged and the rest is reported as unknown.

Without an argument it reads the only PC/SC reader that holds a card. On a real
card the PIN is presented only when you allow it for that card:
  cpslab diagnose pcsc: --allow pin --serial NUMBER --ask-pin
(the serial number that “cpslab show pcsc: --show-identity” gives), and never with fewer than two tries left.

On the phone, without card and reader, --facts-only judges what is declared.`),
		Example: "  cpslab diagnose sim:cps3-missing-dam\n  cpslab diagnose sim:cps3-expired --format json\n  cpslab diagnose pcsc:\n  cpslab diagnose --facts-only --fact ssv=61441 --fact slot.other=cps",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.factsOnly {
				for _, reading := range [...]string{"ask-pin", "pin-fd", "allow", "serial", "show-identity", "activity", "revocation", "pki", "fault", "trace"} {
					if cmd.Flags().Changed(reading) {
						args = append(args, "--"+reading)
					}
				}
				return a.diagnoseFacts(cmd.Context(), args, f)
			}
			return a.diagnose(cmd.Context(), readerArg(args), f)
		},
		ValidArgsFunction: completeReader,
	}
	a.addReaderFlags(cmd, &f.readerFlags)
	a.addFactFlags(cmd, &f.factFlags)
	cmd.Flags().BoolVar(&f.explain, "explain", false, a.t("lister aussi les règles non jugées, et pourquoi", "also list the rules that were not judged, and why"))
	cmd.Flags().BoolVar(&f.workstation, "workstation", false, a.t("tenir compte aussi du poste (cpslab doctor)", "look at the workstation too (cpslab doctor)"))
	cmd.Flags().BoolVar(&f.showIdentity, "show-identity", false, a.t("ne pas masquer l'identité d'une vraie carte", "do not mask the identity on a real card"))
	cmd.Flags().StringVar(&f.trace, "trace", "", a.t("fichier où garder les échanges, masqués ; « cpslab trace show » les montre", "file to keep the exchanges in, scrubbed; “cpslab trace show” shows them"))
	cmd.Flags().BoolVar(&f.factsOnly, "facts-only", false, a.t("juger ce qui est déclaré, sans carte ni lecteur", "judge what is declared, without card and reader"))
	return cmd
}

func readerArg(args []string) string {
	if len(args) == 0 {
		return readers.SchemePCSC + ":"
	}
	return args[0]
}

func (a *app) diagnose(ctx context.Context, address string, f diagnoseFlags) error {
	set, err := a.readerSet(ctx, f.readerFlags)
	if err != nil {
		return err
	}
	facts, today, err := a.declaredOn(ctx, f.factFlags)
	if err != nil {
		return err
	}
	authority, err := a.authority(f.factFlags)
	if err != nil {
		return err
	}
	revoked, err := f.revocation(ctx)
	if err != nil {
		return err
	}
	reading, err := a.examineKept(ctx, set, address, facts, f.trace)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if f.now == "" && a.recording != nil {
		today = a.recording.At.Local() // the day that the recorded program knew
	}
	reading.Input.Revocation = revoked
	if c := reading.Input.Card; authority != nil && c != nil {
		reading.Input.Revocation = revocation.Ask(ctx, authority, c.Certificates)
	}
	if err := a.lookBeside(ctx, &reading.Input, f); err != nil {
		return err
	}
	if err := reading.Unjudged(); err != nil {
		return err
	}
	if err := a.onCard(reading.Input.Card, facts.Activity); err != nil {
		return err
	}
	doc := a.judge(address, reading, today, f.showIdentity)
	if err := a.printDiagnosis(doc, f.explain); err != nil {
		return err
	}
	if withheld := reading.Withheld(); withheld != nil { // what there is was judged; this is why there is no more
		return withheld
	}
	return a.offerPIN(address, doc)
}

// offerPIN says how to read the protected part of a card whose PIN nobody gave.
func (a *app) offerPIN(address string, doc report.Document) error {
	c := doc.Card
	if a.json() || c == nil || c.PIN == nil || c.Login != card.LoginNotAsked.String() {
		return nil
	}
	serial := c.Serial
	if doc.Masked || serial == "" {
		serial = a.t("NUMÉRO", "NUMBER")
	}
	_, err := fmt.Fprintf(a.out, a.t("→ cpslab diagnose %s --allow pin --serial %s --ask-pin : pour lire aussi ce que protège le code porteur\n",
		"→ cpslab diagnose %s --allow pin --serial %s --ask-pin: to read what the PIN protects too\n"), text.ShellWord(address), serial)
	return err
}

// diagnoseFacts judges what somebody tells, of a card that nobody reads here;
// reading are the arguments that would have one read.
func (a *app) diagnoseFacts(ctx context.Context, reading []string, f diagnoseFlags) error {
	if len(reading) > 0 {
		return usage(a.t("--facts-only ne lit aucune carte : %s est de trop", "--facts-only reads no card: %s is too much"), a.t("enlevez l'un des deux", "leave one of them out"), strings.Join(reading, " "))
	}
	facts, today, err := a.declaredOn(ctx, f.factFlags)
	if err != nil {
		return err
	}
	if facts.Declared == nil && !f.workstation {
		return usage(a.t("--facts-only sans rien de déclaré", "--facts-only with nothing declared"),
			a.t("--fact clé=valeur ; « cpslab rules --facts » liste les clés", "--fact key=value; “cpslab rules --facts” lists the keys"))
	}
	in := diagnosis.Input{Facts: facts, WorkstationCheck: true, FactsOnly: true}
	if err := a.lookBeside(ctx, &in, f); err != nil {
		return err
	}
	doc := a.judge("", examine.Reading{Input: in}, today, false)
	if err := a.printDiagnosis(doc, f.explain); err != nil || a.json() {
		return err
	}
	for _, code := range facts.ResultCodes() {
		if _, err := fmt.Fprintf(a.out, a.t("→ cpslab reproduce %s : ce que ce code peut vouloir dire\n", "→ cpslab reproduce %s: what this code may mean\n"), code); err != nil {
			return err
		}
	}
	return nil
}

// lookBeside adds the workstation to what is judged, where that is wanted. The
// error is that of ctx: what an interrupted look did not find says nothing.
func (a *app) lookBeside(ctx context.Context, in *diagnosis.Input, f diagnoseFlags) error {
	if f.workstation {
		if dir := a.elsewhere(); dir != "" {
			fmt.Fprintln(a.err, a.notHere(dir))
		}
		ws := doctor.Input(a.collect(ctx, false, workstation.AgentQuery{}))
		in.Workstation = ws.Workstation
	}
	return ctx.Err()
}

// onCard refuses an activity number that the card does not list.
func (a *app) onCard(c *card.Contents, activity int) error {
	if activity == 0 || c == nil || !c.Listed {
		return nil
	}
	numbers := make([]string, 0, len(c.Activities))
	for i := range c.Activities {
		if c.Activities[i].Number == activity {
			return nil
		}
		numbers = append(numbers, strconv.Itoa(c.Activities[i].Number))
	}
	return usage(a.t("--activity %d : la carte n'a pas cette activité", "--activity %d: the card has no such activity"),
		a.t("activités de la carte : ", "activities of the card: ")+strings.Join(numbers, ", "), activity)
}

func (a *app) printDiagnosis(doc report.Document, explain bool) error {
	a.conclude(doc.Verdict)
	if a.json() {
		return a.writeDocument(doc)
	}
	return report.Text(a.out, doc, report.TextOptions{Color: a.style.color, Width: a.style.width, Explain: explain})
}

// examine opens and reads the card.
func (a *app) examine(ctx context.Context, set *readers.Set, address string, facts fact.Set) examine.Reading {
	ctx, cancel := context.WithTimeout(ctx, readDeadline)
	defer cancel()
	c, err := set.Open(ctx, address)
	if err != nil {
		return examine.Unopened(address, err, facts)
	}
	reading := examine.Card(ctx, c.Channel(), examine.Options{
		Reader: c.Reader, Read: c.ReadOptions(), Facts: facts, Authorities: c.Authorities(), Prove: c.Signs(),
	})
	a.recording = c.Recording()
	if proof := a.recordedProof(); proof != diagnosis.ProofNotMade {
		reading.Input.KeyProof = proof
	}
	if err := c.Close(); reading.Err == nil && err != nil && !errors.Is(err, card.ErrRemoved) {
		reading.Err = err
	}
	return reading
}

// judge runs the rules.
func (a *app) judge(address string, reading examine.Reading, today time.Time, showIdentity bool) report.Document {
	opts := report.Options{Lang: a.lang, ShowIdentity: showIdentity, Address: address, Date: card.DateOf(today)}
	opts.Failure, _ = text.Say(reading.Cut(), a.lang)
	opts.Reading = spent(address, reading.Spent)
	opts.Faults = a.firings()
	return report.NewDocument(&reading.Input, reading.Judge(today), opts)
}

// spent is what a reading took, nil when nothing was exchanged.
func spent(address string, s examine.Spent) *report.Reading {
	if s.Exchanges == 0 {
		return nil
	}
	r := &report.Reading{Exchanges: s.Exchanges}
	if s.Line.F > 0 {
		r.Characters, r.Line, r.ClockHz = s.Characters, s.Line.String(), int(s.Line.Clock)
		r.LineMS = milliseconds(s.Time)
	}
	if where, err := readers.ParseAddress(address); err == nil && where.Scheme == readers.SchemePCSC {
		r.TookMS = milliseconds(s.Took)
	}
	return r
}

// milliseconds to the tenth.
func milliseconds(d time.Duration) float64 {
	return float64(d.Round(100*time.Microsecond)) / float64(time.Millisecond)
}

func (a *app) writeDocument(doc report.Document) error {
	b, err := doc.JSON()
	if err != nil {
		return err
	}
	a.answered = true
	_, err = a.out.Write(b)
	return err
}
