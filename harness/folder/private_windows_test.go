package folder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPrivateByAccessList: a file in this user's temporary folder is its own, and
// system files are not.
func TestPrivateByAccessList(t *testing.T) {
	t.Parallel()
	private := func(path string) error {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		descriptor, err := describe(f)
		t.Logf("%s: %s, %v", path, descriptor, err)
		return Private(f)
	}
	dir, err := New("")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := dir.Remove(); err != nil {
			t.Error(err)
		}
	}()
	path := filepath.Join(dir.Path(), "own")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := private(path); err != nil {
		t.Errorf("a file of this user's: %v", err)
	}
	if user, err := currentUser(); err != nil || !strings.HasPrefix(user, "S-1-5-21-") {
		t.Errorf("user %q, %v", user, err)
	}
}

// TestNoSocketOnWindows: no path makes the readers of this computer simulated ones.
func TestNoSocketOnWindows(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "/", "/tmp", `C:\Windows\pcscd.comm`, "/run/pcscd/pcscd.comm", "/tmp/cpslab-1/../../run/pcscd/pcscd.comm", "/nowhere/cpslab-1/pcscd.comm", "cpslab-1/pcscd.comm"} {
		if err := InUseSocket(path); err == nil {
			t.Errorf("%q is taken for a socket of ours", path)
		}
	}
}
