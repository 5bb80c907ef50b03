//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package readers

import (
	"os"
	"path/filepath"
	"testing"
)

// TestOwned: a file belongs to whoever made it, and no file of root to anybody
// else.
func TestOwned(t *testing.T) {
	t.Parallel()
	own := filepath.Join(t.TempDir(), "own")
	if err := os.WriteFile(own, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{own: true, "/": os.Geteuid() == 0} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if owned(info) != want {
			t.Errorf("%s: owned %v, want %v", path, !want, want)
		}
	}
}
