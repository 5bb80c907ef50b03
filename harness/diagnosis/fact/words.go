package fact

import (
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// Meaning says in French what a value of a choice means, "" for one that says
// nothing more.
func (k *Key) Meaning(value string) string {
	if words := k.words(value); len(words) > 0 {
		return words[0]
	}
	return ""
}

// words are the French words for a value of a choice: the one that is shown, then
// others that people use.
func (k *Key) words(value string) []string {
	if table := tableOf(k.Name); table != "" {
		if label, ok := card.Label(table, value); ok {
			return []string{label}
		}
		return nil
	}
	said := ""
	for i := range valueWords {
		w := &valueWords[i]
		if w.value == value && (w.key == k.Name || w.key == "" && said == "") {
			said = w.fr
			if w.key != "" {
				break
			}
		}
	}
	if said == "" {
		return nil
	}
	return strings.Split(said, "|")
}

// tableOf is the code system of a fact whose values are codes, "" for another.
func tableOf(name string) string {
	switch name {
	case "lgc.convention":
		return "G101"
	case "invoice.mode":
		return "G17"
	case "lgc.profession":
		return "G15"
	default:
		return ""
	}
}

// codeLabelled returns the code of a table that has this label, s itself where
// none has.
func codeLabelled(table, s string) string {
	for n := range 100 {
		code := string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
		if label, ok := card.Label(table, code); ok && agrees(squeezed(label), squeezed(s)) {
			return code
		}
	}
	return s
}

// valueWord gives the French of a value, for one fact or for all that have it: what
// is shown, then what else people write.
type valueWord struct{ key, value, fr string }

var valueWords = [...]valueWord{
	{"", "test", "de test"},
	{"", "real", "réel|réelle|vraie"},
	{"", "billing", "facturation|facturer"},
	{"", "auth", "authentification|authentication|connexion"},
	{"", "liberal", "libéral"},
	{"", "salaried", "salarié"},
	{"", "card", "carte"},
	{"", "rpps+", "portail RPPS+"},
	{"", "ecps", "e-CPS"},
	{"", "first", "première carte|première"},
	{"", "reorder", "nouvelle commande|recommande"},
	{"", "other", "autre"},
	{"", "none", "aucun"},
	{"", "V3", "CPS3|3"},
	{"", "V3-contactless", "CPS3 sans contact|V3 sans contact|CPS3 contactless|CPS3CL"},
	{"", "V4", "CPS4|4"},
	{"", "present", "présent|oui|yes"},
	{"", "absent", "absent|non|no"},
	{"card.atr", "none", "aucun|non|no|absent"},
	{"", "cps", "carte CPS"},
	{"", "vitale", "carte Vitale"},
	{"slot.cps", "none", "aucune|vide|empty"},
	{"slot.other", "none", "aucune|vide|empty"},
	{"", "lost", "perdue|perte"},
	{"", "stolen", "volée|vol"},
	{"", "damaged", "abîmée|endommagée"},
	{"", "fault", "en panne|panne|défectueuse"},
	{"", "found", "retrouvée"},
	{"", "user", "le porteur|porteur"},
	{"", "manager", "le gestionnaire|gestionnaire"},
	{"", "listed", "carte dans la liste|dans la liste"},
	{"", "clear", "carte hors de la liste|hors de la liste"},
	{"", "missing", "pas de liste"},
	{"", "ok", "en ordre"},
	{"", "stale", "périmé"},
	{"", "unreadable", "illisible"},
	{"", "older", "plus ancien que la carte|plus ancien"},
	{"", "select", "SELECT"},
	{"", "read", "lecture"},
	{"", "get", "GET DATA"},
	{"", "verify", "présentation d'un code|vérification"},
	{"", "sign", "signature"},
	{"", "update", "écriture"},
	{"", "batch", "formatage d'un lot|lot"},
	{"", "direct", "sur l'ordinateur|ordinateur"},
	{"", "hub", "par un concentrateur USB|concentrateur"},
	{"", "keyboard", "sur le clavier|clavier"},
	{"", "works", "fonctionne|oui|yes"},
	{"", "fails", "échoue|non|no"},
	{"", "no-card", "carte non vue"},
	{"", "windows", "Windows"},
	{"", "linux", "Linux"},
	{"", "macos", "macOS|mac|OS X"},
	{"", "automatic", "automatique"},
	{"", "manual", "manuel"},
	{"", "stopped", "arrêté"},
	{"", "running", "en marche"},
	{"", "socket", "démarré à la demande|à la demande"},
	{"", "serial", "port série|série"},
	{"", "absent-reader", "lecteur absent"},
	{"", "swapped", "fentes inversées|inversées"},
	{"", "no-mgc", "section MGC absente"},
	{"", "tables-path", "chemin des tables absent"},
	{"", "folder", "dossier absent"},
	{"", "architecture", "autre architecture"},
	{"", "unsure", "autre fichier peut-être lu"},
	{"", "foreign", "laissé par un autre logiciel"},
	{"", "unused", "fichier non employé"},
	{"", "evaluation", "en évaluation"},
	{"", "allowed", "permis|oui|yes"},
	{"", "blocked", "bloqué"},
	{"", "one", "un seul"},
	{"", "several", "plusieurs"},
	{"", "other-port", "autre port"},
	{"", "installed", "installé"},
	{"ws.rosetta", "agent", "absent et nécessaire à l'agent"},
	{"", "fsv", "FSV absent"},
	{"", "tables", "tables absentes"},
	{"", "incomplete", "tables incomplètes"},
	{"", "sesam-ini", "sesam.ini absent"},
	{"reader.virtual", "first", "devant la CPS"},
	{"", "system", "celui du système"},
	{"", "on", "actif|activé|oui|yes"},
	{"", "off", "inactif|désactivé|non|no"},
	{"pin.screen", "accepted", "accepté|oui|yes"},
	{"pin.screen", "wrong", "incorrect|faux|refusé"},
	{"pin.screen", "last", "il reste un essai|dernier essai"},
	{"pin.screen", "blocked", "carte bloquée (3 codes erronés)|carte bloquée|bloqué"},
	{"pin.screen", "dead", "carte définitivement bloquée|à remplacer"},
	{"reader.seen", "pcsc", "par le service PC/SC|PC/SC"},
	{"reader.seen", "usb", "sur le bus USB seulement|USB"},
	{"reader.seen", "none", "nulle part|non"},
	{"reader.holder", "power", "économie d'énergie USB|veille"},
	{"reader.holder", "kernel", "pilote du noyau|pn533"},
	{"reader.holder", "scdaemon", "scdaemon|GnuPG"},
	{"reader.mode", "pcsc", "PC/SC"},
	{"reader.mode", "pss", "PSS"},
	{"reader.mode", "tla", "TLA"},
	{"reader.mode", "galss", "GALSS"},
	{"signature.key", "signature", "clé de signature"},
	{"signature.key", "authentication", "clé d'authentification"},
	{"ecps.fault", "qr", "QR code périmé|QR code"},
	{"ecps.fault", "adeli", "ADELI sans carte|ADELI"},
	{"ecps.fault", "mail", "courriel bloqué|courriel"},
	{"ecps.fault", "battery", "économiseur de batterie|batterie"},
	{"vitale.app", "ready", "avec l'avenant 8|avenant 8"},
	{"vitale.app", "old", "sans l'avenant 8"},
	{"ws.context", "live", "vivant"},
	{"ws.context", "dead", "perdu"},
	{"ws.ksp", "refused", "refusé"},
	{"ws.ksp", "escape", "remis par le registre"},
	{"ws.installer", "done", "terminé"},
	{"ws.installer", "failed", "échec, 1603|1603"},
	{"ws.installer", "ghost", "produit inscrit et absent, 1605|1605"},
	{"ws.installer", "no-source", "source absente, 1612|1612"},
	{"ws.installer", "busy", "autre installation en cours, 1618|1618"},
	{"ws.installer", "other-version", "autre version en place, 1638|1638"},
	{"", "pkcs1", "PKCS#1 v1.5"},
	{"", "pss", "PSS"},
	{"", "structure", "la structure"},
	{"", "speciality", "la spécialité|specialite"},
	{"", "granted", "accordé|oui|yes"},
	{"", "refused", "refusé|non|no"},
	{"", "agent", "l'agent attendu"},
	{"", "nobody", "personne"},
	{"ws.port", "other", "un autre programme|autre"},
}
