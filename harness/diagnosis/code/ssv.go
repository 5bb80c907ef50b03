package code

import "github.com/cpslab/cps/harness/card/text"

// Codes of the SESAM-Vitale library (SSV manual 4.03).
const (
	SSVCardAbsent     = 61441 // F001
	SSVWrongPIN       = 61443 // F003
	SSVUnusable       = 61444 // F004: the DAM message
	SSVVitaleAbsent   = 61457 // F011
	SSVVitaleFault    = 61460 // F014
	SSVVitaleTaken    = 61461 // F015
	SSVVitaleOther    = 61475 // F023: of current releases (workstations of the field, 2026)
	SSVIncoherent     = 61695 // F0FF
	SSVOutOfStep      = 61696 // F100
	SSVResource       = 61697 // F101
	SSVNotInitialised = 62976 // F600
	SSVTablesFirst    = 62992 // F610
	SSVTablesLast     = 63087 // F66F
	SSVTablesPath     = 63104 // F680
	SSVWorkFolder     = 63217 // F6F1
	SSVWorkFiles      = 63218 // F6F2
	SSVPINLost        = 65313 // FF21: of current releases (fmfpro.org, Pyxvital, 2026), not in the manual
)

var ssvCodes = [...]Code{
	{Value: SSVUnusable, Quoted: "Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)"},
	{Value: SSVCardAbsent, Quoted: "La Carte du Professionnel de Santé est absente du lecteur"},
	{Value: SSVWrongPIN, Quoted: "le code porteur présenté est erroné"},
	{Value: SSVVitaleAbsent, Quoted: "La Carte Vitale est absente."},
	{Value: SSVVitaleFault, Meaning: text.Text{FR: "Communication défectueuse avec la carte Vitale.", EN: "Faulty communication with the Vitale card."}},
	{Value: SSVVitaleTaken, Quoted: "La carte Vitale est retirée du lecteur."},
	{Value: 61478, Quoted: "Les 2 cartes introduites dans le lecteur sont de types incompatibles : l'une est une carte de test alors que l'autre est une carte réelle."},
	{Value: SSVIncoherent, Quoted: "Message du lecteur incohérent."},
	{Value: SSVOutOfStep, Meaning: text.Text{FR: "Perte de synchronisation avec le lecteur.", EN: "Synchronisation with the reader lost."}},
	{Value: SSVResource, Quoted: "Nom de ressource inexistant dans le fichier de configuration GALSS.INI ou ressources incompatibles"},
	{Value: SSVNotInitialised, Meaning: text.Text{FR: "Bibliothèque SESAM-Vitale non initialisée.", EN: "SESAM-Vitale library not initialised."}},
	{Value: SSVTablesFirst, Last: SSVTablesLast, Meaning: text.Text{FR: "Fichier de tables illisible, de mauvaise version, abîmé, non chargé ou mal nommé.", EN: "A table file cannot be read, has a wrong version, is damaged, not loaded or badly named."}},
	{Value: SSVTablesPath, Quoted: "Le chemin des tables binaires des SSV est absent du fichier sesam.ini"},
	{Value: SSVWorkFolder, Meaning: text.Text{FR: "sesam.ini : dossier de travail absent ou interdit en écriture.", EN: "sesam.ini: working folder missing or not writable."}},
	{Value: SSVVitaleOther, Meaning: text.Text{FR: "La carte Vitale lue n'est pas celle de la facture.", EN: "The Vitale card that was read is not that of the invoice."}},
	{Value: 65294, Meaning: text.Text{FR: "Code FF0E des versions courantes : vu sur le terrain, sa signification n'est dans aucune source publique.", EN: "Code FF0E of current releases: seen in the field, what it means is in no public source."}},
	{Value: SSVPINLost, Meaning: text.Text{FR: "Le lecteur a perdu le code porteur : le saisir de nouveau.", EN: "The reader lost the PIN: type it again."}},
	{Value: SSVWorkFiles, Meaning: text.Text{FR: "sesam.ini : fichiers de travail absents ou interdits en écriture.", EN: "sesam.ini: working files missing or not writable."}},
}
