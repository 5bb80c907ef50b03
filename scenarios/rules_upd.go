package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// updateCases are the rules on remote updates of the card.
func updateCases() []ruleCase {
	announced := func(day string) []string { return []string{"update.announced=" + day} }
	return []ruleCase{
		{
			rule: "CPS-UPD-001", near: true, what: "nobody asked for the file", profile: healthy, edit: updateUnread, declared: announced("2026-11-01"),
			unknown: "card.actua", unread: []string{"CPS-UPD-004 card.actua"}, verdict: "ok",
		},

		{rule: "CPS-UPD-004", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: announced("2026-10-02"), verdict: "ok", unknown: "card.type"},

		{
			rule: "CPS-TYPE-001", near: true, what: "category 00", profile: "extends: cps3-no-activity", edit: realCategory,
			verdict: "blocked", want: []string{"CPS-ACT-001 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-001", near: true, what: "the type is blank", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Info.Value.Kind = "  " },
			unknown: "card.type", verdict: "ok", declared: []string{"lgc.profession=10", "lgc.selected=1", "lgc.structureAm=991026014"},
			unread: []string{
				"CPS-TYPE-002 card.type", "CPS-TYPE-003 card.type", "CPS-TYPE-004 card.type", "CPS-TYPE-005 card.type", "CPS-TYPE-006 card.type",
				"CPS-TYPE-008 card.type", "CPS-ACT-006 card.type", "CPS-ACT-010 card.type", "CPS-BILL-005 card.type",
				"CPS-CONV-003 card.type", "CPS-CONV-004 card.type",
			},
		},

		{
			rule: "CPS-TYPE-007", what: "a test card where everything is real", profile: healthy, facts: fact.Set{Env: fact.EnvReal},
			verdict: "blocked", want: []string{"CPS-TYPE-007 BLOCK-BILLING"}, shows: []string{"card.category: 80", "env: real"},
		},
		{
			rule: "CPS-TYPE-007", what: "a real card where everything is a test", profile: healthy, edit: realCategory, declared: []string{"env=test"},
			verdict: "blocked", want: []string{"CPS-TYPE-007 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-007", near: true, what: "a real card among real ones", declared: []string{"env=real", "vitale.category=real", "batch.category=real"},
			profile: healthy + bills(`link: 1, id: "010000016"`), edit: realCategory, verdict: "ok",
		},
		{
			rule: "CPS-TYPE-007", near: true, what: "a category that is no card's", declared: []string{"env=test"}, verdict: "blocked",
			profile: healthy + bills(`link: 1, id: "010000016"`), want: []string{"CPS-TYPE-001 BLOCK-BILLING"},
			edit: func(in *diagnosis.Input) { in.Card.ID.Value.Category = card.CategoryModule },
		},
	}
}

// updateUnread takes the dates of the update out of what was read, as if nobody had
// asked for them.
func updateUnread(in *diagnosis.Input) { in.Card.Update = card.Object[card.Update]{} }

// withoutInfo takes the identity of the holder out of what was read.
func withoutInfo(in *diagnosis.Input) { in.Card.Info = card.Object[card.Info]{} }
