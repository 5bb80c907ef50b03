package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/station"
	"github.com/cpslab/cps/testdata/testneed"
)

// sheet is a workstation as somebody put it down.
const sheet = "../../testdata/stations/station-01-windows.json"

// anExchange stands for the number of one in a path.
const anExchange = "NUMBER"

// calls are one request of each operation, in an order in which each succeeds.
var calls = []struct{ id, path, body string }{
	{"bench", "/v1", ""},
	{"readers", "/v1/readers", ""},
	{"reader", "/v1/readers/1", ""},
	{"presets", "/v1/presets", ""},
	{"faults", "/v1/faults", ""},
	{"add", "/v1/cards", `{"profile":"extends: cps3-healthy\n","name":"mine"}`},
	{"add", "/v1/cards", `{"trace":"{\"cpslab-trace\":1,\"at\":\"2026-06-01T12:00:00Z\"}\n{\"kind\":\"card\",\"t\":0,\"reader\":\"x\",\"atr\":\"3BAC00402A001225006480000310009000\"}\n","name":"kept"}`},
	{"cards", "/v1/cards", ""},
	{"card", "/v1/cards/mine", ""},
	{"pin", "/v1/cards/mine/pin", ""},
	{"insert", "/v1/readers/2/insert", `{"card":"mine"}`},
	{"arm", "/v1/readers/2/faults", `{"faults":["remove@500","few-tries"]}`},
	{"verdict", "/v1/readers/2/verdict?lang=fr", ""},
	{"evidence", "/v1/readers/2/evidence", ""},
	{"record", "/v1/records/" + anExchange, ""},
	{"snapshot", "/v1/snapshots/s1", ""},
	{"snapshots", "/v1/snapshots", ""},
	{"hold", "/v1/readers/2/hold", `{"seconds":60}`},
	{"reader", "/v1/readers/2", ""},
	{"swap", "/v1/readers/2/swap", `{"preset":"cps3-no-fse"}`},
	{"release", "/v1/readers/2/hold", ""},
	{"remove", "/v1/readers/2/remove", ""},
	{"restore", "/v1/snapshots/s1/restore", `{"readers":[2]}`},
	{"resetReader", "/v1/readers/2/reset", ""},
	{"discard", "/v1/cards/cps3-no-fse", ""},
	{"reset", "/v1/reset", ""},
	{"restart", "/v1/service/restart", `{"kill":true}`},
	{"explain", "/v1/explain?lang=en", `{"message":"61444"}`},
	{"explain", "/v1/explain?lang=fr", `{"message":"La CPS n'a pas de DAM"}`},
	{"explainLog", "/v1/explain/log?lang=fr", "@../../testdata/logs/pcscd-mute.log"},
	{"explainLog", "/v1/explain/log?lang=en", "@../../testdata/logs/pcscd-healthy.log"},
	{"ask", "/v1/ask?lang=fr", `{"message":"61444"}`},
	{"ask", "/v1/ask?lang=en", `{"message":"61444","answers":[{"fact":"card.atr","answer":"no"}],"answer":"cps"}`},
	{"ask", "/v1/ask?lang=en", `{"message":"CPS-WS-020","support":true}`},
	{"workstation", "/v1/workstation", "@" + sheet},
	{"log", "/v1/log?most=1000", ""},
}

// TestAnswersFollowTheDocument: each operation of the document is made, and what comes
// back holds what the document tells, and nothing else.
func TestAnswersFollowTheDocument(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "opensc-tool")
	s := serve(t, station.Config{Cards: []station.Recipe{station.Preset("cps3-healthy")}})
	type operation struct {
		ID        string `json:"operationId"`
		Responses map[string]struct {
			Content map[string]struct {
				Schema struct {
					Ref string `json:"$ref"`
				} `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
		method string
	}
	var doc struct {
		Paths map[string]map[string]*operation `json:"paths"`
	}
	must(t, json.Unmarshal(control.OpenAPI(), &doc))
	operations := map[string]*operation{}
	for _, methods := range doc.Paths {
		for method, op := range methods {
			op.method = strings.ToUpper(method)
			operations[op.ID] = op
		}
	}
	header := http.Header{"Authorization": {"Bearer " + s.token}, "Content-Type": {"application/json"}, "Cpslab-By": {"test"}}
	made := map[string]bool{"events": true, "type": true} // a stream, TestLog; a USB reader, TestKeypad
	for _, c := range calls {
		op := operations[c.id]
		if op == nil {
			t.Fatalf("%s: no such operation", c.id)
		}
		made[c.id] = true
		if path, ok := strings.CutPrefix(c.body, "@"); ok {
			b, err := os.ReadFile(path)
			must(t, err)
			c.body = string(b)
		}
		if before, ok := strings.CutSuffix(c.path, anExchange); ok {
			c.path = before + strconv.FormatInt(exchanged(t, s), 10)
		}
		status, answer := s.raw(t, op.method, c.path, header, io.NopCloser(strings.NewReader(c.body)))
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", c.id, status, answer)
		}
		var v any
		must(t, json.Unmarshal(answer, &v))
		name := strings.TrimPrefix(op.Responses["200"].Content["application/json"].Schema.Ref, "#/components/schemas/")
		if err := control.SchemaOf(t, name).Validate(v); err != nil {
			t.Errorf("%s: %v\n%s", c.id, err, answer)
		}
	}
	for id := range operations {
		if !made[id] {
			t.Errorf("%s: not tried", id)
		}
	}
	_, answer := s.raw(t, "GET", "/nowhere", nil, nil)
	var v any
	must(t, json.Unmarshal(answer, &v))
	if err := control.SchemaOf(t, "Problem").Validate(v); err != nil {
		t.Errorf("%v\n%s", err, answer)
	}
	_, answer = s.raw(t, "GET", "/openapi.json", nil, nil)
	if string(answer) != string(control.OpenAPI()) {
		t.Error("another document is served")
	}
}

// exchanged is the number of an exchange of the log.
func exchanged(t *testing.T, s *served) int64 {
	t.Helper()
	opensc(t, s, "-c", "default", "-s", "00:B0:9C:00:00")
	records, _ := s.bench.Log().After(0, station.LogSize)
	for _, r := range records {
		if r.Exchange != nil && r.Exchange.File == "EF.SN.ICC" {
			return r.ID
		}
	}
	t.Fatal("no exchange")
	return 0
}
