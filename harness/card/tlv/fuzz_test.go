package tlv_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/cpslab/cps/harness/card/tlv"
)

// maxDepth bounds the descent of the fuzz target, not of the package, which
// never recurses.
const maxDepth = 16

// FuzzReader: whatever the bytes, a strict reader gives elements that lie
// inside the buffer without gaps, an offset that lies inside it as well, and
// what it accepted is written back byte for byte.
func FuzzReader(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.input)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		checkLevel(t, b, tlv.NewReader(b), len(b), 0)

		r := tlv.NewReaderAnyLength(b)
		for {
			e, ok, err := r.Next()
			if err != nil || !ok {
				break
			}
			if single, err := tlv.Single(b[e.Offset : e.ValueOffset+len(e.Value)]); (err == nil) != e.Minimal() || err == nil && single.Tag != e.Tag {
				t.Fatalf("element at %d: minimal %v, strict reading gives %v", e.Offset, e.Minimal(), err)
			}
		}
	})
}

func checkLevel(t *testing.T, outer []byte, r tlv.Reader, end, depth int) {
	t.Helper()
	start := r.Offset()
	level := r.Rest()
	var written []byte
	for {
		at := r.Offset()
		e, ok, err := r.Next()
		if err != nil {
			if got := class(t, err); got == 0 || got == tlv.Trailing || got == tlv.NotConstructed {
				t.Fatalf("unexpected class %v", got)
			}
			var e *tlv.Error
			if !errors.As(err, &e) || e.Offset < at || e.Offset >= end {
				t.Fatalf("%v: no offset in %d..%d", err, at, end)
			}
			return
		}
		if !ok {
			break
		}
		if e.Offset != at || e.ValueOffset+len(e.Value) > end || !bytes.Equal(outer[e.ValueOffset:e.ValueOffset+len(e.Value)], e.Value) {
			t.Fatalf("element %v at %d does not lie in its level", e.Tag, e.Offset)
		}
		if !e.Tag.Valid() || !e.Minimal() {
			t.Fatalf("element %v at %d is not strict", e.Tag, e.Offset)
		}
		written = tlv.Append(written, e.Tag, e.Value)
		if e.Tag.Constructed() && depth < maxDepth {
			checkLevel(t, outer, r.Enter(e), e.ValueOffset+len(e.Value), depth+1)
		}
	}
	if !bytes.Equal(written, level) {
		t.Fatalf("level at %d is not written back", start)
	}
}
