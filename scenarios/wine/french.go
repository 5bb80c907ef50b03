package main

import (
	"path/filepath"
	"regexp"
	"strings"
)

// inFrench is what the table of a French page says for what that of an English one says. A
// reason that a test gives and that stands not here stays as it is.
var inFrench = [][2]string{
	{"| what | result | detail | day |", "| quoi | résultat | détail | jour |"},
	{" | passed | ", " | réussi | "},
	{" | failed | ", " | échec | "},
	{" | not run | ", " | non exécuté | "},
	{"| tests of ", "| tests de "},
	{"a pager that is closed early", "un afficheur que l'on ferme tôt"},
	{"simulate without a driver", "simulate sans pilote"},
	{"doctor on a faked installation", "doctor sur une installation inventée"},
	{"diagnose pcsc: through winscard", "diagnose pcsc: par winscard"},
	{"not run, missing: ", "non exécuté, il manque : "},
	{"optional, not run: ", "facultatif, non exécuté : "},
	{"not run: ", "non exécuté : "},
	{"(missing: ", "(il manque : "},
	{"(not for this system)", "(pas pour ce système)"},
	{"headless Chromium", "Chromium sans écran"},
	{"runs it)", "l'exécute)"},
	{"exit code ", "code de retour "},
	{" lines as on this system", " lignes, comme sur ce système"},
	{" passed as on this system", " réussis, comme sur ce système"},
	{" unknown rules as on this system", " règles inconnues, comme sur ce système"},
	{" findings and ", " constats et "},
	{", blocked, ", ", bloqué, "},
	{", the ", ", les "},
	{" lines of ", " lignes de "},
	{"one line, and no complaint", "une ligne, et aucune plainte"},
	{"refused by ", "refusé par "},
	{", and the way out is said", ", et comment s'en sortir est dit"},
	{" bytes p50 ", " octets p50 "},
	{"full read ", "lecture entière "},
	{"rules p50 ", "règles p50 "},
	{"(means of ", "(moyennes de "},
	{"(install a Java runtime)", "(un Java installé)"},
	{"not run on windows, which has no Unix sockets of pcscd", "Windows n'a pas de sockets Unix de pcscd"},
	{"not run on windows, which has no parts of Debian, nor folders of any name", "Windows n'a ni morceaux de Debian, ni dossiers de n'importe quel nom"},
	{"not run on windows, which has no folder named D:, which is a drive of its own", "Windows n'a pas de dossier nommé D:, qui est un lecteur à lui"},
}

// counted are so many tests of so many.
var counted = [2]*regexp.Regexp{regexp.MustCompile(`(\d) of (\d+ tests)`), regexp.MustCompile(`(\d) sur (\d+ tests)`)}

// isFrench tells a page of docs/fr.
func isFrench(path string) bool { return filepath.Base(filepath.Dir(path)) == "fr" }

// french gives a table of an English page as the French one has it.
func french(table string) string {
	return counted[0].ReplaceAllString(replaced(table, 0), "$1 sur $2")
}

// english gives a table of a French page as the English one has it.
func english(table string) string {
	return counted[1].ReplaceAllString(replaced(table, 1), "$1 of $2")
}

// replaced puts the words of the other language in the place of those of from.
func replaced(table string, from int) string {
	var pairs []string
	for _, p := range inFrench {
		pairs = append(pairs, p[from], p[1-from])
	}
	return strings.NewReplacer(pairs...).Replace(table)
}
