// Package control is a station over HTTP, for tests in any language and for people who
// look: readers, cards, faults, snapshots, verdicts and the log, on a loopback address or a
// Unix socket of this machine and nowhere else.
//
//	server := control.New(control.Config{Station: bench, Token: control.NewToken()})
//	listener, err := control.Listen(ctx, "127.0.0.1:0")
//	if err != nil { … }
//	go server.Serve(ctx, listener)
//
// What it takes and gives is in openapi.json (OpenAPI 3.1), which it serves as
// /openapi.json; a test holds the document against the code. [Client] speaks it from Go.
//
// # Who may do what
//
// Reading needs nothing. A change, and a code of a card, need the token, as
// "Authorization: Bearer TOKEN". A request that names another host, or comes from a page
// of another origin, is refused before anything is looked at. Bodies are bounded.
//
// # Errors
//
// An error is problem details (RFC 9457, application/problem+json) with two members more:
// code, one word for programs, and hint, what can be done. Sentences are in the language
// that Accept-Language prefers, else in that of the server.
//
// # The log
//
// GET /v1/log gives what is kept; GET /v1/log/events goes on for ever, as server-sent
// events whose ids are the numbers of the records: Last-Event-ID goes on where one
// stopped.
package control
