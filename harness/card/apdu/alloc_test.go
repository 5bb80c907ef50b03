package apdu_test

import (
	"testing"

	"github.com/cpslab/cps/harness/card/apdu"
)

func TestNoAllocations(t *testing.T) {
	short := unhex(t, "00A40904043F00D00300")
	extended := unhex(t, "00CB3FFF0000024D000100")
	response := unhex(t, "5A0A802500000129990000109000")
	dst := make([]byte, 0, 512)
	path := short[5:9]
	parse := func(b []byte) func() bool {
		return func() bool {
			c, err := apdu.ParseCommand(b)
			if err != nil {
				return false
			}
			out, err := c.Append(dst[:0])
			return err == nil && len(out) == len(b)
		}
	}
	tests := []struct {
		name string
		f    func() bool
	}{
		{"ParseCommand and Append, short", parse(short)},
		{"ParseCommand and Append, extended", parse(extended)},
		{"ParseResponse", func() bool {
			data, sw, err := apdu.ParseResponse(response)
			return err == nil && sw.OK() && sw.Err(0xB0) == nil && len(data) == 12
		}},
		{"AppendSW", func() bool { return len(apdu.AppendSW(dst[:0], apdu.SWOK)) == 2 }},
		{"AppendSelectPath", func() bool {
			out, err := apdu.AppendSelectPath(dst[:0], 0, 9, 4, path, 0)
			return err == nil && len(out) == 9
		}},
		{"AppendReadBinary", func() bool {
			out, err := apdu.AppendReadBinary(dst[:0], 0, 0, 231)
			return err == nil && len(out) == 5
		}},
		{"AppendGetResponse", func() bool {
			out, err := apdu.AppendGetResponse(dst[:0], 0, 256)
			return err == nil && len(out) == 5
		}},
		{"AppendVerifyStatus", func() bool { return len(apdu.AppendVerifyStatus(dst[:0], 0, 1, true)) == 5 }},
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

func BenchmarkParseCommand(b *testing.B) {
	for _, bm := range []struct{ name, input string }{
		{"2S", "00B00000E7"}, {"4S", "00A40904043F00D00300"}, {"4E", "00CB3FFF0000024D000100"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			input := unhex(b, bm.input)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := apdu.ParseCommand(input); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseResponse(b *testing.B) {
	input := apdu.AppendSW(make([]byte, 231), apdu.SWOK)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := apdu.ParseResponse(input); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendReadBinary(b *testing.B) {
	dst := make([]byte, 0, 16)
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if dst, err = apdu.AppendReadBinary(dst[:0], 0, 0, 231); err != nil {
			b.Fatal(err)
		}
	}
}
