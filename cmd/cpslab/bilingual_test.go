package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/simulator"
)

// wordings are the fields of the output contract that are texts for people, and
// the language itself. Everything else is the same in every language.
var wordings = []string{"lang", "title", "text", "cause", "remedy", "contact", "why"}

func TestLanguagesDifferInTextsOnly(t *testing.T) {
	t.Parallel()
	for _, preset := range simulator.PresetNames() {
		t.Run(preset, func(t *testing.T) {
			t.Parallel()
			frCode, fr := diagnosed(t, preset, "fr")
			enCode, en := diagnosed(t, preset, "en")
			frTexts, enTexts := takeWordings(fr), takeWordings(en)
			if diff := cmp.Diff(fr, en); diff != "" || frCode != enCode {
				t.Errorf("exit codes %d and %d; (-fr +en):\n%s", frCode, enCode, diff)
			}
			slices.Sort(frTexts)
			slices.Sort(enTexts)
			if len(frTexts) != len(enTexts) || slices.Equal(frTexts, enTexts) {
				t.Errorf("%d texts in French, %d in English, or all of them equal", len(frTexts), len(enTexts))
			}
		})
	}
}

// diagnosed is what “diagnose --format json” prints of a preset.
func diagnosed(t *testing.T, preset, lang string) (code int, document map[string]any) {
	t.Helper()
	var out, errs bytes.Buffer
	args := []string{"diagnose", "sim:" + preset, "--format", "json", "--lang", lang, "--now", "2026-11-23"}
	code = run(t.Context(), args, streams{strings.NewReader(""), &out, &errs}, func(string) string { return "" })
	if err := json.Unmarshal(out.Bytes(), &document); err != nil {
		t.Fatalf("%v\n%s%s", err, out.String(), errs.String())
	}
	return code, document
}

// takeWordings removes the texts for people from a document and returns them.
func takeWordings(v any) []string {
	var texts []string
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			texts = append(texts, takeWordings(e)...)
		}
	case map[string]any:
		for _, name := range wordings {
			if s, ok := v[name].(string); ok {
				texts = append(texts, s)
				delete(v, name)
			}
		}
		for _, e := range v {
			texts = append(texts, takeWordings(e)...)
		}
	}
	return texts
}
