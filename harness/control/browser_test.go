package control_test

import (
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/testdata/testneed"
)

// make console gives both: where the picture of the page goes, and axe.min.js of the
// package axe-core.
var (
	picture = flag.String("picture", "", "drive the console in headless Chromium, and write what it shows to this file")
	axe     = flag.String("axe", "", "file of axe-core, which looks for what keeps people out")
)

// browser is one tab, and what went wrong in it.
type browser struct {
	ctx     context.Context
	mu      sync.Mutex
	errors  []string // of the console
	outside []string // requests to anywhere else
}

func newBrowser(t *testing.T, own string) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(testneed.Path("chromium")), chromedp.NoSandbox, chromedp.WindowSize(1360, 900), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("lang", "en"), chromedp.Flag("disable-dev-shm-usage", true))
	base, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	allocator, end := chromedp.NewExecAllocator(base, options...)
	t.Cleanup(end)
	b := &browser{}
	var done context.CancelFunc
	b.ctx, done = chromedp.NewContext(allocator)
	t.Cleanup(done)
	must(t, chromedp.Listen(b.ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := ev.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, own+"/") {
				b.outside = append(b.outside, e.Request.URL)
			}
		case *log.EventEntryAdded:
			b.errors = append(b.errors, e.Entry.Text)
		case *runtime.EventExceptionThrown:
			b.errors = append(b.errors, e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			b.errors = append(b.errors, string(e.Type))
		}
	}))
	must(t, chromedp.Do(b.ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, log.Enable, cdp.Empty{})
		if err == nil {
			_, err = cdp.Call(ctx, tab, network.Enable, network.EnableParams{})
		}
		return err
	})))
	return b
}

type step = chromedp.Action[chromedp.Void]

