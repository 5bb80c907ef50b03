package simulator

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// Layers are laid one over the other, over a preset and over a file that extends one of
// its folder, and take away what the author expected.
func TestLayers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, src := range map[string]string{"mine.yaml": "extends: base.yaml\nlanguage: EN\n", "base.yaml": "extends: cps3-healthy\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	layers := []Layer{{"first", "raw: {sit_fact: absent}"}, {"second", "raw: {info_ps: empty}\nlanguage: DE"}}
	for _, name := range []string{"cps3-healthy", filepath.Join(dir, "mine.yaml")} {
		whole, err := LoadOverlaid(name)
		if err != nil || (whole.Expect == nil) != (name != "cps3-healthy") {
			t.Fatalf("%s: %v, %+v", name, err, whole)
		}
		laid, err := LoadOverlaid(name, layers...)
		if err != nil {
			t.Fatal(err)
		}
		p, err := laid.Personalise(profileNow)
		if err != nil {
			t.Fatal(err)
		}
		if laid.Expect != nil || !p.Raw[ObjectBilling].Absent || len(p.Raw[ObjectInfo].Bytes) != 0 || p.Language != "DE" || p.Face != card.FaceCPS3 {
			t.Errorf("%s: %+v, raw %v, language %s", name, laid.Expect, p.Raw, p.Language)
		}
	}
	_, err := LoadOverlaid("cps3-healthy", Layer{"first", "raw:\n  sit_fakt: absent\n"})
	if wrong, ok := errors.AsType[*ProfileError](err); !ok || wrong.File != "first" || wrong.Line != 2 || wrong.Key != "raw.sit_fakt" {
		t.Errorf("%v", err)
	}
	if _, err := LoadOverlaid("cps3-haelthy"); err == nil {
		t.Error("no such preset, and no error")
	}
}
