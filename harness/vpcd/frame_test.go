package vpcd

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestFrameReader(t *testing.T) {
	t.Parallel()
	long := append([]byte{0xFF, 0xFF}, bytes.Repeat([]byte{0xA5}, maxPayload)...)
	for _, tc := range []struct {
		name string
		in   []byte
		want [][]byte
		err  error
	}{
		{"empty frame", []byte{0, 0}, nil, ErrEmptyFrame},
		{"half a header", []byte{0}, nil, ErrTruncated},
		{"header alone", []byte{0, 1}, nil, ErrTruncated},
		{"body cut", []byte{0, 3, 1, 2}, nil, ErrTruncated},
		{"longest announced, nothing behind", []byte{0xFF, 0xFF}, nil, ErrTruncated},
		{"empty frame behind a good one", []byte{0, 1, 4, 0, 0}, [][]byte{{4}}, ErrEmptyFrame},
		{"nothing", nil, nil, io.EOF},
		{"two frames", []byte{0, 1, 4, 0, 2, 0x90, 0}, [][]byte{{4}, {0x90, 0}}, io.EOF},
		{"longest", append(bytes.Clone(long), 0, 1, 4), [][]byte{long[2:], {4}}, io.EOF},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			for name, r := range map[string]io.Reader{
				"whole":          bytes.NewReader(tc.in),
				"byte by byte":   iotest.OneByteReader(bytes.NewReader(tc.in)),
				"data with EOF":  iotest.DataErrReader(bytes.NewReader(tc.in)),
				"half by halves": iotest.HalfReader(bytes.NewReader(tc.in)),
			} {
				got, err := allFrames(newFrameReader(r, 3))
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Errorf("%s: frames (-want +got):\n%s", name, diff)
				}
				if !errors.Is(err, tc.err) {
					t.Errorf("%s: error %v, want %v", name, err, tc.err)
				}
			}
		})
	}
}

func allFrames(f *frameReader) (frames [][]byte, err error) {
	for {
		p, err := f.next()
		if err != nil {
			return frames, err
		}
		frames = append(frames, bytes.Clone(p))
	}
}

// FuzzFrameReader: whatever the stream and however it is cut, the frames put
// together again are its beginning, and the buffer stays bounded.
func FuzzFrameReader(f *testing.F) {
	f.Add([]byte{0, 0}, uint8(0))
	f.Add([]byte{0, 1, 4, 0, 5, 0, 0xB0, 0, 0, 4}, uint8(1))
	f.Add([]byte{0xFF, 0xFF, 1, 2, 3}, uint8(7))
	f.Fuzz(func(t *testing.T, in []byte, size uint8) {
		var r io.Reader = bytes.NewReader(in)
		if size%2 == 1 {
			r = iotest.OneByteReader(r)
		}
		fr := newFrameReader(r, int(size))
		frames, err := allFrames(fr)
		var again []byte
		for _, p := range frames {
			if len(p) == 0 {
				t.Fatal("an empty frame passed")
			}
			again = append(binary.BigEndian.AppendUint16(again, uint16(len(p))), p...)
		}
		if !bytes.HasPrefix(in, again) {
			t.Fatalf("frames % X are not the beginning of % X", again, in)
		}
		switch rest := in[len(again):]; {
		case len(rest) == 0 && !errors.Is(err, io.EOF):
			t.Fatalf("end of stream: %v", err)
		case len(rest) >= 2 && rest[0] == 0 && rest[1] == 0 && !errors.Is(err, ErrEmptyFrame):
			t.Fatalf("empty frame: %v", err)
		case len(rest) > 0 && !errors.Is(err, ErrEmptyFrame) && !errors.Is(err, ErrTruncated):
			t.Fatalf("rest % X: %v", rest, err)
		}
		if len(fr.buf) > headerLen+maxPayload {
			t.Fatalf("buffer of %d bytes", len(fr.buf))
		}
	})
}
