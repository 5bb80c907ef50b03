package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/testdata/testneed"
)

func TestVersionOf(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ log, want string }{
		{"# Changes\n", "0.1.0-dev"},
		{"# Changes\n\n## Unreleased\n\n### Changed\n", "0.1.0-dev"},
		{"## 1.2.3\n\n## 1.2.2\n", "1.2.3"},
		{"## Unreleased\n\n## 1.2.3\n\n## 1.2.2\n", "1.2.3-dev"},
		{"## 1.10.0 (2027-01-02)\n", "1.10.0"},
	} {
		if got := versionOf(v.log); got != v.want {
			t.Errorf("versionOf(%q) = %q, want %q", v.log, got, v.want)
		}
	}
}

// TestVersions: 2.4 is older than 2.34, which no order of letters knows.
func TestVersions(t *testing.T) {
	t.Parallel()
	versions := []string{"2.34", "2.4", "2.2.5", "2.17", "2.3.4"}
	slices.SortFunc(versions, func(a, b string) int { return slices.Compare(numbers(a), numbers(b)) })
	if diff := cmp.Diff([]string{"2.2.5", "2.3.4", "2.4", "2.17", "2.34"}, versions); diff != "" {
		t.Error(diff)
	}
}

// TestLeastGlibc reads a program of this system that is linked to the C library.
func TestLeastGlibc(t *testing.T) {
	t.Parallel()
	testneed.System(t, "ELF program linked to glibc", "linux")
	least, err := leastGlibc("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(least, "2.") {
		t.Errorf("/bin/sh wants glibc %q", least)
	}
}

