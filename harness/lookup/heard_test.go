package lookup

import (
	"slices"
	"strings"
	"testing"
)

// causes are the rules of the answers to a query, in order, each once.
func causes(query string) []string { return causesOf(Find(query)) }

func causesOf(found []Match) (ids []string) {
	for _, m := range found {
		for _, id := range m.Message.Rules {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Every thing, named in each of the ways that people name it, with every trouble,
// worded in each of its ways, leads to its first cause among the first three; and a
// word added or a word for another never leads to another thing.
func TestWordsForOneAnotherLeadToOneCause(t *testing.T) {
	t.Parallel()
	said := 0
	for of, rules := range heardRules() {
		if of.trouble == noTrouble {
			continue
		}
		want := ids(rules...)
		var names, wordings []string
		for _, w := range thingWords {
			if w.thing == of.thing {
				names = w.names
			}
		}
		for _, w := range troubleWords {
			if w.trouble == of.trouble {
				wordings = w.words
				for _, word := range w.denied {
					wordings = append(slices.Clone(wordings), "pas "+word)
				}
			}
		}
		for _, name := range names[:min(len(names), 1)] {
			name = strings.TrimSuffix(name, "*")
			for i, word := range wordings {
				word = strings.TrimSuffix(word, "*")
				if i%3 != 0 || strings.Contains(word, name) {
					continue // the trouble names the thing already
				}
				for _, query := range []string{name + " " + word, "Bonjour, ce matin " + name + " " + word + " au cabinet, merci"}[i/3%2 : i/3%2+1] {
					if got := hear(strings.Fields(query)); got != of {
						continue // the words name another thing too: "carte" in "changement de carte"
					}
					said++
					found := Find(query)
					if len(found) > 0 && found[0].Score >= scoreFew {
						continue // the very words of a message
					}
					first := causesOf(found)
					if !slices.ContainsFunc(first[:min(3, len(first))], func(id string) bool { return slices.Contains(want, id) }) {
						t.Errorf("%q: %v, want one of %v among the first three", query, first[:min(5, len(first))], want)
					}
				}
			}
		}
	}
	if said < 120 {
		t.Errorf("%d queries only", said)
	}
}

// The words of other programs for a fault that the catalogue has.
func TestTheThingNamedDecides(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"carte verrouillée": "CPS-PIN-003", "la CPS est verrouillée": "CPS-PIN-003", "verrouillée": "CPS-PIN-003", "card locked": "CPS-PIN-003",
		"Code de sécurité invalide": "CPS-PIN-001", "code invalide": "CPS-PIN-001", "code incorrect": "CPS-PIN-001", "code PIN refusé": "CPS-PIN-001",
		"Session CPS invalide": "CPS-RDR-008", "session expirée": "CPS-RDR-008",
		"Impossible de lire le certificat CPS": "CPS-CERT-009", "certificat CPS introuvable": "CPS-CERT-009", "aucun certificat sur la carte": "CPS-CERT-009", "certificat illisible": "CPS-CERT-009",
		"Carte CPS retirée du lecteur": "CPS-RDR-008", "La CPS a été retirée": "CPS-RDR-008", "carte retirée": "CPS-RDR-008",
		"Un changement de carte a détecté": "CPS-RDR-009", "la carte a changé": "CPS-RDR-009",
		"Problème d'initialisation de la Cryptolib CPS": "CPS-WS-001", "Cryptolib ne démarre pas": "CPS-WS-001",
		"libcps3_pkcs11_lux.so: cannot open shared object file": "CPS-WS-001", "cps3_pkcs11_w64.dll introuvable": "CPS-WS-001",
		"lecteur se déconnecte": "CPS-RDR-015", "Erreur de communication avec le lecteur": "CPS-RDR-002", "code porteur redemandé": "CPS-SIGN-006",
		"Impossible de lire la carte Vitale": "CPS-RDR-011", "Carte Vitale non détectée": "CPS-RDR-011", "vitale absente": "CPS-RDR-011", "la carte vitale est retirée": "CPS-RDR-011",
		"Lecteurs de cartes introuvables": "CPS-RDR-001", "lecteur absent": "CPS-RDR-001", "aucun lecteur": "CPS-RDR-001",
		"carte V4 pas reconnue depuis juillet": "CPS-WS-003", "le lecteur clignote et rien": "CPS-RDR-002",
		"extension navigateur absente": "CPS-NET-003", "module PKCS11 Firefox": "CPS-NET-003",
	} {
		ids := causes(query)
		if !slices.Contains(ids[:min(3, len(ids))], want) {
			t.Errorf("%q: %v, want %s among the first three", query, ids[:min(5, len(ids))], want)
		}
	}
	for query, never := range map[string]string{
		"Impossible de lire la carte Vitale": "CPS-RDR-003", "Carte Vitale non détectée": "CPS-RDR-003", "Session CPS invalide": "CPS-VAL-001",
		"Code de sécurité invalide": "CPS-VAL-001", "Impossible de lire le certificat CPS": "CPS-RDR-003", "La CPS a été retirée": "CPS-RDR-011",
	} {
		if ids := causes(query); slices.Contains(ids[:min(3, len(ids))], never) {
			t.Errorf("%q: %v names %s", query, ids, never)
		}
	}
}

// A number is a code where the text gives it as a result, and only of the program
// that it is about; whatever else stands in a line of a log is none.
func TestNumbersOfLogsAreNoCodes(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"00000064 winscard_svc.c:335:ContextThread() Rejected unauthorized PC/SC client",
		"00000512 hotplug_libudev.c:300:get_driver() Looking for a driver for VID: 0x08E6, PID: 0x3437, path: /dev/bus/usb/001/004",
		"hotplug_libudev.c:300:get_driver() Looking for a driver for VID: 0x0B00, PID: 0x0090, path: /dev/bus/usb/001/004",
		"Bus 001 Device 004: ID 0b00:0090 INGENICO Lecteur SESAM VITALE",
		"SCardListReaders failed, error 1",
		"pcscd[2048]: started at 10:24:00", "le 12/03/2024 à 08:00", "192.168.1.4:1024 ne répond pas",
		"C_GetSlotList(1, 0x7ffe8d2c1000, 64) called",
	} {
		for _, m := range Find(query) {
			if m.Code != 0 && m.Sure() {
				t.Errorf("%q is answered by %s %s", query, m.Message.Kind, m.Hex())
			}
		}
	}
	for query, want := range map[string]string{
		"C_OpenSession(slot, 0x00000004, 0, 0, &session) returned 0xe1":            "CKR_TOKEN_NOT_RECOGNIZED",
		"C_OpenSession(slot, 0x00000004, 0, 0, &session) returned 0xe0":            "CKR_TOKEN_NOT_PRESENT",
		"00000012 winscard.c:1622:SCardTransmit() Card not transacted: 0x80100016": "SCARD_E_NOT_TRANSACTED",
		"SCardConnect(ctx, \"Reader 00\", 2, 3, &card, &protocol) rv=0x80100069":   "SCARD_W_REMOVED_CARD",
		"0x8010006A": "SCARD_W_SECURITY_VIOLATION", "SCARD_W_RESET_CARD": "SCARD_W_RESET_CARD",
		"Failure to list readers: Service not available.": "SCARD_E_NO_SERVICE",
	} {
		found := Find(query)
		if len(found) == 0 || found[0].Message.Name != want || !found[0].Sure() {
			t.Errorf("%q: %d answers, want %s first", query, len(found), want)
		}
	}
	for _, query := range []string{"erreur 99999999999999999999 code 18446744073709551616", "exit code 77777", "code 0xFFFFFFFFFFFFFFFFFFFF"} {
		if ids := causes(query); slices.Contains(ids, "CPS-PIN-001") {
			t.Errorf("%q: %v, a number is no PIN", query, ids)
		}
	}
	for _, query := range []string{"erreur 4", "error 64", "code 8"} {
		if found := Find(query); len(found) > 0 && found[0].Sure() {
			t.Errorf("%q is sure", query)
		}
	}
}

// Every result of PC/SC is answered by its name and by its value, and by what
// programs print for it.
func TestEveryPCSCResultIsAnswered(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"SCARD_E_CANT_DISPOSE", "0x80100072", "-2146435026", "SCardTransmit failed: Sharing violation. (0x8010000B)"} {
		if found := Find(query); len(found) == 0 || found[0].Message.Kind != KindPCSC {
			t.Errorf("%q: %d answers", query, len(found))
		}
	}
}
