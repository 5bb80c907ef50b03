package diagnosis

import "github.com/cpslab/cps/harness/card"

// billingVectors: identifiers of billing.
func billingVectors() []vector {
	return []vector{
		{"CPS-BILL-001", "empty", with(billed(situation(1, 1, "", 0x11))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-BILL-001", "zeros", with(billed(situation(1, 1, "0000000000", 0x11))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-BILL-001", "blank", with(billed(situation(1, 1, "  ", 0x11))), noon, []string{"BLOCK-BILLING #1"}, ""},
		{"CPS-BILL-001", "ten digits", with(billed(situation(1, 1, "0751404682", 0x11))), noon, nil, ""},

		hit("CPS-BILL-002", "nothing but the mask", with(am("xxxxxxxxxx"), facts("env=real"), category("00")), "WARNING #1"),
		hit("CPS-BILL-002", "mask", with(am("xxx26xxxxx"), facts("env=real"), category("00")), "WARNING #1"),
		hit("CPS-BILL-002", "999", with(am("999026014"), facts("env=real"), category("00")), "WARNING #1"),
		near("CPS-BILL-002", "a test number in test", with(am("999026014"), facts("env=test"))),
		near("CPS-BILL-002", "an ordinary number", with(am("751404682"), facts("env=real"), category("00"))),
		wait("CPS-BILL-002", "no environment", with(am("xxx26xxxxx")), "env"),
		wait("CPS-BILL-002", "before the PIN", with(noPIN, facts("env=real")), "billing[]"),

		hit("CPS-BILL-003", "not recorded", with(am("691026014"), facts("lgc.billingIds=751404682, 751404690")), "BLOCK-BILLING #1"),
		hit("CPS-BILL-003", "one of two", with(two, both, facts("lgc.billingIds=991026014")), "WARNING #2"),
		near("CPS-BILL-003", "recorded", with(am("751404682"), facts("lgc.billingIds=691026014,751404682"))),
		near("CPS-BILL-003", "recorded without the type character", with(am("0751404682"), facts("lgc.billingIds=751404682"))),
		near("CPS-BILL-003", "access", with(auth, facts("lgc.billingIds=751404682"))),
		wait("CPS-BILL-003", "before the PIN", with(noPIN, facts("lgc.billingIds=751404682")), "billing[]"),

		{"CPS-BILL-004", "ten digits", with(billed(situation(1, 1, "0751404682", 0x11))), noon, []string{"INFO #1"}, ""},
		{"CPS-BILL-004", "nine digits", with(billed(situation(1, 1, "751404682", 0x11))), noon, nil, ""},

		hit("CPS-BILL-005", "another shop", with(cpe, facts("lgc.structureAm=994026029")), "BLOCK-BILLING #1"),
		hit("CPS-BILL-005", "no number", with(cpe, am(""), facts("lgc.structureAm=994026029")), "BLOCK-BILLING #1"),
		near("CPS-BILL-005", "this shop", with(cpe, facts("lgc.structureAm=991026014"))),
		near("CPS-BILL-005", "a CPS", with(facts("lgc.structureAm=994026029"))),
		near("CPS-BILL-005", "access", with(cpe, auth, facts("lgc.structureAm=994026029"))),
		wait("CPS-BILL-005", "type unread", with(facts("lgc.structureAm=994026029"), func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),
		wait("CPS-BILL-005", "before the PIN", with(noPIN, facts("lgc.structureAm=994026029")), "billing[]"),

		hit("CPS-BILL-006", "one number twice", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "991026014", 0x11))), "INFO #2"),
		hit("CPS-BILL-006", "with and without type character", with(two, billed(situation(1, 1, "991026014", 0x11), situation(2, 2, "0991026014", 0x11))), "INFO #2"),
		near("CPS-BILL-006", "two numbers", with(two, both)),
		near("CPS-BILL-006", "two without number", with(two, billed(situation(1, 1, "", 0x11), situation(2, 2, "", 0x11)))),

		hit("CPS-BILL-007", "26 in a number of ten", with(am("1992600015")), "INFO #1"),
		hit("CPS-BILL-007", "26 in a number of nine", with(am("992600015")), "INFO #1"),
		near("CPS-BILL-007", "14", with(am("751404682"))),
		near("CPS-BILL-007", "26 elsewhere", with(am("991026014"))),
	}
}
