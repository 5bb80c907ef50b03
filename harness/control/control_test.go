package control_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/testdata/testneed"
)

// served is a station over HTTP that ends with the test.
type served struct {
	bench  *station.Station
	client *control.Client
	base   string
	token  string
}

func serve(t *testing.T, cfg station.Config) *served {
	t.Helper()
	if cfg.USB == nil {
		testneed.Part(t, "pcscd", "vpcd")
		cfg.Stack.Parts = testneed.Parts()
	}
	bench, err := station.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	l, err := control.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &served{bench: bench, base: control.Address(l), token: control.NewToken()}
	server := control.New(control.Config{Station: bench, Token: s.token, Name: "test", Version: "0"})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l) }()
	if s.client, err = control.Dial(s.base, s.token); err != nil {
		t.Fatal(err)
	}
	s.client.Lang, s.client.By = "en", "test"
	t.Cleanup(func() {
		s.client.Close()
		cancel()
		if err := errors.Join(<-ended, bench.Close()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// raw makes a request as it is given.
func (s *served) raw(t *testing.T, method, path string, header http.Header, body io.Reader) (status int, answer []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.base+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
		if name == "Host" {
			req.Host = values[0]
		}
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, answer
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestBadInput: each is refused in words, with a hint where one helps, and the station
// goes on.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	mine := http.Header{"Authorization": {"Bearer " + s.token}, "Content-Type": {"application/json"}}
	with := func(name, value string) http.Header {
		h := mine.Clone()
		h.Set(name, value)
		return h
	}
	without := func(name string) http.Header {
		h := mine.Clone()
		h.Del(name)
		return h
	}
	must(t, s.bench.Hold(station.By(t.Context(), "nightly"), 2, time.Minute))
	for name, c := range map[string]struct {
		method, path, body string
		header             http.Header
		status             int
		code, hint         string
	}{
		"no token":              {"POST", "/v1/readers/1/remove", "", without("Authorization"), 401, "no-token", "CPSLAB_CONTROL_TOKEN"},
		"wrong token":           {"POST", "/v1/readers/1/remove", "", with("Authorization", "Bearer nope"), 401, "wrong-token", "CPSLAB_CONTROL_TOKEN"},
		"token of another kind": {"POST", "/v1/readers/1/remove", "", with("Authorization", "Basic "+s.token), 401, "no-token", ""},
		"pin without token":     {"GET", "/v1/cards/cps3-healthy/pin", "", nil, 401, "no-token", ""},
		"other origin":          {"POST", "/v1/readers/1/remove", "", with("Origin", "http://evil.example"), 403, "forbidden", "console"},
		"origin null":           {"GET", "/v1", "", with("Origin", "null"), 403, "forbidden", "console"},
		"other site":            {"GET", "/v1", "", with("Sec-Fetch-Site", "cross-site"), 403, "forbidden", "console"},
		"other host":            {"GET", "/v1", "", with("Host", "cps.example:80"), 403, "forbidden", "address"},
		"unknown preset":        {"POST", "/v1/readers/2/swap", `{"preset":"cps3-helthy"}`, mine, 422, "invalid", "cps3-healthy"},
		"unknown card":          {"POST", "/v1/readers/1/swap", `{"card":"cps3-helthy"}`, mine, 422, "invalid", "cps3-healthy"},
		"unknown fault":         {"PUT", "/v1/readers/1/faults", `{"faults":["remoove@2"]}`, mine, 422, "invalid", "remove"},
		"two ways":              {"POST", "/v1/readers/1/swap", `{"card":"a","preset":"b"}`, mine, 422, "invalid", "profile"},
		"no way":                {"POST", "/v1/readers/1/swap", "", mine, 422, "invalid", "profile"},
		"bad profile":           {"POST", "/v1/cards", `{"profile":"extends: cps3-healthy\nlanguaje: EN\n"}`, mine, 422, "invalid", "language"},
		"profile of a file":     {"POST", "/v1/cards", `{"profile":"extends: /etc/passwd.yaml\n"}`, mine, 422, "invalid", ""},
		"no trace":              {"POST", "/v1/cards", `{"trace":"hello"}`, mine, 422, "invalid", "trace convert"},
		"trace without a card":  {"POST", "/v1/readers/2/swap", `{"trace":"{\"cpslab-trace\":1}"}`, with("Cpslab-By", "nightly"), 422, "invalid", ""},
		"trace, no such reader": {"POST", "/v1/cards", `{"trace":` + twoReaders + `,"trace_reader":3}`, mine, 422, "invalid", ""},
		"trace, reader below 1": {"POST", "/v1/cards", `{"trace":` + twoReaders + `,"trace_reader":-1}`, mine, 422, "invalid", ""},
		"reader of no trace":    {"POST", "/v1/cards", `{"preset":"cps3-healthy","trace_reader":1}`, mine, 422, "invalid", "trace"},
		"unknown member":        {"POST", "/v1/readers/1/swap", `{"presett":"cps3-healthy"}`, mine, 422, "invalid", "preset"},
		"no JSON":               {"POST", "/v1/readers/1/swap", `{`, mine, 400, "bad-request", "card"},
		"two values":            {"POST", "/v1/readers/1/swap", `{"card":"a"}{}`, mine, 400, "bad-request", ""},
		"wrong type":            {"POST", "/v1/reset", `{"readers":"1"}`, mine, 422, "invalid", "readers"},
		"no media type":         {"POST", "/v1/reset", `{"readers":[1]}`, without("Content-Type"), 415, "media-type", "application/json"},
		"a form":                {"POST", "/v1/reset", `readers=1`, with("Content-Type", "application/x-www-form-urlencoded"), 415, "media-type", "application/json"},
		"no such reader":        {"POST", "/v1/readers/9/remove", "", mine, 404, "not-found", "from 1"},
		"reader that is none":   {"POST", "/v1/readers/x/remove", "", mine, 404, "not-found", "from 1"},
		"no such snapshot":      {"POST", "/v1/snapshots/x/restore", "", mine, 404, "not-found", ""},
		"no such card":          {"GET", "/v1/cards/x", "", mine, 404, "not-found", ""},
		"no such path":          {"GET", "/v2", "", mine, 404, "not-found", "openapi.json"},
		"wrong method":          {"PATCH", "/v1/readers", "", mine, 405, "method", "openapi.json"},
		"occupied":              {"POST", "/v1/readers/1/insert", `{"preset":"cps3-expired"}`, mine, 409, "conflict", "swap"},
		"held by another":       {"POST", "/v1/readers/2/insert", `{"preset":"cps3-expired"}`, mine, 409, "busy", ""},
		"verdict of nothing":    {"GET", "/v1/readers/2/verdict", "", mine, 409, "conflict", "insert"},
		"hold by nobody":        {"PUT", "/v1/readers/1/hold", `{"seconds":5}`, mine, 422, "invalid", "Cpslab-By"},
		"faults of nobody":      {"PUT", "/v1/readers/1/faults", "", mine, 422, "invalid", "faults"},
		"no faults":             {"PUT", "/v1/readers/1/faults", `{}`, mine, 422, "invalid", "faults"},
		"faults that are null":  {"PUT", "/v1/readers/1/faults", `{"faults":null}`, mine, 422, "invalid", "faults"},
		"faults that are blank": {"PUT", "/v1/readers/1/faults", `{"faults":[""]}`, mine, 422, "invalid", "remove@12"},
		"a fault that is null":  {"PUT", "/v1/readers/1/faults", `{"faults":[null]}`, mine, 422, "invalid", ""},
		"a remark for a fault":  {"PUT", "/v1/readers/1/faults", `{"faults":["remove@12","# cut@3"]}`, mine, 422, "invalid", "remove@12"},
		"nothing but null":      {"POST", "/v1/reset", `null`, mine, 422, "invalid", ""},
		"a member twice":        {"POST", "/v1/readers/1/swap", `{"card":"cps3-healthy","card":"cps3-expired"}`, mine, 422, "invalid", ""},
		"a member's other case": {"POST", "/v1/readers/1/swap", `{"Card":"cps3-healthy"}`, mine, 422, "invalid", "card"},
		"no UTF-8":              {"POST", "/v1/cards", "{\"profile\":\"extends: cps3-healthy # \xff\"}", mine, 400, "bad-request", ""},
		"a reader's other name": {"POST", "/v1/readers/01/remove", "", mine, 404, "not-found", "from 1"},
		"a blank message":       {"POST", "/v1/explain", `{"message":" "}`, mine, 422, "invalid", "message"},
		"a page that is put":    {"PUT", "/console.js", "", mine, 405, "method", "openapi.json"},
		"discard in a reader":   {"DELETE", "/v1/cards/cps3-healthy", "", mine, 409, "conflict", "remove"},
		"a list":                {"POST", "/v1/readers/1/swap", `[]`, mine, 422, "invalid", "preset"},
		"a name that is none":   {"POST", "/v1/readers/1/swap", `{"preset":"cps3-expired","name":"../../x"}`, mine, 422, "invalid", ""},
		"a name of two lines":   {"POST", "/v1/cards", `{"preset":"cps3-expired","name":"a\nb"}`, mine, 422, "invalid", ""},
		"hold for ever":         {"PUT", "/v1/readers/1/hold", `{"seconds":1000000}`, with("Cpslab-By", "me"), 422, "invalid", ""},
		"log of a word":         {"GET", "/v1/log?after=x", "", mine, 422, "invalid", ""},
		"no message":            {"POST", "/v1/explain", `{}`, mine, 422, "invalid", "message"},
		"no log":                {"POST", "/v1/explain/log", "", mine, 422, "invalid", "file"},
		"nothing to ask about":  {"POST", "/v1/ask", `{}`, mine, 422, "invalid", "message"},
		"names no cause":        {"POST", "/v1/ask", `{"message":"recette de cuisine"}`, mine, 422, "invalid", "reproduce"},
		"a turn of another":     {"POST", "/v1/ask", `{"message":"61444","answers":[{"fact":"no.such","answer":"x"}]}`, mine, 422, "invalid", "turn"},
		"no workstation":        {"POST", "/v1/workstation", "hello", mine, 422, "invalid", ""},
	} {
		header := c.header.Clone()
		if header == nil {
			header = http.Header{}
		}
		if header.Get("Accept-Language") == "" {
			header.Set("Accept-Language", "en")
		}
		status, answer := s.raw(t, c.method, c.path, header, strings.NewReader(c.body))
		var p control.Problem
		if err := json.Unmarshal(answer, &p); err != nil {
			t.Errorf("%s: %v: %s", name, err, answer)
			continue
		}
		if status != c.status || p.Status != c.status || p.Code != c.code || p.Detail == "" || !strings.Contains(p.Hint, c.hint) {
			t.Errorf("%s: %d %+v, want %d %s, hint with %q", name, status, p, c.status, c.code, c.hint)
		}
		if c.code == "busy" && p.Holder != "nightly" {
			t.Errorf("%s: held by %q", name, p.Holder)
		}
		if strings.Contains(string(answer), s.token) {
			t.Errorf("%s: the token is in the answer", name)
		}
	}
	b, err := s.client.Bench(t.Context())
	if err != nil || !b.Authority || !b.Readers[0].Inserted || b.Readers[0].Card != "cps3-healthy" || len(b.Cards) != 1 {
		t.Errorf("after all that: %+v, %v", b, err)
	}
}

// TestLargeBodies: 100 MB are not read.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	for _, path := range []string{"/v1/cards", "/v1/workstation", "/v1/explain/log", "/v1/ask"} {
		body := &counted{r: io.LimitReader(zeros{}, 100<<20)}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+path, body)
		must(t, err)
		req.Header.Set("Authorization", "Bearer "+s.token)
		req.Header.Set("Content-Type", "application/json")
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		if res, err := client.Do(req); err == nil { // else the server closed the connection while we wrote
			_ = res.Body.Close()
			if res.StatusCode != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: %s", path, res.Status)
			}
		}
		if n := body.n.Load(); n > 50<<20 {
			t.Errorf("%s: %d bytes were taken", path, n)
		}
	}
	_, err := s.client.Bench(t.Context())
	must(t, err)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// counted counts what is read of it; the client may still do so when the answer is there.
