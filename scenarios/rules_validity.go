package scenarios

import "github.com/cpslab/cps/harness/diagnosis"

// Cards whose days stand in the profile or fall a number of days from the day
// of reading.
const (
	expires15November = "extends: cps3-healthy\nid_card: {issued: 2023-11-15, expires: 2026-11-15}"
	withoutEndV3      = "extends: cps3-healthy\nraw: {id_card: E318 8006 80250000001F 8105 2999000117 820180 8304 20231121}"
	withoutEndV4      = "extends: cps4-healthy\nraw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20231121}"
	withoutEndV4Young = "extends: cps4-healthy\nraw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20241121}"
)

func expiresIn(days string) string {
	return "extends: cps3-healthy\nid_card: {issued: -2y, expires: +" + days + "d}"
}

// validityCases are the rules on dates.
func validityCases() []ruleCase {
	received := diagnosis.Facts{NewCardReceived: true}
	return []ruleCase{
		{
			rule: "CPS-VAL-001", what: "the day after", profile: expires15November, day: "2026-11-16",
			verdict: "warning", want: []string{"CPS-VAL-001 WARNING"},
		},
		{
			rule: "CPS-VAL-001", what: "the last day of that month", profile: expires15November, day: "2026-11-30",
			verdict: "warning", want: []string{"CPS-VAL-001 WARNING"},
		},
		{
			rule: "CPS-VAL-001", what: "the next month", profile: expires15November, day: "2026-12-01",
			verdict: "blocked", want: []string{"CPS-VAL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-001", near: true, what: "the last day", profile: expires15November, day: "2026-11-15",
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},

		{
			rule: "CPS-VAL-002", what: "a V3 without an end, three years and a day old", profile: withoutEndV3,
			verdict: "blocked", want: []string{"CPS-VAL-002 BLOCK-BILLING"},
		},
		{rule: "CPS-VAL-002", near: true, what: "a V4 of the same age", profile: withoutEndV4, verdict: "ok"},

		{
			rule: "CPS-VAL-003", what: "a V4 without an end, six years and a day old", profile: withoutEndV4Young, day: "2030-11-22",
			verdict: "blocked", want: []string{"CPS-VAL-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-003", near: true, what: "a V4 of three years", profile: withoutEndV4Young, day: "2028-01-01",
			verdict: "ok",
		},

		{
			rule: "CPS-VAL-005", what: "75 days left", profile: expiresIn("75"),
			verdict: "ok", want: []string{"CPS-VAL-005 INFO"},
		},
		{
			rule: "CPS-VAL-005", what: "90 days left", profile: expiresIn("90"),
			verdict: "ok", want: []string{"CPS-VAL-005 INFO"},
		},
		{
			rule: "CPS-VAL-005", what: "46 days left", profile: expiresIn("46"),
			verdict: "ok", want: []string{"CPS-VAL-005 INFO"},
		},
		{rule: "CPS-VAL-005", near: true, what: "120 days left", profile: expiresIn("120"), verdict: "ok"},
		{rule: "CPS-VAL-005", near: true, what: "91 days left", profile: expiresIn("91"), verdict: "ok"},

		{
			rule: "CPS-VAL-006", what: "32 days left", profile: expiresIn("32"),
			verdict: "warning", want: []string{"CPS-VAL-006 WARNING"},
		},
		{
			rule: "CPS-VAL-006", what: "45 days left", profile: expiresIn("45"),
			verdict: "warning", want: []string{"CPS-VAL-006 WARNING"},
		},
		{
			rule: "CPS-VAL-006", what: "16 days left", profile: expiresIn("16"),
			verdict: "warning", want: []string{"CPS-VAL-006 WARNING"},
		},
		{
			rule: "CPS-VAL-006", near: true, what: "32 days left, the new card is there", profile: expiresIn("32"), facts: received,
			verdict: "ok",
		},

		{
			rule: "CPS-VAL-007", what: "10 days left", profile: expiresIn("10"),
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},
		{
			rule: "CPS-VAL-007", what: "15 days left", profile: expiresIn("15"),
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},
		{
			rule: "CPS-VAL-007", what: "the last day", profile: expiresIn("0"),
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},
		{
			rule: "CPS-VAL-007", near: true, what: "10 days left, the new card is there", profile: expiresIn("10"), facts: received,
			verdict: "ok",
		},

		{
			rule: "CPS-VAL-009", what: "issued tomorrow", profile: "extends: cps3-healthy\nid_card: {issued: +1d}",
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", what: "a clock of before 2020", day: "2010-01-01",
			profile: "extends: cps3-healthy\nid_card: {issued: 2009-06-01}",
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", near: true, what: "issued today", profile: "extends: cps3-healthy\nid_card: {issued: now}",
			verdict: "ok",
		},
	}
}
