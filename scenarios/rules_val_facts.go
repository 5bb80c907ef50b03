package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// deliveryCases are the rules of the VAL family on what the holder tells:
// codes, orders, printed date, other cards, incidents. The day is a Sunday.
func deliveryCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-VAL-013", near: true, what: "its dates were not read", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.ID = card.Object[card.IDCard]{} },
			declared: []string{"card.latestKnown=2025-11-23", "card.printedExpiry=2028-11"}, verdict: "ok", unknown: "card.issueDate",
			unread: []string{"CPS-VAL-012 card.expiryDate"},
		},
	}
}
