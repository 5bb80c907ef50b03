package report

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

// Schema returns the JSON schema (draft 2020-12) of the JSON output.
func Schema() []byte { return slices.Clone(schema) }
