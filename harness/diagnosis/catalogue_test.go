package diagnosis

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

//go:generate go test -run ^(TestDocument|TestCounts)$ -count=1 . -update

var update = flag.Bool("update", false, "write docs/rules.md, and the counts of rules in other documents")

// TestCatalogue ties the rules to the list of the catalogue, both ways: id,
// mark, severity and title.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("testdata", "catalogue.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	want := map[string]string{}
	for _, line := range lines[1:] {
		id, _, _ := strings.Cut(line, "\t")
		want[id] = line
	}
	got := map[string]string{}
	for _, r := range Rules() {
		got[r.ID] = strings.Join([]string{r.ID, string(r.Mark), r.Severity.String(), r.Title.EN}, "\t")
	}
	if len(got) != rule.Count {
		t.Errorf("%d ids of %d rules", len(got), rule.Count)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-catalogue +table):\n%s", diff)
	}
}

// TestCoverage: every rule is judged or says why no program can; what a rule
// waits for can be declared.
func TestCoverage(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, k := range fact.Keys() {
		keys = append(keys, k.Name)
	}
	total, unknowable := 0, 0
	for _, c := range CoverageByFamily() {
		sum := 0
		for _, n := range c.By {
			sum += n
		}
		if sum != c.Rules {
			t.Errorf("%s: %d rules, %d counted", c.Family, c.Rules, sum)
		}
		total += c.Rules
		unknowable += len(c.NotKnowable)
	}
	if total != rule.Count || unknowable != 1 {
		t.Errorf("%d rules in families of %d, %d not knowable, want 1", total, rule.Count, unknowable)
	}
	for _, r := range Rules() {
		switch r.How {
		case FromCard, AsGuard:
			if r.ID != "CPS-CERT-010" && r.Needs != "" {
				t.Errorf("%s is judged from the card and waits for %s", r.ID, r.Needs)
			}
		case FromFact, FromWorkstation:
			if r.ID != "CPS-WS-001" && !slices.Contains(keys, r.Needs) {
				t.Errorf("%s waits for %q, which nobody can declare", r.ID, r.Needs)
			}
			if !slices.ContainsFunc(r.Inputs, func(in string) bool { return slices.Contains(keys, in) }) {
				t.Errorf("%s: no input of it can be declared: %v", r.ID, r.Inputs)
			}
		case NotKnowable:
			if r.Why.IsZero() {
				t.Errorf("%s does not say why it cannot be known", r.ID)
			}
		default:
			t.Errorf("%s rests on %q", r.ID, r.How)
		}
	}
	if got := ruleOf(t, "CPS-CERT-010").Needs; got != "keyProof" {
		t.Errorf("CPS-CERT-010 waits for %s", got)
	}
}

// TestDocument holds docs/rules.md against the table. Run go generate to write
// it anew.
func TestDocument(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "rules.md")
	want := document()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/rules.md is not what the table says; run go generate ./harness/diagnosis (-want +file):\n%s", diff)
	}
}

// TestCounts holds the counts of rules in README.md and docs/compared.md against the
// table; go generate writes them anew.
func TestCounts(t *testing.T) {
	t.Parallel()
	by := map[How]int{}
	for _, r := range Rules() {
		by[r.How]++
	}
	judged := by[FromCard] + by[FromFact] + by[FromWorkstation]
	for _, said := range [...]struct {
		file  string
		where *regexp.Regexp
		want  string
	}{
		{
			"docs/status.md", regexp.MustCompile(`\| \d+ rules, French and English \| \d+ judged: .*? that no program can know\.`),
			fmt.Sprintf("| %d rules, French and English | %d judged: %d from card and reader, %d by declared facts, %d from the workstation; %d guards that keep others silent; %d that no program can know.",
				rule.Count, judged, by[FromCard], by[FromFact], by[FromWorkstation], by[AsGuard], by[NotKnowable]),
		},
		{"docs/compared.md", regexp.MustCompile(`\d+ rules, fr and en`), fmt.Sprintf("%d rules, fr and en", rule.Count)},
	} {
		path := filepath.Join("..", "..", filepath.FromSlash(said.file))
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path, said.where.ReplaceAllLiteral(text, []byte(said.want)), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got := string(said.where.Find(text)); got != said.want {
			t.Errorf("%s says %q, want %q; run go generate ./harness/diagnosis", said.file, got, said.want)
		}
	}
}

