package main

import (
	"bytes"
	_ "embed"
	"encoding/json"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
)

// doctorOwnSchema describes the output of doctor, but for what it has in common
// with a diagnosis.
//
//go:embed doctor_schema.json
var doctorOwnSchema []byte

// doctorSchema returns the JSON schema (draft 2020-12) of doctor's output.
// Findings and unknown rules are those of a diagnosis, and described there.
func doctorSchema() ([]byte, error) {
	type definitions map[string]json.RawMessage
	var own struct {
		Schema      string          `json:"$schema"`
		Title       string          `json:"title"`
		Description string          `json:"description"`
		Type        string          `json:"type"`
		Properties  json.RawMessage `json:"properties"`
		Required    []string        `json:"required"`
		Defs        definitions     `json:"$defs"`
	}
	if err := json.Unmarshal(doctorOwnSchema, &own); err != nil {
		return nil, text.Wrap(text.Same("schema of doctor"), err)
	}
	var diagnosis struct {
		Defs definitions `json:"$defs"`
	}
	if err := json.Unmarshal(report.Schema(), &diagnosis); err != nil {
		return nil, text.Wrap(text.Same("schema of a diagnosis"), err)
	}
	for _, name := range []string{"finding", "unknown"} {
		own.Defs[name] = diagnosis.Defs[name]
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(own); err != nil {
		return nil, text.Wrap(text.Same("schema of doctor"), err)
	}
	return b.Bytes(), nil
}
