package apdu_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/apdu"
)

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// TestAppendRefusals: what has no encoding is refused with class and offset, and
// dst comes back as it was.
func TestAppendRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		c    apdu.Command
		want apdu.Error
	}{
		{"Ne negative", apdu.Command{Ne: -1}, apdu.Error{Class: apdu.OutOfRange, Offset: 4}},
		{"Ne 257 short", apdu.Command{Ne: 257}, apdu.Error{Class: apdu.NeedsExtended, Offset: 4}},
		{"Ne 257 short with data", apdu.Command{Data: make([]byte, 3), Ne: 257}, apdu.Error{Class: apdu.NeedsExtended, Offset: 8}},
		{"Ne 65537", apdu.Command{Ne: 65537, Extended: true}, apdu.Error{Class: apdu.OutOfRange, Offset: 5}},
		{"Ne 65537 with data", apdu.Command{Data: make([]byte, 3), Ne: 65537, Extended: true}, apdu.Error{Class: apdu.OutOfRange, Offset: 10}},
		{"Nc 256 short", apdu.Command{Data: make([]byte, 256)}, apdu.Error{Class: apdu.NeedsExtended, Offset: 4}},
		{"Nc 65536", apdu.Command{Data: make([]byte, 65536), Extended: true}, apdu.Error{Class: apdu.TooLong, Offset: 4}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.c.Append([]byte("dst"))
			if diff := cmp.Diff(error(&tt.want), err); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if string(got) != "dst" {
				t.Errorf("dst became %X", got)
			}
		})
	}
}

func TestLargestCommand(t *testing.T) {
	t.Parallel()
	c := apdu.Command{INS: 0xD6, Data: make([]byte, apdu.MaxExtendedNc), Ne: apdu.MaxExtendedNe, Extended: true}
	b, err := c.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := apdu.ParseCommand(b)
	if diff := cmp.Diff(c.Case(), got.Case()); err != nil || diff != "" {
		t.Fatalf("error %v, case (-want +got):\n%s", err, diff)
	}
	if len(b) != 4+3+65535+2 || len(got.Data) != 65535 || got.Ne != 65536 {
		t.Errorf("%d bytes, Nc %d, Ne %d", len(b), len(got.Data), got.Ne)
	}
}

// TestEveryTruncation: no beginning of a command with data is taken for the
// command itself.
func TestEveryTruncation(t *testing.T) {
	t.Parallel()
	for _, whole := range []string{"00A4090C063F0000015031", "00D60000000004AABBCCDD", "00CB3FFF0000024D000100"} {
		b := unhex(t, whole)
		for n := range b {
			c, err := apdu.ParseCommand(b[:n])
			if err == nil && len(c.Data) == len(b)-5 {
				t.Errorf("%s cut to %d bytes was taken with all its data", whole, n)
			}
			if err == nil && c.Case() != apdu.Case1 && n != 5 && n != 7 && n != len(b)-2 {
				t.Errorf("%s cut to %d bytes was taken as case %v", whole, n, c.Case())
			}
		}
	}
}

func TestClassByte(t *testing.T) {
	t.Parallel()
	tests := []struct {
		cla     byte
		chained bool
		channel int
		ok      bool
	}{
		{0x20, false, 0, false}, // reserved
		{0x80, false, 0, false}, // proprietary
		{0xA0, false, 0, false}, // CPS2ter
		{0xB0, false, 0, false},
		{0xFF, false, 0, false},
		{0x00, false, 0, true},
		{0x01, false, 1, true},
		{0x10, true, 0, true},
		{0x11, true, 1, true},
		{0x0C, false, 0, true}, // secure messaging
		{0x40, false, 4, true},
		{0x5F, true, 19, true},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%02X", tt.cla), func(t *testing.T) {
			t.Parallel()
			c := apdu.Command{CLA: tt.cla}
			n, ok := c.LogicalChannel()
			if c.Chained() != tt.chained || n != tt.channel || ok != tt.ok {
				t.Errorf("chained %v, channel %d, %v", c.Chained(), n, ok)
			}
		})
	}
}

// TestCommandNeverShowsData: a VERIFY printed with any verb does not show the
// code.
func TestCommandNeverShowsData(t *testing.T) {
	t.Parallel()
	c := apdu.Command{INS: apdu.INSVerify, P2: 1, Data: []byte("1234"), Ne: 2}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b"} {
		for _, value := range []any{c, &c, []apdu.Command{c}} {
			text := strings.Trim(fmt.Sprintf(verb, value), "&[]{}")
			text = strings.TrimPrefix(text, "apdu.Command{")
			if !strings.Contains(text, "00 20 00 01 Nc=4 Ne=2") || strings.Contains(text, "31") || strings.Contains(text, "1234") {
				t.Errorf("%s of %T: %q", verb, value, text)
			}
		}
	}
}

