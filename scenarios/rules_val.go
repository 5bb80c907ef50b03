package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Cards whose days stand in the profile.
const (
	withoutEndV4      = healthyV4 + "\nraw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20231121}"
	withoutEndV4Young = healthyV4 + "\nraw: {id_card: E318 8006 80250000001F 8105 2999000217 820180 8304 20241121}"
)

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
			rule: "CPS-VAL-001", near: true, what: "the reader is empty", edit: readerState(card.SlotEmpty), verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"}, unknown: "card",
			unread: []string{"CPS-VAL-002 card", "CPS-VAL-005 card", "CPS-VAL-009 card"},
		},

		{
			rule: "CPS-VAL-003", what: "a V4 by its ATR alone", profile: withoutEndV4Young, day: "2030-11-22", edit: func(in *diagnosis.Input) { in.Card.Face = card.FaceUnknown },
			verdict: "blocked", want: []string{"CPS-VAL-003 BLOCK-BILLING"},
		},

		{
			rule: "CPS-VAL-005", near: true, what: "75 days left, the type was not read", profile: expiresIn("75"), edit: withoutInfo,
			verdict: "ok", unknown: "card.type", unread: []string{"CPS-VAL-008 card.type"},
		},

		{rule: "CPS-VAL-006", near: true, what: "32 days left, the new card is there", profile: expiresIn("32"), facts: received, verdict: "ok"},
		{
			rule: "CPS-VAL-006", near: true, what: "32 days left, the type was not read", profile: expiresIn("32"), edit: withoutInfo,
			verdict: "ok", unknown: "card.type",
		},

		{
			rule: "CPS-VAL-008", what: "a CPA on its last day", profile: endingIn("cpa-healthy", "0"), facts: fact.Set{Use: fact.UseAuth},
			verdict: "incomplete", want: []string{"CPS-VAL-007 WARNING", "CPS-VAL-008 WARNING"},
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
			rule: "CPS-VAL-009", what: "the same, and the reader was asked", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			edit:    func(in *diagnosis.Input) { in.Reader.Clock = time.Date(2019, 12, 31, 13, 0, 0, 0, time.UTC) },
			verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-VAL-009", near: true, what: "the same on 1 January 2020, and the reader was asked", day: "2020-01-01", profile: healthy + "\nid_card: {issued: 2019-06-01}",
			edit: func(in *diagnosis.Input) { in.Reader.Clock = time.Date(2020, 1, 1, 13, 0, 0, 0, time.UTC) }, verdict: "ok",
		},
		{rule: "CPS-VAL-009", near: true, what: "the reader is three minutes late", profile: healthy, edit: clock(-3 * time.Minute), verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is a day late, to the second", profile: healthy, edit: clock(-24 * time.Hour), verdict: "ok"},
		{rule: "CPS-VAL-009", near: true, what: "the reader is a day ahead, to the second", profile: healthy, edit: clock(24 * time.Hour), verdict: "ok"},
		{
			rule: "CPS-VAL-009", near: true, what: "issued on no day at all", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.ID.Value.Issued = card.Date{} },
			verdict: "ok", unknown: "card.issueDate", declared: []string{"card.latestKnown=2026-01-01"},
			unread: []string{"CPS-VAL-004 card.issueDate", "CPS-VAL-013 card.issueDate", "CPS-VAL-001 ", "CPS-VAL-007 "},
		},
	}
}
