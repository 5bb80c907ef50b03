package station_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/harness/trace"
)

// recording is a short session: EF.SN.ICC is selected and read, and a code presented.
const recording = `{"cpslab-trace":1,"program":"test","at":"2026-06-01T12:00:00Z"}
{"kind":"card","t":0,"reader":"other","atr":"3BAC00402A001225006480000310009000","protocol":"T=0"}
{"kind":"exchange","n":1,"t":1,"cmd":"00A4000002D003","resp":"611E","op":"SELECT","file":"EF.SN.ICC"}
{"kind":"exchange","n":2,"t":2,"cmd":"00B000000C","resp":"5A0A802500000112345678909000","op":"READ","file":"EF.SN.ICC"}
{"kind":"exchange","n":3,"t":3,"cmd":"00200001042A2A2A2A","resp":"9000","op":"VERIFY","file":"EF.SN.ICC"}
{"kind":"end","t":4,"exchanges":3}
`

// TestRecorded: the card of a trace answers a program what it answered, is faulted and put
// back like any other, and lets nothing be laid over its contents.
func TestRecorded(t *testing.T) {
	t.Parallel()
	session, err := trace.Read(strings.NewReader(recording))
	must(t, err)
	st := begin(t, station.Config{Readers: 2, Cards: []station.Recipe{station.Recorded("kept", session, 0)}})
	ctx := t.Context()
	c, err := st.Card("kept")
	must(t, err)
	if c.Serial != "1234567890" || c.PIN != (station.Tries{}) || c.Face.String() != "cps3" {
		t.Errorf("%+v", c)
	}
	if pin, err := st.PIN("kept"); err != nil || len(pin) != 4 {
		t.Errorf("a code of four digits was presented: %q, %v", pin, err)
	}
	reads := func() string {
		return sends(t, st, 1, "-s", "00:A4:00:00:02:D0:03", "-s", "00:B0:00:00:0C", "-s", "00:20:00:01:04:39:39:39:39")
	}
	found := func() {
		t.Helper()
		if out := reads(); !strings.Contains(out, "12 34 56 78 90") || strings.Count(out, "SW1=0x90") != 3 {
			t.Errorf("a program finds\n%s", out)
		}
	}
	found()
	must(t, st.Snapshot(ctx, "s"))
	must(t, st.Arm(ctx, 1, "status=6F00@READ#1"))
	if out := reads(); !strings.Contains(out, "SW1=0x6F") {
		t.Errorf("with a fault a program finds\n%s", out)
	}
	if err := st.Arm(ctx, 1, "absent=CPS_SIT_FACT"); !errors.Is(err, station.ErrRecorded) {
		t.Errorf("a fault of contents: %v", err)
	}
	must(t, st.Restore(ctx, "s"))
	must(t, st.Swap(ctx, 1, "cps3-healthy"))
	must(t, st.Reset(ctx))
	found()
	twin, err := st.Twin(1)
	must(t, err)
	if !twin.Recorded.Equal(session.At) || !bytes.Equal(twin.Channel.ATR(), session.Events[0].ATR) {
		t.Errorf("%+v", twin)
	}
	if _, err := st.Add(ctx, station.Recorded("none", session, 3)); err == nil {
		t.Error("a reader that the trace does not have")
	}
}
