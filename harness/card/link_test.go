package card_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/cardtest"
	"github.com/cpslab/cps/harness/card/text"
)

// answers is a card that gives prepared answers, in order; the last one for
// ever. It notes what it was sent.
type answers struct {
	cardtest.Func
	list []string // R-APDU in hexadecimal; "error" loses the exchange
	sent []string
}

var errPulled = errors.New("card pulled out")

func (a *answers) Transmit(_ context.Context, dst, cmd []byte) ([]byte, error) {
	i := min(len(a.sent), len(a.list)-1)
	a.sent = append(a.sent, strings.ToUpper(hex.EncodeToString(cmd)))
	if a.list[i] == "error" {
		return dst, errPulled
	}
	b, err := hex.DecodeString(a.list[i])
	return append(dst, b...), err
}

func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestSend(t *testing.T) {
	t.Parallel()
	full := strings.Repeat("11", 256)
	for name, c := range map[string]struct {
		command string
		answers []string
		sent    []string // after the command itself
		data    string
		sw      apdu.SW
	}{
		"status only":          {"00A4000C023F00", []string{"9000"}, nil, "", 0x9000},
		"data":                 {"00B0000000", []string{"01029000"}, nil, "0102", 0x9000},
		"refusal":              {"00A40000023F00", []string{"6A82"}, nil, "", 0x6A82},
		"61xx":                 {"00A40000023F00", []string{"6102", "01029000"}, []string{"00C0000002"}, "0102", 0x9000},
		"61xx on channel 1":    {"01A40000023F00", []string{"6102", "01029000"}, []string{"01C0000002"}, "0102", 0x9000},
		"61xx after chaining":  {"102A8086023F00", []string{"6102", "01029000"}, []string{"00C0000002"}, "0102", 0x9000},
		"61xx in a row":        {"00CB3FFF045C02DF20", []string{"6100", full + "6102", "22229000"}, []string{"00C0000000", "00C0000002"}, full + "2222", 0x9000},
		"61xx with data":       {"00B0000000", []string{"016101", "029000"}, []string{"00C0000001"}, "0102", 0x9000},
		"61xx then a refusal":  {"00A40000023F00", []string{"6102", "6F00"}, []string{"00C0000002"}, "", 0x6F00},
		"61xx then a warning":  {"00A40000023F00", []string{"6102", "016283"}, []string{"00C0000002"}, "01", 0x6283},
		"61xx, 6Cxx":           {"00A40000023F00", []string{"6100", "6C02", "01029000"}, []string{"00C0000000", "00C0000002"}, "0102", 0x9000},
		"dry once":             {"00A40000023F00", []string{"6102", "6102", "01029000"}, []string{"00C0000002", "00C0000002"}, "0102", 0x9000},
		"6Cxx":                 {"00B0000000", []string{"6C02", "01029000"}, []string{"00B0000002"}, "0102", 0x9000},
		"6C00":                 {"00B0000010", []string{"6C00", full + "9000"}, []string{"00B0000000"}, full, 0x9000},
		"6Cxx once":            {"00B0000000", []string{"6C02"}, []string{"00B0000002"}, "", 0x6C02},
		"6Cxx case 1":          {"00840000", []string{"6C02", "01029000"}, []string{"0084000002"}, "0102", 0x9000},
		"6Cxx case 4":          {"00CB3FFF045C02DF2000", []string{"6C02", "01029000"}, []string{"00CB3FFF045C02DF2002"}, "0102", 0x9000},
		"6Cxx then 61xx":       {"00B0000000", []string{"6C02", "6102", "01029000"}, []string{"00B0000002", "00C0000002"}, "0102", 0x9000},
		"6Cxx to VERIFY":       {"0020000104313233FF", []string{"6C04"}, nil, "", 0x6C04},
		"6Cxx to VERIFY state": {"0020000100", []string{"6C04"}, nil, "", 0x6C04},
		"6Cxx to UPDATE":       {"00D600000101", []string{"6C04"}, nil, "", 0x6C04},
		"6Cxx to a signature":  {"002A9E9A010100", []string{"6C80"}, nil, "", 0x6C80},
		"6Cxx, no command":     {"00B0000002FF", []string{"6C02"}, nil, "", 0x6C02},
		"9Fxx":                 {"A0A40000023F00", []string{"9F0F"}, nil, "", 0x9F0F},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ch := &answers{list: c.answers}
			l := card.NewLink(ch)
			data, sw, err := l.Send(t.Context(), unhex(t, c.command))
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%X", data); got != c.data || sw != c.sw {
				t.Errorf("answer %s %v, want %s %v", got, sw, c.data, c.sw)
			}
			if diff := cmp.Diff(append([]string{c.command}, c.sent...), ch.sent); diff != "" {
				t.Errorf("commands (-want +got):\n%s", diff)
			}
			if l.Exchanges() != len(ch.sent) || l.Channel() != card.Channel(ch) {
				t.Errorf("%d exchanges, want %d", l.Exchanges(), len(ch.sent))
			}
		})
	}
}

