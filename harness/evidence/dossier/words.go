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

// shared is the one reason for which several chapters did not run, with their numbers, from 1;
// "" where they have several reasons, or something failed.
func (d *Dossier) shared() (why string, chapters []int) {
	for i := range d.Chapters {
		c := &d.Chapters[i]
		switch c.Outcome() {
		case Failed:
			return "", nil
		case NotDone:
			chapters = append(chapters, i+1)
		case Passed, NoCase:
		}
		for _, s := range c.Steps {
			if s.outcome() != NotDone {
				continue
			}
			one := d.why(s.Why, s.Reason)
			if one == "" || why != "" && why != one {
				return "", nil
			}
			why = one
		}
	}
	if len(chapters) < 2 {
		return "", nil
	}
	return why, chapters
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
	var decisive *Chapter
	for i := range d.Chapters {
		c := &d.Chapters[i]
		switch o := c.Outcome(); {
		case o == Failed && (decisive == nil || decisive.Outcome() != Failed), o == NotDone && decisive == nil:
			decisive = c
		}
	}
	switch {
	case d.Why != "":
		return d.why(d.Why, d.Reason)
	case decisive == nil && d.Result == "ok":
		return d.say("Tout ce qui s'applique à ce lecteur a été déroulé et a réussi.", "All that applies to this reader ran and passed.")
	case decisive == nil:
		return ""
	}
	if shared := d.sharing(); shared != "" {
		return shared
	}
	return d.decides(decisive)
}

// sharing names the chapters that did not run for one reason, and says it; "" where there
// are none.
func (d *Dossier) sharing() string {
	why, chapters := d.shared()
	if why == "" {
		return ""
	}
	return fmt.Sprintf(d.say("Chapitres %s : ", "Chapters %s: "), d.ranges(chapters)) + firstLine(why)
}

// decides names the chapter and says why it decides.
func (d *Dossier) decides(c *Chapter) string {
	out := fmt.Sprintf(d.say("Chapitre « %s »", "Chapter “%s”"), c.Title.In(d.Lang))
	if s := c.Proof(); s != nil {
		out += d.say(" : ", ": ") + firstLine(d.why(s.Why, s.Reason))
	}
	return out
}

// Decisive is the sentence of each chapter that failed, else of each that did not run though
// it applies: one for all of these where they have one reason.
func (d *Dossier) Decisive() []string {
	if shared := d.sharing(); shared != "" {
		return []string{shared}
	}
	var failed, missed []string
	for i := range d.Chapters {
		switch c := &d.Chapters[i]; c.Outcome() {
		case Failed:
			failed = append(failed, d.decides(c))
		case NotDone:
			missed = append(missed, d.decides(c))
		case Passed, NoCase:
		}
	}
	if failed != nil {
		return failed
	}
	return missed
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
