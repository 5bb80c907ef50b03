package report_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/report"
)

// Every recorded screen comes out line by line, blanks at the start of a line
// included.
func TestScreensOfTheGestionnaire(t *testing.T) {
	t.Parallel()
	for _, name := range vectorNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := readVector(t, name)
			var out bytes.Buffer
			draw := map[string]func(io.Writer, *card.Contents, report.ScreenOptions) error{
				"situations": report.Screen, "start": report.StartScreen,
			}[v.layout]
			if draw == nil {
				t.Fatalf("unknown layout %q", v.layout)
			}
			if err := draw(&out, v.contents, report.ScreenOptions{Lang: "fr", ShowIdentity: true}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(v.screen, gestionnaireLines(out.String())); diff != "" {
				t.Errorf("%s (-screen +ours):\n%s", v.title, diff)
			}
		})
	}
}

// gestionnaireLines returns the lines in front of ours.
func gestionnaireLines(s string) []string {
	var l []string
	for line := range strings.Lines(s) {
		if strings.HasPrefix(line, report.ScreenSeparator) {
			break
		}
		l = append(l, strings.TrimRight(line, "\n"))
	}
	return l
}

func TestExactHasNoLineOfOurs(t *testing.T) {
	t.Parallel()
	v := readVector(t, "cps3-gaps")
	var exact bytes.Buffer
	if err := report.Screen(&exact, v.contents, report.ScreenOptions{Exact: true}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Join(v.screen, "\n")+"\n", exact.String()); diff != "" {
		t.Error(diff)
	}
}

// What the screen leaves out stands below the separator.
func TestLinesOfOurs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		vector, lang string
		change       func(*card.Contents)
		want         []string
	}{
		{"cps3-situations", "fr", nil, []string{"Carte CPS3 (V3), émise le 02/01/2025, dernier jour de validité : 31/01/2028.", "Code porteur : 3 essais restants sur 3."}},
		{"cps3-situations", "en", nil, []string{"Card: CPS3 (V3), issued 2025-01-02, last day of validity: 2028-01-31.", "PIN (code porteur): 3 of 3 tries left."}},
		{"cps3-gaps", "fr", nil, []string{"Activité 03 (non affichée par GESTION CPS) :", "Activité 07 (non affichée par GESTION CPS) :", "   - STRUCTURE 16", "   Identifiant : 991234507"}},
		{"cps3-two-billings-one-link", "fr", nil, []string{"Situation de facturation 2 (non affichée par GESTION CPS : deuxième de la même activité) :", "   Identifiant : 992222222"}},
		{"cps3-many", "fr", nil, []string{"Situation de facturation 9 (non affichée par GESTION CPS : au-delà de la huitième) :", "Situation de facturation 10 (non affichée par GESTION CPS : au-delà de la huitième) :"}},
		{"cps3-no-dam-other-link", "fr", nil, []string{"Situation de facturation 1 (non affichée par GESTION CPS : liée à aucune activité) :"}},
		{"cps3-no-dam-ff", "fr", nil, []string{"Situations de facturation : objet rempli de FF."}},
		{"cps3-no-dam-size-0", "en", nil, []string{"Billing situations: empty object."}},
		{"cps3cl-situations", "fr", nil, []string{"Situations non lues (l'interface sans contact n'a pas de code porteur) : elles sont inconnues, pas absentes."}},
		{"cps3-situations", "fr", noPIN, []string{"Situations non lues (le code porteur n'a pas été présenté) : elles sont inconnues, pas absentes.", "Activités annoncées par la carte : 2."}},
		{"cps3-situations", "fr", func(c *card.Contents) {
			noPIN(c)
			c.Login, c.PIN.Left = card.LoginBlocked, 0
		}, []string{"Code porteur : bloqué.", "Situations non lues (le code porteur est bloqué) : elles sont inconnues, pas absentes."}},
	} {
		t.Run(tt.vector+"/"+tt.lang, func(t *testing.T) {
			t.Parallel()
			c := readVector(t, tt.vector).contents
			if tt.change != nil {
				tt.change(c)
			}
			var out bytes.Buffer
			if err := report.Screen(&out, c, report.ScreenOptions{Lang: tt.lang}); err != nil {
				t.Fatal(err)
			}
			_, ours, found := strings.Cut(out.String(), "\n"+report.ScreenSeparator)
			if !found {
				t.Fatalf("no line of ours:\n%s", out.String())
			}
			lines := strings.Split(ours, "\n")
			for _, want := range tt.want {
				if !contains(lines, want) {
					t.Errorf("no line %q in:\n%s", want, ours)
				}
			}
		})
	}
}

// noPIN turns a reading into one that was made without the PIN.
func noPIN(c *card.Contents) {
	c.Login = card.LoginNotAsked
	c.Billing = card.Object[[]card.Billing]{}
	for i := range c.Activities {
		c.Activities[i].Object = card.Object[card.Activity]{}
	}
}

func contains(lines []string, want string) bool {
	for _, l := range lines {
		if l == want {
			return true
		}
	}
	return false
}

func TestScreenReportsTheWriter(t *testing.T) {
	t.Parallel()
	if err := report.Screen(broken{}, &card.Contents{}, report.ScreenOptions{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestNothingReadIsNoPanic(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := report.Screen(&out, nil, report.ScreenOptions{Lang: "en"}); err != nil {
		t.Fatal(err)
	}
	if err := report.StartScreen(&out, nil, report.ScreenOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"*** Identification du porteur\n", "Card: unknown, dates unknown.\n", "expire fin /\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}

// A card of another issuer has one line that says so, and the Gestionnaire's
// own screen when that is what was asked for.
func TestScreenOfAnotherIssuer(t *testing.T) {
	t.Parallel()
	other := &card.Contents{ATR: []byte{0x3B, 0x00}, Serial: card.Object[card.Serial]{State: card.Present, Value: card.Serial{Issuer: "8025000002"}}}
	unknown := &card.Contents{ATR: []byte{0x3B, 0x00}}
	for _, c := range []*card.Contents{other, unknown} {
		var out bytes.Buffer
		if err := report.Screen(&out, c, report.ScreenOptions{Lang: "fr"}); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); !strings.HasPrefix(got, "Ce n'est pas une carte de professionnel de santé") || strings.Count(got, "\n") != 1 {
			t.Errorf("got:\n%s", got)
		}
		out.Reset()
		if err := report.Screen(&out, c, report.ScreenOptions{Exact: true}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out.String(), "*** Identification du porteur") {
			t.Errorf("exact:\n%s", out.String())
		}
	}
}
