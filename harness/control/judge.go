package control

import (
	"bytes"
	"net/http"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/collected"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/lookup"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/simulator/pki"
)

// judged is a copy of the card in a reader, read and judged.
type judged struct {
	reader, card string
	reading      examine.Reading
	result       diagnosis.Result
	today        time.Time
	seen         witness // of the reading
}

// judge reads and judges a copy of the card in a reader.
func (s *Server) judge(r *request) (*judged, error) {
	n, err := r.number()
	if err != nil {
		return nil, err
	}
	twin, err := s.cfg.Station.Twin(n)
	if err != nil {
		return nil, err
	}
	authority, err := pki.Test()
	if err != nil {
		return nil, err
	}
	j := &judged{reader: s.cfg.Station.Readers()[n-1].Name, card: twin.Card, today: s.cfg.Now()}
	j.reading = examine.Card(r.Context(), twin.Channel, examine.Options{
		Reader: j.reader, Read: harness.ReadOptions{PIN: harness.ConstantPIN(twin.PIN), Certificates: true},
		Authorities: authority.Issuers(), Prove: true,
		Wrap: func(ch card.Channel) card.Channel { j.seen.Channel = ch; return &j.seen },
	})
	j.result = j.reading.Judge(j.today)
	return j, nil
}

// verdict gives the document of a verdict.
func (s *Server) verdict(r *request) (any, error) {
	j, err := s.judge(r)
	if err != nil {
		return nil, err
	}
	opts := report.Options{Lang: r.lang, Address: j.reader, Date: card.DateOf(j.today)}
	opts.Failure, _ = text.Say(j.reading.Cut(), r.lang)
	return report.NewDocument(&j.reading.Input, j.result, opts), nil
}

// Answer is what a message may mean.
type Answer struct {
	Matches []Match `json:"matches" jsonschema:"most likely first, eight at most"`
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
	if message == "" {
		return nil, invalid(http.StatusUnprocessableEntity, text.Of("quel message ?", "which message?"), text.Of("message : le texte ou le code", "message: the text or the code"))
	}
	out := Answer{Matches: []Match{}}
	found := lookup.Find(message)
	for _, m := range found[:min(len(found), maxMatches)] {
		one := Match{Kind: string(m.Message.Kind), Name: m.Message.Name, Text: m.Message.Text, Meaning: m.Message.Meaning.In(r.lang), Sure: m.Sure(), Causes: []Cause{}}
		if len(out.Matches) > 0 && out.Matches[0].Sure && !one.Sure {
			break
		}
		for _, id := range m.Message.Rules {
			known, ok := rule.ByID(id)
			if !ok {
				continue
			}
			said := known.Render("", nil, r.lang)
			c := Cause{Rule: known.ID, Severity: known.Severity.String(), Title: known.Title.In(r.lang), Cause: said.Cause, Remedy: said.Remedy}
			if shown, ok := m.Demonstration(id); ok && shown.Profile == nil {
				c.Preset = shown.Card
			}
			one.Causes = append(one.Causes, c)
		}
		out.Matches = append(out.Matches, one)
	}
	return out, nil
}

// Workstation is what a collected file comes to.
type Workstation struct {
	Verdict  string           `json:"verdict"`
	Day      string           `json:"day,omitempty" jsonschema:"on which it was collected"`
	Checks   []doctor.Check   `json:"checks" jsonschema:"what was looked at"`
	Findings []report.Finding `json:"findings" jsonschema:"most severe first"`
	Problems []string         `json:"problems" jsonschema:"parts of the file that could not be read"`
}

func (s *Server) workstation(r *request) (any, error) {
	file, err := collected.Read(bytes.NewReader(*r.body.(*[]byte)), "file")
	if err != nil {
		return nil, err
	}
	today := s.cfg.Now()
	out := Workstation{Problems: []string{}}
	if !file.Day.IsZero() {
		today, out.Day = file.Day, file.Day.Format("2006-01-02")
	}
	res, err := doctor.Judge(file.Workstation, fact.Set{}, today, r.lang)
	if err != nil {
		return nil, err
	}
	doc := report.NewDocument(&res.Input, res.Diagnosis, report.Options{Lang: r.lang, Date: card.DateOf(today)})
	out.Verdict, out.Checks, out.Findings = string(doc.Verdict), res.Checks, doc.Findings
	for _, p := range file.Problems {
		out.Problems = append(out.Problems, p.Part+" : "+p.Why.In(r.lang))
	}
	return out, nil
}
