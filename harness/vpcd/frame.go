package vpcd

import (
	"encoding/binary"
	"errors"
	"io"
)

// Controls, the one-byte payloads of the driver (vpcd sources, vpcd.h).
const (
	ctrlOff   = 0x00
	ctrlOn    = 0x01
	ctrlReset = 0x02
	ctrlATR   = 0x04
)

const (
	headerLen  = 2      // length of a frame's own length, big-endian
	maxPayload = 0xFFFF // what 16 bits can announce
)

// frameReader cuts a byte stream into frames. It keeps one buffer, which grows
// to the longest frame seen, so that reading allocates nothing after warm-up.
type frameReader struct {
	r     io.Reader
	buf   []byte
	start int // first byte not yet handed out
	end   int // first byte not yet read
}

func newFrameReader(r io.Reader, size int) *frameReader {
	return &frameReader{r: r, buf: make([]byte, max(size, headerLen))}
}

// next returns the payload of the next frame, valid until the following call.
// The error is io.EOF between two frames, ErrTruncated inside one, ErrEmptyFrame
// for an announced length of zero, or that of the reader.
func (f *frameReader) next() ([]byte, error) {
	if err := f.fill(headerLen, false); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(f.buf[f.start:]))
	if n == 0 {
		return nil, ErrEmptyFrame
	}
	if err := f.fill(headerLen+n, true); err != nil {
		return nil, err
	}
	payload := f.buf[f.start+headerLen : f.start+headerLen+n : f.start+headerLen+n]
	f.start += headerLen + n
	return payload, nil
}

// fill reads until n bytes from start are in the buffer. inside tells whether
// the stream may no longer end.
func (f *frameReader) fill(n int, inside bool) error {
	if f.start == f.end {
		f.start, f.end = 0, 0
	}
	if f.start+n > len(f.buf) {
		dst := f.buf
		if n > len(dst) {
			dst = make([]byte, min(max(n, 2*len(dst)), headerLen+maxPayload))
		}
		f.end = copy(dst, f.buf[f.start:f.end])
		f.buf, f.start = dst, 0
	}
	for f.end-f.start < n {
		k, err := f.r.Read(f.buf[f.end:])
		f.end += k
		if f.end-f.start >= n {
			return nil // an error behind the frame comes back with the next read
		}
		switch {
		case errors.Is(err, io.EOF) && (inside || f.end > f.start):
			return ErrTruncated
		case err != nil:
			return err
		}
	}
	return nil
}
