package cardtest

import (
	"context"
	"encoding/hex"
	"strings"
	"testing"
)

// Script is a card that answers from a table: commands and R-APDUs in
// hexadecimal, spaces and case as one likes. A command that is not in it gets
// 6D00. The table is checked when the card is made.
func Script(tb testing.TB, table map[string]string) *Func {
	tb.Helper()
	answers := make(map[string][]byte, len(table))
	for cmd, answer := range table {
		answers[string(Hex(tb, cmd))] = Hex(tb, answer)
	}
	return &Func{OnTransmit: func(_ context.Context, dst, cmd []byte) ([]byte, error) {
		answer, known := answers[string(cmd)]
		if !known {
			answer = []byte{0x6D, 0x00}
		}
		return append(dst, answer...), nil
	}}
}

// Hex returns the bytes of s, which may hold spaces.
func Hex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		tb.Fatalf("%q: %v", s, err)
	}
	return b
}
