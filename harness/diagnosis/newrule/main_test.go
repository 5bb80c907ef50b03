package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/testdata/testneed"
)

// What is written for a new rule compiles where it stands, tests included.
func TestANewRuleCompiles(t *testing.T) {
	t.Parallel()
	testneed.Part(t, "go")
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	files, err := begin(dir, "CPS-DAM-900")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 5 {
		t.Errorf("%d files, want 5", len(files))
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	temp := t.TempDir()
	for path, text := range files {
		out := filepath.Join(temp, strings.ReplaceAll(filepath.ToSlash(path), "/", "_"))
		if err := os.WriteFile(out, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[path] = out
	}
	b, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(temp, "overlay.json")
	if err := os.WriteFile(list, b, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "vet", "-overlay", list, ".", "./rule")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Every family of the catalogue can have a new rule.
func TestEveryFamilyCanBegin(t *testing.T) {
	t.Parallel()
	for _, family := range []string{"ID", "TYPE", "VAL", "DAM", "BILL", "CONV", "SIGN", "ACT", "PIN", "UPD", "CERT", "WS", "RDR", "OPP", "NET"} {
		if _, err := begin("..", "CPS-"+family+"-900"); err != nil {
			t.Errorf("%s: %v", family, err)
		}
	}
}

func TestWhatCannotBegin(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"DAM-010":     "no rule id",
		"CPS-DAM-10":  "no rule id",
		"CPS-DAM-001": "already",
		"CPS-XYZ-001": "no rule of the family XYZ",
	} {
		if files, err := begin("..", id); err == nil || !strings.Contains(err.Error(), want) || files != nil {
			t.Errorf("%s: %v, want %q", id, err, want)
		}
	}
}
