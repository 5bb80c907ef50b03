package folder_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"github.com/cpslab/cps/harness/folder"
)

// envFolder has this test program make a folder below its value, tell its path
// and wait to be killed.
const envFolder = "CPSLAB_TEST_FOLDER"

func TestMain(m *testing.M) {
	if os.Getenv(envFolder) != "" {
		holdFolder()
	}
	goleak.VerifyTestMain(m)
}

func holdFolder() {
	f, err := folder.New(os.Getenv(envFolder))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(f.Path())
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the test ends
	os.Exit(0)
}

// TestFoldersOfTheDeadAreRemoved: a killed process leaves its folder, the next
// one removes it, and nothing else that looks like it.
func TestFoldersOfTheDeadAreRemoved(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dead, kill := folderOfAnother(t, parent)
	alive, _ := folderOfAnother(t, parent)
	own, err := folder.New(parent)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead, "stack.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	strangers := strange(t, parent)
	if _, err := os.Stat(dead); err != nil {
		t.Fatal("a folder in use was removed", err)
	}
	kill()

	next, err := folder.New(parent)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dead); !os.IsNotExist(err) {
		t.Errorf("the folder of a killed process is still there: %v", err)
	}
	for _, path := range append(strangers, alive, own.Path(), next.Path()) {
		if _, err := os.Lstat(path); err != nil {
			t.Errorf("removed: %v", err)
		}
	}
	if info, err := os.Stat(next.Path()); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", info, err)
	}
	for _, f := range []*folder.Folder{own, next, next} {
		if err := f.Remove(); err != nil {
			t.Error(err)
		}
	}
	for _, f := range []*folder.Folder{own, next} {
		if _, err := os.Lstat(f.Path()); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", f.Path(), err)
		}
	}
}

// folderOfAnother has another process make a folder.
func folderOfAnother(t *testing.T, parent string) (path string, kill func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), envFolder+"="+parent)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() }) // killed or told to end
	line, _, err := bufio.NewReader(stdout).ReadLine()
	if err != nil {
		t.Fatal(err)
	}
	return string(line), func() {
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // killed
	}
}

// strange makes what is not surely a folder of a dead process of ours.
func strange(t *testing.T, parent string) []string {
	t.Helper()
	elsewhere := t.TempDir()
	var paths []string
	add := func(name string, mode os.FileMode, lock string, lockMode os.FileMode) {
		dir := filepath.Join(parent, name)
		paths = append(paths, dir)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if lock != "" {
			if err := os.WriteFile(filepath.Join(dir, lock), nil, lockMode); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
	add("cpslab-without-lock", 0o700, "", 0)
	add("cpslab-not-yet-locked", 0o700, "cpslab.lock.new", 0o600)
	add("cpslab-open", 0o755, "cpslab.lock", 0o600)
	add("cpslab-lock-for-all", 0o700, "cpslab.lock", 0o644)
	add("other-name", 0o700, "cpslab.lock", 0o600)
	add("cpslab-linked-lock", 0o700, "", 0)
	real := filepath.Join(elsewhere, "lock")
	if err := os.WriteFile(real, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, filepath.Join(parent, "cpslab-linked-lock", "cpslab.lock")); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(parent, "cpslab-link")
	if err := os.Symlink(filepath.Join(parent, "other-name"), link); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(parent, "cpslab-file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return append(paths, link, file)
}
