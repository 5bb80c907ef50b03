package diagnosis

import (
	"strconv"

	"github.com/cpslab/cps/harness/card/apdu"
)

// quotedNoRule is said of a code that is known and behind no rule.
var quotedNoRule = Text{FR: "Aucune règle du catalogue : ce code décrit l'échange avec la carte, non l'état de la carte. Le garder avec la commande qui l'a précédé.", EN: "No rule of the catalogue: this code tells of the exchange with the card, not of the card's state. Keep it with the command before it."}

// statusWordKnown reports whether a card of these families can answer sw: the
// interindustry words of ISO/IEC 7816-4, 5.1.3, and those of CPS2ter.
func statusWordKnown(sw apdu.SW) bool {
	switch sw.SW1() {
	case 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x94, 0x98, 0x9F:
		return true
	default:
		return sw.OK()
	}
}

// statusWordMeaning returns what sw says, in both languages.
func statusWordMeaning(sw apdu.SW) Text {
	return Text{FR: statusWordFrench(sw), EN: sw.Meaning()}
}

// statusWordFrench is the French of apdu.SW.Meaning.
func statusWordFrench(sw apdu.SW) string {
	if text := exactStatusWords[sw]; text != "" {
		return text
	}
	if n, ok := sw.Retries(); ok {
		if n < 2 {
			return strconv.Itoa(n) + " essai restant"
		}
		return strconv.Itoa(n) + " essais restants"
	}
	if n := sw.RightNe(); n != 0 {
		return "Le faux, " + strconv.Itoa(n) + " octets disponibles : répéter la commande avec ce Le"
	}
	switch sw.SW1() {
	case 0x61:
		return strconv.Itoa(sw.Available()) + " octets à chercher (GET RESPONSE)"
	case 0x9F:
		return strconv.Itoa(sw.Available()) + " octets à chercher (GET RESPONSE), CPS2ter"
	default:
		return statusWordClasses[sw.SW1()]
	}
}

var statusWordClasses = map[byte]string{
	0x62: "avertissement, mémoire inchangée",
	0x63: "avertissement, mémoire modifiée",
	0x64: "erreur d'exécution, mémoire inchangée",
	0x65: "erreur d'exécution, mémoire modifiée",
	0x66: "incident de sécurité",
	0x67: "longueur fausse",
	0x68: "fonction de l'octet de classe non prise en charge",
	0x69: "commande refusée",
	0x6A: "paramètres P1-P2 faux",
	0x6B: "paramètres P1-P2 faux",
	0x6D: "instruction non prise en charge",
	0x6E: "classe non prise en charge",
	0x6F: "sans diagnostic précis",
	0x94: "erreur CPS2ter",
	0x98: "erreur CPS2ter",
}

var exactStatusWords = map[apdu.SW]string{
	apdu.SWOK:                   "normal",
	apdu.SWCorruptedData:        "données rendues peut-être altérées",
	apdu.SWEndOfFile:            "fin de fichier avant Ne octets",
	apdu.SWFileDeactivated:      "fichier choisi désactivé",
	apdu.SWBadFCI:               "description du fichier mal formée",
	apdu.SWFileTerminated:       "fichier choisi en fin de vie",
	apdu.SWNoSensorInput:        "aucune donnée d'un capteur",
	apdu.SWFileFilled:           "fichier plein après la dernière écriture",
	apdu.SWImmediateResponse:    "réponse immédiate demandée par la carte",
	apdu.SWMemoryFailure:        "panne de mémoire de la carte",
	apdu.SWChannelNotSupported:  "canal logique non pris en charge",
	apdu.SWSMNotSupported:       "messagerie sécurisée non prise en charge",
	apdu.SWLastOfChainExpected:  "dernière commande de la chaîne attendue",
	apdu.SWChainingNotSupported: "chaînage de commandes non pris en charge",
	apdu.SWWrongFileType:        "commande incompatible avec la structure du fichier",
	apdu.SWSecurityStatus:       "droit d'accès absent : code porteur non présenté",
	apdu.SWPINBlocked:           "code bloqué",
	apdu.SWReferenceNotUsable:   "donnée de référence inutilisable",
	apdu.SWConditions:           "conditions d'emploi non remplies",
	apdu.SWNoCurrentEF:          "aucun fichier choisi",
	apdu.SWSMObjectMissing:      "objet de messagerie sécurisée absent",
	apdu.SWSMObjectIncorrect:    "objet de messagerie sécurisée faux",
	apdu.SWWrongData:            "paramètres faux dans les données",
	apdu.SWFunctionNotSupported: "fonction non prise en charge",
	apdu.SWFileNotFound:         "fichier absent de la carte",
	apdu.SWRecordNotFound:       "enregistrement absent",
	apdu.SWNoMemory:             "plus assez de place dans le fichier",
	apdu.SWNcInconsistentTLV:    "Nc incompatible avec la structure TLV",
	apdu.SWIncorrectP1P2:        "paramètres P1-P2 faux",
	apdu.SWNcInconsistentP1P2:   "Nc incompatible avec P1-P2",
	apdu.SWReferenceNotFound:    "donnée désignée introuvable",
	apdu.SWFileExists:           "fichier déjà présent",
	apdu.SWNameExists:           "nom de DF déjà présent",
	apdu.SWCPS2terFileNotFound:  "fichier absent, CPS2ter",
	apdu.SWCPS2terWrongFileType: "type de fichier faux, CPS2ter",
	apdu.SWCPS2terPINNotActive:  "code non activé, CPS2ter",
	apdu.SWCPS2terRefused:       "accès refusé, ou code faux, CPS2ter",
	apdu.SWCPS2terPINInvalid:    "code invalidé, CPS2ter",
	apdu.SWCPS2terObjectInvalid: "objet invalidé, CPS2ter",
	apdu.SWCPS2terPINBlocked:    "code bloqué, CPS2ter",
}
