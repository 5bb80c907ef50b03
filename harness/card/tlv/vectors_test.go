package tlv_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/tlv"
)

// vector is one file of testdata/vectors: "key: value" lines, where expect is
// "ok" or the name of an error class, and each element line gives offset, tag
// and, for a primitive object, value.
type vector struct {
	name     string
	expect   string
	offset   int
	elements []string
	input    []byte
}

// vectors reads all vector files; the malformed ones sort first.
func vectors(tb testing.TB) []vector {
	tb.Helper()
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no vector files: %v", err)
	}
	var all []vector
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		v := vector{name: strings.TrimSuffix(filepath.Base(file), ".txt")}
		for line := range strings.Lines(string(text)) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
			value = strings.TrimSpace(value)
			switch key {
			case "comment", "source":
			case "expect":
				v.expect = value
			case "offset":
				v.offset, err = strconv.Atoi(value)
			case "element":
				v.elements = append(v.elements, value)
			case "input":
				v.input, err = hex.DecodeString(value)
			default:
				tb.Fatalf("%s: unknown key %q", file, key)
			}
			if err != nil {
				tb.Fatalf("%s: %v", file, err)
			}
		}
		all = append(all, v)
	}
	return all
}

// dump lists the objects below r in the notation of the vectors.
func dump(r tlv.Reader) (lines []string, err error) {
	for {
		e, ok, err := r.Next()
		if err != nil || !ok {
			return lines, err
		}
		line := fmt.Sprintf("%d %v", e.Offset, e.Tag)
		if !e.Tag.Constructed() {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %X", line, e.Value)))
			continue
		}
		lines = append(lines, line)
		inner, err := dump(r.Enter(e))
		lines = append(lines, inner...)
		if err != nil {
			return lines, err
		}
	}
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			lines, err := dump(tlv.NewReader(v.input))
			if v.expect == "ok" {
				if err != nil {
					t.Fatalf("unexpected error: %v", err)
				}
				if diff := cmp.Diff(v.elements, lines); diff != "" {
					t.Errorf("elements (-want +got):\n%s", diff)
				}
				return
			}
			var e *tlv.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v, want an *Error of class %q", err, v.expect)
			}
			if e.Class.String() != v.expect || e.Offset != v.offset {
				t.Errorf("got %q at %d, want %q at %d", e.Class, e.Offset, v.expect, v.offset)
			}
		})
	}
}
