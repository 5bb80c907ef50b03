package readers_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/folder"
	"github.com/cpslab/cps/harness/readers"
)

// service is the socket of a service of ours, in a folder that this test holds.
func service(t *testing.T) string {
	t.Helper()
	dir, err := folder.New("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := dir.Remove(); err != nil {
			t.Error(err)
		}
	})
	socket := filepath.Join(dir.Path(), "pcscd.comm")
	listen(t, socket)
	return socket
}

func listen(tb testing.TB, socket string) {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "unix", socket)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = l.Close() }) // the path may be gone
}

// written is a stack file of a service.
func written(t *testing.T, socket string) (path string, f *readers.StackFile) {
	t.Helper()
	f = stackFile()
	f.Socket = socket
	path = filepath.Join(t.TempDir(), "stack.json")
	if err := f.Write(path); err != nil {
		t.Fatal(err)
	}
	return path, f
}

func TestStackFileIsPrivate(t *testing.T) {
	t.Parallel()
	socket := service(t)
	path, f := written(t, socket)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode().Perm())
	}
	if err := f.Write(path); err == nil {
		t.Error("a file that exists was overwritten")
	}
	got, err := readers.LoadStackFile(environment(path, socket))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, got); diff != "" {
		t.Errorf("written and read differ:\n%s", diff)
	}
	if s := fmt.Sprintf("%v %+v %#v %s", got, got.Cards, got.Cards[0], got.Cards[0].PIN); strings.Contains(s, secretPIN) {
		t.Error("a PIN shows when the description is printed")
	}
}

func TestStackFileIsBelievedOnItsOwnSocketOnly(t *testing.T) {
	t.Parallel()
	own := service(t)
	path, _ := written(t, own)
	for _, socket := range []string{"", "/run/pcscd/pcscd.comm", own + "2"} {
		got, err := readers.LoadStackFile(environment(path, socket))
		if got != nil || err != nil {
			t.Errorf("socket %q: %v, %v; the readers of another service are no simulated ones", socket, got, err)
		}
	}
	if got, err := readers.LoadStackFile(environment("", own)); got != nil || err != nil {
		t.Errorf("without the variable: %v, %v", got, err)
	}
}

// TestStackFileOfAServiceThatIsNotOurs: whoever writes a file about the machine's
// own service would have any real card count as simulated.
func TestStackFileOfAServiceThatIsNotOurs(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(t *testing.T) (socket string){
		"a folder without a lock": func(t *testing.T) string {
			t.Helper()
			socket := filepath.Join(private(t), "s")
			listen(t, socket)
			return socket
		},
		"a folder whose owner is dead": func(t *testing.T) string {
			t.Helper()
			dir := private(t)
			if err := os.WriteFile(filepath.Join(dir, "cpslab.lock"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			listen(t, filepath.Join(dir, "s"))
			return filepath.Join(dir, "s")
		},
		"a folder that others enter": func(t *testing.T) string {
			t.Helper()
			socket := service(t)
			if err := os.Chmod(filepath.Dir(socket), 0o755); err != nil { //nolint:gosec // what is tried
				t.Fatal(err)
			}
			return socket
		},
		"a folder of another user": func(t *testing.T) string {
			t.Helper()
			socket := service(t)
			if err := os.Chown(filepath.Dir(socket), os.Geteuid()+1, -1); err != nil {
				t.Skip("not run: only root gives folders away")
			}
			return socket
		},
		"a socket of another user": func(t *testing.T) string {
			t.Helper()
			socket := service(t)
			if err := os.Lchown(socket, os.Geteuid()+1, -1); err != nil {
				t.Skip("not run: only root gives sockets away")
			}
			return socket
		},
		"a link to a folder of ours": func(t *testing.T) string {
			t.Helper()
			link := filepath.Join(private(t), "link")
			if err := os.Symlink(filepath.Dir(service(t)), link); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(link, "pcscd.comm")
		},
		"a link in a folder of ours": func(t *testing.T) string {
			t.Helper()
			system := filepath.Join(private(t), "s")
			listen(t, system)
			link := filepath.Join(filepath.Dir(service(t)), "link")
			if err := os.Symlink(system, link); err != nil {
				t.Fatal(err)
			}
			return link
		},
		"another name of a socket": func(t *testing.T) string {
			t.Helper()
			system := filepath.Join(private(t), "s")
			listen(t, system)
			again := filepath.Join(filepath.Dir(service(t)), "again")
			if err := os.Link(system, again); err != nil {
				t.Fatal(err)
			}
			return again
		},
		"by way of a folder of ours": func(t *testing.T) string {
			t.Helper()
			system := filepath.Join(private(t), "s")
			listen(t, system)
			return filepath.Dir(service(t)) + "/../" + filepath.Base(filepath.Dir(filepath.Dir(system))) + "/s"
		},
		"a file": func(t *testing.T) string {
			t.Helper()
			file := filepath.Join(filepath.Dir(service(t)), "file")
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return file
		},
		"nothing": func(t *testing.T) string {
			t.Helper()
			return service(t) + "2"
		},
		"a relative path": func(*testing.T) string {
			return "pcscd.comm"
		},
		"the machine's": func(*testing.T) string { return "/run/pcscd/pcscd.comm" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			socket := make(t)
			path, _ := written(t, socket)
			got, err := readers.LoadStackFile(environment(path, socket))
			var bad *readers.StackFileError
			if got != nil || !errors.As(err, &bad) || !advised(err) {
				t.Errorf("%s: %v, %v; want it refused", socket, got, err)
			}
		})
	}
}

// private is a folder of this user alone, with a short path.
func private(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// TestStackFileOfAnother: who may give files away could make readers count as
// simulated for somebody else, and have any PIN presented in them.
func TestStackFileOfAnother(t *testing.T) {
	t.Parallel()
	somebody := os.Geteuid() + 1 // whoever runs this, nobody too
	socket := service(t)
	path, _ := written(t, socket)
	mine := os.Chown(path, somebody, -1) != nil // only root gives files away
	f, err := readers.LoadStackFile(environment(path, socket))
	var bad *readers.StackFileError
	if mine && (err != nil || f == nil) || !mine && (!errors.As(err, &bad) || bad.Reason.EN != "it belongs to another user" || f != nil) {
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
	_, err := readers.LoadStackFile(func(string) string { return path })
	var bad *readers.StackFileError
	if !errors.As(err, &bad) || !advised(err) {
		t.Errorf("error %v", err)
	}
}
