package diagnosis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/vectors"
)

// TestToldVectors judges the vectors in which no card is read, of which the suite makes
// scenarios too.
func TestToldVectors(t *testing.T) {
	t.Parallel()
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for _, v := range all {
		if v.Card != "" {
			continue
		}
		judged++
		t.Run(v.Name(), func(t *testing.T) {
			t.Parallel()
			facts, err := fact.Set{}.Declare(v.Facts...)
			if err != nil {
				t.Fatal(err)
			}
			in, check := &diagnosis.Input{Facts: facts}, diagnosis.Check
			if err := v.Change(in); err != nil {
				t.Fatal(err)
			}
			if v.Workstation {
				check = diagnosis.CheckWorkstation
			}
			result := check(in, noonOf(t, v.Day))
			if diff := cmp.Diff(v.Verdict, string(result.Verdict)); diff != "" {
				t.Errorf("verdict (-want +got):\n%s", diff)
			}
			var got, evidence []string
			said := ""
			for _, f := range result.Findings {
				got = append(got, f.Rule.ID+" "+f.Severity.String())
				for _, e := range f.Evidence {
					evidence = append(evidence, e.Field+": "+e.Value)
				}
				if f.Rule.ID == v.Rule {
					said += f.Text("fr") + f.Cause("fr") + f.Remedy("fr") + f.Contact("fr")
				}
			}
			if diff := cmp.Diff(v.Want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			unknown := map[string]string{}
			for u := range result.Unknown {
				unknown[u.Rule.ID] = u.Missing
				if u.Rule.ID == v.Rule && v.How != "" && u.Declared != (v.How == "declared") {
					t.Errorf("%s would be declared: %v, want it %s", u.Missing, u.Declared, v.How)
				}
			}
			if unknown[v.Rule] != v.Unknown {
				t.Errorf("unknown for want of %q, want %q", unknown[v.Rule], v.Unknown)
			}
			for _, u := range v.Unread {
				if rule, input, _ := strings.Cut(u, " "); unknown[rule] != input {
					t.Errorf("%s is unknown for want of %q, want %q", rule, unknown[rule], input)
				}
			}
			for _, e := range v.Shows {
				if !strings.Contains("\n"+strings.Join(evidence, "\n")+"\n", "\n"+e+"\n") {
					t.Errorf("no %q among %q", e, evidence)
				}
			}
			if !strings.Contains(said, v.Says) {
				t.Errorf("%q is not said in %q", v.Says, said)
			}
		})
	}
	if judged < 250 {
		t.Errorf("%d vectors without a card", judged)
	}
}

// noonOf is when a vector is judged: the day of the suite where it names none.
func noonOf(t *testing.T, day string) time.Time {
	t.Helper()
	if day == "" {
		day = vectors.DefaultDay
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at.Add(12 * time.Hour)
}
