package tlv_test

import (
	"testing"

	"github.com/cpslab/cps/harness/card/tlv"
)

func BenchmarkNext(b *testing.B) {
	input := unhex(b, fcp)[2:]
	b.ReportAllocs()
	b.SetBytes(int64(len(input)))
	for b.Loop() {
		r := tlv.NewReader(input)
		for {
			if _, ok, err := r.Next(); err != nil {
				b.Fatal(err)
			} else if !ok {
				break
			}
		}
	}
}

func BenchmarkFind(b *testing.B) {
	input := unhex(b, fcp)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok, err := tlv.Find(input, 0x62, 0xA1, 0x8C); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	value := make([]byte, 200)
	dst := make([]byte, 0, 256)
	b.ReportAllocs()
	b.SetBytes(int64(len(value)))
	for b.Loop() {
		dst = tlv.Append(dst[:0], 0x7F41, value)
	}
}
