package bundle

import (
	"crypto/ed25519"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
)

// Result is what became of a verification.
type Result struct {
	Manifest *Manifest // nil where it cannot be read
	Altered  []Problem // something is not what was sealed
	Missing  []Problem // something that was sealed is not there
	Signed   *Signed   // nil of a bundle without a signature, or with a false one
}

// Whole reports whether everything is there, and as it was sealed.
func (r *Result) Whole() bool { return len(r.Altered)+len(r.Missing) == 0 }

// Problem is one thing that is wrong.
type Problem struct {
	File string
	What text.Text
}

var (
	isChanged   = text.Of("modifié depuis le scellement", "altered since it was sealed")
	isExtra     = text.Of("n'est pas au manifeste", "is not in the manifest")
	isMissing   = text.Of("manque", "is missing")
	isNoFile    = text.Of("n'est pas un fichier qui se lit", "is no file that can be read")
	isFalse     = text.Of("ne signe pas ce manifeste, ou n'est pas de cette clé", "does not sign this manifest, or is not of that key")
	isUnsigned  = text.Of("le manifeste ne dit rien de cette signature", "the manifest tells nothing of this signature")
	isUnknowing = text.Of("signature attendue (--key), et ce dossier n'en a pas", "a signature is wanted (--key), and this bundle has none")
)

// NotBundleError is a folder that is no bundle.
type NotBundleError struct {
	Path string
	Err  error
}

// Error gives folder and reason.
func (e *NotBundleError) Error() string { return e.said().EN }
func (e *NotBundleError) Unwrap() error { return e.Err }

// BadInput is true: another folder may be named.
func (e *NotBundleError) BadInput() bool { return true }

// Say gives folder and reason in lang.
func (e *NotBundleError) Say(lang string) (message, hint string) {
	return e.said().In(lang), text.Of("donnez le dossier que cpslab certify -o a écrit ; un certify interrompu avant la fin n'y laisse pas de "+ManifestName,
		"give the folder that cpslab certify -o wrote; a certify that was ended before its end leaves no "+ManifestName+" there").In(lang)
}

func (e *NotBundleError) said() text.Text { return text.Same(e.Path).Because(e.Err) }

// Verify holds a folder against its manifest, and its signature against the key wanted, nil
// for any. Nothing of it is taken for anything but bytes. The error is a *NotBundleError
// for a folder without a manifest.
func Verify(dir string, want ed25519.PublicKey) (*Result, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, &NotBundleError{dir, pathless(err)}
	}
	defer root.Close()
	content, err := small(root, ManifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &NotBundleError{dir, text.NewError(text.Of("pas de "+ManifestName, "no "+ManifestName), text.Text{})}
	case err != nil:
		return &Result{Altered: []Problem{{ManifestName, isNoFile}}}, nil
	}
	r := new(Result)
	var wrong text.Text
	if r.Manifest, wrong = parse(content); !wrong.IsZero() {
		r.Altered = append(r.Altered, Problem{ManifestName, wrong})
		return r, nil // it vouches for nothing
	}
	if err := r.compare(root); err != nil {
		return nil, &NotBundleError{dir, err}
	}
	r.signature(root, content, want)
	return r, nil
}

// compare holds the files against the manifest.
func (r *Result) compare(root *os.Root) error {
	there, err := contents(root)
	if err != nil {
		return pathless(err)
	}
	for _, sealed := range r.Manifest.Files {
		if !slices.Contains(there, sealed.Name) {
			r.Missing = append(r.Missing, Problem{sealed.Name, isMissing})
			continue
		}
		switch now, err := look(root, sealed.Name); {
		case err != nil:
			r.Altered = append(r.Altered, Problem{sealed.Name, isNoFile})
		case now != sealed:
			r.Altered = append(r.Altered, Problem{sealed.Name, isChanged})
		}
	}
	for _, name := range there {
		if !slices.ContainsFunc(r.Manifest.Files, func(f File) bool { return f.Name == name }) {
			r.Altered = append(r.Altered, Problem{text.Printable(name), isExtra})
		}
	}
	return nil
}

func (r *Result) signature(root *os.Root, manifest []byte, want ed25519.PublicKey) {
	_, belongs := r.Manifest.Made[MadeSignature]
	content, err := small(root, SignatureName)
	switch {
	case errors.Is(err, fs.ErrNotExist) && belongs:
		r.Missing = append(r.Missing, Problem{SignatureName, isMissing})
	case errors.Is(err, fs.ErrNotExist) && want != nil:
		r.Altered = append(r.Altered, Problem{SignatureName, isUnknowing})
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		r.Altered = append(r.Altered, Problem{SignatureName, isNoFile})
	case !belongs:
		r.Altered = append(r.Altered, Problem{SignatureName, isUnsigned})
	default:
		if r.Signed = check(content, manifest, want); r.Signed == nil {
			r.Altered = append(r.Altered, Problem{SignatureName, isFalse})
		}
	}
}

// small reads a file of a bounded size.
func small(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxManifest {
		return nil, errNoFile
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxManifest+1))
}

// Read reads a file of a bundle, at most limit bytes. It says nothing of whether it is as it
// was sealed.
func Read(dir, name string, limit int64) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, &NotBundleError{dir, pathless(err)}
	}
	defer root.Close()
	info, err := root.Lstat(name)
	if err == nil && (!info.Mode().IsRegular() || info.Size() > limit) {
		err = errNoFile
	}
	if err != nil {
		return nil, &NotBundleError{dir, text.Wrap(text.Same(name), pathless(err))}
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, &NotBundleError{dir, pathless(err)}
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}
