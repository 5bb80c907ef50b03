package ask

import (
	_ "embed"
	"slices"
)

//go:embed turn_schema.json
var turnSchema []byte

// Schema returns the JSON schema (draft 2020-12) of a [Turn].
func Schema() []byte { return slices.Clone(turnSchema) }
