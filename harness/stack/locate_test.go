package stack_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/testdata/testneed"
)

func TestLocateUnpackedParts(t *testing.T) {
	t.Parallel()
	testneed.System(t, "parts of Debian, nor folders of any name", "unix")
	for name, below := range map[string]string{"in the folder": "", "one folder below": "root"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "odd [name]*")
			root := filepath.Join(dir, below)
			want := stack.Parts{
				PCSCD:  filepath.Join(root, "usr/sbin/pcscd"),
				Driver: filepath.Join(root, "usr/lib/pcsc/drivers/serial/libifdvpcd.so"),
				Libs:   []string{filepath.Join(root, "usr/lib/x86_64-linux-gnu")},
			}
			for _, f := range []string{want.PCSCD, want.Driver, filepath.Join(want.Libs[0], "libpcsclite.so.1")} {
				if err := os.MkdirAll(filepath.Dir(f), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(f, nil, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			got, err := stack.Locate(stack.Config{Parts: dir})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMissingParts(t *testing.T) {
	t.Parallel()
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		cfg  stack.Config
		want stack.MissingError
	}{
		{stack.Config{PCSCD: nowhere, Driver: file}, stack.MissingError{Part: "pcscd", Package: "pcscd", Path: nowhere}},
		{stack.Config{PCSCD: file, Driver: nowhere}, stack.MissingError{Part: "vpcd driver", Package: "vsmartcard-vpcd", Path: nowhere}},
	} {
		_, err := stack.Locate(tc.cfg)
		var m *stack.MissingError
		if !errors.As(err, &m) {
			t.Fatalf("Locate: %v, want a *MissingError", err)
		}
		if diff := cmp.Diff(tc.want, *m); diff != "" {
			t.Errorf("missing part (-want +got):\n%s", diff)
		}
		for _, hint := range []string{tc.want.Package, "make deps"} {
			if !strings.Contains(err.Error(), hint) {
				t.Errorf("%q does not say %q", err, hint)
			}
		}
	}
}

func TestStartRefuses(t *testing.T) {
	t.Parallel()
	one := []stack.Card{{Channel: newScript(t, 1)}}
	for name, cfg := range map[string]stack.Config{
		"no card":         {},
		"too many cards":  {Cards: make([]stack.Card, stack.MaxCards+1)},
		"card of nothing": {Cards: []stack.Card{{Name: "x"}}},
	} {
		if _, err := stack.Start(t.Context(), cfg); !errors.Is(err, stack.ErrCards) {
			t.Errorf("%s: %v, want ErrCards", name, err)
		}
	}
	if runtime.GOOS != "linux" {
		if _, err := stack.Start(t.Context(), stack.Config{Cards: one}); !errors.Is(err, stack.ErrUnsupported) {
			t.Errorf("Start: %v, want ErrUnsupported", err)
		}
		return
	}
	// A path too long, and a service that is no pcscd.
	testneed.Part(t, "pcscd", "vpcd")
	dir := t.TempDir()
	_, err := stack.Start(t.Context(), stack.Config{Cards: one, Dir: dir, Parts: testneed.Parts(), Socket: "/tmp/" + strings.Repeat("x", 120)})
	if !errors.Is(err, stack.ErrPath) {
		t.Errorf("long path: %v, want ErrPath", err)
	}
	_, err = stack.Start(t.Context(), stack.Config{Cards: one, PCSCD: "/bin/false", Parts: testneed.Parts()})
	if !errors.Is(err, stack.ErrServiceEnded) {
		t.Errorf("no pcscd: %v, want ErrServiceEnded", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestCardIndexes(t *testing.T) {
	t.Parallel()
	st := start(t, stack.Card{Channel: newScript(t, 7)})
	for _, i := range []int{-1, 1} {
		if err := st.Insert(t.Context(), i); !errors.Is(err, stack.ErrNoCard) {
			t.Errorf("Insert(%d): %v, want ErrNoCard", i, err)
		}
		if err := st.Remove(t.Context(), i); !errors.Is(err, stack.ErrNoCard) {
			t.Errorf("Remove(%d): %v, want ErrNoCard", i, err)
		}
		if n := st.Exchanges(i); n != 0 {
			t.Errorf("Exchanges(%d) = %d, want 0", i, n)
		}
	}
	if !strings.Contains(st.Warning().EN, "the whole network") {
		t.Errorf("Warning: %q", st.Warning())
	}
}
