package farm

import (
	"fmt"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Loss is a shard without a result.
type Loss struct {
	Shard   string // "2/9"
	Once    bool   // it presents a code
	Begun   bool   // a station began it, or may have
	Station string // that had it, "" where none is known
	Reason  text.Text
	Names   []string // of what was in it
}

// LostError is a run that lacks shards. The run says so too, and holds what there was.
type LostError struct{ Losses []Loss }

var _ text.Speaker = (*LostError)(nil)

// Error names the shards.
func (e *LostError) Error() string { return e.message().EN }

// Say names the shards and why each was lost, in lang.
func (e *LostError) Say(lang string) (message, hint string) {
	hint = text.Of("« cpslab farm status » montre les stations et leurs étiquettes", "“cpslab farm status” shows the stations and their labels").In(lang)
	for _, l := range e.Losses {
		if l.Once && l.Begun {
			hint = text.Of("ce qui présente un code n'est pas répété : regardez la carte, puis recommencez", "what presents a code is not repeated: look at the card, then run it again").In(lang)
		}
	}
	return e.message().In(lang), hint
}

func (e *LostError) message() text.Text {
	const most = 10
	var reasons []text.Text // those of the first shards, in order
	shards := map[text.Text][]string{}
	for _, l := range e.Losses[:min(most, len(e.Losses))] {
		if shards[l.Reason] == nil {
			reasons = append(reasons, l.Reason)
		}
		shards[l.Reason] = append(shards[l.Reason], l.Shard)
	}
	var fr, en []string
	for _, why := range reasons {
		list := strings.Join(shards[why], ", ")
		fr, en = append(fr, list+" ("+why.FR+")"), append(en, list+" ("+why.EN+")")
	}
	if more := len(e.Losses) - most; more > 0 {
		fr, en = append(fr, fmt.Sprintf("… et %d autres", more)), append(en, fmt.Sprintf("… and %d more", more))
	}
	return text.Text{FR: "parts perdues : " + strings.Join(fr, " ; "), EN: "lost shards: " + strings.Join(en, "; ")}
}

// HeldError is a station that cannot begin: its name, or a reader, is another's.
type HeldError struct {
	What   text.Text
	Holder string // station
}

var _ text.Speaker = (*HeldError)(nil)

// Error says what is held, and by whom.
func (e *HeldError) Error() string { return e.message().EN }

// Say says it in lang.
func (e *HeldError) Say(lang string) (message, hint string) {
	return e.message().In(lang), text.Of("« cpslab farm status » montre les stations ; un bail finit avec la station qui le tient", "“cpslab farm status” shows the stations; a lease ends with the station that holds it").In(lang)
}

func (e *HeldError) message() text.Text {
	holder := text.Printable(e.Holder)
	return text.Text{FR: e.What.FR + " est à la station " + holder, EN: e.What.EN + " belongs to the station " + holder}
}

// bad is what an owner of a station or of work gave.
func bad(said text.Text) error { return text.BadInput(text.NewError(said, text.Text{})) }

func badName(what text.Text, name string) error {
	return badWord(what, name, text.Of("des lettres, des chiffres, - et _, %d au plus", "letters, digits, - and _, %d at most", maxName))
}

func badLabel(label string) error {
	return badWord(text.Of("pas une étiquette", "not a label"), label,
		text.Of("des lettres, chiffres et signes ASCII sans espace, virgule ni guillemet, %d au plus", "ASCII letters, digits and signs without space, comma or quotation mark, %d at most", maxName))
}

func badWord(what text.Text, word string, may text.Text) error {
	n := text.Printable(word)
	return text.BadInput(text.NewError(text.Text{FR: what.FR + " : « " + n + " »", EN: what.EN + ": “" + n + "”"}, may))
}
