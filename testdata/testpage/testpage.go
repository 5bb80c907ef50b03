// Package testpage looks at a page in headless Chromium, for tests: does it fit the window,
// how many sheets does it print on, what does it look like? The tests that ask say first
// that they need chromium ([testneed.Part]).
package testpage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

// Window is how a page is looked at.
type Window struct {
	Width int  // CSS pixels; Paper is the width that A4 leaves
	Print bool // the rules of paper, on a screen: nothing scrolls there
	// Count are selectors by a name; what they find is in Seen.
	Count map[string]string
}

// Paper is 210 mm without 14 mm on each side, in CSS pixels.
const Paper = 687

// Seen is what a window shows.
type Seen struct {
	Width    int      // of the window, without its bars
	Scroll   int      // of what is in it: more than Width is cut
	Out      []string // elements that stick out at the right, five at most
	Headline string
	Count    map[string]int
}

// look tells the window around it what sticks out, and what is there. What scrolls in a
// box of its own does not stick out, but on paper.
const look = `<script>
(function () {
  var wide = document.documentElement.clientWidth, out = [], paper = %v, count = %s, found = {};
  document.querySelectorAll("body *").forEach(function (e) {
    if (e.closest("svg") && e.tagName !== "svg") return;
    if (!paper && (e.closest(".scroll") || e.closest("pre")) && !e.matches(".scroll, pre")) return;
    if (e.closest("details:not([open])") && !e.matches("details, summary")) return;
    var r = e.getBoundingClientRect();
    if (r.width > 0 && r.right > wide + 1) out.push(e.tagName + "." + e.className + " " + Math.round(r.right));
  });
  for (var name in count) found[name] = document.querySelectorAll(count[name]).length;
  parent.postMessage(JSON.stringify({width: wide, scroll: document.documentElement.scrollWidth, out: out.slice(0, 5),
    headline: document.querySelector("h1").textContent, count: found}), "*");
})();
</script></body>`

// Look opens a page, and fails the test where something of it is cut.
func Look(t *testing.T, page string, w Window) Seen {
	t.Helper()
	if w.Print {
		page = strings.ReplaceAll(page, "@media print", "@media all")
	}
	count, err := json.Marshal(w.Count)
	must(t, err)
	dir := t.TempDir()
	around := filepath.Join(dir, "around.html")
	must(t, os.WriteFile(filepath.Join(dir, "page.html"), []byte(strings.Replace(page, "</body>", fmt.Sprintf(look, w.Print, count), 1)), 0o600))
	// In a frame of that width: a window cannot be as narrow.
	must(t, os.WriteFile(around, fmt.Appendf(nil, `<!DOCTYPE html><pre id="said"></pre><script>addEventListener("message", function (e) { document.getElementById("said").textContent = e.data; });</script><iframe src="page.html" width="%d" height="900" style="border:0"></iframe>`, w.Width), 0o600))
	dom := chromium(t, dir, "--window-size=1400,1000", "--virtual-time-budget=4000", "--dump-dom", "file://"+around)
	said := regexp.MustCompile(`<pre id="said">([^<]*)</pre>`).FindSubmatch(dom)
	if said == nil {
		t.Fatalf("at %d: %.2000s", w.Width, dom)
	}
	var seen Seen
	must(t, json.Unmarshal([]byte(html.UnescapeString(string(said[1]))), &seen))
	const bar = 20 // pixels of a scroll bar
	if seen.Scroll > seen.Width || len(seen.Out) > 0 || seen.Width < w.Width-bar || strings.TrimSpace(seen.Headline) == "" {
		t.Errorf("at %d: %+v", w.Width, seen)
	}
	return seen
}

// Sheets prints a page, and returns on how many sheets of A4.
func Sheets(t *testing.T, page string) int {
	t.Helper()
	dir := t.TempDir()
	pdf := filepath.Join(dir, "page.pdf")
	chromium(t, dir, "--no-pdf-header-footer", "--print-to-pdf="+pdf, written(t, dir, page))
	b, err := os.ReadFile(pdf)
	must(t, err)
	return len(regexp.MustCompile(`/MediaBox ?\[0 0 594\.9\d* 841\.\d+\]`).FindAll(b, -1))
}

// Picture returns what the top of a page looks like, as PNG.
func Picture(t *testing.T, page string) []byte {
	t.Helper()
	dir := t.TempDir()
	png := filepath.Join(dir, "page.png")
	chromium(t, dir, "--window-size=1000,1180", "--hide-scrollbars", "--screenshot="+png, written(t, dir, page))
	b, err := os.ReadFile(png)
	must(t, err)
	return b
}

// written is the address of a page.
func written(t *testing.T, dir, page string) string {
	t.Helper()
	path := filepath.Join(dir, "page.html")
	must(t, os.WriteFile(path, []byte(page), 0o600))
	return "file://" + path
}

// chromium runs it without a screen and returns what it wrote.
func chromium(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=" + filepath.Join(dir, "profile")}, args...)
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

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
