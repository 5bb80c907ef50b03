package control_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cpslab/cps/harness/report"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/testdata/testneed"
)

const (
	said = `document.querySelector("#said")?.textContent || ""`
	idle = `!document.body.hasAttribute("aria-busy")`
	rows = `document.querySelectorAll("#log tr").length`
)

// TestConsole is a person before the console: looks without the token, unlocks, inserts a
// card by the gallery, by dragging it and by the keyboard, copies the line that does the
// same, arms a fault, sees the verdict change and the log grow, goes from a finding to its
// exchange and back, pulls the card by a key, looks a message up, is led to its cause, hands
// a workstation and a log in; in both languages, dark and light, wide and narrow. Nothing is
// asked of anybody else, and nothing goes wrong in the page.
func TestConsole(t *testing.T) {
	testneed.Optional(t, *picture != "", "headless Chromium", "make console runs it")
	testneed.Part(t, "chromium", "opensc-tool")
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	b := newBrowser(t, s.base)
	b.do(t, chromedp.Navigate(s.base+"/"), until(said+`.includes("good")`))
	// Without the token nothing can be changed.
	b.do(t, until(`!document.querySelector("#locked").hidden && document.querySelector("#remove").disabled`),
		chromedp.SendKeys("#token", "wrong"+kb.Enter), until(`document.querySelector("#notice").textContent.includes("not the token")`),
		chromedp.SetValue("#token", s.token), chromedp.Click("#locked button"), until(`document.querySelector("#locked").hidden && !document.querySelector("#remove").disabled`), until(idle))
	inserts(t, s, b)
	drags(t, b)
	breaks(t, s, b)
	links(t, b)
	pauses(t, s, b)
	removed := s.bench.Readers()[0].Removals
	// One key pulls the card, unless the keys are turned off.
	b.do(t, chromedp.Click("#shortcuts"), does(`document.activeElement.blur()`), chromedp.KeyEvent("2"), chromedp.KeyEvent("1"), chromedp.KeyEvent("r"), chromedp.Click("#shortcuts"))
	if removals := s.bench.Readers()[0].Removals; removals != removed {
		t.Errorf("keys that are turned off pulled a card: %d removals, and %d", removed, removals)
	}
	b.do(t, does(`document.activeElement.blur()`), chromedp.KeyEvent("r"), until(`document.querySelector("#card").textContent.includes("No card")`), until(idle))
	asks(t, b)
	// The other language, the other colours, a narrow window: nobody is kept out, nothing is
	// cut.
	b.do(t, chromedp.Click("#lang"), until(`document.documentElement.lang === "fr" && document.querySelector("#remove").textContent === "Retirer"`), until(`document.querySelector("#answer").textContent.includes("lignes lues")`), until(idle))
	shown := asked[string](t, b, `document.body.innerText`)
	for _, english := range []string{"connected", "Copy", "the object", "lines read"} {
		if strings.Contains(shown, english) {
			t.Errorf("in French the page says %q", english)
		}
	}
	for range 2 {
		b.do(t, chromedp.Click("#theme"))
		for _, width := range []int64{1360, 400} {
			b.do(t, chromedp.EmulateViewport(width, 800))
			checkAccess(t, b)
			if over := asked[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%d pixels stand out of a window of %d", over, width)
			}
			if over := asked[int](t, b, `document.querySelector("#scroll").scrollWidth - document.querySelector("#scroll").clientWidth`); over > 0 {
				t.Errorf("%d pixels of the exchanges stand out of a window of %d", over, width)
			}
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.outside) > 0 || len(b.errors) > 0 {
		t.Errorf("asked of others: %q; errors: %q", b.outside, b.errors)
	}
}

// inserts chooses another card in the gallery, by a click and by the keyboard: the verdict
// is another one, and the line that does the same can be copied.
func inserts(t *testing.T, s *served, b *browser) {
	t.Helper()
	b.do(t, chromedp.SendKeys("#search", "missing-dam"), until(`document.querySelectorAll("#gallery button").length > 1`),
		does(`[...document.querySelectorAll("#gallery button")].find((b) => b.textContent.includes("cps3-missing-dam")).click()`),
		until(said+`.includes("■ blocked")`), until(`document.querySelector("#copies").textContent.includes("curl")`))
	copies := asked[string](t, b, `document.querySelector("#copies").textContent`)
	for _, want := range []string{"curl -X POST", "cpslab ctl swap 1 cps3-missing-dam", `station.Swap(ctx, 1, "cps3-missing-dam")`, `ask("POST", "/v1/readers/1/swap"`} {
		if !strings.Contains(copies, want) {
			t.Errorf("%q is not among what can be copied:\n%s", want, copies)
		}
	}
	if strings.Contains(copies, s.token) {
		t.Error("the token is in what can be copied")
	}
	b.do(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, may := range []string{"clipboard-read", "clipboard-write"} {
			if _, err := chromedp.CallBrowser(ctx, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
				Permission: &cdpbrowser.PermissionDescriptor{Name: may}, Setting: cdpbrowser.PermissionSettingGranted, Origin: s.base,
			}); err != nil {
				return err
			}
		}
		return nil
	}), until(idle), chromedp.Click("#copies button"), until(`document.querySelector("#copies button").textContent === "Copied"`))
	line := asked[string](t, b, `navigator.clipboard.readText()`, chromedp.EvalAwaitPromise)
	if want := asked[string](t, b, `document.querySelector("#copies code").textContent`); line != want {
		t.Errorf("copied is %q, want %q", line, want)
	}
	// The line does it, as it stands there.
	curl := exec.CommandContext(t.Context(), "sh", "-c", line)
	curl.Env = append(os.Environ(), "CPSLAB_CONTROL="+s.base, "CPSLAB_CONTROL_TOKEN="+s.token)
	if out, err := curl.CombinedOutput(); err != nil || !strings.Contains(string(out), `"card":"cps3-missing-dam"`) {
		t.Errorf("%s: %v, %s", line, err, out)
	}
	// The same by the keyboard alone: from the search with Tab, and Enter.
	b.do(t, until(idle), chromedp.SetValue("#search", "cps3-expired"), does(`document.querySelector("#search").dispatchEvent(new Event("input")); document.querySelector("#search").focus()`),
		chromedp.KeyEvent(kb.Tab), until(`document.activeElement.textContent.includes("cps3-expired")`), chromedp.KeyEvent(kb.Enter), until(`document.querySelector("#card").textContent.includes("cps3-expired")`), until(idle))
}

