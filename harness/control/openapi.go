package control

import _ "embed"

//go:embed openapi.json
var openAPI []byte

// OpenAPI returns the document of the API (OpenAPI 3.1).
func OpenAPI() []byte { return openAPI }
