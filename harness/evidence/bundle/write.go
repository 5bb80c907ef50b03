package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/cpslab/cps/harness/card/text"
)

// FolderError is a folder that no bundle can be made in.
type FolderError struct {
	Path string
	Err  error
}

// Error gives folder and reason.
func (e *FolderError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *FolderError) Unwrap() error { return e.Err }

// BadInput is true: another folder may be named.
func (e *FolderError) BadInput() bool { return true }

// Say gives folder and reason in lang.
func (e *FolderError) Say(lang string) (message, hint string) {
	return text.Same(e.Path).Because(e.Err).In(lang), text.Of("nommez un dossier nouveau ou vide : rien n'y est jamais remplacé",
		"name a new or an empty folder: nothing is ever replaced in one").In(lang)
}

var errNotEmpty = text.NewError(text.Of("ce dossier n'est pas vide", "this folder is not empty"), text.Text{})

// Prepare makes the folder of a bundle, before long work is done for nothing: a new one, or
// an empty one. The error is a *FolderError.
func Prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return &FolderError{dir, pathless(err)}
	}
	inside, err := os.ReadDir(dir)
	if err != nil {
		return &FolderError{dir, pathless(err)}
	}
	if len(inside) > 0 {
		return &FolderError{dir, errNotEmpty}
	}
	probe, err := os.CreateTemp(dir, ".cpslab-*")
	if err != nil {
		return &FolderError{dir, pathless(err)}
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

func pathless(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// Write writes files into a folder of [Prepare], beside those that are there already, and
// seals them all. The manifest comes last: a bundle without one was not finished.
func Write(dir string, files map[string][]byte, m Manifest) error {
	if err := Leave(dir, files); err != nil {
		return err
	}
	return seal(dir, m)
}

// Leave writes files into a folder of [Prepare] without sealing them.
func Leave(dir string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil { //nolint:gosec // a report to hand over
			return err
		}
	}
	return nil
}

// seal writes the manifest of what is in a folder.
func seal(dir string, m Manifest) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	names, err := contents(root)
	if err != nil {
		return err
	}
	m.Files = nil
	for _, name := range names {
		f, err := look(root, name)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, f)
	}
	sealed, err := m.seal()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, ManifestName), sealed, 0o644) //nolint:gosec // as above
}

var errNoFile = text.NewError(text.Of("ce n'est pas un fichier", "not a file"), text.Text{})

// contents names what is in a folder but manifest and signature, with slashes.
func contents(root *os.Root) ([]string, error) {
	var names []string
	seen := 0 // folders too: a tree of them holds no file, and need not end
	err := fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		seen++
		switch {
		case err != nil:
			return err
		case seen > 2*maxFiles:
			names = append(names, path)
			return fs.SkipAll
		case d.IsDir(), path == ManifestName, path == SignatureName:
			return nil
		}
		names = append(names, path)
		return nil
	})
	return names, err
}

// look takes size and digest of a file. What is none, a pipe or a link, is not opened: it
// might never end.
func look(root *os.Root, name string) (File, error) {
	info, err := root.Lstat(filepath.FromSlash(name))
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return File{}, &fs.PathError{Op: "read", Path: name, Err: errNoFile}
	}
	file, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return File{}, err
	}
	defer file.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(file, maxFile+1))
	if err != nil {
		return File{}, err
	}
	return File{Name: name, SHA256: hex.EncodeToString(sum.Sum(nil)), Size: n}, nil
}
