package station_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/examine"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/trace"
	"github.com/cpslab/cps/testdata/testneed"
)

// begin starts a station that ends with the test, and leaves nothing.
func begin(t *testing.T, cfg station.Config) *station.Station {
	t.Helper()
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	dir, err := os.MkdirTemp("/tmp", "cpslab-station")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	cfg.Stack.Dir, cfg.Stack.Parts = dir, testneed.Parts()
	st, err := station.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
		if err := os.Remove(dir); err != nil {
			t.Error(err)
		}
	})
	return st
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sends asks a reader through another program's eyes.
func sends(t *testing.T, st *station.Station, reader int, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, testneed.Path("opensc-tool"), append([]string{"-r", st.Readers()[reader-1].Name, "-c", "default"}, args...)...)
	cmd.Env = append(os.Environ(), st.Env()...)
	out, _ := cmd.CombinedOutput() // what it says is what counts
	return string(out)
}

// shows says what a program finds in a reader: the bytes of EF.SN.ICC, or "empty".
func shows(t *testing.T, st *station.Station, reader int) string {
	t.Helper()
	out := sends(t, st, reader, "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:00")
	if strings.Contains(out, "Card not present") {
		return "empty"
	}
	return out
}

// wantCard checks that a program finds the card of that name.
func wantCard(t *testing.T, st *station.Station, reader int, name string) {
	t.Helper()
	c, err := st.Card(name)
	must(t, err)
	digits := []byte(c.Serial)
	var hex []string
	for i := 0; i+1 < len(digits); i += 2 {
		hex = append(hex, string(digits[i:i+2]))
	}
	if got := shows(t, st, reader); !strings.Contains(got, strings.Join(hex, " ")) {
		t.Fatalf("want %s with the number %s; a program finds\n%s", name, c.Serial, got)
	}
}

// TestMoves: what a call did is there for the next program, at once.
func TestMoves(t *testing.T) {
	t.Parallel()
	var told [][]station.Placed
	st := begin(t, station.Config{
		Readers: 1, Cards: []station.Recipe{station.Preset("cps3-healthy")},
		Changed: func(_ string, p []station.Placed) error { told = append(told, p); return nil },
	})
	ctx := t.Context()
	if n := len(st.Readers()); n != 2 {
		t.Fatalf("%d readers, want an even number", n)
	}
	wantCard(t, st, 1, "cps3-healthy")
	for range 2 {
		must(t, st.Remove(ctx, 1))
		if got := shows(t, st, 1); got != "empty" {
			t.Fatalf("after a removal a program finds\n%s", got)
		}
		if last := told[len(told)-1]; len(last) != 2 || last[0] != (station.Placed{Reader: st.Readers()[0].Name}) {
			t.Errorf("told %+v", last)
		}
		must(t, st.Remove(ctx, 1)) // it is out
		must(t, st.Insert(ctx, 1, "cps3-missing-dam"))
		must(t, st.Insert(ctx, 1, "cps3-missing-dam")) // it is in
		wantCard(t, st, 1, "cps3-missing-dam")
		must(t, st.Swap(ctx, 1, "cps3-healthy"))
		wantCard(t, st, 1, "cps3-healthy")
	}
	must(t, st.Insert(ctx, 2, "cps3-missing-dam"))
	wantCard(t, st, 2, "cps3-missing-dam")
	wantCard(t, st, 1, "cps3-healthy")
	last := told[len(told)-1]
	if len(last) != 2 || last[1].Card != "cps3-missing-dam" || last[1].PIN != "1234" || last[1].Reader != st.Readers()[1].Name || last[1].Serial == "" {
		t.Errorf("told %+v", last)
	}
	info := st.Info()
	if info.Readers[0].Insertions != 5 || info.Readers[0].Removals != 4 || len(info.Cards) != 2 || info.Cards[0].Exchanges == 0 {
		t.Errorf("counters %+v", info)
	}
}

// TestRefusals: each leaves the station as it was.
func TestRefusals(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Readers: 2, Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	ctx := t.Context()
	for name, c := range map[string]struct {
		err  error
		want error
		hint string
	}{
		"no such reader":    {st.Insert(ctx, 3, "cps3-healthy"), station.ErrNoReader, "from 1"},
		"reader 0":          {st.Remove(ctx, 0), station.ErrNoReader, "from 1"},
		"no such card":      {st.Swap(ctx, 1, "cps3-helthy"), station.ErrNoCard, "cps3-healthy"},
		"occupied":          {st.Insert(ctx, 1, "cps3-expired"), station.ErrOccupied, "swap"},
		"elsewhere":         {st.Insert(ctx, 2, "cps3-healthy"), station.ErrElsewhere, "remove"},
		"fault on nothing":  {st.Arm(ctx, 2, "remove@3"), station.ErrEmpty, "insert"},
		"no such fault":     {st.Arm(ctx, 1, "remoove@3"), nil, "remove"},
		"not behind":        {st.Arm(ctx, 1, "wedged@3"), station.ErrNotPlayed, "cpslab faults"},
		"no such snapshot":  {st.Restore(ctx, "x"), station.ErrNoSnapshot, ""},
		"bad name":          {st.Snapshot(ctx, "../x"), station.ErrName, ""},
		"hold without name": {st.Hold(ctx, 1, time.Minute), station.ErrName, ""},
		"discard in reader": {st.Discard(ctx, "cps3-healthy"), station.ErrElsewhere, "remove"},
		"twin of nothing":   {twinErr(st, 2), station.ErrEmpty, "insert"},
	} {
		if c.err == nil || c.want != nil && !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", name, c.err, c.want)
			continue
		}
		if _, hint := text.Say(c.err, "en"); !strings.Contains(hint, c.hint) {
			t.Errorf("%s: hint %q, want %q in it", name, hint, c.hint)
		}
	}
	wantCard(t, st, 1, "cps3-healthy")
	if r := st.Readers()[1]; r.Inserted || r.Card != "" {
		t.Errorf("%+v", r)
	}
}

