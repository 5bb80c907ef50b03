package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// day is the day by which cards are judged.
const day = "2026-11-29"

// catalogue is what a program lists of itself.
type catalogue struct {
	Presets []struct{ Name string }
	Rules   []struct{ ID string }
	Facts   []struct {
		Name, Type string
		Values     []string
	}
	queries []string // words that complete "reproduce"
	texts   []string // the messages behind them
}

// ask has a program list what it knows.
func ask(ctx context.Context, program string) (catalogue, error) {
	var c catalogue
	lists := []command{
		{Args: words("presets --format json")},
		{Args: words("rules --format json")},
		{Args: words("rules --facts --format json")},
		{Args: []string{"__complete", "--lang", "fr", "reproduce", ""}},
	}
	answers, err := runAll(ctx, program, lists)
	if err != nil {
		return c, err
	}
	for i, a := range answers[:3] {
		if err := json.Unmarshal([]byte(a.Out), &c); err != nil {
			return c, fmt.Errorf("%s: %w", lists[i], err)
		}
	}
	for line := range strings.Lines(answers[3].Out) {
		if word, text, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			c.queries, c.texts = append(c.queries, word), append(c.texts, text)
		}
	}
	if len(c.Presets) == 0 || len(c.Rules) == 0 || len(c.Facts) == 0 || len(c.queries) == 0 {
		return c, fmt.Errorf("%d presets, %d rules, %d facts, %d queries: one of the lists is empty", len(c.Presets), len(c.Rules), len(c.Facts), len(c.queries))
	}
	return c, nil
}

// examples are values of facts that are no choice, right and wrong.
var examples = map[string][]string{
	"yes/no":         {"yes", "no", "oui", "non", "perhaps", ""},
	"date":           {"2026-01-15", "2027-01-15", "2026-11-29", "31/11/2026", "2026-13-01", ""},
	"month":          {"2026-01", "2027-03", "2026-11", "13/2027", "2026-00", ""},
	"number":         {"0", "1", "2", "4", "9", "40", "-1", "many", ""},
	"activity":       {"1", "2", "none", "0", "x", ""},
	"version":        {"5.0.9", "5.1.10", "5.2.2", "2.18", "none", "new", ""},
	"département":    {"75", "2A", "9711", "99", "751", "Paris", ""},
	"SSV code":       {"61441", "61442", "61443", "F004", "61457", "61460", "61461", "61695", "61696", "61697", "62976", "62992", "63104", "63217", "63218", "2048", "0", "none", ""},
	"GALSS code":     {"4", "8", "64", "256", "512", "1024", "2048", "8192", "8001", "8014", "0", "3", "none", ""},
	"status word":    {"6983", "63C2", "63 C0", "6A82", "9804", "9808", "9840", "9802", "6F00", "12", "none", ""},
	"PKCS#11 result": {"CKR_PIN_LOCKED", "CKR_PIN_INCORRECT", "0xA0", "0x32", "0xE0", "0x102", "0x80000001", "0x150", "CKR_PIN", "none", ""},
	"list":           {"", "1", "1,2", "1,1", "01,02,03,04,05,06,07,08,09", "a b"},
	"text":           {"", "1", "01", "99900000011", "990000010", "11", "rhel 9", "none"},
}

// typed are queries as people type them.
var typed = []string{
	"pas de dam", "carte bloquee", "carte bloquée", "code faux", "ca ne marche pas", "lecteur", "PUK", "DAM", "FSE", "lots", "galss", "signature",
	"erreur 61444 au démarrage", "0xF004", "61444 61441", "SW=6983", "63C2", "63 c1", "6CFF", "9000", "6F00", "SSV 2048", "GALSS 8003", "0800", "99999", "12345678",
	"CKR_PIN_LOCKED", "pin locked", "CKR_BUFFER_TOO_SMALL", "0x150", "CKR=0x91", "0x80000001", "SCARD_E_NO_SERVICE", "0x8010001D", "0x8010002E", "carte absente",
	"la cps n'a pa de dam", "domaine assurance maladie", "dam 1", "CPS-PIN-003", "rule val 2", "zzz", "?", "", "-1", "0", "Carte absente du lecteur (61441)",
	"carte invalide", "the card is locked", "my card does not work", "invoice refused", "certificat expiré", "opposition", "e-CPS", "remplaçant",
}

