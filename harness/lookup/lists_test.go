package lookup

import (
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
)

// Every list says where it is taken from and what it lacks, is of a kind, and each of
// its groups leads somewhere.
func TestLists(t *testing.T) {
	t.Parallel()
	entries, err := listFiles.ReadDir("lists")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := listFiles.ReadFile("lists/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if said := string(b); !strings.HasPrefix(said, "# Source: ") || !strings.Contains(said, "\n# Lacks: ") {
			t.Errorf("%s does not say its source and what it lacks", e.Name())
		}
		if listKinds()[e.Name()] == "" {
			t.Errorf("%s is of no kind", e.Name())
		}
	}
	used := map[*group]bool{}
	for i, m := range lists().messages {
		used[lists().groups[i]] = true
		if m.Meaning.FR == "" || m.Meaning.EN == "" || len(m.QuotedOnly) == 0 {
			t.Errorf("%s %q: nothing is said of it", m.Kind, m.Texts[0])
		}
	}
	for key, g := range groups() {
		if !used[g] && key != "mica" {
			t.Errorf("group %s has no text", key)
		}
	}
	if n := len(lists().texts); n < 1400 {
		t.Errorf("%d texts", n)
	}
}

// A text of a list leads to its causes as it stands, in capitals, amid a line of a
// log with other numbers, and behind what another program says before it; and only a
// text that tells enough is sure.
func TestTextsOfListsAreFound(t *testing.T) {
	t.Parallel()
	l := lists()
	for i := range l.texts {
		want := &l.texts[i]
		g := l.groups[want.message]
		if len(g.rules) == 0 || strings.Contains(want.text, "CKR_") || want.words < leastWithin && !want.name {
			continue
		}
		said := strings.ReplaceAll(want.text, "…", "7")
		for nth, query := range []string{said, strings.ToUpper(said), "10:24:00 service[2048] line 12, 3 of 9: " + said} {
			q := newQuestion(query, text.Words(query))
			if !slices.ContainsFunc(l.found(&q), func(m Match) bool { return slices.Contains(m.Message.Texts, want.text) }) {
				t.Errorf("%q does not hold %q", query, want.text)
			}
			if i%30 != 10*nth {
				continue // the work of a whole search grows with the list
			}
			ids := causes(query)
			if nth == 2 && !slices.Contains(ids, g.rules[0].ID()) || nth < 2 && !slices.Contains(ids[:min(3, len(ids))], g.rules[0].ID()) {
				t.Errorf("%q: %v, want %s", query, ids[:min(5, len(ids))], g.rules[0].ID())
			}
		}
	}
	for query, sure := range map[string]bool{
		"Transmit failed": true, "le transfert de fichier failed": false, "Syntax error": false, "sslv3 alert handshake failure": false,
		"SEC_ERROR_UNKNOWN_ISSUER": true, "Unknown error": false, "malloc failed": false,
	} {
		found := Find(query)
		if got := len(found) > 0 && found[0].Sure(); got != sure {
			t.Errorf("%q: sure is %t", query, got)
		}
	}
}

// Where a line holds the texts of two programs, the last names the cause.
func TestTheLastTextNamesTheCause(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"pkcs15-tool: PKCS#15 binding failed: Transmit failed":                       "CPS-RDR-002",
		"pkcs15-tool: PKCS#15 binding failed: Unsupported card":                      "CPS-RDR-006",
		"Failed to connect to card: Card not present":                                "CPS-RDR-003",
		"curl: (60) SSL certificate problem: unable to get local issuer certificate": "CPS-CERT-007",
	} {
		if ids := causes(query); len(ids) == 0 || ids[0] != want {
			t.Errorf("%q: %v, want %s first", query, ids, want)
		}
	}
}

// A code of Windows Installer is one where the text speaks of an installation, and a
// number like any other elsewhere.
func TestCodesOfTheInstaller(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"msiexec 1605", "erreur 1603 à l'installation de la Cryptolib", "L'installation a échoué avec le code de sortie 1638", "Cryptolib setup exited with code 1618"} {
		if found := Find(query); len(found) == 0 || found[0].Message.Kind != KindInstaller || found[0].Code == 0 {
			t.Errorf("%q is no code of the installer", query)
		}
	}
	for _, query := range []string{"1603", "le 1603 rue de la Paix", "SSV 1603", "erreur 61444 après l'installation de la Cryptolib"} {
		if found := Find(query); len(found) > 0 && found[0].Message.Kind == KindInstaller {
			t.Errorf("%q is taken for a code of the installer", query)
		}
	}
}

// What happens to a thing is heard in other words than those of the tables, with the
// place, the software and the day around them.
func TestHeardAmidOtherWords(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]spoken{
		"le lecteur du cabinet n'est plus détecté par le poste":   {theReader, absent},
		"ma CPS n'est pas lue par le logiciel de facturation":     {theCard, unreadable},
		"Veuillez insérer votre CPS dans le lecteur":              {theCard, absent},
		"sur mac la carte n'est plus reconnue":                    {theMac, unrecognised},
		"mon code PIN est bloqué sur mon mac":                     {thePIN, locked},
		"application carte Vitale non reconnue":                   {theApp, unrecognised},
		"depuis la mise à jour de Windows je ne peux plus signer": {theWindows, afterUpdate},
		"le port 1234 est déjà utilisé par un autre programme":    {theAgent, busy},
		"la carte n'est pas vue en bureau à distance":             {theRemote, absent},
		"mon lecteur TLA ne sera plus supporté":                   {theReader, obsolete},
		// Both cards: what reads them. One of them: not the one that works.
		"cps et vitale pas lues":            {theBothCards, unreadable},
		"les 2 cartes sont pas lues":        {theBothCards, unreadable},
		"vitale et cps inversées":           {theVitale, swapped},
		"la Vitale passe mais pas la CPS":   {theCard, unreadable},
		"la CPS est lue mais pas la Vitale": {theVitale, unreadable},
		// A card that has come, and what it does not do.
		"on a reçu la nouvelle carte V4 et le logiciel ne la lit pas": {theNewCard, unreadable},
		"carte reçue hier, pas lue":                                   {theCard, unreadable},
		"je n'ai pas reçu ma carte CPS":                               {theCard, notReceived},
	} {
		if got := hear(text.Words(query)); got != want {
			t.Errorf("%q: heard %v, want %v", query, got, want)
		}
	}
}
