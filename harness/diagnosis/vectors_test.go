package diagnosis

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// vector is one input and every finding of the rule under test, by hand:
// severity and situation. An empty want is a near miss: other rules may fire,
// this one may not; with missing, it is a rule that has to be unknown for want
// of that input.
type vector struct {
	rule, name string
	in         *Input
	now        time.Time
	want       []string
	missing    string
}

// vectors returns those of every family, which stand beside its judges.
func vectors() []vector {
	return slices.Concat(readerVectors(), workstationVectors(), foundVectors(), typeVectors(), pinVectors(), updateVectors(), validityVectors(), oppositionVectors(),
		idVectors(), activityVectors(), damVectors(), billingVectors(), conventionVectors(), signVectors(), certificateVectors(), netVectors())
}

// TestVectors runs the triggers and near misses of the catalogue.
func TestVectors(t *testing.T) {
	t.Parallel()
	triggers, misses := map[string]int{}, map[string]int{}
	for _, v := range vectors() {
		switch {
		case v.missing != "":
		case v.want == nil:
			misses[v.rule]++
		default:
			triggers[v.rule]++
		}
		t.Run(v.rule+"/"+v.name, func(t *testing.T) {
			t.Parallel()
			ruleOf(t, v.rule)
			var want []string
			for _, w := range v.want {
				want = append(want, v.rule+" "+w)
			}
			result := Check(v.in, v.now)
			found := fired(result, v.rule)
			if diff := cmp.Diff(v.missing, lacks(result, v.rule)); diff != "" {
				t.Errorf("unknown for want of (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, shown(Result{Findings: found})); diff != "" {
				t.Errorf("findings of %s (-want +got):\n%s", v.rule, diff)
			}
			for _, f := range found {
				if len(f.Evidence) == 0 {
					t.Errorf("%s rests on no evidence", v.rule)
				}
				for _, lang := range languages {
					if text := f.Text(lang); strings.Contains(text, "%") {
						t.Errorf("%s: verbs and values do not match in %q", v.rule, text)
					}
				}
			}
		})
	}
	for _, r := range Rules() {
		if spoken := r.How != AsGuard && r.How.Checked(); misses[r.ID] == 0 || (triggers[r.ID] > 0) != spoken {
			t.Errorf("%s: %d triggers and %d near misses, want both", r.ID, triggers[r.ID], misses[r.ID])
		}
	}
}
