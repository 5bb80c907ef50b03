package tlv_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/tlv"
)

// fcp is the answer to SELECT of EF.SN.ICC on a simulated CPS3.
const fcp = "621C8002000C8201018302D0038801E0A1098C077BFFFFFFFFFF008A0105"

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// class returns the class of err, or 0 when it is nil.
func class(tb testing.TB, err error) tlv.Class {
	tb.Helper()
	if err == nil {
		return 0
	}
	var e *tlv.Error
	if !errors.As(err, &e) {
		tb.Fatalf("error %v is not an *Error", err)
	}
	return e.Class
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		input string
		path  []tlv.Tag
		value string
		ok    bool
		class tlv.Class
	}{
		{name: "cut before the wanted tag", input: "8005AA", path: []tlv.Tag{0x81}, class: tlv.Truncated},
		{name: "padding before the wanted tag", input: "8000000000", path: []tlv.Tag{0x81}, class: tlv.BadTag},
		{name: "inner object cut", input: "620380 05AA", path: []tlv.Tag{0x62, 0x81}, class: tlv.Truncated},
		{name: "path through a primitive tag", input: "8003810100", path: []tlv.Tag{0x80, 0x81}, class: tlv.NotConstructed},
		{name: "file size", input: fcp, path: []tlv.Tag{0x62, 0x80}, value: "000C", ok: true},
		{name: "access rule", input: fcp, path: []tlv.Tag{0x62, 0xA1, 0x8C}, value: "7BFFFFFFFFFF00", ok: true},
		{name: "absent at the first level", input: fcp, path: []tlv.Tag{0x6F}},
		{name: "absent below", input: fcp, path: []tlv.Tag{0x62, 0x84}},
		{name: "three-byte tag", input: "7005BF81018000", path: []tlv.Tag{0x70, 0xBF8101}, class: tlv.IndefiniteLength},
		{name: "first of two", input: "80010180 0102", path: []tlv.Tag{0x80}, value: "01", ok: true},
		{name: "padding behind the one found", input: "800101 0000", path: []tlv.Tag{0x80}, value: "01", ok: true},
		{name: "empty value", input: "8000", path: []tlv.Tag{0x80}, value: "", ok: true},
		{name: "empty path", input: "8000", value: "8000", ok: true},
		{name: "empty buffer", path: []tlv.Tag{0x80}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			value, ok, err := tlv.Find(unhex(t, strings.ReplaceAll(tt.input, " ", "")), tt.path...)
			if got := class(t, err); got != tt.class {
				t.Fatalf("class %v (%v), want %v", got, err, tt.class)
			}
			if ok != tt.ok || !bytes.Equal(value, unhex(t, tt.value)) {
				t.Errorf("got %X, %v, want %s, %v", value, ok, tt.value, tt.ok)
			}
		})
	}
}

func TestSingle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, input string
		want        tlv.Element
		err         error
	}{
		{name: "empty", err: &tlv.Error{Class: tlv.Truncated}},
		{name: "padding behind", input: "80010100", err: &tlv.Error{Class: tlv.Trailing, Offset: 3}},
		{name: "second element behind", input: "80008100", err: &tlv.Error{Class: tlv.Trailing, Offset: 2}},
		{name: "cut", input: "8002AA", err: &tlv.Error{Class: tlv.Truncated}},
		{name: "one", input: "7F4102AABB", want: tlv.Element{Tag: 0x7F41, Value: []byte{0xAA, 0xBB}, ValueOffset: 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tlv.Single(unhex(t, tt.input))
			if diff := cmp.Diff(tt.err, err); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("element (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReaderAnyLength(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, input string
		value       string
		minimal     bool
		class       tlv.Class
	}{
		{name: "cut all the same", input: "80820005AA", class: tlv.Truncated},
		{name: "indefinite all the same", input: "8080", class: tlv.IndefiniteLength},
		{name: "five bytes all the same", input: "80850000000000", class: tlv.TooLong},
		{name: "81", input: "808102AABB", value: "AABB"},
		{name: "82", input: "80820002AABB", value: "AABB"},
		{name: "84", input: "808400000000", value: ""},
		{name: "shortest", input: "8002AABB", value: "AABB", minimal: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := tlv.NewReaderAnyLength(unhex(t, tt.input))
			e, ok, err := r.Next()
			if got := class(t, err); got != tt.class || ok == (err != nil) {
				t.Fatalf("ok %v, class %v, want %v", ok, got, tt.class)
			}
			if err == nil && (e.Minimal() != tt.minimal || !bytes.Equal(e.Value, unhex(t, tt.value))) {
				t.Errorf("got %X, minimal %v", e.Value, e.Minimal())
			}
		})
	}
}

// TestEnterKeepsStrictness: a nested reader is as strict as its parent.
func TestEnterKeepsStrictness(t *testing.T) {
	t.Parallel()
	input := unhex(t, "6204808101AA")
	for _, tt := range []struct {
		name  string
		r     tlv.Reader
		class tlv.Class
	}{
		{"strict", tlv.NewReader(input), tlv.NonMinimalLength},
		{"any length", tlv.NewReaderAnyLength(input), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := dump(tt.r); class(t, err) != tt.class {
				t.Errorf("got %v, want class %v", err, tt.class)
			}
		})
	}
}

