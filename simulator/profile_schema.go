package simulator

import (
	"bytes"
	_ "embed"
)

//go:embed profile.schema.json
var profileSchema []byte

// ProfileSchema returns the JSON schema of profiles (draft 2020-12), for
// editors that complete and check YAML. It is written by hand beside the
// decoder; a test holds that both know the same keys. The decoder is the
// stricter of the two.
func ProfileSchema() []byte { return bytes.Clone(profileSchema) }
