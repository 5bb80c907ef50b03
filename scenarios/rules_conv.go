package scenarios

import (
	"slices"

	"github.com/cpslab/cps/harness/diagnosis"
)

// profession is a CPS3 of that profession (table G15) with that speciality
// (table G100).
func profession(code, speciality string) string {
	return healthy + "\ninfo: {profession: \"" + code + "\"}" + bills(`link: 1, id: "991026014", speciality: "`+speciality+`"`)
}

// fittingPairs lists professions with a speciality that goes with them.
var fittingPairs = []string{
	"10 01", "10 85", "21 30", "21 51", "40 19", "40 69", "50 21", "60 24", "60 86", "70 26", "80 27", "91 28", "92 29", "94 87", "96 88",
	"26 65", "26 60", "28 64", "28 61", "81 68", "81 62", "82 67", "82 60", "83 63", "83 61", "84 66", "84 62", "85 66", "85 60", "86 01",
}

// strangePairs lists professions with a speciality that does not go with them.
var strangePairs = []string{
	"10 19", "21 01", "40 30", "50 70", "60 19", "70 24", "80 26", "91 29", "92 28", "94 88", "96 87",
	"26 64", "28 65", "81 67", "82 68", "83 66", "84 63", "85 63", "60 60", "10 62",
}

// newerThanDictionary are the specialities that the dictionary 02.18 lacks.
var newerThanDictionary = []string{
	"22", "23", "25", "55", "56", "57", "60", "61", "62", "63", "64",
	"65", "66", "67", "68", "86", "87", "88",
}

// specialityCases are the rules on the speciality of a situation.
func specialityCases() []ruleCase {
	newer := []string{"CPS-CONV-002 INFO"}

	wrong := []string{"CPS-CONV-004 WARNING"}
	cases := []ruleCase{
		{
			rule: "CPS-CONV-001", near: true, what: "a blank code", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Speciality = "  " },
			verdict: "ok", unknown: "billing[].amSpeciality", unread: []string{"CPS-CONV-002 billing[].amSpeciality", "CPS-CONV-003 billing[].amSpeciality", "CPS-CONV-004 billing[].amSpeciality"},
		},

		{
			rule: "CPS-CONV-003", near: true, what: "no convention code", profile: situation(`speciality: "99"`), edit: noConvention,
			verdict: "ok", unknown: "billing[].convention", unread: []string{"CPS-CONV-005 billing[].convention", "CPS-CONV-006 billing[].convention"},
		},
		{
			// Each of them keeps the same rules unknown: they are listed once, and none
			// of the others is crowded out.
			rule: "CPS-CONV-003", near: true, what: "forty situations without convention code", profile: situation(`speciality: "99"`),
			edit: func(in *diagnosis.Input) {
				noConvention(in)
				for range 39 {
					in.Card.Billing.Value = append(in.Card.Billing.Value, in.Card.Billing.Value[0])
				}
			},
			verdict: "ok", want: slices.Repeat([]string{"CPS-BILL-006 INFO"}, 39), unknown: "billing[].convention",
			unread: []string{"CPS-CONV-006 billing[].convention", "CPS-SIGN-005 batch.psId", "CPS-NET-006 channel.billing"},
		},
		{rule: "CPS-CONV-003", near: true, what: "no convention code, a profession without speciality of its own", profile: profession("83", "99"), edit: noConvention, verdict: "ok"},
	}
	for _, pair := range fittingPairs {
		c := ruleCase{rule: "CPS-CONV-004", near: true, what: "profession and speciality " + pair, profile: profession(pair[:2], pair[3:]), declared: []string{"ws.dico=2.18"}, verdict: "ok"}
		if slices.Contains(newerThanDictionary, pair[3:]) {
			c.want = newer
		}
		cases = append(cases, c)
	}
	for _, pair := range strangePairs {
		c := ruleCase{rule: "CPS-CONV-004", what: "profession and speciality " + pair, profile: profession(pair[:2], pair[3:]), declared: []string{"ws.dico=2.18"}, verdict: "warning", want: wrong}
		if slices.Contains(newerThanDictionary, pair[3:]) {
			c.want = slices.Concat(wrong, newer)
		}
		cases = append(cases, c)
	}
	return cases
}
