package scenarios

// prescriberCases are the rules on what was typed for a prescriber.
func prescriberCases() []ruleCase {
	const am, finess = "991026014", "990000010"
	mixed := []string{"CPS-ID-012 WARNING"}
	missing := []string{"CPS-ID-014 BLOCK-BILLING"}
	retired := []string{"CPS-ID-013 WARNING"}
	return []ruleCase{
		{
			rule: "CPS-ID-012", what: "a liberal doctor with a FINESS number", declared: []string{"prescriber.kind=liberal", "prescriber.id=" + finess},
			verdict: "warning", want: mixed, shows: []string{"prescriber.id: " + finess}, says: "pour un médecin libéral",
		},
		{
			rule: "CPS-ID-012", what: "a salaried doctor with an AM number", profile: healthy, declared: []string{"prescriber.kind=salaried", "prescriber.am=" + am},
			verdict: "warning", want: mixed, shows: []string{"prescriber.am: " + am},
		},
		{
			rule: "CPS-ID-012", what: "a salaried doctor with an AM number behind a type character", declared: []string{"prescriber.kind=salaried", "prescriber.id=1992600015"},
			verdict: "warning", want: mixed,
		},
		{rule: "CPS-ID-012", what: "a liberal doctor, 0 in third place behind a type character", declared: []string{"prescriber.kind=liberal", "prescriber.id=1990000010"}, verdict: "warning", want: mixed},
		{rule: "CPS-ID-012", near: true, what: "a salaried doctor with a number too short for either", declared: []string{"prescriber.kind=salaried", "prescriber.id=99100001"}, verdict: "undetermined"},
		{rule: "CPS-ID-012", near: true, what: "a liberal doctor with a number too short for either", declared: []string{"prescriber.kind=liberal", "prescriber.id=99000001"}, verdict: "undetermined"},
		{
			rule: "CPS-ID-012", near: true, what: "a salaried doctor with both numbers", profile: healthy,
			declared: []string{"prescriber.kind=salaried", "prescriber.am=" + am, "prescriber.finess=" + finess}, verdict: "ok",
		},
		{
			rule: "CPS-ID-012", near: true, what: "a liberal doctor with both numbers", profile: healthy,
			declared: []string{"prescriber.kind=liberal", "prescriber.am=" + am, "prescriber.finess=" + finess}, verdict: "ok",
		},
		{
			rule: "CPS-ID-012", what: "a liberal doctor, FINESS only", profile: healthy, declared: []string{"prescriber.kind=liberal", "prescriber.am=", "prescriber.finess=" + finess},
			verdict: "warning", want: mixed, shows: []string{"prescriber.finess: " + finess},
		},
		{rule: "CPS-ID-012", near: true, what: "a liberal doctor with an AM number", declared: []string{"prescriber.kind=liberal", "prescriber.id=" + am}, verdict: "undetermined"},
		{rule: "CPS-ID-012", near: true, what: "a salaried doctor with a FINESS number", declared: []string{"prescriber.kind=salaried", "prescriber.id=" + finess}, verdict: "undetermined"},
		{rule: "CPS-ID-012", near: true, what: "no number typed", declared: []string{"prescriber.kind=liberal"}, verdict: "undetermined", unknown: "prescriber.id"},

		{rule: "CPS-ID-013", what: "retired, no AM number", profile: healthy, declared: []string{"prescriber.retired=yes", "prescriber.am="}, verdict: "warning", want: retired},
		{
			rule: "CPS-ID-013", near: true, what: "retired, the fictitious number of the département", profile: healthy,
			declared: []string{"prescriber.retired=yes", "prescriber.am=" + am}, verdict: "ok",
		},
		{rule: "CPS-ID-013", near: true, what: "retired, nothing told of a number", declared: []string{"prescriber.retired=yes"}, verdict: "undetermined", unknown: "prescriber.am"},
		{
			rule: "CPS-ID-013", near: true, what: "not retired, no number", declared: []string{"prescriber.retired=no", "prescriber.am=", "prescriber.finess="},
			verdict: "blocked", want: missing,
		},

		{
			rule: "CPS-ID-014", what: "both fields empty", profile: healthy, declared: []string{"prescriber.retired=no", "prescriber.am=", "prescriber.finess="},
			verdict: "blocked", want: missing,
		},
		{
			rule: "CPS-ID-014", near: true, what: "a hospital doctor with a FINESS number only", profile: healthy,
			declared: []string{"prescriber.retired=no", "prescriber.am=", "prescriber.finess=" + finess}, verdict: "ok",
		},
		{rule: "CPS-ID-014", near: true, what: "an AM number", profile: healthy, declared: []string{"prescriber.retired=no", "prescriber.am=" + am, "prescriber.finess="}, verdict: "ok"},
		{
			rule: "CPS-ID-014", near: true, what: "retired: another rule", declared: []string{"prescriber.retired=yes", "prescriber.am=", "prescriber.finess="},
			verdict: "warning", want: retired,
		},
		{rule: "CPS-ID-014", near: true, what: "nothing told of a FINESS number", declared: []string{"prescriber.retired=no", "prescriber.am="}, verdict: "undetermined", unknown: "prescriber.finess"},
		{
			rule: "CPS-ID-014", near: true, what: "nobody told whether he is retired", declared: []string{"prescriber.am=", "prescriber.finess="},
			verdict: "undetermined", unknown: "prescriber.retired",
		},
		{rule: "CPS-ID-014", near: true, what: "nothing told", profile: healthy, verdict: "ok", unknown: "prescriber.am", unread: []string{"CPS-ID-012 prescriber.kind", "CPS-ID-013 prescriber.retired"}},
	}
}
