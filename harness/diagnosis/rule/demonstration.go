package rule

import (
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card"
)

// Demonstration is a way to make the bench show a rule: a simulated card, with
// facts declared beside it, or declared facts alone.
type Demonstration struct {
	Rule string // its id
	// Card is a preset: "" when no card is needed, nor a look at this computer.
	Card string
	// Profile is what to write below "extends: " and Card in a profile of one's
	// own, a line each, for what no preset shows; nil when the preset does.
	Profile []string
	// Facts are declared with --fact, "key=value". "@" and a number of days as a
	// value is a date counted from today: "card.latestKnown=@-10".
	Facts []string
}

// Means says what makes a rule speak in a demonstration.
type Means string

// Means.
const (
	MeansCard Means = "card" // the simulated card is in that state
	MeansFact Means = "fact" // a declared fact says so
)

// Means reports whether the card shows the rule, or a declared fact.
func (d Demonstration) Means() Means {
	if len(d.Facts) > 0 {
		return MeansFact
	}
	return MeansCard
}

// File is the name of the profile to write, "" when there is none to write.
func (d Demonstration) File() string {
	if d.Profile == nil {
		return ""
	}
	return strings.ToLower(d.Rule) + ".yaml"
}

// YAML returns the profile to write into File, nil when there is none.
func (d Demonstration) YAML() []byte {
	if d.Profile == nil {
		return nil
	}
	return []byte("extends: " + d.Card + "\n" + strings.Join(d.Profile, "\n") + "\n")
}

// Args are the arguments of cpslab that show the rule on the day today. A
// profile to write is named profile there.
func (d Demonstration) Args(today card.Date, profile string) []string {
	args := []string{"diagnose", "sim:" + d.Card}
	switch {
	case d.Card == "":
		args = []string{"diagnose", "--facts-only"}
	case d.Profile != nil:
		args[1] = "sim:" + profile
	}
	for _, fact := range d.Facts {
		key, value, _ := strings.Cut(fact, "=")
		if days, ok := strings.CutPrefix(value, "@"); ok {
			if n, err := strconv.Atoi(days); err == nil {
				value = today.AddDays(n).String()
			}
		}
		args = append(args, "--fact", key+"="+value)
	}
	return args
}

// Demonstration returns how to see the rule on the bench; false for a rule that
// no preset, profile or declared fact can make speak.
func (r *Rule) Demonstration() (Demonstration, bool) {
	d := r.Shown
	d.Rule = r.ID
	return d, d.Card != "" || d.Facts != nil
}

// WhyNotShown says why a rule without a demonstration has none.
func (r *Rule) WhyNotShown() Text {
	if r.How == NotKnowable {
		return r.Why
	}
	return r.NotShown
}
