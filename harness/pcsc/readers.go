package pcsc

import (
	"fmt"
	"path"
	"strings"
)

// State is what a reader holds.
type State uint8

// The states of a reader.
const (
	// Unknown: the service could not tell (reader just plugged in or going).
	Unknown State = iota
	// Empty: no card.
	Empty
	// CardPresent: a card that answered to reset.
	CardPresent
	// CardMute: a card that did not answer to reset.
	CardMute
	// InUse: a card that another program holds for itself.
	InUse
)

// String names the state in English.
func (s State) String() string {
	switch s {
	case Empty:
		return "empty"
	case CardPresent:
		return "card present"
	case CardMute:
		return "mute card"
	case InUse:
		return "in use"
	default:
		return "unknown"
	}
}

// HasCard tells whether a card is inserted, answering or not.
func (s State) HasCard() bool { return s == CardPresent || s == CardMute || s == InUse }

// ReaderInfo is one reader as the service describes it.
type ReaderInfo struct {
	Name  string // full name, with the interface and slot numbers of the service
	State State
	ATR   []byte // answer to reset, at most 33 bytes; empty without an answering card
}

// ChoiceError says that a pattern does not name exactly one reader.
type ChoiceError struct {
	Pattern string       // as given; empty for "the only reader holding a card"
	Readers []ReaderInfo // the readers to choose from: all of them when none matched, else those that did
	Matched int          // how many readers matched
}

// Error gives the pattern and the readers to choose from.
func (e *ChoiceError) Error() string {
	var b strings.Builder
	switch {
	case e.Matched == 0:
		fmt.Fprintf(&b, "no reader matches %q; there are:", e.Pattern)
	case e.Pattern == "":
		fmt.Fprintf(&b, "%d readers hold a card:", e.Matched)
	default:
		fmt.Fprintf(&b, "%d readers match %q:", e.Matched, e.Pattern)
	}
	for i, r := range e.Readers {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, " %q (%s)", r.Name, r.State)
	}
	return b.String()
}

// Hint says how to name one reader.
func (e *ChoiceError) Hint() string {
	return "Name one reader with pcsc:NAME, where NAME is its name, a part of it, or a pattern with * and ?."
}

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
func Choose(infos []ReaderInfo, pattern string) (ReaderInfo, error) {
	if len(infos) == 0 {
		return ReaderInfo{}, &Error{Op: "choose", Kind: NoReaders}
	}
	matched := match(infos, pattern)
	holding := make([]ReaderInfo, 0, len(matched))
	for _, r := range matched {
		if r.State.HasCard() {
			holding = append(holding, r)
		}
	}
	switch {
	case len(matched) == 0:
		return ReaderInfo{}, &ChoiceError{Pattern: pattern, Readers: infos}
	case len(holding) == 1:
		return holding[0], nil
	case len(matched) == 1 && pattern != "":
		return matched[0], nil
	case len(holding) > 1:
		return ReaderInfo{}, &ChoiceError{Pattern: pattern, Readers: holding, Matched: len(holding)}
	case pattern == "":
		return ReaderInfo{}, &Error{Op: "choose", Reader: onlyName(infos), Kind: NoCard}
	default:
		return ReaderInfo{}, &ChoiceError{Pattern: pattern, Readers: matched, Matched: len(matched)}
	}
}

// match returns the readers a pattern names; an exact name is one reader.
func match(infos []ReaderInfo, pattern string) []ReaderInfo {
	if pattern == "" {
		return infos
	}
	var matched []ReaderInfo
	want := strings.ToLower(pattern)
	// "[" is common in reader names and would open a class in path.Match.
	glob := strings.NewReplacer(`\`, `\\`, "[", `\[`, "/", "\x00").Replace(want)
	for _, r := range infos {
		name := strings.ToLower(r.Name)
		if name == want {
			return []ReaderInfo{r}
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

func onlyName(infos []ReaderInfo) string {
	if len(infos) == 1 {
		return infos[0].Name
	}
	return ""
}
