package control_test

import (
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/cpslab/cps/harness/control"
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

// middle is the middle of an element, in pixels of the window.
func (b *browser) middle(t *testing.T, of string) (x, y float64) {
	t.Helper()
	at := asked[[]float64](t, b, `(() => { const r = document.querySelector("`+of+`").getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	return at[0], at[1]
}

// drop drops something at a point.
func (b *browser) drop(t *testing.T, x, y float64, data *input.DragData) {
	t.Helper()
	b.do(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, what := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
			if _, err := chromedp.Call(ctx, input.DispatchDragEvent, input.DispatchDragEventParams{Type: what, X: x, Y: y, Data: data}); err != nil {
				return err
			}
		}
		return nil
	}))
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
	for address, kind := range control.Pages() {
		path, _, _ := strings.Cut(address, "{$}")
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