type counted struct {
	r io.Reader
	n atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// TestLanguages: sentences are in the language of the request, else in the server's.
func TestLanguages(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	for accept, want := range map[string]string{"fr-FR,fr;q=0.9": "lecteur", "en": "reader", "de": "reader", "fr;q=0.8, en": "reader", "en;q=0.5,fr-CA;q=0.9": "lecteur", "fr;q=0": "reader", "FR": "lecteur", "fr; q=x": "lecteur", "fra": "reader", "": "reader", ",": "reader", "x": "reader"} {
		_, answer := s.raw(t, "GET", "/v1/readers/9", http.Header{"Accept-Language": {accept}}, nil)
		if !strings.Contains(string(answer), want) {
			t.Errorf("%q: %s", accept, answer)
		}
	}
}

// TestWords: what is wrong with a request is said in words that somebody can act on.
func TestWords(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	header := http.Header{"Authorization": {"bearer " + s.token}, "Content-Type": {"application/json"}} // the scheme has no case
	for body, want := range map[string][2]string{
		`[]`:                        {"le corps est une liste ; il faut un objet", "the body is a list; it has to be an object"},
		`{"faults":"x"}`:            {"« faults » est un texte ; il faut une liste", `"faults" is a string; it has to be a list`},
		`{"faults":[1]}`:            {"« faults » est un nombre ; il faut un texte", `"faults" is a number; it has to be a string`},
		`{"faults":{}}`:             {"« faults » est un objet ; il faut une liste", `"faults" is an object; it has to be a list`},
		`{}`:                        {"il manque « faults »", `"faults" is missing`},
		`null`:                      {"le corps est null ; il faut un objet", "the body is null; it has to be an object"},
		`{"faults":[],"faults":[]}`: {"« faults » y est deux fois", `"faults" is there twice`},
		`{"faults":[null]}`:         {"« faults » contient null", `"faults" holds null`},
		`{"FAULTS":[]}`:             {"membre inconnu : « FAULTS »", `unknown member: "FAULTS"`},
		`{"faults":[}`:              {"ce n'est pas du JSON : octet 12", "this is no JSON: byte 12"},
	} {
		for lang, want := range map[string]string{"fr": want[0], "en": want[1]} {
			_, answer := s.raw(t, "PUT", "/v1/readers/1/faults?lang="+lang, header, strings.NewReader(body))
			var p control.Problem
			if err := json.Unmarshal(answer, &p); err != nil || p.Detail != want {
				t.Errorf("%s: %s, want %s", body, answer, want)
			}
		}
	}
	_, answer := s.raw(t, "POST", "/v1/cards?lang=en", header, strings.NewReader(`{"preset":"`+strings.Repeat("é", 1000)+`"}`))
	if len(answer) > 500 || !strings.Contains(string(answer), "é…: no card") {
		t.Errorf("%s", answer)
	}
	_, answer = s.raw(t, "POST", "/v1/readers/9/remove?lang=en", header, nil)
	if !strings.Contains(string(answer), "9: no such reader: there are 2") {
		t.Errorf("%s", answer)
	}
}

// TestLog: records come as they are made, by their numbers, and go on where one stopped;
// no code is among them.
func TestLog(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	got := make(chan control.Record, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	followed := make(chan error, 1)
	go func() {
		followed <- s.client.Follow(ctx, 0, func(r control.Record) error { got <- r; return nil })
	}()
	must(t, s.client.Remove(t.Context(), 1))
	must(t, s.client.Swap(t.Context(), 1, "cps3-expired"))
	var last int64
	for r := range got {
		if r.ID != last+1 {
			t.Fatalf("record %d behind %d", r.ID, last)
		}
		last = r.ID
		if r.What == "inserted" {
			if r.Card != "cps3-expired" || r.By != "test" || r.Said == nil || r.Said.FR == r.Said.EN {
				t.Errorf("%+v", r)
			}
			break
		}
	}
	cancel()
	if err := <-followed; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	again, err := s.client.Log(t.Context(), last-1, 5)
	if err != nil || len(again) == 0 || again[0].ID != last {
		t.Errorf("%+v, %v", again, err)
	}
}

// TestHeadOfALog: whoever asks what a stream would be waits for none.
func TestHeadOfALog(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	for range 40 { // more than there may be listeners
		if status, _ := s.raw(t, http.MethodHead, "/v1/log/events", nil, nil); status != http.StatusOK {
			t.Fatalf("%d", status)
		}
	}
}

// TestFollowEndsWithTheServer: a listener is no obstacle to the end of a station.
func TestFollowEndsWithTheServer(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	listening, err := control.Dial(s.base, "")
	must(t, err)
	began := make(chan struct{})
	ended := make(chan error, 1)
	t.Cleanup(func() { // after the server's end
		listening.Close()
	})
	go func() {
		ended <- listening.Follow(context.WithoutCancel(t.Context()), 0, func(control.Record) error { close(began); return io.EOF })
	}()
	_, err = s.bench.Add(t.Context(), station.Preset("cps3-healthy"))
	must(t, err)
	<-began
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

// TestSocket: a Unix socket, for its owner alone, does the same.
func TestSocket(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 2})
	path := filepath.Join(t.TempDir(), "s")
	l, err := control.Listen(t.Context(), path)
	must(t, err)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- control.New(control.Config{Station: s.bench, Token: s.token}).Serve(ctx, l)
	}()
	client, err := control.Dial(control.Address(l), s.token)
	must(t, err)
	must(t, client.Insert(t.Context(), 1, "cps3-healthy"))
	client.Close()
	cancel()
	must(t, <-ended)
}

