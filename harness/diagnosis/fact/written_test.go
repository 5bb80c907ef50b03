package fact

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// declaredAs returns what a declaration became: its text, list, day, number or
// version, by what its type holds; "refused" when it is not taken.
func declaredAs(t *testing.T, key, value string) string {
	t.Helper()
	f, err := Parse([]string{key + "=" + value})
	if err != nil {
		return "refused"
	}
	id, ok := written(plain(key))
	v, declared := f.Declared.get(id)
	if !ok || !declared {
		t.Fatalf("%s=%s is taken and not found", key, value)
	}
	switch keys[id].Type {
	case TypeDate, TypeMonth:
		return v.date.String()
	case TypeNumber, TypeActivity, TypeSSV, TypeGALSS, TypeSW, TypeCKR:
		return fmt.Sprintf("%d (%04X)", v.number, v.number)
	case TypeList:
		return strings.Join(v.list, "/")
	case TypeVersion:
		if v.text == "none" {
			return v.text
		}
		return v.version.String()
	default:
		return v.text
	}
}

func TestFactsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ key, want, values string }{
		{"card.generation", "V4", "V4|v4|CPS4|cps 4|CPS-4|\"V4\"|« CPS4 »|4"},
		{"card.generation", "V3-contactless", "v3-contactless|V3 contactless|V3 sans contact|cps3 SANS CONTACT|CPS3CL"},
		{"card.generation", "refused", "V5|CPS|V|34|V3V4"},
		{"Card.Generation", "V3", "v3"},
		{"card_generation", "V3", "CPS3"},
		{"CARD PRINTED EXPIRY", "2026-12-01", "12/2026"},
		{"incident", "lost", "lost|Perdue|PERDU|perte|  lost  "},
		{"incident", "damaged", "abîmée|abimee|ABÎMÉ|endommagé"},
		{"order.kind", "reorder", "nouvelle commande|Nouvelle-Commande"},
		{"env", "real", "REAL|réel|réelle|Réels"},
		{"env", "refused", "production|re|e|es"},
		{"use", "billing", "Facturation|billing"},
		{"prescriber.kind", "salaried", "salarié|salariée|SALARIE"},
		{"holder.enrolment", "rpps+", "RPPS+|rpps +|Portail RPPS+"},
		{"holder.enrolment", "refused", "rpps"},
		{"invoice.mode", "01", "01|1|salarié|Salariée"},
		{"invoice.mode", "04", "4|Remplaçant|remplacante"},
		{"invoice.mode", "refused", "2|14|001 2"},
		{"lgc.convention", "1", "1|01|conventionné|Conventionnée"},
		{"lgc.convention", "2", "conventionné avec dépassement"},
		{"lgc.profession", "60", "60|infirmier|INFIRMIÈRE ?|Infirmier"},
		{"ws.os", "macos", "macOS|mac OS|Mac|MACOS"},
		{"ws.osVersion", "11", "11|Windows 11|windows  11"},
		{"ws.osVersion", "Server 2019", "Windows Server 2019|Microsoft Windows Server 2019"},
		{"ws.osVersion", "rhel 9", "rhel 9|Red Hat Enterprise Linux 9"},
		{"ws.cryptolib", "5.2.2", "5.2.2|v5.2.2|V 5.2.2|5,2,2|version 5.2.2|Cryptolib CPS v5.2.2|5.2.2-1"},
		{"ws.cryptolib", "none", "none|aucune|AUCUN"},
		{"ws.cryptolib", "refused", "5|v|latest"},
		{"lgc.selected", "2 (0002)", "2|02|n° 2|N°2"},
		{"lgc.selected", "0 (0000)", "none|aucune"},
		{"lgc.selected", "refused", "0|17|n°|deux"},
		{"pin.typedLength", "1234 (04D2)", "1234|1 234|1\u202f234"},
		{"pin.typedLength", "refused", "4,5|-4|quatre"},
		{"activity.department", "2A", "2A|2a|2 a"},
		{"activity.department", "01", "1|01"},
		{"activity.department", "97", "974|97"},
		{"lgc.billingIds", "751404682/751404690", "751404682,751404690|751404682 , 751404690|751404682; 751404690|751404682 751404690"},
		{"lgc.billingIds", "75 1 40468 2", "75 1 40468 2"},
		{"newCardReceived", "yes", "yes|Oui|OUI|y|o|true|vrai|1"},
		{"newCardReceived", "no", "no|Non|n|false|faux|0"},
		{"newCardReceived", "refused", "peut-être|2|ou"},
		{"ssv", "61444 (F004)", "61444|F004|f004|0xF004|0xf004|F004h|F0 04|61 444"},
		{"galss", "32769 (8001)", "8001|0x8001|8001h"},
		{"sw", "27011 (6983)", "6983|69 83|0x6983|6983h"},
		{"sw", "27010 (6982)", "6982|69\u00a082"},
		{"ckr", "164 (00A4)", "CKR_PIN_LOCKED|ckr_pin_locked|pin_locked|0xA4|0xa4"},
	} {
		for _, value := range strings.Split(v.values, "|") {
			want := v.want
			if strings.HasSuffix(value, "?") {
				want = value // a text that is no label stays as it is
			}
			if got := declaredAs(t, v.key, value); got != want {
				t.Errorf("%s=%q is %s, want %s", v.key, value, got, want)
			}
		}
	}
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ want, values string }{
		{"2026-11-20", "2026-11-20|2026/11/20|2026.11.20|20261120|2026-11-20 |2026 11 20"},
		{"2026-11-20", "20/11/2026|20-11-2026|20.11.2026|20 11 2026|20112026|20/11/26|20.11.26"},
		{"2026-11-20", "20 novembre 2026|20 Novembre 2026|20 nov. 2026|20 nov 26|20-nov-2026|vendredi 20 novembre 2026|ven. 20/11/2026|le 20/11/2026|20 November 2026|November 20, 2026|20th of November 2026"},
		{"2026-12-01", "1er décembre 2026|1 DÉC. 2026|1/12/2026|01/12/26|1er décembre 2026"},
		{"2024-02-29", "29/02/2024|29 février 2024|29 fevr 2024"},
		{"2026-08-05", "5 août 2026|5 AOUT 2026|5 aou\u0302t 2026|5/8/2026"},
		{"2026-07-05", "5 juil. 2026|5 juillet 2026|5 July 2026"},
		{"2026-05-03", "3 mai 2026|May 3 2026|dimanche 3 mai 2026"},
		{"2026-03-10", "mardi 10 mars 2026|10 mars 2026|mar. 10 mars 2026|10 mar 2026"},
		{"refused", "31/11/2026|29/02/2026|11/20/2026|20-11-26|20/11|20 jui 2026|samedi 20 novembre 2026|2026|20/11/1826|32 mai 2026|20 brumaire 2026|20/11/2026?|20//11//2026//1|demain|00/11/2026|20 11 20 26"},
	} {
		for _, value := range strings.Split(v.values, "|") {
			if got := declaredAs(t, "card.received", value); got != v.want {
				t.Errorf("%q is %s, want %s", value, got, v.want)
			}
		}
	}
}

func TestMonthsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ want, values string }{
		{"2026-12-01", "2026-12|2026/12|12/2026|12-2026|12.2026|12 2026|202612|122026|12/26|12.26|décembre 2026|Déc. 2026|dec 26|December 2026|31/12/2026|2026-12-31|31 décembre 2026|fin décembre 2026"},
		{"2012-11-01", "2012-11|11/2012|201211|112012|11/12|30/11/2012"},
		{"2027-03-01", "03/2027|3/2027|mars 2027|2027-3"},
		{"refused", "2026-13|13/2026|12-26|12|1226|2026|00/2026|décembre|31/11/2026|12/1826|12/2026/1/2"},
	} {
		for _, value := range strings.Split(v.values, "|") {
			if got := declaredAs(t, "card.printedExpiry", value); got != v.want {
				t.Errorf("%q is %s, want %s", value, got, v.want)
			}
		}
	}
}

// Every day and month of a century is read back from each usual form.
func TestFormsOfDatesAgree(t *testing.T) {
	t.Parallel()
	names := [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	for d := (card.Date{Year: 1995, Month: 1, Day: 1}); d.Year < 2035; d = d.AddDays(1) {
		digits := strings.ReplaceAll(d.String(), "-", "")
		for _, s := range [...]string{d.String(), d.French(), digits, digits[6:] + digits[4:6] + digits[:4], digits[6:] + " " + names[d.Month-1] + " " + digits[:4]} {
			if got, ok := dayWritten(s); !ok || got != d {
				t.Fatalf("%q is %v, %v", s, got, ok)
			}
		}
		first := card.NewDate(d.Year, d.Month, 1)
		for _, s := range [...]string{digits[:6], digits[4:6] + digits[:4], digits[4:6] + "/" + digits[:4], d.French()} {
			if got, ok := monthWritten(s); !ok || got != first {
				t.Fatalf("%q is %v, %v", s, got, ok)
			}
		}
	}
}

// No two values of a choice and no two keys can be written alike, and a value
// that was taken is taken again as the bench writes it.
func TestFormsOfChoicesDiffer(t *testing.T) {
	t.Parallel()
	keys := map[string]string{}
	for _, k := range Keys() {
		if other := keys[squeezed(k.Name)]; other != "" {
			t.Errorf("%s and %s are written alike", k.Name, other)
		}
		keys[squeezed(k.Name)] = k.Name
		for _, v := range k.Values {
			for _, word := range append(k.words(v), v, strings.ToUpper(v), k.Meaning(v)+"s", k.Called(v).FR, k.Called(v).EN) {
				if got, ok := k.choice(word); got != v || !ok {
					t.Errorf("%s: %q is %s, want %s", k.Name, word, got, v)
				}
			}
		}
	}
}
