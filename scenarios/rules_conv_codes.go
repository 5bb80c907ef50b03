package scenarios

import (
	"slices"

	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// inEstablishment is a situation with the convention code of an establishment
// and these other codes.
func inEstablishment(speciality, zone, agreement string) string {
	return situation(`convention: "9", mileage: "9", speciality: "` + speciality + `", zone: "` + zone + `", agreements: ["` + agreement + `"]`)
}

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

// nine is a CPS3 with nine situations, the last two with these fields.
func nine(eighth, ninth string) string {
	ids := []string{"991026014", "994026029", "991026030", "994026045", "991026055", "994026060", "991026071", "994026086", "991026097"}
	lines := make([]string, len(ids))
	for i, id := range ids {
		lines[i] = `link: 1, id: "` + id + `"`
	}
	lines[7] = `id: "` + ids[7] + `", ` + eighth
	lines[8] = `id: "` + ids[8] + `", ` + ninth
	return healthy + bills(lines...)
}

// conventionCases are the rules on convention, zone, mileage and agreement.
func conventionCases() []ruleCase {
	structure := []string{"CPS-CONV-006 INFO"}
	structureLiberal := []string{"CPS-CONV-008 WARNING", "CPS-CONV-006 INFO"}
	unknownCode := []string{"CPS-CONV-005 WARNING"}
	pair := []string{"CPS-CONV-010 WARNING"}
	undefinedZone := []string{"CPS-CONV-011 WARNING"}
	mileage, agreement := []string{"CPS-CONV-012 INFO"}, []string{"CPS-CONV-013 WARNING"}
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
		{rule: "CPS-CONV-005", what: "the ninth situation", profile: nine("link: 1", `link: 1, convention: "4"`), verdict: "warning", want: unknownCode, shows: []string{"billing[9].convention: 4"}},
		{rule: "CPS-CONV-005", what: "the eighth of nine situations", profile: nine(`link: 1, convention: "4"`, "link: 1"), verdict: "warning", want: unknownCode, shows: []string{"billing[8].convention: 4"}},
		{
			rule: "CPS-CONV-005", near: true, what: "the ninth situation is an orphan", profile: nine("link: 1", `link: 7, convention: "4"`),
			verdict: "warning", want: []string{"CPS-DAM-006 WARNING"}, shows: []string{"billing[9].linkActivity: orphan link 7"},
		},
		{rule: "CPS-CONV-005", what: "code 4", profile: situation(`convention: "4"`), verdict: "warning", want: unknownCode, says: "4", shows: []string{"billing[1].convention: 4"}},
		{rule: "CPS-CONV-005", what: "code 8", profile: situation(`convention: "8", zone: "99"`), verdict: "warning", want: unknownCode},
		{rule: "CPS-CONV-005", near: true, what: "code 9", profile: "extends: cps3-salaried", verdict: "ok", want: structure},
		{rule: "CPS-CONV-005", near: true, what: "code 3", profile: situation(`convention: "3", zone: "31"`), verdict: "ok"},
		{
			rule: "CPS-CONV-005", near: true, what: "no code", profile: healthy, edit: noConvention,
			declared: changed("2", "2026-10-01"), verdict: "ok", unknown: "billing[].convention",
			unread: []string{
				"CPS-CONV-007 billing[].convention", "CPS-CONV-008 billing[].convention", "CPS-CONV-010 billing[].convention", "CPS-CONV-014 billing[].convention",
				"CPS-CONV-006 ", "CPS-CONV-003 ", "CPS-CONV-011 ", "CPS-CONV-013 ",
			},
		},
		{
			rule: "CPS-CONV-005", near: true, what: "the one activity cannot be read", profile: healthy + "\nraw: {activity_01: unreadable}",
			verdict: "ok", unknown: "activities[]", unread: []string{"CPS-DAM-001 activities[]", "CPS-SIGN-001 activities[]", "CPS-BILL-001 activities[]"},
		},

		{rule: "CPS-CONV-006", what: "9, 99, 99, 99", profile: "extends: cps3-salaried", verdict: "ok", want: structure, shows: []string{"billing[1].zone: 99"}},
		{rule: "CPS-CONV-006", what: "an employee", profile: "extends: cpe-healthy", verdict: "ok", want: structure},
		{rule: "CPS-CONV-006", near: true, what: "a CPF", profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", convention: "9", speciality: "99", zone: "99"`), verdict: "ok"},
		{rule: "CPS-CONV-006", near: true, what: "the type was not read", profile: "extends: cps3-salaried", edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-006", what: "zone 99 alone", profile: inEstablishment("01", "99", "00"), verdict: "warning", want: structureLiberal},
		{rule: "CPS-CONV-006", what: "agreement 99 alone: zone 20 does not go with 9", profile: inEstablishment("01", "20", "99"), verdict: "warning", want: []string{"CPS-CONV-008 WARNING", "CPS-CONV-010 WARNING", "CPS-CONV-006 INFO"}},
		{rule: "CPS-CONV-006", what: "speciality 99 alone", profile: inEstablishment("99", "20", "00"), verdict: "warning", want: []string{"CPS-CONV-008 WARNING", "CPS-CONV-010 WARNING", "CPS-CONV-006 INFO"}},
		{
			rule: "CPS-CONV-006", near: true, what: "1, 99, 99, 99", profile: situation(`speciality: "99", convention: "1", zone: "99", mileage: "9", agreements: ["99"]`),
			verdict: "warning", want: []string{"CPS-CONV-003 WARNING", "CPS-CONV-011 WARNING"}, unread: []string{"CPS-CONV-012 invoice.homeVisit", "CPS-CONV-013 invoice.imaging"},
		},
		{rule: "CPS-CONV-006", near: true, what: "9, everything else defined", profile: inEstablishment("01", "20", "00"), verdict: "warning", want: []string{"CPS-CONV-008 WARNING", "CPS-CONV-010 WARNING"}},

		{rule: "CPS-CONV-007", what: "not under convention", profile: situation(`convention: "0", zone: "50"`), verdict: "ok", want: []string{"CPS-CONV-007 INFO"}},
		{rule: "CPS-CONV-007", what: "a CPF not under convention", profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", convention: "0", zone: "50"`), verdict: "ok", want: []string{"CPS-CONV-007 INFO"}},
		{rule: "CPS-CONV-007", near: true, what: "a CPE", profile: "extends: cpe-healthy" + bills(`link: 1, id: "994026102", convention: "0", zone: "50"`), verdict: "ok"},
		{rule: "CPS-CONV-007", near: true, what: "the type was not read", profile: situation(`convention: "0", zone: "50"`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-007", near: true, what: "under convention, the type was not read", profile: healthy, edit: withoutInfo, verdict: "ok", unread: []string{"CPS-CONV-006 ", "CPS-CONV-012 ", "CPS-CONV-013 "}},
		{rule: "CPS-CONV-007", near: true, what: "under convention", profile: situation(""), verdict: "ok"},

		{rule: "CPS-CONV-008", what: "liberal in a practice", profile: centre("liberal", "SA07"), verdict: "warning", want: structureLiberal, shows: []string{"activities[1].sector: SA07"}},
		{rule: "CPS-CONV-008", what: "liberal in a group practice", profile: centre("liberal", "SA08"), verdict: "warning", want: structureLiberal},
		{rule: "CPS-CONV-008", near: true, what: "salaried in a health centre", profile: centre("salaried", "SA05"), verdict: "ok", want: structure},
		{rule: "CPS-CONV-008", near: true, what: "liberal in a clinic", profile: centre("liberal", "SA04"), verdict: "ok", want: structure},
		{rule: "CPS-CONV-008", near: true, what: "salaried in a practice", profile: centre("salaried", "SA07"), verdict: "ok", want: structure},
		{rule: "CPS-CONV-008", near: true, what: "a sector of three characters", profile: centre("liberal", "SA0"), verdict: "ok", want: structure},
		{rule: "CPS-CONV-008", near: true, what: "a CPF", profile: centre("liberal", "SA07") + "\ninfo: {kind: cpf}", verdict: "ok"},
		{rule: "CPS-CONV-008", near: true, what: "the type was not read", profile: centre("liberal", "SA07"), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-008", what: "two activities of one number, the practice is chosen", profile: centreFirst, edit: shareFirst, facts: fact.Set{Activity: 2}, verdict: "warning", want: structureLiberal, shows: []string{"activities[2].sector: SA07"}},
		{rule: "CPS-CONV-008", near: true, what: "two activities of one number, the centre is chosen", profile: practiceFirst, edit: sharePractice, facts: fact.Set{Activity: 2}, verdict: "ok", want: structure},
		{rule: "CPS-CONV-008", near: true, what: "liberal in a practice under convention", profile: situation(""), verdict: "ok"},

		{rule: "CPS-CONV-009", what: "code 77", profile: situation(`zone: "77"`), verdict: "warning", want: []string{"CPS-CONV-009 WARNING"}, says: "77"},
		{
			rule: "CPS-CONV-009", what: "code 77 in an establishment with everything else defined", verdict: "warning", want: []string{"CPS-CONV-009 WARNING"},
			profile: "extends: cps3-salaried" + bills(`link: 1, id: "991026071", convention: "9", zone: "77"`),
		},
		{
			rule: "CPS-CONV-009", what: "code 77 on a CPF, which has no establishment profile", verdict: "warning", want: []string{"CPS-CONV-009 WARNING"},
			profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", convention: "9", zone: "77", speciality: "99"`),
		},
		{
			rule: "CPS-CONV-009", near: true, what: "code 77 in an establishment profile, which is accepted", verdict: "ok", want: structure,
			profile: "extends: cps3-salaried" + bills(`link: 1, id: "991026071", convention: "9", zone: "77", speciality: "99"`),
		},
		{
			rule: "CPS-CONV-009", near: true, what: "code 77 in the establishment profile of an employee", verdict: "ok", want: structure,
			profile: "extends: cpe-healthy" + bills(`link: 1, id: "994026102", convention: "9", zone: "77", speciality: "99"`),
		},
		{rule: "CPS-CONV-009", near: true, what: "code 99", profile: "extends: cps3-salaried", verdict: "ok", want: structure},
		{
			rule: "CPS-CONV-009", near: true, what: "no code", profile: healthy, edit: blank(func(in *diagnosis.Input) *string { return &in.Card.Billing.Value[0].Zone }),
			verdict: "ok", unknown: "billing[].zone", unread: []string{"CPS-CONV-010 billing[].zone", "CPS-CONV-011 billing[].zone"},
		},

		{rule: "CPS-CONV-010", near: true, what: "an unknown convention is another rule's", profile: situation(`zone: "31", convention: "4"`), verdict: "warning", want: unknownCode},

		{rule: "CPS-CONV-011", what: "convention 1", profile: situation(`zone: "99"`), verdict: "warning", want: undefinedZone},
		{rule: "CPS-CONV-011", what: "convention 2", profile: situation(`zone: "99", convention: "2"`), verdict: "warning", want: undefinedZone},
		{rule: "CPS-CONV-011", what: "convention 3", profile: situation(`zone: "99", convention: "3"`), verdict: "warning", want: undefinedZone},
		{rule: "CPS-CONV-011", near: true, what: "convention 9", profile: "extends: cps3-salaried", verdict: "ok", want: structure},
		{rule: "CPS-CONV-011", near: true, what: "convention 0", profile: situation(`zone: "99", convention: "0"`), verdict: "ok", want: []string{"CPS-CONV-007 INFO"}},
		{rule: "CPS-CONV-011", near: true, what: "the type was not read", profile: situation(`zone: "99"`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-011", near: true, what: "no convention code", profile: situation(`zone: "99"`), edit: noConvention, verdict: "ok", unknown: "billing[].convention", unread: []string{"CPS-CONV-010 "}},
		{rule: "CPS-CONV-011", near: true, what: "a CPF", profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", zone: "99"`), verdict: "ok"},

		{rule: "CPS-CONV-012", what: "undefined, a home visit", profile: situation(`mileage: "9"`), declared: []string{"invoice.homeVisit=yes"}, verdict: "ok", want: mileage},
		{rule: "CPS-CONV-012", what: "code 4", profile: situation(`mileage: "4"`), declared: []string{"invoice.homeVisit=no"}, verdict: "ok", want: mileage, shows: []string{"billing[1].ik: 4"}},
		{rule: "CPS-CONV-012", what: "undefined in an establishment, a home visit", profile: "extends: cps3-salaried", declared: []string{"invoice.homeVisit=yes"}, verdict: "ok", want: append(structure[:1:1], mileage...)},
		{rule: "CPS-CONV-012", near: true, what: "undefined in an establishment, nothing told of the visit", profile: "extends: cps3-salaried", verdict: "ok", want: structure, unknown: "invoice.homeVisit"},
		{rule: "CPS-CONV-012", near: true, what: "code 4, the type was not read", profile: situation(`mileage: "4"`), edit: withoutInfo, verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-012", near: true, what: "undefined, no home visit", profile: situation(`mileage: "9"`), declared: []string{"invoice.homeVisit=no"}, verdict: "ok"},
		{rule: "CPS-CONV-012", near: true, what: "code 0, a home visit", profile: situation(`mileage: "0"`), declared: []string{"invoice.homeVisit=yes"}, verdict: "ok"},
		{rule: "CPS-CONV-012", near: true, what: "undefined, nothing told of the visit", profile: situation(`mileage: "9"`), verdict: "ok", unknown: "invoice.homeVisit"},
		{rule: "CPS-CONV-012", near: true, what: "a CPF", profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", mileage: "4"`), verdict: "ok"},
		{
			rule: "CPS-CONV-012", near: true, what: "no code", profile: healthy, edit: blank(func(in *diagnosis.Input) *string { return &in.Card.Billing.Value[0].Mileage }),
			verdict: "ok", unknown: "billing[].ik",
		},

		{rule: "CPS-CONV-013", what: "a radiologist without agreement, an imaging act", profile: situation(`speciality: "06", agreements: ["99"]`), declared: []string{"invoice.imaging=yes"}, verdict: "warning", want: agreement},
		{rule: "CPS-CONV-013", what: "code 07", profile: situation(`agreements: ["00", "07"]`), verdict: "warning", want: agreement, shows: []string{"billing[1].agreement: 07"}},
		{rule: "CPS-CONV-013", what: "code 07 before two that are known", profile: healthy, edit: agreements("07", "00", "02"), verdict: "warning", want: agreement},
		{rule: "CPS-CONV-013", what: "code 07 between two that are known", profile: healthy, edit: agreements("00", "07", "02"), verdict: "warning", want: agreement},
		{rule: "CPS-CONV-013", what: "code 07 on a CPE", profile: "extends: cpe-healthy" + bills(`link: 1, id: "994026102", agreements: ["07"]`), verdict: "warning", want: agreement},
		{rule: "CPS-CONV-013", near: true, what: "the card of a company", profile: "extends: cps3-salaried", declared: []string{"invoice.imaging=yes"}, verdict: "ok", want: structure},
		{rule: "CPS-CONV-013", near: true, what: "no imaging act", profile: situation(`agreements: ["99"]`), declared: []string{"invoice.imaging=no"}, verdict: "ok"},
		{rule: "CPS-CONV-013", near: true, what: "an agreement, an imaging act", profile: situation(`agreements: ["06"]`), declared: []string{"invoice.imaging=yes"}, verdict: "ok"},
		{rule: "CPS-CONV-013", near: true, what: "nothing told of the act", profile: situation(`agreements: ["99"]`), verdict: "ok", unknown: "invoice.imaging"},
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
		{rule: "CPS-CONV-013", near: true, what: "a CPF", profile: "extends: cpf-healthy" + bills(`link: 1, id: "991026097", agreements: ["07"]`), verdict: "ok"},

		{
			rule: "CPS-CONV-014", what: "sector 2 for three months, the card says 1", profile: healthy, declared: changed("2", "2026-08-22"),
			verdict: "warning", want: []string{"CPS-CONV-014 WARNING"}, shows: []string{"lgc.convention: 2", "billing[1].convention: 1"},
		},
		{rule: "CPS-CONV-014", what: "changed 15 days ago", profile: healthy, declared: changed("2", "2026-11-07"), verdict: "warning", want: []string{"CPS-CONV-014 WARNING"}},
		{rule: "CPS-CONV-014", near: true, what: "changed 14 days ago", profile: healthy, declared: changed("2", "2026-11-08"), verdict: "ok"},
		{rule: "CPS-CONV-014", near: true, what: "card and software agree", profile: healthy, declared: changed("1", "2026-08-22"), verdict: "ok"},
		{rule: "CPS-CONV-014", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: changed("2", "2026-08-22"), verdict: "ok", unknown: "card.type"},
		{rule: "CPS-CONV-014", near: true, what: "card and software agree, the type was not read", profile: healthy, edit: withoutInfo, declared: changed("1", "2026-08-22"), verdict: "ok"},
		{rule: "CPS-CONV-014", near: true, what: "a CPF", profile: "extends: cpf-healthy", declared: changed("2", "2026-08-22"), verdict: "ok"},
		{rule: "CPS-CONV-014", near: true, what: "nobody told since when", profile: healthy, declared: []string{"lgc.convention=2"}, verdict: "ok", unknown: "lgc.conventionDate"},
		{rule: "CPS-CONV-014", near: true, what: "before the PIN", profile: healthy, pin: pinNone, declared: changed("2", "2026-08-22"), verdict: "incomplete", unknown: "billing[]"},
		{rule: "CPS-CONV-014", near: true, what: "nothing told", profile: healthy, verdict: "ok", unknown: "lgc.convention"},
	}
	cases = append(cases, zones(false, "warning", pair, "31 1", "40 1", "30 2", "10 3", "10 0")...)
	cases = append(cases, zones(true, "ok", nil, "31 3", "10 2", "30 1", "70 0", "85 2", "99 0")...)
	return append(cases, ruleCase{
		rule: "CPS-CONV-010", what: "zone 20 in an establishment", profile: "extends: cps3-salaried" + bills(`link: 1, id: "991026071", convention: "9", zone: "20", speciality: "99"`),
		verdict: "warning", want: append(pair[:1:1], "CPS-CONV-006 INFO"), shows: []string{"billing[1].zone: 20", "billing[1].convention: 9"},
	})
}
