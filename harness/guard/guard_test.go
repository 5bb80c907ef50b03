package guard

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"

	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/card/text"
)

// recorder is a card that notes every command it gets. It answers from a small
// model: EF.SN.ICC, two codes with counters, 9000 to everything else.
type recorder struct {
	cardtest.Func
	cmds    []string // hex
	serial  string   // 12 bytes of EF.SN.ICC, hex
	left    [3]int   // tries left of the codes
	codes   [3]string
	uses    string          // hex of tag 9D in the security data objects, empty for none
	t0      bool            // data come with GET RESPONSE
	lose    func(int) error // called with the number of the command; its error loses the answer
	current string
	waiting []byte
}

func newRecorder() *recorder {
	return &recorder{Func: cardtest.Func{T: cardtest.TUnknown}, serial: "5A0A80250000012999000010", left: [3]int{0, 3, 3}, codes: [3]string{"", "1234", "12345678"}}
}

func (r *recorder) Transmit(_ context.Context, dst, cmd []byte) ([]byte, error) {
	r.cmds = append(r.cmds, fmt.Sprintf("%X", cmd))
	answer := r.answer(cmd)
	if r.lose != nil {
		if err := r.lose(len(r.cmds)); err != nil {
			return dst, err
		}
	}
	return append(dst, answer...), nil
}

func (r *recorder) answer(cmd []byte) []byte {
	if len(cmd) < 4 {
		return unhex("6700")
	}
	header := fmt.Sprintf("%X", cmd[:4])
	var data []byte
	if len(cmd) > 5 {
		data = cmd[5:min(len(cmd), 5+int(cmd[4]))]
	}
	switch cmd[1] {
	case 0xA4:
		r.current = fmt.Sprintf("%X", data)
	case 0xB0:
		onSN := strings.HasSuffix(r.current, "D003") && header[4:] == "0000"
		if onSN || header[4:] == "9C00" {
			return r.give(unhex(r.serial))
		}
	case 0xC0:
		out := slices.Concat(r.waiting, []byte{0x90, 0x00})
		r.waiting = nil
		return out
	case 0xCB:
		if len(data) == 10 && data[6] < 3 {
			uses := ""
			if r.uses != "" {
				uses = fmt.Sprintf("9D%02X%s", len(r.uses)/2, r.uses)
			}
			docp := fmt.Sprintf("8403%X80020008%s%s%s", "PIN", "9A0103", fmt.Sprintf("9B01%02X", r.left[data[6]]), uses)
			docp = fmt.Sprintf("A0%02X%s", len(docp)/2, docp)
			sdo := fmt.Sprintf("BF81%02X%02X%s", data[6], len(docp)/2, docp)
			return r.give(unhex(fmt.Sprintf("70%02X%s", len(sdo)/2, sdo)))
		}
	case 0x20, 0x24, 0x2C:
		return r.code(cmd, data)
	}
	return unhex("9000")
}

// code treats VERIFY, and CHANGE and RESET RETRY where they present a code.
func (r *recorder) code(cmd, data []byte) []byte {
	ref := cmd[3] & 0x7F
	switch {
	case cmd[1] == 0x24 && cmd[2] == 1, cmd[1] == 0x2C && cmd[2] > 1:
		return unhex("9000")
	case cmd[1] == 0x2C:
		ref = 2
	case ref == 0 || ref > 2:
		return unhex("6A88")
	}
	switch {
	case r.left[ref] == 0:
		return unhex("6983")
	case len(data) == 0:
	case strings.HasPrefix(string(data), r.codes[ref]):
		r.left[ref] = 3
		return unhex("9000")
	default:
		r.left[ref]--
	}
	return unhex(fmt.Sprintf("63C%X", r.left[ref]))
}

