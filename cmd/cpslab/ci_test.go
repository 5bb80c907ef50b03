package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

// shellSteps are the commands of a file of docs/ci that a shell executes, in its order.
func shellSteps(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../docs/ci", file))
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "- ")
		if strings.HasPrefix(line, "cpslab ") {
			steps = append(steps, line)
		}
	}
	return steps
}

// TestShellStepsOfCI executes the steps that docs/ci gives to GitLab, GitHub and Jenkins,
// once for each part where a part is one of several, as they stand there.
func TestShellStepsOfCI(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "pcscd", "vpcd", "python3-pyscard")
	for file, want := range map[string]int{"gitlab-ci.yml": 4, "github.yml": 4, "Jenkinsfile": 2} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			bin := filepath.Join(dir, "bin")
			docs, err := filepath.Abs("../../docs")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(bin, 0o700); err != nil {
				t.Fatal(err)
			}
			// This test is the program when its name is cpslab; python3 is the one of the
			// system, which has pyscard.
			for name, target := range map[string]string{filepath.Join(bin, "cpslab"): os.Args[0], filepath.Join(bin, "python3"): "/usr/bin/python3", filepath.Join(dir, "docs"): docs} {
				if err := os.Symlink(target, name); err != nil {
					t.Fatal(err)
				}
			}
			ran := 0
			for _, step := range shellSteps(t, file) {
				parts := []string{""}
				if strings.Contains(step, "--shard") {
					parts = []string{"1", "2"}
				}
				for _, part := range parts {
					ran++
					// What the service would put in the place of an expression of its own.
					line := regexp.MustCompile(`\$\{\{ matrix\.part \}\}`).ReplaceAllString(step, part)
					cmd := exec.CommandContext(t.Context(), "/bin/sh", "-euc", line)
					cmd.Dir = dir
					cmd.Env = append(os.Environ(), "PATH="+bin+":/usr/bin:/bin", "LC_ALL=C", "CI_NODE_INDEX="+part, "CI_NODE_TOTAL=2",
						"GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"), "CPSLAB_PARTS="+testneed.Parts())
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Fatalf("%s: %v\n%s", line, err, out)
					}
				}
			}
			if ran != want {
				t.Errorf("%d steps, want %d", ran, want)
			}
			for _, report := range []string{"billing.xml", "run.html"} {
				if _, err := os.Stat(filepath.Join(dir, report)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
