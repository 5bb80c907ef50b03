package main

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"
)

// commandLineInFrench says what cobra and pflag complain about.
func commandLineInFrench(err error) (text, hint string) {
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
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Sprintf("valeur incorrecte pour --%s : « %s »", e.GetFlag().Name, e.GetValue()), help
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

func arguments(n int) string {
	if n < 2 {
		return fmt.Sprintf("%d argument", n)
	}
	return fmt.Sprintf("%d arguments", n)
}
