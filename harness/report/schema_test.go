package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/schematest"
)

func validate(t *testing.T, schema *jsonschema.Resolved, d report.Document) error {
	t.Helper()
	b, err := d.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

// What the program writes is what it publishes, for hand-made results and for
// what the engine says of every recorded card, with and without the PIN.
func TestDocumentsFollowTheSchema(t *testing.T) {
	t.Parallel()
	schema := schematest.Closed(t, report.Schema())
	for name, e := range examples(t) {
		if err := validate(t, schema, e.document("fr")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range vectorNames(t) {
		for _, change := range []func(*card.Contents){func(*card.Contents) {}, noPIN} {
			c := readVector(t, name).contents
			change(c)
			in := diagnosis.Input{Reader: diagnosis.Reader{Slot: card.Slot{State: card.SlotCard}}, Card: c}
			for _, show := range []bool{false, true} {
				d := report.NewDocument(&in, diagnosis.Check(&in, now), report.Options{Lang: "en", ShowIdentity: show})
				if err := validate(t, schema, d); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

// The schema refuses what it describes otherwise.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := schematest.Published(t, report.Schema())
	e := examples(t)["blocked"]
	for name, spoil := range map[string]func(*report.Document){
		"schema 1":           func(d *report.Document) { d.Schema = 1 },
		"unknown verdict":    func(d *report.Document) { d.Verdict = "fine" },
		"no rule id":         func(d *report.Document) { d.Findings[0].ID = "" },
		"lower case ATR":     func(d *report.Document) { d.Card.ATR = "3bac" },
		"date out of format": func(d *report.Document) { d.Card.Expires = "31/01/2028" },
		"missing findings":   func(d *report.Document) { d.Findings = nil },
	} {
		d := e.document("fr")
		spoil(&d)
		if err := validate(t, schema, d); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	whole, err := e.document("fr").JSON()
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(bytes.Replace(whole, []byte(`"BLOCK-BILLING"`), []byte(`"ERROR"`), 1), &v); err != nil {
		t.Fatal(err)
	}
	if schema.Validate(v) == nil {
		t.Error("unknown severity: accepted")
	}
}

// A program of this module reads a document back as it was, and a severity that does
// not exist is neither written nor read.
func TestDocumentsAreReadBack(t *testing.T) {
	t.Parallel()
	for name, e := range examples(t) {
		d := e.document("en")
		b, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var got report.Document
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	wrong := report.Document{Findings: []report.Finding{{Severity: 9}}}
	var severity *rule.SeverityError
	if _, err := wrong.JSON(); !errors.As(err, &severity) || severity.Value != "9" {
		t.Errorf("written: %v", err)
	}
	if err := json.Unmarshal([]byte(`{"findings":[{"severity":"ERROR"}]}`), &wrong); !errors.As(err, &severity) || severity.Value != "ERROR" {
		t.Errorf("read: %v", err)
	}
}

// A program that reads schema 2 takes what a later one adds to it.
func TestSchemaIsOpen(t *testing.T) {
	t.Parallel()
	schema := schematest.Published(t, report.Schema())
	b, err := examples(t)["blocked"].document("fr").JSON()
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	for name, object := range map[string]any{"document": d, "reader": d["reader"], "card": d["card"], "finding": d["findings"].([]any)[0]} {
		object.(map[string]any)["added"] = true
		if err := schema.Validate(d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaIsTheCallersOwn(t *testing.T) {
	t.Parallel()
	first := report.Schema()
	first[0] = 'x'
	if second := report.Schema(); bytes.Equal(first, second) {
		t.Error("a change to the returned schema changed the next one")
	}
}

// Unread parts are absent, not empty.
func TestUnreadFieldsAreAbsent(t *testing.T) {
	t.Parallel()
	c := readVector(t, "cps3-situations").contents
	noPIN(c)
	in := diagnosis.Input{Card: c}
	b, err := report.NewDocument(&in, diagnosis.Result{Verdict: diagnosis.VerdictOK}, report.Options{}).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Card map[string]any `json:"card"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"billing", "activities", "update", "serial"} {
		if v, there := d.Card[key]; there {
			t.Errorf("%s is %v, want nothing", key, v)
		}
	}
	if got := d.Card["activitiesListed"]; got != 2.0 {
		t.Errorf("activitiesListed is %v, want 2", got)
	}
}
