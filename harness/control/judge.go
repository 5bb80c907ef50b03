package control

import (
	"bytes"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/collected"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/examine"
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
	n, err := s.number(r)
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
		Authorities: authority.Issuers(), Prove: twin.Recorded.IsZero(),
		Wrap: func(ch card.Channel) card.Channel { j.seen.Channel = ch; return &j.seen },
	})
	if !twin.Recorded.IsZero() {
		j.today = twin.Recorded
	}
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
