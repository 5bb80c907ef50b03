package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/lookup"
	"github.com/cpslab/cps/testdata/schematest"
)

// shown runs the command of a cause and returns the rules it reported, with
// their severities.
func shown(t *testing.T, c causeJSON) []string {
	t.Helper()
	var out, problems bytes.Buffer
	a := &app{streams: streams{in: strings.NewReader(""), out: &out, err: &problems}, getenv: func(string) string { return "" }, lang: "fr", format: "json"}
	if err := a.runCause(t.Context(), c, &out); err != nil {
		t.Fatalf("%s: %v", c.Command, err)
	}
	var doc struct {
		Findings []struct{ ID string }
	}
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("%s: %v", c.Command, err)
	}
	var ids []string
	for _, f := range doc.Findings {
		ids = append(ids, f.ID)
	}
	return ids
}

// Every command that is printed for a rule, and for a rule behind a message,
// makes that rule speak. What has no command is this list, and nothing else.
func TestCommandsShowTheirRules(t *testing.T) {
	t.Parallel()
	a := &app{lang: "fr"}
	matches := make([]lookup.Match, 0, 400)
	for _, r := range diagnosis.Rules() {
		matches = append(matches, lookup.Match{Message: lookup.Message{Kind: lookup.KindRule, Rules: []string{r.ID}}})
	}
	for _, m := range lookup.Messages() {
		matches = append(matches, lookup.Match{Message: m, Code: m.Code})
		if m.Last != 0 {
			matches = append(matches, lookup.Match{Message: m, Code: m.Last})
		}
	}
	ran := map[string][]string{}
	var quoted []string
	for _, m := range matches {
		for _, c := range a.causes(m) {
			if c.Command == "" {
				if c.Quoted == "" {
					t.Errorf("%s %q: %s has neither a command nor a reason", m.Message.Kind, m.Message.Text, c.Rule)
				}
				if slices.Contains(m.Message.Beside, c.Rule) {
					continue
				}
				if !slices.Contains(quoted, c.Rule) {
					quoted = append(quoted, c.Rule)
				}
				continue
			}
			ids, known := ran[c.Command]
			if !known {
				ids = shown(t, c)
				ran[c.Command] = ids
			}
			if !slices.Contains(ids, c.Rule) {
				t.Errorf("%s %X %q: %s does not show %s but %v", m.Message.Kind, m.Code, m.Message.Text, c.Command, c.Rule, ids)
			}
		}
	}
	slices.Sort(quoted)
	want := []string{
		"CPS-ACT-004", "CPS-BILL-002", "CPS-CERT-008", "CPS-DAM-005", "CPS-DAM-008", "CPS-RDR-001", "CPS-SIGN-008", "CPS-WS-007",
	}
	if diff := cmp.Diff(want, quoted); diff != "" {
		t.Errorf("rules without a command (-want +got):\n%s", diff)
	}
}

// asked runs "cpslab reproduce" and returns its output and exit code.
func asked(t *testing.T, in string, args ...string) (out, problems string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"reproduce"}, args...), streams{strings.NewReader(in), &o, &e}, func(string) string { return "" })
	return o.String(), e.String(), code
}

// What the program writes is what it publishes; the two languages differ in
// texts only.
func TestReproduceFollowsItsSchema(t *testing.T) {
	t.Parallel()
	var s jsonschema.Schema
	if err := json.Unmarshal(reproduceSchema, &s); err != nil {
		t.Fatal(err)
	}
	schema, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	queries := []string{"61999", "zzzz qqqq", "6C12", "ckr_arguments_bad", "identifiant", "--run=true 6983", "--run=true 8003", "--run=true 9000", "--run=true non conventionné", "ma carte ne marche pas", "votre carte n'est pas lue", "puk", "DAM", "opposition", "pas autorisé fse"}
	for _, m := range lookup.Messages() {
		switch {
		case m.Name != "":
			queries = append(queries, m.Name)
		case m.Code != 0:
			queries = append(queries, "0x"+m.Hex())
		case m.Text != "":
			queries = append(queries, m.Text)
		default:
			queries = append(queries, m.Said...)
		}
	}
	for _, r := range diagnosis.Rules() {
		queries = append(queries, r.ID, r.Title.EN)
	}
	for _, q := range queries {
		args := []string{"--format", "json"}
		if bare, ok := strings.CutPrefix(q, "--run=true "); ok {
			q, args = bare, append(args, "--run")
		}
		skeletons := map[string]string{}
		for _, lang := range []string{"fr", "en"} {
			out, problems, code := asked(t, "", append(args, "--lang", lang, "--", q)...)
			var v any
			if err := json.Unmarshal([]byte(out), &v); err != nil {
				t.Fatalf("%s: %v\n%s", q, err, problems)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%s: %v", q, err)
			}
			if want := map[string]int{"61999": exitOpen, "zzzz qqqq": exitOpen}[q]; code != want {
				t.Errorf("%s: exit code %d, want %d", q, code, want)
			}
			skeletons[lang] = skeleton(t, out)
		}
		if diff := cmp.Diff(skeletons["fr"], skeletons["en"]); diff != "" {
			t.Errorf("%s: the languages differ in more than texts (-fr +en):\n%s", q, diff)
		}
	}
}

