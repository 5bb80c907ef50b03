package control_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/ccid"
	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/usbip"
	"github.com/cpslab/cps/harness/usbip/usbtest"
	"github.com/cpslab/cps/testdata/testneed"
)

// atHost attaches a reader of a station, as a system with a driver would, and powers its
// card.
func atHost(t *testing.T, st *station.Station, bus string) *usbtest.Reader {
	t.Helper()
	var devices []usbip.Device
	for _, d := range st.Devices() {
		devices = append(devices, d)
	}
	server, err := usbip.New(usbip.Config{Devices: devices})
	must(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	l, err := usbip.Listen(ctx, "127.0.0.1:0", false)
	must(t, err)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	cable, err := usbtest.Dial(t.Context(), l.Addr().String(), bus)
	must(t, err)
	t.Cleanup(func() { _ = cable.Close() }) // the server may have ended before
	r, err := usbtest.Open(t.Context(), cable)
	must(t, err)
	_, err = r.Card(t.Context(), 0)
	must(t, err)
	return r
}

// secure asks for a code at the keypad: PC_to_RDR_Secure, four to eight digits in ASCII. It
// gives what the card answered, else what the reader did.
func secure(t *testing.T, r *usbtest.Reader) <-chan string {
	t.Helper()
	said := make(chan string, 1)
	message := cardtest.Hex(t, "00 00 82 00 00 0804 02 01 0904 00 000000 00200001")
	go func() {
		a, err := r.Tell(t.Context(), 0, 0x69, [3]byte{}, message)
		if err != nil {
			said <- err.Error()
			return
		}
		said <- fmt.Sprintf("%X", a[10:])
	}()
	return said
}

// A code that a program wants typed at a reader is typed through the interface: by its
// holder alone, only when it is asked for, and it is nowhere else afterwards.
func TestKeypad(t *testing.T) {
	t.Parallel()
	model, _ := ccid.ModelOf("leo")
	s := serve(t, station.Config{Readers: 2, Cards: []station.Recipe{station.Preset("cps3-healthy")}, USB: &station.USB{Model: model}})
	r := atHost(t, s.bench, "1-1")
	mine := http.Header{"Authorization": {"Bearer " + s.token}, "Content-Type": {"application/json"}, "Accept-Language": {"en"}}
	with := func(name, value string) http.Header {
		h := mine.Clone()
		h.Set(name, value)
		return h
	}
	const code, wrongOne = "1234", "97531"
	var answers []byte
	refused := func(when, path, body string, header http.Header, status int, word, detail string) {
		t.Helper()
		got, answer := s.raw(t, "POST", path, header, strings.NewReader(body))
		answers = append(answers, answer...)
		var p control.Problem
		if err := json.Unmarshal(answer, &p); err != nil || got != status || p.Status != status || p.Code != word || !strings.Contains(p.Detail+p.Hint, detail) {
			t.Errorf("%s: %d %s, %v; want %d %s with %q", when, got, answer, err, status, word, detail)
		}
	}
	const path = "/v1/readers/1/code"
	refused("nobody asks", path, `{"code":"1234"}`, mine, 409, "conflict", "asks for no code")
	refused("nobody asks in time", path, `{"code":"1234","wait":1}`, mine, 409, "conflict", "asks for no code")
	refused("nothing to cancel", path, `{"cancel":true}`, mine, 409, "conflict", "asks for no code")

	said := secure(t, r)
	must(t, untilAsked(t, s, 1))
	refused("no token", path, `{"code":"1234"}`, http.Header{"Content-Type": {"application/json"}}, 401, "no-token", "")
	refused("wrong token", path, `{"code":"1234"}`, with("Authorization", "Bearer nope"), 401, "wrong-token", "")
	refused("another origin", path, `{"code":"1234"}`, with("Origin", "http://evil.example"), 403, "forbidden", "")
	refused("too long", path, `{"code":"123412341"}`, mine, 422, "invalid", "want 4 to 8 digits")
	refused("too short", path, `{"code":"123"}`, mine, 422, "invalid", "want 4 to 8 digits")
	refused("no digits", path, `{"code":"12a4"}`, mine, 422, "invalid", "want 4 to 8 digits")
	refused("a number", path, `{"code":1234}`, mine, 422, "invalid", "code")
	refused("both", path, `{"code":"1234","cancel":true}`, mine, 422, "invalid", "cancel")
	refused("neither", path, "", mine, 422, "invalid", "cancel")
	refused("an hour", path, `{"code":"1234","wait":3600}`, mine, 422, "invalid", "seconds")
	refused("no such reader", "/v1/readers/7/code", `{"code":"1234"}`, mine, 404, "not-found", "")
	refused("as a form", path, "code=1234", with("Content-Type", "application/x-www-form-urlencoded"), 415, "media-type", "")
	must(t, s.bench.Hold(station.By(t.Context(), "nightly"), 1, time.Minute))
	refused("held by another", path, `{"code":"1234"}`, mine, 409, "busy", "nightly")
	must(t, s.bench.Release(station.By(t.Context(), "nightly"), 1))
	if asks := readerNow(t, s, 1).Asks; asks == nil || asks.Entry != "verify" || asks.Min != 4 || asks.Max != 8 || asks.Until == "" {
		t.Errorf("after all that it asks %+v", asks)
	}
	follows := func(what string, status int, answer []byte) {
		t.Helper()
		var v any
		must(t, json.Unmarshal(answer, &v))
		if err := control.SchemaOf(t, "Reader").Validate(v); status != http.StatusOK || err != nil {
			t.Errorf("%s: %d, %v\n%s", what, status, err, answer)
		}
		answers = append(answers, answer...)
	}
	status, answer := s.raw(t, "GET", "/v1/readers/1", mine, nil)
	follows("a reader that asks", status, answer)
	status, answer = s.raw(t, "POST", path, mine, strings.NewReader(`{"code":"`+wrongOne+`"}`))
	follows("a code", status, answer)
	if got := <-said; got != "63C2" {
		t.Errorf("a wrong code: %s", got)
	}
	if now := readerNow(t, s, 1); now.Asks != nil || !now.Keypad {
		t.Errorf("it still asks: %+v", now)
	}

	// It may be typed before it is asked for, by whoever waits.
	typed := make(chan error, 1)
	go func() { typed <- s.client.Type(t.Context(), 1, code, 30) }()
	if got := <-secure(t, r); got != "9000" {
		t.Errorf("the code: %s", got)
	}
	must(t, <-typed)
	said = secure(t, r)
	must(t, s.client.Type(t.Context(), 1, "", 30))
	if got := <-said; !strings.Contains(got, "bError EF") {
		t.Errorf("cancelled: %s", got)
	}

	// What was typed is nowhere: not in the log, its exchanges and events, nor in an answer.
	records, err := s.client.Log(t.Context(), 0, 1000)
	must(t, err)
	words := map[string]int{}
	for _, one := range records {
		words[one.What]++
		if one.Exchange != nil && one.Exchange.Op == "VERIFY" && !strings.HasSuffix(one.Exchange.Sent, "**") {
			t.Errorf("a code in clear: %s", one.Exchange.Sent)
		}
	}
	if words["code-asked"] != 3 || words["code-typed"] != 3 {
		t.Errorf("the log tells of %v", words)
	}
	kept, err := json.Marshal(records)
	must(t, err)
	for _, secret := range []string{wrongOne, `"1234`, "31323334", "3937353331"} {
		if strings.Contains(string(kept), secret) {
			t.Errorf("%s is in the log", secret)
		}
		if strings.Contains(string(answers), secret) {
			t.Errorf("%s is in an answer: %s", secret, answers)
		}
	}
}

// A reader without a keypad of ours says so.
func TestNoKeypad(t *testing.T) {
	t.Parallel()
	model, _ := ccid.ModelOf("gempc-twin")
	s := serve(t, station.Config{Readers: 1, USB: &station.USB{Model: model}})
	err := s.client.Type(t.Context(), 1, "1234", 1)
	if p, ok := errors.AsType[*control.Problem](err); !ok || p.Code != "conflict" || !strings.Contains(p.Hint, "--keypad") {
		t.Errorf("%v", err)
	}
	if readerNow(t, s, 1).Keypad {
		t.Error("it has a keypad")
	}
	// The faults of its bus can be armed, and are told.
	_, faults := s.raw(t, "GET", "/v1/faults", nil, nil)
	if !strings.Contains(string(faults), `"usb-unplugged"`) || strings.Contains(string(faults), `"reader-lost"`) {
		t.Errorf("%s", faults)
	}
}

func readerNow(t *testing.T, s *served, number int) control.Reader {
	t.Helper()
	b, err := s.client.Bench(t.Context())
	must(t, err)
	return b.Readers[number-1]
}

// untilAsked returns when the log says that a reader asks for a code.
func untilAsked(t *testing.T, s *served, number int) error {
	t.Helper()
	done := errors.New("asked")
	err := s.client.Follow(t.Context(), 0, func(r control.Record) error {
		if r.What == "code-asked" && r.Reader == number {
			return done
		}
		return nil
	})
	if errors.Is(err, done) {
		return nil
	}
	return err
}

// A person at the console types the code that a reader asks for: the field comes, hides what
// is typed, and goes with it.
func TestConsoleKeypad(t *testing.T) {
	testneed.Optional(t, *picture != "", "headless Chromium", "make console runs it")
	testneed.Part(t, "chromium")
	model, _ := ccid.ModelOf("leo")
	s := serve(t, station.Config{Readers: 1, Cards: []station.Recipe{station.Preset("cps3-healthy")}, USB: &station.USB{Model: model}})
	r := atHost(t, s.bench, "1-1")
	b := newBrowser(t, s.base)
	const field = `document.querySelector("#keypad")`
	b.do(t, chromedp.Navigate(s.base+"/#token="+s.token), until(idle), until(`document.querySelector("#card").textContent.includes("cps3-healthy")`), until(field+`.hidden`))
	for _, c := range []struct {
		typed step
		want  string
	}{
		{chromedp.SendKeys("#code", "9876"+kb.Enter), "63C2"},
		{chromedp.SendKeys("#code", "1234"+kb.Enter), "9000"},
		{chromedp.Click("#cancel"), "message 69: bStatus 40, bError EF"},
	} {
		said := secure(t, r)
		b.do(t, until(`!`+field+`.hidden && document.querySelector("#asked").textContent.includes("4 to 8")`), until(idle))
		if kind := asked[string](t, b, `document.querySelector("#code").type`); kind != "password" {
			t.Errorf("a field of type %s", kind)
		}
		checkAccess(t, b)
		b.do(t, c.typed, until(field+`.hidden`), until(idle))
		if got := <-said; got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	page := asked[string](t, b, `document.documentElement.outerHTML + document.querySelector("#code").value`)
	if strings.Contains(page, "9876") || strings.Contains(page, "1234<") {
		t.Error("the page shows a code")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.errors)+len(b.outside) > 0 {
		t.Errorf("errors %q, requests elsewhere %q", b.errors, b.outside)
	}
}
