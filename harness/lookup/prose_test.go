package lookup

import (
	"slices"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
)

// What names no thing and trouble with known causes is answered by what the rules say,
// and never with certainty.
func TestWhatTheRulesSayAnswersTheRest(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"commandée pour l'accès seul, il faudrait la délégation de l'employeur":                              "CPS-TYPE-004",
		"the law renews it by itself for directors, but I am a trainee":                                      "CPS-VAL-008",
		"the card is read well, and the dictionary of the software is older than the code that the card has": "CPS-CONV-002",
	} {
		q := newQuestion(query, joined(text.Words(query)))
		got := ids(q.byProse(nil)...)
		if !slices.Contains(got, want) || len(got) > proseRules {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
		for _, m := range Find(query) {
			if m.Sure() {
				t.Errorf("%q: %v is sure", query, m.Message.Rules)
			}
		}
	}
}

// Sentences about something else lead to no rule, and one word is no sentence.
func TestOtherSentencesAreNotAnswered(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"recette de la tarte aux pommes", "l'imprimante ne sort plus de feuille", "le logiciel plante quand j'ouvre l'agenda",
		"je n'ai plus internet au cabinet", "impossible d'ouvrir un document pdf", "the printer is out of paper",
		"il faut changer le toner de la photocopieuse", "quel temps fait il a paris demain", "dictionnaire",
	} {
		if query == "dictionnaire" {
			q := newQuestion(query, text.Words(query))
			if got := q.byProse(nil); got != nil {
				t.Errorf("%q: %v", query, ids(got...))
			}
			continue
		}
		if got := causes(query); got != nil {
			t.Errorf("%q: %v", query, got)
		}
	}
}

// Letters of an acronym that stand one by one are that acronym, and no others are.
func TestSpelledOutAcronyms(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"ma C.P.S. illisible": {"ma", "cps", "illisible"}, "F S E": {"fse"}, "le r p p s faux": {"le", "rpps", "faux"},
		"c p s d a m": {"cps", "dam"}, "a b c": {"a", "b", "c"}, "c p": {"c", "p"}, "l e cps": {"l", "e", "cps"}, "x c p s": {"x", "cps"}, "p i n 1": {"pin", "1"},
	} {
		if got := joined(text.Words(query)); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}

// Of the causes of a code the one comes first that the words beside it speak of; the
// others keep their order, and a code alone has the order of its table.
func TestWordsBesideACodeOrderItsCauses(t *testing.T) {
	t.Parallel()
	alone := causes("61444")
	for query, want := range map[string]string{
		"61444": alone[0], "61444 avec une carte V4": "CPS-DAM-002", "61444 Cryptolib 5.1.10": "CPS-DAM-002",
		"erreur 61444 carte expirée": "CPS-VAL-001", "61444 horloge du lecteur": "CPS-VAL-009",
	} {
		found := Find(query)
		if len(found) == 0 || found[0].Message.Rules[0] != want || !found[0].Sure() {
			t.Errorf("%q: %v, want %s first", query, causesOf(found), want)
		}
		got := slices.DeleteFunc(slices.Clone(found[0].Message.Rules), func(id string) bool { return id == want })
		rest := slices.DeleteFunc(slices.Clone(alone[:len(found[0].Message.Rules)]), func(id string) bool { return id == want })
		if query != "61444 horloge du lecteur" && !slices.Equal(got, rest) {
			t.Errorf("%q: %v behind the first, want %v", query, got, rest)
		}
	}
}

// A person, a letter, a menu or the claims that do not leave decide only where nothing
// more particular is named.
func TestWhatIsNamedInPassing(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"les factures restent bloquées":                                     "CPS-SIGN-001",
		"impossible de faire une FSE, carte non reconnue":                   "CPS-RDR-006",
		"ma collègue dit que le lecteur est éteint":                         "CPS-RDR-002",
		"mon associé a facturé avec ma carte":                               "CPS-ACT-008",
		"le courrier n'est jamais arrivé":                                   "CPS-PIN-010",
		"courrier reçu mais la carte est muette":                            "CPS-RDR-004",
		"la carte est lue sur l'autre poste, pas sur le mien":               "CPS-WS-001",
		"je n'arrive pas à lire la carte":                                   "CPS-RDR-003",
		"la carte de la patiente est illisible":                             "CPS-RDR-011",
		"cryptolib installée, la nouvelle carte est illisible":              "CPS-WS-003",
		"le gestionnaire ne s'ouvre pas":                                    "CPS-WS-001",
		"le gestionnaire dit carte expirée":                                 "CPS-VAL-001",
		"windows 10 n'est plus supporté":                                    "CPS-WS-033",
		"je facture avec mon e-CPS":                                         "CPS-TYPE-010",
		"tiers payant bloqué car ma spécialité a changé":                    "CPS-CONV-004",
		"la veille tout marchait, ce matin le lecteur ne répond plus":       "CPS-RDR-002",
		"après la veille le lecteur ne répond plus":                         "CPS-RDR-018",
		"la carte de la secrétaire a été perdue":                            "CPS-OPP-005",
		"notre CPE est sans nom et le DMP la refuse":                        "CPS-TYPE-006",
		"signature refusée, faite avec la clé d'authentification de la CPS": "CPS-SIGN-010",
	} {
		got := causes(query)
		if !slices.Contains(got[:min(3, len(got))], want) {
			t.Errorf("%q: %v, want %s among the first three", query, got[:min(5, len(got))], want)
		}
	}
}