// The turns of a conversation follow the schema that is published for them.
func TestTurnsFollowTheSchema(t *testing.T) {
	t.Parallel()
	schema := schematest.Closed(t, ask.Schema())
	for _, args := range [][]string{{"61444"}, {"CPS-WS-020"}, {"CPS-WS-020", "--support"}, {"63104"}} {
		for _, lang := range []string{"fr", "en"} {
			var o, e bytes.Buffer
			code := run(t.Context(), append([]string{"ask", "--format", "json", "--lang", lang}, args...), streams{strings.NewReader(""), &o, &e}, func(string) string { return "" })
			var v map[string]any
			if err := json.Unmarshal(o.Bytes(), &v); err != nil {
				t.Fatalf("%v: %v\n%s", args, err, e.String())
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%v: %v", args, err)
			}
			open := v["done"] == true && len(v["causes"].([]any)) == 0
			if open != (code == exitOpen) {
				t.Errorf("%v: exit code %d of %s", args, code, o.String())
			}
		}
	}
}

// What is said of a log follows the same schema.
func TestLogFollowsTheSchema(t *testing.T) {
	t.Parallel()
	var s jsonschema.Schema
	if err := json.Unmarshal(reproduceSchema, &s); err != nil {
		t.Fatal(err)
	}
	schema, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	logs, err := filepath.Glob("../../testdata/logs/*.log")
	if err != nil || len(logs) < 7 {
		t.Fatal(logs, err)
	}
	for _, log := range logs {
		out, problems, code := asked(t, "", "--format", "json", "--log", log)
		var v any
		if err := json.Unmarshal([]byte(out), &v); err != nil {
			t.Fatalf("%s: %v\n%s", log, err, problems)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %v", log, err)
		}
		if healthy := strings.Contains(log, "healthy"); (code == exitOpen) != healthy {
			t.Errorf("%s: exit code %d", log, code)
		}
	}
}

// skeleton is what an answer holds beside its texts.
func skeleton(t *testing.T, out string) string {
	t.Helper()
	var answer reproduceJSON
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	answer.Documents = nil
	for i := range answer.Summary {
		answer.Summary[i].Title = ""
	}
	for i := range answer.Others {
		if o := &answer.Others[i]; o.Query == o.Title {
			o.Query = ""
		}
		answer.Others[i].Title = ""
	}
	for i := range answer.Matches {
		m := &answer.Matches[i]
		m.Meaning = ""
		for j := range m.First {
			m.First[j] = checkJSON{}
		}
		for j := range m.QuotedOnly {
			m.QuotedOnly[j] = ""
		}
		for j := range m.Causes {
			m.Causes[j].Title, m.Causes[j].Quoted = "", ""
			m.Causes[j].Check, m.Causes[j].Remedy, m.Causes[j].Contact = "", "", ""
			for k := range m.Causes[j].Ask {
				m.Causes[j].Ask[k].Form, m.Causes[j].Ask[k].Help = "", ""
			}
		}
	}
	b, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// With --run, each document is the output of the command at its place.
func TestRunGivesADocumentPerCommand(t *testing.T) {
	t.Parallel()
	out, problems, code := asked(t, "", "61444", "--run", "--format", "json", "--lang", "fr")
	var answer struct {
		Matches   []matchJSON
		Documents []struct {
			Findings []struct{ ID string }
		}
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil || code != exitOK {
		t.Fatalf("exit %d, %v\n%s", code, err, problems)
	}
	var first []string
	for _, d := range answer.Documents {
		if len(d.Findings) == 0 {
			t.Fatalf("a document without findings:\n%s", out)
		}
		first = append(first, d.Findings[0].ID)
	}
	want := lookup.Find("61444")[0].Message.Rules // held by the tests of lookup
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("first findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, answer.Matches[0].Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

// The command and the words beside it tell whether something is provoked,
// declared or quoted.
func TestWhatIsQuotedIsSaidToBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"6983", []string{"code bloqué\n", "provoqué par la carte simulée :\n     cpslab diagnose sim:cps3-pin-blocked\n"}},
		{"8003", []string{"GALSS 32771 (8003)\n", "jugé d'après un fait déclaré :\n     cpslab diagnose --facts-only --fact galss=8003\n", "Cité seulement, non provoqué ici :\n  - Code du GALSS"}},
		{"SCARD_E_NO_READERS_AVAILABLE", []string{"cité seulement : À provoquer à la main : débrancher le lecteur"}},
		{"GALSS 1", []string{"CPS-WS-012", "cité seulement : À vérifier ; ce code"}},
		{"6C12", []string{"SW 6C12\nLe faux, 18 octets", "Cité seulement, non provoqué ici :\n  - Aucune règle du catalogue"}},
		{"dernier essai", []string{"Règle CPS-PIN-002 : Dernier essai du code porteur"}},
		{"carte en opposition", []string{"« Cette carte est en opposition : elle ne peut plus être utilisée. » (formulation de ce projet)\n"}},
		{"dam 8", []string{"cité seulement : "}},
		{"DAM", []string{"DAM : Domaine d'Assurance Maladie (situations de facturation)\n  CPS-DAM-", "→ par exemple cpslab reproduce CPS-DAM-"}},
		{"remplacement", []string{"Texte proche, à confirmer :\n", "Autres réponses possibles"}},
		{"carte muette", []string{
			"     Vérifier  : Une carte est là mais sa puce ne répond pas :", "     Demander  : ", "     Que faire : Retourner la carte, nettoyer la puce,",
			"     Appeler   : Agence du Numérique en Santé (ANS), 0 806 800 213\n", "     provoqué par la carte simulée :\n     cpslab diagnose sim:mute\n",
		}},
		{"GALSS 2048", []string{"cpslab diagnose --facts-only --fact galss=0800\n"}},
		{"61441", []string{"cpslab diagnose --facts-only --fact ssv=61441\n"}},
		{"type 10", []string{"cpslab diagnose --facts-only --fact signer.kind=ecps\n"}},
	} {
		out, problems, code := asked(t, "", "--lang", "fr", c.query)
		if code != exitOK {
			t.Errorf("%s: exit %d\n%s", c.query, code, problems)
		}
		for _, w := range c.want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: no %q in\n%s", c.query, w, out)
			}
		}
	}
}

