package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	speaker "github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// The packages below cmd say their errors in English. This file and the
// french_… files say them in French, for a user who speaks it.

// words returns the text and the hint of an error in the language in use, ""
// for what the error itself says as well: everything in English, and in French
// whatever no table knows.
func (a *app) words(err error) (message, hint string) {
	if speaker.Voice(err) != nil {
		return speaker.Say(err, a.lang)
	}
	if value := wrongValue(err); !value.IsZero() {
		return value.In(a.lang), a.t("ajoutez --help à la commande", "add --help to the command")
	}
	if a.lang != "fr" {
		if e, ok := errors.AsType[*fact.Error](err); ok && e.Suggest == "" {
			return e.Error(), "cpslab rules --facts lists the keys and their values"
		}
		return "", ""
	}
	for _, say := range [...]func(error) (string, string){
		factInFrench, commandLineInFrench,
	} {
		if message, hint = say(err); message != "" {
			return message, hint
		}
	}
	return "", ""
}

// system says an error of the operating system.
func (a *app) system(err error) string {
	if a.lang == "fr" {
		return systemInFrench(err)
	}
	return err.Error()
}

func systemInFrench(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "fichier introuvable"
	case errors.Is(err, fs.ErrPermission):
		return "accès refusé"
	case errors.Is(err, syscall.ENOSPC):
		return "plus de place sur le disque"
	case errors.Is(err, syscall.ENOTDIR):
		return "un élément du chemin n'est pas un dossier"
	case errors.Is(err, syscall.EISDIR):
		return "c'est un dossier"
	case errors.Is(err, syscall.EROFS):
		return "disque en lecture seule"
	case errors.Is(err, context.DeadlineExceeded):
		return "délai dépassé"
	default:
		return err.Error()
	}
}

// frenchReasons are the reasons that errors of the packages below give.
var frenchReasons = map[string]string{
	// diagnosis, facts
	"want key=value":                        "attendu clé=valeur",
	"declared twice":                        "déclaré deux fois",
	"no such fact":                          "fait inconnu",
	"a value":                               "une valeur",
	"a text of at most 200 characters":      "un texte d'au plus 200 caractères",
	"at most 100 texts separated by commas": "au plus 100 textes séparés par des virgules",
	"yes or no":                             "oui ou non",
	"a day that exists, as YYYY-MM-DD":      "un jour qui existe, AAAA-MM-JJ",
	"a month, as YYYY-MM":                   "un mois, AAAA-MM",
	"a number from 0 to 9999":               "un nombre de 0 à 9999",
	"none, or a number from 1 to 16":        "none, ou un nombre de 1 à 16",
	"a version such as 5.2.2":               "une version comme 5.2.2",

	"two characters: 01 to 99, 2A or 2B":                                       "deux caractères : de 01 à 99, 2A ou 2B",
	"an SSV code, decimal (61444) or hexadecimal (F004)":                       "un code SSV, décimal (61444) ou hexadécimal (F004)",
	"a GALSS code, decimal (2048) or hexadecimal (8001)":                       "un code GALSS, décimal (2048) ou hexadécimal (8001)",
	"a status word of four hexadecimal digits":                                 "un mot d'état de quatre chiffres hexadécimaux",
	"a PKCS#11 result, its name (CKR_PIN_LOCKED) or 0x and hexadecimal digits": "un résultat PKCS#11 : son nom (CKR_PIN_LOCKED), ou 0x et des chiffres hexadécimaux",
}

// reason says a reason in French; one that the table does not hold stays as it
// is.
func reason(s string) string {
	if fr, ok := frenchReasons[s]; ok {
		return fr
	}
	return s
}

// because appends the cause the operating system gave.
func because(s string, err error) string {
	if err == nil {
		return s
	}
	return s + " : " + systemInFrench(err)
}

func factInFrench(err error) (text, hint string) {
	e, ok := errors.AsType[*fact.Error](err)
	if !ok {
		return "", ""
	}
	why := reason(e.Reason)
	if n, ok := strings.CutPrefix(e.Reason, "more than "); ok {
		why = "plus de " + strings.TrimSuffix(n, " facts") + " faits"
	}
	if rest, ok := strings.CutPrefix(e.Reason, "cannot be read: "); ok {
		why = "illisible : " + strings.Replace(rest, bufio.ErrTooLong.Error(), "ligne trop longue", 1)
	}
	if want, ok := strings.CutPrefix(e.Reason, "want "); ok && e.Key != "" {
		want = strings.Replace(reason(want), "one of ", "un de ", 1)
		why = "attendu " + want
	}
	if e.Key != "" {
		why = "fait " + e.Key + " : " + why
	}
	if e.File != "" {
		why = fmt.Sprintf("%s:%d : %s", e.File, e.Line, why)
	}
	if e.Suggest != "" {
		return why, "vouliez-vous dire " + e.Suggest + " ?"
	}
	return why, "cpslab rules --facts liste les clés et leurs valeurs"
}
