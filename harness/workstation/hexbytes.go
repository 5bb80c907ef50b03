package workstation

import "encoding/hex"

// HexBytes are bytes that JSON writes as upper-case hexadecimal digits.
type HexBytes []byte

// MarshalText writes the bytes as hexadecimal digits.
func (b HexBytes) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// String returns the bytes as upper-case hexadecimal digits.
func (b HexBytes) String() string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, hex.EncodedLen(len(b)))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&15])
	}
	return string(out)
}

// UnmarshalText reads hexadecimal digits of either case.
func (b *HexBytes) UnmarshalText(digits []byte) error {
	bytes, err := hex.DecodeString(string(digits))
	*b = bytes
	return err
}
