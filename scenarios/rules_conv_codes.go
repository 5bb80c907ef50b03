package scenarios

import (
	"slices"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// blank takes a field out of the first situation.
func blank(field func(*diagnosis.Input) *string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { *field(in) = "" }
}

// noConvention takes the convention code out of the first situation.
func noConvention(in *diagnosis.Input) { in.Card.Billing.Value[0].Convention = "" }

// agreements gives the first situation these three codes.
func agreements(codes ...string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { copy(in.Card.Billing.Value[0].Agreements[:], codes) }
}

// oneNumber is a CPS3 with two activities of these modes and sectors that share
// one logical number, with a situation of an establishment.
func oneNumber(first, second string) (profile string, edit func(*diagnosis.Input)) {
	profile = healthy + "\nactivities:\n  - {" + first + "}\n  - {" + second + "}" +
		bills(`link: 1, id: "991026014", convention: "9", speciality: "99", zone: "99", mileage: "0", agreements: ["99"]`)
	return profile, func(in *diagnosis.Input) { in.Card.Activities[1].Value.Logical = 1 }
}

// conventionCases are the rules on convention, zone, mileage and agreement.
func conventionCases() []ruleCase {
	structure := []string{"CPS-CONV-006 INFO"}
	structureLiberal := []string{"CPS-CONV-008 WARNING", "CPS-CONV-006 INFO"}

	pair := []string{"CPS-CONV-010 WARNING"}

	agreement := []string{"CPS-CONV-013 WARNING"}
	changed := func(code, day string) []string {
		return []string{"lgc.convention=" + code, "lgc.conventionDate=" + day}
	}
	centre := func(mode, sector string) string {
		return practice("mode: "+mode+", sector: "+sector) + bills(`link: 1, id: "991026014", convention: "9", speciality: "99", zone: "99", mileage: "9", agreements: ["99"]`)
	}
	zones := func(near bool, verdict diagnosis.Verdict, want []string, pairs ...string) []ruleCase {
		var cases []ruleCase
		for _, p := range pairs {
			c := ruleCase{rule: "CPS-CONV-010", near: near, what: "zone and convention " + p, profile: situation(`zone: "` + p[:2] + `", convention: "` + p[3:] + `"`), verdict: verdict, want: want}
			if p[3:] == "0" {
				c.want = slices.Concat(want, []string{"CPS-CONV-007 INFO"})
			}
			cases = append(cases, c)
		}
		return cases
	}
	centreFirst, shareFirst := oneNumber("mode: salaried, sector: SA05", "mode: liberal, sector: SA07")
	practiceFirst, sharePractice := oneNumber("mode: liberal, sector: SA07", "mode: salaried, sector: SA05")
	cases := []ruleCase{
		{
			rule: "CPS-CONV-005", near: true, what: "no code", profile: healthy, edit: noConvention,
			declared: changed("2", "2026-10-01"), verdict: "ok", unknown: "billing[].convention",
			unread: []string{
				"CPS-CONV-007 billing[].convention", "CPS-CONV-008 billing[].convention", "CPS-CONV-010 billing[].convention", "CPS-CONV-014 billing[].convention",
				"CPS-CONV-006 ", "CPS-CONV-003 ", "CPS-CONV-011 ", "CPS-CONV-013 ",
			},
		},

		{rule: "CPS-CONV-006", near: true, what: "the type was not read", profile: "extends: cps3-salaried", edit: withoutInfo, verdict: "ok", unknown: "card.type"},

		{rule: "CPS-CONV-007", near: true, what: "the type was not read", profile: situation(`convention: "0", zone: "50"`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-007", near: true, what: "under convention, the type was not read", profile: healthy, edit: withoutInfo, verdict: "ok", unread: []string{"CPS-CONV-006 ", "CPS-CONV-012 ", "CPS-CONV-013 "}},

		{rule: "CPS-CONV-008", near: true, what: "the type was not read", profile: centre("liberal", "SA07"), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-008", what: "two activities of one number, the practice is chosen", profile: centreFirst, edit: shareFirst, facts: fact.Set{Activity: 2}, verdict: "warning", want: structureLiberal, shows: []string{"activities[2].sector: SA07"}},
		{rule: "CPS-CONV-008", near: true, what: "two activities of one number, the centre is chosen", profile: practiceFirst, edit: sharePractice, facts: fact.Set{Activity: 2}, verdict: "ok", want: structure},

		{
			rule: "CPS-CONV-009", near: true, what: "no code", profile: healthy, edit: blank(func(in *diagnosis.Input) *string { return &in.Card.Billing.Value[0].Zone }),
			verdict: "ok", unknown: "billing[].zone", unread: []string{"CPS-CONV-010 billing[].zone", "CPS-CONV-011 billing[].zone"},
		},

		{rule: "CPS-CONV-011", near: true, what: "the type was not read", profile: situation(`zone: "99"`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-011", near: true, what: "no convention code", profile: situation(`zone: "99"`), edit: noConvention, verdict: "ok", unknown: "billing[].convention", unread: []string{"CPS-CONV-010 "}},

		{rule: "CPS-CONV-012", near: true, what: "code 4, the type was not read", profile: situation(`mileage: "4"`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{
			rule: "CPS-CONV-012", near: true, what: "no code", profile: healthy, edit: blank(func(in *diagnosis.Input) *string { return &in.Card.Billing.Value[0].Mileage }),
			verdict: "ok", unknown: "billing[].ik",
		},

		{rule: "CPS-CONV-013", what: "code 07 before two that are known", profile: healthy, edit: agreements("07", "00", "02"), verdict: "warning", want: agreement},
		{rule: "CPS-CONV-013", what: "code 07 between two that are known", profile: healthy, edit: agreements("00", "07", "02"), verdict: "warning", want: agreement},
		{rule: "CPS-CONV-013", near: true, what: "no code at all", profile: healthy, edit: agreements("", "", ""), verdict: "ok", unknown: "billing[].agreement"},
		{rule: "CPS-CONV-013", near: true, what: "filler for codes", profile: healthy, edit: agreements("  ", "  ", "  "), verdict: "ok", unknown: "billing[].agreement"},
		{rule: "CPS-CONV-013", near: true, what: "the second code alone", profile: healthy, edit: agreements("  ", "02", "  "), verdict: "ok"},
		{
			rule: "CPS-CONV-013", near: true, what: "no agreement, an imaging act, no convention code", profile: situation(`agreements: ["99"]`), edit: noConvention, declared: []string{"invoice.imaging=yes"},
			verdict: "ok", unknown: "billing[].convention",
		},
		{
			rule: "CPS-CONV-013", near: true, what: "no agreement, another act, no convention code", profile: situation(`agreements: ["99"]`), edit: noConvention, declared: []string{"invoice.imaging=no"},
			verdict: "ok",
		},
		{rule: "CPS-CONV-013", near: true, what: "code 07, the type was not read", profile: situation(`agreements: ["07"]`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},

		{rule: "CPS-CONV-014", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: changed("2", "2026-08-22"), verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-014", near: true, what: "card and software agree, the type was not read", profile: healthy, edit: withoutInfo, declared: changed("1", "2026-08-22"), verdict: "ok"},
	}
	cases = append(cases, zones(false, "warning", pair, "31 1", "40 1", "30 2", "10 3", "10 0")...)
	cases = append(cases, zones(true, "ok", nil, "31 3", "10 2", "30 1", "70 0", "85 2", "99 0")...)
	return append(cases, ruleCase{
		rule: "CPS-CONV-010", what: "zone 20 in an establishment", profile: "extends: cps3-salaried" + bills(`link: 1, id: "991026071", convention: "9", zone: "20", speciality: "99"`),
		verdict: "warning", want: append(pair[:1:1], "CPS-CONV-006 INFO"), shows: []string{"billing[1].zone: 20", "billing[1].convention: 9"},
	})
}
