package apdu_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/apdu"
)

// vector is one file of testdata/vectors: "key: value" lines, where kind is
// command or response and expect is "ok" or the name of an error class.
type vector struct {
	name   string
	fields map[string]string
	input  []byte
}

// vectors reads the vector files of one kind; the malformed ones sort first.
func vectors(tb testing.TB, kind string) []vector {
	tb.Helper()
	files, err := filepath.Glob("testdata/vectors/" + kind + "-*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no vector files: %v", err)
	}
	var all []vector
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		v := vector{name: strings.TrimSuffix(filepath.Base(file), ".txt"), fields: map[string]string{}}
		for line := range strings.Lines(string(text)) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			v.fields[key] = strings.TrimSpace(value)
		}
		if v.fields["kind"] != kind || v.fields["expect"] == "" {
			tb.Fatalf("%s: no vector of kind %s", file, kind)
		}
		if v.input, err = hex.DecodeString(v.fields["input"]); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
		all = append(all, v)
	}
	return all
}

// checkFailure compares err with what a malformed vector expects.
func (v vector) checkFailure(t *testing.T, err error) {
	t.Helper()
	var e *apdu.Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want an *Error of class %q", err, v.fields["expect"])
	}
	if e.Class.String() != v.fields["expect"] || fmt.Sprint(e.Offset) != v.fields["offset"] {
		t.Errorf("got %q at %d, want %q at %s", e.Class, e.Offset, v.fields["expect"], v.fields["offset"])
	}
}

func TestCommandVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t, "command") {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			c, err := apdu.ParseCommand(v.input)
			if v.fields["expect"] != "ok" {
				v.checkFailure(t, err)
				return
			}
			if err != nil {
				t.Fatalf("unexpected error: %v", err)
			}
			want := [...]string{v.fields["header"], v.fields["case"], v.fields["nc"], v.fields["ne"]}
			got := [...]string{
				fmt.Sprintf("%02X%02X%02X%02X", c.CLA, c.INS, c.P1, c.P2),
				c.Case().String(), fmt.Sprint(len(c.Data)), fmt.Sprint(c.Ne),
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("header, case, Nc, Ne (-want +got):\n%s", diff)
			}
			back, err := c.Append(nil)
			if err != nil || !bytes.Equal(back, v.input) {
				t.Errorf("written back as %X, %v", back, err)
			}
		})
	}
}

func TestResponseVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t, "response") {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			data, sw, err := apdu.ParseResponse(v.input)
			if v.fields["expect"] != "ok" {
				v.checkFailure(t, err)
				return
			}
			if err != nil {
				t.Fatalf("unexpected error: %v", err)
			}
			want := [...]string{v.fields["nc"], v.fields["sw"]}
			got := [...]string{fmt.Sprint(len(data)), fmt.Sprintf("%04X", uint16(sw))}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("data length, SW (-want +got):\n%s", diff)
			}
			if back := apdu.AppendSW(bytes.Clone(data), sw); !bytes.Equal(back, v.input) {
				t.Errorf("written back as %X", back)
			}
		})
	}
}
