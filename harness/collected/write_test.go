package collected_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/collected"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/doctor"
	"github.com/cpslab/cps/harness/workstation"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// canary is in every text of a machine that a person may have chosen.
const canary = "zqcanari"

// canaryMachine is a machine whose user, host, readers, folders and programs hold the
// canary.
func canaryMachine(ctx context.Context, system string) workstation.Report {
	ini := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	galss := ini("[CANAL1]\nCaracteristiques=" + canary + " Reader 12345678 0\n[CANAL1.PAD1.LAD1]\nNomLAD=CPS\n[CANAL2]\nCaracteristiques=Gone " + canary + "\n[CANAL2.PAD1.LAD1]\nNomLAD=Vitale\n")
	sesam := ini("[COMMUN]\nRepertoireTravail=/home/" + canary + "/travail\nRepertoireTable=/Users/" + canary + "/tables\n[MGC]\nRepertoireConfigTrace=C:\\Users\\" + canary + "\\trace\n")
	return workstation.Collect(ctx, workstation.Options{
		OS: system, Now: func() time.Time { return noon },
		Root: fstest.MapFS{
			"etc/os-release": ini("ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"" + canary + " Linux\"\n"), "proc/1/comm": ini("systemd\n"), "proc/stat": ini("btime 1795428000\n"),
			"proc/net/unix": ini("0: 00000002 00000000 00010000 0001 01 1 /home/" + canary + "/pcscd.comm\n"), "proc/net/tcp": ini(""),
			"proc/77/comm": ini(canary + "\n"), "proc/78/comm": ini("scdaemon\n"), "etc/pkcs11/modules/" + canary + ".module": ini("module: " + canary + ".so\n"),
			"usr/local/galss/galss.ini": galss, "Library/Preferences/galss.ini": galss, "Windows/galss.ini": galss,
			"etc/opt/santesocial/fsv/1.40.14/conf/sesam.ini": sesam, "Windows/sesam.ini": sesam, "Library/Preferences/sesam.ini": sesam,
			"var/opt/santesocial/commun/adm/155.adm": ini("050202\n"),
		},
		Getenv: func(name string) string {
			return map[string]string{
				"WINDIR": `C:\Windows`, "SystemDrive": "C:", "ProgramData": `C:\ProgramData`, "PCSCLITE_CSOCK_NAME": "/home/" + canary + "/pcscd.comm",
				"CPSLAB_CRYPTOLIB": "/home/" + canary + "/lib.so", "USER": canary, "USERNAME": canary, "COMPUTERNAME": canary,
			}[name]
		},
		Run: func(context.Context, string, ...string) ([]byte, error) { return nil, exec.ErrNotFound },
		Readers: func(context.Context) ([]workstation.Reader, error) {
			return []workstation.Reader{
				{Slot: card.Slot{Name: canary + " Reader 12345678 0", State: card.SlotCard, ATR: card.ATRCPS4}},
				{Slot: card.Slot{Name: "Windows Hello for Business 1", State: card.SlotEmpty}},
				{Slot: card.Slot{Name: "B", State: card.SlotCard, ATR: card.HexBytes{0x3B, 0x01, 0x02}}},
			}, nil
		},
		Agent: workstation.AgentQuery{Port: 1234, Program: canary + ".exe"},
		Dial:  func(context.Context, string) error { return errors.New(canary) },
	})
}

// judged lists the findings of a report.
func judged(t *testing.T, rep workstation.Report) []string {
	t.Helper()
	res, err := doctor.Judge(rep, fact.Set{}, noon, "en")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range res.Diagnosis.Findings {
		out = append(out, fmt.Sprint(f.Rule.ID, " ", f.Severity, " ", f.Variant))
	}
	for u := range res.Diagnosis.Unknown {
		out = append(out, u.Rule.ID+" "+u.Missing)
	}
	return append(out, string(res.Diagnosis.Verdict))
}

// What is written and read again gives the findings of the computer itself, and holds
// no text that a person may have chosen.
func TestWrite(t *testing.T) {
	t.Parallel()
	reports := map[string]workstation.Report{"nothing": workstation.Collect(t.Context(), workstation.Options{OS: "freebsd", Root: fstest.MapFS{}})}
	for _, system := range []string{"linux", "windows", "darwin"} {
		reports[system] = canaryMachine(t.Context(), system)
	}
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "stations", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := collected.Read(bytes.NewReader(b), path)
		if err != nil {
			t.Fatal(err)
		}
		reports[filepath.Base(path)] = f.Workstation
	}
	for name, rep := range reports {
		before := fmt.Sprintf("%+v", rep)
		var out bytes.Buffer
		left, err := collected.Write(&out, rep, "cpslab test", noon)
		if err != nil || len(left) < 5 {
			t.Fatal(err, left)
		}
		if fmt.Sprintf("%+v", rep) != before {
			t.Errorf("%s: the report was changed", name)
		}
		if low := text.Fold(out.String()); strings.Contains(low, canary) || strings.Contains(low, "12345678") || strings.Contains(low, "3b0102") {
			t.Errorf("%s: %s", name, out.String())
		}
		f, err := collected.Read(&out, name)
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Problems) > 0 || f.Schema != collected.Schema || !f.Day.Equal(noon) || f.Collector != "cpslab test" || len(f.LeftOut) != len(left) {
			t.Errorf("%s: %+v", name, f)
		}
		if diff := cmp.Diff(judged(t, rep), judged(t, f.Workstation)); diff != "" {
			t.Errorf("%s (-there +here):\n%s", name, diff)
		}
		// A second trip changes nothing.
		var again bytes.Buffer
		if _, err := collected.Write(&again, f.Workstation, "cpslab test", noon); err != nil {
			t.Fatal(err)
		}
		second, err := collected.Read(&again, name)
		if err != nil || len(second.Problems) > 0 {
			t.Errorf("%s: %v %v", name, err, second.Problems)
		}
	}
}

// A canary put into every text of a report, wherever it is, comes out of no field.
func TestWriteMasksEveryText(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(canaryMachine(t.Context(), "linux"))
	if err != nil {
		t.Fatal(err)
	}
	kept := []string{"os", "state", "origin", "reason", "kind", "start", "generation", "path_kind", "card"}
	var poison func(any, string) any
	poison = func(v any, key string) any {
		switch v := v.(type) {
		case map[string]any:
			for k := range v {
				v[k] = poison(v[k], k)
			}
		case []any:
			for i := range v {
				v[i] = poison(v[i], key)
			}
		case string:
			if _, err := time.Parse(time.RFC3339, v); err != nil && !slices.Contains(kept, key) && key != "atr" {
				return v + " " + canary
			}
		}
		return v
	}
	var tree map[string]any
	if err := json.Unmarshal(b, &tree); err != nil {
		t.Fatal(err)
	}
	if b, err = json.Marshal(poison(tree, "")); err != nil {
		t.Fatal(err)
	}
	var rep workstation.Report
	if err := json.Unmarshal(b, &rep); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := collected.Write(&out, rep, "", noon); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		// How a USB reader is reached is one of three words, and not masked.
		if strings.Contains(line, canary) {
			t.Errorf("%s", line)
		}
	}
}
