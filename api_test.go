package cps_test

import (
	"archive/zip"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// apidiff compares two versions of a module's packages, by what compiles with one and not
// with the other.
const apidiff = "golang.org/x/exp/cmd/apidiff@v0.0.0-20261113113407-e3970619a1a4"

// apiFile keeps what the promised packages export: the export data that apidiff writes.
const apiFile = "testdata/api/go.zip"

// promised are the packages that programs of others embed (docs/promise.md). Each has
// examples, or is what those hand around; all others may change with any version.
var promised = []string{
	"harness", "harness/card", "harness/card/apdu", "harness/card/cardtest", "harness/card/text", "harness/card/tlv", "harness/ccid",
	"harness/control", "harness/diagnosis", "harness/diagnosis/fact", "harness/diagnosis/rule", "harness/examine", "harness/fault",
	"harness/guard", "harness/lookup", "harness/readers", "harness/report", "harness/slot", "harness/stack", "harness/station",
	"harness/trace", "harness/usbip", "harness/vpcd", "harness/workstation", "simulator", "simulator/keyfile", "simulator/pki",
}

var updateAPI = flag.Bool("api", false, "take what the promised packages export now for what is promised")

// TestTheGoAPIKeepsItsPromise: what compiled with the promised packages compiles. What is
// taken away or changed on purpose is accepted with make api, and told in CHANGELOG.md.
func TestTheGoAPIKeepsItsPromise(t *testing.T) {
	if testing.Short() && !*updateAPI {
		t.Skip("short: apidiff compiles the whole module")
	}
	t.Parallel()
	all := filepath.Join(t.TempDir(), "all.zip")
	runAPIDiff(t, "-m", "-w", all, strings.TrimSuffix(module, "/"))
	now := filepath.Join(t.TempDir(), "now.zip")
	onlyPromised(t, all, now)
	if *updateAPI {
		b, err := os.ReadFile(now)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(apiFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(apiFile, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if n := keptPackages(t); n != len(promised) {
		t.Errorf("%s keeps %d packages, %d are promised: make api", apiFile, n, len(promised))
	}
	if broken := runAPIDiff(t, "-m", "-incompatible", apiFile, now); broken != "" {
		t.Errorf("programs that embed the bench may compile no more:\n%s\nIf that is meant: make api, and a line in CHANGELOG.md", broken)
	}
}

// runAPIDiff gives what apidiff prints. The go command fetches it, once.
func runAPIDiff(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"run", apidiff}, args...)...)
	cmd.Env = append(os.Environ(), "GOFLAGS=-trimpath") // no folder of this machine in what is kept
	out, err := cmd.Output()
	if err == nil {
		return string(out)
	}
	said := ""
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		said = string(exit.Stderr)
	}
	if unfetched.MatchString(said) && os.Getenv("CI") != "true" {
		t.Skipf("not run, apidiff could not be fetched: %s", said)
	}
	t.Fatalf("apidiff %q: %v\n%s", args, err, said)
	return ""
}

// unfetched is how the go command says that there is no network.
var unfetched = regexp.MustCompile(`(?m)^go: .*(dial tcp|no such host|module lookup disabled|proxyconnect|i/o timeout)`)

// onlyPromised copies the export data of the promised packages.
func onlyPromised(t *testing.T, from, to string) {
	t.Helper()
	all, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = all.Close() }() // was read
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	w, kept := zip.NewWriter(f), 0
	for _, entry := range all.File {
		room, own := strings.CutPrefix(strings.TrimSuffix(entry.Name, ".x"), module)
		if entry.Name != "module" && (!own || !slices.Contains(promised, room)) {
			continue
		}
		kept++
		if err := w.Copy(entry); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if kept != len(promised)+1 {
		t.Errorf("%d of the %d promised packages are there", kept-1, len(promised))
	}
}

// keptPackages is how many packages apiFile keeps.
func keptPackages(t *testing.T) int {
	t.Helper()
	kept, err := zip.OpenReader(apiFile)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }() // was read
	return len(kept.File) - 1           // one says which module
}

// TestPromisedPackages: whatever has an example for others is promised, and what is kept
// names no folder of a machine.
func TestPromisedPackages(t *testing.T) {
	t.Parallel()
	examples := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, "example_test.go") {
			return nil
		}
		examples++
		if room := filepath.ToSlash(filepath.Dir(path)); !slices.Contains(promised, room) && room != "scenarios" { // it is run, not embedded
			t.Errorf("%s has examples, and is not promised", room)
		}
		return nil
	})
	if err != nil || examples < len(promised)/2 {
		t.Errorf("%v, %d examples", err, examples)
	}
	kept, err := zip.OpenReader(apiFile)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }() // was read
	for _, entry := range kept.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"harness/card/channel.go", "harness/card/text/text.go"} {
			if at := strings.Count(string(b), "/"+file); at != strings.Count(string(b), module+file) {
				t.Errorf("%s names a folder of a machine", entry.Name)
			}
		}
	}
}
