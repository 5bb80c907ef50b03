package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A PIN has no place among the arguments: they show in lists of processes and in
// histories. Whoever gives one all the same, under an option that does not exist
// or in the place of another value, shall not find it in an error too, which goes
// into logs and tickets.

// numbered are the options and commands whose values are numbers by nature: an
// error about these says the value.
var numbered = []string{"activity", "now", "repeat", "seed", "vpcd", "reproduce", "check-id"}

// likePIN finds what may be a PIN among the arguments: 4 to 8 digits, alone,
// behind the hyphens or the letter of an option, or behind "=" or ":".
func likePIN(args []string) []string {
	var found []string
	numbers := len(args) > 0 && slices.Contains(numbered, args[0])
	skip := false
	for _, arg := range args {
		if skip {
			skip = false
			continue
		}
		found = append(found, inName(arg)...)
		if numbers {
			continue
		}
		name, _, valued := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if strings.HasPrefix(arg, "--") && slices.Contains(numbered, name) {
			skip = !valued
			continue
		}
		text := strings.TrimLeft(arg, "-")
		for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return r == '=' || r == ':' || r == ',' || r == ';' || r == ' ' }) {
			if isPIN(piece) {
				found = append(found, piece)
			}
		}
	}
	return found
}

func isPIN(s string) bool { return len(s) >= 4 && len(s) <= 8 && strings.Trim(s, "0123456789") == "" }

// inName finds what may be a PIN in the name of an option, behind letters:
// "-p1234", "--pin1234". No option of this program has digits in its name.
func inName(arg string) []string {
	name := strings.TrimLeft(arg, "-")
	if name == arg || name == "" || name[0] >= '0' && name[0] <= '9' {
		return nil
	}
	name, _, _ = strings.Cut(name, "=")
	return slices.DeleteFunc(strings.FieldsFunc(name, func(r rune) bool { return r < '0' || r > '9' }), func(s string) bool { return !isPIN(s) })
}

// withoutPIN hides in a text whatever may be a PIN among the arguments.
func withoutPIN(text string, args []string) string {
	for _, code := range likePIN(args) {
		text = strings.ReplaceAll(text, code, strings.Repeat("•", len(code)))
	}
	return text
}

// misplacedPIN is the hint for an option that does not exist and whose name tells
// that a PIN is meant, else "".
func (a *app) misplacedPIN(err error) string {
	e, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return ""
	}
	switch strings.ToLower(strings.TrimRight(e.GetSpecifiedName(), "0123456789")) {
	case "pin", "code", "puk", "password", "pin-code", "code-porteur", "p":
		return a.t("un code n'est jamais un argument, que d'autres programmes voient : --ask-pin, --pin-fd N, ou la variable "+envPIN,
			"a code is never an argument, which other programs see: --ask-pin, --pin-fd N, or the variable "+envPIN)
	}
	return ""
}

// given are the options whose value cannot be empty: a variable that is not set
// shall not leave a report unwritten or a list unread in silence.
var given = []string{"state", "junit", "json", "facts-file", "revocation", "dir", "file", "now", "card", "vpcd"}

// emptyOption refuses an option given with nothing behind it.
func (a *app) emptyOption(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		empty := f.Value.String() == ""
		if list, ok := f.Value.(pflag.SliceValue); ok {
			empty = slices.Contains(list.GetSlice(), "")
		}
		if empty && slices.Contains(given, f.Name) && err == nil {
			err = usage(a.t("--%s : valeur vide", "--%s: empty value"), a.t("sans valeur à donner, supprimez l'option", "leave the option out if there is nothing to give"), f.Name)
		}
	})
	return err
}
