package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// archive writes the archive of a target: one folder with the programs and the shared
// files. Windows takes a zip, the others a tar.gz.
func (r *release) archive(t target, p *programs, shared, made string) error {
	folder := fmt.Sprintf("cpslab-%s-%s-%s", r.version, t.os, t.arch)
	entries, err := archived(folder, p, shared, t.os != "windows")
	if err != nil {
		return err
	}
	name := filepath.Join(made, folder+".tar.gz")
	write := r.tarball
	if t.os == "windows" {
		name, write = filepath.Join(made, folder+".zip"), r.zip
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f, entries); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return f.Close()
}

// entry is a file of an archive.
type entry struct {
	name string // with slashes
	from string
	mode fs.FileMode
}

// archived are the files of an archive, sorted by name.
func archived(folder string, p *programs, shared string, manuals bool) ([]entry, error) {
	var entries []entry
	for _, name := range p.names {
		entries = append(entries, entry{path.Join(folder, name), filepath.Join(p.dir, name), 0o755})
	}
	err := filepath.WalkDir(shared, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		in, err := filepath.Rel(shared, file)
		if err != nil {
			return err
		}
		if in = filepath.ToSlash(in); manuals || !strings.HasPrefix(in, "man/") {
			entries = append(entries, entry{path.Join(folder, in), file, 0o644})
		}
		return nil
	})
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return entries, err
}

// tarball writes a tar.gz whose dates are that of the commit and whose files are nobody's.
func (r *release) tarball(w io.Writer, entries []entry) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, e := range entries {
		size, err := sizeOf(e.from)
		if err != nil {
			return err
		}
		if err := t.WriteHeader(&tar.Header{Name: e.name, Mode: int64(e.mode), Size: size, ModTime: r.when, Typeflag: tar.TypeReg, Format: tar.FormatUSTAR}); err != nil {
			return err
		}
		if err := pour(t, e.from); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func (r *release) zip(w io.Writer, entries []entry) error {
	z := zip.NewWriter(w)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: r.when}
		h.SetMode(e.mode)
		into, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if err := pour(into, e.from); err != nil {
			return err
		}
	}
	return z.Close()
}

func sizeOf(file string) (int64, error) {
	st, err := os.Stat(file)
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}

func pour(w io.Writer, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// sumsFile holds the checksums of all other files, as sha256sum -c reads them.
const sumsFile = "SHA256SUMS"

func checksums(dir string) error {
	lines, err := sums(dir)
	if err != nil {
		return err
	}
	return writeMode(filepath.Join(dir, sumsFile), []byte(lines), 0o644)
}

// sums are the lines of the files of a folder, but for the one that holds them.
func sums(dir string) (string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	var lines strings.Builder
	for _, f := range files {
		if f.Name() == sumsFile {
			continue
		}
		h := sha256.New()
		if err := pour(h, filepath.Join(dir, f.Name())); err != nil {
			return "", err
		}
		fmt.Fprintf(&lines, "%x  %s\n", h.Sum(nil), f.Name())
	}
	return lines.String(), nil
}
