package simulator

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
)

func mustOpen(tb testing.TB, path string) *FileStore {
	tb.Helper()
	s, err := OpenFileStore(path)
	if err != nil {
		tb.Fatalf("OpenFileStore: %v", err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return s
}

// smallData is a healthy CPS3 whose CPS_DATA is small: each byte of its file is
// damaged in turn.
func smallData() Personalisation {
	p := healthy(card.FaceCPS3)
	p.Raw[ObjectData] = Raw{Bytes: make([]byte, 256)}
	return p
}

// storedCard makes a card over a new state file, spends a try, and closes the
// file. It returns the path and the state.
func storedCard(tb testing.TB) (path string, kept State) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "card.state")
	s := mustOpen(tb, path)
	s.Day(time.Date(2026, 1, 31, 23, 0, 0, 0, time.UTC))
	c := mustNew(tb, smallData(), WithStore(s))
	play(tb, c, []exchange{
		{verifyPIN, "9000"},
		{selectDataCPS3, "9000"},
		{"00D600000177", "9000"},
		{"0024000108" + "31323334" + "34333231", "9000"},
		{"002000010439393939", "63C2"},
	})
	if err := s.Close(); err != nil {
		tb.Fatal(err)
	}
	return path, c.State()
}

func TestFileStoreKeeps(t *testing.T) {
	t.Parallel()
	path, kept := storedCard(t)
	s := mustOpen(t, path)
	c := mustNew(t, smallData(), WithStore(s))
	if diff := cmp.Diff(plain(kept), plain(c.State())); diff != "" {
		t.Errorf("the card that comes back (-want +got):\n%s", diff)
	}
	play(t, c, []exchange{
		{"00200001", "63C2"},
		{"00A4090C063F000001D107", "9000"},
		{"00B0000001", "779000"},
		{verifyPIN, "63C1"},
		{"002000010434333231", "9000"},
	})
	later := time.Date(2031, 7, 1, 8, 0, 0, 0, time.UTC)
	if got := card.DateOf(s.Day(later)); got != card.NewDate(2026, 1, 31) {
		t.Errorf("made on %v, want the day of the first run", got)
	}
	names, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(names) != 2 {
		t.Errorf("in the folder: %v, %v; want the file and its lock", names, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("mode %v, want 0600: the codes stand in it", mode)
	}
}

// TestPresetOverDays holds that a preset with relative dates stays the same card
// when it is kept, and that only the file makes it so.
func TestPresetOverDays(t *testing.T) {
	t.Parallel()
	profile, err := LoadProfile("cps3-healthy")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "card.state")
	day := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	serials := make([]string, 0, 3)
	for range 3 {
		s := mustOpen(t, path)
		p, err := profile.Personalise(s.Day(day))
		if err != nil {
			t.Fatal(err)
		}
		serials = append(serials, mustNew(t, p, WithStore(s)).SerialNumber())
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		day = day.AddDate(0, 1, 3)
	}
	if serials[0] != serials[1] || serials[1] != serials[2] {
		t.Errorf("serial numbers %v, want one", serials)
	}
	p, err := profile.Personalise(day)
	if err != nil {
		t.Fatal(err)
	}
	if other := mustNew(t, p).SerialNumber(); other == serials[0] {
		t.Errorf("serial number %s on another day too: this test shows nothing", other)
	}
}

// wantStateError checks the error of a state file: its kind, that it names the
// file, and that no code is in it.
func wantStateError(t *testing.T, err, want error, path string) {
	t.Helper()
	var e *StateError
	if !errors.As(err, &e) || !errors.Is(err, want) || e.Path != path || !strings.Contains(err.Error(), path) {
		t.Fatalf("error %v, want %v with the path", err, want)
	}
	if text := strings.ReplaceAll(err.Error(), path, ""); strings.Contains(text, "4321") || strings.Contains(text, "12345678") {
		t.Fatalf("a code stands in the error: %v", err)
	}
}

// TestDamagedFile holds that no damage makes a fresh card, nor any other.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	path, _ := storedCard(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(content []byte, want error) {
		t.Helper()
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := OpenFileStore(path)
		wantStateError(t, err, want, path)
		if left, err := os.ReadFile(path); err != nil || !bytes.Equal(left, content) {
			t.Fatalf("the damaged file was touched: %v", err)
		}
	}
	for n := range whole {
		check(whole[:n], ErrStateDamaged)
	}
	version := bytes.Index(whole, []byte(": 1,")) + 2
	for i := range whole {
		if i == version {
			continue
		}
		for _, flip := range []byte{0x01, 0x20} {
			damaged := bytes.Clone(whole)
			damaged[i] ^= flip
			check(damaged, ErrStateDamaged)
		}
	}
	newer := bytes.Clone(whole)
	newer[version] = '2'
	check(newer, ErrStateVersion)
	more := func(with string) []byte { return append(bytes.Clone(whole), with...) }
	for _, content := range [][]byte{
		more("\n"), more("{}"), more(string(whole)), []byte("{}"), []byte("null"), []byte("[1]"), []byte("\"4321\""),
		bytes.Replace(whole, []byte(`"4321"`), []byte(`4321`), 1),
		bytes.Replace(whole, []byte(`"serial"`), []byte(`"left":3,"serial"`), 1),
		bytes.Replace(whole, []byte(`"left": 2`), []byte(`"left": 3`), 1),
		bytes.Repeat([]byte(" "), maxStateFile+1), make([]byte, maxStateFile),
	} {
		check(content, ErrStateDamaged)
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, path)
}

