//go:build unix

package folder_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/harness/folder"
)

// TestPrivate: a file belongs to whoever made it, no file of root to anybody else, and
// one that others may open is not private.
func TestPrivate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	private := func(path string) error {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		return folder.Private(f)
	}
	for mode, want := range map[os.FileMode]error{
		0o600: nil, 0o400: nil, 0o700: nil,
		0o644: folder.ErrOpenToOthers, 0o620: folder.ErrOpenToOthers, 0o601: folder.ErrOpenToOthers,
	} {
		path := filepath.Join(dir, mode.String())
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := private(path); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("mode %v: %v, want %v", mode, err, want)
		}
	}
	want := folder.ErrOfAnother
	if os.Geteuid() == 0 {
		want = folder.ErrOpenToOthers
	}
	if err := private("/"); !errors.Is(err, want) {
		t.Errorf("/: %v, want %v", err, want)
	}
}
