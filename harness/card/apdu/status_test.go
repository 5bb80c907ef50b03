package apdu_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
)

// sentinels are all the errors that a StatusError can match.
var sentinels = []error{
	apdu.ErrFileNotFound, apdu.ErrRecordNotFound, apdu.ErrReferenceNotFound, apdu.ErrWrongFileType,
	apdu.ErrNoCurrentEF, apdu.ErrSecurityStatus, apdu.ErrPINBlocked, apdu.ErrPINNotActive,
	apdu.ErrInvalidated, apdu.ErrConditions, apdu.ErrWrongLength, apdu.ErrWrongData,
	apdu.ErrIncorrectP1P2, apdu.ErrFunctionNotSupported, apdu.ErrINS, apdu.ErrCLA, apdu.ErrChannel,
}

// TestStatusErrorContract holds, for each status word: the one sentinel it
// matches (nil: none), the retries it carries (-1: none) and its text.
func TestStatusErrorContract(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sw      apdu.SW
		ins     byte
		is      error
		retries int
		text    string
	}{
		{0x6A82, 0xA4, apdu.ErrFileNotFound, -1, "SELECT: 6A82 (file not found)"},
		{0x9404, 0xA4, apdu.ErrFileNotFound, -1, "SELECT: 9404 (file not found, CPS2ter)"},
		{0x6A83, 0xB2, apdu.ErrRecordNotFound, -1, "READ RECORD: 6A83 (record not found)"},
		{0x6A88, 0xCB, apdu.ErrReferenceNotFound, -1, "GET DATA: 6A88 (referenced data not found)"},
		{0x6981, 0xB0, apdu.ErrWrongFileType, -1, "READ BINARY: 6981 (command incompatible with file structure)"},
		{0x9408, 0xB0, apdu.ErrWrongFileType, -1, "READ BINARY: 9408 (wrong file type, CPS2ter)"},
		{0x6986, 0xB0, apdu.ErrNoCurrentEF, -1, "READ BINARY: 6986 (no current EF): select a file first"},
		{0x6982, 0xB0, apdu.ErrSecurityStatus, -1, "READ BINARY: 6982 (security status not satisfied): present the code porteur first"},
		{0x9804, 0xB0, apdu.ErrSecurityStatus, -1, "READ BINARY: 9804 (access refused or wrong PIN, CPS2ter): present the code porteur first"},
		{0x9804, 0x20, apdu.ErrSecurityStatus, -1, "VERIFY: 9804 (access refused or wrong PIN, CPS2ter): check the code porteur before another try"},
		{0x6983, 0x20, apdu.ErrPINBlocked, -1, "VERIFY: 6983 (authentication method blocked): unblock it with the code de déblocage"},
		{0x6983, 0x2C, apdu.ErrPINBlocked, -1, "RESET RETRY COUNTER: 6983 (authentication method blocked): the code de déblocage is used up; the card has to be replaced"},
		{0x9840, 0x20, apdu.ErrPINBlocked, -1, "VERIFY: 9840 (PIN locked, CPS2ter): unblock it with the code de déblocage"},
		{0x63C0, 0x20, apdu.ErrPINBlocked, 0, "VERIFY: 63C0 (no try left): unblock it with the code de déblocage"},
		{0x63C1, 0x20, nil, 1, "VERIFY: 63C1 (1 try left): check the code before another try"},
		{0x63C2, 0x24, nil, 2, "CHANGE REFERENCE DATA: 63C2 (2 tries left): check the code before another try"},
		{0x63CF, 0x20, nil, 15, "VERIFY: 63CF (15 tries left): check the code before another try"},
		{0x9802, 0x20, apdu.ErrPINNotActive, -1, "VERIFY: 9802 (PIN not activated, CPS2ter)"},
		{0x6984, 0x2A, apdu.ErrInvalidated, -1, "PERFORM SECURITY OPERATION: 6984 (reference data not usable)"},
		{0x9808, 0x20, apdu.ErrInvalidated, -1, "VERIFY: 9808 (PIN invalidated, CPS2ter)"},
		{0x9810, 0xB0, apdu.ErrInvalidated, -1, "READ BINARY: 9810 (object invalidated, CPS2ter)"},
		{0x6985, 0x88, apdu.ErrConditions, -1, "INTERNAL AUTHENTICATE: 6985 (conditions of use not satisfied)"},
		{0x6700, 0x20, apdu.ErrWrongLength, -1, "VERIFY: 6700 (wrong length)"},
		{0x6A80, 0xA4, apdu.ErrWrongData, -1, "SELECT: 6A80 (incorrect parameters in the data field)"},
		{0x6A81, 0x22, apdu.ErrFunctionNotSupported, -1, "MANAGE SECURITY ENVIRONMENT: 6A81 (function not supported)"},
		{0x6A86, 0xA4, apdu.ErrIncorrectP1P2, -1, "SELECT: 6A86 (incorrect parameters P1-P2)"},
		{0x6B00, 0xB0, apdu.ErrIncorrectP1P2, -1, "READ BINARY: 6B00 (wrong parameters P1-P2)"},
		{0x6D00, 0x5A, apdu.ErrINS, -1, "INS 5A: 6D00 (instruction not supported): select the application that knows this command"},
		{0x6E00, 0xB0, apdu.ErrCLA, -1, "READ BINARY: 6E00 (class not supported): select the application that knows this command"},
		{0x6881, 0x20, apdu.ErrChannel, -1, "VERIFY: 6881 (logical channel not supported): use logical channel 0, or select the application again"},
		{0x6282, 0xB0, nil, -1, "READ BINARY: 6282 (end of file reached before Ne bytes)"},
		{0x6C31, 0xB0, nil, -1, "READ BINARY: 6C31 (wrong Le, 49 bytes available)"},
		{0x6300, 0x20, nil, -1, "VERIFY: 6300 (warning, memory changed)"},
		{0x6F00, 0x84, nil, -1, "GET CHALLENGE: 6F00 (no precise diagnosis)"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%04X after %02X", uint16(tt.sw), tt.ins), func(t *testing.T) {
			t.Parallel()
			err := fmt.Errorf("reading: %w", tt.sw.Err(tt.ins))
			for _, s := range sentinels {
				want := s == tt.is //nolint:errorlint // identity of sentinels, not of wrapped errors
				if errors.Is(err, s) != want {
					t.Errorf("errors.Is(%v) = %v", s, !want)
				}
			}
			var status *apdu.StatusError
			if !errors.As(err, &status) {
				t.Fatalf("%v is not a *StatusError", err)
			}
			if diff := cmp.Diff(apdu.StatusError{SW: tt.sw, INS: tt.ins}, *status); diff != "" {
				t.Errorf("StatusError (-want +got):\n%s", diff)
			}
			if status.Error() != tt.text {
				t.Errorf("text %q, want %q", status, tt.text)
			}
			retries := -1
			if pin := (*apdu.PINError)(nil); errors.As(err, &pin) {
				retries = pin.Retries
				if errors.Is(pin, apdu.ErrPINBlocked) != (retries == 0) || !strings.Contains(pin.Error(), "left") {
					t.Errorf("PINError %q with %d retries", pin, retries)
				}
			}
			if retries != tt.retries {
				t.Errorf("retries %d, want %d", retries, tt.retries)
			}
		})
	}
}

