package scenarios

// A card whose one activity is in a structure with that FINESS number.
func inStructure(finess string) string {
	return `extends: cps3-healthy
activities:
  - {mode: liberal, structure_name: CLINIQUE TEST ALPHA, structure_id_type: finess, structure_id: "` + finess + `", sector: SA04}
`
}

// A card with that national identifier, type digit first.
func holder(nationalID string) string {
	return "extends: cps3-healthy\ninfo: {national_id: \"" + nationalID + "\"}"
}

// A card with that billing identifier.
func billed(id string) string {
	return "extends: cps3-healthy\nbilling:\n  - {link: 1, id: \"" + id + "\"}\n"
}

// identityCases are the rules on the form of numbers.
func identityCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-ID-001", what: "ten digits", profile: holder("89990000001"),
			verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"},
		},
		{
			rule: "CPS-ID-001", what: "a letter among eleven characters", profile: holder("89990000001O"),
			verdict: "warning", want: []string{"CPS-ID-001 WARNING"},
		},
		{rule: "CPS-ID-001", near: true, what: "eleven digits", profile: holder("899900000011"), verdict: "ok"},

		{
			rule: "CPS-ID-002", what: "a digit wrong", profile: holder("899900000012"),
			verdict: "warning", want: []string{"CPS-ID-002 WARNING"},
		},
		{
			rule: "CPS-ID-002", what: "two neighbours swapped", profile: holder("899900000073"),
			verdict: "warning", want: []string{"CPS-ID-002 WARNING"},
		},
		{rule: "CPS-ID-002", near: true, what: "the right key", profile: holder("899900000037"), verdict: "ok"},

		{
			rule: "CPS-ID-003", what: "an ADELI number without its prefix", profile: holder("099102601"),
			verdict: "warning", want: []string{"CPS-ID-003 WARNING", "CPS-ID-005 INFO"},
		},
		{
			rule: "CPS-ID-003", near: true, what: "an ADELI number with its prefix", profile: holder("0991026014"),
			verdict: "ok", want: []string{"CPS-ID-005 INFO"},
		},
		{rule: "CPS-ID-003", near: true, what: "another type of identifier", profile: holder("999102601"), verdict: "ok"},

		{
			rule: "CPS-ID-005", what: "read today", profile: holder("0991026014"),
			verdict: "ok", want: []string{"CPS-ID-005 INFO"},
		},
		{
			rule: "CPS-ID-005", what: "read on the first day without ADELI", profile: holder("0991026014"), day: "2024-10-01",
			verdict: "ok", want: []string{"CPS-ID-005 INFO"},
		},
		{
			rule: "CPS-ID-005", near: true, what: "read the day before", profile: holder("0991026014"), day: "2024-09-30",
			verdict: "ok",
		},
		{
			rule: "CPS-ID-005", near: true, what: "an AM number that was an ADELI number", profile: billed("991026014"),
			verdict: "ok",
		},

		{
			rule: "CPS-ID-006", what: "eight digits on the card", profile: billed("99102601"),
			verdict: "warning", want: []string{"CPS-ID-006 WARNING"},
		},
		{rule: "CPS-ID-006", near: true, what: "nine digits", profile: billed("991026014"), verdict: "ok"},
		{
			rule: "CPS-ID-006", near: true, what: "a type character and nine digits", profile: billed("0991026014"),
			verdict: "ok", want: []string{"CPS-BILL-004 INFO"},
		},

		{
			rule: "CPS-ID-008", what: "no such département", profile: billed("001026014"),
			verdict: "warning", want: []string{"CPS-ID-008 WARNING"},
		},
		{
			rule: "CPS-ID-008", what: "99 on a real card", profile: "extends: cps3-healthy", edit: realCategory,
			verdict: "warning", want: []string{"CPS-ID-008 WARNING"},
		},
		{
			rule: "CPS-ID-008", what: "another département than the practice",
			profile: inStructure("990000010") + "billing:\n  - {link: 1, id: \"011026014\"}\n",
			verdict: "warning", want: []string{"CPS-ID-008 WARNING"},
		},
		{
			rule: "CPS-ID-008", near: true, what: "99 on a test card, practice in 99", profile: inStructure("990000010"),
			verdict: "ok",
		},

		{
			rule: "CPS-ID-010", what: "position 3 is not 0", profile: inStructure("991000010"),
			verdict: "warning", want: []string{"CPS-ID-010 WARNING"},
		},
		{
			rule: "CPS-ID-010", what: "eight characters", profile: inStructure("99000001"),
			verdict: "warning", want: []string{"CPS-ID-010 WARNING"},
		},
		{
			rule: "CPS-ID-010", what: "99 on a real card", profile: inStructure("990000010"), edit: realCategory,
			verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-ID-010 WARNING"},
		},
		{rule: "CPS-ID-010", near: true, what: "99 on a test card", profile: inStructure("990000010"), verdict: "ok"},
	}
}
