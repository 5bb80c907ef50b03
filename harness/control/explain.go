package control

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/lookup"
)

// Answer is what a message may mean.
type Answer struct {
	Matches []Match `json:"matches" jsonschema:"most likely first, eight at most"`
	Asks    bool    `json:"asks" jsonschema:"a conversation about it can be held: POST /v1/ask with the same message"`
}

// Match is one thing that it may mean.
type Match struct {
	Kind    string  `json:"kind" jsonschema:"whose message or code it is"`
	Name    string  `json:"name,omitempty"`
	Text    string  `json:"text,omitempty" jsonschema:"as it is shown, in French"`
	Meaning string  `json:"meaning,omitempty"`
	Sure    bool    `json:"sure" jsonschema:"else it resembles what was asked, and somebody has to confirm it"`
	Causes  []Cause `json:"causes" jsonschema:"in the order in which to check them"`
}

// Cause is a rule behind a message.
type Cause struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Cause    string `json:"cause,omitempty"`
	Remedy   string `json:"remedy,omitempty"`
	Preset   string `json:"preset,omitempty" jsonschema:"a card of the gallery that shows it"`
}

const maxMatches = 8

func (s *Server) explain(r *request) (any, error) {
	message := r.body.(*Question).Message
	if strings.TrimSpace(message) == "" {
		return nil, errNoMessage
	}
	out := Answer{Matches: []Match{}}
	found := lookup.Find(message)
	_, out.Asks = ask.Start(message, s.cfg.Now())
	for _, m := range found[:min(len(found), maxMatches)] {
		one := Match{Kind: string(m.Message.Kind), Name: m.Message.Name, Text: m.Message.Text, Meaning: m.Message.Meaning.In(r.lang), Sure: m.Sure(), Causes: []Cause{}}
		if len(out.Matches) > 0 && out.Matches[0].Sure && !one.Sure {
			break
		}
		for _, id := range m.Message.Rules {
			if c, ok := causeOf(&m, id, r.lang); ok {
				one.Causes = append(one.Causes, c)
			}
		}
		out.Matches = append(out.Matches, one)
	}
	return out, nil
}

// causeOf is a rule behind a message; false for one that is not known.
func causeOf(m *lookup.Match, id, lang string) (Cause, bool) {
	known, ok := rule.ByID(id)
	if !ok {
		return Cause{}, false
	}
	said := known.Render("", nil, lang)
	c := Cause{Rule: known.ID, Severity: known.Severity.String(), Title: known.Title.In(lang), Cause: said.Cause, Remedy: said.Remedy}
	if shown, ok := m.Demonstration(id); ok && shown.Profile == nil {
		c.Preset = shown.Card
	}
	return c, true
}

// LogAnswer is what a log says. Nothing of the log is in it but numbers of lines: tokens
// are texts, names and codes of the tables.
type LogAnswer struct {
	Lines    int        `json:"lines" jsonschema:"that were read"`
	Complete bool       `json:"complete" jsonschema:"all of it was read"`
	NotRead  []string   `json:"not_read" jsonschema:"what was not, and why"`
	Causes   []LogCause `json:"causes" jsonschema:"that its lines name, in the order to check them"`
}

// LogCause is a rule, or a meaning without one, that lines of a log name.
type LogCause struct {
	Meaning string    `json:"meaning,omitempty"`
	Causes  []Cause   `json:"causes" jsonschema:"in the order to check them; empty for a fault of something else"`
	Seen    []LogLine `json:"seen"`
}

// LogLine is a text or a code of a log, and where it stands.
type LogLine struct {
	Line  int    `json:"line" jsonschema:"the first one, from 1"`
	Last  int    `json:"last"`
	Times int    `json:"times" jsonschema:"how many lines hold it"`
	Token string `json:"token" jsonschema:"as the tables have it"`
	Sure  bool   `json:"sure"`
}

// explainLog reads a log as it comes in: nothing of it is kept.
func (s *Server) explainLog(r *request) (any, error) {
	log, err := lookup.ReadLog(r.Context(), r.Body)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, errLargeLog
	} else if err != nil && !errors.Is(err, io.EOF) {
		return nil, invalid(http.StatusBadRequest, text.Of("corps interrompu", "the body broke off"), text.Text{})
	}
	if log.Lines == 0 {
		return nil, invalid(http.StatusUnprocessableEntity, text.Of("quel journal ?", "which log?"), text.Of("le corps est le fichier, tel quel", "the body is the file, as it is"))
	}
	out := LogAnswer{Lines: log.Lines, Complete: len(log.NotRead) == 0, NotRead: []string{}, Causes: []LogCause{}}
	for _, n := range log.NotRead {
		out.NotRead = append(out.NotRead, n.In(r.lang))
	}
	for _, g := range log.Groups() {
		one := LogCause{Meaning: g.Match.Message.Means().In(r.lang), Causes: []Cause{}, Seen: []LogLine{}}
		for _, id := range g.Rules {
			if c, ok := causeOf(&g.Match, id, r.lang); ok {
				one.Causes = append(one.Causes, c)
			}
		}
		for _, c := range g.Seen {
			one.Seen = append(one.Seen, LogLine{c.First, c.Last, c.Times, c.Token, c.Match.Sure()})
		}
		out.Causes = append(out.Causes, one)
	}
	return out, nil
}

// ask takes an answer of a conversation, and asks what comes next. The turn holds the whole
// conversation: the station keeps nothing of it.
func (s *Server) ask(r *request) (any, error) {
	turn := r.body.(*ask.Turn)
	if strings.TrimSpace(turn.Message) == "" {
		return nil, errNoMessage
	}
	next, err := turn.Next(s.cfg.Now(), r.lang)
	if errors.Is(err, ask.ErrNames) {
		message, hint := text.Said(err)
		return nil, invalid(http.StatusUnprocessableEntity, message, hint)
	}
	return next, err
}

var errNoMessage = invalid(http.StatusUnprocessableEntity, text.Of("quel message ?", "which message?"), text.Of("message : le texte ou le code", "message: the text or the code"))
