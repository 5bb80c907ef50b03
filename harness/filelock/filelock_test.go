package filelock_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cpslab/cps/harness/filelock"
)

// A file is held by one, until it is closed; whoever asks does not hold it.
func TestTake(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	open := func() *os.File {
		t.Helper()
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() }) // of some it is the second time
		return f
	}
	one, other := open(), open()
	known := runtime.GOOS == "linux" || runtime.GOOS == "darwin" || runtime.GOOS == "windows"
	if filelock.Held(other) == known {
		t.Error("nobody holds it, and it is said to be held")
	}
	if err := filelock.Take(one); err != nil {
		t.Fatal(err)
	}
	if !filelock.Held(other) {
		t.Error("it is held, and nobody says so")
	}
	if err := filelock.Take(other); known && !errors.Is(err, filelock.ErrHeld) {
		t.Errorf("two hold it: %v", err)
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	if err := filelock.Take(other); err != nil {
		t.Errorf("nobody holds it any more: %v", err)
	}
}
