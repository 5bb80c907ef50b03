package scenarios

// billed is a card with that billing identifier.
func billed(id string) string { return healthy + bills(`link: 1, id: "`+id+`"`) }

// numberCases are the rules on AM and FINESS numbers, read or typed.
func numberCases() []ruleCase {
	shape := []string{"CPS-ID-006 WARNING"}
	department := []string{"CPS-ID-008 WARNING"}
	return []ruleCase{
		{rule: "CPS-ID-008", what: "99 on a real card", profile: healthy, edit: realCategory, verdict: "warning", want: department},

		{
			rule: "CPS-ID-009", what: "an RPPS number as billing identifier", profile: healthy, edit: billingID("99900000029"),
			verdict: "warning", want: []string{"CPS-ID-006 WARNING", "CPS-ID-009 WARNING"}, says: "lu sur la carte est un numéro RPPS",
		},
		{rule: "CPS-ID-009", near: true, what: "eleven digits with a wrong key", profile: healthy, edit: billingID("99900000028"), verdict: "warning", want: shape},
		{rule: "CPS-ID-009", near: true, what: "eleven characters, not all digits", profile: healthy, edit: billingID("9990000002A"), verdict: "warning", want: shape},

		{rule: "CPS-ID-010", what: "99 on a real card", profile: inStructure("990000010"), edit: realCategory, verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-ID-010 WARNING"}},
		{rule: "CPS-ID-010", what: "a TEST number on a real card", profile: inStructure("0B0000014"), edit: realCategory, verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-ID-010 WARNING"}},
	}
}
