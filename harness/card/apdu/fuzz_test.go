package apdu_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/cpslab/cps/harness/card/apdu"
)

// FuzzParseCommand: what is accepted is written back byte for byte, what is not
// is an *Error whose offset lies in the command or at its end.
func FuzzParseCommand(f *testing.F) {
	for _, v := range vectors(f, "command") {
		f.Add(v.input)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := apdu.ParseCommand(b)
		if err != nil {
			checkOffset(t, err, len(b))
			return
		}
		if c.Ne < 0 || c.Ne > apdu.MaxExtendedNe || len(c.Data) > apdu.MaxExtendedNc {
			t.Fatalf("Nc %d, Ne %d", len(c.Data), c.Ne)
		}
		back, err := c.Append(nil)
		if err != nil || !bytes.Equal(back, b) {
			t.Fatalf("%X written back as %X, %v", b, back, err)
		}
	})
}

// FuzzParseResponse: data and status word make up the response again, and the
// status word is valid exactly when there is no error.
func FuzzParseResponse(f *testing.F) {
	for _, v := range vectors(f, "response") {
		f.Add(v.input)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		data, sw, err := apdu.ParseResponse(b)
		if err != nil {
			checkOffset(t, err, len(b))
		}
		if err != nil && !errors.Is(err, &apdu.Error{Class: apdu.InvalidSW}) {
			return
		}
		if sw.Valid() != (err == nil) {
			t.Fatalf("%v with error %v", sw, err)
		}
		if back := apdu.AppendSW(bytes.Clone(data), sw); !bytes.Equal(back, b) {
			t.Fatalf("%X written back as %X", b, back)
		}
	})
}

func checkOffset(t *testing.T, err error, size int) {
	t.Helper()
	var e *apdu.Error
	if !errors.As(err, &e) || e.Class == 0 || e.Offset < 0 || e.Offset > size {
		t.Fatalf("error %v for %d bytes", err, size)
	}
}
