package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// structured is a CPE with these fields of its one situation.
func structured(fields string) string {
	return "extends: cpe-healthy" + bills(`link: 1, id: "994026102", speciality: "99", convention: "9", zone: "99", mileage: "9", agreements: ["99"], `+fields)
}

// named is a CPE in that name.
func named(family, given string) string {
	return "extends: cpe-healthy\nname: {family: \"" + family + "\", given: [\"" + given + "\"]}"
}

// auth is the use that needs no right to bill.
var auth = fact.Set{Use: fact.UseAuth}

// typeCases are the rules on what each type of card may bill, and on what the
// card is.
func typeCases() []ruleCase {
	noBilling := func(rule string) []string { return []string{rule + " BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"} }
	profile := []string{"CPS-CONV-006 INFO"}
	notNamed := []string{"CPS-TYPE-006 WARNING", "CPS-CONV-006 INFO"}
	return []ruleCase{
		{rule: "CPS-TYPE-002", what: "a CPA without a situation", profile: "extends: cpa-healthy", verdict: "blocked", want: noBilling("CPS-TYPE-002"), shows: []string{"billing[]: absent"}},
		{
			rule: "CPS-TYPE-002", what: "a CPA whose situation belongs to no activity", profile: healthy + "\ninfo: {kind: cpa}" + bills(`link: 9, id: "991026014"`),
			verdict: "blocked", want: noBilling("CPS-TYPE-002"), shows: []string{"billing[]: 1, linked to an activity: 0"},
		},
		{rule: "CPS-TYPE-002", near: true, what: "a CPA with a usable situation", profile: healthy + "\ninfo: {kind: cpa}", verdict: "ok"},
		{rule: "CPS-TYPE-002", near: true, what: "a CPA used to log in", profile: "extends: cpa-healthy", facts: auth, verdict: "incomplete"},
		{
			rule: "CPS-TYPE-002", near: true, what: "a CPA before the PIN", profile: "extends: cpa-healthy", pin: pinNone, verdict: "incomplete", unknown: "billing[]",
			unread: []string{"CPS-TYPE-003 billing[]", "CPS-TYPE-004 billing[]"},
		},

		{rule: "CPS-TYPE-003", what: "a CPF without a situation", profile: "extends: cpf-no-billing", verdict: "blocked", want: noBilling("CPS-TYPE-003")},
		{
			rule: "CPS-TYPE-003", what: "a CPF with an identifier and no right to sign FSE", profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", sign_fse: false`),
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-003", what: "a CPF with the right and no identifier", profile: "extends: cpf-healthy" + bills(`link: 1, id: ""`),
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-BILL-001 BLOCK-BILLING"},
		},
		{rule: "CPS-TYPE-003", near: true, what: "a CPF that replaces, with the right to sign", profile: "extends: cpf-healthy", verdict: "ok"},
		{
			rule: "CPS-TYPE-003", near: true, what: "the right stands with another activity than the one chosen",
			profile: "extends: cpf-healthy\nactivities: [{mode: replacement}, {mode: replacement}]", facts: fact.Set{Activity: 2},
			verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{rule: "CPS-TYPE-003", near: true, what: "a CPF used to log in", profile: "extends: cpf-no-billing", facts: auth, verdict: "incomplete"},

		{rule: "CPS-TYPE-004", what: "a CPE without a situation", profile: "extends: cpe-no-billing", verdict: "blocked", want: noBilling("CPS-TYPE-004")},
		{
			rule: "CPS-TYPE-004", what: "a CPE without an identifier", profile: "extends: cpe-healthy" + bills(`link: 1, id: "", speciality: "99", convention: "9", zone: "99", mileage: "9", agreements: ["99"]`),
			verdict: "blocked", want: []string{"CPS-TYPE-004 BLOCK-BILLING", "CPS-BILL-001 BLOCK-BILLING", "CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-TYPE-004", near: true, what: "a CPE with an identifier and no right", profile: structured("sign_fse: false, sign_lots: false"),
			verdict: "blocked", want: []string{"CPS-SIGN-003 BLOCK-BILLING", "CPS-SIGN-001 BLOCK-SIGNING", "CPS-SIGN-002 BLOCK-SIGNING", "CPS-CONV-006 INFO"},
		},

		{rule: "CPS-TYPE-005", what: "the head of a structure", profile: "extends: cde-healthy", verdict: "ok", want: []string{"CPS-TYPE-005 INFO", "CPS-CONV-006 INFO"}, shows: []string{"activities[1].responsibility: 01"}},
		{rule: "CPS-TYPE-005", near: true, what: "an employee", profile: "extends: cpe-healthy", verdict: "ok", want: profile},
		{
			rule: "CPS-TYPE-005", near: true, what: "the head of a structure on a CPS", profile: practice("mode: liberal, responsibility: head, sector: SA07"), verdict: "ok",
		},
		{rule: "CPS-TYPE-005", near: true, what: "before the PIN", profile: "extends: cde-healthy", pin: pinNone, verdict: "incomplete", unknown: "activities[]"},
		{
			rule: "CPS-TYPE-005", near: true, what: "no card was read", verdict: "undetermined", unknown: "card",
			unread: []string{"CPS-TYPE-006 card", "CPS-TYPE-001 card", "CPS-TYPE-002 card", "CPS-TYPE-003 card", "CPS-TYPE-004 card"},
		},

		{rule: "CPS-TYPE-006", what: "the name of a counter", profile: named("ACCUEIL", "1"), verdict: "warning", want: notNamed, shows: []string{"holder.name: ACCUEIL 1"}},
		{rule: "CPS-TYPE-006", what: "the name of a place", profile: named("Pharmacie", "CENTRALE"), verdict: "warning", want: notNamed},
		{rule: "CPS-TYPE-006", what: "a number among the names", profile: named("TESTEUR", "2"), verdict: "warning", want: notNamed},
		{rule: "CPS-TYPE-006", what: "no name", profile: named("", ""), verdict: "warning", want: notNamed},
		{rule: "CPS-TYPE-006", what: "no object of the name", profile: "extends: cpe-healthy\nraw: {name_ps: absent}", verdict: "warning", want: notNamed},
		{rule: "CPS-TYPE-006", what: "declared to be in no person's name", profile: "extends: cpe-healthy", declared: []string{"holder.nominative=no"}, verdict: "warning", want: notNamed},
		{rule: "CPS-TYPE-006", near: true, what: "the name of a person", profile: named("TESTEUR", "KAPPA"), verdict: "ok", want: profile},
		{
			rule: "CPS-TYPE-006", near: true, what: "a person who is named by the usual names alone", profile: "extends: cpe-healthy\nname: {family: \"\", usual: TESTEUR, given: [\"\"], usual_given: KAPPA}",
			verdict: "ok", want: profile,
		},
		{
			rule: "CPS-TYPE-006", what: "a post as usual name", profile: "extends: cpe-healthy\nname: {family: \"\", usual: STANDARD, given: [\"\"], usual_given: \"\"}",
			verdict: "warning", want: notNamed, shows: []string{"holder.name: STANDARD"},
		},
		{rule: "CPS-TYPE-006", near: true, what: "a counter declared to be a person", profile: named("ACCUEIL", "1"), declared: []string{"holder.nominative=yes"}, verdict: "ok", want: profile},
		{rule: "CPS-TYPE-006", near: true, what: "the name was not read", profile: "extends: cpe-healthy\nraw: {name_ps: unreadable}", verdict: "ok", want: profile, unknown: "holder.name"},
		{rule: "CPS-TYPE-006", near: true, what: "a CPS in the name of a counter", profile: healthy + "\nname: {family: ACCUEIL}", verdict: "ok"},

		{
			rule: "CPS-TYPE-008", what: "a nurse's card in the software of midwives", profile: healthy + "\ninfo: {profession: \"60\"}" + bills(`link: 1, id: "991026014", speciality: "24"`),
			declared: []string{"lgc.profession=50"}, verdict: "warning", want: []string{"CPS-TYPE-008 WARNING"}, shows: []string{"holder.profession: 60", "lgc.profession: 50"},
		},
		{rule: "CPS-TYPE-008", what: "a future doctor's card in the software of dentists", profile: "extends: cpf-healthy", declared: []string{"lgc.profession=40"}, verdict: "warning", want: []string{"CPS-TYPE-008 WARNING"}},
		{rule: "CPS-TYPE-008", near: true, what: "the same profession", profile: healthy, declared: []string{"lgc.profession=10"}, verdict: "ok"},
		{rule: "CPS-TYPE-008", near: true, what: "the profession a CPF trains for", profile: "extends: cpf-healthy", declared: []string{"lgc.profession=10"}, verdict: "ok"},
		{rule: "CPS-TYPE-008", near: true, what: "the profession a CPF has before the one it trains for", profile: "extends: cpf-healthy\ninfo: {profession: \"10\", future_profession: \"40\"}", declared: []string{"lgc.profession=10"}, verdict: "ok"},
		{rule: "CPS-TYPE-008", near: true, what: "a CPE", profile: "extends: cpe-healthy", declared: []string{"lgc.profession=10"}, verdict: "ok", want: profile},
		{
			rule: "CPS-TYPE-008", near: true, what: "a CPS without profession", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Info.Value.Profession = "" }, declared: []string{"lgc.profession=10"},
			verdict: "ok", unknown: "holder.profession", unread: []string{"CPS-CONV-003 holder.profession", "CPS-CONV-004 holder.profession"},
		},
		{rule: "CPS-TYPE-008", near: true, what: "no card was read", declared: []string{"lgc.profession=10"}, verdict: "undetermined", unknown: "card.type"},
		{rule: "CPS-TYPE-008", near: true, what: "the profession of the software is not told", profile: healthy, verdict: "ok", unknown: "lgc.profession"},

		{rule: "CPS-TYPE-009", what: "enrolled by the RPPS+ portal", declared: []string{"holder.enrolment=rpps+"}, verdict: "blocked", want: []string{"CPS-TYPE-009 BLOCK-BILLING"}},
		{rule: "CPS-TYPE-009", near: true, what: "enrolled with a card", profile: healthy, declared: []string{"holder.enrolment=card"}, verdict: "ok"},
		{rule: "CPS-TYPE-009", near: true, what: "told of somebody who has a card", profile: healthy, declared: []string{"holder.enrolment=rpps+"}, verdict: "ok"},
		{rule: "CPS-TYPE-009", near: true, what: "RPPS+, to log in", declared: []string{"holder.enrolment=rpps+"}, facts: auth, verdict: "undetermined"},

		{rule: "CPS-TYPE-010", what: "the e-CPS alone is to sign", declared: []string{"signer.kind=ecps"}, verdict: "blocked", want: []string{"CPS-TYPE-010 BLOCK-SIGNING"}},
		{rule: "CPS-TYPE-010", near: true, what: "an e-CPS beside the card", profile: healthy, declared: []string{"signer.kind=ecps"}, verdict: "ok"},
		{rule: "CPS-TYPE-010", near: true, what: "the card is to sign", declared: []string{"signer.kind=card"}, verdict: "undetermined"},
	}
}

// unlistedActivities makes the card one whose directory was not read.
func unlistedActivities(in *diagnosis.Input) {
	in.Card.Listed, in.Card.Activities = false, []card.NumberedActivity{}
}
