package report

import speak "github.com/cpslab/cps/harness/card/text"

// Words are a sentence in both languages, for programs.
type Words struct {
	FR string `json:"fr"`
	EN string `json:"en"`
}

// In returns the words in a language.
func (w Words) In(lang string) string { return speak.Text(w).In(lang) }

// Measure is something that a scenario measured, or found out: a value for people, which
// holds nothing that was read from the card.
type Measure struct {
	Name  Words `json:"name"`
	Value Words `json:"value"`
}

// NewMeasure is a measure.
func NewMeasure(name, value speak.Text) Measure { return Measure{Words(name), Words(value)} }
