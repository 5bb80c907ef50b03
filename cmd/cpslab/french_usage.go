package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/cpslab/cps/harness/card/text"
)

// commandLineInFrench says what cobra and pflag complain about.
func commandLineInFrench(err error) (message, hint string) {
	const help = "ajoutez --help à la commande"
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		if short := e.GetSpecifiedShortnames(); short != "" {
			return "option inconnue : -" + short, help
		}
		return "option inconnue : --" + e.GetSpecifiedName(), help
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return "l'option --" + e.GetFlag().Name + " attend une valeur", help
	}
	if e, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return "option mal écrite : " + e.GetSpecifiedFlag(), help
	}
	var least, most, got int
	var arg, command, flag string
	s := err.Error()
	scan := func(format string, into ...any) bool {
		n, err := fmt.Sscanf(s, format, into...)
		return err == nil && n == len(into)
	}
	switch {
	case scan("accepts at most %d arg(s), received %d", &most, &got):
		return fmt.Sprintf("au plus %s, reçu %d", arguments(most), got), help
	case scan("accepts between %d and %d arg(s), received %d", &least, &most, &got):
		return fmt.Sprintf("de %d à %s, reçu %d", least, arguments(most), got), help
	case scan("accepts %d arg(s), received %d", &most, &got):
		return fmt.Sprintf("attendu %s, reçu %d", arguments(most), got), help
	case scan("requires at least %d arg(s), only received %d", &least, &got):
		return fmt.Sprintf("au moins %s, reçu %d", arguments(least), got), help
	case scan("required flag(s) %q not set", &flag):
		return "il manque l'option --" + flag, help
	case scan("unknown command %q for %q", &arg, &command):
		return fmt.Sprintf("« %s » : argument inconnu de %s", arg, command), help
	}
	return "", ""
}

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

func arguments(n int) string {
	if n < 2 {
		return fmt.Sprintf("%d argument", n)
	}
	return fmt.Sprintf("%d arguments", n)
}
