package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/lookup"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
)

// noReader is the hint for who gave a message or a code where a reader should
// stand, "" for anybody else. shown is the code that may be repeated: five digits
// of an SSV code are no PIN, four may be one.
func (a *app) noReader(err error) (hint, shown string) {
	e, ok := errors.AsType[*readers.AddressError](err)
	if !ok {
		return "", ""
	}
	const ssvDigits = 5
	known := isKnownCode(e.Address)
	switch {
	case known && len(e.Address) == ssvDigits && strings.Trim(e.Address, "0123456789") == "":
		return a.t("un code ou un message ? cpslab reproduce ", "a code or a message? cpslab reproduce ") + e.Address, e.Address
	case known && !isPIN(e.Address):
		return a.t("un code ou un message ? cpslab reproduce ", "a code or a message? cpslab reproduce ") + e.Address, ""
	case strings.Contains(e.Address, " ") && !strings.Contains(e.Address, "\"") && len(likePIN([]string{e.Address})) == 0:
		return a.t("un code ou un message ? cpslab reproduce ", "a code or a message? cpslab reproduce ") + "\"" + e.Address + "\"", ""
	case known, strings.Contains(e.Address, " "):
		return a.t("un code ou un message ? cpslab reproduce \"CODE OU MESSAGE\"", "a code or a message? cpslab reproduce \"CODE OR MESSAGE\""), ""
	}
	return "", ""
}

// isKnownCode reports whether a text is a code that some message bears, and
// nothing but the code.
func isKnownCode(s string) bool {
	if strings.Contains(s, " ") {
		return false
	}
	for _, m := range lookup.Find(s) {
		if m.Code != 0 && m.Score == 100 {
			return true
		}
	}
	return false
}

// factsAlone is what to add to the hint of a diagnosis that found no service or no
// reader, although it got facts: they can be judged without one.
func (a *app) factsAlone(err error) string {
	if len(a.args) == 0 || a.args[0] != "diagnose" || !slices.ContainsFunc(a.args, func(s string) bool { return strings.HasPrefix(s, "--fact") }) {
		return ""
	}
	for _, none := range [...]error{pcsc.ErrNotBuilt, card.ErrNoService, card.ErrNoReader} {
		if errors.Is(err, none) {
			return a.t("--facts-only juge ce qui est déclaré, sans carte ni lecteur", "--facts-only judges what is declared, without card and reader")
		}
	}
	return ""
}
