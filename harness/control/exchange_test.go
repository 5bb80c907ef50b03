package control_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/testdata/testneed"
)

// TestExchangeAndFinding: what a program read is told in fields, the exchange that a
// finding rests on is named by its number, and a code is in neither.
func TestExchangeAndFinding(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "opensc-tool")
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-expired")}})
	ctx := t.Context()
	var rests struct{ Evidence []control.Basis }
	must(t, s.client.Do(ctx, "GET", "/v1/readers/1/evidence", nil, &rests))
	expiry := func() control.Basis {
		t.Helper()
		i := slices.IndexFunc(rests.Evidence, func(b control.Basis) bool { return b.File == "CPS_ID_CARD" })
		if i < 0 {
			t.Fatalf("no finding rests on CPS_ID_CARD: %+v", rests.Evidence)
		}
		return rests.Evidence[i]
	}
	if b := expiry(); len(b.Records) > 0 || b.Card != "cps3-expired" || b.Ops != nil || len(b.Fields) == 0 {
		t.Errorf("before any program read the file: %+v", b)
	}
	before := s.bench.Log().Last()
	out := opensc(t, s, "-c", "default", "-s", "00:A4:09:04:06:3F:00:00:01:D1:01", "-s", "00:B0:00:00:08", "-s", "00:B0:00:08:18", "-s", "00:20:00:01:04:39:39:39:39")
	if !strings.Contains(out, "SW1=0x63") {
		t.Fatal(out)
	}
	must(t, s.client.Do(ctx, "GET", "/v1/readers/1/evidence", nil, &rests))
	named := expiry().Records
	records, err := s.client.Log(ctx, before, 100)
	must(t, err)
	last := 0
	for i, r := range records {
		x := r.Exchange
		if x == nil {
			continue
		}
		if of := x.File == "CPS_ID_CARD" && x.Op != "VERIFY"; of != slices.Contains(named, r.ID) {
			t.Errorf("record %d is of %q; the finding rests on %v", r.ID, x.File, named)
		}
		if x.Op == "READ" && x.File == "CPS_ID_CARD" {
			last = i
		}
		if x.Op == "VERIFY" && (x.Sent != "0020000104********" || strings.Contains(x.Sent, "39393939")) {
			t.Errorf("a code was kept: %s", x.Sent)
		}
	}
	counted := slices.IndexFunc(rests.Evidence, func(b control.Basis) bool { return slices.Contains(b.Ops, "VERIFY") })
	if counted < 0 || rests.Evidence[counted].File != "" || len(rests.Evidence[counted].Records) != 1 {
		t.Errorf("a wrong code is what the finding about tries rests on: %+v", rests.Evidence)
	}
	var d control.Detail
	must(t, s.client.Do(ctx, "GET", "/v1/records/"+strconv.FormatInt(records[last].ID, 10), nil, &d))
	if d.From != 8 || len(d.Content) != 2*32 || d.Record.ID != records[last].ID || !strings.HasPrefix(d.Content, "E31E80") || !strings.HasSuffix(d.Content, d.Record.Exchange.Got) {
		t.Errorf("a file that was read in two pieces: %+v", d)
	}
	expires := slices.ContainsFunc(d.Fields, func(f control.Field) bool { return f.Name.EN == "category" && f.Value != nil })
	if !expires {
		t.Errorf("no field of the card: %+v", d.Fields)
	}
	for _, path := range []string{"/v1/records/0", "/v1/records/x", "/v1/records/999999", "/v1/records/" + strconv.FormatInt(inserted(t, s), 10)} {
		status, answer := s.raw(t, "GET", path, nil, nil)
		var p control.Problem
		if err := json.Unmarshal(answer, &p); err != nil || status != http.StatusNotFound || p.Code != "not-found" {
			t.Errorf("%s: %d %s", path, status, answer)
		}
	}
}

// inserted is the number of a record that is no exchange.
func inserted(t *testing.T, s *served) int64 {
	t.Helper()
	must(t, s.client.Swap(t.Context(), 1, "cps3-healthy"))
	return s.bench.Log().Last()
}
