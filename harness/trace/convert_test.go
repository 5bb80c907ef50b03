package trace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/testdata/testneed"
)

// reading is the trace of a card that was read whole.
func reading(t *testing.T) *Trace {
	t.Helper()
	return recording(t, "cps3-two-activities", func(ch card.Channel) {
		if _, err := harness.Read(t.Context(), ch, harness.ReadOptions{PIN: harness.ConstantPIN("1234"), Certificates: true}); err != nil {
			t.Fatal(err)
		}
	})
}

// said is what every format can hold of a trace.
func said(of *Trace) []string {
	var all []string
	for _, e := range of.Events {
		switch e.Kind {
		case KindCard:
			all = append(all, fmt.Sprintf("card %X %s", []byte(e.ATR), e.Protocol))
		case KindExchange:
			all = append(all, fmt.Sprintf("%d %X → %X (%s %s, %v)", e.N, []byte(e.Command), []byte(e.Answer), e.Op, e.File, e.Took.Duration()))
		case KindReset, KindError, KindFault, KindMark, KindEnd:
		}
	}
	return all
}

// There and back again nothing is lost that a format can hold: commands, answers, the answer
// to reset, the protocol and how long each took. What masks a code stays masked.
func TestThereAndBack(t *testing.T) {
	t.Parallel()
	was := reading(t)
	for i := range was.Events {
		if e := &was.Events[i]; e.Kind == KindExchange {
			e.Took = Micros(i * 37) // the clock is too fast for a card in this process
		}
	}
	for _, f := range []Format{FormatScriptor, FormatAPDU4J} {
		var b bytes.Buffer
		if err := Export(&b, was, 0, f); err != nil {
			t.Fatal(err)
		}
		if got := Guess(b.Bytes()); got != f {
			t.Errorf("%s is taken for %q", f, got)
		}
		is, err := Import(&b, f)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if diff := cmp.Diff(said(was), said(is)); diff != "" {
			t.Errorf("%s (-was +is):\n%s", f, diff)
		}
		if changes := Diff(was, is, 0, true); len(changes) > 0 {
			t.Errorf("%s: %d changes", f, len(changes))
		}
	}
}

// A script that is run on a card presents no code: what was masked is a comment.
func TestScriptPresentsNoCode(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := Export(&b, reading(t), 0, FormatScriptor); err != nil {
		t.Fatal(err)
	}
	masked := 0
	for line := range strings.Lines(b.String()) {
		if strings.Contains(line, "**") {
			masked++
		}
		if !strings.HasPrefix(line, "#") && (strings.HasPrefix(line, "00 20") || strings.Contains(line, "*")) {
			t.Errorf("a command of the script: %s", line)
		}
	}
	if masked != 1 {
		t.Errorf("%d masked commands, want 1", masked)
	}
}

// pcscdLog and openscLog write a reading as these programs log it.
func pcscdLog(of *Trace) string {
	var b strings.Builder
	b.WriteString("00000000 [140251] eventhandler.c:359:EHStatusHandlerThread() Card inserted\n")
	for i := range of.Events {
		switch e := &of.Events[i]; e.Kind {
		case KindCard:
			fmt.Fprintf(&b, "00000021 Card ATR: % X \n", []byte(e.ATR))
		case KindExchange:
			fmt.Fprintf(&b, "00000312 \x1b[35mAPDU: % X \x1b[0m\n%08d SW: % X \n", []byte(e.Command), i, []byte(e.Answer))
		case KindReset, KindError, KindFault, KindMark, KindEnd:
		}
	}
	return b.String()
}

func openscLog(of *Trace) string {
	var b strings.Builder
	dump := func(head string, bytes []byte) {
		fmt.Fprintf(&b, "\n%s APDU (%d bytes):\n", head, len(bytes))
		for at := 0; at < len(bytes); at += 16 {
			row := bytes[at:min(at+16, len(bytes))]
			fmt.Fprintf(&b, "% X %s\n", row, strings.Repeat(".", len(row)))
		}
	}
	fmt.Fprintf(&b, "P:1 17:34:48.092 [opensc-tool] card.c:1234:match_atr_table: ATR     : %s\n", strings.ReplaceAll(fmt.Sprintf("% x", []byte(of.Events[0].ATR)), " ", ":"))
	for i := range of.Events {
		if e := &of.Events[i]; e.Kind == KindExchange {
			dump("Outgoing", e.Command)
			b.WriteString("P:14755; T:0x140 17:34:48.093 [opensc-tool] reader-pcsc.c:244:pcsc_internal_transmit: called\n")
			dump("Incoming", e.Answer)
		}
	}
	return b.String()
}