// drags drags a card of the gallery onto the other reader.
func drags(t *testing.T, b *browser) {
	t.Helper()
	b.do(t, chromedp.SetValue("#search", "cps3-no-fse"), does(`document.querySelector("#search").dispatchEvent(new Event("input")); scrollTo(0, 0)`), until(`document.querySelectorAll("#gallery button").length === 1`))
	data := make(chan *input.DragData, 1)
	must(t, chromedp.Listen(b.ctx, func(ev any) {
		if e, ok := ev.(*input.EventDragIntercepted); ok {
			data <- e.Data
		}
	}))
	fromX, fromY := b.middle(t, "#gallery button")
	toX, toY := b.middle(t, "#readers li:nth-child(2)")
	b.do(t, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, input.SetInterceptDrags, input.SetInterceptDragsParams{Enabled: true})
		return err
	}), chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, fromX, fromY, chromedp.ButtonLeft), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, fromX+9, fromY-9, chromedp.ButtonLeft),
		chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, fromX+20, fromY-20, chromedp.ButtonLeft))
	var dragged *input.DragData
	select {
	case dragged = <-data:
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was dragged")
	}
	b.drop(t, toX, toY, dragged)
	b.do(t, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, toX, toY, chromedp.ButtonLeft), until(`document.querySelector("#readers li:nth-child(2)").textContent.includes("cps3-no-fse")`), until(idle),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, input.SetInterceptDrags, input.SetInterceptDragsParams{})
			return err
		}))
}

// breaks arms a fault on a healthy card: the verdict changes, and the log grows.
func breaks(t *testing.T, s *served, b *browser) {
	t.Helper()
	b.do(t, until(idle), does(`document.querySelector("#reset").click()`), until(said+`.includes("● good")`), until(idle))
	before := asked[int](t, b, rows)
	b.do(t, chromedp.SendKeys("#fault", "absent=CPS_SIT_FACT"+kb.Enter), until(said+`.includes("■ blocked")`), until(`document.querySelector("#armed").textContent.includes("absent=CPS_SIT_FACT")`), until(idle))
	if after := asked[int](t, b, rows); after <= before {
		t.Errorf("the log had %d rows, and has %d", before, after)
	}
	look(t, s)
	b.do(t, until(`document.querySelector("#card").textContent.includes("2/3")`), until(idle))
}

