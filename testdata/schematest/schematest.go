// Package schematest holds what a program writes against the JSON schema that it
// publishes.
package schematest

import (
	"encoding/json"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
)

// Published resolves a schema as it is published: its objects are open, so that a
// later program of the same schema number may add to them.
func Published(tb testing.TB, schema []byte) *jsonschema.Resolved {
	tb.Helper()
	var s jsonschema.Schema
	if err := json.Unmarshal(schema, &s); err != nil {
		tb.Fatal(err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Closed resolves a schema with every object that it describes closed: what this
// program writes holds nothing that the schema does not tell of.
func Closed(tb testing.TB, schema []byte) *jsonschema.Resolved {
	tb.Helper()
	var v any
	if err := json.Unmarshal(schema, &v); err != nil {
		tb.Fatal(err)
	}
	shut(v)
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return Published(tb, b)
}

// shut closes the objects of a schema, at any depth.
func shut(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, described := v["properties"]; described && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, w := range v {
			shut(w)
		}
	case []any:
		for _, w := range v {
			shut(w)
		}
	}
}
