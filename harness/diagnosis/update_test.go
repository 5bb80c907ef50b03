package diagnosis

import "github.com/cpslab/cps/harness/card"

// updateVectors: updates of the card.
func updateVectors() []vector {
	update := func(s card.State, u card.Update) func(*Input) {
		return func(in *Input) { in.Card.Update = card.Object[card.Update]{State: s, Value: u, Exchange: 3} }
	}
	stamp := card.Timestamp{Date: day(2026, 2, 3), Hour: 10}
	updated := func(end card.Date) func(*Input) {
		return func(in *Input) {
			in.Card.Update = present(card.Update{Start: card.Timestamp{Date: end}, End: card.Timestamp{Date: end}}, 3)
		}
	}
	long := []card.Deviation{{Class: card.UnknownTag, Offset: 4, Tag: 0x9F}, {Class: card.LongLength, Tag: 0xED}}
	return []vector{
		{"CPS-UPD-001", "start, no end", with(update(card.Present, card.Update{Start: stamp})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "end, no start", with(update(card.Present, card.Update{End: stamp})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "size 0", with(update(card.Empty, card.Update{})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "damaged", with(update(card.Malformed, card.Update{})), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-001", "absent", with(update(card.Absent, card.Update{})), noon, nil, ""},
		{"CPS-UPD-001", "both dates", with(update(card.Present, card.Update{Start: stamp, End: stamp})), noon, nil, ""},
		{"CPS-UPD-001", "empty on a V4", with(v4, update(card.Empty, card.Update{})), noon, nil, ""},
		hit("CPS-UPD-001", "the card refuses the file", with(func(in *Input) { in.Card.Update = card.Object[card.Update]{SW: 0x6982, Exchange: 3} }), "BLOCK-BILLING"),
		near("CPS-UPD-001", "the module says so, a V4", with(v4, facts("ckr=CKR_ASIP_BAD_EF_ACTUA"))),
		wait("CPS-UPD-001", "never asked for", with(func(in *Input) { in.Card.Update = card.Object[card.Update]{} }), "card.actua"),
		hit("CPS-UPD-001", "as the module says", with(facts("ckr=0x80000001")), "BLOCK-BILLING"),

		near("CPS-UPD-002", "a V4", with(v4, facts("cache=older"))),
		hit("CPS-UPD-002", "cache older than the card", with(facts("cache=older")), "INFO"),
		near("CPS-UPD-002", "dates equal", with(facts("cache=ok"))),

		hit("CPS-UPD-003", "V3", with(facts("update.asked=yes")), "INFO"),
		near("CPS-UPD-003", "V4", with(v4, facts("update.asked=yes"))),
		near("CPS-UPD-003", "not asked for", with(facts("update.asked=no"))),

		near("CPS-UPD-004", "an employee", with(cpe, facts("update.announced=2026-10-02"))),
		wait("CPS-UPD-004", "type unread", with(noType, facts("update.announced=2026-10-02")), "card.type"),
		hit("CPS-UPD-004", "last update older", with(updated(day(2026, 10, 31)), facts("update.announced=2026-11-01")), "WARNING"),
		hit("CPS-UPD-004", "never updated", with(facts("update.announced=2026-11-01")), "WARNING"),
		near("CPS-UPD-004", "updated since", with(updated(day(2026, 11, 1)), facts("update.announced=2026-11-01"))),
		wait("CPS-UPD-004", "unread", with(facts("update.announced=2026-11-01"), func(in *Input) { in.Card.Update.State = card.Unread }), "card.actua"),

		{"CPS-UPD-005", "type of card lost", with(func(in *Input) { in.Card.Info = card.Object[card.Info]{State: card.Malformed, Deviations: long} }), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-005", "the only activity lost", with(func(in *Input) {
			in.Card.Activities = in.Card.Activities[:1]
			in.Card.Activities[0].Object = card.Object[card.Activity]{State: card.Malformed, Deviations: long}
		}), noon, []string{"BLOCK-BILLING"}, ""},
		{"CPS-UPD-005", "a name lost", with(func(in *Input) { in.Card.Name = card.Object[card.Name]{State: card.Malformed, Deviations: long} }), noon, []string{"WARNING"}, ""},
		{"CPS-UPD-005", "a field beyond the end", with(func(in *Input) { in.Card.Billing.Deviations = []card.Deviation{{Class: card.Overrun}} }), noon, []string{"WARNING"}, ""},
		{"CPS-UPD-005", "a deviation that is read all the same", with(func(in *Input) {
			in.Card.Info.Deviations = []card.Deviation{{Class: card.UnknownTag}, {Class: card.TrailingBytes}}
		}), noon, nil, ""},
		{"CPS-UPD-005", "malformed in another way", with(func(in *Input) { in.Card.Name.State = card.Malformed }), noon, nil, ""},
		{"CPS-UPD-005", "nothing read", with(noCard), noon, nil, "card"},
	}
}
