package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// unusable declares the DAM message with further facts.
func unusable(more ...string) []string { return append([]string{"ssv=61444"}, more...) }

// unknownGeneration takes ATR and face out of what was read, as for a card of
// which only the objects are known.
func unknownGeneration(in *diagnosis.Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }

// issued gives the card another day of issue.
func issued(y, m, d int) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Card.ID.Value.Issued = card.Date{Year: y, Month: m, Day: d} }
}

// logical gives the first activities those logical numbers, but for a negative one,
// and the situations those links.
func logical(first, second int, links ...int) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		for i, n := range [...]int{first, second} {
			if n >= 0 {
				in.Card.Activities[i].Value.Logical = n
			}
		}
		for i, n := range links {
			in.Card.Billing.Value[i].Link = n
		}
	}
}

// damCases are the rules on what users call the DAM.
func damCases() []ruleCase {
	noDAM := []string{"CPS-DAM-001 BLOCK-BILLING"}
	library := []string{"CPS-DAM-002 BLOCK-BILLING"}
	oldLibrary := []string{"CPS-DAM-002 BLOCK-BILLING", "CPS-WS-002 WARNING", "CPS-WS-003 WARNING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"}
	reader := []string{"CPS-DAM-003 BLOCK-BILLING"}
	lastResort := []string{"CPS-DAM-004 BLOCK-BILLING"}
	orphaned := []string{"CPS-DAM-006 WARNING"}
	green := func(times, version string) []string {
		return unusable("code.times="+times, "reader.clock=2026-11-22", "ws.os=linux", "ws.cryptolib="+version)
	}
	return []ruleCase{
		{rule: "CPS-DAM-001", what: "no billing object on a CPS3", profile: "extends: cps3-missing-dam", verdict: "blocked", want: noDAM, shows: []string{"obj.CPS_SIT_FACT: absent"}},
		{rule: "CPS-DAM-001", what: "no billing object on a CPS4", profile: "extends: cps4-missing-dam", verdict: "blocked", want: noDAM},
		{rule: "CPS-DAM-001", what: "no billing object, the directory was not read", profile: "extends: cps3-missing-dam", edit: unlistedActivities, verdict: "blocked", want: noDAM},
		{rule: "CPS-DAM-001", what: "a billing object without content", profile: healthy + "\nraw: {sit_fact: E000}", verdict: "blocked", want: noDAM, shows: []string{"obj.CPS_SIT_FACT: empty"}},
		{
			rule: "CPS-DAM-001", what: "a billing object that holds no situation", profile: healthy, verdict: "blocked", want: noDAM, shows: []string{"obj.CPS_SIT_FACT: empty"},
			edit: func(in *diagnosis.Input) { in.Card.Billing.Value = nil },
		},
		{rule: "CPS-DAM-001", what: "one situation, of an absent activity", profile: linked([]int{1}, 9), verdict: "blocked", want: noDAM, shows: []string{"billing[1].linkActivity: orphan link 9"}},
		{rule: "CPS-DAM-001", what: "a situation that points nowhere", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Link = -1 }, verdict: "blocked", want: noDAM, shows: []string{"billing[1].linkActivity: orphan without link"}},
		{rule: "CPS-DAM-001", what: "a link to activity 0, which is not there", profile: linked([]int{1}, 0), verdict: "blocked", want: noDAM, shows: []string{"billing[1].linkActivity: orphan link 0"}},
		{rule: "CPS-DAM-001", near: true, what: "one situation, of its activity", profile: activities(1), verdict: "ok"},
		{rule: "CPS-DAM-001", near: true, what: "one situation, of logical activity 0", profile: practice("mode: liberal, logical: 0, sector: SA07") + bills(`link: 0, id: "991026014"`), verdict: "ok"},
		{
			rule: "CPS-DAM-001", near: true, what: "nothing is concluded before the PIN", profile: "extends: cps3-missing-dam", pin: pinNone, verdict: "incomplete", unknown: "billing[]",
			unread: []string{"CPS-DAM-007 billing[]", "CPS-BILL-001 billing[]", "CPS-BILL-004 billing[]", "CPS-BILL-006 billing[]", "CPS-BILL-007 billing[]", "CPS-SIGN-001 billing[]", "CPS-SIGN-007 billing[]", "CPS-SIGN-004 billing[]"},
		},
		{rule: "CPS-DAM-001", what: "61444, although billing is not the use", profile: "extends: cps3-missing-dam", facts: auth, declared: unusable(), verdict: "blocked", want: noDAM},
		{rule: "CPS-DAM-001", near: true, what: "billing is not the use", profile: "extends: cps3-missing-dam", facts: auth, verdict: "incomplete"},
		{rule: "CPS-DAM-001", near: true, what: "another code, and billing is not the use", profile: "extends: cps3-missing-dam", facts: auth, declared: []string{"ssv=61442"}, verdict: "incomplete"},
		{
			rule: "CPS-DAM-001", near: true, what: "the billing object cannot be read", profile: healthy + "\nraw: {sit_fact: unreadable}", verdict: "incomplete", unknown: "billing[]",
			unread: []string{"CPS-CONV-001 billing[]", "CPS-CONV-006 billing[]", "CPS-CONV-013 billing[]", "CPS-SIGN-004 billing[]", "CPS-ACT-010 billing[]"},
		},
		{
			rule: "CPS-DAM-001", near: true, what: "the situation may belong to an activity that cannot be read", profile: healthy + "\nraw: {activity_01: unreadable}",
			verdict: "ok", unknown: "activities[]", unread: []string{"CPS-BILL-001 activities[]", "CPS-SIGN-001 activities[]", "CPS-DAM-006 activities[]"},
		},
		{
			rule: "CPS-DAM-001", near: true, what: "the situation may belong to an activity that cannot be decoded", profile: healthy + "\nraw: {activity_01: E2028001}",
			verdict: "ok", unknown: "activities[]", unread: []string{"CPS-BILL-001 activities[]", "CPS-ID-010 activities[]", "CPS-ID-017 activities[]", "CPS-DAM-006 activities[]"},
		},

		{
			rule: "CPS-DAM-002", what: "a CPS4 and Cryptolib 5.1.10", profile: healthyV4, declared: unusable("ws.os=windows", "ws.cryptolib=5.1.10"),
			verdict: "blocked", want: append(library[:1:1], "CPS-WS-002 WARNING", "CPS-WS-003 WARNING", "CPS-WS-011 WARNING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"),
			shows: []string{"ws.cryptolib: 5.1.10"},
		},
		{rule: "CPS-DAM-002", what: "a CPS4 and Cryptolib 5.1.10 on Linux", profile: healthyV4, declared: unusable("ws.os=linux", "ws.cryptolib=5.1.10"), verdict: "blocked", want: oldLibrary},
		{
			rule: "CPS-DAM-002", what: "a CPS4 without situation: the old library is the first cause", profile: "extends: cps4-missing-dam", declared: unusable("ws.os=linux", "ws.cryptolib=5.1.10"),
			verdict: "blocked", want: oldLibrary,
		},
		{
			rule: "CPS-DAM-002", what: "unknown generation, delivered on 1 July 2025", profile: healthy, edit: all(unknownGeneration, issued(2025, 7, 1)),
			declared: unusable("ws.os=linux", "ws.cryptolib=5.2.0"), verdict: "blocked", want: []string{"CPS-DAM-002 BLOCK-BILLING", "CPS-WS-003 WARNING", "CPS-WS-005 INFO"},
			unread: []string{"CPS-WS-004 card.generation"},
		},
		{
			rule: "CPS-DAM-002", near: true, what: "a CPS3 and Cryptolib 5.1.10", profile: healthy + "\nid_card: {issued: 2025-03-01}", declared: unusable("ws.os=linux", "ws.cryptolib=5.1.10"),
			verdict: "ok", want: []string{"CPS-WS-005 INFO"},
		},
		{
			rule: "CPS-DAM-002", near: true, what: "unknown generation, delivered on 30 June 2025", profile: healthy, edit: all(unknownGeneration, issued(2025, 6, 30)),
			declared: unusable("ws.os=linux", "ws.cryptolib=5.2.0"), verdict: "ok", want: []string{"CPS-WS-005 INFO"}, unread: []string{"CPS-WS-004 card.generation"},
		},
		{rule: "CPS-DAM-002", near: true, what: "a CPS4 and Cryptolib 5.2.1 on macOS", profile: healthyV4, declared: unusable("ws.os=macos", "ws.cryptolib=5.2.1"), verdict: "ok", want: []string{"CPS-WS-005 INFO"}},
		{rule: "CPS-DAM-002", near: true, what: "a CPS4, nothing known of the library", profile: healthyV4, declared: unusable(), verdict: "ok", unknown: "ws.cryptolib"},
		{
			rule: "CPS-DAM-002", near: true, what: "a CPS4, 5.2.1 on nobody knows what system", profile: healthyV4, declared: unusable("ws.cryptolib=5.2.1"), verdict: "ok", unknown: "ws.os",
			unread: []string{"CPS-WS-003 ws.os", "CPS-WS-004 ws.os", "CPS-WS-005 ws.os"},
		},
		{rule: "CPS-DAM-002", near: true, what: "no card was read", declared: unusable("card.atr=present"), verdict: "undetermined", unknown: "card.generation"},
		{rule: "CPS-DAM-002", near: true, what: "unknown generation and day", profile: healthy, edit: all(unknownGeneration, issued(0, 0, 0)), declared: unusable("ws.cryptolib=5.1.10"), verdict: "ok", unknown: "card.generation", unread: []string{"CPS-WS-002 card.generation", "CPS-WS-003 card.issueDate"}},

		{
			rule: "CPS-DAM-003", what: "61444 and a mute card: the reader's rule stands before it", profile: "extends: mute", declared: unusable(), behind: "CPS-RDR-004",
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},
		{rule: "CPS-DAM-003", what: "61444, no ATR, told by telephone", declared: unusable("card.atr=none"), verdict: "blocked", want: reader, shows: []string{"card.atr: none", "ssv: 61444 (F004)"}, unread: []string{"CPS-DAM-001 ", "CPS-DAM-002 "}},
		{
			rule: "CPS-DAM-003", what: "61444 and a reader that stands in 2010: the clock's rule stands before it", profile: healthy, declared: unusable("reader.clock=2010-01-01"),
			behind: "CPS-VAL-009", verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"},
		},
		{
			rule: "CPS-DAM-003", what: "the same with a CPS4 before the PIN: the first cause, nothing else is asked", profile: healthyV4, pin: pinNone, declared: unusable("reader.clock=2010-01-01"),
			behind: "CPS-VAL-009", verdict: "blocked", want: []string{"CPS-VAL-009 BLOCK-BILLING"}, unread: []string{"CPS-DAM-001 ", "CPS-DAM-002 "},
		},
		{rule: "CPS-DAM-003", near: true, what: "an ATR of a CPS3 and the right clock", profile: healthy, declared: unusable("reader.clock=2026-11-22"), verdict: "ok"},
		{rule: "CPS-DAM-003", near: true, what: "no ATR, another code", declared: []string{"ssv=61442", "card.atr=none"}, verdict: "undetermined"},
		{rule: "CPS-DAM-003", near: true, what: "nobody looked at the clock of the reader", profile: healthy, declared: unusable(), verdict: "ok", unknown: "reader.clock"},
		{rule: "CPS-DAM-003", near: true, what: "an ATR, told by telephone, and nothing of the clock", declared: unusable("card.atr=present"), verdict: "undetermined", unknown: "reader.clock"},
		{rule: "CPS-DAM-003", near: true, what: "nothing told of the ATR", declared: unusable(), verdict: "undetermined", unknown: "card.atr", unread: []string{"CPS-DAM-001 screen.billing", "CPS-DAM-004 code.times"}},
		{rule: "CPS-DAM-003", near: true, what: "no code told", profile: healthy, verdict: "ok", unknown: "ssv", unread: []string{"CPS-DAM-002 ssv", "CPS-DAM-004 ssv"}},

		{rule: "CPS-DAM-004", what: "61444 twice although all is green", profile: healthy, declared: green("2", "5.2.2"), verdict: "blocked", want: lastResort, shows: []string{"code.times: 2"}},
		{rule: "CPS-DAM-004", what: "61444 twice on a CPS4 with its library", profile: healthyV4, declared: green("2", "5.2.2"), verdict: "blocked", want: lastResort},
		{
			rule: "CPS-DAM-004", what: "61444 twice on a CPS3 of 2024, which any library reads", profile: healthy + "\nid_card: {issued: 2024-06-01}", declared: green("3", "5.2.0"),
			verdict: "blocked", want: append(lastResort[:1:1], "CPS-WS-005 INFO"),
		},
		{
			rule: "CPS-DAM-004", what: "61444 twice on the card's last day", profile: expires15November, day: "2026-11-15",
			declared: unusable("code.times=2", "reader.clock=2026-11-15", "ws.os=linux", "ws.cryptolib=5.2.2"), verdict: "blocked", want: append(lastResort[:1:1], "CPS-VAL-007 WARNING"),
		},
		{rule: "CPS-DAM-004", near: true, what: "61444 twice, expired a week ago", profile: expires15November, declared: green("2", "5.2.2"), verdict: "warning", want: []string{"CPS-VAL-001 WARNING"}},
		{rule: "CPS-DAM-004", near: true, what: "61444 twice, no end on the chip", profile: withoutEndV4, declared: green("2", "5.2.2"), verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}, unknown: "card.expiryDate"},
		{rule: "CPS-DAM-004", near: true, what: "61444 once", profile: healthy, declared: green("1", "5.2.2"), verdict: "ok"},
		{rule: "CPS-DAM-004", near: true, what: "61444 twice, and no situation", profile: "extends: cps3-missing-dam", declared: green("2", "5.2.2"), verdict: "blocked", want: noDAM},
		{rule: "CPS-DAM-004", near: true, what: "61444 twice before the PIN", profile: healthy, pin: pinNone, declared: green("2", "5.2.2"), verdict: "incomplete", unknown: "billing[]"},
		{rule: "CPS-DAM-004", near: true, what: "nobody looked at the clock of the reader", profile: healthy, declared: unusable("code.times=2", "ws.os=linux", "ws.cryptolib=5.2.2"), verdict: "ok", unknown: "reader.clock"},
		{rule: "CPS-DAM-004", near: true, what: "nobody looked at the library", profile: healthy, edit: clock(time.Minute), declared: unusable("code.times=2"), verdict: "ok", unknown: "ws.cryptolib"},
		{rule: "CPS-DAM-004", near: true, what: "another code twice", profile: healthy, declared: []string{"ssv=61442", "code.times=2", "reader.clock=2026-11-22", "ws.os=linux", "ws.cryptolib=5.2.2"}, verdict: "ok"},

		{
			rule: "CPS-DAM-005", what: "absent: the evidence tells it from empty", profile: "extends: cps3-missing-dam",
			verdict: "blocked", want: noDAM, shows: []string{"obj.CPS_SIT_FACT: absent"},
		},
		{
			rule: "CPS-DAM-005", what: "zeros: the evidence tells it from absent", profile: "extends: cps3-missing-dam-zeros",
			verdict: "blocked", want: noDAM, shows: []string{"obj.CPS_SIT_FACT: zeros"},
		},
		{
			rule: "CPS-DAM-005", near: true, what: "not logged in: it silences CPS-DAM-001", profile: "extends: cps3-missing-dam", pin: pinNone,
			verdict: "incomplete", unread: []string{"CPS-DAM-001 billing[]"},
		},

		{rule: "CPS-DAM-006", what: "links 1 and 3, activities 1 and 2", profile: linked([]int{1, 2}, 1, 3), verdict: "warning", want: orphaned, shows: []string{"billing[2].linkActivity: orphan link 3"}},
		{rule: "CPS-DAM-006", near: true, what: "link 2, activities 2 and 5", profile: activities(2, 5), verdict: "warning", want: []string{"CPS-ACT-005 WARNING"}},
		{rule: "CPS-DAM-006", near: true, what: "link 3 alone, activities 1 and 2", profile: linked([]int{1, 2}, 3), verdict: "blocked", want: noDAM},
		{
			rule: "CPS-DAM-006", near: true, what: "an activity that cannot be read may be its own", profile: linked([]int{1, 2}, 1, 3) + "raw: {activity_02: unreadable}",
			verdict: "ok", unknown: "activities[]",
		},

		{rule: "CPS-DAM-001", near: true, what: "logical numbers above what a card has", profile: linked([]int{1, 2}, 1, 2), edit: logical(64, 65, 64, 65), verdict: "ok"},
		{rule: "CPS-DAM-001", what: "a link above what a card has, to nothing", profile: activities(1), edit: logical(64, -1, 65), verdict: "blocked", want: noDAM, shows: []string{"billing[1].linkActivity: orphan link 65"}},
		{
			rule: "CPS-DAM-006", what: "one of two links above what a card has leads to nothing", profile: linked([]int{1, 2}, 1, 2), edit: logical(64, 65, 64, 66),
			verdict: "warning", want: orphaned, shows: []string{"billing[2].linkActivity: orphan link 66"}, unread: []string{"CPS-DAM-007 lgc.selected"},
		},
		{
			rule: "CPS-DAM-006", near: true, what: "a link above what a card has, and an activity that cannot be read", profile: linked([]int{1, 2}, 1, 2) + "raw: {activity_02: unreadable}",
			edit: logical(64, 65, 64, 65), verdict: "ok", unknown: "activities[]",
		},
		{
			rule: "CPS-DAM-007", what: "one above what a card has is chosen, the other has the situation", profile: linked([]int{1, 2}, 1), edit: logical(64, 65, 64),
			facts: fact.Set{Activity: 2}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{
			rule: "CPS-DAM-007", what: "the chosen one cannot be read, one above what a card has has the situation", profile: linked([]int{1, 2}, 1) + "raw: {activity_02: unreadable}",
			edit: logical(64, -1, 64), facts: fact.Set{Activity: 2}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"},
		},
		{
			rule: "CPS-DAM-007", near: true, what: "both above what a card has can bill, the first is chosen", profile: linked([]int{1, 2}, 1, 2), edit: logical(64, 65, 64, 65),
			facts: fact.Set{Activity: 1}, verdict: "ok",
		},
		{rule: "CPS-DAM-007", what: "the activity chosen has no situation", profile: activities(1, 2), facts: fact.Set{Activity: 2}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}, shows: []string{"lgc.selected: 2"}},
		{rule: "CPS-DAM-007", what: "the first activity is chosen and has none", profile: linked([]int{1, 2}, 2), declared: []string{"lgc.selected=1"}, verdict: "ok", want: []string{"CPS-DAM-007 INFO"}},
		{rule: "CPS-DAM-007", near: true, what: "nobody told which of two is chosen, and one cannot bill", profile: activities(1, 2), verdict: "ok", unknown: "lgc.selected"},
		{rule: "CPS-DAM-007", near: true, what: "none of two is chosen", profile: activities(1, 2), declared: []string{"lgc.selected=none"}, verdict: "ok"},
		{rule: "CPS-DAM-007", near: true, what: "nobody told which of two is chosen, and both can bill", profile: twoPractices("", ""), verdict: "ok"},
		{rule: "CPS-DAM-007", near: true, what: "before the PIN, nobody told", profile: activities(1, 2), pin: pinNone, verdict: "incomplete", unknown: "billing[]"},
		{rule: "CPS-DAM-007", near: true, what: "before the PIN", profile: activities(1, 2), pin: pinNone, facts: fact.Set{Activity: 1}, verdict: "incomplete", unknown: "billing[]"},
		{
			rule: "CPS-DAM-007", near: true, what: "a CPE, whose activities are its employer's", profile: activities(1, 2) + "info: {kind: cpe, id_type: finess, id: \"990000010/00017\"}\n",
			declared: []string{"lgc.selected=2"}, verdict: "ok",
		},
		{
			rule: "CPS-DAM-007", near: true, what: "a CPE, nobody told what is chosen", profile: activities(1, 2) + "info: {kind: cpe, id_type: finess, id: \"990000010/00017\"}\n",
			verdict: "ok",
		},
		{rule: "CPS-DAM-007", near: true, what: "the other activity is chosen", profile: activities(1, 2), declared: []string{"lgc.selected=1"}, verdict: "ok"},
		{rule: "CPS-DAM-007", near: true, what: "no activity has one", profile: "extends: cps3-missing-dam", facts: fact.Set{Activity: 1}, verdict: "blocked", want: noDAM},

		{rule: "CPS-DAM-009", what: "an old number from the cache", profile: healthy, declared: []string{"cache=stale"}, verdict: "warning", want: []string{"CPS-DAM-009 WARNING"}, shows: []string{"cache: stale"}},
		{rule: "CPS-DAM-009", what: "a cache that cannot be read", profile: healthy, declared: []string{"cache=unreadable"}, verdict: "warning", want: []string{"CPS-DAM-009 WARNING"}},
		{rule: "CPS-DAM-009", near: true, what: "the update dates differ", profile: healthy, declared: []string{"cache=older"}, verdict: "ok", want: []string{"CPS-UPD-002 INFO"}},
	}
}
