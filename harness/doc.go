// Package harness reads a health professional's card through any
// [card.Channel] and prepares what the diagnosis looks at.
//
// The way from bytes to a verdict is short:
//
//	contents, err := harness.Read(ctx, channel, harness.ReadOptions{})
//	input := harness.Input("my reader", contents, err, fact.Set{})
//	result := diagnosis.Check(&input, time.Now())
//
// [Read] follows the card's own directory (EF.DIR, ODF, DODF) with as few
// exchanges as it can, on each of the three faces. It never presents a PIN
// unless one is given, reads the try counter first, and presents it only with
// two tries left or more. What was not read stays [card.Unread]: the diagnosis
// reports it as unknown.
//
// [Login] presents the PIN and nothing else, and a [Signer] then uses a private
// key of the card as a crypto.Signer, in TLS for example ([Signer.TLSCertificate]).
// [ProveKey] reports whether key and certificate belong together.
package harness