func TestErrNil(t *testing.T) {
	t.Parallel()
	for _, sw := range []apdu.SW{0x9000, 0x6100, 0x611E, 0x61FF, 0x9F0F} {
		if err := sw.Err(0xA4); err != nil {
			t.Errorf("%v gives %v", sw, err)
		}
	}
}

func TestSW(t *testing.T) {
	t.Parallel()
	type facts struct {
		Text               string
		Valid, OK, Warning bool
		Available, RightNe int
	}
	tests := []struct {
		sw   apdu.SW
		want facts
	}{
		{0x0000, facts{Text: "0000 (not a status word)"}},
		{0x6000, facts{Text: "6000 (not a status word)"}},
		{0xA000, facts{Text: "A000 (not a status word)"}},
		{0x9000, facts{Text: "9000 (normal)", Valid: true, OK: true}},
		{0x9001, facts{Text: "9001 (proprietary status)", Valid: true}},
		{0x6100, facts{Text: "6100 (256 bytes remaining)", Valid: true, Available: 256}},
		{0x611E, facts{Text: "611E (30 bytes remaining)", Valid: true, Available: 30}},
		{0x9F0F, facts{Text: "9F0F (15 bytes available, CPS2ter)", Valid: true, Available: 15}},
		{0x6C00, facts{Text: "6C00 (wrong Le, 256 bytes available)", Valid: true, RightNe: 256}},
		{0x6C31, facts{Text: "6C31 (wrong Le, 49 bytes available)", Valid: true, RightNe: 49}},
		{0x6200, facts{Text: "6200 (warning, memory unchanged)", Valid: true, Warning: true}},
		{0x6210, facts{Text: "6210 (warning, the card asks for a query of 16 bytes)", Valid: true, Warning: true}},
		{0x63C3, facts{Text: "63C3 (3 tries left)", Valid: true, Warning: true}},
		{0x6402, facts{Text: "6402 (execution error, the card asks for a query of 2 bytes)", Valid: true}},
		{0x9999, facts{Text: "9999 (proprietary status)", Valid: true}},
		{0x9850, facts{Text: "9850 (CPS2ter error)", Valid: true}},
	}
	for _, tt := range tests {
		t.Run(tt.want.Text, func(t *testing.T) {
			t.Parallel()
			sw := tt.sw
			got := facts{sw.String(), sw.Valid(), sw.OK(), sw.Warning(), sw.Available(), sw.RightNe()}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEverySW: each of the 65536 values has a meaning, is an error exactly when
// it is no success, and carries retries exactly when it is 63Cx.
func TestEverySW(t *testing.T) {
	t.Parallel()
	for v := range 0x10000 {
		sw := apdu.SW(v)
		if m := sw.Meaning(); m.FR == "" || m.EN == "" || sw.Valid() == (m.EN == "not a status word") || sw.Valid() == (m.FR == "n'est pas un mot d'état") {
			t.Fatalf("%04X: valid %v, meaning %q", v, sw.Valid(), sw.Meaning())
		}
		success := v == 0x9000 || v>>8 == 0x61 || v>>8 == 0x9F
		if (sw.Err(0) == nil) != success {
			t.Fatalf("%04X: error %v", v, sw.Err(0))
		}
		n, ok := sw.Retries()
		if ok != (v>>4 == 0x63C) || ok && n != v&0xF {
			t.Fatalf("%04X: retries %d, %v", v, n, ok)
		}
		if got := apdu.SW(sw.SW1())<<8 | apdu.SW(sw.SW2()); got != sw {
			t.Fatalf("%04X cut into %04X", v, uint16(got))
		}
	}
}

// TestErrorContract: errors.Is selects the class of an encoding error, the text
// names class, offset and remedy.
func TestErrorContract(t *testing.T) {
	t.Parallel()
	for c := apdu.TooShort; c <= apdu.InvalidSW; c++ {
		err := error(&apdu.Error{Class: c, Offset: 7})
		if !errors.Is(err, &apdu.Error{Class: c}) || errors.Is(err, &apdu.Error{Class: c + 1}) {
			t.Errorf("%v: errors.Is does not go by class", c)
		}
		said, _ := text.Said(err)
		if said.EN != err.Error() || !strings.HasPrefix(said.EN, "apdu: "+c.String()+" at offset 7: ") {
			t.Errorf("text %q", said.EN)
		}
		if french, _, _ := strings.Cut(strings.TrimPrefix(said.FR, "APDU : "), " à l'octet 7 : "); french == said.FR || french == c.String() {
			t.Errorf("French text %q", said.FR)
		}
	}
	if text := (&apdu.Error{}).Error(); text != "apdu: class 0 at offset 0" {
		t.Errorf("zero error: %q", text)
	}
}

// TestInvalidSWKeepsBytes: what came with an invalid status word can be shown.
func TestInvalidSWKeepsBytes(t *testing.T) {
	t.Parallel()
	data, sw, err := apdu.ParseResponse([]byte{0xAA, 0x00, 0x01})
	if !errors.Is(err, &apdu.Error{Class: apdu.InvalidSW}) || sw != 0x0001 || len(data) != 1 {
		t.Errorf("data %X, sw %v, error %v", data, sw, err)
	}
	_, _, err = apdu.ParseResponse(make([]byte, apdu.MaxExtendedNe+3))
	if !errors.Is(err, &apdu.Error{Class: apdu.TooLong}) {
		t.Errorf("65537 data bytes: %v", err)
	}
}