// The logs of other programs become traces that replay to the byte.
func TestImport(t *testing.T) {
	t.Parallel()
	was := reading(t)
	for f, log := range map[Format]string{FormatPCSCD: pcscdLog(was), FormatOpenSC: openscLog(was)} {
		if got := Guess([]byte(log)); got != f {
			t.Errorf("%s is taken for %q", f, got)
		}
		is, err := Import(strings.NewReader(log), f)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if changes := Diff(was, is, 0, true); len(changes) > 0 {
			t.Errorf("%s: %d changes, the first %+v", f, len(changes), changes[0])
		}
		if atr := is.Readers()[0].ATR; !bytes.Equal(atr, was.Readers()[0].ATR) {
			t.Errorf("%s: ATR % X", f, []byte(atr))
		}
		// Cut anywhere it is read as far as it goes, or refused by its line.
		for _, at := range []int{len(log) / 3, len(log) / 2, len(log) - 3} {
			part, err := Import(strings.NewReader(log[:at]), f)
			if err != nil && !text.IsBadInput(err) || len(part.Events) == 0 {
				t.Errorf("%s cut at %d: %d events, %v", f, at, len(part.Events), err)
			}
		}
	}
	for _, f := range Imports() {
		if _, err := Import(strings.NewReader("nothing of interest\n"), f); !text.IsBadInput(err) {
			t.Errorf("%s: %v", f, err)
		}
	}
	if Guess([]byte("nothing of interest\n")) != "" {
		t.Error("a guess at nothing")
	}
}

// FuzzImport: a log from outside is read within bounds or refused in words, and what was read
// of it can be written.
func FuzzImport(f *testing.F) {
	for i, s := range []string{"00000000 APDU: 00 A4 00 00\n00000000 SW: 90 00\n", "Outgoing APDU (4 bytes):\n00 A4 00 00 ....\nIncoming APDU (2 bytes):\n90 00 ..\n", "> 00 A4 00 00\n< 90 00 : ok\n> RESET\n< OK: 3B 00\n", "# ATR: 3B00\n00A40000\n# 3ms\n9000\n"} {
		f.Add([]byte(s), uint8(i+1))
	}
	f.Fuzz(func(t *testing.T, b []byte, which uint8) {
		_ = Guess(b)
		got, err := Import(bytes.NewReader(b), Imports()[int(which)%len(Imports())])
		if err != nil && !text.IsBadInput(err) {
			t.Fatal(err)
		}
		for _, to := range Exports()[1:] {
			if err := Export(&bytes.Buffer{}, got, 0, to); err != nil {
				t.Fatal(err)
			}
		}
		l, err := NewLog(discard{}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		file := &File{Log: l}
		file.Copy(got)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// A capture is what Wireshark says it is: each exchange is dissected as one of a card.
func TestCapture(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "tshark")
	was := reading(t)
	path := filepath.Join(t.TempDir(), "t.pcap")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(Export(f, was, 0, FormatPCAP), f.Close()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	out, err := exec.CommandContext(ctx, "tshark", "-r", path, "-T", "fields", "-e", "frame.protocols", "-e", "gsm_sim.apdu.ins", "-e", "_ws.malformed").Output()
	if err != nil {
		t.Fatal(err)
	}
	frames := strings.Split(strings.TrimSpace(string(out)), "\n")
	exchanges := exchangesOf(was, 0)
	if len(frames) != len(exchanges) {
		t.Fatalf("%d frames of %d exchanges", len(frames), len(exchanges))
	}
	for i, frame := range frames {
		fields := strings.Split(frame, "\t")
		want := fmt.Sprintf("0x%02x", exchanges[i].Command[1])
		if fields[0] != "ip:udp:gsmtap:gsm_sim" || fields[1] != want && fields[1] != "0x"+strings.TrimLeft(want[2:], "0") {
			t.Errorf("exchange %d, instruction %s: %q", i+1, want, frame)
		}
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	one, other := reading(t), reading(t)
	if changes := Diff(one, other, 0, false); len(changes) > 0 {
		t.Errorf("two readings of one card: %d changes, the first %+v", len(changes), changes[0])
	}
	if len(Diff(one, other, 0, true)) == 0 {
		t.Error("two traces have the same bytes")
	}
	changed := *other
	changed.Events = append([]Event(nil), other.Events...)
	changed.Events[5].Answer = card.HexBytes{0x6A, 0x82}
	changed.Events = append(changed.Events[:9:9], changed.Events[10:]...)
	var kinds []string
	for _, c := range Diff(one, &changed, 0, false) {
		kinds = append(kinds, c.Kind())
	}
	if diff := cmp.Diff([]string{"changed", "removed"}, kinds); diff != "" {
		t.Error(diff)
	}
}
