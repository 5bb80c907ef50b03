// Package folder makes the temporary folders of this bench, and knows them again:
// private, locked while their owner lives, and removed after its death by the next
// one.
package folder

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// Names of folders and of the file by which a folder is known as ours.
const (
	folderPrefix = "cpslab-"
	lockName     = "cpslab.lock"
)

// Folder is a temporary folder that only this user enters. A process that is
// killed leaves it behind; the next [New] below the same parent removes it.
type Folder struct {
	path string
	lock *os.File // locked as long as the process lives; nil where there are no locks
}

// New makes a folder below parent, "" for the system's temporary folder,
// and removes those there that dead processes of this user left. The error is
// one of the system.
func New(parent string) (*Folder, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	parent, err := filepath.Abs(parent)
	if err != nil {
		return nil, err
	}
	sweep(parent)
	path, err := os.MkdirTemp(parent, folderPrefix)
	if err != nil {
		return nil, err
	}
	lock, err := claim(path)
	if err != nil {
		return nil, errors.Join(text.Wrap(text.Of("verrouillage de %s", "locking %s", path), err), os.RemoveAll(path))
	}
	return &Folder{path, lock}, nil
}

// Path returns the folder's path, absolute.
func (f *Folder) Path() string { return f.path }

// Remove removes the folder with all that is in it. It may be called more than
// once.
func (f *Folder) Remove() error {
	err := os.RemoveAll(f.path)
	if f.lock != nil {
		err = errors.Join(err, f.lock.Close())
		f.lock = nil
	}
	return err
}

// sweep removes the folders that dead processes left below parent. What cannot
// be removed stays: it is in nobody's way.
func sweep(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), folderPrefix) {
			bury(filepath.Join(parent, e.Name()))
		}
	}
}
