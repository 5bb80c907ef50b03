package tlv

// Append appends one data object, with the shortest length field, to dst. It
// does not allocate when dst has room.
func Append(dst []byte, tag Tag, value []byte) []byte {
	return append(AppendHeader(dst, tag, len(value)), value...)
}

// AppendHeader appends the tag and the length of an object whose value of
// length bytes the caller appends next.
func AppendHeader(dst []byte, tag Tag, length int) []byte {
	return AppendLength(AppendTag(dst, tag), length)
}

// AppendTag appends the tag field, as written in the Tag. Whether it is valid
// is not examined: tags are constants of the caller; Tag.Valid says.
func AppendTag(dst []byte, tag Tag) []byte {
	for shift := 8 * (tag.Size() - 1); shift >= 0; shift -= 8 {
		dst = append(dst, byte(tag>>shift))
	}
	return dst
}

// AppendLength appends a length field in its shortest form (ISO/IEC 7816-4,
// 5.2.2.2). n is the number of value bytes, 0 to 2^32-1; as with make, a
// negative or larger n is a mistake of the caller and panics.
func AppendLength(dst []byte, n int) []byte {
	size := lengthSize(n)
	if size == 1 {
		return append(dst, byte(n))
	}
	dst = append(dst, 0x80|byte(size-1))
	for shift := 8 * (size - 2); shift >= 0; shift -= 8 {
		dst = append(dst, byte(n>>shift))
	}
	return dst
}

// Size returns the number of bytes that Append writes for a value of length
// bytes.
func Size(tag Tag, length int) int {
	return tag.Size() + lengthSize(length) + length
}

// lengthSize returns the size in bytes of the shortest length field for n.
func lengthSize(n int) int {
	switch u := uint64(n); {
	case u < 0x80:
		return 1
	case u <= 0xFF:
		return 2
	case u <= 0xFFFF:
		return 3
	case u <= 0xFFFFFF:
		return 4
	case u <= 0xFFFFFFFF:
		return 5
	}
	panic("tlv: length out of range")
}
