package control_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/station"
)

// twoReaders is a trace of two readers, each with a card, as JSON has it.
const twoReaders = `"{\"cpslab-trace\":1,\"at\":\"2026-06-01T12:00:00Z\"}\n` +
	`{\"kind\":\"card\",\"t\":0,\"reader\":\"x\",\"atr\":\"3BAC00402A001225006480000310009000\"}\n` +
	`{\"kind\":\"card\",\"t\":1,\"r\":1,\"reader\":\"y\",\"atr\":\"3BDC18FF00001225006480000401009000\"}\n"`

// Of a trace of several readers, the card of the reader that is asked for.
func TestCardOfATrace(t *testing.T) {
	t.Parallel()
	s := serve(t, station.Config{Readers: 1})
	mine := http.Header{"Authorization": {"Bearer " + s.token}, "Content-Type": {"application/json"}}
	for of, face := range map[string]string{"": "cps3", `,"trace_reader":1`: "cps3", `,"trace_reader":2`: "cps4"} {
		status, answer := s.raw(t, http.MethodPost, "/v1/cards", mine, io.NopCloser(strings.NewReader(`{"trace":`+twoReaders+of+`}`)))
		var made control.Card
		if err := json.Unmarshal(answer, &made); err != nil || status != http.StatusOK || made.Face != face {
			t.Errorf("%q: %d %s, want %s", of, status, answer, face)
		}
	}
}
