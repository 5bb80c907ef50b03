package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Cards whose days stand in the profile.
const (
	expires15November = healthy + "\nid_card: {issued: 2023-11-15, expires: 2026-11-15}"
	withoutEndV3      = healthy + "\nraw: {id_card: E318 8006 80250000001F 8105 2999000117 820180 8304 20231121}"
	withoutEndV4      = healthyV4 + "\nraw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20231121}"
	withoutEndV4Young = healthyV4 + "\nraw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20241121}"
	bornInLeapYear    = healthy + "\nraw: {id_card: E318 8006 80250000001F 8105 2999000117 820180 8304 20240229}"
)

// withoutEndV3Certified is a V3 of three years and a day without an end, whose
// first certificate to end does so on a day.
func withoutEndV3Certified(end string) string {
	return withoutEndV3 + "\ncertificates:\n  authentication: {not_after: " + end + "}\n"
}

// endingIn is a preset that ends so many days after it was made, as old then
// as its generation lives.
func endingIn(preset, days string) string {
	return "extends: " + preset + "\nid_card: {issued: -3y+" + days + "d, expires: +" + days + "d}"
}

// expiresIn is a CPS that ends so many days after it was made.
func expiresIn(days string) string { return endingIn("cps3-healthy", days) }

// living is a preset issued on 2025-11-22 that ends on a day.
func living(preset, end string) string {
	return "extends: " + preset + "\nid_card: {issued: 2025-11-22, expires: " + end + "}"
}

