package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
	"github.com/cpslab/cps/testdata/testpage"
)

// TestPhotographs: the pages that commands of the tour leave have nothing cut; with
// -pictures the tour's photographs of them are taken again (make pictures).
func TestPhotographs(t *testing.T) {
	t.Parallel()
	testneed.Optional(t, *pictures, "headless Chromium", "make pictures runs it")
	testneed.Part(t, "chromium")
	for _, p := range []struct{ picture, command, page string }{
		{"demo.png", "cpslab demo", "demo/report.html"},
		{"report.png", "cpslab run --label-filter face:cps4 --html run.html", "run.html"},
	} {
		t.Run(p.picture, func(t *testing.T) {
			t.Parallel()
			there := newFolder(t, "docs/fr/tour.md")
			cmd := exec.CommandContext(t.Context(), "sh", "-c", p.command)
			cmd.Dir, cmd.Env = there.dir, there.env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", p.command, err, out)
			}
			page, err := os.ReadFile(filepath.Join(there.dir, p.page))
			if err != nil {
				t.Fatal(err)
			}
			for _, width := range []int{1280, 400} {
				testpage.Look(t, string(page), testpage.Window{Width: width})
			}
			if err := os.WriteFile(filepath.Join(root, "docs", p.picture), testpage.Picture(t, string(page)), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}
