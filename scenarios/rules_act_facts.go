package scenarios

import (
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// replacementCases are the rules of the ACT family on replacements, new
// activities and the place of the act.
func replacementCases() []ruleCase {
	const own, colleague = "991026014", "994026029"
	intern := "extends: cpf-no-billing\nactivities: [{mode: salaried}]"
	expected := func(day string) []string { return []string{"lgc.expectedAm=" + colleague, "lgc.declaredOn=" + day} }
	place := []string{"CPS-ACT-012 WARNING"}
	return []ruleCase{
		{
			rule: "CPS-ACT-007", what: "in replacement, nobody replaced", declared: []string{"invoice.mode=04", "invoice.replacedId="},
			verdict: "blocked", want: []string{"CPS-ACT-007 BLOCK-BILLING"}, unread: []string{"CPS-ACT-009 invoice.psId"},
		},
		{rule: "CPS-ACT-007", near: true, what: "the practitioner replaced is named", profile: "extends: cpf-healthy", declared: []string{"invoice.mode=04", "invoice.replacedId=899900000029"}, verdict: "ok", unread: []string{"CPS-ACT-009 invoice.psId"}},
		{
			rule: "CPS-ACT-007", what: "the same with a CPF", profile: "extends: cpf-healthy", declared: []string{"invoice.mode=04", "invoice.replacedId="},
			verdict: "blocked", want: []string{"CPS-ACT-007 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-007", near: true, what: "the same with a CPE", profile: "extends: cpe-healthy", declared: []string{"invoice.mode=04", "invoice.replacedId="},
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-ACT-007", near: true, what: "the same with a card whose type was not read", profile: healthy, edit: withoutInfo, declared: []string{"invoice.mode=04", "invoice.replacedId="},
			verdict: "ok", unknown: "card.type",
		},
		{rule: "CPS-ACT-007", near: true, what: "a mode 04 activity, no invoice declared", profile: "extends: cpf-healthy", verdict: "ok", unknown: "invoice.mode", unread: []string{"CPS-ACT-009 invoice.mode"}},
		{rule: "CPS-ACT-007", near: true, what: "an invoice of one's own", profile: healthy, declared: []string{"invoice.mode=00", "invoice.replacedId="}, verdict: "ok"},
		{rule: "CPS-ACT-007", near: true, what: "in replacement, nothing told of whom", declared: []string{"invoice.mode=04"}, verdict: "undetermined", unknown: "invoice.replacedId"},

		{
			rule: "CPS-ACT-008", what: "the card of the one who is replaced", profile: healthy, declared: []string{"lgc.replacement=yes", "lgc.replacedId=99900000011"},
			verdict: "warning", want: []string{"CPS-ACT-008 WARNING"}, shows: []string{"holder.idNat: 899900000011"},
		},
		{rule: "CPS-ACT-008", near: true, what: "the card of the replacement", profile: "extends: cpf-healthy", declared: []string{"lgc.replacement=yes", "lgc.replacedId=99900000011"}, verdict: "ok"},
		{
			rule: "CPS-ACT-008", near: true, what: "a CPF, which is no card of a doctor who can be replaced", profile: "extends: cpf-healthy",
			declared: []string{"lgc.replacement=yes", "lgc.replacedId=99900000094"}, verdict: "ok",
		},
		{rule: "CPS-ACT-008", near: true, what: "no replacement under way", profile: healthy, declared: []string{"lgc.replacement=no", "lgc.replacedId=99900000011"}, verdict: "ok"},
		{rule: "CPS-ACT-008", near: true, what: "nobody told who is replaced", profile: healthy, declared: []string{"lgc.replacement=yes"}, verdict: "ok", unknown: "lgc.replacedId"},
		{rule: "CPS-ACT-008", near: true, what: "nothing told", profile: healthy, verdict: "ok", unknown: "lgc.replacement"},

		{
			rule: "CPS-ACT-009", what: "an invoice under the number of the card", profile: healthy, declared: []string{"invoice.mode=04", "invoice.psId=0" + own},
			verdict: "ok", want: []string{"CPS-ACT-009 INFO"}, unread: []string{"CPS-ACT-007 invoice.replacedId"}, shows: []string{"invoice.psId: 0" + own},
		},
		{rule: "CPS-ACT-009", near: true, what: "an invoice under the number of the one replaced", profile: healthy, declared: []string{"invoice.mode=04", "invoice.psId=" + colleague}, verdict: "ok"},
		{rule: "CPS-ACT-009", what: "the same with a CPF", profile: "extends: cpf-healthy", declared: []string{"invoice.mode=04", "invoice.psId=991026097"}, verdict: "ok", want: []string{"CPS-ACT-009 INFO"}},
		{
			rule: "CPS-ACT-009", near: true, what: "the same with a CPE", profile: "extends: cpe-healthy", declared: []string{"invoice.mode=04", "invoice.psId=994026102"},
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{rule: "CPS-ACT-009", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: []string{"invoice.mode=04", "invoice.psId=" + own}, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-ACT-009", near: true, what: "an invoice that replaces nobody", profile: healthy, declared: []string{"invoice.mode=00", "invoice.psId=" + own}, verdict: "ok"},
		{rule: "CPS-ACT-009", near: true, what: "before the PIN", profile: healthy, pin: pinNone, declared: []string{"invoice.mode=04", "invoice.psId=" + own}, verdict: "incomplete", unknown: "billing[]"},

		{
			rule: "CPS-ACT-010", what: "an intern with a hospital activity", profile: intern,
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-ACT-010 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-010", near: true, what: "a student with a mode 04 activity, no situation", profile: "extends: cpf-no-billing\nactivities: [{mode: salaried}, {mode: replacement}]",
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-010", what: "the other activity holds nothing", profile: "extends: cpf-no-billing\nactivities: [{mode: salaried}, {mode: replacement}]\nraw: {sit_fact: absent, activity_02: \"zeros:64\"}",
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-ACT-010 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-010", what: "its situation has no identifier", profile: "extends: cpf-healthy\nactivities: [{mode: salaried}]" + bills(`link: 1, id: ""`),
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-ACT-010 BLOCK-BILLING", "CPS-BILL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-010", what: "its usable situation is an orphan", profile: "extends: cpf-healthy\nactivities: [{mode: salaried}]" + bills(`link: 7, id: "991026097"`),
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-ACT-010 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ACT-010", near: true, what: "the other activity cannot be read", profile: "extends: cpf-no-billing\nactivities: [{mode: salaried}, {mode: replacement}]\nraw: {sit_fact: absent, activity_02: unreadable}",
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"}, unknown: "activities[]",
		},
		{
			rule: "CPS-ACT-010", near: true, what: "the other activity cannot be decoded", profile: "extends: cpf-no-billing\nactivities: [{mode: salaried}, {mode: replacement}]\nraw: {sit_fact: absent, activity_02: E2028001}",
			verdict: "blocked", want: []string{"CPS-TYPE-003 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"}, unknown: "activities[]",
		},
		{
			rule: "CPS-ACT-010", near: true, what: "the usable situation belongs to another activity than the one chosen", declared: []string{"lgc.selected=2"},
			profile: "extends: cpf-healthy\nactivities: [{mode: salaried}, {mode: salaried}]", verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{rule: "CPS-ACT-010", near: true, what: "a usable situation without mode 04", profile: "extends: cpf-healthy\nactivities: [{mode: salaried}]", verdict: "ok"},
		{rule: "CPS-ACT-010", near: true, what: "a salaried CPS without situation", profile: "extends: cps3-missing-dam\nactivities: [{mode: salaried}]", verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"}},
		{rule: "CPS-ACT-010", near: true, what: "to log in", profile: intern, facts: auth, verdict: "incomplete"},

		{rule: "CPS-ACT-011", what: "declared 30 days ago", profile: healthy, declared: expected("2026-10-23"), verdict: "warning", want: []string{"CPS-ACT-011 WARNING"}, shows: []string{"lgc.declaredOn: 2026-10-23"}},
		{rule: "CPS-ACT-011", what: "declared 15 days ago", profile: healthy, declared: expected("2026-11-07"), verdict: "warning", want: []string{"CPS-ACT-011 WARNING"}},
		{rule: "CPS-ACT-011", near: true, what: "declared 14 days ago", profile: healthy, declared: expected("2026-11-08"), verdict: "ok"},
		{rule: "CPS-ACT-011", near: true, what: "declared 5 days ago", profile: healthy, declared: expected("2026-11-17"), verdict: "ok"},
		{rule: "CPS-ACT-011", near: true, what: "a CPE", profile: "extends: cpe-healthy", declared: expected("2026-10-23"), verdict: "ok", want: []string{"CPS-CONV-006 INFO"}},
		{rule: "CPS-ACT-011", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: expected("2026-10-23"), verdict: "ok", unknown: "card.type"},
		{rule: "CPS-ACT-011", near: true, what: "it is on the card", profile: healthyV4, declared: expected("2026-10-23"), verdict: "ok"},
		{rule: "CPS-ACT-011", near: true, what: "nobody told since when", profile: healthy, declared: []string{"lgc.expectedAm=" + colleague}, verdict: "ok", unknown: "lgc.declaredOn"},
		{rule: "CPS-ACT-011", near: true, what: "before the PIN", profile: healthy, pin: pinNone, declared: expected("2026-10-23"), verdict: "incomplete", unknown: "billing[]"},
		{rule: "CPS-ACT-011", near: true, what: "nothing expected", profile: healthy, verdict: "ok", unknown: "lgc.expectedAm"},

		{rule: "CPS-ACT-012", what: "an act elsewhere", profile: healthy, declared: []string{"invoice.place=Cabinet Beta"}, verdict: "warning", want: place},
		{rule: "CPS-ACT-012", what: "Lyon for Paris", declared: []string{"invoice.place=Lyon", "activity.place=Paris"}, verdict: "warning", want: place, shows: []string{"activity.place: Paris"}},
		{rule: "CPS-ACT-012", what: "not the activity chosen", profile: "extends: cps3-two-activities", declared: []string{"lgc.selected=1", "invoice.place=Clinique test Delta"}, verdict: "warning", want: place, shows: []string{"activities[1].structureId: 499900000045016"}},
		{rule: "CPS-ACT-012", what: "a structure without number", profile: practice("mode: liberal, structure_name: CABINET TEST"), declared: []string{"invoice.place=Lyon"}, verdict: "warning", want: place},
		{rule: "CPS-ACT-012", what: "a structure without name", profile: practice(`mode: liberal, structure_id_type: finess, structure_id: "990000044"`), declared: []string{"invoice.place=Lyon"}, verdict: "warning", want: place},
		{rule: "CPS-ACT-012", near: true, what: "a structure without name and number", profile: practice("mode: liberal"), declared: []string{"invoice.place=Lyon"}, verdict: "ok", unknown: "activity.place"},
		{rule: "CPS-ACT-012", near: true, what: "a CPE", profile: "extends: cpe-healthy", declared: []string{"invoice.place=Lyon"}, verdict: "ok", want: []string{"CPS-CONV-006 INFO"}},
		{rule: "CPS-ACT-012", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: []string{"invoice.place=Lyon"}, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-ACT-012", near: true, what: "the name of the only structure", profile: healthy, declared: []string{"invoice.place=cabinet « test » álpha"}, verdict: "ok"},
		{rule: "CPS-ACT-012", near: true, what: "the number of the structure chosen", profile: "extends: cps3-two-activities", declared: []string{"lgc.selected=2", "invoice.place=990000044"}, verdict: "ok"},
		{rule: "CPS-ACT-012", near: true, what: "the same place as declared", declared: []string{"invoice.place=Paris 12", "activity.place=PARIS-12"}, verdict: "undetermined"},
		{rule: "CPS-ACT-012", near: true, what: "two activities, none chosen", profile: "extends: cps3-two-activities", declared: []string{"invoice.place=Lyon"}, verdict: "ok", unknown: "activity.place"},
		{rule: "CPS-ACT-012", near: true, what: "an activity that the card does not have", profile: healthy, facts: fact.Set{Activity: 3}, declared: []string{"invoice.place=Lyon"}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}, unknown: "activity.place"},
		{rule: "CPS-ACT-012", near: true, what: "no place told", profile: healthy, verdict: "ok", unknown: "invoice.place"},
	}
}