// identifiers are numbers to check.
var identifiers = map[string][]string{
	"rpps":   {"99900000011", "99900000012", "9990000001", "999000000111", "abc", ""},
	"adeli":  {"991111111", "751234567", "99111111", "abc"},
	"am":     {"991000011", "991000012", "1", "abc"},
	"finess": {"990000010", "990000011", "2A0000010", "abc"},
	"ecps":   {"899900000011", "899900000012", "1"},
	"siret":  {"1"},
}

func words(s string) []string { return strings.Fields(s) }

// commands are all command lines that are compared: those of a program that
// knows a catalogue.
func commands(c catalogue) []command {
	var plain []command // without language and form
	add := func(args ...string) { plain = append(plain, command{Args: args}) }
	diagnose := func(args ...string) { add(append([]string{"diagnose", "--now", day}, args...)...) }

	plain = append(plain, command{Args: words("demo --dir demo"), File: "demo/report.html"})
	for _, s := range []string{
		"presets", "rules", "rules --facts", "rules --coverage", "rules CPS-XYZ-001", "presets nothing", "version",
		"schema", "schema --output", "schema --reproduce", "schema --doctor", "run --list-labels", "nothing",
		"diagnose", "diagnose sim:", "diagnose sim:nothing", "diagnose --facts-only", "diagnose sim:cps3-healthy --fact", "diagnose --fact nothing=1",
	} {
		add(words(s)...)
	}
	for _, sub := range []string{"", "demo", "diagnose", "show", "rules", "reproduce", "presets", "check-id", "doctor", "run", "simulate", "with", "schema", "bench", "ca"} {
		add(append(words(sub), "--help")...)
	}
	for _, p := range c.Presets {
		card := "sim:" + p.Name
		add("presets", p.Name)
		add("show", card)
		diagnose(card)
		diagnose(card, "--explain")
		diagnose(card, "--explain", "--use", "auth", "--env", "test")
		diagnose(card, "--explain", "--env", "real", "--workstation=false", "--activity", "1")
		add("diagnose", "--now", "2031-03-01", card)
	}
	for _, r := range c.Rules {
		add("rules", r.ID)
		add("reproduce", r.ID)
	}
	for _, f := range c.Facts {
		values := f.Values
		if len(values) == 0 {
			values = examples[f.Type]
		}
		for _, v := range append(slices.Clone(values), "no such value") {
			fact := f.Name + "=" + v
			diagnose("--facts-only", "--explain", "--fact", fact)
			diagnose("sim:cps3-healthy", "--explain", "--fact", fact)
			diagnose("sim:cps4-missing-dam", "--fact", fact)
		}
		diagnose("--facts-only", "--fact", f.Name)
		diagnose("--facts-only", "--fact", f.Name[1:]+"=1") // a near name is proposed
	}
	for _, q := range slices.Concat(c.queries, c.texts, typed) {
		add("reproduce", q)
	}
	for sw := 0x6100; sw <= 0x9FFF; sw += 0xA7 {
		add("reproduce", fmt.Sprintf("SW=%04X", sw))
	}
	for ckr := 0; ckr < 0x200; ckr += 3 {
		add("reproduce", "CKR=0x"+strconv.FormatInt(int64(ckr), 16))
	}
	for kind, values := range identifiers {
		for _, v := range values {
			add("check-id", kind, v)
			add("check-id", kind, v, "--test")
		}
	}
	slices.SortStableFunc(plain, func(a, b command) int { return slices.Compare(a.Args, b.Args) })
	plain = slices.CompactFunc(plain, func(a, b command) bool { return slices.Equal(a.Args, b.Args) })

	all := make([]command, 0, len(forms)*len(plain))
	for _, p := range plain {
		for _, f := range forms {
			all = append(all, command{Args: append(slices.Clone(p.Args), "--format", f.form, "--lang", f.lang), File: p.File})
		}
	}
	return all
}

// forms are the forms of one command, one after the other.
var forms = [...]struct{ form, lang string }{{"text", "fr"}, {"text", "en"}, {"json", "fr"}, {"json", "en"}}

// jsonOf is the place, among the forms of a command, of the JSON in the language of
// its i-th form.
func jsonOf(i int) int { return 2 + i%2 }
