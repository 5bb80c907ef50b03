package apdu

// ParseResponse cuts one response APDU (ISO/IEC 7816-4, 5.1) into its data
// field, which aliases b, and its status word. An *Error is of class TooShort,
// TooLong (more than 65536 data bytes) or InvalidSW; for InvalidSW data and sw
// are returned all the same, for whoever has to show them.
func ParseResponse(b []byte) (data []byte, sw SW, err error) {
	n := len(b) - 2
	if n < 0 {
		return nil, 0, &Error{Class: TooShort, Offset: len(b)}
	}
	if n > MaxExtendedNe {
		return nil, 0, &Error{Class: TooLong, Offset: MaxExtendedNe + 2}
	}
	data = b[:n:n]
	sw = SW(b[n])<<8 | SW(b[n+1])
	if !sw.Valid() {
		return data, sw, &Error{Class: InvalidSW, Offset: n}
	}
	return data, sw, nil
}

// AppendSW appends SW1 and SW2 to dst.
func AppendSW(dst []byte, sw SW) []byte {
	return append(dst, sw.SW1(), sw.SW2())
}