// TestDefinite is that of the issue: a card that was put in over HTTP is there for the next
// program, and one that was taken out is not.
func TestDefinite(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "opensc-tool")
	s := serve(t, station.Config{Readers: 2})
	look := func() string { return opensc(t, s, "-a") }
	for range 3 {
		must(t, s.client.Insert(t.Context(), 1, "cps3-healthy"))
		if out := look(); !strings.HasPrefix(out, "3b:") {
			t.Fatalf("inserted, and a program finds\n%s", out)
		}
		must(t, s.client.Swap(t.Context(), 1, "cps4-healthy"))
		if out := look(); !strings.HasPrefix(out, "3b:") {
			t.Fatalf("swapped, and a program finds\n%s", out)
		}
		must(t, s.client.Remove(t.Context(), 1))
		if out := look(); !strings.Contains(out, "not present") {
			t.Fatalf("removed, and a program finds\n%s", out)
		}
	}
}

// opensc is what another program says of the first reader.
func opensc(t *testing.T, s *served, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), testneed.Path("opensc-tool"), append([]string{"-r", s.bench.Readers()[0].Name}, args...)...)
	cmd.Env = append(os.Environ(), s.bench.Env()...)
	out, _ := cmd.CombinedOutput() // what it says is what counts
	return string(out)
}

