package workstation

import (
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

const (
	maxText    = 1 << 20  // bounds a configuration file
	maxLibrary = 32 << 20 // bounds a library; the Cryptolib's are below 2 MiB
	maxLinks   = 16
)

// ErrNotRegular is the error for a folder, a pipe or a device in a file's place.
var ErrNotRegular = text.NewError(text.Of("ce n'est pas un fichier ordinaire", "not a regular file"), text.Text{})

var errNoRegistry = text.NewError(text.Of("le registre n'est pas lu sur ce système", "the registry is not read on this system"), text.Text{})

// files reads a machine's files through an fs.FS whose root is the machine's,
// or the system drive on Windows. Paths are the machine's own.
type files struct{ fsys fs.FS }

// rel turns a machine's path into one of the fs.FS.
func rel(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if len(name) > 1 && name[1] == ':' {
		name = name[2:]
	}
	if name = strings.TrimPrefix(path.Clean("/"+name), "/"); name == "" {
		return "."
	}
	return name
}

// read returns a regular file of at most limit bytes; more is cut.
func (f files) read(name string, limit int64) ([]byte, error) {
	info, err := fs.Stat(f.fsys, rel(name))
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe would wait for ever
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrNotRegular}
	}
	file, err := f.fsys.Open(rel(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}

func (f files) exists(name string) bool {
	_, err := fs.Stat(f.fsys, rel(name))
	return err == nil
}

// resolve follows a file's symbolic links inside the root, so that two names of
// one library count once.
func (f files) resolve(name string) string {
	for range maxLinks {
		target, err := f.link(name)
		if err != nil {
			return name
		}
		if !path.IsAbs(target) {
			target = path.Join(path.Dir(name), target)
		}
		name = target
	}
	return name
}

// link returns where a symbolic link points.
func (f files) link(name string) (string, error) { return fs.ReadLink(f.fsys, rel(name)) }

// isSocket tells a Unix socket from what else may bear its name.
func (f files) isSocket(name string) bool {
	info, err := fs.Stat(f.fsys, rel(name))
	return err == nil && info.Mode()&fs.ModeSocket != 0
}

// list returns the names in a folder, none when it cannot be read.
func (f files) list(dir string) []string {
	entries, err := fs.ReadDir(f.fsys, rel(dir))
	if err != nil {
		return nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// find returns the files of a folder whose name is want, whatever its case.
func (f files) find(dir, want string) []string {
	var out []string
	for _, name := range f.list(dir) {
		if strings.EqualFold(name, want) {
			out = append(out, join(dir, name))
		}
	}
	return out
}

// join keeps the separator that the folder is written with.
func join(dir, name string) string {
	if strings.Contains(dir, `\`) {
		return strings.TrimRight(dir, `\`) + `\` + name
	}
	return path.Join(dir, name)
}
