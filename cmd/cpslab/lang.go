package main

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/cpslab/cps/harness/card/text"
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
		return text.NewError(text.Of("« %s » : fr ou en", "%q: fr or en", v), text.Text{})
	}
	*f = langFlag(v)
	return nil
}

// helpWords are the fixed words of the help pages, which cobra and pflag write
// in English.
var helpWords = strings.NewReplacer(
	"Usage:\n", "Emploi :\n",
	"\nAliases:\n", "\nAutres noms :\n",
	"\nExamples:\n", "\nExemples :\n",
	"\nAvailable Commands:\n", "\nCommandes :\n",
	"\nAdditional Commands:\n", "\nAutres commandes :\n",
	"\nGlobal Flags:\n", "\nOptions communes :\n",
	"\nFlags:\n", "\nOptions :\n",
	"[flags]\n", "[options]\n",
	"[command]\n", "[commande]\n",
	" help for ", " aide de ",
	" (default ", " (par défaut ",
	"disable completion descriptions", "ne pas décrire ce qui est proposé",
)

// frenchHelp puts the help pages into French.
func (a *app) frenchHelp(root *cobra.Command) {
	if a.lang != "fr" {
		return
	}
	root.SetUsageTemplate(strings.Replace(root.UsageTemplate(),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
		`« {{.CommandPath}} COMMANDE --help » explique une commande.`, 1))
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		var page bytes.Buffer
		cmd.SetOut(&page)
		help(cmd, args)
		cmd.SetOut(nil)                                    // the root's again
		_, _ = helpWords.WriteString(a.out, page.String()) // output keeps its error
	})
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Use = "help [commande]"
			c.Short = "Aide sur une commande"
			c.Long = "Affiche l'aide d'une commande ; « cpslab COMMANDE --help » fait de même."
		case "completion":
			c.Short = "Complétion pour bash, zsh, fish ou PowerShell"
			c.Long = "Écrit le script de complétion d'un interpréteur de commandes."
			for _, shell := range c.Commands() {
				shell.Short = "Script de complétion pour " + shell.Name()
				shell.Long = "Écrit le script de complétion pour " + shell.Name() + ". Pour la session en cours :\n\n" + completionNow[shell.Name()]
			}
		}
	}
}

// ownHelp makes the commands that cobra brings say what they do not know, as all
// others do.
func (a *app) ownHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			help := c.Run
			c.Run, c.RunE = nil, func(cmd *cobra.Command, args []string) error {
				if found, _, err := root.Find(args); err != nil || found == root && len(args) > 0 {
					return a.noSuchCommand(root, args)
				}
				help(cmd, args)
				return nil
			}
		case "completion":
			c.Args, c.RunE = cobra.ArbitraryArgs, func(cmd *cobra.Command, args []string) error {
				if len(args) > 0 {
					return usage(a.t("interpréteur de commandes inconnu : « %s »", "unknown shell: “%s”"), "bash, zsh, fish, powershell", args[0])
				}
				return cmd.Help()
			}
		}
	}
}

// completionNow loads the completion into a shell that runs.
var completionNow = map[string]string{
	"bash":       "\tsource <(cpslab completion bash)",
	"zsh":        "\tsource <(cpslab completion zsh)",
	"fish":       "\tcpslab completion fish | source",
	"powershell": "\tcpslab completion powershell | Out-String | Invoke-Expression",
}

// tidyHelp corrects what the help pages of all commands would show: a default
// that only means "none", and options behind the command that "with" runs.
func tidyHelp(c *cobra.Command) {
	for _, none := range []string{"pin-fd", "password-fd", "keypad-fd", "code-fd"} {
		if f := c.Flags().Lookup(none); f != nil {
			f.DefValue = "0" // pflag hides this one
		}
	}
	c.DisableFlagsInUseLine = c.DisableFlagsInUseLine || strings.Contains(c.Use, " -- ")
	for _, sub := range c.Commands() {
		tidyHelp(sub)
	}
}
