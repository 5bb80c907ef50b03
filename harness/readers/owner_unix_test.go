//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package readers

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
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

// TestStackFileOfAnother: who may give files away could make readers count as
// simulated for somebody else, and have any PIN presented in them.
func TestStackFileOfAnother(t *testing.T) {
	t.Parallel()
	const somebody = 65534
	path := filepath.Join(t.TempDir(), "stack.json")
	if err := (&StackFile{Schema: 1, Socket: "/s"}).Write(path); err != nil {
		t.Fatal(err)
	}
	mine := os.Chown(path, somebody, -1) != nil // only root gives files away
	env := func(name string) string { return map[string]string{EnvStack: path, EnvSocket: "/s"}[name] }
	f, err := LoadStackFile(env)
	var bad *StackFileError
	if mine && (err != nil || f == nil) || !mine && (!errors.As(err, &bad) || bad.Reason != "it belongs to another user" || f != nil) {
		t.Errorf("given away: %v; %v, %v", !mine, f, err)
	}
}

// TestStackFileThatIsAPipe: nobody waits for a writer that never comes.
func TestStackFileThatIsAPipe(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := LoadStackFile(func(string) string { return path })
	var bad *StackFileError
	if !errors.As(err, &bad) || bad.Hint() == "" {
		t.Errorf("error %v", err)
	}
}
