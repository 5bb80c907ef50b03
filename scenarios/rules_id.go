package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// inStructure is a card whose one activity is in a structure with that FINESS
// number.
func inStructure(finess string) string {
	return practice(`mode: liberal, structure_name: CLINIQUE TEST ALPHA, structure_id_type: finess, structure_id: "` + finess + `", sector: SA04`)
}

// holderCases are the rules on the identifier of the holder.
func holderCases() []ruleCase {
	badEmployee := []string{"CPS-ID-004 WARNING", "CPS-CONV-006 INFO"}
	return []ruleCase{
		{rule: "CPS-ID-004", what: "a CPA, type 3 without a slash", profile: "extends: cpa-healthy\ninfo: {national_id: \"3990000010\"}", facts: auth, verdict: "incomplete", want: badEmployee[:1]},

		{
			rule: "CPS-ID-017", near: true, what: "no card was read", verdict: "undetermined", unknown: "card", facts: fact.Set{Env: fact.EnvTest},
			unread: []string{"CPS-ID-010 card", "CPS-ID-011 card", "CPS-ID-006 card", "CPS-ID-007 card", "CPS-ID-008 card", "CPS-ID-009 card"},
		},
	}
}
