package lookup

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/code"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// TestReproduce gives, for each query, the rules of the best answer in the
// order to check them.
func TestReproduce(t *testing.T) {
	t.Parallel()
	dam := []string{"CPS-DAM-003", "CPS-RDR-004", "CPS-VAL-009", "CPS-DAM-002", "CPS-VAL-001", "CPS-DAM-001", "CPS-DAM-004"}
	blocked := []string{"CPS-PIN-003", "CPS-PIN-005"}
	wrong := []string{"CPS-PIN-001", "CPS-PIN-002"}
	unread := []string{"CPS-RDR-003", "CPS-RDR-004", "CPS-RDR-006", "CPS-RDR-005", "CPS-RDR-001", "CPS-RDR-002", "CPS-RDR-007"}
	ending := []string{"CPS-VAL-007", "CPS-VAL-006", "CPS-VAL-005", "CPS-VAL-008"}
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
		{"61 444", dam},
		{"61.444", dam},
		{"f004h", dam},
		{"SSV61444", dam},
		{"n° 61444", dam},
		{"-61444", dam},
		{"no DAM", dam},
		{"the card has no DAM", dam},
		{"Erreur 61444 : La carte Vitale est absente.", dam},
		{"SW=6983", blocked},
		{"SW1=69 SW2=83", blocked},
		{"<- 69 83", blocked},
		{"27011", blocked},
		{"la carte répond 6983 au VERIFY après le bon code", blocked},
		{"pin locked", blocked},
		{"CKR PIN LOCKED", blocked},
		{"0x000000A4", blocked},
		{"code A4", blocked},
		{"164", blocked},
		{"ckr 160", wrong},
		{"-2147483647", []string{"CPS-UPD-001"}},
		{"0x8010002E", []string{"CPS-RDR-001"}},
		{"-2146435026", []string{"CPS-RDR-001"}},
		{"scard_w_unresponsive_card", []string{"CPS-RDR-004"}},
		{"CKR 0x100", []string{"CPS-WS-017"}},
		{"GALSS 0100", []string{"CPS-RDR-002"}},
		{"carte muette", []string{"CPS-RDR-004"}},
		{"Mute card", []string{"CPS-RDR-004"}},
		{"carte a l'envers", []string{"CPS-RDR-004"}},
		{"Carte expirée", []string{"CPS-VAL-001"}},
		{"carte expiree", []string{"CPS-VAL-001"}},
		{"card expired", []string{"CPS-VAL-001"}},
		{"dernier essai", []string{"CPS-PIN-002"}},
		{"last PIN try", []string{"CPS-PIN-002"}},
		{"code oublié", []string{"CPS-PIN-010"}},
		{"CPS-DAM-001", []string{"CPS-DAM-001"}},
		{"val 9", []string{"CPS-VAL-009"}},
		{"opposition", []string{"CPS-OPP-001"}},
		{"votre carte est expiree", []string{"CPS-VAL-001"}},
		{"ma carte est périmée", []string{"CPS-VAL-001"}},
		{"votre carte n'est pas lue", unread},
		{"la carte n'est pas lue", unread},
		{"le lecteur ne lit pas ma carte", unread},
		{"le lecteur ne voit pas la carte", unread},
		{"carte pas reconnue par le lecteur", unread},
		{"the card is not read", unread},
		{"cps non reconnue", []string{"CPS-RDR-006"}},
		{"ma cps n'est pas reconnue", []string{"CPS-RDR-006"}},
		{"card is not recognized", []string{"CPS-RDR-006"}},
		{"le lecteur n'est pas reconnu", []string{"CPS-RDR-001"}},
		{"la carte expire bientot", ending},
		{"ma carte expire dans 10 jours", ending},
		{"my card expires soon", ending},
		{"pas autorisé fse", []string{"CPS-SIGN-001", "CPS-SIGN-003"}},
		{"pas autorisé lots", []string{"CPS-SIGN-002", "CPS-SIGN-003"}},
		{"on m'a volé ma carte", []string{"CPS-OPP-004"}},
		{"j'ai oublié mon code", []string{"CPS-PIN-010"}},
		{"pas reçu ma carte", []string{"CPS-VAL-011"}},
		{"carte vitale non lue", []string{"CPS-RDR-011"}},
		{"pas de facturation sur la carte", []string{"CPS-DAM-001"}},
		{"DAM absent", dam},
		{"ma carte est bloquée", blocked},
		{"mauvais code pin", []string{"CPS-PIN-001"}},
		{"mon code pin est bloqué", []string{"CPS-PIN-003"}},
		{"puk", []string{"CPS-PIN-004", "CPS-PIN-005", "CPS-PIN-007", "CPS-PIN-009", "CPS-PIN-010"}},
		{"le code de déblocage", []string{"CPS-PIN-004", "CPS-PIN-005", "CPS-PIN-007", "CPS-PIN-009", "CPS-PIN-010"}},
		{"fse", []string{"CPS-SIGN-001", "CPS-SIGN-003", "CPS-SIGN-007", "CPS-SIGN-004"}},
		{"numéro finess", []string{"CPS-ID-010", "CPS-ID-011", "CPS-ID-012"}},
	} {
		t.Run(v.query, func(t *testing.T) {
			t.Parallel()
			found := Find(v.query)
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
	for _, query := range []string{"", "  ", "…", "carte", "le", "12345", "FFFF", "6A", "bonjour tout le monde", "imprimante hors ligne", "63105", "62991", "63088", "8015", "3", "reste 4 essais", "depuis l'an 2000 le 0800 ne répond plus ici", "A4", "6A8", "60 00", "le 12 mars 2024 à 10 h 24", strings.Repeat("a ", 1<<16), strings.Repeat("é", 1<<16), "\xff\xfe", "63CG"} {
		if found := Find(query); len(found) != 0 {
			t.Errorf("%.20q answered by %q", query, found[0].Message.Text)
		}
	}
}

// The DAM message has causes that no preset can show, and says so.
func TestDAMMessageNamesWhatIsQuotedOnly(t *testing.T) {
	t.Parallel()
	m := Find("61444")[0].Message
	if m.Hex() != "F004" {
		t.Errorf("61444 is %s in hexadecimal, want F004", m.Hex())
	}
	if diff := cmp.Diff([]text.Text{quotedSSV, quotedReader, quotedCryptolib, quotedIssuer}, m.QuotedOnly); diff != "" {
		t.Errorf("quoted only (-want +got):\n%s", diff)
	}
}

// Every message leads somewhere: to rules that exist, or to a cause in words.
func TestMessagesAreWhole(t *testing.T) {
	t.Parallel()
	for _, m := range Messages() {
		if m.Code == 0 && m.Text == "" && len(m.Said) == 0 && len(m.Texts) == 0 {
			t.Errorf("%+v has neither code nor text", m)
		}
		if len(m.Rules) == 0 && len(m.QuotedOnly) == 0 && !m.Vague() {
			t.Errorf("%s %s %q leads nowhere", m.Kind, m.Hex(), m.Text)
		}
		for _, id := range m.Rules {
			ruleOf(t, id)
		}
	}
}

// A message that a rule quotes finds that rule.
func TestQuotedRulesAreReproducible(t *testing.T) {
	t.Parallel()
	for _, r := range rule.All() {
		if r.Origin != rule.FieldText {
			continue
		}
		ok := false
		for _, m := range Find(r.Pattern("fr")) {
			for _, id := range m.Message.Rules {
				ok = ok || id == r.ID
			}
		}
		if !ok {
			t.Errorf("%s: its own text %q does not lead to it", r.ID, r.Pattern("fr"))
		}
	}
}

// A status word is always answered: what it says, and that no rule stands
// behind it, unless one does.
func TestEveryStatusWordIsAnswered(t *testing.T) {
	t.Parallel()
	ruled := map[int64]bool{0x6982: true, 0x6983: true, 0x6985: true, 0x6A82: true, 0x9404: true, 0x9802: true, 0x9804: true, 0x9808: true, 0x9840: true}
	for n := int64(0x63C0); n <= 0x63CF; n++ {
		ruled[n] = true
	}
	for sw := int64(0x6100); sw <= 0x9FFF; sw++ {
		if hi := sw >> 8; hi > 0x6F && hi != 0x90 && hi != 0x94 && hi != 0x98 && hi != 0x9F || hi == 0x90 && sw != 0x9000 {
			continue
		}
		if lo := sw & 0xFF; lo > 1 && lo < 0x80 && lo != 4 && lo != 8 && lo != 0x15 && lo != 0x40 || lo > 0x8F && lo < 0xC0 || lo > 0xCF && lo != 0xFF {
			continue
		}
		found := Find("SW " + code.Hex(sw))
		if len(found) != 1 {
			t.Fatalf("%04X: %d answers", sw, len(found))
		}
		m := found[0]
		if m.Message.Kind != KindSW || m.Code != sw || m.Hex() != code.Hex(sw) {
			t.Fatalf("%04X is answered as %s %s", sw, m.Message.Kind, m.Hex())
		}
		if m.Message.Meaning.FR == "" || m.Message.Meaning.EN == "" {
			t.Errorf("%04X means nothing", sw)
		}
		if got := len(m.Message.Rules) > 0; got != ruled[sw] {
			t.Errorf("%04X: rules %v", sw, m.Message.Rules)
		}
		if len(m.Message.Rules) == 0 && len(m.Message.QuotedOnly) == 0 {
			t.Errorf("%04X has no rule, and nobody says so", sw)
		}
	}
}

// A code of the table brings its name and texts from the room of codes.
func TestCodesOfMessagesAreKnown(t *testing.T) {
	t.Parallel()
	for _, m := range messageTable {
		if m.Code == 0 {
			continue
		}
		if c, ok := code.Find(m.Kind, m.Code); !ok || c.Value != m.Code {
			t.Errorf("%s %s is not a code of the room", m.Kind, m.Hex())
		}
		if m.Last != 0 || m.Mask != 0 || m.Name != "" || m.Text != "" || !m.Meaning.IsZero() {
			t.Errorf("%s %s says again what code says", m.Kind, m.Hex())
		}
	}
}

// A PKCS#11 result is always answered, by its name and by its value.
func TestEveryPKCS11ResultIsAnswered(t *testing.T) {
	t.Parallel()
	names := map[string]int64{}
	for _, c := range code.All(code.CKR) {
		if _, twice := names[c.Name]; twice {
			t.Errorf("%s is in the table twice", c.Name)
		}
		names[c.Name] = c.Value
	}
	for name, value := range names {
		for _, query := range []string{name, strings.ToLower(name), "C_Login: " + name, "CKR 0x" + code.Hex(value)} {
			found := Find(query)
			if len(found) == 0 || found[0].Message.Name != name {
				t.Errorf("%q does not lead to %s", query, name)
			}
		}
	}
}

// A text that is quoted is found as it stands, without accents, in capitals,
// with a slip, cut short, and inside a longer one; always with the same rules.
func TestTextsAreFoundAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	const before = "Bonjour, depuis ce matin mon logiciel affiche ceci quand je veux travailler avec un patient au cabinet :"
	const after = "J'ai redémarré deux fois le poste sans succès, pouvez-vous me rappeler cet après-midi merci beaucoup"
	for _, m := range messages() {
		if m.Text == "" {
			continue
		}
		long := 0
		for _, w := range text.Words(m.Text) {
			if len(w) > 2 {
				long++
			}
		}
		queries := []string{m.Text, strings.ToUpper(m.Text), strings.Join(text.Words(m.Text), " "), "  " + strings.ReplaceAll(m.Text, " ", "  ") + "\n"}
		if long > 1 {
			queries = append(queries, before+"\n"+m.Text+"\n"+after, before+"\r\n« "+strings.ReplaceAll(m.Text, " ", "\r\n")+" »\r\n"+after)
		}
		if long > 3 {
			queries = append(queries, slip(m.Text), before+" "+slip(m.Text)+" "+after)
		}
		for _, query := range queries {
			found := Find(query)
			if len(found) == 0 {
				t.Errorf("%q: no answer", query)
				continue
			}
			if diff := cmp.Diff(m.Rules, found[0].Message.Rules); diff != "" {
				t.Errorf("%q: best answer is %q (-want +got):\n%s", query, found[0].Message.Text, diff)
			}
		}
	}
}

// slip drops a letter from the longest word of a text.
func slip(text string) string {
	longest := ""
	for _, w := range strings.Fields(text) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	r := []rune(longest)
	return strings.Replace(text, longest, string(r[:len(r)/2])+string(r[len(r)/2+1:]), 1)
}

// Work is bounded, whatever is pasted.
func TestReproduceIsBounded(t *testing.T) {
	t.Parallel()
	for name, query := range map[string]string{
		"noise":     strings.Repeat("carte lecteur professionnel ", 400_000),
		"one word":  strings.Repeat("a", 10<<20),
		"codes":     strings.Repeat("6983 61444 0xF004 ", 100_000),
		"accents":   strings.Repeat("\u0301", 5<<20),
		"not UTF-8": strings.Repeat("\xff\xfe", 5<<20),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if n := len(Find(query)); n > len(messages())+rule.Count {
				t.Errorf("%d answers", n)
			}
			if n := len(CodeReadings(query)); n > maxReadings {
				t.Errorf("%d readings", n)
			}
		})
	}
}