func TestSendErrors(t *testing.T) {
	t.Parallel()
	const verify = "0020000104313233FF"
	for name, c := range map[string]struct {
		command  string
		answers  []string
		kind     card.LinkErrorKind
		header   [4]byte
		exchange int
	}{
		"no command":          {"0020", []string{"9000"}, card.LinkNotSent, [4]byte{}, 0},
		"lost":                {verify, []string{"error"}, card.LinkLost, [4]byte{0, 0x20, 0, 1}, 1},
		"lost GET RESPONSE":   {"00A40000023F00", []string{"6102", "error"}, card.LinkLost, [4]byte{0, 0xC0}, 2},
		"no status word":      {verify, []string{"90"}, card.LinkTruncated, [4]byte{0, 0x20, 0, 1}, 1},
		"nothing":             {verify, []string{""}, card.LinkTruncated, [4]byte{0, 0x20, 0, 1}, 1},
		"nothing after 61xx":  {"00A40000023F00", []string{"6102", "90"}, card.LinkTruncated, [4]byte{0, 0xC0}, 2},
		"more than 64 KiB":    {"00B0000000", []string{strings.Repeat("00", 65537) + "9000"}, card.LinkOversized, [4]byte{0, 0xB0}, 1},
		"64 KiB by parts":     {"00B0000000", []string{strings.Repeat("00", 60000) + "6100", strings.Repeat("00", 6000) + "9000"}, card.LinkOversized, [4]byte{0, 0xC0}, 2},
		"61xx, dry twice":     {"00A40000023F00", []string{"6102"}, card.LinkEndless, [4]byte{0, 0xA4}, 3},
		"61xx without an end": {"00A40000023F00", []string{"0161FF"}, card.LinkEndless, [4]byte{0, 0xA4}, 257},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ch := &answers{list: c.answers}
			l := card.NewLink(ch)
			data, sw, err := l.Send(t.Context(), unhex(t, c.command))
			var le *card.LinkError
			if !errors.As(err, &le) || data != nil || sw != 0 {
				t.Fatalf("answer %d bytes, %v, error %v", len(data), sw, err)
			}
			message, _ := text.Said(err)
			if in := fmt.Sprintf(", échange %d : ", c.exchange); message.EN != err.Error() || c.kind != card.LinkLost && !strings.Contains(message.FR, in) {
				t.Errorf("says %+v, want %q in French", message, in)
			}
			got := *le
			got.Err = nil
			if diff := cmp.Diff(card.LinkError{Kind: c.kind, Header: c.header, Exchange: c.exchange}, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if lost := errors.Is(err, errPulled); lost != (c.kind == card.LinkLost) {
				t.Errorf("wraps the channel's error: %v", lost)
			}
			for _, text := range []string{err.Error(), fmt.Sprintf("%+v", le), fmt.Sprintf("%#v", le)} {
				if strings.Contains(strings.ToUpper(text), "313233") || strings.Contains(text, "123") {
					t.Errorf("shows the data of the command: %s", text)
				}
			}
			if _, _, err := card.NewLink(&answers{list: []string{"9000"}}).Send(t.Context(), unhex(t, verify)); err != nil {
				t.Errorf("another link: %v", err)
			}
		})
	}
}

// The link can be used again after an error, for instance behind a reset.
func TestSendAfterError(t *testing.T) {
	t.Parallel()
	ch := &answers{list: []string{"01026102", "error", "03049000"}}
	l := card.NewLink(ch)
	if _, _, err := l.Send(t.Context(), unhex(t, "00B0000000")); err == nil {
		t.Fatal("no error for a lost exchange")
	}
	data, sw, err := l.Send(t.Context(), unhex(t, "00B0000000"))
	if err != nil || sw != apdu.SWOK || fmt.Sprintf("%X", data) != "0304" {
		t.Errorf("%X %v %v", data, sw, err)
	}
}

// quiet answers READ BINARY with 231 bytes by 61xx or 6Cxx and allocates nothing.
type quiet struct {
	cardtest.Func
	content [231]byte
}

func (q *quiet) Transmit(_ context.Context, dst, cmd []byte) ([]byte, error) {
	switch {
	case cmd[1] == apdu.INSGetResponse, cmd[1] == apdu.INSReadBinary && cmd[4] == 231:
		return apdu.AppendSW(append(dst, q.content[:]...), apdu.SWOK), nil
	case cmd[1] == apdu.INSReadBinary:
		return apdu.AppendSW(dst, apdu.SWWrongLe|231), nil
	default:
		return apdu.AppendSW(dst, apdu.SWBytesRemaining|231), nil
	}
}

func TestSendAllocations(t *testing.T) {
	l := card.NewLink(&quiet{})
	read, selectMF := unhex(t, "00B0000000"), unhex(t, "00A40000023F00")
	got := testing.AllocsPerRun(100, func() {
		for _, cmd := range [][]byte{read, selectMF} {
			if data, sw, err := l.Send(t.Context(), cmd); err != nil || sw != apdu.SWOK || len(data) != 231 {
				t.Fatal(len(data), sw, err)
			}
		}
	})
	if got != 0 {
		t.Errorf("%v allocations, want 0", got)
	}
}

func BenchmarkSend(b *testing.B) {
	l := card.NewLink(&quiet{})
	read := unhex(b, "00B00000E7")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := l.Send(b.Context(), read); err != nil {
			b.Fatal(err)
		}
	}
}
