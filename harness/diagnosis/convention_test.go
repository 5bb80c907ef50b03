package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// conventionVectors: speciality, convention, zone, mileage, agreement.
func conventionVectors() []vector {
	codes := func(change func(*card.Billing)) func(*Input) {
		return func(in *Input) { change(&in.Card.Billing.Value[0]) }
	}
	speciality := func(s string) func(*Input) { return codes(func(b *card.Billing) { b.Speciality = s }) }
	convention := func(s string) func(*Input) { return codes(func(b *card.Billing) { b.Convention = s }) }
	zone := func(z, c string) func(*Input) { return codes(func(b *card.Billing) { b.Zone, b.Convention = z, c }) }
	mileage := func(s string) func(*Input) { return codes(func(b *card.Billing) { b.Mileage = s }) }
	agreement := func(a, b, c string) func(*Input) {
		return codes(func(s *card.Billing) { s.Agreements = [3]string{a, b, c} })
	}
	profession := func(p string) func(*Input) { return func(in *Input) { in.Card.Info.Value.Profession = p } }
	dictionary := func(v fact.Version) func(*Input) {
		return workstation(func(w *Workstation) { w.Dictionary = v })
	}
	place := func(mode, sector string) func(*Input) {
		return func(in *Input) { in.Card.Activities[0].Value.Mode, in.Card.Activities[0].Value.Sector = mode, sector }
	}
	company := zone("99", "9")
	v := []vector{
		hit("CPS-CONV-001", "98", with(speciality("98")), "WARNING #1"),
		near("CPS-CONV-001", "55, newer", with(speciality("55"))),
		wait("CPS-CONV-001", "left out", with(speciality("")), "billing[].amSpeciality"),

		hit("CPS-CONV-002", "64, dictionary 02.18", with(speciality("64"), facts("ws.dico=02.18")), "INFO #1"),
		hit("CPS-CONV-002", "64, dictionary 02.18 read", with(speciality("64"), dictionary(fact.Version{2, 18})), "INFO #1"),
		near("CPS-CONV-002", "64, dictionary 02.19", with(speciality("64"), facts("ws.dico=02.19"))),
		near("CPS-CONV-002", "01, dictionary 02.18", with(facts("ws.dico=02.18"))),
		near("CPS-CONV-002", "98 is CPS-CONV-001", with(speciality("98"), facts("ws.dico=02.18"))),
		wait("CPS-CONV-002", "64, dictionary unknown", with(speciality("64")), "ws.dico"),

		hit("CPS-CONV-003", "doctor, convention 1", with(speciality("99")), "WARNING #1"),
		hit("CPS-CONV-003", "doctor, convention 0", with(speciality("99"), zone("40", "0")), "WARNING #1"),
		hit("CPS-CONV-003", "trainee", with(cpf, speciality("99"), func(in *Input) { in.Card.Info.Value.Profession, in.Card.Info.Value.FutureProfession = "", "10" }), "WARNING #1"),
		near("CPS-CONV-003", "convention 9", with(speciality("99"), zone("99", "9"))),
		near("CPS-CONV-003", "optician", with(speciality("99"), profession("28"))),
		near("CPS-CONV-003", "an employee", with(cpe, speciality("99"))),
		near("CPS-CONV-003", "defined", healthy()),
		wait("CPS-CONV-003", "type unread", with(noType), "card.type"),
		wait("CPS-CONV-003", "convention left out", with(speciality("99"), convention("")), "billing[].convention"),
		wait("CPS-CONV-003", "profession unread", with(profession("")), "holder.profession"),

		hit("CPS-CONV-004", "nurse with dental surgery", with(profession("60"), speciality("19")), "WARNING #1"),
		hit("CPS-CONV-004", "optician as a doctor", with(profession("28")), "WARNING #1"),
		hit("CPS-CONV-004", "doctor as a company", with(speciality("60")), "WARNING #1"),
		near("CPS-CONV-004", "nurse", with(profession("60"), speciality("24"))),
		near("CPS-CONV-004", "advanced practice nurse", with(profession("60"), speciality("86"))),
		near("CPS-CONV-004", "optician as a company", with(profession("28"), speciality("60"))),
		near("CPS-CONV-004", "profession without a line", with(profession("31"), speciality("19"))),
		near("CPS-CONV-004", "undefined is CPS-CONV-003", with(speciality("99"))),
		near("CPS-CONV-004", "unknown is CPS-CONV-001", with(speciality("98"))),
		near("CPS-CONV-004", "an employee", with(cpe, profession("60"), speciality("19"))),

		hit("CPS-CONV-005", "4", with(convention("4")), "WARNING #1"),
		near("CPS-CONV-005", "9", with(convention("9"))),
		near("CPS-CONV-005", "0", with(convention("0"))),
		wait("CPS-CONV-005", "left out", with(convention("")), "billing[].convention"),

		{"CPS-CONV-006", "9 / 99 / 99 / 99", with(profile("9", "99")), noon, []string{"INFO #1"}, ""},
		{"CPS-CONV-006", "1 / 99 / 99 / 99", with(profile("1", "99")), noon, nil, ""},
		hit("CPS-CONV-006", "zone alone", with(zone("99", "9")), "INFO #1"),
		hit("CPS-CONV-006", "speciality alone", with(zone("10", "9"), speciality("99")), "INFO #1"),
		hit("CPS-CONV-006", "agreement alone", with(zone("10", "9"), agreement("99", "", "")), "INFO #1"),
		near("CPS-CONV-006", "all defined", with(zone("10", "9"))),
		near("CPS-CONV-006", "CPF", with(cpf, company)),
		hit("CPS-CONV-006", "an employee", with(cpe, company), "INFO #1"),
		wait("CPS-CONV-006", "type unread", with(noType, company), "card.type"),
		wait("CPS-CONV-006", "convention left out", with(zone("99", "")), "billing[].convention"),

		wait("CPS-CONV-007", "type unread", with(noType, convention("0")), "card.type"),
		hit("CPS-CONV-007", "CPS", with(convention("0")), "INFO #1"),
		hit("CPS-CONV-007", "CPF", with(cpf, convention("0")), "INFO #1"),
		near("CPS-CONV-007", "convention 1", healthy()),
		near("CPS-CONV-007", "an employee", with(cpe, convention("0"))),

		hit("CPS-CONV-008", "practice SA07", with(convention("9")), "WARNING #1"),
		hit("CPS-CONV-008", "practice SA08", with(convention("9"), place("00", "SA08")), "WARNING #1"),
		hit("CPS-CONV-008", "first character of the sector does not matter", with(convention("9"), place("00", "XA07")), "WARNING #1"),
		near("CPS-CONV-008", "health centre, salaried", with(convention("9"), place("01", "SA05"))),
		near("CPS-CONV-008", "practice, salaried", with(convention("9"), place("01", "SA07"))),
		near("CPS-CONV-008", "company, liberal", with(convention("9"), place("00", "SA42"))),
		near("CPS-CONV-008", "practice, convention 1", healthy()),
		near("CPS-CONV-008", "an employee", with(cpe, convention("9"))),

		hit("CPS-CONV-009", "77", with(zone("77", "1")), "WARNING #1"),
		near("CPS-CONV-009", "99", with(zone("99", "1"))),
		near("CPS-CONV-009", "77, profile accepted", with(zone("77", "9"), speciality("99"))),
		hit("CPS-CONV-009", "77, CPF", with(cpf, zone("77", "9"), speciality("99")), "WARNING #1"),
		hit("CPS-CONV-009", "77, all else defined", with(zone("77", "9")), "WARNING #1"),
		near("CPS-CONV-009", "20", healthy()),
		wait("CPS-CONV-009", "left out", with(zone("", "1")), "billing[].zone"),

		hit("CPS-CONV-010", "31 and 1", with(zone("31", "1")), "WARNING #1"),
		hit("CPS-CONV-010", "20 and 9", with(zone("20", "9")), "WARNING #1"),
		near("CPS-CONV-010", "31 and 3", with(zone("31", "3"))),
		near("CPS-CONV-010", "10 and 2", with(zone("10", "2"))),
		near("CPS-CONV-010", "99 and 9", with(zone("99", "9"))),
		near("CPS-CONV-010", "unknown zone", with(zone("77", "1"))),
		near("CPS-CONV-010", "unknown convention", with(zone("20", "4"))),
		wait("CPS-CONV-010", "convention left out", with(zone("20", "")), "billing[].convention"),

		hit("CPS-CONV-011", "convention 1", with(zone("99", "1")), "WARNING #1"),
		hit("CPS-CONV-011", "convention 3", with(zone("99", "3")), "WARNING #1"),
		near("CPS-CONV-011", "convention 9", with(zone("99", "9"))),
		near("CPS-CONV-011", "convention 0", with(zone("99", "0"))),
		near("CPS-CONV-011", "CPF", with(cpf, zone("99", "1"))),
		wait("CPS-CONV-011", "convention left out", with(zone("99", "")), "billing[].convention"),
		wait("CPS-CONV-011", "type unread", with(noType, zone("99", "1")), "card.type"),

		hit("CPS-CONV-012", "unknown code", with(mileage("7")), "INFO #1"),
		hit("CPS-CONV-012", "9 and a home visit", with(mileage("9"), facts("invoice.homeVisit=yes")), "INFO #1"),
		near("CPS-CONV-012", "9 and no home visit", with(mileage("9"), facts("invoice.homeVisit=no"))),
		near("CPS-CONV-012", "0 and a home visit", with(mileage("0"), facts("invoice.homeVisit=yes"))),
		near("CPS-CONV-012", "an employee", with(cpe, mileage("7"))),
		hit("CPS-CONV-012", "9 on a company card and a home visit", with(mileage("9"), company, facts("invoice.homeVisit=yes")), "INFO #1"),
		wait("CPS-CONV-012", "7, type unread", with(noType, mileage("7")), "card.type"),
		wait("CPS-CONV-012", "9, act unknown", with(mileage("9")), "invoice.homeVisit"),
		wait("CPS-CONV-012", "left out", with(mileage("")), "billing[].ik"),

		hit("CPS-CONV-013", "unknown code", with(agreement("07", "00", "00")), "WARNING #1"),
		hit("CPS-CONV-013", "unknown third code", with(agreement("00", "00", "50")), "WARNING #1"),
		hit("CPS-CONV-013", "99 and imaging", with(agreement("99", "", ""), facts("invoice.imaging=yes")), "WARNING #1"),
		near("CPS-CONV-013", "99 and another act", with(agreement("99", "", ""), facts("invoice.imaging=no"))),
		near("CPS-CONV-013", "99 on a company card", with(agreement("99", "99", "99"), zone("99", "9"), facts("invoice.imaging=yes"))),
		near("CPS-CONV-013", "06 and imaging", with(agreement("06", "00", ""), facts("invoice.imaging=yes"))),
		near("CPS-CONV-013", "CPF", with(cpf, agreement("07", "", ""))),
		wait("CPS-CONV-013", "left out", with(agreement("", "", "")), "billing[].agreement"),
		wait("CPS-CONV-013", "99 and imaging, convention left out", with(agreement("99", "", ""), convention(""), facts("invoice.imaging=yes")), "billing[].convention"),
		wait("CPS-CONV-013", "99, act unknown", with(agreement("99", "", "")), "invoice.imaging"),

		hit("CPS-CONV-014", "sector 2 for three months", with(facts("lgc.convention=2", "lgc.conventionDate=2026-08-22")), "WARNING #1"),
		hit("CPS-CONV-014", "15 days", with(facts("lgc.convention=2", "lgc.conventionDate=2026-11-07")), "WARNING #1"),
		near("CPS-CONV-014", "14 days", with(facts("lgc.convention=2", "lgc.conventionDate=2026-11-08"))),
		near("CPS-CONV-014", "card equals software", with(facts("lgc.convention=1", "lgc.conventionDate=2026-08-22"))),
		near("CPS-CONV-014", "an employee", with(cpe, facts("lgc.convention=2", "lgc.conventionDate=2026-08-22"))),
		wait("CPS-CONV-014", "convention left out", with(convention(""), facts("lgc.convention=2", "lgc.conventionDate=2026-08-22")), "billing[].convention"),
		wait("CPS-CONV-014", "type unread", with(noType, facts("lgc.convention=2", "lgc.conventionDate=2026-08-22")), "card.type"),
		wait("CPS-CONV-014", "since when?", with(facts("lgc.convention=2")), "lgc.conventionDate"),
		wait("CPS-CONV-014", "before the PIN", with(noPIN, facts("lgc.convention=2", "lgc.conventionDate=2026-08-22")), "billing[]"),
	}
	// one speciality of each line of the table, and that of the line before
	for _, p := range [...][3]string{
		{"21", "30", "19"},
		{"40", "19", "30"},
		{"50", "21", "24"},
		{"70", "26", "24"},
		{"80", "27", "26"},
		{"91", "28", "27"},
		{"92", "29", "28"},
		{"94", "87", "29"},
		{"96", "88", "87"},
		{"26", "65", "64"},
		{"28", "64", "65"},
		{"81", "68", "67"},
		{"82", "67", "68"},
		{"83", "63", "66"},
		{"84", "66", "63"},
		{"85", "66", "63"},
		{"85", "62", "68"},
		{"10", "85", "19"},
	} {
		v = append(v, near("CPS-CONV-004", p[0]+" with "+p[1], with(profession(p[0]), speciality(p[1]))),
			hit("CPS-CONV-004", p[0]+" with "+p[2], with(profession(p[0]), speciality(p[2])), "WARNING #1"))
	}
	return v
}
