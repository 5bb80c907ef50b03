// Package bundle seals a folder of files so that whoever gets it can tell, without a
// network and without the program that made it, whether it is whole and unaltered, and
// whose it is.
//
//	err := bundle.Write(dir, files, bundle.Manifest{Result: "ok", Complete: true})
//	err = bundle.Sign(dir, signer)
//	res, err := bundle.Verify(dir, nil)
//
// # The manifest
//
// manifest.json is canonical JSON (RFC 8785, of which it needs little: keys are ASCII and
// numbers are whole): members sorted, no space, one line. It names every file of the folder
// with its size and SHA-256, and ends with its own digest: the last member, "sha256", is
// that of the document without it. One byte changed anywhere is found: in a file by its
// digest, in the manifest by its own, and a file that is not named there is one too many.
//
// A digest tells of accidents and of carelessness. Against somebody who makes the manifest
// anew only a signature helps: manifest.sig signs the manifest, with an Ed25519 key or with
// the key of a card. The manifest says that one belongs to it, so that it cannot be left
// out. Whose key that is, the reader of a bundle has to know from elsewhere.
package bundle
