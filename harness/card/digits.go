package card

// Codes of one or two digits are slices of constant strings, so that reading
// them does not allocate.
const (
	decimalDigits = "0123456789      " // by nibble; A to F show as a space
	hexDigits     = "0123456789ABCDEF"

	// hexPairs holds the two hexadecimal digits of every byte.
	hexPairs = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F" +
		"202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F" +
		"404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F" +
		"606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F" +
		"808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9F" +
		"A0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF" +
		"C0C1C2C3C4C5C6C7C8C9CACBCCCDCECFD0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF" +
		"E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEFF0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF"

	// bcdPairs holds the two decimal digits of every byte, a space for each
	// nibble A to F.
	bcdPairs = "000102030405060708090 0 0 0 0 0 101112131415161718191 1 1 1 1 1 " +
		"202122232425262728292 2 2 2 2 2 303132333435363738393 3 3 3 3 3 " +
		"404142434445464748494 4 4 4 4 4 505152535455565758595 5 5 5 5 5 " +
		"606162636465666768696 6 6 6 6 6 707172737475767778797 7 7 7 7 7 " +
		"808182838485868788898 8 8 8 8 8 909192939495969798999 9 9 9 9 9 " +
		" 0 1 2 3 4 5 6 7 8 9             0 1 2 3 4 5 6 7 8 9            " +
		" 0 1 2 3 4 5 6 7 8 9             0 1 2 3 4 5 6 7 8 9            " +
		" 0 1 2 3 4 5 6 7 8 9             0 1 2 3 4 5 6 7 8 9            "

	// Numbers 00 to 99 on two digits, then 100 to 255 on three.
	twoDigits = "0001020304050607080910111213141516171819202122232425262728293031" +
		"3233343536373839404142434445464748495051525354555657585960616263" +
		"6465666768697071727374757677787980818283848586878889909192939495" +
		"96979899"
	threeDigits = "100101102103104105106107108109110111112113114115116117118119120121" +
		"122123124125126127128129130131132133134135136137138139140141142143" +
		"144145146147148149150151152153154155156157158159160161162163164165" +
		"166167168169170171172173174175176177178179180181182183184185186187" +
		"188189190191192193194195196197198199200201202203204205206207208209" +
		"210211212213214215216217218219220221222223224225226227228229230231" +
		"232233234235236237238239240241242243244245246247248249250251252253" +
		"254255"
)

// hexPair returns b as two hexadecimal digits.
func hexPair(b byte) string { return hexPairs[2*int(b) : 2*int(b)+2] }

// bcdPair returns the two decimal digits of b.
func bcdPair(b byte) string { return bcdPairs[2*int(b) : 2*int(b)+2] }

// bcdDigit returns the decimal digit of the low nibble of n.
func bcdDigit(n byte) string { return decimalDigits[n&0xF : n&0xF+1] }

// decimal returns b as a number of at least two digits.
func decimal(b byte) string {
	if b < 100 {
		return twoDigits[2*int(b) : 2*int(b)+2]
	}
	i := 3 * (int(b) - 100)
	return threeDigits[i : i+3]
}

// isDigits reports whether s is made of decimal digits only; "" is.
func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// nibble returns the BCD nibble of a digit, F for a space, or false.
func nibble(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c == ' ':
		return 0xF, true
	default:
		return 0, false
	}
}

// hexValue returns the value of an upper case hexadecimal digit, or false.
func hexValue(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	default:
		return 0, false
	}
}