// validityCases are the rules on dates that stand on the card.
func validityCases() []ruleCase {
	received := fact.Set{NewCardReceived: true}
	return []ruleCase{
		{
			rule: "CPS-VAL-015", what: "a test card of three years and a day", profile: healthyV4 + "\nid_card: {issued: 2023-11-21, expires: 2029-11-21}",
			verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}, says: "21/11/2023", shows: []string{"card.issueDate: 2023-11-21"},
		},
		{rule: "CPS-VAL-015", near: true, what: "of three years", profile: healthyV4 + "\nid_card: {issued: 2023-11-22, expires: 2029-11-22}", verdict: "ok"},
		{
			rule: "CPS-VAL-001", what: "the day after", profile: expires15November, day: "2026-11-16",
			verdict: "warning", want: []string{"CPS-VAL-001 WARNING"}, says: "15/11/2026", shows: []string{"card.expiryDate: 2026-11-15"},
		},
		{
			rule: "CPS-VAL-001", what: "the last day of that month", profile: expires15November, day: "2026-11-30",
			verdict: "warning", want: []string{"CPS-VAL-001 WARNING"},
		},
		{
			rule: "CPS-VAL-001", what: "the next month", profile: expires15November, day: "2026-12-01",
			verdict: "blocked", want: []string{"CPS-VAL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-001", what: "expired and blocked: dates are free to read", profile: "extends: cps3-pin-blocked\nid_card: {issued: 2023-06-15, expires: 2026-06-15}",
			verdict: "blocked", want: []string{"CPS-PIN-003 BLOCK-BILLING", "CPS-VAL-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-001", near: true, what: "the last day", profile: expires15November, day: "2026-11-15",
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},
		{rule: "CPS-VAL-001", near: true, what: "no card was read", verdict: "undetermined", unknown: "card.printedExpiry", unread: []string{
			"CPS-VAL-002 card.issueDate", "CPS-VAL-003 card.issueDate", "CPS-VAL-004 card", "CPS-VAL-005 card.printedExpiry", "CPS-VAL-006 card.printedExpiry",
			"CPS-VAL-007 card.printedExpiry", "CPS-VAL-008 card.printedExpiry", "CPS-VAL-009 card.issueDate",
		}},
		{
			rule: "CPS-VAL-001", near: true, what: "the reader is empty", edit: readerState(card.SlotEmpty), verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"}, unknown: "card",
			unread: []string{"CPS-VAL-002 card", "CPS-VAL-005 card", "CPS-VAL-009 card"},
		},

		{
			rule: "CPS-VAL-002", what: "a V3 without an end, three years and a day old", profile: withoutEndV3,
			verdict: "blocked", want: []string{"CPS-VAL-002 BLOCK-BILLING"}, shows: []string{"card.issueDate: 2023-11-21"},
			unread: []string{"CPS-VAL-001 card.expiryDate", "CPS-VAL-004 card.expiryDate", "CPS-VAL-005 "},
		},
		{
			rule: "CPS-VAL-002", what: "a V3 of 29 February, on the first of March", profile: bornInLeapYear, day: "2027-03-01",
			verdict: "blocked", want: []string{"CPS-VAL-002 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-002", near: true, what: "a V3 of 29 February, on 28 February", profile: bornInLeapYear, day: "2027-02-28",
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},
		{
			rule: "CPS-VAL-002", near: true, what: "a V3 on its last day", profile: withoutEndV3, day: "2026-11-21",
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"}, shows: []string{"card.issueDate: 2023-11-21"},
		},
		{
			rule: "CPS-VAL-002", what: "a certificate ended yesterday too", profile: withoutEndV3Certified("2026-11-21"), certificates: true,
			verdict: "blocked", want: []string{"CPS-VAL-002 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-002", near: true, what: "no certificate has ended before today", profile: withoutEndV3Certified("2026-11-22"), certificates: true,
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING", "CPS-VAL-015 WARNING"}, shows: []string{"certs[authentication].notAfter: 2026-11-22"},
			unread: []string{"CPS-VAL-001 card.expiryDate", "CPS-VAL-003 "},
		},
		{
			rule: "CPS-VAL-002", near: true, what: "the first certificate ends in 60 days", profile: withoutEndV3Certified("2027-01-21"), certificates: true,
			verdict: "warning", want: []string{"CPS-VAL-015 WARNING", "CPS-VAL-005 INFO"},
		},
		{rule: "CPS-VAL-002", near: true, what: "a V4 of the same age", profile: withoutEndV4, verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}},
		{
			rule: "CPS-VAL-002", near: true, what: "an end, and an unknown generation", profile: "extends: unknown-atr",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"}, unknown: "card.issueDate",
		},

		{
			rule: "CPS-VAL-003", what: "a V4 without an end, six years and a day old", profile: withoutEndV4Young, day: "2030-11-22",
			verdict: "blocked", want: []string{"CPS-VAL-003 BLOCK-BILLING"}, says: "21/11/2030",
		},
		{
			rule: "CPS-VAL-003", what: "a V4 by its ATR alone", profile: withoutEndV4Young, day: "2030-11-22", edit: func(in *diagnosis.Input) { in.Card.Face = card.FaceUnknown },
			verdict: "blocked", want: []string{"CPS-VAL-003 BLOCK-BILLING"},
		},
		{rule: "CPS-VAL-003", near: true, what: "a V4 of three years", profile: withoutEndV4Young, day: "2028-01-01", verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}},
		{
			rule: "CPS-VAL-003", near: true, what: "a V4 on its last day", profile: withoutEndV4Young, day: "2030-11-21",
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING", "CPS-VAL-015 WARNING"},
		},

		{
			rule: "CPS-VAL-004", what: "a V4 of three years", profile: living("cps4-healthy", "2028-11-22"), verdict: "ok", want: []string{"CPS-VAL-004 INFO"},
			shows: []string{"card.issueDate: 2025-11-22", "card.expiryDate: 2028-11-22"},
		},
		{rule: "CPS-VAL-004", what: "a V3 of three years and 32 days", profile: living("cps3-healthy", "2028-12-24"), verdict: "ok", want: []string{"CPS-VAL-004 INFO"}},
		{rule: "CPS-VAL-004", what: "a V3 of three years less 32 days", profile: living("cps3-healthy", "2028-10-21"), verdict: "ok", want: []string{"CPS-VAL-004 INFO"}},
		{rule: "CPS-VAL-004", what: "a V3 of six years", profile: living("cps3-healthy", "2031-11-22"), verdict: "ok", want: []string{"CPS-VAL-004 INFO"}},
		{rule: "CPS-VAL-004", near: true, what: "a V3 of three years and 31 days", profile: living("cps3-healthy", "2028-12-23"), verdict: "ok"},
		{rule: "CPS-VAL-004", near: true, what: "a V3 of three years less 31 days", profile: living("cps3-healthy", "2028-10-22"), verdict: "ok"},
		{rule: "CPS-VAL-004", near: true, what: "a V4 of six years", profile: living("cps4-healthy", "2031-11-22"), verdict: "ok"},

		{
			rule: "CPS-VAL-005", what: "75 days left", profile: expiresIn("75"), says: "75 jours",
			verdict: "ok", want: []string{"CPS-VAL-005 INFO"},
		},
		{rule: "CPS-VAL-005", what: "90 days left", profile: expiresIn("90"), verdict: "ok", want: []string{"CPS-VAL-005 INFO"}},
		{rule: "CPS-VAL-005", what: "46 days left", profile: expiresIn("46"), verdict: "ok", want: []string{"CPS-VAL-005 INFO"}},
		{rule: "CPS-VAL-005", near: true, what: "120 days left", profile: expiresIn("120"), verdict: "ok"},
		{rule: "CPS-VAL-005", near: true, what: "91 days left", profile: expiresIn("91"), verdict: "ok"},
		{
			rule: "CPS-VAL-005", near: true, what: "75 days left, the type was not read", profile: expiresIn("75"), edit: withoutInfo,
			verdict: "ok", unknown: "card.type", unread: []string{"CPS-VAL-008 card.type"},
		},

		{rule: "CPS-VAL-006", what: "32 days left", profile: expiresIn("32"), verdict: "warning", want: []string{"CPS-VAL-006 WARNING"}, says: "dans 32 jours. La nouvelle carte est envoyée automatiquement"},
		{rule: "CPS-VAL-006", what: "45 days left", profile: expiresIn("45"), verdict: "warning", want: []string{"CPS-VAL-006 WARNING"}, says: "dans 45 jours. La nouvelle carte"},
		{rule: "CPS-VAL-006", what: "31 days left: one waits", profile: expiresIn("31"), verdict: "warning", want: []string{"CPS-VAL-006 WARNING"}, says: "sans nouvelle à 30 jours de la fin, appeler"},
		{rule: "CPS-VAL-006", what: "30 days left: one calls", profile: expiresIn("30"), verdict: "warning", want: []string{"CPS-VAL-006 WARNING"}, says: "appelez l'ANS maintenant"},
		{rule: "CPS-VAL-006", what: "16 days left", profile: expiresIn("16"), verdict: "warning", want: []string{"CPS-VAL-006 WARNING"}, says: "dans 16 jours et la nouvelle carte devrait être arrivée"},
		{rule: "CPS-VAL-006", near: true, what: "46 days left", profile: expiresIn("46"), verdict: "ok", want: []string{"CPS-VAL-005 INFO"}},
		{rule: "CPS-VAL-006", near: true, what: "15 days left", profile: expiresIn("15"), verdict: "warning", want: []string{"CPS-VAL-007 WARNING"}},
		{rule: "CPS-VAL-006", near: true, what: "32 days left, the new card is there", profile: expiresIn("32"), facts: received, verdict: "ok"},
		{
			rule: "CPS-VAL-006", near: true, what: "32 days left, a CPF", profile: endingIn("cpf-healthy", "32"),
			verdict: "warning", want: []string{"CPS-VAL-008 WARNING"},
		},
		{
			rule: "CPS-VAL-006", near: true, what: "32 days left, the type was not read", profile: expiresIn("32"), edit: withoutInfo,
			verdict: "ok", unknown: "card.type",
		},

		{
			rule: "CPS-VAL-007", what: "10 days left", profile: expiresIn("10"), says: "10 jours",
			verdict: "warning", want: []string{"CPS-VAL-007 WARNING"},
		},
		{rule: "CPS-VAL-007", what: "15 days left", profile: expiresIn("15"), verdict: "warning", want: []string{"CPS-VAL-007 WARNING"}},
		{rule: "CPS-VAL-007", what: "two days left", profile: expiresIn("2"), verdict: "warning", want: []string{"CPS-VAL-007 WARNING"}, says: "2 jours"},
		{rule: "CPS-VAL-007", what: "tomorrow is the last day", profile: expiresIn("1"), verdict: "warning", want: []string{"CPS-VAL-007 WARNING"}, says: "demain"},
		{rule: "CPS-VAL-007", what: "the last day", profile: expiresIn("0"), verdict: "warning", want: []string{"CPS-VAL-007 WARNING"}, says: "aujourd'hui"},
		{rule: "CPS-VAL-007", near: true, what: "10 days left, the new card is there", profile: expiresIn("10"), declared: []string{"newCardReceived=yes"}, verdict: "ok"},

		{
			rule: "CPS-VAL-008", what: "a CPE with 60 days left", profile: endingIn("cpe-healthy", "60"),
			verdict: "warning", want: []string{"CPS-VAL-008 WARNING", "CPS-CONV-006 INFO"}, shows: []string{"card.type: 02"},
		},
		{
			rule: "CPS-VAL-008", what: "a CPE with 90 days left", profile: endingIn("cpe-healthy", "90"),
			verdict: "warning", want: []string{"CPS-VAL-008 WARNING", "CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-VAL-008", what: "a CPF with 60 days left", profile: endingIn("cpf-healthy", "60"),
			verdict: "warning", want: []string{"CPS-VAL-008 WARNING", "CPS-VAL-005 INFO"},
		},
		{
			rule: "CPS-VAL-008", what: "a CPA on its last day", profile: endingIn("cpa-healthy", "0"), facts: fact.Set{Use: fact.UseAuth},
			verdict: "incomplete", want: []string{"CPS-VAL-007 WARNING", "CPS-VAL-008 WARNING"},
		},
		{
			rule: "CPS-VAL-008", what: "a CPE that ended yesterday", profile: "extends: cpe-healthy\nid_card: {issued: 2023-11-21, expires: 2026-11-21}",
			verdict: "warning", want: []string{"CPS-VAL-001 WARNING", "CPS-VAL-008 WARNING", "CPS-CONV-006 INFO"},
		},
		{rule: "CPS-VAL-008", near: true, what: "a CPS that ended yesterday", profile: healthy + "\nid_card: {issued: 2023-11-21, expires: 2026-11-21}", verdict: "warning", want: []string{"CPS-VAL-001 WARNING"}},
		{rule: "CPS-VAL-008", near: true, what: "a CPS with 60 days left", profile: expiresIn("60"), verdict: "ok", want: []string{"CPS-VAL-005 INFO"}},
		{
			rule: "CPS-VAL-008", near: true, what: "a CDE with 60 days left", profile: endingIn("cde-healthy", "60"),
			verdict: "ok", want: []string{"CPS-TYPE-005 INFO", "CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-VAL-008", near: true, what: "a CPE with 91 days left", profile: endingIn("cpe-healthy", "91"),
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-VAL-008", near: true, what: "a CPE before the PIN may be a CDE", profile: endingIn("cpe-healthy", "60"), pin: pinNone,
			verdict: "incomplete", unknown: "activities[]",
		},

		{
			rule: "CPS-VAL-009", what: "issued tomorrow", profile: healthy + "\nid_card: {issued: +1d}",
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"}, shows: []string{"card.issueDate: 2026-11-23"},
		},
		{
			rule: "CPS-VAL-009", what: "a clock of before 2020", day: "2019-12-31", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"}, shows: []string{"today: 2019-12-31"},
		},
		{
			rule: "CPS-VAL-009", what: "the reader stands in 2010", profile: healthy, declared: []string{"reader.clock=2010-01-01"},
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"}, says: "01/01/2010", shows: []string{"reader.clock: 2010-01-01"},
		},
		{
			rule: "CPS-VAL-009", what: "the reader is two days ahead", profile: healthy, declared: []string{"reader.clock=2026-11-24"},
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", what: "the reader is two days late", profile: healthy, declared: []string{"reader.clock=2026-11-20"},
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", what: "the reader was asked: a day and a second ahead", profile: healthy, edit: clock(24*time.Hour + time.Second),
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", what: "the reader was asked: a day and a second late", profile: healthy, edit: clock(-24*time.Hour - time.Second),
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"}, shows: []string{"reader.clock: 2026-11-21"},
		},
		{
			rule: "CPS-VAL-009", what: "the reader stands on the last day of 2019, the day before today", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			declared: []string{"reader.clock=2019-12-31"}, verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", what: "the same, and the reader was asked", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			edit:    func(in *diagnosis.Input) { in.Reader.Clock = time.Date(2019, 12, 31, 13, 0, 0, 0, time.UTC) },
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", near: true, what: "the reader stands on the first day of 2020, as today", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			declared: []string{"reader.clock=2020-01-01"}, verdict: "ok",
		},
		{
			rule: "CPS-VAL-009", near: true, what: "the same on 1 January 2020, and the reader was asked", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			edit: func(in *diagnosis.Input) { in.Reader.Clock = time.Date(2020, 1, 1, 13, 0, 0, 0, time.UTC) }, verdict: "ok",
		},
		{rule: "CPS-VAL-009", near: true, what: "a clock of 2020", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}", verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is one day ahead", profile: healthy, declared: []string{"reader.clock=2026-11-23"}, verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is one day late", profile: healthy, declared: []string{"reader.clock=2026-11-21"}, verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is three minutes late", profile: healthy, edit: clock(-3 * time.Minute), verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is a day late, to the second", profile: healthy, edit: clock(-24 * time.Hour), verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is a day ahead, to the second", profile: healthy, edit: clock(24 * time.Hour), verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "issued today", profile: healthy + "\nid_card: {issued: now}", verdict: "ok"},
		{
			rule: "CPS-VAL-009", near: true, what: "issued on no day at all", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.ID.Value.Issued = card.Date{} },
			verdict: "ok", unknown: "card.issueDate", declared: []string{"card.latestKnown=2026-01-01"},
			unread: []string{"CPS-VAL-004 card.issueDate", "CPS-VAL-013 card.issueDate", "CPS-VAL-001 ", "CPS-VAL-007 "},
		},
	}
}
