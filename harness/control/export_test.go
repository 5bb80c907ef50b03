package control

// What tests from outside need: the decoder of bodies, and a shape of the document.
var (
	Decode   = decode
	SchemaOf = schemaOf
)
