package main

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cpslab/cps/harness/card/text"
)

// Cobra and pflag say what is wrong with a command line in English, and half of it
// in errors without a type. This file puts it into both languages, and is the only
// one of this program that looks into the text of an error.

// complaint is an error of cobra or pflag about the command line.
type complaint struct {
	said, hint text.Text
	err        error
}

func (e *complaint) Error() string { return e.said.EN }
func (e *complaint) Unwrap() error { return e.err }

// Say gives the complaint, and where the right form is explained.
func (e *complaint) Say(lang string) (message, hint string) {
	return e.said.In(lang), e.hint.In(lang)
}

// BadInput is true: the command line is what the user gave.
func (e *complaint) BadInput() bool { return true }

// commandLine makes what cobra and pflag complain about a complaint, and returns
// any other error as it is.
func commandLine(err error) error {
	if err == nil || text.Voice(err) != nil {
		return err
	}
	if value := wrongValue(err); !value.IsZero() {
		return &complaint{value, askHelp, err}
	}
	french := complaintOfFlag(err)
	if french == "" {
		french = complaintOfArguments(err.Error())
	}
	if french == "" {
		return err
	}
	help := askHelp
	if strings.HasPrefix(err.Error(), unknownCommand) {
		help = text.Of("cpslab --help donne la liste", "cpslab --help lists them")
	}
	return &complaint{text.Text{FR: french, EN: err.Error()}, help, err}
}

// askHelp is the hint of most complaints.
var askHelp = text.Of("ajoutez --help à la commande", "add --help to the command")

// wrongValue says that an option does not take a value, and what it takes; zero for
// any other error. pflag says it in the words of the function that read the value.
func wrongValue(err error) text.Text {
	e, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return text.Text{}
	}
	var want text.Text
	switch kind := e.GetFlag().Value.Type(); {
	case errors.Is(err, strconv.ErrRange):
		want = text.Of("nombre trop grand", "the number is too large")
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "uint"):
		want = text.Of("attendu un nombre entier", "want a whole number")
	case kind == "duration":
		want = text.Of("attendu une durée, par exemple 10s ou 2m", "want a duration, for example 10s or 2m")
	case kind == "bool":
		want = text.Of("attendu true ou false, ou rien", "want true or false, or nothing")
	}
	return text.Of("--%s : « %s »", "--%s: “%s”", e.GetFlag().Name, e.GetValue()).With(want.Or(text.Of("valeur incorrecte", "wrong value")))
}

// complaintOfFlag is what pflag complains about, in French, "" for anything else.
func complaintOfFlag(err error) string {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		if short := e.GetSpecifiedShortnames(); short != "" {
			return "option inconnue : -" + short
		}
		return "option inconnue : --" + e.GetSpecifiedName()
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return "l'option --" + e.GetFlag().Name + " attend une valeur"
	}
	if e, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return "option mal écrite : " + e.GetSpecifiedFlag()
	}
	return ""
}

// unknownCommand begins what cobra says of an argument that is no command.
const unknownCommand = "unknown command "

// complaintOfArguments is what cobra complains about, in French, "" for anything
// else.
func complaintOfArguments(s string) string {
	var least, most, got int
	var arg, command, flag string
	scan := func(format string, into ...any) bool {
		n, err := fmt.Sscanf(s, format, into...)
		return err == nil && n == len(into)
	}
	switch {
	case scan("accepts at most %d arg(s), received %d", &most, &got):
		return fmt.Sprintf("au plus %s, reçu %d", arguments(most), got)
	case scan("accepts between %d and %d arg(s), received %d", &least, &most, &got):
		return fmt.Sprintf("de %d à %s, reçu %d", least, arguments(most), got)
	case scan("accepts %d arg(s), received %d", &most, &got):
		return fmt.Sprintf("attendu %s, reçu %d", arguments(most), got)
	case scan("requires at least %d arg(s), only received %d", &least, &got):
		return fmt.Sprintf("au moins %s, reçu %d", arguments(least), got)
	case scan("required flag(s) %q not set", &flag):
		return "il manque l'option --" + flag
	case strings.HasPrefix(s, "required flag(s) "):
		return "il manque des options : " + strings.TrimSuffix(strings.TrimPrefix(s, "required flag(s) "), " not set")
	case scan(unknownCommand+"%q for %q", &arg, &command):
		return fmt.Sprintf("« %s » : argument inconnu de %s", arg, command)
	}
	return ""
}

func arguments(n int) string {
	if n < 2 {
		return fmt.Sprintf("%d argument", n)
	}
	return fmt.Sprintf("%d arguments", n)
}

// flagError is what a command answers to a flag that it does not know or cannot
// read.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	message, _ := text.Say(commandLine(err), a.lang)
	return usage("%s", cmp.Or(a.misplacedPIN(err), a.t("voir ", "see ")+cmd.CommandPath()+" --help"), message)
}

// dashedCode explains how to ask about a negative number, which looks like an
// option.
func (a *app) dashedCode(cmd *cobra.Command, err error) error {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		number := e.GetSpecifiedShortnames()
		if _, noNumber := strconv.ParseUint(number, 10, 64); noNumber == nil {
			message, _ := text.Say(commandLine(err), a.lang)
			return usage("%s", "cpslab reproduce -- -"+number, message)
		}
	}
	return a.flagError(cmd, err)
}
