package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// inStructure is a card whose one activity is in a structure with that FINESS
// number.
func inStructure(finess string) string {
	return practice(`mode: liberal, structure_name: CLINIQUE TEST ALPHA, structure_id_type: finess, structure_id: "` + finess + `", sector: SA04`)
}

// inPractice is the same with an identifier of a practice.
func inPractice(kind, id string) string {
	return practice(`mode: liberal, structure_name: CABINET TEST ALPHA, structure_id_type: ` + kind + `, structure_id: "` + id + `", sector: SA07`)
}

// holder is a card with that national identifier, type digit first.
func holder(nationalID string) string {
	return healthy + "\ninfo: {national_id: \"" + nationalID + "\"}"
}

// employee is a CPE with that national identifier.
func employee(nationalID string) string {
	return "extends: cpe-healthy\ninfo: {national_id: \"" + nationalID + "\"}"
}

// holderCases are the rules on the identifier of the holder.
func holderCases() []ruleCase {
	wrongShape, wrongKey := []string{"CPS-ID-001 WARNING"}, []string{"CPS-ID-002 WARNING"}
	wrongLength := []string{"CPS-ID-003 WARNING"}
	adeli := []string{"CPS-ID-005 INFO"}
	badEmployee := []string{"CPS-ID-004 WARNING", "CPS-CONV-006 INFO"}
	return []ruleCase{
		{
			rule: "CPS-ID-001", what: "ten digits", profile: holder("89990000001"),
			verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"},
		},
		{rule: "CPS-ID-001", what: "a letter among eleven characters", profile: holder("89990000001O"), verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
		{rule: "CPS-ID-001", what: "a slash among eleven characters", profile: holder("89990000001/"), verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
		{rule: "CPS-ID-001", what: "nothing behind the type", profile: holder("8"), verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
		{
			rule: "CPS-ID-001", what: "typed with ten digits", declared: []string{"prescriber.rpps=9990000001"}, verdict: "warning", want: wrongShape,
			unread: []string{"CPS-ID-002 ", "CPS-ID-003 card", "CPS-ID-004 card", "CPS-ID-005 card"},
		},
		{rule: "CPS-ID-001", near: true, what: "eleven digits", profile: holder("899900000011"), verdict: "ok"},
		{rule: "CPS-ID-001", near: true, what: "digits 0 and 9 with blanks, typed", declared: []string{"prescriber.rpps=99 900 000 094"}, verdict: "undetermined"},
		{rule: "CPS-ID-001", near: true, what: "pasted with no-break spaces", declared: []string{"prescriber.rpps=99\u202f900\u00a0000\u00a0094"}, verdict: "undetermined"},
		{
			rule: "CPS-ID-001", near: true, what: "no card and nothing typed", verdict: "undetermined", unknown: "card",
			unread: []string{"CPS-ID-002 card", "CPS-ID-003 card", "CPS-ID-004 card", "CPS-ID-005 card"},
		},
		{
			rule: "CPS-ID-001", near: true, what: "the holder was not read", profile: healthy + "\nraw: {info_ps: unreadable}", verdict: "ok", unknown: "holder.idNat",
			unread:   []string{"CPS-ID-002 holder.idNat", "CPS-ID-003 holder.idNat", "CPS-ID-009 holder.idNat", "CPS-TYPE-001 card.type", "CPS-ID-016 holder.idNat", "CPS-ACT-008 holder.idNat"},
			declared: []string{"lgc.user=899900000011", "lgc.replacement=yes", "lgc.replacedId=899900000011"},
		},

		{rule: "CPS-ID-002", what: "a digit wrong", profile: holder("899900000012"), verdict: "warning", want: wrongKey, shows: []string{"holder.rpps: 99900000012"}},
		{rule: "CPS-ID-002", what: "two neighbours swapped", profile: holder("899900000073"), verdict: "warning", want: wrongKey},
		{rule: "CPS-ID-002", what: "typed with a wrong key", profile: healthy, declared: []string{"prescriber.rpps=99900000012"}, verdict: "warning", want: wrongKey},
		{rule: "CPS-ID-002", near: true, what: "the right key", profile: holder("899900000037"), verdict: "ok"},

		{rule: "CPS-ID-003", what: "13 characters of type 8", profile: holder("8999000000110"), verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
		{
			rule: "CPS-ID-003", what: "an ADELI number without its prefix", profile: holder("099102601"),
			verdict: "warning", want: []string{"CPS-ID-003 WARNING", "CPS-ID-005 INFO"},
		},
		{rule: "CPS-ID-003", what: "eleven characters of type 0", profile: holder("09910260140"), day: "2024-09-01", verdict: "warning", want: wrongLength},
		{rule: "CPS-ID-003", what: "ten characters of type 0, not all digits", profile: holder("099102601X"), day: "2024-09-01", verdict: "warning", want: wrongLength},
		{rule: "CPS-ID-003", near: true, what: "an ADELI number of Corsica", profile: holder("02A0000014"), day: "2024-09-01", verdict: "ok"},
		{rule: "CPS-ID-003", near: true, what: "an ADELI number with its prefix", profile: holder("0991026014"), verdict: "ok", want: adeli},
		{rule: "CPS-ID-003", near: true, what: "another type of identifier", profile: holder("999102601"), verdict: "ok"},

		{rule: "CPS-ID-004", what: "type 3 without a slash", profile: employee("3990000010"), verdict: "warning", want: badEmployee},
		{rule: "CPS-ID-004", what: "type 1 without a structure", profile: employee("1/00017"), verdict: "warning", want: badEmployee},
		{rule: "CPS-ID-004", what: "type 4 without an internal number", profile: employee("4990000010/"), verdict: "warning", want: badEmployee},
		{rule: "CPS-ID-004", what: "type 5 without a slash", profile: employee("5990000010"), verdict: "warning", want: badEmployee},
		{rule: "CPS-ID-004", what: "type 6 without a slash", profile: employee("6990000010"), verdict: "warning", want: badEmployee},
		{rule: "CPS-ID-004", near: true, what: "type 3, structure and internal number", profile: employee("3990000010/00017"), verdict: "ok", want: []string{"CPS-CONV-006 INFO"}},
		{rule: "CPS-ID-004", what: "a CPA, type 3 without a slash", profile: "extends: cpa-healthy\ninfo: {national_id: \"3990000010\"}", facts: auth, verdict: "incomplete", want: badEmployee[:1]},
		{rule: "CPS-ID-004", near: true, what: "a CPS has no employee's number", profile: holder("3990000010"), verdict: "ok"},
		{rule: "CPS-ID-004", near: true, what: "type 9 is a student", profile: holder("9990000010"), verdict: "ok"},
		{rule: "CPS-ID-004", near: true, what: "type 2 is not judged", profile: holder("2990000010"), verdict: "ok"},

		{rule: "CPS-ID-005", what: "read today", profile: holder("0991026014"), verdict: "ok", want: adeli},
		{rule: "CPS-ID-005", what: "read on the first day without ADELI", profile: holder("0991026014"), day: "2024-10-01", verdict: "ok", want: adeli},
		{rule: "CPS-ID-005", near: true, what: "read the day before", profile: holder("0991026014"), day: "2024-09-30", verdict: "ok"},
		{rule: "CPS-ID-005", near: true, what: "an AM number that was an ADELI number", profile: situation(""), verdict: "ok"},

		{
			rule: "CPS-ID-016", what: "the card of B, the session of A", profile: healthy, declared: []string{"lgc.user=899900000029"},
			verdict: "warning", want: []string{"CPS-ID-016 WARNING"},
		},
		{rule: "CPS-ID-016", what: "a user of one digit", profile: holder("9"), declared: []string{"lgc.user=8"}, verdict: "warning", want: []string{"CPS-ID-016 WARNING"}},
		{rule: "CPS-ID-016", near: true, what: "the card of A, with its type digit", profile: healthy, declared: []string{"lgc.user=899900000011"}, verdict: "ok"},
		{rule: "CPS-ID-016", near: true, what: "the card of A, without it", profile: healthy, declared: []string{"lgc.user=99900 000011"}, verdict: "ok"},
		{rule: "CPS-ID-016", near: true, what: "an identifier of two characters", profile: holder("95"), declared: []string{"lgc.user=5"}, verdict: "ok"},
		{rule: "CPS-ID-016", near: true, what: "no card was read", declared: []string{"lgc.user=899900000011"}, verdict: "undetermined", unknown: "holder.idNat"},
		{rule: "CPS-ID-016", near: true, what: "nobody logged in", profile: healthy, verdict: "ok", unknown: "lgc.user"},

		{rule: "CPS-ID-017", what: "an RPPS practice of 13 digits", profile: inPractice("rpps-practice", "9990000001101"), verdict: "ok", want: []string{"CPS-ID-017 INFO"}},
		{rule: "CPS-ID-017", what: "an RPPS practice with a wrong key", profile: inPractice("rpps-practice", "99900000011019"), verdict: "ok", want: []string{"CPS-ID-017 INFO"}},
		{rule: "CPS-ID-017", what: "an RPPS practice with a letter", profile: inPractice("rpps-practice", "9990000001101A"), verdict: "ok", want: []string{"CPS-ID-017 INFO"}},
		{rule: "CPS-ID-017", what: "an RPPS practice with a letter and a key", profile: inPractice("rpps-practice", "A9900000011015"), verdict: "ok", want: []string{"CPS-ID-017 INFO"}},
		{rule: "CPS-ID-017", what: "an ADELI practice of ten digits", profile: inPractice("adeli-practice", "9910260140"), verdict: "ok", want: []string{"CPS-ID-017 INFO"}},
		{rule: "CPS-ID-017", what: "an ADELI practice with a letter", profile: inPractice("adeli-practice", "9910260140A"), verdict: "ok", want: []string{"CPS-ID-017 INFO"}},
		{rule: "CPS-ID-017", near: true, what: "an ADELI practice of Corsica", profile: inPractice("adeli-practice", "2A000001401"), verdict: "ok"},
		{rule: "CPS-ID-017", near: true, what: "an ADELI practice of eleven digits", profile: inPractice("adeli-practice", "99102601401"), verdict: "ok"},
		{rule: "CPS-ID-017", near: true, what: "an RPPS practice with its key", profile: inPractice("rpps-practice", "99900000011018"), verdict: "ok"},
		{rule: "CPS-ID-017", near: true, what: "before the PIN", profile: inPractice("rpps-practice", "9990000001101"), pin: pinNone, verdict: "incomplete", unknown: "activities[]"},
		{
			rule: "CPS-ID-017", near: true, what: "an activity cannot be read", profile: "extends: cps3-two-activities\nraw: {activity_02: unreadable}",
			verdict: "ok", unknown: "activities[]", unread: []string{"CPS-ID-010 activities[]", "CPS-ID-011 activities[]", "CPS-DAM-006 activities[]"},
		},
		{
			rule: "CPS-ID-017", near: true, what: "no card was read", verdict: "undetermined", unknown: "card", facts: fact.Set{Env: fact.EnvTest},
			unread: []string{"CPS-ID-010 card", "CPS-ID-011 card", "CPS-ID-006 card", "CPS-ID-007 card", "CPS-ID-008 card", "CPS-ID-009 card"},
		},
	}
}
