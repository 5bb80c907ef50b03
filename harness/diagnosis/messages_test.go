package diagnosis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReproduce gives, for each query, the rules of the best answer in the
// order to check them.
func TestReproduce(t *testing.T) {
	t.Parallel()
	dam := []string{"CPS-DAM-003", "CPS-RDR-004", "CPS-VAL-009", "CPS-DAM-002", "CPS-VAL-001", "CPS-DAM-001", "CPS-DAM-004"}
	blocked := []string{"CPS-PIN-003", "CPS-PIN-005"}
	wrong := []string{"CPS-PIN-001", "CPS-PIN-002"}
	for _, v := range []struct {
		query string
		rules []string
	}{
		{"61444", dam},
		{"F004", dam},
		{"0xf004", dam},
		{"erreur SSV 61444 sur le poste 2", dam},
		{"Carte du Professionnel de Santé est non valide ou inexploitable par le Logiciel Lecteur. La CPS n'a pas de DAM (Domaine d'Assurance Maladie)", dam},
		{"la cps n'a pas de dam", dam},
		{"CARTE DU PROFESSIONNEL DE SANTE EST NON VALIDE", dam},
		{"carte du profesionnel de sante non valide ou inexploitable", dam},
		{"61441", []string{"CPS-RDR-003", "CPS-RDR-010"}},
		{"f003", []string{"CPS-PIN-001", "CPS-PIN-002", "CPS-PIN-003", "CPS-PIN-005"}},
		{"CKR_PIN_INCORRECT", wrong},
		{"pin_incorrect", wrong},
		{"C_Login failed: ckr_pin_locked (0xA4)", blocked},
		{"6983", blocked},
		{"69 83", blocked},
		{"63C2", wrong},
		{"63c1", wrong},
		{"63C0", blocked},
		{"0x80000001", []string{"CPS-UPD-001"}},
		{"incident lors de son actualisation", []string{"CPS-UPD-001"}},
		{"carte definitivement bloquee", []string{"CPS-PIN-005"}},
		{"- non autorisé à signer les lots", []string{"CPS-SIGN-002", "CPS-SIGN-003"}},
		{"Identifiant RPPS non reconnu", []string{"CPS-NET-001", "CPS-ID-003", "CPS-ID-001"}},
		{"Code porteur (reste 2 tentative(s)) :", []string{"CPS-PIN-002"}},
		{"la carte dans le lecteur n'est pas une carte PS", []string{"CPS-RDR-006", "CPS-ID-015", "CPS-RDR-005"}},
		{"61478", []string{"CPS-TYPE-007", "CPS-SIGN-005"}},
		{"pas de dam", dam},
		{"6A82", []string{"CPS-DAM-001", "CPS-CERT-009"}},
		{"9804", []string{"CPS-PIN-001", "CPS-DAM-005", "CPS-PIN-014"}},
		{"9808", []string{"CPS-PIN-014"}},
		{"62992", []string{"CPS-WS-015"}},
		{"F66F", []string{"CPS-WS-015"}},
		{"63000", []string{"CPS-WS-015"}},
		{"63104", []string{"CPS-WS-015"}},
		{"63218", []string{"CPS-WS-015"}},
		{"61696", []string{"CPS-RDR-012", "CPS-SIGN-006"}},
		{"61697", []string{"CPS-RDR-013", "CPS-WS-013"}},
		{"61460", []string{"CPS-RDR-011"}},
		{"4", []string{"CPS-WS-017"}},
		{"erreur galss 8", []string{"CPS-WS-017"}},
		{"512", []string{"CPS-RDR-014", "CPS-RDR-002", "CPS-SIGN-006"}},
		{"1024", []string{"CPS-RDR-002"}},
		{"0400", []string{"CPS-RDR-002"}},
		{"2000", []string{"CPS-RDR-013", "CPS-WS-013"}},
		{"8192", []string{"CPS-RDR-013", "CPS-WS-013"}},
		{"8001", []string{"CPS-WS-012"}},
		{"800Eh", []string{"CPS-WS-012"}},
		{"32788", []string{"CPS-WS-012"}},
		{"CKR_USER_PIN_NOT_INITIALIZED", []string{"CPS-PIN-011", "CPS-RDR-007"}},
		{"ckr_function_canceled", []string{"CPS-PIN-012"}},
		{"utilisateur non authentifie", []string{"CPS-DAM-005", "CPS-PIN-001"}},
		{"compte amelipro bloque", []string{"CPS-NET-005"}},
		{"lecture lente : propagation de certificats", []string{"CPS-WS-010"}},
	} {
		t.Run(v.query, func(t *testing.T) {
			t.Parallel()
			found := Reproduce(v.query)
			if len(found) == 0 {
				t.Fatal("no answer")
			}
			if diff := cmp.Diff(v.rules, found[0].Message.Rules); diff != "" {
				t.Errorf("rules of %q (-want +got):\n%s", found[0].Message.Text, diff)
			}
		})
	}
}

