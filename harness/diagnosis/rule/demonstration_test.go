package rule

import "testing"

// A rule has a demonstration, or a reason for having none, and never both.
func TestEveryRuleIsShownOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	for _, r := range All() {
		d, shown := r.Demonstration()
		why := r.WhyNotShown()
		if shown == (why.FR != "" && why.EN != "") {
			t.Errorf("%s: shown %t, reason %q", r.ID, shown, why.EN)
		}
		if r.Shown.Rule != "" || d.Rule != r.ID {
			t.Errorf("%s: its literal names %q, its demonstration %q", r.ID, r.Shown.Rule, d.Rule)
		}
	}
}