// A code that nobody knows can still be shown, in both writings.
func TestCodeReadings(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]Reading{
		"61999":         {{61999, "F22F"}},
		"0xF22F":        {{61999, "F22F"}},
		"erreur 8015":   {{8015, "1F4F"}, {32789, "8015"}},
		"63 C2":         {{25538, "63C2"}},
		"61 999":        {{61999, "F22F"}},
		"7":             {{7, "0007"}},
		"-2146435027":   {{2148532269, "8010002D"}, {2146435027, "7FEFFFD3"}},
		"en 2024":       {{2024, "07E8"}, {8228, "2024"}},
		"le 12/03/2024": nil, // a day
		"bonjour":       nil,
	} {
		if diff := cmp.Diff(want, CodeReadings(query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	if s := (Reading{61999, "F22F"}).String(); s != "61999 (F22F)" {
		t.Errorf("a reading prints as %q", s)
	}
}

// A result that stands behind no rule can still be declared.
func TestEveryPKCS11ResultCanBeDeclared(t *testing.T) {
	t.Parallel()
	for _, c := range code.All(code.CKR) {
		if _, err := fact.Parse([]string{"ckr=" + c.Name}); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
	if _, err := fact.Parse([]string{"ckr=CKR_NONSENSE"}); err == nil {
		t.Error("CKR_NONSENSE was taken")
	}
}

// The words by which people tell of a rule lead to it.
func TestSaidLeadsToTheRule(t *testing.T) {
	t.Parallel()
	said := 0
	for _, r := range rule.All() {
		for _, words := range r.Said {
			said++
			found := Find(words)
			if len(found) == 0 || !slices.Contains(found[0].Message.Rules, r.ID) {
				t.Errorf("%q does not lead to %s", words, r.ID)
			}
		}
	}
	if said == 0 {
		t.Error("no rule holds what people say")
	}
}

// ruleOf returns the rule with that id, which must exist.
func ruleOf(t *testing.T, id string) *rule.Rule {
	t.Helper()
	r, ok := rule.ByID(id)
	if !ok {
		t.Fatalf("no rule %s", id)
	}
	return r
}
