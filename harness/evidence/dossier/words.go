package dossier

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// Notice stands on each page, in both languages whatever that of the report.
var Notice = text.Of("Rapport de test, et non un agrément. Ni l'ANS ni le GIE SESAM-Vitale ne l'ont vérifié.",
	"A test report, not an approval. Neither ANS nor GIE SESAM-Vitale checked it.")

// Results of a dossier, as people read them.
var results = map[string]text.Text{
	"ok":          text.Of("RÉUSSI", "PASSED"),
	"failed":      text.Of("ÉCHEC", "FAILED"),
	"untested":    text.Of("NON TESTÉ", "NOT TESTED"),
	"incomplete":  text.Of("INCOMPLET", "INCOMPLETE"),
	"bench-error": text.Of("INTERROMPU", "BROKEN OFF"),
	"refused":     text.Of("REFUSÉ", "REFUSED"),
}

// ResultWord is a result as people read it.
func ResultWord(result string) text.Text {
	if t, ok := results[result]; ok {
		return t
	}
	return text.Same(text.Printable(result))
}

// Word is the outcome of a chapter as people read it.
func (o Outcome) Word() text.Text {
	switch o {
	case Failed:
		return text.Of("échec", "failed")
	case NotDone:
		return text.Of("non déroulé", "not run")
	case Passed:
		return text.Of("réussi", "passed")
	case NoCase:
	}
	return text.Of("sans objet", "not applicable")
}

// outcome is that of a step, by the words of chapters.
func (s *Step) outcome() Outcome {
	switch {
	case s.Outcome == report.Passed:
		return Passed
	case s.Outcome != report.NotRun:
		return Failed
	case s.Cause == report.CauseNotApplicable:
		return NoCase
	}
	return NotDone
}

// tone is the colour of an outcome.
func (o Outcome) tone() string {
	return map[Outcome]string{Failed: "bad", NotDone: "warn", Passed: "ok", NoCase: "info"}[o]
}

// mark says the outcome without a colour.
func (o Outcome) mark() string {
	return map[Outcome]string{Failed: "■", NotDone: "◐", Passed: "●", NoCase: "–"}[o]
}

func toneOf(result string) string {
	switch result {
	case "ok":
		return "ok"
	case "incomplete":
		return "warn"
	}
	return "bad"
}

