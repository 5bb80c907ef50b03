package scenarios

import (
	"slices"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// telephoneCases are what the bench makes of a card that nobody reads: its holder
// tells the dates and the generation of the plastic, what a screen shows, and what
// the computer is.
func telephoneCases() []ruleCase {
	return slices.Concat(toldDateCases(), toldReaderCases(), hearsayCases())
}

// hearsayCases are those in which the computer and the card are told of: what is
// told of the one hides nothing of the other.
func hearsayCases() []ruleCase {
	old := []string{"ssv=61444", "card.generation=V4", "ws.os=linux", "ws.cryptolib=5.1.10"}
	return []ruleCase{
		{
			rule: "CPS-DAM-002", what: "a library too old, which blocks the workstation too", declared: old, verdict: "blocked",
			edit: func(in *diagnosis.Input) { in.WorkstationCheck, in.FactsOnly = true, true },
			want: []string{"CPS-WS-002 BLOCK-BILLING", "CPS-DAM-002 BLOCK-BILLING", "CPS-WS-005 INFO", "CPS-WS-004 INFO"},
		},
	}
}

func toldDateCases() []ruleCase {
	one := func(f string) []string { return []string{f} }
	noIssue := func(in *diagnosis.Input) { in.Card.ID.Value.Issued = card.Date{} }
	noEnd := func(in *diagnosis.Input) { in.Card.ID.Value.Expires = card.Date{} }
	return []ruleCase{
		{
			rule: "CPS-VAL-004", what: "the day of issue is told, two years early", profile: healthy, edit: noIssue, declared: []string{"card.issueDate=2023-11-22"},
			verdict: "ok", want: one("CPS-VAL-004 INFO"), shows: []string{"card.issueDate: 2023-11-22"},
		},
		{rule: "CPS-VAL-004", near: true, what: "the right day of issue is told", profile: healthy, edit: noIssue, declared: []string{"card.issueDate=2025-11-22"}, verdict: "ok"},
		{
			rule: "CPS-VAL-008", what: "a CPE without an end, 70 days to the end of the month printed", profile: "extends: cpe-healthy", edit: noEnd, declared: []string{"card.printedExpiry=2027-01"},
			verdict: "warning", want: []string{"CPS-VAL-008 WARNING", "CPS-CONV-006 INFO"}, shows: []string{"card.printedExpiry: 2027-01"},
		},
	}
}

func toldReaderCases() []ruleCase {
	absent := []string{"CPS-RDR-003 BLOCK-BILLING"}
	return []ruleCase{
		{
			rule: "CPS-RDR-004", near: true, what: "told to give no ATR, and the reader is empty", edit: readerState(card.SlotEmpty), declared: []string{"slot.cps=cps", "card.atr=none"},
			verdict: "blocked", want: absent,
		},
	}
}