// links goes from a finding to the exchange that it rests on, and back; the exchange tells
// its bytes in fields, and no code.
func links(t *testing.T, b *browser) {
	t.Helper()
	b.do(t, does(`document.querySelector("#verdict details").open = true`), until(`document.querySelector("#verdict li[data-rule=CPS-PIN-002] button.rule") !== null`),
		does(`document.querySelector("#verdict li[data-rule=CPS-PIN-002] button.rule").click()`), until(`document.activeElement.id === "detail" && document.querySelector("#detail h3").textContent.includes("VERIFY")`))
	if shown := asked[string](t, b, `document.querySelector("#detail").textContent`); !strings.Contains(shown, "** ** ** **") || strings.Contains(shown, "39 39") {
		t.Errorf("a code is shown: %s", shown)
	}
	b.do(t, does(`document.querySelector("#detail button.rule").click()`), until(`document.activeElement.dataset.rule === "CPS-PIN-002"`))
	// What a program read is told in fields.
	b.do(t, does(`[...document.querySelectorAll("#log td button")].find((b) => b.textContent.startsWith("READ BINARY") && b.closest("tr").textContent.includes("9000")).click()`), until(`document.querySelector("#detail .fields")?.textContent.includes("serial number")`),
		does(`document.querySelector("#search").value = ""; document.querySelector("#search").dispatchEvent(new Event("input")); scrollTo(0, 0)`), chromedp.EmulateViewport(1360, 1840))
	if at := asked[float64](t, b, `document.querySelector("#detail h3").getBoundingClientRect().left - document.querySelector("#detail").getBoundingClientRect().left`); at < 8 {
		t.Errorf("an exchange stands %v pixels from the edge of its frame", at)
	}
	shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	must(t, err)
	must(t, report.WriteFile(*picture, fewColours(t, shot)))
	b.do(t, does(`[...document.querySelectorAll("#detail button")].at(-1).click()`), until(`document.querySelector("#detail").hidden`))
}

// pauses stops the live log, and lets it go on.
func pauses(t *testing.T, s *served, b *browser) {
	t.Helper()
	b.do(t, until(idle), chromedp.Click("#pause"), until(`document.querySelector("#pause").getAttribute("aria-pressed") === "true"`))
	before := asked[int](t, b, rows)
	exchanges := asked[int](t, b, `state.last`)
	look(t, s)
	b.do(t, until(fmt.Sprintf(`state.last >= %d`, exchanges+4)), until(idle))
	if now := asked[int](t, b, rows); now != before {
		t.Errorf("a log that pauses had %d rows, and has %d", before, now)
	}
	b.do(t, chromedp.Click("#pause"), until(fmt.Sprintf(rows+` >= %d`, before+4)), until(idle))
}

// asks looks a message up and is led to its cause, then hands in a workstation and a log.
func asks(t *testing.T, b *browser) {
	t.Helper()
	b.do(t, chromedp.SendKeys("#message", "61444"), chromedp.Click("#asking button"), until(`document.querySelectorAll("#answer li").length > 1`),
		chromedp.Click("#answer button.lead"), until(`document.activeElement.id === "question" && document.querySelectorAll("#answer .choice").length === 2`),
		// Who answers by the keyboard pulls no card.
		chromedp.KeyEvent("r"), until(idle),
		does(`document.querySelectorAll("#answer .choice")[1].click()`), until(`document.querySelector("#answer").textContent.includes("Answers given: 1")`),
		does(`[...document.querySelectorAll("#answer button")].find((b) => b.textContent === "Previous question").click()`), until(`!document.querySelector("#answer").textContent.includes("Answers given")`),
		does(`document.querySelectorAll("#answer .choice")[1].click()`), until(`document.querySelector("#answer").textContent.includes("Answers given: 1")`),
		does(`document.querySelectorAll("#answer .choice")[0].click()`), until(`document.querySelector("#ticket")?.textContent.includes("61444")`))
	if cause := asked[string](t, b, `document.querySelector("#answer ul").textContent`); !strings.Contains(cause, "CPS-RDR-004") {
		t.Errorf("a card that gives no name, the right way in: %s", cause)
	}
	file, err := filepath.Abs(sheet)
	must(t, err)
	b.do(t, chromedp.SetUploadFiles("#workstation", []string{file}), until(`document.querySelector("#answer summary")?.textContent.includes("Checks")`), does(`document.querySelector("#drop").scrollIntoView()`))
	mute, err := filepath.Abs("../../testdata/logs/pcscd-mute.log")
	must(t, err)
	x, y := b.middle(t, "#drop")
	b.drop(t, x, y, &input.DragData{Items: []*input.DragDataItem{}, Files: []string{mute}, DragOperationsMask: 1})
	ofLog := until(`document.querySelector("#answer").textContent.includes("lines read") && document.querySelector("#answer").textContent.includes("CPS-RDR-004")`)
	b.do(t, ofLog)

	// The same log as a block of text, as the clipboard puts it in.
	block, err := os.ReadFile(mute)
	must(t, err)
	b.do(t, does(`document.querySelector("#answer").replaceChildren(); document.querySelector("#message").value = ""; document.querySelector("#message").focus()`),
		chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: string(block)})
			return err
		}), chromedp.Click("#asking button"), ofLog)
}

// look has another program read the card, so that there is something in the log.
func look(t *testing.T, s *served) {
	t.Helper()
	testneed.Part(t, "opensc-tool")
	if out := opensc(t, s, "-c", "default", "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:10", "-s", "00:20:00:01:04:39:39:39:39"); !strings.Contains(out, "SW1=0x63") {
		t.Fatalf("%s", out)
	}
}
