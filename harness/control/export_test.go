package control

// What tests from outside need: the decoder of bodies, a shape of the document, and the
// files of the console.
var (
	Decode   = decode
	Strict   = strict
	SchemaOf = schemaOf
)

// Pages are the files of the console by their addresses, with what they are.
func Pages() map[string]string {
	all := map[string]string{}
	for _, p := range pages {
		all[p.address] = p.kind
	}
	return all
}
