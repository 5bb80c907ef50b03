package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
)

// languageOf finds the language before the command line is parsed, so that help
// and errors speak it too: --lang, else the locale, else English.
func languageOf(args []string, getenv func(string) string) string {
	for i, a := range args {
		if a == "--" {
			break
		}
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return matchLanguage(v)
		}
		if a == "--lang" && i+1 < len(args) {
			return matchLanguage(args[i+1])
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return matchLanguage(v)
		}
	}
	return "en"
}

// matchLanguage takes "fr_FR.UTF-8@euro" for French; what it does not know is
// English.
func matchLanguage(locale string) string {
	if i := strings.IndexAny(locale, ".@"); i >= 0 {
		locale = locale[:i]
	}
	tag, err := language.Parse(strings.ReplaceAll(locale, "_", "-"))
	if err != nil {
		return "en"
	}
	if base, _ := tag.Base(); base.String() == "fr" {
		return "fr"
	}
	return "en"
}

// langFlag is --lang.
type langFlag string

func (f *langFlag) String() string { return string(*f) }
func (f *langFlag) Type() string   { return "fr|en" }

func (f *langFlag) Set(v string) error {
	if v != "fr" && v != "en" {
		return fmt.Errorf("%q: fr or en", v)
	}
	*f = langFlag(v)
	return nil
}

// frenchHelp puts the fixed words of the help pages into French.
func (a *app) frenchHelp(root *cobra.Command) {
	if a.lang != "fr" {
		return
	}
	words := strings.NewReplacer(
		"Usage:", "Emploi :",
		"Aliases:", "Autres noms :",
		"Examples:", "Exemples :",
		"Available Commands:", "Commandes :",
		"Additional Commands:", "Autres commandes :",
		"Global Flags:", "Options communes :",
		"Flags:", "Options :",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
		`« {{.CommandPath}} COMMANDE --help » explique une commande.`,
	)
	root.SetUsageTemplate(words.Replace(root.UsageTemplate()))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "Aide sur une commande"
		case "completion":
			c.Short = "Complétion pour bash, zsh, fish ou PowerShell"
		}
	}
}