func twinErr(st *station.Station, reader int) error {
	_, err := st.Twin(reader)
	return err
}

// TestHold: a reader that is held is kept from others, who read who has it.
func TestHold(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Readers: 2})
	one, two := station.By(t.Context(), "test-one"), station.By(t.Context(), "test-two")
	must(t, st.Hold(one, 1, time.Minute))
	var busy *station.BusyError
	for name, err := range map[string]error{
		"insert": st.Insert(two, 1, "cps3-healthy"), "hold": st.Hold(two, 1, time.Minute), "release": st.Release(two, 1),
		"reset": st.Reset(two), "nobody": st.Remove(t.Context(), 1),
	} {
		if !errors.As(err, &busy) || busy.Holder != "test-one" || busy.Until.IsZero() {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, st.Insert(two, 2, "cps3-expired"))
	must(t, st.Insert(one, 1, "cps3-healthy"))
	must(t, st.Release(one, 1))
	must(t, st.Remove(two, 1))
	must(t, st.Hold(one, 1, time.Nanosecond)) // over at once
	must(t, st.Hold(two, 1, time.Minute))
}

// TestTwoAtOnce: of two changes of one reader at the same time, one is refused and told
// by whom it is taken.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Readers: 2})
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() { errs <- st.Insert(station.By(t.Context(), "many"), 1, "cps3-healthy") }()
	}
	refused, done := 0, 0
	for range cap(errs) {
		switch err := <-errs; {
		case err == nil:
			done++
		case errors.As(err, new(*station.BusyError)):
			refused++
		default:
			t.Error(err)
		}
	}
	if done == 0 || refused == 0 {
		t.Errorf("%d done, %d refused", done, refused)
	}
	wantCard(t, st, 1, "cps3-healthy")
}

// verdict reads the twin of a card.
func verdict(t *testing.T, st *station.Station, reader int) string {
	t.Helper()
	twin, err := st.Twin(reader)
	must(t, err)
	reading := examine.Card(t.Context(), twin.Channel, examine.Options{Read: harness.ReadOptions{PIN: harness.ConstantPIN(twin.PIN), Certificates: true}})
	res := reading.Judge(time.Now())
	return string(res.Verdict)
}

// TestFaults: an exchange is broken for the program, the verdict of the twin changes, and
// both end with the fault. A fault of contents is seen as another card.
func TestFaults(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Readers: 2, Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	ctx := t.Context()
	if v := verdict(t, st, 1); v != "ok" {
		t.Fatalf("verdict %s", v)
	}
	must(t, st.Arm(ctx, 1, "status=6F00@READ#1"))
	if out := sends(t, st, 1, "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:10"); !strings.Contains(out, "SW1=0x6F, SW2=0x00") {
		t.Errorf("an armed fault and\n%s", out)
	}
	if c, err := st.Card("cps3-healthy"); err != nil || len(c.Faults) != 1 || c.Faults[0].Fired != 1 || c.Faults[0].Exchange == 0 {
		t.Errorf("%+v, %v", c, err)
	}
	must(t, st.Arm(ctx, 1, "absent=CPS_SIT_FACT"))
	if v := verdict(t, st, 1); v != "blocked" {
		t.Errorf("without CPS_SIT_FACT the verdict is %s", v)
	}
	must(t, st.Arm(ctx, 1, "remove@2"))
	if out := sends(t, st, 1, "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:10"); strings.Contains(out, "SW1=0x90, SW2=0x00\n80") {
		t.Errorf("a card that is pulled out and\n%s", out)
	}
	if r := st.Readers()[0]; r.Inserted || r.Card != "cps3-healthy" {
		t.Errorf("a card that was pulled out: %+v", r)
	}
	must(t, st.Arm(ctx, 1, ""))
	must(t, st.Insert(ctx, 1, "cps3-healthy"))
	wantCard(t, st, 1, "cps3-healthy")
	if v := verdict(t, st, 1); v != "ok" {
		t.Errorf("without faults the verdict is %s", v)
	}
	must(t, st.Arm(ctx, 1, "late=1s"))
	wantCard(t, st, 1, "cps3-healthy")
	must(t, st.Arm(ctx, 1, "mute"))
	if out := sends(t, st, 1, "-a"); strings.Contains(out, "3b:") {
		t.Errorf("a mute card and\n%s", out)
	}
}

