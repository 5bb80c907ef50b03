// Package trace keeps what was said between a program and a card: to show it, to
// replay it, to send it to somebody. A trace never holds a code, a name or an
// identifier: it is scrubbed as it is written, and searched once more before it is
// left.
//
//	log, err := trace.Create("t.jsonl", trace.Options{Authority: authority})
//	if err != nil { … }
//	ch := log.Record(trace.Reader{Name: "my reader"}, channel) // a card.Channel
//	contents, err := harness.Read(ctx, ch, harness.ReadOptions{})
//	err = log.Close() // searches, and only then puts the file in its place
//
// # The format
//
// A trace is lines of JSON (RFC 8259), one object a line, UTF-8. The first line says
// what follows:
//
//	{"cpslab-trace":1,"program":"cpslab 1.0","at":"2026-11-29T16:00:00Z"}
//
// Every other line has a kind. Times are microseconds: t since the first line, dt what
// the exchange took. Where there are several readers r is the place of one, 0 (and left
// out) for the first. Bytes are hexadecimal digits.
//
//	{"kind":"card","t":0,"reader":"…","atr":"3B…","protocol":"T=0","simulated":true}
//	{"kind":"exchange","n":1,"t":12,"dt":40,"cmd":"00A4…","resp":"…9000","op":"SELECT","file":"EF.DIR"}
//	{"kind":"exchange","n":2,"t":90,"dt":5,"cmd":"00B0…","err":"removed","op":"READ","file":"EF.DIR"}
//	{"kind":"reset","t":99,"dt":3,"cold":true,"atr":"3B…"}
//	{"kind":"error","t":99,"op":"BEGIN","err":"busy"}
//	{"kind":"fault","n":2,"t":90,"fault":"remove@2"}
//	{"kind":"mark","t":99,"mark":"key-proof","value":"verified"}
//	{"kind":"end","t":99,"exchanges":2,"scrubbed":{"code":1,"name":4}}
//
// An exchange is one command and its answer, numbered from 1 for each reader, as
// findings number them; its status word is the end of resp. op and file are those that
// the triggers of faults name (package fault). err is one of a short list of words, see
// [ErrorOf]. The last line is the manifest of what was scrubbed. Within a version,
// kinds and properties may be added; a reader passes over those that it does not know.
//
// # What is scrubbed
//
// See [Options].Authority, and docs/traces.md. The same value is replaced by the same
// value throughout one trace, and by another one in the next: what draws them is
// forgotten. What was replaced has the same length and the same form, so that a
// replayed card is judged as the card was.
//
// The search of the finished bytes is package leak, which shares nothing with the
// scrubber.
package trace
