package trace_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
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

// A card that is made anew goes on in its own trace, and its exchanges with their numbers.
func TestTake(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.jsonl")
	f, err := trace.Create(path, trace.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var ch *trace.Recorder
	each := 0
	for round := range 2 {
		chip, err := simulator.NewPreset("cps3-healthy")
		if err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			ch = f.Record(trace.Reader{Name: "cps3-healthy", Simulated: true}, chip)
		} else {
			ch.Take(chip)
		}
		contents, err := harness.Read(t.Context(), ch, harness.ReadOptions{PIN: harness.ConstantPIN("1234")})
		if err != nil || contents.Login != card.LoginOK {
			t.Fatalf("%v, %v", contents.Login, err)
		}
		each = contents.Exchanges
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kept, err := trace.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range kept.Events {
		if e.Kind == trace.KindExchange {
			if n++; e.N != n || e.Reader != 0 {
				t.Fatalf("exchange %d of reader %d, want %d of 0", e.N, e.Reader, n)
			}
		}
	}
	if n != 2*each {
		t.Errorf("%d exchanges, want twice %d", n, each)
	}
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
