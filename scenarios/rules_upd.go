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
			rule: "CPS-UPD-005", what: "an activity whose length takes two bytes", profile: healthy + "\nraw: {activity_01: EE8131 800100 830101 8412 434142494E4554205445535420414C504841 850F 343939393030303030303131303138 8604 53413037}",
			verdict: "blocked", want: []string{"CPS-UPD-005 BLOCK-BILLING"}, shows: []string{"activities[1].encoding: long length form at byte 0 (tag EE)"},
		},
		{
			rule: "CPS-UPD-005", near: true, what: "a field of a tag that nobody knows", profile: healthy + "\nraw: {name_ps: E42B 9F01AA 80011F 8107 54455354455552 8200 8311 414C504841FF42455441FF47414D4D41FF 8405 414C504841}",
			verdict: "ok",
		},
		{
			rule: "CPS-UPD-001", what: "a start and an end that no calendar has", profile: "extends: cps3-update-interrupted",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"card.actua: no end date"},
		},
		{
			rule: "CPS-UPD-001", what: "a file of size 0", profile: healthy + "\nraw: {actua: empty}",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"card.actua: empty"},
		},
		{
			rule: "CPS-UPD-001", what: "an end without a start", profile: healthy + "\nraw: {actua: EC09 8207 20251122120500}",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"card.actua: no start date"},
		},
		{
			rule: "CPS-UPD-001", what: "neither date", profile: healthy + "\nraw: {actua: EC12 8107 00000000000000 8207 00000000000000}",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"card.actua: no start date, no end date"},
		},
		{
			rule: "CPS-UPD-001", what: "the module refuses the session for it", profile: healthy, declared: []string{"ckr=0x80000001"},
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"ckr: 0x80000001"},
		},
		{
			rule: "CPS-UPD-001", what: "the module refused the session for it, told by telephone", declared: []string{"ckr=CKR_ASIP_BAD_EF_ACTUA"},
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"ckr: 0x80000001"},
		},
		{
			rule: "CPS-UPD-001", what: "the card refuses to give the file", profile: healthy + "\nactua: unreadable", declared: announced("2026-11-01"),
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"}, shows: []string{"card.actua: unreadable, 6982 (security status not satisfied)"}, unread: []string{"CPS-UPD-004 card.actua"},
		},
		{rule: "CPS-UPD-001", near: true, what: "the module refused another card for it, this is a CPS4", profile: healthyV4, declared: []string{"ckr=0x80000001"}, verdict: "ok"},
		{rule: "CPS-UPD-001", near: true, what: "nothing read and nothing told", verdict: "undetermined", unknown: "card"},
		{rule: "CPS-UPD-001", near: true, what: "never updated", profile: healthy + "\nactua: absent", verdict: "ok"},
		{
			rule: "CPS-UPD-001", near: true, what: "both dates", profile: healthy + "\nactua: {start: 2025-12-01, end: 2025-12-01}",
			verdict: "ok",
		},
		{rule: "CPS-UPD-001", near: true, what: "never looked at on a CPS4", profile: healthyV4 + "\nactua: interrupted", verdict: "ok"},
		{
			rule: "CPS-UPD-001", near: true, what: "nobody asked for the file", profile: healthy, edit: updateUnread, declared: announced("2026-11-01"),
			unknown: "card.actua", unread: []string{"CPS-UPD-004 card.actua"}, verdict: "ok",
		},

		{
			rule: "CPS-UPD-002", what: "the cache is older than the card", profile: healthy, declared: []string{"cache=older"},
			verdict: "ok", want: []string{"CPS-UPD-002 INFO"},
		},
		{rule: "CPS-UPD-002", near: true, what: "a CPS4, whose dates no cache compares", profile: healthyV4, declared: []string{"cache=older"}, verdict: "ok"},
		{rule: "CPS-UPD-002", near: true, what: "the dates are equal", profile: healthy, declared: []string{"cache=ok"}, verdict: "ok"},
		{rule: "CPS-UPD-002", near: true, what: "nothing is told of a cache", profile: healthy, unknown: "cache", unread: []string{"CPS-DAM-009 cache"}, verdict: "ok"},

		{
			rule: "CPS-UPD-003", what: "a CPS3 is to be updated", profile: healthy, declared: []string{"update.asked=yes"},
			verdict: "ok", want: []string{"CPS-UPD-003 INFO"},
		},
		{rule: "CPS-UPD-003", near: true, what: "a CPS4 is to be updated", profile: healthyV4, declared: []string{"update.asked=yes"}, verdict: "ok"},
		{rule: "CPS-UPD-003", near: true, what: "nothing is to be updated", profile: healthy, declared: []string{"update.asked=no"}, verdict: "ok"},
		{
			rule: "CPS-UPD-003", near: true, what: "no card was read", declared: []string{"update.asked=yes"},
			unknown: "card.generation", verdict: "undetermined",
		},

		{
			rule: "CPS-UPD-004", what: "announced after the last update", profile: healthy + "\nactua: {start: 2026-10-01, end: 2026-10-01}",
			declared: announced("2026-10-02"), verdict: "warning", want: []string{"CPS-UPD-004 WARNING"},
		},
		{
			rule: "CPS-UPD-004", what: "announced, never updated", profile: healthy + "\nactua: absent",
			declared: announced("2026-10-02"), verdict: "warning", want: []string{"CPS-UPD-004 WARNING"},
		},
		{
			rule: "CPS-UPD-004", near: true, what: "updated since", profile: healthy + "\nactua: {start: 2026-10-02, end: 2026-10-02}",
			declared: announced("2026-10-02"), verdict: "ok",
		},
		{
			rule: "CPS-UPD-004", near: true, what: "a CPE", profile: "extends: cpe-healthy", declared: announced("2026-10-02"),
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{rule: "CPS-UPD-004", near: true, what: "the type was not read", profile: healthy, edit: withoutInfo, declared: announced("2026-10-02"), verdict: "ok", unknown: "card.type"},
		{rule: "CPS-UPD-004", near: true, what: "a CPS4, which shows no dates", profile: healthyV4, declared: announced("2026-10-02"), verdict: "ok", unknown: "card.actua"},
		{
			rule: "CPS-UPD-004", near: true, what: "no card was read", declared: announced("2026-10-02"),
			unknown: "card.actua", unread: []string{"CPS-UPD-001 card"}, verdict: "undetermined",
		},

		{
			rule: "CPS-TYPE-001", what: "type 04", profile: healthy + "\ninfo: {kind: \"04\"}",
			verdict: "blocked", want: []string{"CPS-TYPE-001 BLOCK-BILLING"}, shows: []string{"card.type: 04"},
		},
		{
			rule: "CPS-TYPE-001", what: "category 82, a security module for tests", profile: securityModule,
			verdict: "blocked", want: []string{"CPS-TYPE-001 BLOCK-BILLING"}, shows: []string{"card.category: 82"},
		},
		{
			rule: "CPS-TYPE-001", near: true, what: "type 02", profile: "extends: cpe-healthy",
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{rule: "CPS-TYPE-001", near: true, what: "type 01", profile: "extends: cpf-healthy", verdict: "ok"},
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
			rule: "CPS-TYPE-001", near: true, what: "the category was not read", profile: healthy + "\nraw: {id_card: unreadable}",
			unknown: "card.category", verdict: "ok", declared: []string{"env=test", "batch.category=test", "prescriber.am=991026014", "prescriber.finess=990000010"},
			unread: []string{
				"CPS-TYPE-007 card.category", "CPS-ID-008 card.category", "CPS-ID-010 card.category", "CPS-SIGN-005 card.category",
				"CPS-VAL-001 card.expiryDate", "CPS-VAL-002 card.issueDate", "CPS-VAL-003 card.issueDate", "CPS-VAL-004 card.issueDate",
				"CPS-VAL-005 card.expiryDate", "CPS-VAL-006 card.expiryDate", "CPS-VAL-007 card.expiryDate", "CPS-VAL-008 card.expiryDate", "CPS-VAL-009 card.issueDate",
			},
		},

		{
			rule: "CPS-TYPE-007", what: "a test card where everything is real", profile: healthy, facts: fact.Set{Env: fact.EnvReal},
			verdict: "blocked", want: []string{"CPS-TYPE-007 BLOCK-BILLING"}, shows: []string{"card.category: 80", "env: real"},
		},
		{
			rule: "CPS-TYPE-007", what: "a test card with a real Vitale card", profile: healthy, declared: []string{"env=test", "vitale.category=real"},
			verdict: "blocked", want: []string{"CPS-TYPE-007 BLOCK-BILLING"}, shows: []string{"vitale.category: real"},
		},
		{
			rule: "CPS-TYPE-007", what: "a test card with a real batch", profile: healthy, declared: []string{"env=test", "batch.category=real"},
			verdict: "blocked", want: []string{"CPS-TYPE-007 BLOCK-BILLING"}, shows: []string{"batch.category: real"},
		},
		{
			rule: "CPS-TYPE-007", what: "a real card where everything is a test", profile: healthy, edit: realCategory, declared: []string{"env=test"},
			verdict: "blocked", want: []string{"CPS-TYPE-007 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-007", near: true, what: "everything is a test", profile: healthy, declared: []string{"env=test", "vitale.category=test", "batch.category=test"},
			verdict: "ok",
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
		{rule: "CPS-TYPE-007", near: true, what: "no environment declared", profile: healthy, declared: []string{"vitale.category=real"}, unknown: "env", verdict: "ok"},
		{rule: "CPS-TYPE-007", near: true, what: "no card was read", declared: []string{"env=real"}, unknown: "card.category", verdict: "undetermined"},
	}
}

// securityModule is a card whose category is 82.
const securityModule = healthy + "\nraw: {id_card: E31E8006 80250000001F 8105 2999000117 820182 8304 20251122 8404 20281122}"

// updateUnread takes the dates of the update out of what was read, as if nobody had
// asked for them.
func updateUnread(in *diagnosis.Input) { in.Card.Update = card.Object[card.Update]{} }

// withoutInfo takes the identity of the holder out of what was read.
func withoutInfo(in *diagnosis.Input) { in.Card.Info = card.Object[card.Info]{} }