// Shown is a duration as people read it.
func Shown(d time.Duration) string {
	switch {
	case d >= time.Minute:
		if s := d.Round(time.Second) % time.Minute; s != 0 {
			return fmt.Sprintf("%d min %d s", d.Round(time.Second)/time.Minute, s/time.Second)
		}
		return fmt.Sprintf("%d min", d.Round(time.Second)/time.Minute)
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.2f ms", float64(d)/1e6)
}

// decimal is a number as the language writes it.
func decimal(s, lang string) string {
	if text.French(lang) {
		return strings.ReplaceAll(s, ".", ",")
	}
	return s
}

// say is a sentence in the language of the dossier.
func (d *Dossier) say(fr, en string) string { return text.Of(fr, en).In(d.Lang) }

func (d *Dossier) shown(t time.Duration) string { return decimal(Shown(t), d.Lang) }

// moment is when the run began, in UTC: the zone of the machine is nobody's.
func (d *Dossier) moment() string {
	if d.Started.IsZero() {
		return ""
	}
	return d.Started.UTC().Format(d.say("02/01/2006 15:04 MST", "2006-01-02 15:04 MST"))
}

// why is a reason in the language of the pages; one that was said in one language only, as
// what a program calls a failure, stays in that.
func (d *Dossier) why(said string, reason *report.Words) string {
	if reason != nil {
		return cmp.Or(reason.In(d.Lang), said)
	}
	return said
}

// stepWhy is why a step did not run or failed. What several chapters share (see [Dossier.shared])
// is said at the head alone.
func (d *Dossier) stepWhy(s Step, shared string) string {
	why := d.why(s.Why, s.Reason)
	if shared != "" && s.outcome() == NotDone && why == shared {
		return d.say("pour la raison donnée en tête du rapport", "for the reason given at the head of the report")
	}
	return why
}

// shared is the one reason for which several chapters did not run; "" where they have several,
// something failed, or the head does not say it whole.
func (d *Dossier) shared() (why string) {
	chapters := 0
	for i := range d.Chapters {
		c := &d.Chapters[i]
		switch c.Outcome() {
		case Failed:
			return ""
		case NotDone:
			chapters++
		case Passed, NoCase:
		}
		for _, s := range c.Steps {
			if s.outcome() != NotDone {
				continue
			}
			one := d.why(s.Why, s.Reason)
			if one == "" || why != "" && why != one {
				return ""
			}
			why = one
		}
	}
	if chapters < 2 || !strings.Contains(d.headline(), why) {
		return ""
	}
	return why
}

// ranges are numbers as people read them: 1 to 3, 5.
func (d *Dossier) ranges(numbers []int) string {
	var all []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		switch first := fmt.Sprint(numbers[i]); j - i {
		case 0:
			all = append(all, first)
		case 1:
			all = append(all, first, fmt.Sprint(numbers[j]))
		default:
			all = append(all, first+d.say(" à ", " to ")+fmt.Sprint(numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(all, ", ")
}

// headline says in one sentence what the whole came to.
func (d *Dossier) headline() string {
	if d.Why != "" {
		return d.why(d.Why, d.Reason)
	}
	if all := d.Decisive(); len(all) > 0 {
		return all[0]
	}
	if d.Result == "ok" {
		return d.say("Tout ce qui s'applique à ce lecteur a été déroulé et a réussi.", "All that applies to this reader ran and passed.")
	}
	return ""
}

// Decisive is a sentence for each reason for which chapters failed, with these, else for each
// for which chapters did not run though they apply.
func (d *Dossier) Decisive() []string {
	for _, o := range []Outcome{Failed, NotDone} {
		if all := d.because(o); all != nil {
			return all
		}
	}
	return nil
}

// because says why chapters came to an outcome: one sentence for those that share a reason.
func (d *Dossier) because(o Outcome) []string {
	var reasons []string
	chapters := map[string][]int{} // by their reason, from 1
	for i := range d.Chapters {
		c := &d.Chapters[i]
		if c.Outcome() != o {
			continue
		}
		why := ""
		if s := c.Proof(); s != nil {
			why = firstLine(d.why(s.Why, s.Reason))
		}
		if chapters[why] == nil {
			reasons = append(reasons, why)
		}
		chapters[why] = append(chapters[why], i+1)
	}
	var all []string
	for _, why := range reasons {
		of := chapters[why]
		said := fmt.Sprintf(d.say("Chapitres %s", "Chapters %s"), d.ranges(of))
		if len(of) == 1 {
			said = fmt.Sprintf(d.say("Chapitre « %s »", "Chapter “%s”"), d.Chapters[of[0]-1].Title.In(d.Lang))
		}
		if why != "" {
			said += d.say(" : ", ": ") + why
		}
		all = append(all, said)
	}
	return all
}

// firstLine is the beginning of a reason, in one line.
func firstLine(s string) string {
	const most = 240
	line := strings.Join(strings.Fields(s), " ")
	if runes := []rune(line); len(runes) > most {
		line = string(runes[:most]) + "…"
	}
	return line
}

// facts are what stands at the head of the report, in its language.
func (d *Dossier) facts() [][2]string {
	var all [][2]string
	add := func(fr, en, value string) {
		if value != "" {
			all = append(all, [2]string{d.say(fr, en), value})
		}
	}
	name := d.Reader.Name
	if d.Reader.Virtual && name != "" {
		name += d.say(" (lecteur virtuel)", " (virtual reader)")
	}
	add("Lecteur", "Reader", name)
	add("Carte", "Card", strings.TrimSpace(d.Card.Face+d.serial()))
	add("ATR", "ATR", d.Card.ATR)
	add("Ligne", "Line", d.Card.Line)
	for _, v := range d.System {
		add(v.Name.FR, v.Name.EN, v.Value.In(d.Lang))
	}
	add("Commande", "Command", d.Command)
	add("Date", "Date", d.moment())
	add("Durée", "Time", d.shown(d.Took))
	return all
}

func (d *Dossier) serial() string {
	if d.Card.Serial == "" {
		return ""
	}
	return fmt.Sprintf(d.say(", carte de TEST no %s", ", TEST card no. %s"), d.Card.Serial)
}

// states is what the vendor stated, in the words of the vendor.
func (d *Dossier) states() [][2]string {
	if d.Vendor == nil {
		return nil
	}
	var all [][2]string
	for _, v := range [][2]string{
		{d.say("Fabricant", "Vendor"), d.Vendor.Vendor},
		{d.say("Produit", "Product"), d.Vendor.Product},
		{d.say("Pilote", "Driver"), d.Vendor.Driver},
		{d.say("Contact", "Contact"), d.Vendor.Contact},
		{d.say("Déclaration", "Statement"), d.Vendor.Text},
	} {
		if v[1] != "" {
			all = append(all, v)
		}
	}
	return all
}

// effectWords are what a step may disturb, as people read it.
var effectWords = map[string]text.Text{
	"login":   text.Of("présentation du code porteur", "presentation of the PIN"),
	"sign":    text.Same("signature"),
	"reset":   text.Of("reset de la carte", "reset of the card"),
	"removal": text.Of("retrait de la carte", "removal of the card"),
}

// effects names what a step may disturb, "" for nothing.
func (d *Dossier) effects(s Step) string {
	all := make([]string, 0, len(s.Effects))
	for _, e := range s.Effects {
		all = append(all, effectWords[e].Or(text.Same(e)).In(d.Lang))
	}
	return strings.Join(all, ", ")
}
