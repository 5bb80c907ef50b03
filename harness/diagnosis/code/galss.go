package code

import "github.com/cpslab/cps/harness/card/text"

// Codes of GALSS (CryptolibCPS sources, gal_err.h): those of a run are one bit
// each, those of the configuration a range.
const (
	GALSSExclusive    = 0x0004
	GALSSSequence     = 0x0008
	GALSSAborted      = 0x0040
	GALSSTimeExceeded = 0x0100
	GALSSTransmission = 0x0200
	GALSSNoAnswer     = 0x0400
	GALSSOpen         = 0x0800
	GALSSResource     = 0x2000
	GALSSRunLast      = 0x4000
	GALSSConfigFirst  = 0x8001
	GALSSConfigLast   = 0x8014
)

// IsGALSS reports whether GALSS can return that value.
func IsGALSS(n int64) bool {
	if n >= GALSSConfigFirst && n <= GALSSConfigLast {
		return true
	}
	return n > 0 && n <= GALSSRunLast && n&(n-1) == 0
}

var galssCodes = [...]Code{
	// Of a run.
	{Value: 0x0001, Meaning: text.Text{FR: "Anomalie interne du GALSS.", EN: "Internal fault of GALSS."}},
	{Value: 0x0002, Meaning: text.Text{FR: "GALSS à court de sessions, d'exclusivités ou de mémoire.", EN: "GALSS is out of sessions, exclusive accesses or memory."}},
	{Value: GALSSExclusive, Quoted: "Pose d'exclusivité impossible: une autre application monopolise le canal", Meaning: text.Text{FR: "Un autre programme tient le lecteur.", EN: "Another program holds the reader."}},
	{Value: GALSSSequence, Meaning: text.Text{FR: "Commande hors séquence : le lecteur n'est pas réservé.", EN: "Command out of sequence: the reader is not reserved."}},
	{Value: 0x0010, Meaning: text.Text{FR: "Paramètre de mauvaise taille.", EN: "A parameter of a wrong size."}},
	{Value: 0x0020, Meaning: text.Text{FR: "Bloc ou contexte inexistant.", EN: "No such block or context."}},
	{Value: GALSSAborted, Meaning: text.Text{FR: "Abandon par le lecteur après une remise à zéro.", EN: "Abandoned by the reader after a reset."}},
	{Value: 0x0080, Meaning: text.Text{FR: "Abandon par le poste.", EN: "Abandoned by the workstation."}},
	{Value: GALSSTimeExceeded, Meaning: text.Text{FR: "Temps alloué dépassé.", EN: "Time allowed exceeded."}},
	{Value: GALSSTransmission, Meaning: text.Text{FR: "Défaut de transmission, ou ressource non accessible.", EN: "Transmission fault, or resource out of reach."}},
	{Value: GALSSNoAnswer, Quoted: "Absence de réponse du lecteur lors d'un échange", Meaning: text.Text{FR: "Le lecteur ne répond pas.", EN: "The reader does not answer."}},
	{Value: GALSSOpen, Meaning: text.Text{FR: "Session déjà ouverte par un autre programme.", EN: "Session already opened by another program."}},
	{Value: 0x1000, Meaning: text.Text{FR: "Exclusivité ou session inconnue.", EN: "Unknown exclusive access or session."}},
	{Value: GALSSResource, Meaning: text.Text{FR: "Ressource non déclarée dans la configuration.", EN: "Resource not declared in the configuration."}},
	{Value: 0x4000, Meaning: text.Text{FR: "Paramètre d'appel erroné.", EN: "Wrong call parameter."}},

	// Of the configuration.
	{Value: 0x8001, Meaning: text.Text{FR: "GALSS.INI introuvable ou abîmé.", EN: "GALSS.INI not found, or damaged."}},
	{Value: 0x8002, Meaning: text.Text{FR: "Serveur GALSS (GALSSSRV) introuvable.", EN: "GALSS server (GALSSSRV) not found."}},
	{Value: 0x8003, Meaning: text.Text{FR: "Table des ressources mal dimensionnée.", EN: "Table of resources of a wrong size."}},
	{Value: 0x8004, Meaning: text.Text{FR: "GALSS.INI : rubrique PROTOCOLE absente.", EN: "GALSS.INI: no PROTOCOLE key."}},
	{Value: 0x8005, Meaning: text.Text{FR: "GALSS.INI : protocole inconnu.", EN: "GALSS.INI: unknown protocol."}},
	{Value: 0x8006, Meaning: text.Text{FR: "GALSS.INI : la bibliothèque du protocole (NOMLIB) ne se charge pas.", EN: "GALSS.INI: the protocol's library (NOMLIB) cannot be loaded."}},
	{Value: 0x8007, Meaning: text.Text{FR: "GALSS.INI : rubrique INDEX ou TCANAL absente ou fausse.", EN: "GALSS.INI: INDEX or TCANAL key missing or wrong."}},
	{Value: 0x8008, Meaning: text.Text{FR: "GALSS.INI : rubrique CARACTERISTIQUES absente ou fausse.", EN: "GALSS.INI: CARACTERISTIQUES key missing or wrong."}},
	{Value: 0x8009, Meaning: text.Text{FR: "Initialisation du lecteur : fonction du protocole introuvable.", EN: "Start of the reader: function of the protocol not found."}},
	{Value: 0x800A, Meaning: text.Text{FR: "Initialisation du lecteur : le protocole rend une erreur.", EN: "Start of the reader: the protocol returns an error."}},
	{Value: 0x800B, Meaning: text.Text{FR: "Connexion au lecteur : fonction du protocole introuvable.", EN: "Connection to the reader: function of the protocol not found."}},
	{Value: 0x800C, Meaning: text.Text{FR: "Connexion au lecteur : le protocole rend une erreur.", EN: "Connection to the reader: the protocol returns an error."}},
	{Value: 0x800D, Meaning: text.Text{FR: "GALSS.INI : rubrique NBCANAUX absente.", EN: "GALSS.INI: no NBCANAUX key."}},
	{Value: 0x800E, Meaning: text.Text{FR: "Composants du GALSS de versions incompatibles.", EN: "GALSS components of incompatible versions."}},
	{Value: 0x800F, Meaning: text.Text{FR: "Numéro de lecteur (PAD) faux.", EN: "Wrong reader (PAD) number."}},
	{Value: 0x8010, Meaning: text.Text{FR: "Numéro de fente (LAD) faux.", EN: "Wrong slot (LAD) number."}},
	{Value: 0x8011, Meaning: text.Text{FR: "Nom de ressource ou d'alias faux.", EN: "Wrong resource or alias name."}},
	{Value: 0x8012, Meaning: text.Text{FR: "Déconnexion du lecteur : le protocole rend une erreur.", EN: "Disconnection of the reader: the protocol returns an error."}},
	{Value: 0x8013, Meaning: text.Text{FR: "Fin du protocole : une erreur est rendue.", EN: "End of the protocol: an error is returned."}},
	{Value: 0x8014, Meaning: text.Text{FR: "Fonctions d'un protocole introuvables.", EN: "Functions of a protocol not found."}},
}
