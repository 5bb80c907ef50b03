package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/testdata/schematest"
)

func doctorSchemaOf(t *testing.T, resolve func(testing.TB, []byte) *jsonschema.Resolved) *jsonschema.Resolved {
	t.Helper()
	b, err := doctorSchema()
	if err != nil {
		t.Fatal(err)
	}
	return resolve(t, b)
}

// doctorJSON is what doctor writes for a report, decoded.
func doctorJSON(t *testing.T, rep workstation.Report, lang string) map[string]any {
	t.Helper()
	var out bytes.Buffer
	a := &app{streams: streams{out: &out}, getenv: func(string) string { return "" }, lang: lang, format: "json"}
	if err := a.doctor(rep, doctorRequest{explain: true, now: doctorNow}); err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// What doctor writes is what it publishes: for this machine, for machines of
// each system, and for a machine with everything on it.
func TestDoctorFollowsItsSchema(t *testing.T) {
	t.Parallel()
	schema := doctorSchemaOf(t, schematest.Closed)
	full := healthyStation()
	full.env["SSH_CONNECTION"] = "203.0.113.9 50000 203.0.113.1 22"
	full.readers = append(full.readers, workstation.Reader{Slot: card.Slot{Name: "B", State: card.SlotEmpty}},
		workstation.Reader{Slot: card.Slot{Name: "C", State: card.SlotCard, ATR: card.HexBytes{0x3B, 0x65}}},
		workstation.Reader{Slot: card.Slot{Name: "D", State: card.SlotMute}}, workstation.Reader{Slot: card.Slot{Name: "E", State: card.SlotInUse, ATR: card.ATRCPS3Contactless}})
	full.agent = workstation.AgentQuery{Port: agentPort, Program: "agent"}
	full.listen("agent")
	full.plug("2-1.4", map[string]string{"2-1": "a0"})
	full.files["etc/galss.ini"] = &fstest.MapFile{Data: []byte("[CANAL1]\nCaracteristiques=Gemalto 00\n[CANAL1.PAD1.LAD1]\nNomLAD=CPS\n[CANAL2]\nCaracteristiques=9600,1,8,0,0\n")}
	full.files["usr/local/sesam/etc/sesam.ini"] = &fstest.MapFile{Data: []byte("[COMMUN]\nRepertoireTravail=/etc\nRepertoireTable=/x\n[MGC]\nRepertoireConfigTrace=/y\n")}
	full.files["usr/share/p11-kit/modules/a.module"] = &fstest.MapFile{Data: []byte("module: a.so\n")}
	full.files["proc/41/comm"] = &fstest.MapFile{Data: []byte("scdaemon\n")}
	full.env["CPSLAB_CRYPTOLIB"] = "/nowhere.so"
	full.module = func(context.Context, string) (workstation.Module, error) {
		return workstation.Module{Path: "p", Cryptoki: "2.20", Manufacturer: "ANS", Description: "CPS3", Version: "3.1"}, nil
	}
	wedged := healthyStation()
	wedged.err = errors.New("F")
	reports := map[string]workstation.Report{
		"this machine": workstation.Collect(t.Context(), workstation.Options{}),
		"full":         full.report(t.Context()),
		"wedged":       wedged.report(t.Context()),
		"nothing":      (&station{files: fstest.MapFS{}}).report(t.Context()),
	}
	for _, system := range []string{"windows", "darwin", "freebsd"} {
		reports[system] = workstation.Collect(t.Context(), workstation.Options{
			OS: system, Root: fstest.MapFS{}, Getenv: func(string) string { return "" },
			Booted: func() (time.Time, error) { return doctorNow, fs.ErrPermission },
		})
	}
	for name, rep := range reports {
		for _, lang := range []string{"fr", "en"} {
			if err := schema.Validate(doctorJSON(t, rep, lang)); err != nil {
				t.Errorf("%s, %s: %v", name, lang, err)
			}
		}
	}
}

// The schema refuses what it describes otherwise, and takes what is added.
func TestDoctorSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := doctorSchemaOf(t, schematest.Published)
	rep := healthyStation().report(t.Context())
	for name, spoil := range map[string]func(d map[string]any){
		"schema 1":             func(d map[string]any) { d["schema"] = 1 },
		"unknown verdict":      func(d map[string]any) { d["verdict"] = "fine" },
		"no checks":            func(d map[string]any) { d["checks"] = nil },
		"unknown state":        func(d map[string]any) { d["checks"].([]any)[0].(map[string]any)["state"] = "good" },
		"a part less":          func(d map[string]any) { delete(d["workstation"].(map[string]any), "agent") },
		"known without value":  func(d map[string]any) { delete(part(d, "system"), "value") },
		"no known reason":      func(d map[string]any) { part(d, "agent")["reason"] = "because" },
		"rule of another form": func(d map[string]any) { d["findings"] = []any{map[string]any{"id": "X"}} },
	} {
		d := doctorJSON(t, rep, "en")
		if err := schema.Validate(d); err != nil {
			t.Fatal(err)
		}
		spoil(d)
		if err := schema.Validate(d); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	d := doctorJSON(t, rep, "en")
	d["added"], part(d, "system")["added"] = 1, 1
	d["workstation"].(map[string]any)["added"] = 1
	if err := schema.Validate(d); err != nil {
		t.Errorf("what a later program adds: %v", err)
	}
}

// part is one part of the workstation.
func part(d map[string]any, name string) map[string]any {
	return d["workstation"].(map[string]any)[name].(map[string]any)
}
