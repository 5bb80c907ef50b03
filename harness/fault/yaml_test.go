package fault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/card/yaml"
	"github.com/cpslab/cps/harness/fault"
)

func TestParseYAML(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"- remove@12\n- mute\n": "remove@12 mute",
		"faults:\n  - \"status=6F00@VERIFY#2\"\n  - {kind: status, value: 6f00, at: VERIFY#2, until: 3}\n": "status=6F00@VERIFY#2 status=6F00@VERIFY#2,until=3",
		"faults:\n  - kind: lost-after\n    p: 0.01\n    seed: 7\n":                                        "lost-after@p=0.01,seed=7",
		"- {until: reset, at: READ:CPS_SIT_FACT, kind: garble}":                                            "garble@READ:CPS_SIT_FACT,until=reset",
		"- {kind: zeros, value: CPS_SIT_FACT}":                                                             "zeros=CPS_SIT_FACT",
	} {
		faults, err := fault.ParseYAML("f.yaml", []byte(src))
		if err != nil {
			t.Errorf("%q: %v", src, err)
			continue
		}
		var got []string
		for _, f := range faults {
			got = append(got, f.String())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", src, s, want)
		}
	}
}

// What is wrong is shown where it stands in the file.
func TestParseYAMLErrors(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]struct {
		line, column int
		reason, hint string
	}{
		"- remov@12":                              {1, 3, "unknown fault", `"remove"`},
		"faults:\n  - mute\n  - remove@0\n":       {3, 12, "not the number", "from 1"},
		"faults:\n  - \"remove@0\"\n":             {2, 13, "not the number", "from 1"},
		"- kind: status\n  value: 1234\n":         {2, 10, "not a status word", "6F00"},
		"- {kind: garble, at: REED:CPS_SIT_FACT}": {1, 22, "not what a command does", `"READ"`},
		"- {kind: garble, at: READ:CPS_SIT_FAKT}": {1, 27, "unknown file", `"CPS_SIT_FACT"`},
		"- {kind: remove, at: 12, until: rest}":   {1, 33, "the end of nothing", `"reset"`},
		"- {kind: remove, wen: 12}":               {1, 18, "unknown key", "one of"},
		"- {kind: remove, unti: 3}":               {1, 18, "unknown key", `"until"`},
		"- {at: 12}":                              {1, 4, "kind is missing", "kind"},
		"- {kind: mute, at: 3}":                   {1, 20, "from the start", "@"},
		"- remove@1 mute":                         {1, 3, "want one fault", "for each"},
		"- [remove]":                              {1, 3, "want a fault", "remove@12"},
		"fault:\n  - mute\n":                      {1, 1, "unknown key", "faults"},
		"faults: mute\n":                          {1, 9, "want a list", "-"},
		"faults: []\n":                            {1, 9, "no fault", ""},
		"- &a mute\n":                             {1, 3, "anchors", "in full"},
		"- {kind: remove, at: \"12,until=3\"}":    {1, 22, "without blanks or commas", ""},
	} {
		_, err := fault.ParseYAML("f.yaml", []byte(src))
		wrong, ok := errors.AsType[*yaml.Error](err)
		if !ok {
			t.Errorf("%q: %v", src, err)
			continue
		}
		_, hint := text.Say(err, "en")
		if wrong.File != "f.yaml" || wrong.Line != want.line || wrong.Column != want.column || !strings.Contains(wrong.Reason.EN, want.reason) || !strings.Contains(hint, want.hint) {
			t.Errorf("%q: %d:%d: %s (%s); want %+v", src, wrong.Line, wrong.Column, wrong.Reason.EN, hint, want)
		}
	}
}

// FuzzParseYAML: a file of faults is read, or refused at a place of it.
func FuzzParseYAML(f *testing.F) {
	for _, s := range []string{"- remove@12", "faults:\n  - {kind: status, value: 6F00, at: VERIFY#2, until: 3}\n", "- {kind: a, at: \"\\n\"}", "faults: [[", "-\n", "\xff\xfe-"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		faults, err := fault.ParseYAML("f.yaml", src)
		if wrong, ok := errors.AsType[*yaml.Error](err); err != nil && (!ok || wrong.Reason.IsZero()) || err == nil && len(faults) == 0 {
			t.Fatalf("%q: %v, %v", src, faults, err)
		}
	})
}
