package explore

import (
	"encoding"
	"regexp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/child"
)

// Verdict is what became of a case. Lower is worse.
type Verdict uint8

// Verdicts, worst first.
const (
	Crashed      Verdict = iota // a signal ended it
	Wedged                      // it hung, and the next program hangs too, until the card is pulled out
	Hung                        // it did not end by itself
	TrySpent                    // the card refused a code more often than usual
	MoreVerifies                // it presented the code more often than usual
	Lied                        // it ended as usual, said something else, and no word of an error
	Believed                    // the same, of data that were wrong and well formed: nothing on the card shows it
	FailedMutely                // it ended with another exit code, without a word
	ToldAndZero                 // it ended as usual, with a word about an error
	Failed                      // it ended with another exit code and said why
	AsUsual                     // as if nothing had been
	NotReached                  // the exchange did not come, or nothing was there to break
	Skipped                     // not run
	verdicts
)

var verdictNames = [verdicts]string{
	"crashed", "wedged", "hung", "try-spent", "more-verifies", "lied", "believed", "failed-mutely", "told-exit-0", "failed", "as-usual", "not-reached", "skipped",
}

var verdictTexts = [verdicts]text.Text{
	Crashed:      {FR: "planté", EN: "crashed"},
	Wedged:       {FR: "bloqué, et le programme suivant aussi", EN: "wedged: the next program hangs too"},
	Hung:         {FR: "ne finit pas", EN: "hung"},
	TrySpent:     {FR: "essai du code perdu", EN: "a try of the code spent"},
	MoreVerifies: {FR: "code présenté plus souvent", EN: "code presented more often"},
	Lied:         {FR: "autre résultat, sans un mot", EN: "lied: other output, no word of it"},
	Believed:     {FR: "données fausses crues", EN: "wrong data believed"},
	FailedMutely: {FR: "échec sans un mot", EN: "failed without a word"},
	ToldAndZero:  {FR: "erreur dite, code de retour habituel", EN: "told, but the usual exit code"},
	Failed:       {FR: "échec, et le dit", EN: "failed and said so"},
	AsUsual:      {FR: "comme d'habitude", EN: "as usual"},
	NotReached:   {FR: "pas atteint", EN: "not reached"},
	Skipped:      {FR: "pas joué", EN: "not run"},
}

// Mark is the letter of a verdict in a map.
func (v Verdict) Mark() byte { return "CWHTVLBmt.=-  "[min(v, verdicts)] }

// String is the name of a verdict in JSON, "try-spent".
func (v Verdict) String() string { return verdictNames[min(v, verdicts-1)] }

// Text says the verdict.
func (v Verdict) Text() text.Text { return verdictTexts[min(v, verdicts-1)] }

// Bad reports whether a program fails its exploration by it: it crashed, hung, spent a
// try, presented the code again, or lied.
func (v Verdict) Bad() bool { return v <= Lied }

// Verdicts returns all, worst first.
func Verdicts() []Verdict {
	all := make([]Verdict, verdicts)
	for i := range all {
		all[i] = Verdict(i)
	}
	return all
}

var (
	_ encoding.TextMarshaler   = Verdict(0)
	_ encoding.TextUnmarshaler = (*Verdict)(nil)
)

// MarshalText is String.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (v *Verdict) UnmarshalText(b []byte) error {
	for i, name := range verdictNames {
		if name == string(b) {
			*v = Verdict(i)
			return nil
		}
	}
	return text.NewError(text.Of("aucun verdict ne s'appelle « %s »", "no verdict is called %q", b), text.Text{})
}

// errorLine finds a line that speaks of an error, in English or French, by the words and
// prefixes that programs use for it.
func errorLine(line string) bool { return aboutError().MatchString(line) }

// judge says what became of a case that ended so; plausible as [fault.Kind.Plausible].
func (u *usual) judge(c *Outcome, e child.Ending, plausible bool, o *Config) {
	seen := u.compare(e.Out, o.Ignore)
	c.Missing, c.Added, c.Line = seen.missing, seen.added, seen.line
	sameExit := e.Exit == u.exit && e.Signal == ""
	expected := o.Expect != nil && o.Expect.Match(e.Out)
	switch {
	case e.Late: // a card that is silent has not finished what its fault does
		c.Verdict = Hung
	case c.Shots == 0:
		c.Verdict = NotReached
	case e.Signal != "":
		c.Verdict = Crashed
	case c.Spent > u.spent:
		c.Verdict = TrySpent
	case c.Verifies > u.verifies:
		c.Verdict = MoreVerifies
	case !sameExit && seen.more > 0: // whatever it says is a word about it
		c.Verdict = Failed
	case !sameExit:
		c.Verdict = FailedMutely
	case o.Expect != nil && e.Exit == 0 && !expected:
		c.Verdict = Lied
	case !seen.differs() || expected:
		c.Verdict = AsUsual
	case seen.line != "":
		c.Verdict = ToldAndZero
	case plausible:
		c.Verdict = Believed
	default:
		c.Verdict = Lied
	}
}

// wordsOfError are those that programs use when something fails.
const wordsOfError = `(?i)(error|fail|invalid|cannot|can't|could not|couldn't|unable|not found|no such|denied|refused|unexpected|exception|traceback|warning|abort|panic|` +
	`no (slot|token|card|reader)|missing|unknown|incomplete|not (read|judged|known|available|present)|lost|removed|timed? ?out|CKR_[A-Z]|SCARD_[EWF]_|0x8010|erreur|échou|échec|impossible|introuvable|invalide|manqu|inconnu|incomplet|indétermin|non (lu|jugé|disponible)|refusé|inattendu|aucune? (carte|lecteur)|perdue?\b|retirée?\b|interrompu)`

var aboutError = once(func() *regexp.Regexp { return regexp.MustCompile(wordsOfError) })
