package ask

import (
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// What a message says of the computer or the card is not asked again, and can be taken
// back; of what it says in two ways nothing is taken.
func TestMessagesAnswer(t *testing.T) {
	t.Parallel()
	for message, want := range map[string][]string{
		"carte cps pas reconnue sur mac depuis maj":              {"ws.os=macos"},
		"nouvelle carte V4, 61444 au moment de facturer":         {"card.generation=V4"},
		"carte pas reconnue sur mac, bonne sur le poste windows": nil,
		"carte CPS3 ou CPS4, le logiciel dit 61444":              nil,
		"61444": nil,
	} {
		c, ok := Start(message, day)
		if !ok {
			t.Fatalf("%q names nothing", message)
		}
		var got []string
		for _, a := range c.Heard() {
			got = append(got, a.Fact.Name+"="+a.Said)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", message, got, want)
			continue
		}
		q, more := c.Next()
		for _, a := range c.Heard() {
			if more && q.Fact.Name == a.Fact.Name {
				t.Errorf("%q: asks %s again", message, q.Fact.Name)
			}
		}
		for range want {
			if err := c.Back(); err != nil {
				t.Errorf("%q: %v", message, err)
			}
		}
		if len(c.Heard()) > 0 || len(c.Answers()) > 0 || c.Back() == nil {
			t.Errorf("%q: %v is left", message, c.Answers())
		}
	}
}

// A mute card, as somebody sees it, does not end what the words are about: an old library
// shows no name of a V4 either.
func TestWordsAreAskedAboutFirst(t *testing.T) {
	t.Parallel()
	c, questions := hold(t, "on a reçu la nouvelle carte V4 et le logiciel ne la lit pas", healthy(told{"card.atr": "non", "ws.cryptolib": "5.1.10", "card.generation": "v4"}))
	found := false
	for _, r := range c.Outcome().Causes {
		found = found || r.Number == rule.WS002 || r.Number == rule.WS003
	}
	if !found || questions > 6 {
		t.Errorf("after %d questions: %s", questions, c.Ticket("en"))
	}
}

// A turn in JSON carries what the message answered, and going back stays gone back.
func TestTurnsCarryWhatWasHeard(t *testing.T) {
	t.Parallel()
	next := func(of *Turn, answer string) *Turn {
		t.Helper()
		of.Answer = answer
		out, err := of.Next(day, "en")
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := next(&Turn{Message: "carte cps pas reconnue sur mac depuis maj"}, "")
	if len(first.Answers) != 1 || first.Question == nil || first.Question.Fact == "ws.os" {
		t.Fatalf("%+v", first)
	}
	if second := next(first, "jsp"); len(second.Answers) != 2 {
		t.Errorf("%+v", second.Answers)
	}
	back := next(first, Back)
	if len(back.Answers) != 0 || back.Question == nil || back.Question.Fact != "ws.os" {
		t.Fatalf("%+v", back)
	}
	if again := next(back, "Windows"); len(again.Answers) != 1 || again.Answers[0].Answer != "windows" {
		t.Errorf("%+v", again.Answers)
	}
}

// Whoever can answer nothing is told what to do about what is likeliest.
func TestWhatIsLeftSaysWhatToDo(t *testing.T) {
	t.Parallel()
	asked, err := (&Turn{Message: "jai tape 3x le mauvais code carte bloquee"}).Next(day, "fr")
	if err != nil || asked.Done || asked.Question.Fact != "pin.screen" {
		t.Fatalf("%+v, %v", asked, err)
	}
	asked.Answer = "jsp"
	out, err := asked.Next(day, "fr")
	if err != nil || !out.Done || len(out.Open) == 0 || out.Open[0].Rule != "CPS-PIN-003" || out.Open[0].Remedy == "" || out.Open[0].Check == "" {
		t.Errorf("%+v, %v", out, err)
	}
	if out, err = (&Turn{Message: "61444"}).Next(day, "fr"); err != nil || out.Done || out.Open[0].Remedy != "" {
		t.Errorf("%+v, %v", out, err)
	}
}

// What comes and goes leads to what makes it so: the message itself says that the reader works
// at times, and whether it works now is not asked, for that tells nothing.
func TestWhatComesAndGoesIsAskedAbout(t *testing.T) {
	t.Parallel()
	for want, knows := range map[rule.Number]told{
		rule.RDR015: {"reader.path": "hub", "card.atr": "oui"},
		rule.WS017:  {"reader.path": "direct", "ws.shared": "oui", "card.atr": "oui"},
	} {
		for _, message := range []string{"ça marche un coup sur deux", "la carte n'est pas lue de temps en temps"} {
			c, questions := hold(t, message, knows)
			if !slices.Contains(c.Facts(), "reader.intermittent=yes") || questions > 6 || !slices.ContainsFunc(c.Outcome().Causes, func(r *rule.Rule) bool { return r.Number == want }) {
				t.Errorf("%s, %s: after %d questions: %s", want.ID(), message, questions, c.Ticket("en"))
			}
			for _, a := range c.Answers() {
				if a.Fact.Name == "card.atr" {
					t.Errorf("%s: asks for what the Gestionnaire shows now", message)
				}
			}
		}
	}
}

// Whoever knows no more than that nothing works is asked, too: what reads the cards first.
func TestNothingWorks(t *testing.T) {
	t.Parallel()
	for _, message := range []string{"plus rien ne marche", "RIEN NE MARCHE", "depuis Windows 11 plus rien ne marche, carte CPS + vitale", "nothing works any more"} {
		c, ok := Start(message, day)
		if !ok || c.Outcome().Open[0].Number != rule.RDR001 {
			t.Errorf("%s: %t", message, ok)
			continue
		}
		for want, knows := range map[rule.Number]told{rule.WS017: {"ws.shared": "oui"}, rule.RDR001: {"reader.seen": "none"}} {
			c, questions := hold(t, message, knows)
			if questions > 6 || !slices.ContainsFunc(c.Outcome().Causes, func(r *rule.Rule) bool { return r.Number == want }) {
				t.Errorf("%s, %s: after %d questions: %s", want.ID(), message, questions, c.Ticket("en"))
			}
		}
	}
}

// How often a message came back is not asked where no message was named: no answer to it
// would decide anything.
func TestNoQuestionThatTellsNothing(t *testing.T) {
	t.Parallel()
	for _, message := range []string{"le lecteur n'est pas vu", "lecteur HS", "plus rien ne marche", "la carte n'est pas lue"} {
		c, _ := hold(t, message, nil)
		for _, a := range c.Answers() {
			if a.Fact.Name == "code.times" {
				t.Errorf("%s asks how often the message came back", message)
			}
		}
	}
}

// A card that is blocked, for good or not, and a certificate that is past its end are reached
// by what the Gestionnaire and the browser show; a PIN is never to be typed for an answer.
func TestWhatTheGestionnaireSaidOfThePIN(t *testing.T) {
	t.Parallel()
	for message, cases := range map[string]map[rule.Number]told{
		"carte bloquée":                   {rule.PIN003: {"pin.screen": "blocked"}, rule.PIN005: {"pin.screen": "dead", "pin.accepted": "non"}},
		"jai tape 3 fois le mauvais code": {rule.PIN003: {"pin.screen": "blocked"}, rule.PIN001: {"pin.screen": "wrong"}, rule.PIN002: {"pin.screen": "last"}},
		"le PUK est bloqué":               {rule.PIN005: {"pin.screen": "dead"}},
		"certificat expiré":               {rule.CERT001: {"card.certEnd": "15/03/2024"}},
		"le lecteur n'est pas reconnu":    {rule.RDR001: {"reader.seen": "none"}, rule.RDR017: {"reader.seen": "usb"}},
	} {
		for want, knows := range cases {
			c, questions := hold(t, message, knows)
			if questions > 4 || !slices.ContainsFunc(c.Outcome().Causes, func(r *rule.Rule) bool { return r.Number == want }) {
				t.Errorf("%s, %s: after %d questions: %s", want.ID(), message, questions, c.Ticket("en"))
			}
		}
	}
	k, _ := fact.ByName("pin.screen")
	if q := k.Human().Question; !strings.Contains(q.FR, "ne pas le retaper") || !strings.Contains(q.EN, "do not type it again") {
		t.Errorf("%v", q)
	}
}
