package control

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/cpslab/cps/harness/ask"
	"github.com/cpslab/cps/harness/diagnosis/rule"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/report"
)

var update = flag.Bool("update", false, "write openapi.json")

// components are the shapes that the document names.
var components = map[string]any{
	"Bench": Bench{}, "Reader": Reader{}, "Asks": Asks{}, "Card": Card{}, "Tries": Tries{}, "Armed": Armed{}, "Words": Words{}, "Record": Record{}, "Exchange": Exchange{},
	"Preset": Preset{}, "Kind": Kind{}, "Snapshot": Snapshot{}, "Problem": Problem{}, "Answer": Answer{}, "Match": Match{}, "Cause": Cause{},
	"Detail": Detail{}, "Field": Field{}, "Basis": Basis{}, "BasisList": basisList{},
	"LogAnswer": LogAnswer{}, "LogCause": LogCause{}, "LogLine": LogLine{},
	"Turn": ask.Turn{}, "TurnAnswer": ask.TurnAnswer{}, "TurnQuestion": ask.TurnQuestion{}, "TurnChoice": ask.TurnChoice{}, "TurnRule": ask.TurnRule{}, "TurnCause": ask.TurnCause{},
	"Workstation": Workstation{}, "Check": doctor.Check{}, "PIN": code{},
	"ReaderList": readerList{}, "CardList": cardList{}, "PresetList": presetList{}, "FaultList": faultList{}, "SnapshotList": snapshotList{}, "RecordList": recordList{},
	"ChosenCard": Chosen1{}, "NewCard": NewCard{}, "Faults": Faults{}, "Typed": Typed{}, "Hold": Hold{}, "ChosenReaders": Chosen{}, "Restart": Restart{}, "Question": Question{},
}

// bodies are those of requests, whose objects are closed.
var bodies = []any{Chosen1{}, NewCard{}, Faults{}, Typed{}, Hold{}, Chosen{}, Restart{}, Question{}, ask.Turn{}}

const (
	refs         = "#/components/schemas/"
	documentFile = "document.json"
)

// document writes the document from the code.
func document(t *testing.T) []byte {
	t.Helper()
	names := map[reflect.Type]string{reflect.TypeFor[report.Document](): "Document", reflect.TypeFor[report.Finding](): "Finding"}
	types := map[reflect.Type]*jsonschema.Schema{}
	for name, one := range components {
		names[reflect.TypeOf(one)] = name
	}
	types[reflect.TypeFor[rule.Severity]()] = &jsonschema.Schema{Type: "string"}
	for of, name := range names {
		types[of] = &jsonschema.Schema{Ref: refs + name}
	}
	schemas := map[string]any{}
	for name, one := range components {
		of := reflect.TypeOf(one)
		others := map[reflect.Type]*jsonschema.Schema{}
		for k, v := range types {
			if k != of {
				others[k] = v
			}
		}
		s, err := jsonschema.ForType(of, &jsonschema.ForOptions{TypeSchemas: others})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		v := plain(t, s)
		closed := false
		for _, b := range bodies {
			closed = closed || reflect.TypeOf(b) == of
		}
		tidied(v, closed)
		schemas[name] = v
	}
	// The document of a verdict has its own schema, which is served beside this one.
	schemas["Document"] = map[string]any{"$ref": documentFile}
	schemas["Finding"] = map[string]any{"$ref": documentFile + "#/properties/findings/items"}

	paths := map[string]map[string]any{}
	for _, one := range routes() {
		if paths[one.path] == nil {
			paths[one.path] = map[string]any{}
		}
		paths[one.path][strings.ToLower(one.method)] = operation(one, names)
	}
	paths["/v1/log/events"] = map[string]any{"get": map[string]any{
		"operationId": "events",
		"summary":     "The log for ever, as server-sent events: event record, data a Record, id its number. A line begins with Last-Event-ID, else with after, else from now on. Event missed: so many records are not kept any more.",
		"parameters":  []any{query(param{"after", "number of the last record that is known", "integer"}), map[string]any{"name": "Last-Event-ID", "in": "header", "description": "the same, as browsers send it", "schema": map[string]any{"type": "integer"}}},
		"responses":   map[string]any{"200": map[string]any{"description": "a stream", "content": map[string]any{"text/event-stream": map[string]any{"schema": map[string]any{"$ref": refs + "Record"}}}}, "default": problems()},
	}}
	b, err := json.MarshalIndent(map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{
			"title": "cpslab control", "version": "1",
			"description": "Drives a station of simulated CPS cards: readers, cards, faults, snapshots, verdicts, log. Each change returns when a PC/SC client has seen it. Reading needs nothing; changes need the token. docs/drive.md has examples in several languages.",
			"license":     map[string]any{"name": "MIT", "identifier": "MIT"},
		},
		"servers": []any{map[string]any{"url": "{control}", "description": "the address in CPSLAB_CONTROL", "variables": map[string]any{"control": map[string]any{"default": "http://127.0.0.1:8077"}}}},
		"paths":   paths,
		"components": map[string]any{
			"schemas":         schemas,
			"securitySchemes": map[string]any{"token": map[string]any{"type": "http", "scheme": "bearer", "description": "CPSLAB_CONTROL_TOKEN"}},
		},
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(b, '\n')
}

func operation(one route, names map[reflect.Type]string) map[string]any {
	op := map[string]any{"operationId": one.id, "summary": one.about}
	var params []any
	for part := range strings.SplitSeq(one.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(name, "}")
			schema := map[string]any{"type": "string"}
			switch name {
			case "reader":
				schema = map[string]any{"type": "integer", "minimum": 1, "maximum": 16}
			case "record":
				schema = map[string]any{"type": "integer", "minimum": 1}
			}
			params = append(params, map[string]any{"name": name, "in": "path", "required": true, "schema": schema})
		}
	}
	for _, p := range one.query {
		params = append(params, query(p))
	}
	if one.change {
		op["security"] = []any{map[string]any{"token": []any{}}}
		params = append(params, map[string]any{"name": "Cpslab-By", "in": "header", "description": "who asks, for the log and for holds", "schema": map[string]any{"type": "string", "maxLength": 64}})
	}
	if params != nil {
		op["parameters"] = params
	}
	if one.body != nil {
		media, schema := "application/json", map[string]any{"type": "string"}
		if one.file {
			media = "application/octet-stream"
		} else {
			schema = map[string]any{"$ref": refs + names[reflect.TypeOf(one.body()).Elem()]}
		}
		op["requestBody"] = map[string]any{"content": map[string]any{media: map[string]any{"schema": schema}}}
	}
	op["responses"] = map[string]any{
		"200":     map[string]any{"description": "done", "content": map[string]any{"application/json": map[string]any{"schema": map[string]any{"$ref": refs + names[reflect.TypeOf(one.answer)]}}}},
		"default": problems(),
	}
	return op
}

