// Package dossier is the report about a reader that its vendor hands over: what was shown,
// chapter by chapter, on which reader, with which versions, and beside it, apart from the
// evidence, what the vendor states.
//
//	d := &dossier.Dossier{…}
//	page, err := d.HTML()
//	paper, err := d.PDF()
//	d, err = dossier.Parse(content) // result.json
//
// Both forms are made from the one model, result.json, and from nothing else: no clock, no
// machine, no chance. Made again from the same file they are the same to the byte. Each page
// says that it is a test report and not an approval.
package dossier
