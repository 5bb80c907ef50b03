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
	dam := ids(rule.DAM003, rule.RDR004, rule.VAL009, rule.DAM002, rule.VAL001, rule.DAM001, rule.DAM004)
	blocked := ids(rule.PIN003, rule.PIN005)
	wrong := ids(rule.PIN001, rule.PIN002)
	unread := ids(rule.RDR003, rule.RDR004, rule.RDR006, rule.RDR005, rule.RDR001, rule.RDR002, rule.RDR007)
	ending := ids(rule.VAL007, rule.VAL006, rule.VAL005, rule.VAL008)
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
		{"61441", ids(rule.RDR003, rule.RDR010)},
		{"f003", ids(rule.PIN001, rule.PIN002, rule.PIN003, rule.PIN005)},
		{"CKR_PIN_INCORRECT", wrong},
		{"pin_incorrect", wrong},
		{"C_Login failed: ckr_pin_locked (0xA4)", blocked},
		{"6983", blocked},
		{"69 83", blocked},
		{"63C2", wrong},
		{"63c1", wrong},
		{"63C0", blocked},
		{"0x80000001", ids(rule.UPD001)},
		{"incident lors de son actualisation", ids(rule.UPD001)},
		{"carte definitivement bloquee", ids(rule.PIN005)},
		{"- non autorisé à signer les lots", ids(rule.SIGN002, rule.SIGN003)},
		{"Identifiant RPPS non reconnu", ids(rule.NET001, rule.ID003, rule.ID001)},
		{"Code porteur (reste 2 tentative(s)) :", ids(rule.PIN002)},
		{"la carte dans le lecteur n'est pas une carte PS", ids(rule.RDR006, rule.ID015, rule.RDR005)},
		{"61478", ids(rule.TYPE007, rule.SIGN005)},
		{"pas de dam", dam},
		{"6A82", ids(rule.DAM001, rule.CERT009)},
		{"9804", ids(rule.PIN001, rule.DAM005, rule.PIN014)},
		{"9808", ids(rule.PIN014)},
		{"62992", ids(rule.WS015)},
		{"F66F", ids(rule.WS015)},
		{"63000", ids(rule.WS015)},
		{"63104", ids(rule.WS015)},
		{"63218", ids(rule.WS015)},
		{"61696", ids(rule.RDR012, rule.SIGN006)},
		{"61697", ids(rule.RDR013, rule.WS013)},
		{"61460", ids(rule.RDR011)},
		{"4", ids(rule.WS017)},
		{"erreur galss 8", ids(rule.WS017)},
		{"512", ids(rule.RDR014, rule.RDR002, rule.SIGN006)},
		{"1024", ids(rule.RDR002)},
		{"0400", ids(rule.RDR002)},
		{"2000", ids(rule.RDR013, rule.WS013)},
		{"8192", ids(rule.RDR013, rule.WS013)},
		{"8001", ids(rule.WS012)},
		{"800Eh", ids(rule.WS012)},
		{"32788", ids(rule.WS012)},
		{"CKR_USER_PIN_NOT_INITIALIZED", ids(rule.PIN011, rule.RDR007)},
		{"ckr_function_canceled", ids(rule.PIN012)},
		{"utilisateur non authentifie", ids(rule.DAM005, rule.PIN001)},
		{"compte amelipro bloque", ids(rule.NET005)},
		{"lecture lente : propagation de certificats", ids(rule.WS010)},
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
		{"-2147483647", ids(rule.UPD001)},
		{"0x8010002E", ids(rule.RDR001)},
		{"-2146435026", ids(rule.RDR001)},
		{"scard_w_unresponsive_card", ids(rule.RDR004)},
		{"CKR 0x100", ids(rule.WS017)},
		{"GALSS 0100", ids(rule.RDR002)},
		{"carte muette", ids(rule.RDR004)},
		{"Mute card", ids(rule.RDR004)},
		{"carte a l'envers", ids(rule.RDR004)},
		{"Carte expirée", ids(rule.VAL001)},
		{"carte expiree", ids(rule.VAL001)},
		{"card expired", ids(rule.VAL001)},
		{"dernier essai", ids(rule.PIN002)},
		{"last PIN try", ids(rule.PIN002)},
		{"code oublié", ids(rule.PIN010)},
		{"CPS-DAM-001", ids(rule.DAM001)},
		{"val 9", ids(rule.VAL009)},
		{"opposition", ids(rule.OPP001)},
		{"votre carte est expiree", ids(rule.VAL001)},
		{"ma carte est périmée", ids(rule.VAL001)},
		{"votre carte n'est pas lue", unread},
		{"la carte n'est pas lue", unread},
		{"le lecteur ne lit pas ma carte", unread},
		{"le lecteur ne voit pas la carte", unread},
		{"carte pas reconnue par le lecteur", unread},
		{"the card is not read", unread},
		{"cps non reconnue", ids(rule.RDR006)},
		{"ma cps n'est pas reconnue", ids(rule.RDR006)},
		{"card is not recognized", ids(rule.RDR006)},
		{"le lecteur n'est pas reconnu", ids(rule.RDR001)},
		{"la carte expire bientot", ending},
		{"ma carte expire dans 10 jours", ending},
		{"my card expires soon", ending},
		{"pas autorisé fse", ids(rule.SIGN001, rule.SIGN003)},
		{"pas autorisé lots", ids(rule.SIGN002, rule.SIGN003)},
		{"on m'a volé ma carte", ids(rule.OPP004)},
		{"j'ai oublié mon code", ids(rule.PIN010)},
		{"pas reçu ma carte", ids(rule.VAL011)},
		{"carte vitale non lue", ids(rule.RDR011)},
		{"pas de facturation sur la carte", ids(rule.DAM001)},
		{"DAM absent", dam},
		{"ma carte est bloquée", blocked},
		{"mauvais code pin", ids(rule.PIN001)},
		{"mon code pin est bloqué", ids(rule.PIN003)},
		{"puk", ids(rule.PIN004, rule.PIN005, rule.PIN007, rule.PIN009, rule.PIN010)},
		{"le code de déblocage", ids(rule.PIN004, rule.PIN005, rule.PIN007, rule.PIN009, rule.PIN010)},
		{"fse", ids(rule.SIGN001, rule.SIGN003, rule.SIGN007, rule.SIGN004)},
		{"numéro finess", ids(rule.ID010, rule.ID011, rule.ID012)},
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

// The words of people for a rule lead to it.
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
