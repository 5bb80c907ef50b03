package main

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A PIN has no place among the arguments: they show in lists of processes and in
// histories. Whoever gives one all the same, under an option that does not exist
// or in the place of another value, shall not find it in an error too, which goes
// into logs and tickets.

// A code may be typed with a digit too many, a letter, spaces or points, so that
// every run of digits of at least its length is taken for one, in any argument,
// except where a number is expected and stands (see numbered), and in the name of a
// file.

// numbered says what a value looks like of an option whose values are numbers by
// nature, "" for any other: an error about such a value says it.
func numbered(option string) string {
	switch option {
	case "now":
		return `^(19|20)[0-9]{2}-?[0-9]{2}-?[0-9]{2}$`
	case "shard":
		return `^[0-9]{1,4}/[0-9]{1,4}$`
	case "repeat":
		return `^[0-9]{1,5}$`
	case "seed":
		return `^[0-9]+$`
	case "agent": // a port, and a name without what could be a code
		return `^[0-9]{1,5}(=[^0-9]*([0-9]{1,3}[^0-9]+)*[0-9]{0,3})?$`
	case "fault": // exchanges, status words and files have numbers; a code alone is no fault
		return `^([0-9]{1,2}:)?[A-Za-z][A-Za-z0-9-]*[=@,].*$`
	case "resume": // a run of a farm, as farm.NewRun names it
		return `^20[0-9]{6}-[0-9]{6}-[0-9a-f]{6}$`
	case "usb-id":
		return `^[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}$`
	case "hub":
		return `^(nats|tls)://[^=]*$`
	case "vpcd", "usbip", "control", "listen", "console", "addr":
		return `^[^=]*:[0-9]{1,5}$|^127(\.[0-9]{1,3}){3}$` // the port may be what is wrong
	}
	return ""
}

// numberCommands are the commands whose arguments, not their options, are numbers.
var numberCommands = []string{"reproduce", "ask", "check-id"}

// minPIN is the length of the shortest code (see harness.CheckPIN).
const minPIN = 4

// The expressions below are compiled when an error is printed, not when the program
// starts.
var (
	// digitRun is a run of digits, in any script, with single separators between.
	digitRun = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\p{Nd}(?:[ ._-]?\p{Nd}){3,}`) })
	// fileName is a path, or a name with an extension.
	fileName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^=,; ]*([/\\]|\.[A-Za-z]{2,5}$)`) })
)

// likePIN finds what may be a PIN among the arguments, as it stands there and as a
// number that was read of it would be printed.
func likePIN(args []string) []string {
	var found []string
	number := len(args) > 0 && slices.Contains(numberCommands, args[0])
	option := "" // the option that the argument before names, and whose value this one may be
	for i, arg := range args {
		name, value, valued := "", arg, true
		switch bare := strings.TrimLeft(arg, "-"); {
		case number && bare != arg && bare != "" && unicode.IsDigit(rune(bare[0])): // a code of a message, written as a negative number
		case strings.HasPrefix(arg, "-"):
			name, value, valued = strings.Cut(arg, "=")
			found = append(found, codesIn(name)...) // no option of this program has digits in its name
			name = strings.TrimLeft(name, "-")
		default:
			name = option
		}
		option = ""
		if !valued {
			option = name
			continue
		}
		switch shape := numbered(name); {
		case shape != "" && regexp.MustCompile(shape).MatchString(value):
		case number && i > 0 && (name == "" || !strings.HasPrefix(arg, "-") && isSwitch(args[0], name)):
		case fileName().MatchString(value):
			for _, component := range strings.FieldsFunc(value, func(r rune) bool { return r == '/' || r == '\\' }) {
				if year := strings.HasPrefix(component, "19") || strings.HasPrefix(component, "20"); strings.Trim(component, "0123456789") == "" && (!year || len(component) != minPIN) {
					found = append(found, codesIn(component)...)
				}
			}
		default:
			found = append(found, codesIn(value)...)
		}
	}
	return found
}

// codesIn returns the runs of digits of a text that may be codes: each as it
// stands, its digits alone, and without the zeros before them.
func codesIn(text string) (found []string) {
	for _, run := range digitRun().FindAllString(text, -1) {
		digits := strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, run)
		for _, form := range []string{run, digits, strings.TrimLeft(digits, "0")} {
			if len(form) >= minPIN && !slices.Contains(found, form) {
				found = append(found, form)
			}
		}
	}
	return found
}

// isSwitch reports whether an option of a command takes no value, so that what
// follows it is an argument of the command.
func isSwitch(command, option string) bool {
	cmd, _, err := (&app{getenv: func(string) string { return "" }}).root(io.Discard).Find([]string{command})
	if err != nil {
		return false
	}
	flag := cmd.Flags().Lookup(option)
	return flag != nil && flag.NoOptDefVal != ""
}

// isPIN reports whether a text is a code and nothing else.
func isPIN(s string) bool {
	return len(s) >= minPIN && len(s) <= 8 && strings.Trim(s, "0123456789") == ""
}

// withoutPIN hides in a text whatever may be a PIN among the arguments.
func withoutPIN(text string, args []string) string {
	codes := likePIN(args)
	// The longest first: a part of one may be another.
	slices.SortFunc(codes, func(a, b string) int { return len(b) - len(a) })
	for _, code := range codes {
		text = strings.ReplaceAll(text, code, strings.Repeat("•", utf8.RuneCountInString(code)))
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
	case "pin", "code", "puk", "password", "passwd", "pass", "pin-code", "code-porteur", "p":
		if slices.Contains(a.args, "issue") {
			return a.t("un mot de passe n'est jamais un argument, que d'autres programmes voient : --password-fd N, ou la variable "+envFilePassword,
				"a password is never an argument, which other programs see: --password-fd N, or the variable "+envFilePassword)
		}
		return a.t("un code n'est jamais un argument, que d'autres programmes voient : --ask-pin, --pin-fd N, ou la variable "+envPIN,
			"a code is never an argument, which other programs see: --ask-pin, --pin-fd N, or the variable "+envPIN)
	}
	return ""
}

// given are the options whose value cannot be empty: a variable that is not set
// shall not leave a report unwritten or a list unread in silence.
var given = []string{"state", "junit", "json", "facts-file", "revocation", "pki", "dir", "file", "now", "card", "vpcd"}

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