var howWords = map[How]string{
	FromCard:        "card and reader",
	FromFact:        "declared fact",
	FromWorkstation: "workstation",
	AsGuard:         "guard: keeps other rules silent",
	NotKnowable:     "not knowable",
}

// document writes docs/rules.md from the tables.
func document() string {
	var b strings.Builder
	b.WriteString("# Rules\n\nGenerated from the tables of `harness/diagnosis` by `go generate ./harness/diagnosis`; do not edit.\n\n")
	b.WriteString("FIELD rules are stated by a field document, PUBLIC ones by a public page or repository, DERIVED ones are\nengineering judgement of this project and official nowhere. The severity is the highest a rule can give.\n\n")
	b.WriteString("## Coverage\n\n| family | rules | card and reader | declared fact | workstation | guard | not knowable |\n|---|---|---|---|---|---|---|\n")
	for _, c := range CoverageByFamily() {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d | %d |\n", c.Family, c.Rules, c.By[FromCard], c.By[FromFact], c.By[FromWorkstation], c.By[AsGuard], c.By[NotKnowable])
	}
	for _, c := range CoverageByFamily() {
		fmt.Fprintf(&b, "\n## CPS-%s\n", c.Family)
		rules := slices.DeleteFunc(Rules(), func(r *Rule) bool { return r.Family() != c.Family })
		slices.SortFunc(rules, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
		for _, r := range rules {
			documentRule(&b, r)
		}
	}
	b.WriteString("\n## Contacts\n\n| tag | who to call | looked up |\n|---|---|---|\n")
	for _, c := range Contacts() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.ID, c.Line("en"), c.Seen)
	}
	b.WriteString("\n## Facts that can be declared\n\nWith `--fact key=value`, or one a line in a file.\n\n| key | value | what to ask for |\n|---|---|---|\n")
	for _, k := range fact.Keys() {
		value := string(k.Type)
		if k.Values != nil {
			value = strings.Join(k.Values, ", ")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, value, k.Question.EN)
	}
	return b.String()
}

func documentRule(b *strings.Builder, r *Rule) {
	fmt.Fprintf(b, "\n### %s %s\n\n%s · %s · judged from: %s", r.ID, r.Title.EN, r.Mark, r.Severity, howWords[r.How])
	if r.Needs != "" {
		fmt.Fprintf(b, " (unknown without `%s`)", r.Needs)
	}
	fmt.Fprintf(b, "\n\n* Text [%s]: « %s »\n", r.Origin, r.Pattern("fr"))
	for _, v := range r.Variants {
		if !v.Text.IsZero() {
			fmt.Fprintf(b, "* Text [%s], %s: « %s »\n", r.TextOrigin(v.Key), v.Key, v.Pattern("fr"))
		}
	}
	fmt.Fprintf(b, "* Cause: %s\n* Remedy: %s\n", r.Cause.EN, r.Remedy.EN)
	if !r.Why.IsZero() {
		fmt.Fprintf(b, "* Why nobody can know: %s\n", r.Why.EN)
	}
	if len(r.Contacts) > 0 {
		fmt.Fprintf(b, "* Contact: %s\n", strings.Trim(fmt.Sprint(r.Contacts), "[]"))
	}
	var sources []string
	for _, s := range r.Sources {
		sources = append(sources, s.Title)
	}
	fmt.Fprintf(b, "* Inputs: `%s`\n* Sources: %s\n", strings.Join(r.Inputs, "`, `"), strings.Join(sources, "; "))
}