// TestArchives: two archives of the same files are equal, whenever they were written and
// whatever mask their files have.
func TestArchives(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	write := func(tgt target, mode os.FileMode, age time.Duration) []byte {
		dir := t.TempDir()
		shared, made := filepath.Join(dir, "shared"), filepath.Join(dir, "made")
		p := &programs{dir: dir, names: []string{tgt.file("cpslab")}}
		for name, content := range map[string]string{tgt.file("cpslab"): "program", "shared/README.md": "read me", "shared/man/man1/cpslab.1": ".TH"} {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(content), mode); err != nil {
				t.Fatal(err)
			}
			then := time.Now().Add(-age)
			if err := os.Chtimes(file, then, then); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Mkdir(made, 0o755); err != nil {
			t.Fatal(err)
		}
		r := &release{version: "1.2.3", when: when}
		if err := r.archive(tgt, p, shared, made); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(made, "cpslab-1.2.3-"+tgt.os+"-*"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		b, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, tgt := range []target{{os: "linux", arch: "amd64"}, {os: "windows", arch: "arm64"}} {
		first, second := write(tgt, 0o644, time.Hour), write(tgt, 0o600, 2000*time.Hour)
		if len(first) == 0 || !bytes.Equal(first, second) {
			t.Errorf("%s: %d and %d bytes, not equal", tgt, len(first), len(second))
		}
	}
}

// TestStage: a package has its files where the system looks for them, in modes that no
// mask of the builder changes.
func TestStage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	shared, root := filepath.Join(dir, "shared"), filepath.Join(dir, "root")
	for _, name := range []string{
		"cpslab", "cpslab-suite", "shared/README.md", "shared/completions/cpslab.bash", "shared/completions/cpslab.zsh", "shared/completions/cpslab.fish",
		"shared/man/man1/cpslab.1", "shared/man/fr/man1/cpslab.1", "shared/examples/a.yaml", "shared/docs/ci.md", "shared/CHANGELOG.md", "shared/LICENSE", "shared/licences/example.org/m@v1.0.0/LICENSE",
	} {
		if err := writeMode(filepath.Join(dir, filepath.FromSlash(name)), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := &release{version: "1.2.3-dev", commit: strings.Repeat("a", 40), when: time.Unix(1, 0).UTC()}
	p := &programs{dir: dir, names: []string{"cpslab", "cpslab-suite"}, glibc: "2.34"}
	if err := r.stage(root, "deb", p, shared); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{
		"usr/lib/cpslab/cpslab": 0o755, "usr/lib/cpslab/cpslab-suite": 0o755, "usr/share/man/man1/cpslab.1.gz": 0o644,
		"usr/share/man/fr/man1/cpslab.1.gz": 0o644, "usr/share/bash-completion/completions/cpslab": 0o644,
		"usr/share/zsh/vendor-completions/_cpslab": 0o644, "usr/lib/systemd/user/cpslab-station.service": 0o644,
		"usr/share/doc/cpslab/examples/a.yaml":                       0o644,
		"usr/share/doc/cpslab/licences/example.org/m@v1.0.0/LICENSE": 0o644, "usr/share/doc/cpslab/changelog.gz": 0o644,
		"usr/share/doc/cpslab/CHANGELOG.md": 0o644, "usr/share/doc/cpslab/docs/ci.md": 0o644,
	} {
		st, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		if got := st.Mode().Perm(); got != mode && runtime.GOOS != "windows" {
			t.Errorf("%s: mode %o, want %o", name, got, mode)
		}
	}
	terms, err := os.ReadFile(filepath.Join(root, "usr/share/doc/cpslab/copyright"))
	if err != nil || !bytes.Contains(terms, []byte("example.org/m@v1.0.0")) {
		t.Errorf("copyright names not the module: %v\n%s", err, terms)
	}
	config, err := r.describe(target{os: "linux", arch: "amd64"}, p, root, "post", "rule")
	if err != nil || !bytes.Contains(config, []byte("libc6 (>= 2.34)")) || !bytes.Contains(config, []byte("src: rule")) || bytes.Contains(config, []byte("<no value>")) {
		t.Errorf("%v\n%s", err, config)
	}

	// Other systems keep terms and completions elsewhere, and know nothing of Debian's files.
	rpm := filepath.Join(dir, "rpm")
	if err := r.stage(rpm, "rpm", p, shared); err != nil {
		t.Fatal(err)
	}
	for name, there := range map[string]bool{
		"usr/share/licenses/cpslab/LICENSE": true, "usr/share/zsh/site-functions/_cpslab": true,
		"usr/share/zsh/vendor-completions/_cpslab": false, "usr/share/doc/cpslab/copyright": false, "usr/share/doc/cpslab/changelog.gz": false,
	} {
		if _, err := os.Stat(filepath.Join(rpm, filepath.FromSlash(name))); (err == nil) != there {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSums: a file that changed, one more and one less are named.
func TestSums(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := checksums(dir); err != nil {
		t.Fatal(err)
	}
	r := &release{}
	if err := r.checkSums(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"b": "other", "d": "more"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := r.checkSums(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "- ") || !strings.Contains(err.Error(), "  b\n") || !strings.Contains(err.Error(), "  d\n") || strings.Contains(err.Error(), "  a\n") {
		t.Errorf("checkSums: %v", err)
	}
}

// TestLicenceTexts: terms and notices count, code that is named after them does not.
func TestLicenceTexts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"LICENSE.txt", "NOTICE", "license.go", "README.md", "COPYING"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := licenceTexts(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"COPYING", "LICENSE.txt", "NOTICE"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTargetsOf: systems are chosen by name, and a wrong name is told.
func TestTargetsOf(t *testing.T) {
	t.Parallel()
	if all, err := targetsOf(""); err != nil || len(all) != len(targets) {
		t.Errorf("%v, %v", all, err)
	}
	if some, err := targetsOf("windows/arm64,linux/amd64"); err != nil || len(some) != 2 || some[0].String() != "windows/arm64" {
		t.Errorf("%v, %v", some, err)
	}
	if _, err := targetsOf("plan9/386"); err == nil || !strings.Contains(err.Error(), "plan9/386") {
		t.Errorf("plan9: %v", err)
	}
}

// What was made again for some systems is compared with what there is for these.
func TestChecksumsOfSome(t *testing.T) {
	t.Parallel()
	const all = "aa  x_amd64.deb\nbb  x_arm64.deb\ncc  x.cdx.json\n"
	if got := ofFiles(all, "aa  x_amd64.deb\ncc  x.cdx.json\n"); got != "aa  x_amd64.deb\ncc  x.cdx.json\n" {
		t.Errorf("equal: %q", got)
	}
	if got := ofFiles(all, "ee  x_amd64.deb\n"); got != "aa  x_amd64.deb\n" {
		t.Errorf("another: %q", got)
	}
}
