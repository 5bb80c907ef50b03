package trace_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/trace"
)

const head = `{"cpslab-trace":1,"at":"2026-11-29T16:00:00Z"}` + "\n"

// What cannot be read is told by its line, and what stands before it is there.
func TestRead(t *testing.T) {
	t.Parallel()
	const one = `{"kind":"exchange","n":1,"t":1,"cmd":"00A4","resp":"9000"}`
	for name, c := range map[string]struct {
		in     string
		events int
		line   int // of the error, -1 for none
		says   string
	}{
		"nothing":          {"", 0, 0, "empty file"},
		"another file":     {"hello\n", 0, 1, "not the first line"},
		"another object":   {`{"schema":1}` + "\n", 0, 1, "not the first line"},
		"a later version":  {`{"cpslab-trace":2}` + "\n", 0, 1, "version 2"},
		"a header alone":   {head, 0, -1, ""},
		"one exchange":     {head + one + "\n", 1, -1, ""},
		"the last newline": {head + one, 1, -1, ""},
		"cut in mid-line":  {head + one + "\n" + one[:30], 1, 3, "cut off"},
		"no number":        {head + `{"kind":"exchange","cmd":"00"}` + "\n", 0, 2, "without a number"},
		"no command":       {head + `{"kind":"exchange","n":1}` + "\n", 0, 2, "without a command"},
		"no hexadecimal":   {head + `{"kind":"exchange","n":1,"cmd":"0x"}` + "\n", 0, 2, "not a JSON object"},
		"a later kind":     {head + `{"kind":"dance","t":1}` + "\n" + one + "\n", 1, -1, ""},
		"a later property": {head + `{"kind":"mark","t":1,"mark":"m","new":1}` + "\n", 1, -1, ""},
		"no kind":          {head + "{}\n", 0, 2, "without a kind"},
		"a long ATR":       {head + `{"kind":"card","atr":"` + strings.Repeat("3B", 34) + `"}` + "\n", 0, 2, "ATR of 34 bytes"},
		"more behind it":   {head + `{"kind":"end","t":1}` + "\n" + one + "\n", 0, 3, "follows the last line"},
		"a long line":      {head + `{"kind":"mark","mark":"` + strings.Repeat("a", 600<<10) + `"}` + "\n", 0, 2, "more than"},
		"a negative time":  {head + `{"kind":"mark","t":-1}` + "\n", 0, 2, "negative"},
	} {
		got, err := trace.Read(strings.NewReader(c.in))
		if len(got.Events) != c.events {
			t.Errorf("%s: %d events, want %d", name, len(got.Events), c.events)
		}
		bad, ok := errors.AsType[*trace.FormatError](err)
		switch {
		case c.line < 0 && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.line >= 0 && (!ok || bad.Line != c.line || !strings.Contains(err.Error(), c.says) || !text.IsBadInput(err)):
			t.Errorf("%s: %v, want line %d: %s", name, err, c.line, c.says)
		}
	}
}

// FuzzRead: whatever stands in a file, it is read within bounds, shown, or refused in
// words.
func FuzzRead(f *testing.F) {
	f.Add([]byte(head + `{"kind":"card","atr":"3B","protocol":"T=0"}` + "\n" + `{"kind":"exchange","n":1,"t":1,"cmd":"00B0000000","resp":"E3029000"}` + "\n" + `{"kind":"end","t":9}`))
	f.Add([]byte(head + `{"kind":"exchange","n":1,"cmd":"0020000104","err":"removed"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := trace.Read(bytes.NewReader(b))
		if err != nil && !text.IsBadInput(err) {
			t.Fatal(err)
		}
		for i := range got.Events {
			e := &got.Events[i]
			_, _ = e.Title(), e.Outcome()
			content, from := got.Content(i)
			if from > len(content) {
				t.Fatalf("event %d: part from %d of %d bytes", i, from, len(content))
			}
			for _, l := range trace.Decoded(content) {
				_ = l.Value.EN
			}
		}
	})
}

// An exchange is found by its number, and what was read in several is put together.
func TestContent(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(record(t, "cps3-healthy"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := trace.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.Events {
		e := &got.Events[i]
		if e.File != "CERT_AUTHENTICATION" || e.Op != "READ" {
			continue
		}
		content, _ := got.Content(i)
		lines := trace.Decoded(content)
		if len(lines) < 5 || lines[0].Name.EN != "subject" {
			t.Fatalf("exchange %d: %d bytes say %v", e.N, len(content), lines)
		}
		if at, err := got.Exchange(0, e.N); err != nil || at != i {
			t.Errorf("exchange %d: %d, %v", e.N, at, err)
		}
	}
	if _, err := got.Exchange(0, 1000); !text.IsBadInput(err) {
		t.Errorf("%v", err)
	}
}
