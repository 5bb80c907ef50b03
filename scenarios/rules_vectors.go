package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/vectors"
)

// vectorCases are the cases that are data: see package vectors.
func vectorCases() []ruleCase {
	all, err := vectors.All()
	if err != nil {
		panic("scenarios: " + err.Error()) // a test holds that every file is understood
	}
	cases := make([]ruleCase, len(all))
	for i, v := range all {
		cases[i] = ruleCase{
			rule: v.Rule, near: v.Near, what: v.What,
			profile: v.Card, day: v.Day, pin: presented[v.PIN], lost: v.Lost, declared: v.Facts,
			workstation: v.Workstation, certificates: v.Certificates, prove: v.Prove,
			verdict: diagnosis.Verdict(v.Verdict), want: v.Want, unknown: v.Unknown, unread: v.Unread,
			shows: v.Shows, says: v.Says, behind: v.Behind,
		}
	}
	return cases
}

var presented = [...]pinGiven{vectors.PINRight: pinRight, vectors.PINNone: pinNone, vectors.PINWrong: pinWrong}
