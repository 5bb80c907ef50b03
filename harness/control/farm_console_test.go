package control_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/testdata/testneed"
)

// tag is what a station that lies may say of itself.
const tag = `<img src="https://elsewhere.example/x" onerror="alert(1)">`

// aFarm has a row of every kind.
func aFarm() *farm.Status {
	now := time.Now()
	return &farm.Status{
		Schema: 1, At: now,
		Stations: []farm.Seen{
			{
				Schema: 1, Name: "bench-1", Version: "1.0", OS: "linux", Arch: "amd64", Labels: []string{"lab:paris", "face:cps4"}, Since: now, At: now, Done: 7,
				Readers: []farm.SeenReader{{Name: "pcsc:ACME", Fence: 12}, {Name: "sim:"}},
				Working: &farm.Working{Run: "20261129-101500-3f2a1c", Index: 2, Total: 9, Once: true, Attempt: 1, Since: now},
			},
			{Schema: 1, Name: "bench-2", Version: tag, OS: tag, Arch: tag, Labels: []string{tag}, Readers: []farm.SeenReader{{Name: tag, Fence: 3}}, Since: now, At: now, Draining: true},
			{Schema: 1, Name: "bench-3", Version: "1.0", Readers: []farm.SeenReader{{Name: "sim:", Fence: 4}}, Since: now, At: now},
		},
		Leases: []farm.Held{{Key: "station.bench-1", Station: "bench-1", Fence: 11}, {Key: "reader.0123456789abcdef01234567", Station: "bench-1", Fence: 12}},
		Runs:   []farm.Running{{Run: "20261129-101500-3f2a1c", Title: tag, Version: "1.0", Opened: now, Shards: 9, Ended: 3, Lost: 1, Waiting: 6}},
		Results: []farm.Outcome{
			{Run: "20261129-101500-3f2a1c", Index: 1, Total: 9, Station: "bench-1", At: now},
			{Run: "20261129-101500-3f2a1c", Index: 3, Total: 9, Station: "bench-3", Failed: 2, At: now},
			{Run: "20261129-101500-3f2a1c", Index: 4, Total: 9, At: now, Lost: &farm.Said{FR: "personne ne l'a finie " + tag, EN: "nobody finished it " + tag}},
		},
	}
}

// TestConsoleOfAFarm is a person before the page of a farm: every kind of row, in both
// languages, wide and narrow, dark and light; what a station says of itself is text; a hub that is away,
// and back. Nothing is asked of anybody else, and nothing goes wrong in the page.
func TestConsoleOfAFarm(t *testing.T) {
	testneed.Optional(t, *picture != "", "headless Chromium", "make console runs it")
	testneed.Part(t, "chromium")
	var away atomic.Bool
	server := control.NewFarm("en", func(context.Context) (any, error) {
		if away.Load() {
			return nil, text.NewError(text.Of("le hub est loin", "the hub is far away"), text.Text{})
		}
		return aFarm(), nil
	})
	l, err := control.Listen(t.Context(), "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		must(t, <-ended)
	})
	own := control.Address(l)
	b := newBrowser(t, own)
	b.do(t, chromedp.Navigate(own+"/?lang=en"), until(`document.querySelectorAll("#results tbody tr").length === 3`))
	in := func(lang string, wants ...string) {
		t.Helper()
		b.do(t, until(`document.documentElement.lang === "`+lang+`"`))
		shown := asked[string](t, b, `document.body.innerText`)
		for _, want := range wants {
			if !strings.Contains(shown, want) {
				t.Errorf("in %s the page lacks %q:\n%s", lang, want, shown)
			}
		}
	}
	in("en", "bench-1", "▲ shard 2/9, 20261129-101500-3f2a1c, presents a code", "◐ drains", "● waits", "pcsc:ACME (12), sim: (–)", "lab:paris, face:cps4", "■ failed: 2", "■ lost: nobody finished it "+tag, "● passed", "● live")
	for _, dark := range []string{"light", "dark"} {
		b.do(t, does(`document.documentElement.style.colorScheme = "`+dark+`"`))
		for _, width := range []int64{1360, 400} {
			b.do(t, chromedp.EmulateViewport(width, 800))
			checkAccess(t, b)
			if over := asked[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%d pixels stand out of a window of %d", over, width)
			}
		}
	}
	b.do(t, chromedp.Click("#lang"))
	in("fr", "▲ part 2/9, 20261129-101500-3f2a1c, présente un code", "◐ se vide", "● attend", "■ en échec : 2", "■ perdue : personne ne l'a finie", "● réussie", "● à jour", "Baux")
	checkAccess(t, b)
	if images := asked[int](t, b, `document.querySelectorAll("img").length`); images != 0 {
		t.Errorf("%d images: what a station says became a part of the page", images)
	}
	b.mu.Lock()
	if len(b.outside) > 0 || len(b.errors) > 0 {
		t.Errorf("asked of others: %q; errors: %q", b.outside, b.errors)
	}
	b.mu.Unlock()

	away.Store(true)
	b.do(t, until(`document.querySelector("#notice").textContent.includes("le hub est loin") && document.querySelector("#connection").textContent.includes("hors d'atteinte")`),
		until(`document.querySelectorAll("#stations tbody tr").length === 3`)) // what was seen last stays
	away.Store(false)
	b.do(t, until(`document.querySelector("#notice").textContent === "" && document.querySelector("#connection").textContent.includes("à jour")`))
}
