package main

import "github.com/cpslab/cps/harness/card"

// frenchValue says what a value of a choice means, "" for one that says it
// itself.
func frenchValue(key, value string) string {
	if table, ok := factTables[key]; ok {
		label, _ := card.Label(table, value) // "" for a code that the table does not hold
		return label
	}
	if fr, ok := frenchFactValues[key+"="+value]; ok {
		return fr
	}
	return frenchFactValues[value]
}

// factTables are the code systems of the facts whose values are codes.
var factTables = map[string]string{"lgc.convention": "G101", "invoice.mode": "G17"}

// frenchFactValues are keyed by the value, or by "key=value" where one word means
// more than one thing.
var frenchFactValues = map[string]string{
	"test": "de test", "real": "réel", "billing": "facturation", "auth": "authentification",
	"liberal": "libéral", "salaried": "salarié", "card": "carte", "rpps+": "portail RPPS+", "ecps": "e-CPS",
	"first": "première carte", "reorder": "nouvelle commande", "other": "autre", "none": "aucun",
	"V3": "CPS3", "V3-contactless": "CPS3 sans contact", "V4": "CPS4",
	"present": "présent", "absent": "absent", "cps": "carte CPS", "vitale": "carte Vitale",
	"slot.cps=none": "aucune", "slot.other=none": "aucune",
	"lost": "perdue", "stolen": "volée", "damaged": "abîmée", "fault": "en panne", "found": "retrouvée",
	"user": "le porteur", "manager": "le gestionnaire",
	"listed": "carte dans la liste", "clear": "carte hors de la liste", "missing": "pas de liste",
	"ok": "en ordre", "stale": "périmé", "unreadable": "illisible", "older": "plus ancien que la carte",
	"select": "SELECT", "read": "lecture", "get": "GET DATA", "verify": "présentation d'un code", "sign": "signature", "update": "écriture",
	"batch":  "formatage d'un lot",
	"direct": "sur l'ordinateur", "hub": "par un concentrateur USB", "keyboard": "sur le clavier",
	"works": "fonctionne", "fails": "échoue", "no-card": "carte non vue",
	"windows": "Windows", "linux": "Linux", "macos": "macOS",
	"automatic": "automatique", "manual": "manuel", "stopped": "arrêté", "running": "en marche", "socket": "démarré à la demande",
	"serial": "port série", "absent-reader": "lecteur absent", "swapped": "fentes inversées", "no-mgc": "section MGC absente",
	"on": "actif", "off": "inactif", "agent": "l'agent attendu", "nobody": "personne", "ws.port=other": "un autre programme",
}
