package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/report"
)

// canaries are planted in every field that may identify somebody. Some are
// short, some contain others, one holds a blank and one a control character.
var canaries = []string{
	"CANARY-FAMILY", "CANARY-USUAL", "CANARY-ALPHA", "ZO", "CANARY-GIVEN", "CANARY EXERCISE",
	"8777777777701", "777777777701", "4777777777702", "77777777770299", "CANARY\x1bSTRUCT",
	"7777777703", "7777777704", "77777777", "777777705",
}

// elsewhere is an identity that the card does not hold: only its mark tells.
const elsewhere = "CANARY-ELSEWHERE"

// canaryCard is a card of a real category whose identities are canaries.
func canaryCard(t *testing.T, category card.Category) *card.Contents {
	t.Helper()
	c := readVector(t, "cps3-situations").contents
	c.ID.Value.Category = category
	c.ID.Value.Number = "7777777703"
	c.Serial = card.Object[card.Serial]{State: card.Present, Value: card.Serial{Issuer: card.IssuerANS, Number: "7777777704"}, Raw: []byte("7777777704")}
	c.Label.Value = "CPS3v3-7777777703"
	c.Name.Value = card.Name{Civility: "31", Family: "CANARY-FAMILY", Usual: "CANARY-USUAL", Given: [3]string{"CANARY-ALPHA", "ZO"}, UsualGiven: "CANARY-GIVEN"}
	c.Info.Value.ExerciseName, c.Info.Value.NationalID = "CANARY EXERCISE", "8777777777701"
	c.Info.Value.Qualifications = "SM26        01050220    808161  2093"
	for i := range c.Activities {
		c.Activities[i].Value.StructureName = "CANARY\x1bSTRUCT"
		c.Activities[i].Value.StructureID = "477777777770299"
	}
	for i := range c.Billing.Value {
		c.Billing.Value[i].ID = "777777705"
	}
	return c
}

// everything writes every output there is of one reading.
func everything(t *testing.T, c *card.Contents, show bool) map[string]string {
	t.Helper()
	in := diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{Name: "reader", State: card.SlotCard}}, Card: c}
	evidence := make([]diagnosis.Evidence, 0, 2*len(canaries)+1)
	evidence = append(evidence, diagnosis.Evidence{Field: "not on the card", Value: elsewhere, Identity: true})
	for _, s := range canaries {
		evidence = append(evidence,
			diagnosis.Evidence{Field: "marked", Value: s, Exchange: 1, Identity: true},
			diagnosis.Evidence{Field: "forgotten", Value: "value " + s + "."})
	}
	talkative := *ruleWarn
	talkative.Text = diagnosis.Text{FR: "La carte lue appartient à %s.", EN: "The card read belongs to %s."}
	hand := diagnosis.Result{Verdict: diagnosis.VerdictWarning, Findings: []diagnosis.Finding{
		{Rule: &talkative, Severity: diagnosis.Warning, Args: []any{strings.Join(canaries, ", ")}, Evidence: evidence},
	}}
	out := map[string]string{}
	for source, res := range map[string]diagnosis.Result{"hand": hand, "engine": diagnosis.Check(&in, now)} {
		for _, lang := range []string{"fr", "en"} {
			d := report.NewDocument(&in, res, report.Options{Lang: lang, ShowIdentity: show, Failure: "reading " + strings.Join(canaries, " ")})
			put := func(name string, write func(b *bytes.Buffer) error) string {
				var b bytes.Buffer
				if err := write(&b); err != nil {
					t.Fatal(err)
				}
				out[source+" "+lang+" "+name] = b.String()
				return b.String()
			}
			opts := report.ScreenOptions{Lang: lang, ShowIdentity: show}
			screen := put("screen", func(b *bytes.Buffer) error { return report.Screen(b, c, opts) })
			put("start", func(b *bytes.Buffer) error { return report.StartScreen(b, c, opts) })
			put("json", func(b *bytes.Buffer) error { j, err := d.JSON(); b.Write(j); return err })
			put("text", func(b *bytes.Buffer) error { return report.Text(b, d, report.TextOptions{Explain: true, Color: true}) })
			row := report.NewRow("preset", "title", "ok", "", d)
			row.Screen = screen
			put("matrix", func(b *bytes.Buffer) error {
				return report.MatrixText(b, lang, []report.Row{row}, report.TextOptions{})
			})
			put("html", func(b *bytes.Buffer) error {
				return report.HTML(b, report.Page{Title: "t", Lang: lang, Rows: []report.Row{row}})
			})
			put("print", func(b *bytes.Buffer) error { _, err := fmt.Fprintf(b, "%+v %#v", d, d.Card); return err })
		}
	}
	return out
}

