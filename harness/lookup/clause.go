package lookup

import (
	"slices"
	"strings"
)

// complaint is the clause of a text that tells of a trouble, where the other tells what
// works, of another card: "la Vitale est lue mais la CPS échoue".
func complaint(words []string) []string {
	i := slices.IndexFunc(words, func(w string) bool { return w == "mais" || w == "but" || w == "ok" })
	if i < 1 || i+1 >= len(words) {
		return words
	}
	first, second := words[:i], words[i+1:]
	denies := func(clause []string) bool {
		return slices.ContainsFunc(clause, func(w string) bool { return noWords()[w] })
	}
	works := func(clause []string) bool {
		return words[i] == "ok" && len(clause) == len(first) || slices.ContainsFunc(clause, func(w string) bool { return slices.Contains(worksWords, w) })
	}
	if slices.Contains(first, "vitale") == slices.Contains(second, "vitale") {
		return words // of one card
	}
	switch {
	case works(first) && !denies(first) && denies(second):
		return withVerb(second)
	case works(second) && !denies(second) && denies(first):
		return first
	default:
		return words
	}
}

// withVerb is a clause that leaves its verb to the one before it: "la Vitale passe, mais
// pas la CPS" says that the CPS is not read.
func withVerb(clause []string) []string {
	const short = 6 // words
	if len(clause) > short {
		return clause
	}
	return append(slices.Clone(clause), "lue")
}

// behindBut is what a text says behind "but", where that denies something and nothing before
// does: "le lecteur est allumé mais l'ordi le voit pas" tells of a reader that is not seen.
func behindBut(said string) string {
	for _, but := range [...]string{" mais ", " but "} {
		first, second, ok := strings.Cut(said, but)
		if !ok {
			continue
		}
		denies := func(w string) bool { return noWords()[w] }
		if !slices.ContainsFunc(strings.Fields(first), denies) && slices.ContainsFunc(strings.Fields(second), denies) {
			return " " + second
		}
	}
	return ""
}

// worksWords say that something works.
var worksWords = []string{"ok", "marche", "marchent", "fonctionne", "fonctionnent", "passe", "passent", "works", "work", "bon", "lue", "lit"}

// contrasts are words that say which of two cards is not read, with the name of the
// other: "ne lit que la Vitale, pas la CPS".
var contrasts = [...][2]string{
	{" pas la cps ", " vitale "},
	{" pas ma cps ", " vitale "},
	{" pas la carte cps ", " vitale "},
	{" sauf la cps ", " vitale "},
	{" not the cps ", " vitale "},
	{" pas la vitale ", " cps "},
	{" pas la carte vitale ", " cps "},
	{" sauf la vitale ", " cps "},
	{" not the vitale ", " cps "},
}
