package report

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
)

// WriteFile puts content in the file at path, whole or not at all: it is written
// beside, flushed to the disk and renamed, so that a full disk or a killed program
// leaves the older file as it was. A folder that is missing is made, a symbolic
// link followed, the mode of an older file kept. What is no regular file (a pipe, a
// terminal) gets the content as it comes. The error is an *fs.PathError that names
// path.
func WriteFile(path string, content []byte) error {
	place, info, err := placeOf(path)
	if err != nil {
		return err
	}
	if info != nil && !info.Mode().IsRegular() {
		err = writeInto(place, os.O_WRONLY, 0, content)
	} else {
		err = replace(place, info, content)
	}
	return at(path, err)
}

// Writable tries whether [WriteFile] can write at path, before long work was done
// for nothing. It makes the folder that is missing, leaves no file behind that was
// not there, and none changed. The error is an *fs.PathError that names path.
func Writable(path string) error {
	place, info, err := placeOf(path)
	if err != nil {
		return err
	}
	switch {
	case info == nil:
	case info.IsDir():
		return at(path, syscall.EISDIR)
	case !info.Mode().IsRegular():
		return nil // a pipe is for its reader to open, once
	default:
		// Renaming would replace a file that its owner protected.
		f, err := os.OpenFile(place, os.O_WRONLY, 0)
		if err != nil {
			return at(path, err)
		}
		if err := f.Close(); err != nil {
			return at(path, err)
		}
	}
	beside := besideOf(place)
	err = writeInto(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600, nil)
	if err == nil {
		err = os.Remove(beside)
	}
	return at(path, err)
}

// placeOf returns where the content of path goes, behind symbolic links, and what
// is there already, nil when nothing is. The folder is made.
func placeOf(path string) (place string, info fs.FileInfo, err error) {
	place = path
	const chain = 40 // as many links as the system follows
	for range chain {
		target, err := os.Readlink(place)
		if err != nil {
			break // no link
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(place), target)
		}
		place = target
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return "", nil, at(path, err)
	}
	info, err = os.Stat(place)
	if errors.Is(err, fs.ErrNotExist) {
		return place, nil, nil
	}
	return place, info, at(path, err)
}

// replace writes beside place and renames.
func replace(place string, old fs.FileInfo, content []byte) error {
	beside := besideOf(place)
	err := writeInto(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666, content)
	if err == nil && old != nil {
		err = os.Chmod(beside, old.Mode().Perm())
	}
	if err == nil {
		err = os.Rename(beside, place)
	}
	if err != nil {
		_ = os.Remove(beside) // the first error is the one to tell; most often there is nothing to remove
	}
	return err
}

// besideOf is a name that no other file has, in the same folder.
func besideOf(place string) string {
	return filepath.Join(filepath.Dir(place), fmt.Sprintf(".cpslab-%016x", rand.Uint64()))
}

func writeInto(place string, flag int, mode fs.FileMode, content []byte) error {
	f, err := os.OpenFile(place, flag, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil && flag&os.O_CREATE != 0 {
		err = f.Sync() // a file system may notice only now that it is full
	}
	return errors.Join(err, f.Close())
}

// at is err with the path that the user gave: those of the work are none of theirs.
func at(path string, err error) error {
	if err == nil {
		return nil
	}
	cause := err
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		cause = e.Err
	} else if e, ok := errors.AsType[*os.LinkError](err); ok {
		cause = e.Err
	}
	return &fs.PathError{Op: "write", Path: path, Err: cause}
}