// No command of an answer looks at the computer it runs on, unless the answer is
// about nothing in particular.
func TestNoCommandJudgesThisComputer(t *testing.T) {
	t.Parallel()
	a := &app{lang: "fr"}
	check := func(m lookup.Match) {
		for _, c := range a.matchJSON(m).Commands {
			if strings.Contains(c, "cpslab doctor") || strings.Contains(c, "pcsc:") || strings.Contains(c, "--workstation") {
				t.Errorf("%s %q: %s", m.Message.Kind, m.Message.Text, c)
			}
		}
	}
	for _, m := range lookup.Messages() {
		check(lookup.Match{Message: m, Code: m.Code})
	}
	for _, r := range diagnosis.Rules() {
		check(lookup.Match{Message: lookup.Message{Kind: lookup.KindRule, Rules: []string{r.ID}}})
	}
}

// The answers that are only named can be asked for by what names them.
func TestOthersCanBeAskedFor(t *testing.T) {
	t.Parallel()
	a := &app{lang: "fr"}
	for _, query := range []string{"facturation", "identifiant", "remplacement", "la carte n'est pas lisible", "cps non reconnue"} {
		found := lookup.Find(query)
		answer := a.answer(query, found)
		if answer.More == 0 || len(answer.Others) == 0 {
			t.Errorf("%s: no other answer", query)
		}
		for i, o := range answer.Others {
			again := lookup.Find(o.Query)
			if o.Title == "" || len(again) == 0 || !slices.Equal(again[0].Message.Rules, found[len(answer.Matches)+i].Message.Rules) {
				t.Errorf("%s: %q leads elsewhere", query, o.Query)
			}
		}
	}
}

// What is pasted on standard input is read so far, and no further.
func TestReproduceFromStandardInput(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		code int
		want string
	}{
		"a dialog":        {"LGC 4.2\r\n\r\nErreur\r\nLa Carte du Professionnel de Santé\r\nest absente du lecteur.\r\n\r\n[OK]\r\n", exitOK, "SSV 61441 (F001)"},
		"nothing":         {"", exitUsage, ""},
		"blanks":          {" \n\t", exitUsage, ""},
		"noise":           {strings.Repeat("xyzzy qwertz ", 1<<20), exitOpen, ""},
		"bytes":           {strings.Repeat("\x00\xff\xfe\x1b[31m", 1<<20), exitOpen, ""},
		"a code on top":   {"61444\n" + strings.Repeat("xyzzy qwertz ", 1<<20), exitOK, "SSV 61444 (F004)"},
		"an unknown code": {"0xF22F\n", exitOpen, "61999 en décimal = F22F"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, problems, code := asked(t, c.in, "-", "--lang", "fr")
			if code != c.code || !strings.Contains(out, c.want) {
				t.Errorf("exit %d, want %d with %q:\n%s%s", code, c.code, c.want, out, problems)
			}
			if len(problems) > 400 || strings.ContainsAny(problems, "\x00\x1b") {
				t.Errorf("the error repeats what was pasted: %q", problems)
			}
		})
	}
}