func TestNoIdentityOfARealCardInAnyOutput(t *testing.T) {
	t.Parallel()
	for _, category := range []card.Category{card.CategoryReal, card.CategoryModule, card.CategorySoftware, "", "  "} {
		for name, text := range everything(t, canaryCard(t, category), false) {
			for _, s := range append([]string{elsewhere}, canaries...) {
				for _, form := range []string{s, strings.ReplaceAll(s, "\x1b", "?")} {
					if i := strings.Index(text, form); i >= 0 && !partOfAWord(text, i, form) {
						t.Errorf("category %q, %s: %q leaks in %q", category, name, form, text[max(0, i-30):min(len(text), i+40)])
					}
				}
			}
		}
	}
}

// partOfAWord excuses the two letters ZO inside a longer word.
func partOfAWord(text string, i int, s string) bool {
	letter := func(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }
	return len(s) == 2 && (i > 0 && letter(text[i-1]) || i+2 < len(text) && letter(text[i+2]))
}

// A card whose category was not read counts as real.
func TestUnreadCategoryIsMasked(t *testing.T) {
	t.Parallel()
	c := canaryCard(t, card.CategoryTest)
	c.ID = card.Object[card.IDCard]{}
	if !report.Masked(c, false) {
		t.Error("a card of unknown category is not masked")
	}
	if report.Masked(c, true) || report.Masked(nil, false) {
		t.Error("masked although the user asked to see, or without a card")
	}
}

// The canaries do show where they may: else the test above proves nothing.
func TestCanariesShowOnRequestAndOnTestCards(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		category card.Category
		show     bool
	}{{card.CategoryReal, true}, {card.CategoryTest, false}, {"82", false}, {"83", false}} {
		out := everything(t, canaryCard(t, tt.category), tt.show)
		for _, name := range []string{"hand fr json", "hand fr text", "hand fr html", "engine en json"} {
			for _, s := range []string{"CANARY EXERCISE", "777777777701", "777777705"} {
				if !strings.Contains(out[name], s) {
					t.Errorf("category %q, show %v: %s does not hold %q", tt.category, tt.show, name, s)
				}
			}
		}
		if !strings.Contains(out["hand fr screen"], "CANARY EXERCISE") || !strings.Contains(out["hand fr start"], "CANARY-GIVEN") {
			t.Errorf("category %q, show %v: the screens hide the holder", tt.category, tt.show)
		}
	}
}

// A hostile card can't move the cursor, break out of HTML or forge a line.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[2J\u009b31m<script>alert(1)</script>\n*** Situations\x00\r\u202e"
	c := canaryCard(t, card.CategoryTest)
	c.Info.Value.ExerciseName, c.Info.Value.NationalID, c.Name.Value.UsualGiven = evil, "é"+evil, evil
	c.Label.Value, c.ID.Value.Number, c.Info.Value.Qualifications = evil, evil, evil
	for i := range c.Activities {
		v := &c.Activities[i].Value
		v.StructureName, v.StructureID, v.Sector, v.Section, v.Mode = evil, "é"+evil, "é"+evil, evil, evil
	}
	for i := range c.Billing.Value {
		b := &c.Billing.Value[i]
		b.ID, b.Speciality, b.Convention, b.Zone = evil, evil, evil, evil
	}
	for name, text := range everything(t, c, true) {
		if strings.HasSuffix(name, " print") {
			continue
		}
		for _, bad := range []string{"\x1b[2J", "\u009b", "\x00", "\r", "\u202e", "\n*** Situations?"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
		if strings.HasSuffix(name, " html") && strings.Contains(text, "<script") {
			t.Errorf("%s holds a script", name)
		}
		if !strings.HasSuffix(name, " matrix") && !strings.Contains(text, "?") {
			t.Errorf("%s: the hostile text did not get there", name)
		}
	}
}
