package pcsc

import (
	"path"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
)

// ChoiceError says that a pattern does not name exactly one reader.
type ChoiceError struct {
	Pattern string      // as given; empty for "the only reader holding a card"
	Readers []card.Slot // the readers to choose from: all of them when none matched, else those that did
	Matched int         // how many readers matched
}

var _ text.Speaker = (*ChoiceError)(nil)

// Error gives the pattern and the readers to choose from.
func (e *ChoiceError) Error() string {
	message, _ := e.Say("en")
	return message
}

// Say gives the pattern and the readers to choose from, and how to name one.
func (e *ChoiceError) Say(lang string) (message, hint string) {
	list := make([]string, len(e.Readers))
	for i, r := range e.Readers {
		list[i] = text.Of("« %s » (%s)", "%q (%s)", r.Name, r.State.Text()).In(lang)
	}
	there := strings.Join(list, ", ")
	var said text.Text
	switch {
	case e.Matched == 0:
		said = text.Of("aucun lecteur ne correspond à « %s » ; il y a : %s", "no reader matches %q; there are: %s", e.Pattern, there)
	case e.Pattern == "":
		said = text.Of("%d lecteurs contiennent une carte : %s", "%d readers hold a card: %s", e.Matched, there)
	default:
		said = text.Of("%d lecteurs correspondent à « %s » : %s", "%d readers match %q: %s", e.Matched, e.Pattern, there)
	}
	return said.In(lang), text.Of("nommez un seul lecteur : pcsc:NOM, où NOM est son nom, une partie de son nom, ou un motif avec * et ?",
		"Name one reader with pcsc:NAME, where NAME is its name, a part of it, or a pattern with * and ?.").In(lang)
}

// BadInput is true: the pattern is what the user gave.
func (e *ChoiceError) BadInput() bool { return true }

// Choose picks the reader a pattern means, from a list of [Service.List].
//
// An empty pattern means the only reader that holds a card. Any other pattern
// matches without regard to case: a whole name, else a part of a name or,
// when it holds * or ?, a whole name with these wildcards. Of several readers
// matched, the only one holding a card is meant; a single match is returned
// even when empty, and [Service.Open] then says that the card is missing.
//
// Errors: *[Error] of kind [NoReaders] (empty list) or [NoCard] (no pattern,
// no card); *[ChoiceError] when no reader or several readers match.
func Choose(infos []card.Slot, pattern string) (card.Slot, error) {
	if len(infos) == 0 {
		return card.Slot{}, &Error{Op: "choose", Kind: NoReaders}
	}
	matched := match(infos, pattern)
	holding := make([]card.Slot, 0, len(matched))
	for _, r := range matched {
		if r.State.HasCard() {
			holding = append(holding, r)
		}
	}
	switch {
	case len(matched) == 0:
		return card.Slot{}, &ChoiceError{Pattern: pattern, Readers: infos}
	case len(holding) == 1:
		return holding[0], nil
	case len(matched) == 1 && pattern != "":
		return matched[0], nil
	case len(holding) > 1:
		return card.Slot{}, &ChoiceError{Pattern: pattern, Readers: holding, Matched: len(holding)}
	case pattern == "":
		return card.Slot{}, &Error{Op: "choose", Reader: onlyName(infos), Kind: NoCard}
	default:
		return card.Slot{}, &ChoiceError{Pattern: pattern, Readers: matched, Matched: len(matched)}
	}
}

// match returns the readers a pattern names; an exact name is one reader.
func match(infos []card.Slot, pattern string) []card.Slot {
	if pattern == "" {
		return infos
	}
	var matched []card.Slot
	want := strings.ToLower(pattern)
	// "[" is common in reader names and would open a class in path.Match.
	glob := strings.NewReplacer(`\`, `\\`, "[", `\[`, "/", "\x00").Replace(want)
	for _, r := range infos {
		name := strings.ToLower(r.Name)
		if name == want {
			return []card.Slot{r}
		}
		ok := strings.Contains(name, want)
		if !ok && strings.ContainsAny(want, "*?") {
			// path.Match stops a wildcard at a slash, a name does not.
			ok, _ = path.Match(glob, strings.ReplaceAll(name, "/", "\x00"))
		}
		if ok {
			matched = append(matched, r)
		}
	}
	return matched
}

func onlyName(infos []card.Slot) string {
	if len(infos) == 1 {
		return infos[0].Name
	}
	return ""
}