// TestDamagedWhileOpen holds that a card does not begin with a file that was
// damaged after it was opened.
func TestDamagedWhileOpen(t *testing.T) {
	t.Parallel()
	path, _ := storedCard(t)
	s := mustOpen(t, path)
	if err := os.Truncate(path, 20); err != nil {
		t.Fatal(err)
	}
	_, err := New(smallData(), WithStore(s))
	wantStateError(t, err, ErrStateDamaged, path)
}

func TestStateOfAnotherCard(t *testing.T) {
	t.Parallel()
	path, kept := storedCard(t)
	s := mustOpen(t, path)
	p := smallData()
	p.Serial.Number = "2999000028"
	_, err := New(p, WithStore(s))
	wantStateError(t, err, ErrStateOtherCard, path)
	for _, serial := range []string{"2999000010", "2999000028"} {
		if !strings.Contains(err.Error(), serial) {
			t.Errorf("%v does not name %s", err, serial)
		}
	}
	c := mustNew(t, smallData(), WithStore(s))
	if diff := cmp.Diff(plain(kept), plain(c.State())); diff != "" {
		t.Errorf("the refused card changed the state:\n%s", diff)
	}
}

func TestOneCardAtATime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "card.state")
	first := mustOpen(t, path)
	_, err := OpenFileStore(path)
	wantStateError(t, err, ErrStateInUse, path)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.Save(State{}); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Save after Close: %v", err)
	}
	if _, ok, err := first.Load(); ok || !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Load after Close: %v, %v", ok, err)
	}
	mustOpen(t, path)
}

func TestNotAStateFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder := filepath.Join(dir, "folder")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{folder, filepath.Join(dir, "missing", "card.state")} {
		var e *StateError
		if _, err := OpenFileStore(path); !errors.As(err, &e) || e.Op != "open" || e.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestFileThatCannotBeSaved puts a full folder in the place of the temporary
// file: every save fails, and the card answers 6581 until the place is free.
func TestFileThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	path, _ := storedCard(t)
	s := mustOpen(t, path)
	c := mustNew(t, smallData(), WithStore(s))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path+".tmp", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	var e *StateError
	if err := s.Save(c.State()); !errors.As(err, &e) || e.Op != "save" {
		t.Errorf("Save: %v", err)
	}
	play(t, c, []exchange{{verifyPIN, "6581"}, {"002000010434333231", "6581"}, {"00200001", "63C2"}})
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a failed save touched the file: %v", err)
	}
	if err := os.RemoveAll(path + ".tmp"); err != nil {
		t.Fatal(err)
	}
	play(t, c, []exchange{{"002000010434333231", "9000"}})
}

// TestLeftover holds that what a killed process leaves of its save harms no
// one.
func TestLeftover(t *testing.T) {
	t.Parallel()
	path, kept := storedCard(t)
	if err := os.WriteFile(path+".tmp", []byte(`{"cpslab_state": 1, "ser`), 0o644); err != nil {
		t.Fatal(err)
	}
	c := mustNew(t, smallData(), WithStore(mustOpen(t, path)))
	if diff := cmp.Diff(plain(kept), plain(c.State())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	play(t, c, []exchange{{verifyPIN, "63C1"}})
	if _, err := os.Lstat(path + ".tmp"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the leftover is still there: %v", err)
	}
}

// FuzzStateFile holds that bytes either are what encodeState writes of them or
// are refused.
func FuzzStateFile(f *testing.F) {
	whole, err := encodeState(stored{serial: "2999000010", made: card.NewDate(2026, 1, 31), state: State{
		PIN: PIN{Code: "1234", Max: 3, Left: 2, Uses: -1}, PUK: PIN{Code: "12345678", Max: 3, Left: 3, Uses: 7}, Data: []byte{1, 2},
	}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:100])
	f.Add([]byte(`{"cpslab_state":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, reason, err := decodeState(b)
		if err != nil {
			if reason.IsZero() || s.serial != "" || s.state.PIN != (PIN{}) {
				t.Fatalf("refused with %q and %v", reason, s)
			}
			return
		}
		again, err := encodeState(s)
		if err != nil || !bytes.Equal(b, again) {
			t.Fatalf("taken, but written otherwise: %v", err)
		}
	})
}

func BenchmarkFileStoreSave(b *testing.B) {
	s := mustOpen(b, filepath.Join(b.TempDir(), "card.state"))
	c := mustNew(b, smallData(), WithStore(s))
	state := c.State()
	for b.Loop() {
		if err := s.Save(state); err != nil {
			b.Fatal(err)
		}
	}
}