func TestBuilders(t *testing.T) {
	t.Parallel()
	path := []byte{0x3F, 0x00, 0xD0, 0x03}
	long := make([]byte, 256)
	tests := []struct {
		name  string
		build func(dst []byte) ([]byte, error)
		want  string
		class apdu.Class
	}{
		{name: "select, 256 bytes", build: func(d []byte) ([]byte, error) { return apdu.AppendSelectPath(d, 0, 9, 4, long, 0) }, class: apdu.NeedsExtended},
		{name: "read, negative offset", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinary(d, 0, -1, 1) }, class: apdu.OutOfRange},
		{name: "read, offset 32768", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinary(d, 0, 0x8000, 1) }, class: apdu.OutOfRange},
		{name: "read nothing", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinary(d, 0, 0, 0) }, class: apdu.OutOfRange},
		{name: "read 257", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinary(d, 0, 0, 257) }, class: apdu.NeedsExtended},
		{name: "read SFI 0", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinarySFI(d, 0, 0, 0, 1) }, class: apdu.OutOfRange},
		{name: "read SFI 31", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinarySFI(d, 0, 31, 0, 1) }, class: apdu.OutOfRange},
		{name: "read SFI, offset 256", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinarySFI(d, 0, 1, 256, 1) }, class: apdu.OutOfRange},
		{name: "get response for nothing", build: func(d []byte) ([]byte, error) { return apdu.AppendGetResponse(d, 0, 0) }, class: apdu.OutOfRange},
		{name: "get data without list", build: func(d []byte) ([]byte, error) { return apdu.AppendGetData(d, 0, 0x3FFF, nil, 0) }, class: apdu.OutOfRange},
		{name: "update without data", build: func(d []byte) ([]byte, error) { return apdu.AppendUpdateBinary(d, 0, 0, nil) }, class: apdu.OutOfRange},
		{name: "update, offset 32768", build: func(d []byte) ([]byte, error) { return apdu.AppendUpdateBinary(d, 0, 0x8000, path) }, class: apdu.OutOfRange},
		{name: "verify, empty code", build: func(d []byte) ([]byte, error) { return apdu.AppendVerify(d, 0, 1, nil) }, class: apdu.OutOfRange},

		{name: "select on T=0", build: func(d []byte) ([]byte, error) { return apdu.AppendSelectPath(d, 0, 9, 4, path, 0) }, want: "00A40904043F00D003"},
		{name: "select on T=1", build: func(d []byte) ([]byte, error) { return apdu.AppendSelectPath(d, 1, 8, 0, path[2:], 256) }, want: "01A4080002D00300"},
		{name: "read", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinary(d, 0, 0x1CE, 0xE7) }, want: "00B001CEE7"},
		{name: "read 256", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinary(d, 1, 0x7FFF, 256) }, want: "01B07FFF00"},
		{name: "read SFI 1C", build: func(d []byte) ([]byte, error) { return apdu.AppendReadBinarySFI(d, 0, 0x1C, 0, 0xC0) }, want: "00B09C00C0"},
		{name: "get response", build: func(d []byte) ([]byte, error) { return apdu.AppendGetResponse(d, 0xA0, 15) }, want: "A0C000000F"},
		{name: "get challenge", build: func(d []byte) ([]byte, error) { return apdu.AppendGetChallenge(d, 0, 8) }, want: "0084000008"},
		{name: "get data", build: func(d []byte) ([]byte, error) { return apdu.AppendGetData(d, 0, 0x3FFF, path[:1], 256) }, want: "00CB3FFF013F00"},
		{name: "update", build: func(d []byte) ([]byte, error) { return apdu.AppendUpdateBinary(d, 0, 0xFF, path[:1]) }, want: "00D600FF013F"},
		{name: "verify", build: func(d []byte) ([]byte, error) { return apdu.AppendVerify(d, 0, 1, []byte("1234")) }, want: "002000010431323334"},
		{name: "verify status on T=0", build: func(d []byte) ([]byte, error) { return apdu.AppendVerifyStatus(d, 0, 1, true), nil }, want: "0020000100"},
		{name: "verify status on T=1", build: func(d []byte) ([]byte, error) { return apdu.AppendVerifyStatus(d, 1, 2, false), nil }, want: "01200002"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			prefix := []byte{0xEE}
			got, err := tt.build(prefix)
			var e *apdu.Error
			if errors.As(err, &e) != (tt.class != 0) || e != nil && e.Class != tt.class {
				t.Fatalf("error %v, want class %v", err, tt.class)
			}
			if want := slices.Concat(prefix, unhex(t, tt.want)); !bytes.Equal(got, want) {
				t.Errorf("got %X, want %X", got, want)
			}
		})
	}
}
