package trace_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/simulator"
)

// record reads a card of the gallery whole and returns where its trace is.
func record(t *testing.T, preset string) string {
	t.Helper()
	chip, err := simulator.NewPreset(preset)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "t.jsonl")
	f, err := trace.Create(path, trace.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ch := f.Record(trace.Reader{Name: "simulator: " + preset, Simulated: true}, chip)
	if _, err := harness.Read(t.Context(), ch, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), LastTry: true, Certificates: true}); err != nil && !harness.Named(err) {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every card of the gallery is recorded, and the second layer finds nothing.
func TestGalleryIsRecorded(t *testing.T) {
	t.Parallel()
	for _, preset := range simulator.PresetNames() {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(record(t, preset))
			if err != nil {
				t.Fatal(err)
			}
			whole, err := trace.Read(bytes.NewReader(b))
			if err != nil || whole.End == nil {
				t.Fatal(err)
			}
			t.Log(len(b), whole.End.Scrubbed)
		})
	}
}