// TestReaderStaysAtError: after an error the reader still stands before the
// element at fault, and says so again.
func TestReaderStaysAtError(t *testing.T) {
	t.Parallel()
	r := tlv.NewReader(unhex(t, "8001AA0000"))
	if _, ok, err := r.Next(); !ok || err != nil {
		t.Fatalf("first element: %v, %v", ok, err)
	}
	want := &tlv.Error{Class: tlv.BadTag, Offset: 3}
	for range 2 {
		_, ok, err := r.Next()
		if diff := cmp.Diff(error(want), err); ok || diff != "" {
			t.Fatalf("ok %v, error (-want +got):\n%s", ok, diff)
		}
	}
	if r.Offset() != 3 || !bytes.Equal(r.Rest(), []byte{0, 0}) {
		t.Errorf("offset %d, rest %X", r.Offset(), r.Rest())
	}
}

// TestValueCapacity: appending to a value does not overwrite its neighbour.
func TestValueCapacity(t *testing.T) {
	t.Parallel()
	input := unhex(t, "8001AA8101BB")
	r := tlv.NewReader(input)
	e, _, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	_ = append(e.Value, 0xFF)
	if diff := cmp.Diff(unhex(t, "8001AA8101BB"), input); diff != "" {
		t.Errorf("input changed (-want +got):\n%s", diff)
	}
}

func TestTag(t *testing.T) {
	t.Parallel()
	tests := []struct {
		tag         tlv.Tag
		valid       bool
		constructed bool
		text        string
	}{
		{0x00, false, false, "00"},
		{0x1F, false, false, "1F"},
		{0x5F1E, false, false, "5F1E"},
		{0x5F80, false, false, "5F80"},
		{0x6201, false, true, "6201"},
		{0xBF8181, false, true, "BF8181"},
		{0xBF818101, false, true, "BF818101"},
		{0x5A, true, false, "5A"},
		{0x62, true, true, "62"},
		{0x5F1F, true, false, "5F1F"},
		{0x7F41, true, true, "7F41"},
		{0xBF8101, true, true, "BF8101"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if tt.tag.Valid() != tt.valid || tt.tag.Constructed() != tt.constructed || tt.tag.String() != tt.text {
				t.Errorf("valid %v, constructed %v, text %s", tt.tag.Valid(), tt.tag.Constructed(), tt.tag)
			}
		})
	}
}

func TestAppendLength(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n    int
		want string
	}{
		{0, "00"},
		{1, "01"},
		{0x7F, "7F"},
		{0x80, "8180"},
		{0xFF, "81FF"},
		{0x100, "820100"},
		{0xFFFF, "82FFFF"},
		{0x10000, "83010000"},
		{0x1000000, "8401000000"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			got := tlv.AppendLength(nil, tt.n)
			if !bytes.Equal(got, unhex(t, tt.want)) {
				t.Errorf("got %X, want %s", got, tt.want)
			}
			if size := tlv.Size(0x80, tt.n); size != 1+len(got)+tt.n {
				t.Errorf("Size gives %d", size)
			}
		})
	}
}

func TestAppendLengthOutOfRange(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a negative length was accepted")
		}
	}()
	tlv.AppendLength(nil, -1)
}

// TestErrorContract: errors.Is selects the class, the text names class, offset
// and remedy.
func TestErrorContract(t *testing.T) {
	t.Parallel()
	for c := tlv.Truncated; c <= tlv.NotConstructed; c++ {
		err := error(&tlv.Error{Class: c, Offset: 7})
		if !errors.Is(err, &tlv.Error{Class: c}) || errors.Is(err, &tlv.Error{Class: c + 1}) {
			t.Errorf("%v: errors.Is does not go by class", c)
		}
		said, _ := text.Said(err)
		if said.EN != err.Error() || !strings.HasPrefix(said.EN, "tlv: "+c.String()+" at offset 7: ") {
			t.Errorf("text %q", said.EN)
		}
		if french, _, _ := strings.Cut(strings.TrimPrefix(said.FR, "TLV : "), " à l'octet 7 : "); french == said.FR || french == c.String() {
			t.Errorf("French text %q", said.FR)
		}
	}
	if text := (&tlv.Error{}).Error(); text != "tlv: class 0 at offset 0" {
		t.Errorf("zero error: %q", text)
	}
}

func TestNoAllocations(t *testing.T) {
	input := unhex(t, fcp)
	dst := make([]byte, 0, 512)
	tests := []struct {
		name string
		f    func() bool
	}{
		{"Next", func() bool {
			r := tlv.NewReader(input)
			e, ok, _ := r.Next()
			inner, n := r.Enter(e), 0
			for ok {
				if _, ok, _ = inner.Next(); ok {
					n++
				}
			}
			return n == 6
		}},
		{"Find", func() bool {
			_, ok, _ := tlv.Find(input, 0x62, 0xA1, 0x8C)
			return ok
		}},
		{"Single", func() bool {
			e, _ := tlv.Single(input)
			return e.Tag == 0x62
		}},
		{"Append", func() bool {
			return len(tlv.Append(dst[:0], 0xBF8101, input)) == tlv.Size(0xBF8101, len(input))
		}},
		{"Valid", func() bool { return tlv.Tag(0x7F41).Valid() }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			good := true
			n := testing.AllocsPerRun(100, func() { good = good && tt.f() })
			if n != 0 || !good {
				t.Errorf("%v allocations, result good: %v", n, good)
			}
		})
	}
}
