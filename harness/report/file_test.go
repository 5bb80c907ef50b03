package report_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cpslab/cps/harness/report"
)

func TestWriteFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	plain := filepath.Join(dir, "new", "folder", "report.xml")
	if err := report.Writable(plain); err != nil {
		t.Fatal(err)
	}
	if left := names(t, filepath.Dir(plain)); len(left) != 0 {
		t.Errorf("trying leaves %v", left)
	}
	for _, content := range []string{"first, and longer", "second"} {
		if err := report.WriteFile(plain, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, plain); got != content {
			t.Errorf("%q, want %q", got, content)
		}
	}
	if left := names(t, filepath.Dir(plain)); len(left) != 1 {
		t.Errorf("writing leaves %v", left)
	}

	if runtime.GOOS == "windows" {
		return // no modes, and links for some users only
	}
	if err := os.Chmod(plain, 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(filepath.Join("new", "folder", "report.xml"), link); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteFile(link, []byte("through a link")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(plain)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, plain); got != "through a link" || info.Mode() != 0o640 {
		t.Errorf("%q with mode %v", got, info.Mode())
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("the link became %v, %v", info, err)
	}
}

// TestWriteFileKeepsTheOldOne: whatever keeps the new file from being written
// leaves the old one whole, and nothing beside it.
func TestWriteFileKeepsTheOldOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xml")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(path, "report.xml") // below a file
	for name, err := range map[string]error{
		"below a file":        report.WriteFile(folder, []byte("new")),
		"below a file, tried": report.Writable(folder),
		"a folder":            report.Writable(dir),
		"a folder, written":   report.WriteFile(dir, []byte("new")),
	} {
		var at *fs.PathError
		if !errors.As(err, &at) || at.Path != folder && at.Path != dir {
			t.Errorf("%s: %v, want an error that names the file", name, err)
		}
	}
	if got := read(t, path); got != "old" {
		t.Errorf("the old report is now %q", got)
	}
	if left := names(t, dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}
