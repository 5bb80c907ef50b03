package apdu

import (
	"strconv"

	"github.com/cpslab/cps/harness/card/text"
)

// Meaning returns what sw says, in lower case: the texts of ISO/IEC 7816-4,
// 5.1.3, tables 5 and 6, and those of the CPS2ter command set. It is never empty.
func (sw SW) Meaning() text.Text {
	if said := sw.exactMeaning(); !said.IsZero() {
		return said
	}
	if n, ok := sw.Retries(); ok {
		return triesLeft(n)
	}
	if n := strconv.Itoa(sw.RightNe()); n != "0" {
		return text.Text{FR: "Le faux, " + n + " octets disponibles : répéter la commande avec ce Le", EN: "wrong Le, " + n + " bytes available"}
	}
	sw2 := strconv.Itoa(int(sw.SW2()))
	asks := sw.SW2() >= 0x02 && sw.SW2() <= 0x80
	available := strconv.Itoa(sw.Available())
	switch sw.SW1() {
	case 0x61:
		return text.Text{FR: available + " octets à chercher (GET RESPONSE)", EN: available + " bytes remaining"}
	case 0x9F:
		return text.Text{FR: available + " octets à chercher (GET RESPONSE), CPS2ter", EN: available + " bytes available, CPS2ter"}
	case 0x62:
		if asks {
			return text.Text{FR: "avertissement, la carte demande une requête de " + sw2 + " octets", EN: "warning, the card asks for a query of " + sw2 + " bytes"}
		}
		return text.Text{FR: "avertissement, mémoire inchangée", EN: "warning, memory unchanged"}
	case 0x63:
		return text.Text{FR: "avertissement, mémoire modifiée", EN: "warning, memory changed"}
	case 0x64:
		if asks {
			return text.Text{FR: "erreur d'exécution, la carte demande une requête de " + sw2 + " octets", EN: "execution error, the card asks for a query of " + sw2 + " bytes"}
		}
		return text.Text{FR: "erreur d'exécution, mémoire inchangée", EN: "execution error, memory unchanged"}
	case 0x65:
		return text.Text{FR: "erreur d'exécution, mémoire modifiée", EN: "execution error, memory changed"}
	case 0x66:
		return text.Text{FR: "incident de sécurité", EN: "security-related issue"}
	case 0x67:
		return text.Text{FR: "longueur fausse", EN: "wrong length"}
	case 0x68:
		return text.Text{FR: "fonction de l'octet de classe non prise en charge", EN: "function of the class byte not supported"}
	case 0x69:
		return text.Text{FR: "commande refusée", EN: "command not allowed"}
	case 0x6A, 0x6B:
		return text.Text{FR: "paramètres P1-P2 faux", EN: "wrong parameters P1-P2"}
	case 0x6D:
		return text.Text{FR: "instruction non prise en charge", EN: "instruction not supported"}
	case 0x6E:
		return text.Text{FR: "classe non prise en charge", EN: "class not supported"}
	case 0x6F:
		return text.Text{FR: "sans diagnostic précis", EN: "no precise diagnosis"}
	case 0x94, 0x98:
		return text.Text{FR: "erreur CPS2ter", EN: "CPS2ter error"}
	}
	if sw.Valid() {
		return text.Text{FR: "mot d'état propriétaire", EN: "proprietary status"}
	}
	return text.Text{FR: "n'est pas un mot d'état", EN: "not a status word"}
}

