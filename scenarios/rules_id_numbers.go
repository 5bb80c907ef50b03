package scenarios

// billed is a card with that billing identifier.
func billed(id string) string { return healthy + bills(`link: 1, id: "`+id+`"`) }

// practising is a card with that billing identifier and an activity in a
// structure with that FINESS number.
func practising(am, finess string) string {
	return inStructure(finess) + bills(`link: 1, id: "`+am+`"`)
}

// numberCases are the rules on AM and FINESS numbers, read or typed.
func numberCases() []ruleCase {
	shape, key := []string{"CPS-ID-006 WARNING"}, []string{"CPS-ID-007 WARNING"}
	typedShape := []string{"CPS-ID-006 BLOCK-BILLING"}
	department, finess, finessKey := []string{"CPS-ID-008 WARNING"}, []string{"CPS-ID-010 WARNING"}, []string{"CPS-ID-011 WARNING"}
	typed := func(am string) []string { return []string{"prescriber.am=" + am} }
	typedFINESS := func(n string) []string { return []string{"prescriber.finess=" + n} }
	return []ruleCase{
		{rule: "CPS-ID-006", what: "eight digits on the card", profile: billed("99102601"), verdict: "warning", want: shape, shows: []string{"billing[1].id: 99102601"}},
		{rule: "CPS-ID-006", what: "an RPPS number typed", profile: healthy, declared: typed("99900000011"), verdict: "blocked", want: []string{"CPS-ID-006 BLOCK-BILLING", "CPS-ID-009 WARNING"}},
		{rule: "CPS-ID-006", what: "eight digits typed, no card", declared: typed("99102601"), verdict: "blocked", want: typedShape, shows: []string{"prescriber.am: 99102601"}},
		{rule: "CPS-ID-006", what: "a letter typed behind 1", declared: typed("1A0000014"), verdict: "blocked", want: []string{"CPS-ID-006 BLOCK-BILLING", "CPS-ID-008 WARNING"}},
		{rule: "CPS-ID-006", what: "a letter typed that Corsica does not have", declared: typed("2C0000014"), verdict: "blocked", want: []string{"CPS-ID-006 BLOCK-BILLING", "CPS-ID-008 WARNING"}},
		{rule: "CPS-ID-006", what: "a letter typed at the end", declared: typed("2A000001A"), verdict: "blocked", want: typedShape},
		{rule: "CPS-ID-006", near: true, what: "nine digits", profile: billed("991026014"), verdict: "ok"},
		{rule: "CPS-ID-006", near: true, what: "a type character and nine digits", profile: billed("0991026014"), verdict: "ok", want: []string{"CPS-BILL-004 INFO"}},
		{rule: "CPS-ID-006", near: true, what: "nine digits typed with blanks", profile: healthy, declared: typed("99 102 6014"), verdict: "ok"},
		{rule: "CPS-ID-006", near: true, what: "nine digits pasted with no-break spaces", profile: healthy, declared: typed("99\u00a0102\u202f6014"), verdict: "ok"},
		{rule: "CPS-ID-006", near: true, what: "a number of Corsica typed", declared: typed("2A0000014"), verdict: "undetermined"},
		{rule: "CPS-ID-006", near: true, what: "a number of the other half of Corsica typed", declared: typed("2B0000012"), verdict: "undetermined"},
		{
			rule: "CPS-ID-006", near: true, what: "no number on the card: another rule", profile: billed(""),
			verdict: "blocked", want: []string{"CPS-BILL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ID-006", near: true, what: "before the PIN, nothing typed", profile: healthy, pin: pinNone, verdict: "incomplete", unknown: "billing[]",
			unread: []string{"CPS-ID-007 billing[]", "CPS-ID-008 billing[]", "CPS-ID-009 billing[]", "CPS-ID-010 activities[]", "CPS-ID-011 activities[]"},
		},
		{
			rule: "CPS-ID-006", near: true, what: "before the PIN, an RPPS number typed", profile: healthy, pin: pinNone, declared: []string{"prescriber.rpps=99900000011"},
			verdict: "incomplete", unknown: "billing[]", unread: []string{"CPS-ID-009 "},
		},

		{rule: "CPS-ID-007", what: "on the card", profile: billed("991026015"), verdict: "warning", want: key},
		{rule: "CPS-ID-007", what: "typed", profile: healthy, declared: typed("991026015"), verdict: "warning", want: key, shows: []string{"prescriber.am: 991026015"}},
		{rule: "CPS-ID-007", near: true, what: "a right key", profile: billed("991026014"), declared: typed("994026029"), verdict: "ok"},
		{rule: "CPS-ID-007", near: true, what: "typed, no card", declared: typed("010000016"), verdict: "undetermined"},

		{rule: "CPS-ID-008", what: "no such département", profile: billed("000000018"), verdict: "warning", want: department},
		{rule: "CPS-ID-008", what: "99 on a real card", profile: healthy, edit: realCategory, verdict: "warning", want: department},
		{
			rule: "CPS-ID-008", what: "another département than the practice", profile: practising("010000016", "990000010"),
			verdict: "warning", want: department, shows: []string{"activities[1].structureId: 1990000010", "billing[1].id: 010000016"},
		},
		{rule: "CPS-ID-008", what: "96 does not exist, typed", declared: typed("960000016"), verdict: "warning", want: department},
		{rule: "CPS-ID-008", what: "the practice in Corsica, the number not", profile: practising("010000016", "2A0000014"), verdict: "warning", want: department},
		{rule: "CPS-ID-008", near: true, what: "99 on a test card, practice in 99", profile: inStructure("990000010"), verdict: "ok"},
		{rule: "CPS-ID-008", near: true, what: "20 for a practice in 2A", profile: practising("200000016", "2A0000014"), verdict: "ok"},
		{rule: "CPS-ID-008", near: true, what: "20 for a practice in 2B", profile: practising("200000016", "2B0000012"), verdict: "ok"},
		{rule: "CPS-ID-008", near: true, what: "a practice that tells no département", profile: billed("010000016"), verdict: "ok", unknown: "activity.department"},
		{
			rule: "CPS-ID-008", what: "another département than the practice is told to be in", profile: billed("010000016"), declared: []string{"activity.department=2a"},
			verdict: "warning", want: department, shows: []string{"activity.department: 2A", "billing[1].id: 010000016"},
		},
		{rule: "CPS-ID-008", near: true, what: "the practice is told to be there", profile: billed("200000016"), declared: []string{"activity.department=2A"}, verdict: "ok"},
		{
			rule: "CPS-ID-008", near: true, what: "one practice tells its département, the other does not",
			profile: twoPractices("", ""), verdict: "ok", unknown: "activity.department",
		},
		{
			rule: "CPS-ID-008", near: true, what: "a structure number too short to tell", profile: practising("010000016", "99000001"),
			verdict: "warning", want: finess, unknown: "activity.department",
		},
		{
			rule: "CPS-ID-008", near: true, what: "99 typed, no card to tell whether it is a test", declared: typed("991026014"),
			verdict: "undetermined", unknown: "card.category",
		},
		{
			rule: "CPS-ID-008", near: true, what: "99 on a card that does not tell its category", profile: healthy + "\nraw: {id_card: unreadable}",
			verdict: "ok", unknown: "card.category",
		},
		{rule: "CPS-ID-008", near: true, what: "a number too short", profile: billed("00000001"), verdict: "warning", want: shape},

		{rule: "CPS-ID-009", what: "an RPPS number where an AM number belongs", declared: typed("99900000029"), verdict: "blocked", want: []string{"CPS-ID-006 BLOCK-BILLING", "CPS-ID-009 WARNING"}, says: "Vous avez saisi un numéro RPPS"},
		{
			rule: "CPS-ID-009", what: "nine digits behind the 8 of an RPPS number on the card", profile: holder("8991026014"),
			verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING", "CPS-ID-009 WARNING"},
			shows: []string{"holder.rpps: 991026014"}, says: "lu sur la carte a neuf chiffres",
		},
		{
			rule: "CPS-ID-009", what: "the same before the PIN", profile: holder("8991026014"), pin: pinNone,
			verdict: "incomplete", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING", "CPS-ID-009 WARNING"},
		},
		{rule: "CPS-ID-009", near: true, what: "ten digits behind the 8", profile: holder("89910260140"), verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
		{rule: "CPS-ID-009", near: true, what: "nine characters behind the 8, not all digits", profile: holder("899102601A"), verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-003 WARNING"}},
		{rule: "CPS-ID-009", near: true, what: "nine digits of an ADELI number", profile: holder("0991026014"), verdict: "ok", want: []string{"CPS-ID-005 INFO"}},
		{rule: "CPS-ID-009", near: true, what: "nine characters typed, not all digits", declared: []string{"prescriber.rpps=99102601A"}, verdict: "warning", want: []string{"CPS-ID-001 WARNING"}},
		{
			rule: "CPS-ID-009", what: "an AM number where an RPPS number belongs", profile: healthy, declared: []string{"prescriber.rpps=991026014"},
			verdict: "warning", want: []string{"CPS-ID-001 WARNING", "CPS-ID-009 WARNING"}, says: "c'est le numéro RPPS, de onze chiffres, qui est attendu",
		},
		{
			rule: "CPS-ID-009", what: "an RPPS number as billing identifier", profile: healthy, edit: billingID("99900000029"),
			verdict: "warning", want: []string{"CPS-ID-006 WARNING", "CPS-ID-009 WARNING"}, says: "lu sur la carte est un numéro RPPS",
		},
		{rule: "CPS-ID-009", near: true, what: "an AM number where it belongs", profile: healthy, declared: typed("991026014"), verdict: "ok"},
		{rule: "CPS-ID-009", near: true, what: "eleven digits with a wrong key", profile: healthy, edit: billingID("99900000028"), verdict: "warning", want: shape},
		{rule: "CPS-ID-009", near: true, what: "eleven characters, not all digits", profile: healthy, edit: billingID("9990000002A"), verdict: "warning", want: shape},
		{rule: "CPS-ID-009", near: true, what: "an RPPS number where it belongs", profile: healthy, declared: []string{"prescriber.rpps=99900000011"}, verdict: "ok"},

		{rule: "CPS-ID-010", what: "position 3 is not 0", profile: inStructure("991000019"), verdict: "warning", want: finess},
		{rule: "CPS-ID-010", what: "eight characters", profile: inStructure("99000001"), verdict: "warning", want: finess},
		{rule: "CPS-ID-010", what: "no such département", profile: practising("960000016", "960000016"), verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-ID-010 WARNING"}},
		{rule: "CPS-ID-010", what: "99 on a real card", profile: inStructure("990000010"), edit: realCategory, verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-ID-010 WARNING"}},
		{rule: "CPS-ID-010", what: "a TEST number on a real card", profile: inStructure("0B0000014"), edit: realCategory, verdict: "warning", want: []string{"CPS-ID-008 WARNING", "CPS-ID-010 WARNING"}},
		{rule: "CPS-ID-010", what: "an AM number typed", profile: healthy, declared: typedFINESS("991026014"), verdict: "warning", want: finess, shows: []string{"prescriber.finess: 991026014"}},
		{rule: "CPS-ID-010", what: "eight digits typed, no card", declared: typedFINESS("01000001"), verdict: "warning", want: finess},
		{rule: "CPS-ID-010", what: "20 is no département of a FINESS number", profile: practising("200000016", "200000016"), verdict: "warning", want: finess},
		{rule: "CPS-ID-010", what: "20 typed", declared: typedFINESS("200000016"), verdict: "warning", want: finess},
		{rule: "CPS-ID-010", near: true, what: "99 on a test card", profile: inStructure("990000010"), verdict: "ok"},
		{rule: "CPS-ID-010", near: true, what: "Corsica", profile: practising("200000016", "2A0000014"), verdict: "ok"},
		{rule: "CPS-ID-010", near: true, what: "Corsica, typed in small letters", declared: typedFINESS("2b0000012"), verdict: "undetermined"},
		{rule: "CPS-ID-010", near: true, what: "typed in 01, no card", declared: typedFINESS("010000016"), verdict: "undetermined"},
		{rule: "CPS-ID-010", near: true, what: "typed in 99, no card to tell whether it is a test", declared: typedFINESS("990000010"), verdict: "undetermined", unknown: "card.category"},
		{rule: "CPS-ID-010", near: true, what: "declared to have none", profile: healthy, declared: typedFINESS(""), verdict: "ok"},

		{rule: "CPS-ID-011", what: "on the card", profile: inStructure("990000011"), verdict: "warning", want: finessKey},
		{rule: "CPS-ID-011", what: "typed", profile: healthy, declared: typedFINESS("010000017"), verdict: "warning", want: finessKey},
		{rule: "CPS-ID-011", what: "a letter in the place of the key, on the card", profile: inStructure("99000001A"), verdict: "warning", want: finessKey},
		{rule: "CPS-ID-011", what: "a letter among the digits, typed", declared: typedFINESS("0100X0016"), verdict: "warning", want: finessKey},
		{rule: "CPS-ID-011", near: true, what: "ten characters are another rule's", declared: typedFINESS("0100000170"), verdict: "warning", want: finess},
		{rule: "CPS-ID-011", near: true, what: "Corsica, letters counted as 1 and 2", declared: typedFINESS("2B0000012"), verdict: "undetermined"},
		{rule: "CPS-ID-011", near: true, what: "a right key on the card", profile: inStructure("990000010"), verdict: "ok"},
	}
}
