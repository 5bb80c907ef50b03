package diagnosis

import (
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// validityVectors: dates, delivery.
func validityVectors() []vector {
	clock := func(t time.Time) func(*Input) { return func(in *Input) { in.Reader.Clock = t } }
	director := func(in *Input) {
		kind(card.KindCPE)(in)
		in.Card.Activities[0].Value.Responsibility = "01"
	}
	noIssue := func(in *Input) { in.Card.ID.Value.Issued = card.Date{} }
	noCerts := func(in *Input) { in.Card.Certificates = nil }
	return []vector{
		{"CPS-VAL-001", "last day", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 11, 15), nil, ""},
		{"CPS-VAL-001", "day after", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 11, 16), []string{"WARNING"}, ""},
		{"CPS-VAL-001", "month end", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 11, 30), []string{"WARNING"}, ""},
		{"CPS-VAL-001", "next month", with(dates(day(2023, 11, 16), day(2026, 11, 15))), at(2026, 12, 1), []string{"BLOCK-BILLING"}, ""},
		hit("CPS-VAL-001", "printed, and the chip tells nothing", with(noEnd, noCerts, facts("card.printedExpiry=2026-10")), "BLOCK-BILLING"),
		near("CPS-VAL-001", "the chip tells another end than what is printed", with(facts("card.printedExpiry=2026-10"))),
		wait("CPS-VAL-001", "a certificate tells another end than what is printed", with(noEnd, facts("card.printedExpiry=2026-10")), "card.expiryDate"),
		wait("CPS-VAL-001", "an empty reader", with(reader(card.SlotEmpty)), "card"),
		{"CPS-VAL-001", "the last day printed", declared("card.printedExpiry=2026-11"), at(2026, 11, 30), nil, ""},
		{"CPS-VAL-001", "the day after", declared("card.printedExpiry=2026-11"), at(2026, 12, 1), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-001", "the last of February", declared("card.printedExpiry=2028-02"), at(2028, 2, 29), nil, ""},

		{"CPS-VAL-015", "a V4 test card after three years", with(v4, dates(day(2023, 11, 21), day(2029, 11, 21))), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-015", "on the day", with(v4, dates(day(2023, 11, 22), day(2029, 11, 22))), noon, nil, ""},
		{"CPS-VAL-015", "a real one", with(v4, category(card.CategoryReal), dates(day(2023, 11, 21), day(2029, 11, 21))), noon, nil, ""},
		{"CPS-VAL-015", "past its own end too", with(v4, dates(day(2019, 11, 21), day(2026, 11, 21))), noon, nil, ""},
		{"CPS-VAL-015", "on its last day", with(v4, dates(day(2020, 11, 22), day(2026, 11, 22))), noon, []string{"WARNING"}, ""},
		wait("CPS-VAL-015", "no day of issue", with(v4, noIssue), "card.issueDate"),
		wait("CPS-VAL-015", "test or real?", with(v4, category("")), "card.category"),

		{"CPS-VAL-002", "V3 of 2023-11-21", with(dates(day(2023, 11, 21), card.Date{})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-002", "V3 of 2023-11-22", with(dates(day(2023, 11, 22), card.Date{})), noon, nil, ""},
		{"CPS-VAL-002", "V4 of 2023-11-21", with(v4, dates(day(2023, 11, 21), card.Date{})), noon, nil, ""},
		{"CPS-VAL-002", "leap day, last day", with(dates(day(2024, 2, 29), card.Date{})), at(2027, 2, 28), nil, ""},
		{"CPS-VAL-002", "leap day, day after", with(dates(day(2024, 2, 29), card.Date{})), at(2027, 3, 1), []string{"BLOCK-BILLING"}, ""},
		hit("CPS-VAL-002", "declared: a V3 without contacts", declared("card.generation=V3-contactless", "card.issueDate=2023-11-21"), "BLOCK-BILLING"),
		near("CPS-VAL-002", "what is on the chip wins", with(noEnd, noCerts, facts("card.generation=V3", "card.issueDate=2023-11-21"))),

		{"CPS-VAL-003", "V4 after six years", with(v4, dates(day(2024, 11, 21), card.Date{})), at(2030, 11, 22), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-003", "V4 after four years", with(v4, dates(day(2024, 11, 21), card.Date{})), at(2028, 1, 1), nil, ""},
		{"CPS-VAL-003", "declared: a V4", declared("card.generation=V4", "card.issueDate=2024-11-21"), at(2030, 11, 22), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-003", "declared: a V4, its last day", declared("card.generation=V4", "card.issueDate=2024-11-21"), at(2030, 11, 21), nil, ""},

		hit("CPS-VAL-004", "V4 of three years", with(v4, dates(day(2026, 1, 2), day(2029, 1, 2))), "INFO"),
		hit("CPS-VAL-004", "V3, 32 days too long", with(dates(day(2026, 1, 2), day(2029, 2, 3))), "INFO"),
		hit("CPS-VAL-004", "V3, 32 days too short", with(dates(day(2026, 1, 2), day(2028, 12, 1))), "INFO"),
		near("CPS-VAL-004", "V3, 31 days too long", with(dates(day(2026, 1, 2), day(2029, 2, 2)))),
		near("CPS-VAL-004", "V3, 31 days too short", with(dates(day(2026, 1, 2), day(2028, 12, 2)))),
		near("CPS-VAL-004", "V4 of six years", with(v4)),
		wait("CPS-VAL-004", "generation unknown", with(func(in *Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }), "card.generation"),
		wait("CPS-VAL-004", "no end", with(func(in *Input) { in.Card.ID.Value.Expires = card.Date{} }), "card.expiryDate"),
		hit("CPS-VAL-004", "the day of issue declared, not read", with(noIssue, facts("card.issueDate=2024-01-02")), "INFO"),
		hit("CPS-VAL-004", "the generation declared, not read", with(unknownFace, facts("card.generation=V4")), "INFO"),
		near("CPS-VAL-004", "the right day declared", with(noIssue, facts("card.issueDate=2026-01-02"))),
		near("CPS-VAL-004", "the right generation declared", with(unknownFace, facts("card.generation=V3"))),
		near("CPS-VAL-004", "the generation that was read wins", with(facts("card.generation=V4"))),
		wait("CPS-VAL-004", "all declared, no card", declared("card.generation=V3", "card.issueDate=2026-01-02", "card.printedExpiry=2028-01"), "card"),

		{"CPS-VAL-005", "75 days", with(expiresIn(75)), noon, []string{"INFO"}, ""},
		{"CPS-VAL-005", "90 days", with(expiresIn(90)), noon, []string{"INFO"}, ""},
		{"CPS-VAL-005", "91 days", with(expiresIn(91)), noon, nil, ""},
		{"CPS-VAL-005", "45 days", with(expiresIn(45)), noon, nil, ""},
		{"CPS-VAL-005", "75 days, CPE", with(expiresIn(75), kind(card.KindCPE)), noon, nil, ""},
		{"CPS-VAL-005", "V4 from its issue date", with(v4, dates(day(2025, 7, 1), card.Date{})), at(2031, 4, 2), []string{"INFO"}, ""},
		hit("CPS-VAL-005", "70 days to the end of the month printed", declared("card.printedExpiry=2027-01"), "INFO"),
		near("CPS-VAL-005", "98 days", declared("card.printedExpiry=2027-02")),
		wait("CPS-VAL-005", "nothing declared", declared(), "card.printedExpiry"),

		{"CPS-VAL-006", "V4 card in the post", with(v4, dates(day(2025, 7, 1), card.Date{})), at(2031, 5, 17), []string{"WARNING"}, ""},
		{"CPS-VAL-006", "32 days", with(expiresIn(32)), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-006", "32 days, new card received", with(expiresIn(32), newCard), noon, nil, ""},
		{"CPS-VAL-006", "32 days, CPE", with(expiresIn(32), kind(card.KindCPE)), noon, nil, ""},
		{"CPS-VAL-006", "15 days", with(expiresIn(15)), noon, nil, ""},
		hit("CPS-VAL-006", "39 days by the age", declared("card.generation=V3", "card.issueDate=2023-12-31"), "WARNING"),
		near("CPS-VAL-006", "the new card is there", declared("card.printedExpiry=2026-12", "newCardReceived=yes")),

		{"CPS-VAL-007", "10 days", with(expiresIn(10)), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-007", "today", with(expiresIn(0)), noon, []string{"WARNING"}, ""},
		{"CPS-VAL-007", "10 days, new card received", with(expiresIn(10), newCard), noon, nil, ""},
		{"CPS-VAL-007", "yesterday", with(expiresIn(-1)), noon, nil, ""},
		hit("CPS-VAL-007", "eight days to the end of the month printed", declared("card.printedExpiry=2026-11"), "WARNING"),
		near("CPS-VAL-007", "the new card has come", declared("card.printedExpiry=2026-11", "newCardReceived=yes")),

		hit("CPS-VAL-008", "CPE, 60 days", with(cpe, expiresIn(60)), "WARNING"),
		hit("CPS-VAL-008", "CPF, 90 days", with(kind(card.KindCPF), expiresIn(90)), "WARNING"),
		hit("CPS-VAL-008", "CPA, last day", with(kind(card.KindCPA), expiresIn(0)), "WARNING"),
		near("CPS-VAL-008", "CPE, 91 days", with(cpe, expiresIn(91))),
		hit("CPS-VAL-008", "CPE, expired", with(cpe, expiresIn(-1)), "WARNING"),
		near("CPS-VAL-008", "CPS, expired", with(expiresIn(-1))),
		near("CPS-VAL-008", "CPS, 60 days", with(expiresIn(60))),
		near("CPS-VAL-008", "director, 60 days", with(director, expiresIn(60))),
		wait("CPS-VAL-008", "CPE before the PIN", with(cpe, expiresIn(60), noPIN), "activities[]"),
		wait("CPS-VAL-008", "type unread", with(expiresIn(60), func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),
		hit("CPS-VAL-008", "a CPE, the end printed", with(kind(card.KindCPE), noEnd, noCerts, facts("card.printedExpiry=2027-01")), "WARNING"),

		{"CPS-VAL-009", "issued tomorrow", with(dates(day(2026, 11, 23), day(2029, 11, 23))), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-009", "issued today", with(dates(day(2026, 11, 22), day(2029, 11, 22))), noon, nil, ""},
		{"CPS-VAL-009", "workstation in 2010", healthy(), at(2010, 1, 1), []string{"BLOCK-BILLING"}, ""},
		hit("CPS-VAL-009", "reader in 2010", with(facts("reader.clock=2010-01-01")), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader two days late", with(facts("reader.clock=2026-11-20")), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader two days early", with(facts("reader.clock=2026-11-24")), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader clock read, 25 hours late", with(clock(noon.Add(-25*time.Hour))), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader clock read, 25 hours early", with(clock(noon.Add(25*time.Hour))), "BLOCK-BILLING"),
		near("CPS-VAL-009", "reader three minutes late", with(clock(noon.Add(-3*time.Minute)))),
		near("CPS-VAL-009", "reader a day late", with(clock(noon.Add(-24*time.Hour)))),
		near("CPS-VAL-009", "reader a day early", with(clock(noon.Add(24*time.Hour)))),
		near("CPS-VAL-009", "reader on the day before", with(facts("reader.clock=2026-11-21"))),
		near("CPS-VAL-009", "reader on the day after", with(facts("reader.clock=2026-11-23"))),
		{"CPS-VAL-009", "both clocks in 2019", with(clock(at(2019, 12, 31))), at(2019, 12, 31), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-009", "both clocks in 2020", with(dates(day(2019, 12, 1), day(2022, 12, 1)), facts("reader.clock=2020-01-01")), at(2020, 1, 1), nil, ""},
		{"CPS-VAL-009", "reader still in 2019", with(dates(day(2019, 12, 1), day(2022, 12, 1)), facts("reader.clock=2019-12-31")), at(2020, 1, 1), []string{"BLOCK-BILLING"}, ""},
		near("CPS-VAL-009", "the day on the chip wins", with(facts("card.issueDate=2026-11-23"))),
		wait("CPS-VAL-009", "nobody declared: the day of issue", declared(), "card.issueDate"),

		hit("CPS-VAL-010", "card day 0, no codes day 3", with(facts("card.received=2026-11-19", "codes.received=no")), "BLOCK-SIGNING"),
		hit("CPS-VAL-010", "two days", with(facts("card.received=2026-11-20", "codes.received=no")), "BLOCK-SIGNING"),
		near("CPS-VAL-010", "one day", with(facts("card.received=2026-11-21", "codes.received=no"))),
		near("CPS-VAL-010", "today", with(facts("card.received=2026-11-22", "codes.received=no"))),
		near("CPS-VAL-010", "codes came", with(facts("card.received=2026-11-10", "codes.received=yes"))),
		wait("CPS-VAL-010", "codes not declared", with(facts("card.received=2026-11-10")), "codes.received"),

		hit("CPS-VAL-011", "reorder, 20 days", with(facts("order.date=2026-11-02", "order.kind=reorder")), "WARNING"),
		hit("CPS-VAL-011", "reorder, six working days", with(facts("order.date=2026-11-12", "order.kind=reorder")), "WARNING"),
		hit("CPS-VAL-011", "first card, 15 days", with(facts("order.date=2026-11-07", "order.kind=first")), "WARNING"),
		hit("CPS-VAL-011", "other, 29 days", with(facts("order.date=2026-10-24", "order.kind=other")), "WARNING"),
		hit("CPS-VAL-011", "kind not declared, 29 days", with(facts("order.date=2026-10-24")), "WARNING"),
		near("CPS-VAL-011", "reorder, three working days", with(facts("order.date=2026-11-18", "order.kind=reorder"))),
		near("CPS-VAL-011", "reorder, five working days", with(facts("order.date=2026-11-13", "order.kind=reorder"))),
		near("CPS-VAL-011", "first card, 14 days", with(facts("order.date=2026-11-08", "order.kind=first"))),
		near("CPS-VAL-011", "other, 28 days", with(facts("order.date=2026-10-25", "order.kind=other"))),
		wait("CPS-VAL-011", "kind not declared, 28 days", with(facts("order.date=2026-10-25")), "order.kind"),

		hit("CPS-VAL-012", "printed three years earlier", with(facts("card.printedExpiry=2026-01")), "INFO"),
		hit("CPS-VAL-012", "printed the month before", with(facts("card.printedExpiry=2028-12")), "INFO"),
		near("CPS-VAL-012", "same month", with(facts("card.printedExpiry=2029-01"))),
		wait("CPS-VAL-012", "no date on the chip", with(facts("card.printedExpiry=2029-01"), func(in *Input) { in.Card.ID.Value.Expires = card.Date{} }), "card.expiryDate"),
		wait("CPS-VAL-012", "identity card unread", with(facts("card.printedExpiry=2029-01"), func(in *Input) { in.Card.ID.State = card.Unread }), "card.expiryDate"),

		hit("CPS-VAL-013", "a newer card was seen", with(facts("card.latestKnown=2026-01-03")), "WARNING"),
		near("CPS-VAL-013", "this is the newest", with(facts("card.latestKnown=2026-01-02"))),
		wait("CPS-VAL-013", "no issue date", with(facts("card.latestKnown=2026-01-03"), func(in *Input) { in.Card.ID.Value.Issued = card.Date{} }), "card.issueDate"),
		wait("CPS-VAL-013", "identity card unread", with(facts("card.latestKnown=2026-01-03"), func(in *Input) { in.Card.ID.State = card.Unread }), "card.issueDate"),
		wait("CPS-VAL-013", "no card", with(noCard, facts("card.latestKnown=2026-01-03")), "card.issueDate"),

		hit("CPS-VAL-014", "lost", with(facts("incident=lost")), "INFO"),
		hit("CPS-VAL-014", "stolen", with(facts("incident=stolen")), "INFO"),
		hit("CPS-VAL-014", "damaged", with(facts("incident=damaged")), "INFO"),
		near("CPS-VAL-014", "technical fault", with(facts("incident=fault"))),
		near("CPS-VAL-014", "found", with(facts("incident=found"))),
	}
}

// The CPAM is called for a first card only, or when nothing declared what was ordered.
func TestContactOfOrders(t *testing.T) {
	t.Parallel()
	for kind, cpam := range map[string]bool{"": true, "order.kind=first": true, "order.kind=reorder": false, "order.kind=other": false} {
		in := with(noCard, facts("order.date=2026-10-24"))
		if kind != "" {
			facts(kind)(in)
		}
		got := fired(Check(in, noon), "CPS-VAL-011")[0].Contact("fr")
		if !strings.Contains(got, "0 806 800 213") || strings.Contains(got, "36 08") != cpam {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