// exactMeaning returns the text of a status word whose SW2 is no variable, or
// nothing.
func (sw SW) exactMeaning() text.Text {
	switch sw {
	case SWOK:
		return text.Text{FR: "normal", EN: "normal"}
	case SWCorruptedData:
		return text.Text{FR: "données rendues peut-être altérées", EN: "returned data may be corrupted"}
	case SWEndOfFile:
		return text.Text{FR: "fin de fichier avant Ne octets", EN: "end of file reached before Ne bytes"}
	case SWFileDeactivated:
		return text.Text{FR: "fichier choisi désactivé", EN: "selected file deactivated"}
	case SWBadFCI:
		return text.Text{FR: "description du fichier mal formée", EN: "file control information not formatted as expected"}
	case SWFileTerminated:
		return text.Text{FR: "fichier choisi en fin de vie", EN: "selected file terminated"}
	case SWNoSensorInput:
		return text.Text{FR: "aucune donnée d'un capteur", EN: "no input data available from a sensor"}
	case SWFileFilled:
		return text.Text{FR: "fichier plein après la dernière écriture", EN: "file filled up by the last write"}
	case SWImmediateResponse:
		return text.Text{FR: "réponse immédiate demandée par la carte", EN: "immediate response required by the card"}
	case SWMemoryFailure:
		return text.Text{FR: "panne de mémoire de la carte", EN: "memory failure"}
	case SWChannelNotSupported:
		return text.Text{FR: "canal logique non pris en charge", EN: "logical channel not supported"}
	case SWSMNotSupported:
		return text.Text{FR: "messagerie sécurisée non prise en charge", EN: "secure messaging not supported"}
	case SWLastOfChainExpected:
		return text.Text{FR: "dernière commande de la chaîne attendue", EN: "last command of the chain expected"}
	case SWChainingNotSupported:
		return text.Text{FR: "chaînage de commandes non pris en charge", EN: "command chaining not supported"}
	case SWWrongFileType:
		return text.Text{FR: "commande incompatible avec la structure du fichier", EN: "command incompatible with file structure"}
	case SWSecurityStatus:
		return text.Text{FR: "droit d'accès absent : code porteur non présenté", EN: "security status not satisfied"}
	case SWPINBlocked:
		return text.Text{FR: "code bloqué", EN: "authentication method blocked"}
	case SWReferenceNotUsable:
		return text.Text{FR: "donnée de référence inutilisable", EN: "reference data not usable"}
	case SWConditions:
		return text.Text{FR: "conditions d'emploi non remplies", EN: "conditions of use not satisfied"}
	case SWNoCurrentEF:
		return text.Text{FR: "aucun fichier choisi", EN: "no current EF"}
	case SWSMObjectMissing:
		return text.Text{FR: "objet de messagerie sécurisée absent", EN: "secure messaging data object missing"}
	case SWSMObjectIncorrect:
		return text.Text{FR: "objet de messagerie sécurisée faux", EN: "secure messaging data object incorrect"}
	case SWWrongData:
		return text.Text{FR: "paramètres faux dans les données", EN: "incorrect parameters in the data field"}
	case SWFunctionNotSupported:
		return text.Text{FR: "fonction non prise en charge", EN: "function not supported"}
	case SWFileNotFound:
		return text.Text{FR: "fichier absent de la carte", EN: "file not found"}
	case SWRecordNotFound:
		return text.Text{FR: "enregistrement absent", EN: "record not found"}
	case SWNoMemory:
		return text.Text{FR: "plus assez de place dans le fichier", EN: "not enough memory space in the file"}
	case SWNcInconsistentTLV:
		return text.Text{FR: "Nc incompatible avec la structure TLV", EN: "Nc inconsistent with TLV structure"}
	case SWIncorrectP1P2:
		return text.Text{FR: "paramètres P1-P2 faux", EN: "incorrect parameters P1-P2"}
	case SWNcInconsistentP1P2:
		return text.Text{FR: "Nc incompatible avec P1-P2", EN: "Nc inconsistent with parameters P1-P2"}
	case SWReferenceNotFound:
		return text.Text{FR: "donnée désignée introuvable", EN: "referenced data not found"}
	case SWFileExists:
		return text.Text{FR: "fichier déjà présent", EN: "file already exists"}
	case SWNameExists:
		return text.Text{FR: "nom de DF déjà présent", EN: "DF name already exists"}
	case SWCPS2terFileNotFound:
		return text.Text{FR: "fichier absent, CPS2ter", EN: "file not found, CPS2ter"}
	case SWCPS2terWrongFileType:
		return text.Text{FR: "type de fichier faux, CPS2ter", EN: "wrong file type, CPS2ter"}
	case SWCPS2terPINNotActive:
		return text.Text{FR: "code non activé, CPS2ter", EN: "PIN not activated, CPS2ter"}
	case SWCPS2terRefused:
		return text.Text{FR: "accès refusé, ou code faux, CPS2ter", EN: "access refused or wrong PIN, CPS2ter"}
	case SWCPS2terPINInvalid:
		return text.Text{FR: "code invalidé, CPS2ter", EN: "PIN invalidated, CPS2ter"}
	case SWCPS2terObjectInvalid:
		return text.Text{FR: "objet invalidé, CPS2ter", EN: "object invalidated, CPS2ter"}
	case SWCPS2terPINBlocked:
		return text.Text{FR: "code bloqué, CPS2ter", EN: "PIN locked, CPS2ter"}
	}
	return text.Text{}
}

// triesLeft puts a PIN counter into words.
func triesLeft(n int) text.Text {
	switch n {
	case 0:
		return text.Text{FR: "0 essai restant", EN: "no try left"}
	case 1:
		return text.Text{FR: "1 essai restant", EN: "1 try left"}
	default:
		tries := strconv.Itoa(n)
		return text.Text{FR: tries + " essais restants", EN: tries + " tries left"}
	}
}