func query(p param) map[string]any {
	return map[string]any{"name": p.name, "in": "query", "description": p.about, "schema": map[string]any{"type": p.kind}}
}

func problems() map[string]any {
	return map[string]any{"description": "what is wrong, and what can be done", "content": map[string]any{"application/problem+json": map[string]any{"schema": map[string]any{"$ref": refs + "Problem"}}}}
}

// plain is a value as JSON has it.
func plain(t *testing.T, of any) any {
	t.Helper()
	b, err := json.Marshal(of)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// tidied opens the objects of a schema, unless it is of a body, since answers may get
// members; what refers to another is that, and lists of Go are lists.
func tidied(v any, closed bool) {
	switch v := v.(type) {
	case map[string]any:
		if !closed {
			delete(v, "additionalProperties")
		}
		if _, refers := v["$ref"]; refers {
			delete(v, "type") // of a pointer, which is left out where it is nil
		}
		if types, ok := v["type"].([]any); ok && len(types) == 2 && types[0] == "null" {
			v["type"] = types[1]
		}
		for _, w := range v {
			tidied(w, closed)
		}
	case []any:
		for _, w := range v {
			tidied(w, closed)
		}
	}
}

// TestTheDocumentIsThatOfTheCode; -update writes it.
func TestTheDocumentIsThatOfTheCode(t *testing.T) {
	t.Parallel()
	want := document(t)
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), string(OpenAPI())); diff != "" {
		t.Errorf("go test ./harness/control -run TestTheDocument -update writes openapi.json (-code +file):\n%s", diff)
	}
	ids := map[string]bool{}
	for _, one := range routes() {
		if ids[one.id] || one.about == "" || !strings.HasSuffix(one.about, ".") && !strings.HasSuffix(one.about, "them.") {
			t.Errorf("%s %s: id %q, about %q", one.method, one.path, one.id, one.about)
		}
		ids[one.id] = true
	}
}

// schemaOf resolves a shape of the document; every object that it describes is closed, so
// that an answer holds nothing that the document does not tell of.
func schemaOf(t *testing.T, name string) *jsonschema.Resolved {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	defs := doc["components"].(map[string]any)["schemas"].(map[string]any)
	own := plain(t, json.RawMessage(bytes.ReplaceAll(report.Schema(), []byte("#/$defs/"), []byte("#/$defs/Document/$defs/")))).(map[string]any)
	delete(own, "$schema")
	delete(own, "$id")
	defs["Document"], defs["Finding"] = own, map[string]any{"$ref": "#/$defs/Document/properties/findings/items"}
	closeAll(defs)
	b, err := json.Marshal(map[string]any{"$ref": "#/$defs/" + name, "$defs": defs})
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(bytes.ReplaceAll(b, []byte(refs), []byte("#/$defs/")), &s); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func closeAll(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, described := v["properties"].(map[string]any); described && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, w := range v {
			closeAll(w)
		}
	case []any:
		for _, w := range v {
			closeAll(w)
		}
	}
}