func TestReproduceUnknown(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"", "  ", "…", "carte", "le", "12345", "FFFF", "6A", "bonjour tout le monde", "imprimante hors ligne", "63105", "62991", "63088", "8015", "3", "reste 4 essais", strings.Repeat("a ", 1<<16), strings.Repeat("é", 1<<16), "\xff\xfe", "63CG"} {
		if found := Reproduce(query); len(found) != 0 {
			t.Errorf("%.20q answered by %q", query, found[0].Message.Text)
		}
	}
}

// The DAM message has causes that no preset can show, and says so.
func TestDAMMessageNamesWhatIsQuotedOnly(t *testing.T) {
	t.Parallel()
	m := Reproduce("61444")[0].Message
	if m.Hex() != "F004" {
		t.Errorf("61444 is %s in hexadecimal, want F004", m.Hex())
	}
	if diff := cmp.Diff([]string{"mute", "cps3-expired", "cps3-missing-dam"}, m.Presets); diff != "" {
		t.Errorf("presets (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Text{quotedSSV, quotedReader, quotedCryptolib, quotedIssuer}, m.QuotedOnly); diff != "" {
		t.Errorf("quoted only (-want +got):\n%s", diff)
	}
}

// Every message leads somewhere: to rules that exist, or to a cause in words.
func TestMessagesAreWhole(t *testing.T) {
	t.Parallel()
	for _, m := range Messages() {
		if m.Code == 0 && m.Text == "" {
			t.Errorf("%+v has neither code nor text", m)
		}
		if len(m.Rules) == 0 && len(m.QuotedOnly) == 0 {
			t.Errorf("%s %s %q leads nowhere", m.Kind, m.Hex(), m.Text)
		}
		for _, id := range m.Rules {
			rule(t, id)
		}
	}
}

// A message that a rule quotes finds that rule.
func TestQuotedRulesAreReproducible(t *testing.T) {
	t.Parallel()
	for _, r := range Rules() {
		if r.Origin != FieldText {
			continue
		}
		ok := false
		for _, m := range Reproduce(r.Pattern("fr")) {
			for _, id := range m.Message.Rules {
				ok = ok || id == r.ID
			}
		}
		if !ok {
			t.Errorf("%s: its own text %q does not lead to it", r.ID, r.Pattern("fr"))
		}
	}
}

// A code that nobody knows can still be shown, in both writings.
func TestCodeReadings(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"61999":       {"61999 (F22F)"},
		"0xF22F":      {"61999 (F22F)"},
		"erreur 8015": {"8015 (1F4F)", "32789 (8015)"},
		"63 C2":       {"25538 (63C2)"},
		"7":           {"7 (7)"},
		"bonjour":     nil,
	} {
		if diff := cmp.Diff(want, CodeReadings(query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}
