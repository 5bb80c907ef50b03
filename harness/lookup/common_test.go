package lookup

import (
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// What works at times is no card that is missing or unknown: in every way of saying it, with
// or without a card or a reader, its causes come first; and it is heard.
func TestWhatComesAndGoes(t *testing.T) {
	t.Parallel()
	causesOfIt := []string{"CPS-RDR-015", "CPS-RDR-018", "CPS-WS-017"}
	for _, query := range []string{
		"ça marche un coup sur deux", "ca marche 1 fois sur 3", "une fois sur deux la carte n'est pas lue", "la carte passe une fois sur cinq",
		"le lecteur marche un jour sur deux", "de temps en temps la carte n'est pas lue", "parfois ça marche parfois non", "intermittent",
		"PARFOIS CARTE ABSENTE", "lecture aléatoire", "ca marche quand ca veut", "cps lue par moments", "il faut s'y reprendre à plusieurs fois pour lire la carte",
		"works every other time", "the card is read one time out of three", "sometimes the reader is not found", "the reader comes and goes", "panne intermitente du lecteur",
		"ni la CPS ni la Vitale ne passent une fois sur deux",
	} {
		got := causes(query)
		if first := got[:min(3, len(got))]; !slices.ContainsFunc(first, func(id string) bool { return slices.Contains(causesOfIt, id) }) || slices.Contains(first, "CPS-RDR-003") || slices.Contains(first, "CPS-RDR-006") {
			t.Errorf("%q: %v", query, got)
		}
		if !Intermittent(query) {
			t.Errorf("%q is not heard to come and go", query)
		}
	}
	for query, want := range map[string]string{
		"le code PIN est refusé une fois sur deux":                 "CPS-PIN-001", // of which it is not known to
		"la carte Vitale n'est pas lue parfois":                    "CPS-RDR-011",
		"une fois sur deux Pro Santé Connect ne voit pas la carte": "CPS-NET-003",
		"un lecteur sur deux postes n'est pas reconnu":             "CPS-RDR-001",
		"la carte n'est pas lue":                                   "CPS-RDR-003",
	} {
		got := causes(query)
		if !slices.Contains(got[:min(3, len(got))], want) {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
		if Intermittent(query) {
			t.Errorf("%q is heard to say that the reader comes and goes", query)
		}
	}
}

// What two cards have in common is what reads them: the reader, its service, its driver.
func TestBothCardsLeadToWhatReadsThem(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"depuis Windows 11 plus rien ne marche, carte CPS + vitale", "carte CPS / carte Vitale : plus rien", "ni la vitale ni la cps ne passent", "CPS et Vitale pas lues",
		"aucune des deux cartes n'est lue", "toutes les cartes sont refusées par le lecteur", "neither card is read", "la Vitale et ma CPS ne sont plus lues depuis la mise à jour",
		"cps vitale marche plus", "impossible de lire la CPS ou la Vitale",
	} {
		got := causes(query)
		first := strings.Join(got[:min(3, len(got))], " ")
		if !strings.Contains(first, "CPS-RDR-001") || !strings.Contains(first, "CPS-WS-008") {
			t.Errorf("%q: %v", query, got)
		}
	}
	for query, want := range map[string]string{
		"la CPS et la Vitale sont inversées": "CPS-RDR-005", "la CPS est lue mais pas la Vitale": "CPS-RDR-011", "la Vitale passe, pas la CPS": "CPS-RDR-003",
		"les 2 cartes : l'une est une carte de test, l'autre une carte réelle": "CPS-TYPE-007",
	} {
		if got := causes(query); !slices.Contains(got[:min(3, len(got))], want) {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
	}
}

// What stands behind "but" is the trouble where what stands before is fine.
func TestWhatStandsBehindBut(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"LE LECTEUR EST ALLUME MAIS L'ORDI LE VOIT PAS":                 "CPS-RDR-001",
		"j'ai reçu ma nouvelle carte mais pas le code":                  "CPS-PIN-010",
		"le lecteur vitale marche mais pas la carte du médecin":         "CPS-RDR-003",
		"la carte du médecin n'est plus lue":                            "CPS-RDR-003", // by a secretary: nobody lent it
		"la secrétaire utilise la carte du médecin":                     "CPS-ACT-008",
		"the reader is plugged in but the computer does not see it":     "CPS-RDR-001",
		"le site dit que la connexion n'est pas privée, c'est amelipro": "CPS-CERT-007",
		"ca fait 3 semaines que j'attends ma carte":                     "CPS-VAL-011",
		"depuis la mise à jour tout est cassé":                          "CPS-WS-006",
		"plus rien depuis la mise à jour":                               "CPS-WS-006",
		"j'ai tapé un code à 3 chiffres":                                "CPS-PIN-006",
	} {
		if got := causes(query); !slices.Contains(got[:min(3, len(got))], want) {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
	}
}

// Where to begin is at rules that stand, each once, the reader before the card.
func TestFirstRules(t *testing.T) {
	t.Parallel()
	first := FirstRules()
	if len(first) == 0 || first[0] != rule.RDR001 || len(slices.Compact(slices.Sorted(slices.Values(first)))) != len(first) {
		t.Errorf("%v", first)
	}
}
