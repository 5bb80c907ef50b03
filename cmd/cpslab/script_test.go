package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cpslab/cps/cmd/cpslab/early"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/workstation"
	"github.com/cpslab/cps/testdata/testneed"
)

func TestMain(m *testing.M) {
	testscript.Main(alone{m}, map[string]func(){"cpslab": main})
}

// alone runs the tests of this process where neither the environment nor the PC/SC
// service of the machine reaches them; the program that scripts start has the
// environment that its script gives.
type alone struct{ m *testing.M }

// Run implements [testscript.TestingM].
func (a alone) Run() int {
	early.Stop() // the signals end the tests, not the program that they try
	testneed.Alone()
	return a.m.Run()
}

// The scripts of testdata/script run the program as a user would.
func TestScripts(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "sh")
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		Setup:         neutral,
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// The scripts of testdata/script/farm start hubs and stations.
func TestScriptsOfFarms(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "sh")
	testscript.Run(t, testscript.Params{Dir: "../../testdata/script/farm", Setup: neutral})
}

// The scripts of testdata/script/pcsc need the real service and its readers.
func TestScriptsThroughPCSC(t *testing.T) {
	t.Parallel()
	if !pcsc.Available {
		testneed.Part(t, "pcsc build tag")
	}
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool", "python3-pyscard", "xmllint")
	testscript.Run(t, testscript.Params{Dir: "../../testdata/script/pcsc", Setup: neutral})
}

// The same scripts come to the same on a machine that has everything and on one that
// has nothing, on other days, in zones where the day is another one, and with the
// variables of other people.
func TestScriptsOnOtherMachines(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "sh")
	for _, m := range []struct {
		name, machine, now string
		env                map[string]string
	}{
		// A leap day that has just begun, on a Sunday, east of every other zone.
		{"full", "full", "2032-02-29T00:30:00+14:00", map[string]string{
			"TZ": "Pacific/Kiritimati", "LC_ALL": "fr_CA.UTF-8@euro", "COLUMNS": "31", "TERM": "dumb", "HOME": "",
			"SSH_CONNECTION": "203.0.113.9 50000 203.0.113.1 22", "SESSIONNAME": "RDP-Tcp#1", "XRDP_SESSION": "1",
		}},
		// The last hour of a year, on a Friday, west of every other zone.
		{"bare", "bare", "2027-12-31T23:30:00-11:00", map[string]string{"TZ": "Pacific/Pago_Pago", "LANGUAGE": "tr", "HOME": "/nowhere"}},
	} {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			testscript.Run(t, testscript.Params{Dir: "../../testdata/script", Setup: func(e *testscript.Env) error {
				if err := neutral(e); err != nil {
					return err
				}
				for name, value := range m.env {
					e.Setenv(name, value)
				}
				dir := filepath.Join(e.WorkDir, ".machines", m.machine)
				e.Setenv(workstation.EnvMachine, dir)
				return setClock(filepath.Join(dir, "machine.json"), m.now)
			}})
		})
	}
}

// setClock gives a described machine another time.
func setClock(path, now string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	m["now"] = now
	if b, err = json.Marshal(m); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

// machines unpacks the machines of testdata/machines into a folder, one folder each.
func machines(dir string) error {
	all, err := filepath.Glob("../../testdata/machines/*.txtar")
	if err != nil {
		return err
	}
	for _, path := range all {
		a, err := txtar.ParseFile(path)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), ".txtar"))
		if err := os.MkdirAll(to, 0o700); err != nil {
			return err
		}
		if err := txtar.Write(a, to); err != nil {
			return err
		}
	}
	return nil
}

// neutral gives the scripts one language and no colour, whoever runs them, and the
// machines that are described once for all.
func neutral(e *testscript.Env) error {
	e.Setenv("PCSCLITE_CSOCK_NAME", testneed.NoService)
	described := filepath.Join(e.WorkDir, ".machines")
	e.Setenv("MACHINES", described)
	stations, err := filepath.Abs("../../testdata/stations")
	if err != nil {
		return err
	}
	e.Setenv("STATIONS", stations)
	for name, path := range map[string]string{"EXAMPLES": "../../docs/ci", "SCHEMAS": "../../harness/evidence/testdata/schemas"} {
		if path, err = filepath.Abs(path); err != nil {
			return err
		}
		e.Setenv(name, path)
	}
	e.Setenv("LOGS", filepath.Join(filepath.Dir(stations), "logs"))
	e.Setenv("LANG", "fr_FR.UTF-8")
	e.Setenv("LC_ALL", "")
	e.Setenv("NO_COLOR", "1")
	e.Setenv("CPSLAB_PARTS", os.Getenv("CPSLAB_PARTS"))
	e.Setenv("LD_LIBRARY_PATH", os.Getenv("LD_LIBRARY_PATH"))
	return machines(described)
}
