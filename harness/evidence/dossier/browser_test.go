package dossier_test

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

	"github.com/cpslab/cps/harness/evidence/dossier"
	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/testdata/testneed"
)

var screenshot = flag.String("screenshot", "", "look at the page in headless Chromium, and write what it shows to this file")

// example is a run of cpslab certify before a simulated CPS4 whose rate is not negotiated,
// and its name is not that of a machine.
func example(t *testing.T) *dossier.Dossier {
	t.Helper()
	content, err := os.ReadFile("testdata/result.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := dossier.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// stick tells the window around it what sticks out at the right, and how many chapters and
// notices are there. What scrolls in a box of its own does not stick out.
const stick = `<script>
(function () {
  var wide = document.documentElement.clientWidth, out = [];
  document.querySelectorAll("body *").forEach(function (e) {
    if (e.closest(".scroll") && !e.matches(".scroll")) return;
    var r = e.getBoundingClientRect();
    if (r.width > 0 && r.right > wide + 1) out.push(e.tagName + "." + e.className + " " + Math.round(r.right));
  });
  parent.postMessage(JSON.stringify({width: wide, scroll: document.documentElement.scrollWidth, out: out.slice(0, 5),
    chapters: document.querySelectorAll(".chapter").length, notices: document.querySelectorAll(".notice").length}), "*");
})();
</script></body>`

// TestPageInBrowser: in both languages the page fits a wide window and one of 400 pixels
// with nothing cut, and prints on A4.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	testneed.Optional(t, *screenshot != "", "headless Chromium", "make pages runs it")
	testneed.Part(t, "chromium")
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			d := example(t)
			d.Lang = lang
			whole, err := d.HTML()
			if err != nil {
				t.Fatal(err)
			}
			for name, width := range map[string]int{"wide": 1280, "narrow": 400} {
				fits(t, dir, name, string(whole), width)
			}
			path := filepath.Join(dir, "page.html")
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			pdf := filepath.Join(dir, "page.pdf")
			chromium(t, dir, "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+path)
			b, err := os.ReadFile(pdf)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(regexp.MustCompile(`/MediaBox ?\[0 0 594\.9\d* 841\.\d+\]`).FindAll(b, -1)); n < 3 || n > 12 {
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

// fits opens a page in a frame of that width: a window cannot be as narrow.
func fits(t *testing.T, dir, name, whole string, width int) {
	t.Helper()
	inside, around := filepath.Join(dir, name+"-in.html"), filepath.Join(dir, name+".html")
	for path, content := range map[string]string{
		inside: strings.Replace(whole, "</body>", stick, 1),
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
		Width, Scroll, Chapters, Notices int
		Out                              []string
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(said[1]))), &got); err != nil {
		t.Fatalf("%s: %v: %s", name, err, said[1])
	}
	if got.Scroll > got.Width || len(got.Out) > 0 || got.Chapters != 15 || got.Notices != 2 || got.Width < width-20 {
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
