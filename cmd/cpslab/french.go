package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/cpslab/cps/harness"
	speaker "github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
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
	if a.lang != "fr" {
		return "", ""
	}
	for _, say := range [...]func(error) (string, string){
		addressInFrench, guardInFrench, pcscInFrench, anyReaderInFrench, stackInFrench, factInFrench, commandLineInFrench,
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
	// files
	"cannot be read": "illisible",
	"is not a file":  "n'est pas un fichier",

	// harness, permissions and revocation lists
	"a serial number has 8 or 10 digits":                          "un numéro de série a 8 ou 10 chiffres",
	"no such permission":                                          "autorisation inconnue",
	"the serial number of the card is missing":                    "il manque le numéro de série de la carte (--serial)",
	"larger than 64 MiB":                                          "plus de 64 Mio",
	"not a serial number in hexadecimal":                          "ce n'est pas un numéro de série en hexadécimal",
	"not a CRL, and no list of numbers":                           "ni CRL, ni liste de numéros",
	"not a description of a stack":                                "ce n'est pas la description d'un service PC/SC privé",
	"too large":                                                   "trop gros",
	"no `cpslab with` of this user runs the service it describes": "aucun « cpslab with » de cet utilisateur ne tient le service qu'il décrit",
	"it belongs to another user":                                  "il appartient à un autre utilisateur",
	"others than its owner may open it; the mode must be 0600":    "d'autres que son propriétaire peuvent l'ouvrir ; il doit être en 0600",

	// harness, guard
	"not allowed": "non autorisé",
	"the serial number has not been read from this card since it was inserted or reset": "le numéro de série de cette carte n'a pas été lu depuis son insertion",
	"the card is not the one named by --serial":                                         "la carte n'est pas celle que --serial désigne",
	"the tries left have not been read just before":                                     "les essais restants n'ont pas été lus juste avant",
	"fewer than 2 tries left":                                                           "moins de 2 essais restants",
	"a presentation of this code has failed or got lost; it is never repeated":          "une présentation de ce code a échoué ou s'est perdue ; elle n'est jamais répétée",
	"no transaction is open, so that another program could spend a try in between":      "aucune transaction n'est ouverte : un autre programme pourrait dépenser un essai entre-temps",
	"a chained command is under way; only its next block or a SELECT may follow":        "une commande chaînée est en cours ; seuls son bloc suivant ou un SELECT peuvent suivre",

	// readers
	"sim: alone means every preset, and one card is wanted here": "« sim: » seul désigne toutes les cartes simulées, et il en faut une ici",
	"recorded sessions cannot be opened by this version":         "cette version n'ouvre pas les sessions enregistrées",

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

func addressInFrench(err error) (text, hint string) {
	if e, ok := errors.AsType[*readers.UsageError](err); ok {
		if e.Hint() == "use sim: or pcsc:" {
			return reason(e.Reason), "écrivez sim:… ou pcsc:…"
		}
		return reason(e.Reason), "par exemple sim:cps3-healthy ; cpslab presets en donne la liste"
	}
	if e, ok := errors.AsType[*readers.StackFileError](err); ok {
		return because(readers.EnvStack+" "+e.Path+" : "+reason(e.Reason), e.Err),
			"supprimez la variable " + readers.EnvStack + ", ou lancez le programme par cpslab with --card PROFIL -- PROGRAMME"
	}
	e, ok := errors.AsType[*harness.AddressError](err)
	if !ok {
		return "", ""
	}
	scheme, _, found := strings.Cut(e.Address, ":")
	switch {
	case e.Address == "":
		return "il manque l'adresse du lecteur", "écrivez sim:PRESET ou pcsc:NOM"
	case !found:
		hint = fmt.Sprintf("écrivez sim:%[1]s pour une carte simulée, ou pcsc:%[1]s pour un lecteur PC/SC de ce nom", e.Address)
	case scheme == harness.SchemeTrace:
		hint = "nommez le fichier : trace:FICHIER"
	default:
		hint = fmt.Sprintf("les adresses commencent par sim:, pcsc: ou trace:, pas par « %s: »", scheme)
	}
	return fmt.Sprintf("adresse de lecteur incompréhensible : « %s »", e.Address), hint
}

func guardInFrench(err error) (text, hint string) {
	const serial = "--allow pin, unblock, update, sign ou reset, avec --serial et les 8 ou 10 chiffres que donne « cpslab show pcsc: --show-identity »"
	if e, ok := errors.AsType[*harness.PermissionError](err); ok {
		if e.Value == "" {
			return "autorisations : " + reason(e.Reason), serial
		}
		return fmt.Sprintf("autorisations : « %s » : %s", e.Value, reason(e.Reason)), serial
	}
	if _, ok := errors.AsType[*harness.PINFormatError](err); ok {
		return "le code porteur n'a pas été présenté : il a de 4 à 8 chiffres", "aucun essai n'a été dépensé ; recommencez avec le bon code"
	}
	if e, ok := errors.AsType[*harness.RevocationError](err); ok {
		place := e.Path
		if e.Line > 0 {
			place = fmt.Sprintf("%s:%d", e.Path, e.Line)
		}
		return because("liste de révocation "+place+" : "+reason(e.Reason), e.Err),
			"donnez une CRL (DER ou PEM), ou un texte avec un numéro de série de certificat en hexadécimal par ligne"
	}
	if e, ok := errors.AsType[*harness.PINError](err); ok {
		text, hint = guardInFrench(e.Err)
		if text == "" {
			text = systemInFrench(e.Err)
		}
		return "le code porteur n'a pas été présenté : " + text, hint
	}
	e, ok := errors.AsType[*harness.RefusedError](err)
	if !ok {
		return "", ""
	}
	switch {
	case e.Need == "":
		hint = "aucune autorisation ne le permet sur une vraie carte : prenez une carte simulée (sim:PRESET)"
	case e.Reason == "not allowed" || strings.Contains(e.Reason, "serial"):
		hint = fmt.Sprintf("si cette carte peut y être exposée : --allow %s, et --serial avec son numéro de série", e.Need)
	default:
		hint = "la carte est protégée même avec --allow : relancez, ou prenez une carte simulée (sim:PRESET)"
	}
	return e.Command + " : refusé pour protéger la carte : " + reason(e.Reason), hint
}

func stackInFrench(err error) (text, hint string) {
	if e, ok := errors.AsType[*stack.MissingError](err); ok {
		text = strings.Replace(e.Part, "vpcd driver", "pilote vpcd", 1) + " introuvable"
		if e.Path != "" {
			text += " : " + e.Path
		}
		return text, "installez le paquet Debian " + e.Package + ", ou lancez make deps"
	}
	e, ok := errors.AsType[*stack.Error](err)
	if !ok {
		return "", ""
	}
	for _, known := range [...]struct {
		err        error
		text, hint string
	}{
		{stack.ErrUnsupported, "un service PC/SC privé demande Linux", "ici, prenez les cartes dans ce processus : sim:PRESET"},
		{stack.ErrCards, fmt.Sprintf("donnez de 1 à %d cartes", stack.MaxCards), "--card PROFIL, une fois par carte"},
		{stack.ErrServiceEnded, "pcscd s'est arrêté", ""},
		{stack.ErrNotAnswering, "pcscd ne répond pas", ""},
		{stack.ErrPorts, "aucune paire de ports TCP libre pour les lecteurs virtuels", ""},
		{stack.ErrPath, "chemin trop long pour un socket Unix", "donnez un dossier plus court dans TMPDIR"},
	} {
		if errors.Is(e.Err, known.err) {
			text = "service PC/SC privé : " + known.text
			if e.Log != "" {
				text += "\npcscd a dit :\n" + e.Log
			}
			return text, known.hint
		}
	}
	return "", ""
}

func factInFrench(err error) (text, hint string) {
	e, ok := errors.AsType[*diagnosis.FactError](err)
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

// stackWarning says in one line what a private service opens to other machines,
// given the sentence of package stack.
func (a *app) stackWarning(english string) string {
	_, rest, found := strings.Cut(english, "(TCP ports ")
	ports, _, closed := strings.Cut(rest, ")")
	if !found || !closed {
		return english
	}
	return fmt.Sprintf(a.t("vpcd écoute pour tout le réseau : ports TCP %s", "vpcd listens to the whole network: TCP ports %s"), ports)
}
