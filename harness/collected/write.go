package collected

import (
	"encoding/json"
	"io"
	"time"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/workstation"
)

// written is the form of a file.
type written struct {
	Schema      int                `json:"schema"`
	Collector   string             `json:"collector"`
	Date        string             `json:"date"` // RFC 3339
	LeftOut     []text.Text        `json:"left_out"`
	Workstation workstation.Report `json:"workstation"`
}

// Write writes what was collected by a program, of that name and version, at a moment;
// it returns what was left out. rep is not changed.
func Write(out io.Writer, rep workstation.Report, collector string, at time.Time) ([]text.Text, error) {
	own, err := copied(rep)
	if err != nil {
		return nil, err
	}
	m := mask{marks: map[string]string{}}
	file := written{Schema: Schema, Collector: collector, Date: at.Format(time.RFC3339), LeftOut: m.report(&own), Workstation: own}
	e := json.NewEncoder(out)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	return file.LeftOut, e.Encode(file)
}

// copied is a report with no memory in common with the first.
func copied(rep workstation.Report) (workstation.Report, error) {
	var own workstation.Report
	b, err := json.Marshal(rep)
	if err == nil {
		err = json.Unmarshal(b, &own)
	}
	return own, err
}
