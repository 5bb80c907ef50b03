package main

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/fault"
)

func parse(t *testing.T, written string) []fault.Fault {
	t.Helper()
	faults, err := fault.Parse(written)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// TestSample plays what chance draws of the campaign, on a few presets. The seed that it
// prints plays the same cases again.
func TestSample(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	faults, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	for _, preset := range []string{"cps3-healthy", "cps3-two-activities", "cps4-t1", "cps3cl-healthy", "cpe-healthy", "cps3-pin-2"} {
		for _, certificates := range []bool{false, true} {
			s, err := newSubject(preset, time.Now(), certificates)
			if err != nil {
				t.Fatal(err)
			}
			const cases = 300
			for range cases {
				one := at(faults[r.IntN(len(faults))], 1+r.IntN(s.contents.Exchanges))
				for _, drawn := range [][]fault.Fault{{one}, drawn(r, faults, s.contents.Exchanges)} {
					if o, _, f := s.play(drawn); o >= survivor {
						t.Errorf("%v", f)
					}
				}
			}
		}
	}
}

// A counter that the card tells too high by more than the class allows is named by
// nothing: the campaign sees it, and says which object it is.
func TestSurvivorIsSeen(t *testing.T) {
	t.Parallel()
	s, err := newSubject("cps4-healthy", time.Now(), false)
	if err != nil {
		t.Fatal(err)
	}
	o, fired, f := s.play(parse(t, "status=63C7@COUNTER#1"))
	if o != survivor || !fired || len(f.objects) != 1 || f.objects[0] != "pin" {
		t.Errorf("outcome %d, %v", o, f)
	}
	if o, _, f := s.play(parse(t, "counter-higher@COUNTER#1")); o != undetectable || f.class == "" {
		t.Errorf("outcome %d, %+v: want the class listed by hand", o, f)
	}
	if o, _, _ := s.play(parse(t, "remove@9")); o != named {
		t.Errorf("a removal: outcome %d", o)
	}
	if o, fired, _ := s.play(parse(t, "remove@999")); o != whole || fired {
		t.Errorf("what never fires: outcome %d", o)
	}
}

// What reads as padding does is a class of the directory of objects alone: an activity
// whose own answer was changed is a survivor when nothing names it.
func TestPaddingIsOfTheDirectory(t *testing.T) {
	t.Parallel()
	zeros, lost := parse(t, "answer-zeros@READ:DODF#2"), difference{"activities", card.Present, card.Absent}
	for _, c := range []struct {
		changed []string
		want    bool
	}{
		{[]string{"DODF"}, true},
		{[]string{"DODF", "CPS_NAME_PS"}, true},
		{[]string{"CPS_ACTIVITY_02_PS"}, false},
		{[]string{"DODF", "CPS_ACTIVITY_02_PS"}, false},
		{nil, false},
	} {
		changed := map[string]bool{}
		for _, name := range c.changed {
			changed[name] = true
		}
		if class := classOf(zeros, lost, false, false, func() map[string]bool { return changed }); (class != "") != c.want {
			t.Errorf("changed %v: class %q", c.changed, class)
		}
	}
}

// The files of changed answers are those that the faults hit, on the way out of the card.
func TestChanged(t *testing.T) {
	t.Parallel()
	s, err := newSubject("cps3-two-activities", time.Now(), false)
	if err != nil {
		t.Fatal(err)
	}
	for written, want := range map[string][]string{
		"answer-zeros@READ:DODF":  {"DODF"},
		"bit=9@READ:CPS_NAME_PS":  {"CPS_NAME_PS"},
		"remove@READ:CPS_INFO_PS": {"CPS_INFO_PS"},
		"delay=1s@READ":           nil,
	} {
		if got := slices.Sorted(maps.Keys(s.changed(parse(t, written)))); !slices.Equal(got, want) {
			t.Errorf("%s changed %q, want %q", written, got, want)
		}
	}
}

// The program ends as it says, and its output has the figures.
func TestCommand(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]struct {
		code int
		says string
	}{
		"-preset mute,cps3-pin-1 -for -1s":                           {0, "survivors 0, broken promises 0"},
		"-preset cps4-healthy -only status=63C7@COUNTER#1":           {1, "pin"},
		"-preset cps3-healthy -only remov@1":                         {2, ""},
		"-preset cps3-haelthy -for -1s":                              {2, ""},
		"-preset cps3-healthy -only remove@3 -without-certificates":  {0, "named 1"},
		"-preset cps3-healthy -only absent=CPS_SIT_FACT":             {0, "named 1"},
		"-preset cps3-healthy,cps4-t1 -for 200ms -seed 7 -workers 1": {0, "pairs and seeds: seed 7"},
	} {
		var out, errs bytes.Buffer
		if code := command(t.Context(), strings.Fields(args), &out, &errs); code != want.code || !strings.Contains(out.String(), want.says) {
			t.Errorf("%s: exit %d, want %d\n%s%s", args, code, want.code, &out, &errs)
		}
	}
}
