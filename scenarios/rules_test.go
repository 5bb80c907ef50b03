package scenarios

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/simulator"
)

// TestEveryRuleHasATriggerAndANearMiss holds the tables against the rules,
// both ways.
func TestEveryRuleHasATriggerAndANearMiss(t *testing.T) {
	t.Parallel()
	triggers, misses := map[string]int{}, map[string]int{}
	for _, c := range ruleCases() {
		if c.Near {
			misses[c.Rule]++
		} else {
			triggers[c.Rule]++
		}
		if _, ok := diagnosis.ByID(c.Rule); !ok {
			t.Errorf("%s: no such rule", c.Name())
		}
	}
	for _, r := range diagnosis.Rules() {
		if !r.How.Checked() {
			if triggers[r.ID]+misses[r.ID] > 0 {
				t.Errorf("%s is not knowable and has cases", r.ID)
			}
			continue
		}
		if triggers[r.ID] == 0 {
			t.Errorf("%s has no trigger", r.ID)
		}
		if misses[r.ID] == 0 {
			t.Errorf("%s has no near miss", r.ID)
		}
	}
}

// TestCasesAreConsistent: a trigger finds its rule, or the rule that hides it;
// a near miss does not; verdicts follow from severities; names are unique.
func TestCasesAreConsistent(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, c := range ruleCases() {
		if names[c.Name()] {
			t.Errorf("%s: two cases of that name", c.Name())
		}
		names[c.Name()] = true
		told := c.Rule
		if c.Behind != "" {
			told = c.Behind
			if c.finds(c.Rule) {
				t.Errorf("%s: a hidden rule cannot be found", c.Name())
			}
		}
		if r, _ := diagnosis.ByID(c.Rule); r.How == diagnosis.AsGuard {
			if c.finds(c.Rule) {
				t.Errorf("%s: a guard never speaks", c.Name())
			}
		} else if c.finds(told) == c.Near {
			t.Errorf("%s: want %v", c.Name(), c.Want)
		}
		verdict, written, previous := diagnosis.VerdictOK, diagnosis.Verdict(c.Verdict), "BLOCK-BILLING"
		order := []string{"INFO", "WARNING", "BLOCK-SIGNING", "BLOCK-BILLING"}
		for _, f := range c.Want {
			id, severity := f[:len(f)-len(severity(f))-1], severity(f)
			rule, ok := diagnosis.ByID(id)
			if !ok || slices.Index(order, severity) > slices.Index(order, rule.Severity.String()) {
				t.Errorf("%s: %s is more than the rule can give", c.Name(), f)
			}
			if slices.Index(order, severity) > slices.Index(order, previous) {
				t.Errorf("%s: %s stands behind something less severe", c.Name(), f)
			}
			previous = severity
			switch {
			case !c.Workstation && rule.Family() == "WS": // weighs in a check of the workstation only
			case slices.Index(order, severity) >= 2:
				verdict = diagnosis.VerdictBlocked
			case severity == "WARNING" && verdict == diagnosis.VerdictOK:
				verdict = diagnosis.VerdictWarning
			}
		}
		switch alone := c.Card == "" && len(c.Sets) == 0; {
		case alone && verdict == diagnosis.VerdictOK: // told and nothing read
			verdict = diagnosis.VerdictUndetermined
		case verdict == diagnosis.VerdictBlocked:
		case written == diagnosis.VerdictIncomplete && !alone, // the reading decides
			written == diagnosis.VerdictUndetermined && verdict == diagnosis.VerdictOK:
			verdict = written
		}
		if diff := cmp.Diff(verdict, written); diff != "" {
			t.Errorf("%s: the verdict does not follow (-follows +written)\n%s", c.Name(), diff)
		}
	}
}

// TestEveryPresetStatesAVerdict: without one the suite could not judge it.
func TestEveryPresetStatesAVerdict(t *testing.T) {
	t.Parallel()
	names := simulator.PresetNames()
	if len(names) < 30 {
		t.Fatalf("%d presets only", len(names))
	}
	for _, name := range append(slices.Clone(healthyPresets), names...) {
		p, err := simulator.LoadProfile(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if p.Expect == nil {
			t.Errorf("%s states no expected verdict", name)
		}
	}
}

// TestNormalDayDeclaresEveryFact: a fact that is added has to be told on a
// normal day too, or be one that no normal day has.
func TestNormalDayDeclaresEveryFact(t *testing.T) {
	t.Parallel()
	if len(healthyCards()) < 10 {
		t.Errorf("%d healthy presets only", len(healthyCards()))
	}
	var billing card.Contents
	billing.Billing.Value = make([]card.Billing, 1)
	told := slices.Clone(eventful)
	for _, f := range slices.Concat(normalDay, ofTheCard(&billing)) {
		key, _, _ := strings.Cut(f, "=")
		told = append(told, key)
	}
	for _, k := range fact.Keys() {
		if !slices.Contains(told, k.Name) {
			t.Errorf("%s is not told on a normal day", k.Name)
		}
	}
}

// severity returns the second word of a finding such as "CPS-DAM-001 WARNING".
func severity(finding string) string {
	_, s, _ := strings.Cut(finding, " ")
	return s
}

// finds reports whether the rule is among the findings that the case wants.
func (c ruleCase) finds(rule string) bool {
	return slices.ContainsFunc(c.Want, func(f string) bool { return strings.HasPrefix(f, rule+" ") })
}