func (r *recorder) give(data []byte) []byte {
	if !r.t0 {
		return append(data, 0x90, 0x00)
	}
	r.waiting = data
	return []byte{0x61, byte(len(data))}
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

// Commands as the official clients send them to a CPS3 and a CPS4.
const (
	selectSN3  = "00A40904043F00D003"
	selectSN4  = "01A4080002D00300"
	readSN3    = "00B000000C"
	readSN4    = "01B000000C"
	counterPIN = "00CB3FFF0A4D087006BF810102A080"
	counterPUK = "00CB3FFF0A4D087006BF810202A080"
	getCounter = "00C0000023"
	verifyPIN  = "002000010431323334"
	verifyPUK  = "00200002083132333435363738"
	wrongPIN   = "002000010439393939"
	wrongPUK   = "00200002083939393939393939"
)

var everything = Permissions{Allow: AllPermissions(), Serial: "2999000010"}

// play sends commands in hex and returns what became of the last one: its
// status word, or the reason of the refusal, or the error.
func play(tb testing.TB, g *Guard, cmds ...string) string {
	tb.Helper()
	last := ""
	for _, c := range cmds {
		switch c {
		case "begin":
			last = fmt.Sprint(g.Begin(tb.Context()))
			continue
		case "end":
			last = fmt.Sprint(g.End(tb.Context()))
			continue
		case "cold", "warm":
			last = outcome(nil, g.Reset(tb.Context(), c == "cold"))
			continue
		}
		last = outcome(g.Transmit(tb.Context(), nil, unhex(c)))
	}
	return last
}

func outcome(out []byte, err error) string {
	var r *RefusedError
	switch {
	case errors.As(err, &r):
		return r.Reason.EN
	case err != nil:
		return err.Error()
	case len(out) < 2:
		return ""
	}
	return fmt.Sprintf("%X", out[len(out)-2:])
}

func TestGuardSequences(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	tests := []struct {
		name  string
		perms Permissions
		card  func(*recorder)
		cmds  []string
		want  string
	}{
		{"nothing allowed", Permissions{}, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonNotAllowed.EN},
		{"other permission", Permissions{Allow: []Permission{AllowSign}, Serial: "29990000"}, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonNotAllowed.EN},
		{"serial not read", everything, nil, []string{counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"serial of another card", Permissions{Allow: AllPermissions(), Serial: "2999000117"}, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonOtherCard.EN},
		{"no serial given", Permissions{Allow: AllPermissions()}, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonOtherCard.EN},
		{"one-digit serial", Permissions{Allow: AllPermissions(), Serial: "2"}, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonOtherCard.EN},
		{"ten digits", everything, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, "9000"},
		{"eight digits", Permissions{Allow: AllPermissions(), Serial: "29990000"}, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN}, "9000"},
		{"over T=0", everything, func(r *recorder) { r.t0 = true }, []string{selectSN3, readSN3, "00C000000C", counterPIN, getCounter, verifyPIN}, "9000"},
		{"serial by SFI", everything, nil, []string{"00B09C00C0", counterPIN, verifyPIN}, "9000"},
		{"serial by SFI in an ADF", everything, nil, []string{"00A4040C0DE828BD080F8025000001FF0010", "00B09C00C0", counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"serial by identifier in the MF", everything, nil, []string{"00A4000C023F00", "00A4020C02D003", readSN3, counterPIN, verifyPIN}, "9000"},
		{"serial by identifier in an ADF", everything, nil, []string{"00A40904043F000001", "00A4020C02D003", readSN3, counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"serial read on another channel", everything, nil, []string{selectSN3, readSN4, counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"serial read in part", everything, nil, []string{selectSN3, "00B0000105", counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"another file selected", everything, nil, []string{selectSN3, "00A40904043F00D010", readSN3, counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"foreign EF.SN.ICC", everything, func(r *recorder) { r.serial = "5A0A90250000012999000010" }, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonNoSerial.EN},
		{"counter not read", everything, nil, []string{selectSN3, readSN3, verifyPIN}, reasonNoCounter.EN},
		{"counter of the other code", everything, nil, []string{selectSN3, readSN3, counterPUK, verifyPIN}, reasonNoCounter.EN},
		{"counter of the other channel", everything, nil, []string{selectSN3, readSN3, "01200001", verifyPIN}, reasonNoCounter.EN},
		{"no transaction", everything, nil, []string{"end", selectSN3, readSN3, counterPIN, verifyPIN}, reasonNoHold.EN},
		{"counter of another application", everything, nil, []string{selectSN3, readSN3, counterPIN, "00A404040D" + "E828BD080F8025000001FF0010", verifyPIN}, reasonNoCounter.EN},
		{"counter from before the transaction", everything, nil, []string{selectSN3, readSN3, counterPIN, "begin", verifyPIN}, reasonNoCounter.EN},
		{"counter of an earlier transaction", everything, nil, []string{"begin", selectSN3, readSN3, counterPIN, "end", "begin", verifyPIN}, reasonNoCounter.EN},
		{"counter from before a presentation", everything, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN, verifyPIN}, reasonNoCounter.EN},
		{"counter by VERIFY", everything, nil, []string{selectSN3, readSN3, "0020000100", verifyPIN}, "9000"},
		{"counter cut off", everything, func(r *recorder) { r.t0 = true }, []string{selectSN3, readSN3, "00C000000C", counterPIN, verifyPIN}, reasonNoCounter.EN},
		{"two tries left", everything, func(r *recorder) { r.left[1] = 2 }, []string{selectSN3, readSN3, counterPIN, verifyPIN}, "9000"},
		{"one try left", everything, func(r *recorder) { r.left[1] = 1 }, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonFewTries.EN},
		{"one try left by VERIFY", everything, func(r *recorder) { r.left[1] = 1 }, []string{selectSN3, readSN3, "00200001", verifyPIN}, reasonFewTries.EN},
		{"blocked", everything, func(r *recorder) { r.left[1] = 0 }, []string{selectSN3, readSN3, "00200001", verifyPIN}, reasonFewTries.EN},
		{"no use left", everything, func(r *recorder) { r.uses = "0000" }, []string{selectSN3, readSN3, counterPIN, verifyPIN}, reasonFewTries.EN},
		{"uses left", everything, func(r *recorder) { r.uses = "0001" }, []string{selectSN3, readSN3, counterPIN, verifyPIN}, "9000"},
		{"wrong once", everything, nil, []string{selectSN3, readSN3, counterPIN, wrongPIN}, "63C2"},
		{"wrong, then right", everything, nil, []string{selectSN3, readSN3, counterPIN, wrongPIN, counterPIN, verifyPIN}, reasonSpent.EN},
		{"wrong, reset, then right", everything, nil, []string{selectSN3, readSN3, counterPIN, wrongPIN, "cold", selectSN3, readSN3, counterPIN, verifyPIN}, reasonSpent.EN},
		{"wrong PIN leaves the PUK", everything, nil, []string{selectSN3, readSN3, counterPIN, wrongPIN, counterPUK, verifyPUK}, "9000"},
		{"wrong PUK", everything, nil, []string{selectSN3, readSN3, counterPUK, wrongPUK, counterPUK, verifyPUK}, reasonSpent.EN},
		{"right twice", everything, nil, []string{selectSN3, readSN3, counterPIN, verifyPIN, counterPIN, verifyPIN}, "9000"},
		{"lost answer", everything, func(r *recorder) { r.lose = loseAt(4, lost) }, []string{selectSN3, readSN3, counterPIN, verifyPIN}, "lost"},
		{"after a lost answer", everything, func(r *recorder) { r.lose = loseAt(4, lost) }, []string{selectSN3, readSN3, counterPIN, verifyPIN, selectSN3, readSN3, counterPIN, verifyPIN}, reasonSpent.EN},
		{"any lost answer forgets the card", everything, func(r *recorder) { r.lose = loseAt(4, lost) }, []string{selectSN3, readSN3, counterPIN, "00840000", verifyPIN}, reasonNoSerial.EN},
		{"reset forgets the card", everything, nil, []string{selectSN3, readSN3, counterPIN, "warm", verifyPIN}, reasonNoSerial.EN},
		{"reset allowed", everything, nil, []string{selectSN3, readSN3, "cold"}, ""},
		{"reset not allowed", Permissions{Allow: []Permission{AllowPIN}, Serial: "29990000"}, nil, []string{selectSN3, readSN3, "cold"}, reasonNotAllowed.EN},
		{"reset before the serial", everything, nil, []string{"cold"}, reasonNoSerial.EN},
		{"change presents the old code", everything, nil, []string{selectSN3, readSN3, "00240001083132333435363738"}, reasonNoCounter.EN},
		{"change with a wrong code", everything, nil, []string{selectSN3, readSN3, counterPIN, "00240001083939393935363738", counterPIN, verifyPIN}, reasonSpent.EN},
		{"unblock with the PUK inside", everything, nil, []string{selectSN3, readSN3, counterPIN, "002C00010C313233343536373831323334"}, reasonNoCounter.EN},
		{"unblock of a CPS3", everything, nil, []string{selectSN3, readSN3, counterPUK, verifyPUK, "002C02010431323334"}, "9000"},
		{"unblock of a CPS4", everything, nil, []string{selectSN4, readSN4, "01200002", "0120000208" + "3132333435363738", "012C0381", "012401010431323334"}, "9000"},
		{"login on a CPS4", everything, nil, []string{selectSN4, readSN4, "01200001", "012000010431323334"}, "9000"},
		{"chain of a decipherment", everything, nil, []string{selectSN3, readSN3, "102A80860281AA", "002A808602BBBB"}, "9000"},
		{"chain broken by a status", everything, nil, []string{selectSN3, readSN3, "102A80860281AA", "00200001"}, reasonChain.EN},
		{"chain ended by SELECT", everything, nil, []string{selectSN3, readSN3, "102A80860281AA", selectSN3, "00200001"}, "63C3"},
		{"chain not allowed", Permissions{}, nil, []string{"102A80860281AA"}, reasonNotAllowed.EN},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRecorder()
			if tt.card != nil {
				tt.card(r)
			}
			g := New(r, tt.perms)
			play(t, g, "begin")
			before := r.left
			if got := play(t, g, tt.cmds...); got != tt.want {
				t.Errorf("the last of %q gave %q, want %q", tt.cmds, got, tt.want)
			}
			for ref := 1; ref <= 2; ref++ {
				if r.left[ref] < before[ref]-1 || before[ref] < card.MinTries && r.left[ref] < before[ref] {
					t.Errorf("code %d: %d tries left of %d", ref, r.left[ref], before[ref])
				}
			}
		})
	}
}

func loseAt(n int, err error) func(int) error {
	return func(i int) error {
		if i == n {
			return err
		}
		return nil
	}
}

func TestGuardSecrecy(t *testing.T) {
	t.Parallel()
	const pin, hexPIN = "91827364", "3931383237333634"
	for _, cmd := range []string{
		"0020000108" + hexPIN, "0024000108" + hexPIN, "0021000108" + hexPIN, "E020000108" + hexPIN,
		"0020000109" + hexPIN, hexPIN, "1020000108" + hexPIN, "00200001000008" + hexPIN,
	} {
		for _, perms := range []Permissions{{}, everything} {
			r := newRecorder()
			g := New(r, perms)
			play(t, g, selectSN3, readSN3, counterPIN)
			_, err := g.Transmit(t.Context(), nil, unhex(cmd))
			var ref *RefusedError
			said, hint := text.Said(err)
			if errors.As(err, &ref) && (hint.FR == "" || hint.EN == "") {
				t.Errorf("%s: no hint", cmd)
			}
			shown := strings.ToUpper(fmt.Sprintf("%v|%+v|%#v|%v|%v|%v|%+v|%#v|%s|%x|%+v|%#v", err, err, err, said, hint, g, g, g, g, g, ref, g.seen))
			for _, secret := range []string{pin, hexPIN, "39 31 38", "0X39, 0X31", "[57 49 56"} {
				if strings.Contains(shown, secret) {
					t.Errorf("%s: the code shows as %q in %s", cmd, secret, shown)
				}
			}
		}
	}
}

func TestGuardRefusalText(t *testing.T) {
	t.Parallel()
	_, err := New(newRecorder(), Permissions{}).Transmit(t.Context(), nil, unhex(verifyPIN))
	var got *RefusedError
	if !errors.As(err, &got) {
		t.Fatalf("got %v, want a refusal", err)
	}
	want := &RefusedError{Command: text.Text{FR: "VERIFY 00 20 00 01 (4 octets de données)", EN: "VERIFY 00 20 00 01 (4 data bytes)"}, Need: AllowPIN, Reason: reasonNotAllowed}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "VERIFY 00 20 00 01 (4 data bytes): refused to protect the card: not allowed"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestParsePermissions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		allow  []string
		serial string
		want   Permissions
		err    *PermissionError
	}{
		{nil, "", Permissions{}, nil},
		{[]string{"pin"}, "29990000", Permissions{[]Permission{AllowPIN}, "29990000"}, nil},
		{[]string{"pin, SIGN", "pin"}, " 299900001f ", Permissions{[]Permission{AllowPIN, AllowSign}, "299900001F"}, nil},
		{nil, "2999000010", Permissions{Serial: "2999000010"}, nil},
		{[]string{"pin"}, "", Permissions{}, &PermissionError{"", text.Text{FR: "il manque le numéro de série de la carte (--serial)", EN: "the serial number of the card is missing"}}},
		{[]string{"all"}, "29990000", Permissions{}, &PermissionError{"all", text.Text{FR: "autorisation inconnue", EN: "no such permission"}}},
		{nil, "2999", Permissions{}, &PermissionError{"2999", text.Text{FR: "un numéro de série a 8 ou 10 chiffres", EN: "a serial number has 8 or 10 digits"}}},
		{nil, "2999000F", Permissions{}, &PermissionError{"2999000F", text.Text{FR: "un numéro de série a 8 ou 10 chiffres", EN: "a serial number has 8 or 10 digits"}}},
	}
	for _, tt := range tests {
		got, err := ParsePermissions(tt.allow, tt.serial)
		var perr *PermissionError
		errors.As(err, &perr)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q %q (-want +got):\n%s", tt.allow, tt.serial, diff)
		}
		if diff := cmp.Diff(tt.err, perr); diff != "" {
			t.Errorf("%q %q: error (-want +got):\n%s", tt.allow, tt.serial, diff)
		}
	}
}
