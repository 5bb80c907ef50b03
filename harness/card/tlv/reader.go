package tlv

// Element is one data object found in a buffer.
type Element struct {
	Tag Tag
	// Value aliases the buffer that was parsed; its capacity ends with it.
	Value []byte
	// Offset is the position of the tag and ValueOffset that of the value, in
	// bytes from the start of the buffer first given to NewReader.
	Offset, ValueOffset int
}

// Minimal reports whether the length field has its shortest form. It is always
// true for an element read by a strict reader.
func (e Element) Minimal() bool {
	return e.ValueOffset-e.Offset == e.Tag.Size()+lengthSize(len(e.Value))
}

// Reader walks over the data objects of one level. It is a plain value: a copy
// is an independent position. The zero value reads nothing.
type Reader struct {
	buf       []byte
	pos       int
	base      int // offset of buf in the outermost buffer
	anyLength bool
}

// NewReader returns a strict reader over b, which is not copied.
func NewReader(b []byte) Reader {
	return Reader{buf: b}
}

// NewReaderAnyLength returns a reader that also accepts lengths written in more
// bytes than needed (81 05, 82 00 05). Everything else stays strict.
func NewReaderAnyLength(b []byte) Reader {
	return Reader{buf: b, anyLength: true}
}

// Enter returns a reader over the value of e, an element of r, with the same
// strictness; offsets go on counting from the outermost buffer. It does not ask
// whether the tag is constructed.
func (r *Reader) Enter(e Element) Reader {
	return Reader{buf: e.Value, base: e.ValueOffset, anyLength: r.anyLength}
}

// Offset returns the position of the next element, in bytes from the start of
// the outermost buffer.
func (r *Reader) Offset() int { return r.base + r.pos }

// Rest returns the bytes not yet read, without copying. After an error it
// begins with the element at fault.
func (r *Reader) Rest() []byte { return r.buf[r.pos:] }

// Next returns the next element of this level. At the end ok is false and err
// nil. A malformed element gives an *Error; the reader then stays before it, so
// that every later call gives the same error.
func (r *Reader) Next() (e Element, ok bool, err error) {
	rest := r.buf[r.pos:]
	if len(rest) == 0 {
		return Element{}, false, nil
	}
	start := r.base + r.pos
	tag, tagSize, class := readTag(rest)
	if class != 0 {
		return Element{}, false, &Error{Class: class, Offset: start}
	}
	length, lenSize, class := readLength(rest[tagSize:], r.anyLength)
	if class == Truncated {
		return Element{}, false, &Error{Class: class, Offset: start}
	}
	if class != 0 {
		return Element{}, false, &Error{Class: class, Offset: start + tagSize}
	}
	head := tagSize + lenSize
	if uint64(length) > uint64(len(rest)-head) {
		return Element{}, false, &Error{Class: Truncated, Offset: start}
	}
	end := head + int(length)
	r.pos += end
	return Element{
		Tag:         tag,
		Value:       rest[head:end:end],
		Offset:      start,
		ValueOffset: start + head,
	}, true, nil
}

// readLength reads the length field at the head of b (ISO/IEC 7816-4, 5.2.2.2)
// and returns its size; class is not zero when there is none. The value is
// unsigned so that four length bytes fit on a 32-bit machine as well.
func readLength(b []byte, anyLength bool) (length uint32, n int, class Class) {
	if len(b) == 0 {
		return 0, 0, Truncated
	}
	first := b[0]
	switch {
	case first < 0x80:
		return uint32(first), 1, 0
	case first == 0x80:
		return 0, 0, IndefiniteLength
	case first == 0xFF:
		return 0, 0, ReservedLength
	case first > 0x84:
		return 0, 0, TooLong
	}
	n = 1 + int(first&0x7F)
	if len(b) < n {
		return 0, 0, Truncated
	}
	for _, v := range b[1:n] {
		length = length<<8 | uint32(v)
	}
	// The shortest form of n-1 subsequent bytes: their first is not zero, and
	// a single one is at least 80.
	if !anyLength && (b[1] == 0 || length < 0x80) {
		return 0, 0, NonMinimalLength
	}
	return length, n, 0
}

// Find walks down path, taking the first element with the wanted tag at each
// level, and returns the value of the last one. ok is false, without an error,
// when a level has no such element; an empty path finds b itself. Elements
// behind the one found are not examined. An *Error of class NotConstructed
// means that path goes on below a primitive tag.
func Find(b []byte, path ...Tag) (value []byte, ok bool, err error) {
	r := NewReader(b)
	value = b
	for i, want := range path {
		var e Element
		for {
			e, ok, err = r.Next()
			if err != nil || !ok {
				return nil, false, err
			}
			if e.Tag == want {
				break
			}
		}
		value = e.Value
		if i+1 < len(path) {
			if !want.Constructed() {
				return nil, false, &Error{Class: NotConstructed, Offset: e.Offset}
			}
			r = r.Enter(e)
		}
	}
	return value, true, nil
}

// Single returns the one element that fills b. An empty b is Truncated, bytes
// behind the element are Trailing.
func Single(b []byte) (Element, error) {
	r := NewReader(b)
	e, ok, err := r.Next()
	if err != nil {
		return Element{}, err
	}
	if !ok {
		return Element{}, &Error{Class: Truncated}
	}
	if len(r.Rest()) != 0 {
		return Element{}, &Error{Class: Trailing, Offset: r.Offset()}
	}
	return e, nil
}
