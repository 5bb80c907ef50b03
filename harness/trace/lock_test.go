package trace_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cpslab/cps/harness/trace"
)

// A file that is recorded says so to others, until it is left; nobody else records there
// meanwhile, and what a killed program left is written over.
func TestRecording(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.jsonl")
	if err := os.WriteFile(trace.PartOf(path), []byte("left\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	looks := func() bool {
		t.Helper()
		f, err := os.Open(trace.PartOf(path))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		return trace.Recording(f)
	}
	known := runtime.GOOS == "linux" || runtime.GOOS == "darwin" || runtime.GOOS == "windows"
	if looks() == known {
		t.Error("nobody records, and the file says otherwise")
	}
	file, err := trace.Create(path, trace.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !looks() {
		t.Error("a file that is recorded says that nobody does")
	}
	if _, err := trace.Create(path, trace.Options{}); known && !errors.Is(err, trace.ErrRecording) {
		t.Errorf("two record in one place: %v", err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if read, err := trace.Read(again); err != nil || read.End == nil {
		t.Errorf("%+v, %v", read, err)
	}
}
