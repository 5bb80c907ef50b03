package trace

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// A serial number that was cut off, or whose length is wrong, is as wrong once it is
// scrubbed, whatever is drawn: the rules say the same of the card and of its trace.
func TestBrokenSerialStaysBroken(t *testing.T) {
	t.Parallel()
	whole, err := card.AppendSerial(nil, card.Serial{Issuer: card.IssuerANS, Number: "2999000012"})
	if err != nil {
		t.Fatal(err)
	}
	var broken [][]byte
	for n := 1; n <= len(whole); n++ {
		broken = append(broken, whole[:n:n])
	}
	for _, length := range []byte{0, 1, 5, 9, 11, 0x81, 0xFF} {
		b := append([]byte(nil), whole...)
		b[1] = length
		broken = append(broken, b)
	}
	for draw := range uint32(500) {
		s, err := newScrubber(Options{key: binary.BigEndian.AppendUint32(make([]byte, sha256.Size-4), draw)})
		if err != nil {
			t.Fatal(err)
		}
		c := &cardScrub{scrubber: s}
		for _, b := range broken {
			want, _, before := card.DecodeSerial(b)
			got, _, after := card.DecodeSerial(c.file(b))
			if fmt.Sprint(after) != fmt.Sprint(before) || (want.Issuer == card.IssuerANS) != (got.Issuer == card.IssuerANS) {
				t.Errorf("draw %d, % X: %+v, %v; of the card: %+v, %v", draw, b, got, after, want, before)
			}
		}
	}
}
