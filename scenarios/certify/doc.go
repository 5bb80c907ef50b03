// Package certify makes the report about a reader: it has the chapters of package scenarios
// run, and puts what they came to, where and with what, into a dossier.
//
//	r, err := certify.Run(ctx, certify.Options{Reader: "pcsc:", Readers: set, Desk: desk})
//	files, err := r.Files()
//
// Which scenarios make the report is told by [scenarios.Chapters]: all that put a reader to
// the test. The report holds all of them, whatever became of each.
package certify
