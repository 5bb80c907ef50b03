package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// deliveryCases are the rules of the VAL family on what the holder tells:
// codes, orders, printed date, other cards, incidents. The day is a Sunday.
func deliveryCases() []ruleCase {
	ordered := func(kind, day string) []string { return []string{"order.kind=" + kind, "order.date=" + day} }
	return []ruleCase{
		{
			rule: "CPS-VAL-010", what: "the card came three days ago, the codes did not", profile: healthy,
			declared: []string{"card.received=2026-11-19", "codes.received=no"},
			verdict:  "blocked", want: []string{"CPS-VAL-010 BLOCK-SIGNING"}, says: "les codes ne voyagent pas avec la carte", shows: []string{"card.received: 2026-11-19"},
		},
		{
			rule: "CPS-VAL-010", what: "two days ago", profile: healthy, declared: []string{"card.received=2026-11-20", "codes.received=no"},
			verdict: "blocked", want: []string{"CPS-VAL-010 BLOCK-SIGNING"}, says: "les codes ne voyagent pas avec la carte",
		},
		{
			rule: "CPS-VAL-010", what: "four working days ago", profile: healthy, declared: []string{"card.received=2026-11-16", "codes.received=no"},
			verdict: "blocked", want: []string{"CPS-VAL-010 BLOCK-SIGNING"}, says: "les codes ne voyagent pas avec la carte",
		},
		{
			rule: "CPS-VAL-010", what: "five working days ago", profile: healthy, declared: []string{"card.received=2026-11-15", "codes.received=no"},
			verdict: "blocked", want: []string{"CPS-VAL-010 BLOCK-SIGNING"}, says: "cinq jours ouvrés de retard sur la carte, ou davantage",
		},
		{rule: "CPS-VAL-010", near: true, what: "the card came yesterday", profile: healthy, declared: []string{"card.received=2026-11-21", "codes.received=no"}, verdict: "ok"},
		{rule: "CPS-VAL-010", near: true, what: "the card came today", profile: healthy, declared: []string{"card.received=2026-11-22", "codes.received=no"}, verdict: "ok"},
		{rule: "CPS-VAL-010", near: true, what: "the codes came too", profile: healthy, declared: []string{"card.received=2026-11-02", "codes.received=yes"}, verdict: "ok"},
		{
			rule: "CPS-VAL-010", near: true, what: "nothing told of the codes", profile: healthy, declared: []string{"card.received=2026-11-02"},
			verdict: "ok", unknown: "codes.received",
		},

		{
			rule: "CPS-VAL-011", what: "a new order accepted 20 days ago", declared: ordered("reorder", "2026-11-02"),
			verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}, shows: []string{"order.kind: reorder"},
		},
		{
			rule: "CPS-VAL-011", what: "six working days ago, over a weekend", declared: ordered("reorder", "2026-11-13"), day: "2026-11-23",
			verdict: "warning", want: []string{"CPS-VAL-011 WARNING"},
		},
		{rule: "CPS-VAL-011", what: "six working days ago, the last a Friday", declared: ordered("reorder", "2026-11-12"), day: "2026-11-20", verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}},
		{rule: "CPS-VAL-011", what: "eight days ago, six of them working days", declared: ordered("reorder", "2026-11-16"), day: "2026-11-24", verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}},
		{rule: "CPS-VAL-011", what: "twelve days ago, eight of them working days", declared: ordered("reorder", "2026-11-06"), day: "2026-11-18", verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}},
		{rule: "CPS-VAL-011", near: true, what: "a week ago, five working days", declared: ordered("reorder", "2026-11-15"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", what: "a first card, 15 days ago: the CPAM has a part in it", declared: ordered("first", "2026-11-07"), verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}, says: "36 08"},
		{rule: "CPS-VAL-011", what: "any order, 29 days ago", declared: ordered("other", "2026-10-24"), verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}},
		{
			rule: "CPS-VAL-011", what: "an order of unknown kind, 29 days ago: it may be a first one", declared: []string{"order.date=2026-10-24"},
			verdict: "warning", want: []string{"CPS-VAL-011 WARNING"}, says: "36 08",
		},
		{rule: "CPS-VAL-011", near: true, what: "accepted three working days ago", declared: ordered("reorder", "2026-11-17"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", near: true, what: "accepted five working days ago, on a Friday", declared: ordered("reorder", "2026-11-13"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", near: true, what: "accepted on a Saturday, five working days ago", declared: ordered("reorder", "2026-11-14"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", near: true, what: "accepted tomorrow", declared: ordered("reorder", "2026-11-23"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", near: true, what: "accepted today", declared: ordered("reorder", "2026-11-22"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", near: true, what: "a first card, 14 days ago", declared: ordered("first", "2026-11-08"), verdict: "undetermined"},
		{rule: "CPS-VAL-011", near: true, what: "any order, 28 days ago", declared: ordered("other", "2026-10-25"), verdict: "undetermined"},
		{
			rule: "CPS-VAL-011", near: true, what: "an order of unknown kind, 28 days ago", declared: []string{"order.date=2026-10-25"},
			verdict: "undetermined", unknown: "order.kind",
		},
		{rule: "CPS-VAL-011", near: true, what: "nothing ordered", profile: healthy, verdict: "ok", unknown: "order.date"},

		{
			rule: "CPS-VAL-012", what: "another month is printed", profile: healthy, declared: []string{"card.printedExpiry=2028-10"},
			verdict: "ok", want: []string{"CPS-VAL-012 INFO"}, shows: []string{"card.printedExpiry: 2028-10", "card.expiryDate: 2028-11-22"},
		},
		{
			rule: "CPS-VAL-012", what: "the same month of another year", profile: healthy, declared: []string{"card.printedExpiry=2026-11"},
			verdict: "ok", want: []string{"CPS-VAL-012 INFO"},
		},
		{rule: "CPS-VAL-012", near: true, what: "the same month is printed", profile: healthy, declared: []string{"card.printedExpiry=2028-11"}, verdict: "ok"},
		{
			rule: "CPS-VAL-012", near: true, what: "the chip has no end", profile: withoutEndV4, declared: []string{"card.printedExpiry=2028-11"},
			verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}, unknown: "card.expiryDate",
		},
		{rule: "CPS-VAL-012", near: true, what: "no card was read", declared: []string{"card.printedExpiry=2028-11"}, verdict: "undetermined", unknown: "card.expiryDate"},

		{
			rule: "CPS-VAL-013", what: "a card issued later was seen", profile: healthy, declared: []string{"card.latestKnown=2025-11-23"},
			verdict: "warning", want: []string{"CPS-VAL-013 WARNING"}, shows: []string{"card.latestKnown: 2025-11-23"},
		},
		{rule: "CPS-VAL-013", near: true, what: "this card is the latest", profile: healthy, declared: []string{"card.latestKnown=2025-11-22"}, verdict: "ok"},
		{rule: "CPS-VAL-013", near: true, what: "no card was read", declared: []string{"card.latestKnown=2025-11-23"}, verdict: "undetermined", unknown: "card.issueDate"},
		{
			rule: "CPS-VAL-013", near: true, what: "its dates were not read", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.ID = card.Object[card.IDCard]{} },
			declared: []string{"card.latestKnown=2025-11-23", "card.printedExpiry=2028-11"}, verdict: "ok", unknown: "card.issueDate",
			unread: []string{"CPS-VAL-012 card.expiryDate"},
		},

		{
			rule: "CPS-VAL-014", what: "lost", profile: healthy, declared: []string{"incident=lost"},
			verdict: "ok", want: []string{"CPS-VAL-014 INFO", "CPS-OPP-004 INFO"},
		},
		{
			rule: "CPS-VAL-014", what: "stolen", profile: healthy, declared: []string{"incident=stolen"},
			verdict: "ok", want: []string{"CPS-VAL-014 INFO", "CPS-OPP-004 INFO"},
		},
		{
			rule: "CPS-VAL-014", what: "damaged", profile: healthy, declared: []string{"incident=damaged"},
			verdict: "ok", want: []string{"CPS-VAL-014 INFO", "CPS-OPP-004 INFO"},
		},
		{
			rule: "CPS-VAL-014", near: true, what: "a CPE", profile: "extends: cpe-healthy", declared: []string{"incident=lost"},
			verdict: "ok", want: []string{"CPS-OPP-004 INFO", "CPS-CONV-006 INFO"},
		},
		{rule: "CPS-VAL-014", near: true, what: "a fault of the card", profile: healthy, declared: []string{"incident=fault"}, verdict: "ok"},
	}
}
