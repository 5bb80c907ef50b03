package report_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/report"
)

// Every code of gestionnaire.tsv is printed as that program prints it.
func TestWordsOfTheGestionnaire(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("gestionnaire.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 3 {
			t.Fatalf("%q: want table, code, label", line)
		}
		n++
		wantWords(t, cells[0], cells[1], cells[2])
	}
	if n < 538 {
		t.Errorf("%d codes, want the 538 that were seen", n)
	}
}

// wantWords draws a card that holds the code and compares what the screen has more
// than that of the same card without it.
func wantWords(t *testing.T, table, code, label string) {
	t.Helper()
	place, ok := places[table]
	if !ok {
		t.Fatalf("no place for table %s", table)
	}
	without, with := base(), base()
	if place.without != nil {
		place.without(without)
		place.without(with)
	}
	place.with(with, code)
	var got []string
	before := exactScreen(t, without)
	for _, line := range exactScreen(t, with) {
		if i := slices.Index(before, line); i >= 0 {
			before = slices.Delete(before, i, i+1)
			continue
		}
		got = append(got, line)
	}
	var want []string
	switch {
	case label == "-":
	case label == "*":
		want = []string{"    TESTEUR"}
	case table == "G101..G103":
		for part := range strings.SplitSeq(label, " | ") {
			want = append(want, "      - "+part)
		}
	case label == "" && (table == "G15" || table == "G16"):
		// The heading stands there without a code as well.
	default:
		want = []string{strings.TrimRight(fmt.Sprintf(place.line, label), " ")}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s %s (-seen +ours):\n%s", table, code, diff)
	}
}

func exactScreen(t *testing.T, c *card.Contents) []string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Screen(&out, c, report.ScreenOptions{Exact: true, ShowIdentity: true}); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
}

// base is a card with one activity and its billing situation.
func base() *card.Contents {
	c := &card.Contents{Face: card.FaceCPS3, Login: card.LoginOK, Listed: true}
	c.Info = card.Object[card.Info]{State: card.Present, Value: card.Info{Kind: card.KindCPS, ExerciseName: "TESTEUR"}}
	c.Activities = []card.NumberedActivity{{Number: 1, Object: card.Object[card.Activity]{State: card.Present, Value: card.Activity{Logical: 1}}}}
	c.Billing = card.Object[[]card.Billing]{State: card.Present, Value: []card.Billing{{Link: 1, Rank: 1}}}
	return c
}

// place is where a table's code stands on the card and its label on the screen.
type place struct {
	without func(*card.Contents)         // what both cards have, nil for base
	with    func(*card.Contents, string) // puts the code in
	line    string
}

var places = map[string]place{
	"G05":  {nil, activity(func(a *card.Activity, code string) { a.Section = code }), "   Tableau Pharmacien : %s"},
	"G07":  {nil, activity(func(a *card.Activity, code string) { a.StructureID = code + "990000010" }), "   - %s 990000010"},
	"G11":  {nil, activity(func(a *card.Activity, code string) { a.Qualification = code }), "   %s"},
	"G12":  {nil, activity(func(a *card.Activity, code string) { a.AdeliSpeciality = code }), "   %s"},
	"G17":  {nil, activity(func(a *card.Activity, code string) { a.Mode = code }), "  * Exercice %s"},
	"R02":  {nil, activity(func(a *card.Activity, code string) { a.Sector = code }), "   Secteur d'activité RPPS : %s"},
	"G15":  {nil, info(func(i *card.Info, code string) { i.Profession = code }), "Profession : %s"},
	"G16":  {func(c *card.Contents) { c.Info.Value.Kind = card.KindCPF }, info(func(i *card.Info, code string) { i.FutureProfession = code }), "Future profession : %s"},
	"R01":  {nil, columns(0), "    1- %s"},
	"G18":  {nil, columns(30), "    %s"},
	"G20":  {nil, columns(26), "Spécialisation : %s"},
	"G100": {nil, billing(func(b *card.Billing, code string) { b.Speciality = code }), "   Spécialité Assurance Maladie : %s"},
	"G104": {nil, billing(func(b *card.Billing, code string) { b.Agreements[0] = code }), "   Code Agrément : %s"},
	"G101..G103": {nil, billing(func(b *card.Billing, code string) {
		parts := strings.Split(code, "/")
		b.Convention, b.Zone, b.Mileage = parts[0], parts[1], parts[2]
	}), ""},
}

func activity(set func(*card.Activity, string)) func(*card.Contents, string) {
	return func(c *card.Contents, code string) { set(&c.Activities[0].Value, code) }
}

func info(set func(*card.Info, string)) func(*card.Contents, string) {
	return func(c *card.Contents, code string) { set(&c.Info.Value, code) }
}

func billing(set func(*card.Billing, string)) func(*card.Contents, string) {
	return func(c *card.Contents, code string) { set(&c.Billing.Value[0], code) }
}

// columns puts a code into the fixed columns of the qualifications.
func columns(from int) func(*card.Contents, string) {
	return info(func(i *card.Info, code string) { i.Qualifications = strings.Repeat(" ", from) + code })
}
