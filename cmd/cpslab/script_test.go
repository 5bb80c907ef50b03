package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/testdata/testneed"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cpslab": main})
}

// The scripts of testdata/script run the program as a user would.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:           "../../testdata/script",
		Setup:         neutral,
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// The scripts of testdata/script/pcsc need the real service and its readers.
func TestScriptsThroughPCSC(t *testing.T) {
	t.Parallel()
	if !pcsc.Available {
		testneed.Part(t, "pcsc build tag")
	}
	testneed.Part(t, "pcscd", "vpcd", "opensc-tool")
	testscript.Run(t, testscript.Params{Dir: "../../testdata/script/pcsc", Setup: neutral})
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
	described := filepath.Join(e.WorkDir, ".machines")
	e.Setenv("MACHINES", described)
	e.Setenv("LANG", "fr_FR.UTF-8")
	e.Setenv("LC_ALL", "")
	e.Setenv("NO_COLOR", "1")
	e.Setenv("CPSLAB_PARTS", os.Getenv("CPSLAB_PARTS"))
	e.Setenv("LD_LIBRARY_PATH", os.Getenv("LD_LIBRARY_PATH"))
	return machines(described)
}