func (b *browser) do(t *testing.T, steps ...step) {
	t.Helper()
	for _, one := range steps {
		if err := chromedp.Do(b.ctx, one); err != nil {
			page, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 2000)`)) // to show
			b.mu.Lock()
			defer b.mu.Unlock()
			t.Fatalf("%v; errors in the page: %q; it shows\n%s", err, b.errors, page)
		}
	}
}

// asked is a value of the page.
func asked[T any](t *testing.T, b *browser, expression string, options ...chromedp.EvaluateOption) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, options...))
	must(t, err)
	return v
}

// does runs a line in the page.
func does(expression string) step { return chromedp.Evaluate[chromedp.Void](expression) }

// until waits for something to be true in the page.
func until(expression string) step {
	return chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(20*time.Second))
}

const (
	said = `document.querySelector("#said")?.textContent || ""`
	idle = `!document.body.hasAttribute("aria-busy")`
	rows = `document.querySelectorAll("#log tr").length`
)

// TestConsole is a person before the console: looks without the token, unlocks, inserts a
// card, arms a fault, sees the verdict change and the log grow, pulls the card by a key,
// looks a message up, hands a workstation in; in both languages, dark and light, wide and
// narrow. Nothing is asked of anybody else, and nothing goes wrong in the page.
func TestConsole(t *testing.T) {
	testneed.Optional(t, *picture != "", "headless Chromium", "make console runs it")
	testneed.Part(t, "chromium")
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	b := newBrowser(t, s.base)
	b.do(t, chromedp.Navigate(s.base+"/"), until(said+`.includes("good")`))
	// Without the token nothing can be changed.
	b.do(t, until(`!document.querySelector("#locked").hidden && document.querySelector("#remove").disabled`),
		chromedp.SendKeys("#token", "wrong"+kb.Enter), until(`document.querySelector("#notice").textContent.includes("not the token")`),
		chromedp.SetValue("#token", s.token), chromedp.Click("#locked button"), until(`document.querySelector("#locked").hidden && !document.querySelector("#remove").disabled`), until(idle))
	// Another card, by the gallery; the verdict is another one.
	b.do(t, chromedp.SendKeys("#search", "missing-dam"), until(`document.querySelectorAll("#gallery button").length > 1`),
		does(`[...document.querySelectorAll("#gallery button")].find((b) => b.textContent.includes("cps3-missing-dam")).click()`),
		until(said+`.includes("■ blocked")`), until(`document.querySelector("#copies").textContent.includes("curl")`))
	copied := asked[string](t, b, `document.querySelector("#copies").textContent`)
	for _, want := range []string{"curl -X POST", "cpslab ctl swap 1 cps3-missing-dam", `station.Swap(ctx, 1, "cps3-missing-dam")`, `ask("POST", "/v1/readers/1/swap"`} {
		if !strings.Contains(copied, want) {
			t.Errorf("%q is not among what can be copied:\n%s", want, copied)
		}
	}
	if strings.Contains(copied, s.token) {
		t.Error("the token is in what can be copied")
	}
	// A healthy card again, then a fault: the verdict changes.
	b.do(t, until(idle), does(`document.querySelector("#reset").click()`), until(said+`.includes("● good")`), until(idle))
	before := asked[int](t, b, rows)
	b.do(t, chromedp.SendKeys("#fault", "absent=CPS_SIT_FACT"+kb.Enter), until(said+`.includes("■ blocked")`), until(`document.querySelector("#armed").textContent.includes("absent=CPS_SIT_FACT")`), until(idle))
	if after := asked[int](t, b, rows); after <= before {
		t.Errorf("the log had %d rows, and has %d", before, after)
	}
	look(t, s)
	b.do(t, until(`document.querySelector("#card").textContent.includes("2/3")`), until(idle), until(`document.querySelector("#log").textContent.includes("GET RESPONSE") || document.querySelector("#log").textContent.includes("SELECT")`),
		does(`document.querySelector("#log td button").click()`), until(`document.activeElement.id === "detail"`),
		does(`document.querySelector("#search").value = ""; document.querySelector("#search").dispatchEvent(new Event("input")); document.querySelector("#verdict details").open = true; document.querySelector("#detail button").click(); scrollTo(0, 0)`))
	b.do(t, chromedp.EmulateViewport(1360, 1240))
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	must(t, err)
	must(t, report.WriteFile(*picture, shot))
	// One key pulls the card.
	b.do(t, does(`document.activeElement.blur()`), chromedp.KeyEvent("r"), until(`document.querySelector("#card").textContent.includes("No card")`))
	// A message, and a workstation.
	file, err := filepath.Abs(sheet)
	must(t, err)
	b.do(t, chromedp.SendKeys("#message", "61444"), chromedp.Click("#asking button"), until(`document.querySelectorAll("#answer li").length > 1`),
		chromedp.SetUploadFiles("#workstation", []string{file}), until(`document.querySelector("#answer summary")?.textContent.includes("Checks")`))
	// The other language, the other colours.
	b.do(t, chromedp.Click("#lang"), until(`document.documentElement.lang === "fr" && document.querySelector("#remove").textContent === "Retirer"`), chromedp.Click("#theme"))
	checkAccess(t, b)
	b.do(t, chromedp.Click("#theme"))
	checkAccess(t, b)
	// A narrow window cuts nothing.
	b.do(t, chromedp.EmulateViewport(400, 800))
	if over := asked[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("%d pixels stand out of a window of 400", over)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.outside) > 0 || len(b.errors) > 0 {
		t.Errorf("asked of others: %q; errors: %q", b.outside, b.errors)
	}
}

// look has another program read the card, so that there is something in the log.
func look(t *testing.T, s *served) {
	t.Helper()
	testneed.Part(t, "opensc-tool")
	if out := opensc(t, s, "-c", "default", "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:10", "-s", "00:20:00:01:04:39:39:39:39"); !strings.Contains(out, "SW1=0x63") {
		t.Fatalf("%s", out)
	}
}

// checkAccess has axe look for what keeps people out: nothing serious.
func checkAccess(t *testing.T, b *browser) {
	t.Helper()
	if *axe == "" {
		t.Fatal("no -axe: make console gives it")
	}
	source, err := os.ReadFile(*axe)
	must(t, err)
	b.do(t, does(string(source)+"\n;undefined"))
	found := asked[string](t, b, `axe.run().then((r) => JSON.stringify(r.violations.map((v) => ({id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map((n) => n.html.slice(0, 120))}))))`, chromedp.EvalAwaitPromise)
	var violations []struct {
		ID, Impact, Help string
		Nodes            []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		if v.Impact == "serious" || v.Impact == "critical" {
			t.Errorf("axe, %s: %s: %s\n%s", v.Impact, v.ID, v.Help, strings.Join(v.Nodes, "\n"))
		} else {
			t.Logf("axe, %s: %s: %s", v.Impact, v.ID, v.Help)
		}
	}
}

// TestPages: what the page needs is there, and says what it is; nothing in it runs or
// comes from elsewhere that the policy would not let.
func TestPages(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	for path, kind := range map[string]string{"/": "text/html", "/console.js": "text/javascript", "/words.js": "text/javascript", "/copy.js": "text/javascript", "/console.css": "text/css", "/icon.svg": "image/svg+xml"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
		must(t, err)
		res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
		must(t, err)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), kind) || !strings.Contains(res.Header.Get("Content-Security-Policy"), "default-src 'none'") ||
			strings.Contains(res.Header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: %s, %v", path, res.Status, res.Header)
		}
	}
}