// TestVerdict: of a card, and of the same card with a fault.
func TestVerdict(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	ctx := t.Context()
	verdict := func() string {
		d, err := s.client.Verdict(ctx, 1)
		must(t, err)
		return string(d.Verdict)
	}
	if v := verdict(); v != "ok" {
		t.Errorf("%s", v)
	}
	must(t, s.client.Arm(ctx, 1, "answer-zeros@READ:CPS_SIT_FACT"))
	if v := verdict(); v != "blocked" {
		t.Errorf("with a fault: %s", v)
	}
	must(t, s.client.Reset(ctx))
	if v := verdict(); v != "ok" {
		t.Errorf("reset: %s", v)
	}
	records, err := s.client.Log(ctx, 0, 1000)
	must(t, err)
	for _, r := range records {
		if r.Exchange != nil && r.Exchange.Op != "SELECT" { // pcscd powers a card up, and nobody else spoke to it
			t.Errorf("a verdict reached the card: %+v", r)
		}
	}
}

// FuzzBodies: no body brings the decoder down, nor anything but JSON through it.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{`{}`, `{"card":"a"}`, `{"preset":1}`, `{"readers":[1,2]}`, `[`, `{"x":{}}`, `{"card":"a"} x`, "\xff", `null`, `"a"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, into := range []any{new(control.Chosen1), new(control.Faults), new(control.Chosen), new(control.Question)} {
			if err := control.Decode(body, into); err == nil && !json.Valid(bytes.TrimSpace(body)) {
				t.Errorf("%q was taken", body)
			} else if err == nil {
				_, _ = control.Strict(body) // it may refuse it
			}
		}
	})
}
