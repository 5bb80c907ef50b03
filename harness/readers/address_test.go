package readers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/readers"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]readers.Address{
		"sim:": {Scheme: readers.SchemeSim}, "pcsc:": {Scheme: readers.SchemePCSC}, "pcsc:A: 00": {Scheme: readers.SchemePCSC, Name: "A: 00"},
		"sim:cps3-healthy": {Scheme: readers.SchemeSim, Name: "cps3-healthy"}, "trace:x.jsonl": {Scheme: readers.SchemeTrace, Name: "x.jsonl"},
	} {
		got, err := readers.ParseAddress(s)
		if got != want || err != nil || got.String() != s {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
}

func TestAddressErrorsSayThemselves(t *testing.T) {
	t.Parallel()
	type said struct{ message, hint text.Text }
	for address, want := range map[string]said{
		"": {
			text.Text{FR: "il manque l'adresse du lecteur", EN: `reader address "" is not understood`},
			text.Text{FR: "écrivez sim:PRESET ou pcsc:NOM", EN: "write sim:PRESET, pcsc:NAME or trace:FILE"},
		},
		"cps3": {
			text.Text{FR: "adresse de lecteur incompréhensible : « cps3 »", EN: `reader address "cps3" is not understood`},
			text.Text{
				FR: "écrivez sim:cps3 pour une carte simulée, ou pcsc:cps3 pour un lecteur PC/SC de ce nom",
				EN: "write sim:cps3 for a simulated card, or pcsc:cps3 for a PC/SC reader of that name",
			},
		},
		"trace:": {
			text.Text{FR: "adresse de lecteur incompréhensible : « trace: »", EN: `reader address "trace:" is not understood`},
			text.Text{FR: "nommez le fichier : trace:FICHIER", EN: "name the file: trace:FILE"},
		},
		"usb:x": {
			text.Text{FR: "adresse de lecteur incompréhensible : « usb:x »", EN: `reader address "usb:x" is not understood`},
			text.Text{FR: "les adresses commencent par sim:, pcsc: ou trace:, pas par « usb: »", EN: `the kinds of reader are sim:, pcsc: and trace:, not "usb:"`},
		},
	} {
		_, err := readers.ParseAddress(address)
		var got said
		got.message, got.hint = text.Said(err)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(said{})); diff != "" || !text.IsBadInput(err) {
			t.Errorf("%q: %s", address, diff)
		}
	}
}