// TestSilentCardLetsGo: a card that never answers is no obstacle to whoever changes it.
func TestSilentCardLetsGo(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Readers: 2, Cards: []station.Recipe{station.Preset("cps3-healthy")}, Faults: []string{"silent@READ#1"}})
	hung := make(chan string, 1)
	go func() { hung <- sends(t, st, 1, "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:10") }()
	for { // until the program waits for the card
		c, err := st.Card("cps3-healthy")
		must(t, err)
		if len(c.Faults) == 1 && c.Exchanges >= 1 {
			break
		}
		must(t, st.Log().Wait(t.Context(), st.Log().Last()))
	}
	must(t, st.Arm(t.Context(), 1, ""))
	<-hung
	wantCard(t, st, 1, "cps3-healthy")
}

// TestTheLogKeepsNoCode: what was exchanged is there, in words, without the code.
func TestTheLogKeepsNoCode(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	before := st.Log().Last()
	sends(t, st, 1, "-s", "00:20:00:01:04:31:32:33:34", "-s", "00:A4:00:00:02:D0:03")
	records, missed := st.Log().After(before, 100)
	if missed != 0 {
		t.Errorf("%d missed", missed)
	}
	i := slices.IndexFunc(records, func(r station.Record) bool { return r.Exchange != nil && r.Exchange.Op == "VERIFY" })
	if i < 0 {
		t.Fatalf("no VERIFY in %d records", len(records))
	}
	x := records[i].Exchange
	want := &trace.Event{Kind: trace.KindExchange, N: x.N, Took: x.Took, Command: []byte("\x00\x20\x00\x01\x04****"), Answer: []byte{0x90, 0}, Op: "VERIFY", File: x.File}
	if !cmp.Equal(want, x) || !x.Masked() || x.N < 1 {
		t.Errorf("%+v", x)
	}
	for n, r := range records {
		if r.ID != before+int64(n)+1 {
			t.Errorf("record %d has the number %d", n, r.ID)
		}
	}
	i = slices.IndexFunc(records, func(r station.Record) bool { return r.Exchange != nil && r.Exchange.File == "EF.SN.ICC" })
	if i < 0 {
		t.Error("no SELECT of EF.SN.ICC")
	}
}

// TestCrash: a service that dies is back when Crash returns, with its cards; one that dies
// by itself comes back, too.
func TestCrash(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	must(t, st.Crash(t.Context()))
	wantCard(t, st, 1, "cps3-healthy")
	must(t, st.Restart(t.Context()))
	wantCard(t, st, 1, "cps3-healthy")
	must(t, st.Die())
	for id := st.Log().Last(); st.Info().Restarts < 3; id = st.Log().Last() {
		must(t, st.Log().Wait(t.Context(), id))
	}
	wantCard(t, st, 1, "cps3-healthy")
}

// TestManyCards: a thousand are held, and one more is refused.
func TestManyCards(t *testing.T) {
	t.Parallel()
	st := begin(t, station.Config{Readers: 2})
	ctx := t.Context()
	for range station.MaxCards {
		if _, err := st.Add(ctx, station.Preset("cps3-healthy")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := st.Add(ctx, station.Preset("cps3-healthy")); !errors.Is(err, station.ErrFull) {
		t.Errorf("one more: %v", err)
	}
	must(t, st.Insert(ctx, 1, "cps3-healthy-1000"))
	wantCard(t, st, 1, "cps3-healthy-1000")
	must(t, st.Discard(ctx, "cps3-healthy-999"))
	if _, err := st.Add(ctx, station.YAML("mine", []byte("extends: cps3-healthy\nlanguage: EN\n"))); err != nil {
		t.Error(err)
	}
	if _, err := st.Add(ctx, station.YAML("theirs", []byte("extends: ../../secret.yaml\n"))); err == nil {
		t.Error("a profile from outside extends a file")
	}
}

// TestStartRefuses: nothing is left of a station that cannot begin.
func TestStartRefuses(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]station.Config{
		"no reader":           {},
		"too many":            {Readers: 17},
		"negative":            {Readers: -1},
		"no such preset":      {Cards: []station.Recipe{station.Preset("none")}},
		"no such file":        {Cards: []station.Recipe{station.File("none.yaml")}},
		"no such fault":       {Cards: []station.Recipe{station.Preset("cps3-healthy")}, Faults: []string{"none@1"}},
		"a fault on nothing":  {Readers: 2, Faults: []string{"mute"}},
		"a service not there": {Readers: 2, Stack: stack.Config{PCSCD: "/nowhere/pcscd"}},
	} {
		if st, err := station.Start(t.Context(), cfg); err == nil {
			t.Errorf("%s: no error", name)
			_ = st.Close()
		}
	}
}
