package evidence_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/testneed"
)

var screenshot = flag.String("screenshot", "", "look at the page in headless Chromium, and write what it shows to this file")

// TestPageInBrowser: in both languages the page fits a wide window, one of 400 pixels and
// the width that A4 leaves, with nothing cut; it has what it has to say without script, and
// prints on A4.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	testneed.Optional(t, *screenshot != "", "headless Chromium", "make pages runs it")
	testneed.Part(t, "chromium")
	const paper = 687 // 210 mm without 14 mm on each side, in CSS pixels
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			whole := page(t, manyCards(), lang)
			for name, width := range map[string]int{"wide": 1280, "narrow": 400} {
				measured(t, dir, name, whole, width)
			}
			// The rules of paper, on a screen as wide as paper.
			measured(t, dir, "paper", strings.ReplaceAll(whole, "@media print", "@media all"), paper)

			path := filepath.Join(dir, "page.html")
			if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
				t.Fatal(err)
			}
			pdf := filepath.Join(dir, "page.pdf")
			chromium(t, dir, "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+path)
			b, err := os.ReadFile(pdf)
			if err != nil {
				t.Fatal(err)
			}
			pages := regexp.MustCompile(`/MediaBox ?\[0 0 594\.9\d* 841\.\d+\]`).FindAll(b, -1)
			if n := len(pages); n < 3 || n > 12 {
				t.Errorf("%d pages of A4", n)
			}
			if lang == "fr" && *screenshot != "" {
				chromium(t, dir, "--window-size=1000,1180", "--hide-scrollbars", "--screenshot="+filepath.Join(dir, "page.png"), "file://"+path)
				b, err := os.ReadFile(filepath.Join(dir, "page.png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := report.WriteFile(*screenshot, b); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// manyCards is a run with a row of sixty cards, of which one fails.
func manyCards() *report.Run {
	run := aRun()
	for i := range 60 {
		s := report.Scenario{
			Name: fmt.Sprintf("cards preset-%02d is judged as its author expects", i), Path: []string{"cards", fmt.Sprintf("preset-%02d", i)}, Outcome: report.Passed,
			Card: fmt.Sprintf("preset-%02d", i), Verdict: "ok", Duration: 1_000_000,
		}
		run.Scenarios = append(run.Scenarios, s)
	}
	return run
}

// measure tells the window around it what sticks out at the right, and whether the parts
// of the page are there. What scrolls in a box of its own does not stick out.
const measure = `<script>
(function () {
  var wide = document.documentElement.clientWidth, out = [], paper = %v;
  document.querySelectorAll("body *").forEach(function (e) {
    if (e.closest("svg") && e.tagName !== "svg") return;
    if (!paper && (e.closest(".scroll") || e.closest("pre")) && !e.matches(".scroll, pre")) return;
    if (e.closest("details:not([open])") && !e.matches("details, summary")) return;
    var r = e.getBoundingClientRect();
    if (r.width > 0 && r.right > wide + 1) out.push(e.tagName + "." + e.className + " " + Math.round(r.right));
  });
  parent.postMessage(JSON.stringify({width: wide, scroll: document.documentElement.scrollWidth, out: out.slice(0, 5),
    headline: document.querySelector("h1").textContent, cells: document.querySelectorAll(".cells a").length}), "*");
})();
</script></body>`

// measured opens a page in a frame of that width: a window cannot be as narrow.
func measured(t *testing.T, dir, name, whole string, width int) {
	t.Helper()
	inside, around := filepath.Join(dir, name+"-in.html"), filepath.Join(dir, name+".html")
	script := fmt.Sprintf(measure, name == "paper")
	for path, content := range map[string]string{
		inside: strings.Replace(whole, "</body>", script, 1),
		around: fmt.Sprintf(`<!DOCTYPE html><pre id="said"></pre><script>addEventListener("message", function (e) { document.getElementById("said").textContent = e.data; });</script><iframe src="%s-in.html" width="%d" height="900" style="border:0"></iframe>`, name, width),
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dom := chromium(t, dir, "--window-size=1400,1000", "--virtual-time-budget=4000", "--dump-dom", "file://"+around)
	said := regexp.MustCompile(`<pre id="said">([^<]*)</pre>`).FindSubmatch(dom)
	if said == nil {
		t.Fatalf("%s: %.2000s", name, dom)
	}
	var got struct {
		Width, Scroll, Cells int
		Out                  []string
		Headline             string
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(said[1]))), &got); err != nil {
		t.Fatalf("%s: %v: %s", name, err, said[1])
	}
	if got.Scroll > got.Width || len(got.Out) > 0 || got.Cells != 65 || text.Fold(got.Headline) == "" || got.Width < width-20 {
		t.Errorf("%s at %d: %+v", name, width, got)
	}
}

// chromium runs it without a screen and returns what it wrote.
func chromium(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	profile, err := os.MkdirTemp(dir, "profile")
	if err != nil {
		t.Fatal(err)
	}
	args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=" + profile}, args...)
	cmd := exec.CommandContext(t.Context(), testneed.Path("chromium"), args...)
	cmd.Env = append(os.Environ(), "HOME="+dir)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium: %v\n%s", err, errs.String())
	}
	return out
}
