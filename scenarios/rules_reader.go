package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// readerState makes an input of a reader in which nothing could be read.
func readerState(s diagnosis.ReaderState) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { in.Reader = diagnosis.Reader{Name: "reader", State: s} }
}

// realCategory turns the card that was read into a real one: no simulated card
// can be that.
func realCategory(in *diagnosis.Input) { in.Card.ID.Value.Category = card.CategoryReal }

// readerCases are the rules on the way to the card and on the right card.
func readerCases() []ruleCase {
	return []ruleCase{
		{
			rule: "CPS-RDR-001", what: "the service knows no reader", edit: readerState(diagnosis.ReaderNone),
			verdict: "blocked", want: []string{"CPS-RDR-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-001", near: true, what: "one reader, empty", edit: readerState(diagnosis.ReaderNoCard),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-003", what: "the slot is empty", edit: readerState(diagnosis.ReaderNoCard),
			verdict: "blocked", want: []string{"CPS-RDR-003 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-003", near: true, what: "a mute card is a card", profile: "extends: mute",
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-004", what: "a card without answer to reset", profile: "extends: mute",
			verdict: "blocked", want: []string{"CPS-RDR-004 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-004", near: true, what: "an unknown card has an ATR", profile: "extends: unknown-atr",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},

		{
			rule: "CPS-RDR-006", what: "unlisted ATR, no serial number", profile: "extends: unknown-atr",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-006", what: "unlisted ATR, serial number of the ANS",
			profile: "extends: cps3-healthy\natr: 3BAC00402A001225006480820212009000",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-006", what: "listed ATR, serial number of another issuer", profile: "extends: other-issuer",
			verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-006", near: true, what: "a CPS4 that speaks T=0",
			profile: "extends: cps4-healthy\natr: 3BDC18FF000012250064800004010090 00",
			verdict: "ok",
		},
		{
			rule: "CPS-RDR-006", near: true, what: "a release candidate of the CPS4",
			profile: "extends: cps4-healthy\natr: 3B9B18800100122500648000040100 90 44",
			verdict: "ok",
		},

		{
			rule: "CPS-RDR-007", what: "billing without contacts", profile: "extends: cps3cl-healthy",
			verdict: "blocked", want: []string{"CPS-RDR-007 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-007", near: true, what: "authentication without contacts", profile: "extends: cps3cl-healthy",
			facts: diagnosis.Facts{Use: diagnosis.UseAuth}, verdict: "ok",
		},

		{
			rule: "CPS-RDR-008", what: "removed after the ATR", profile: "extends: cps3-healthy", lost: 1,
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", what: "a CPS4 removed in the middle", profile: "extends: cps4-healthy", lost: 15,
			verdict: "blocked", want: []string{"CPS-RDR-008 BLOCK-BILLING"},
		},
		{
			rule: "CPS-RDR-008", near: true, what: "removed after the end", profile: "extends: cps3-healthy", lost: 1000,
			verdict: "ok",
		},

		{
			rule: "CPS-ID-015", what: "serial number of another issuer", profile: "extends: other-issuer",
			behind: "CPS-RDR-006", verdict: "blocked", want: []string{"CPS-RDR-006 BLOCK-BILLING"},
		},
		{
			rule: "CPS-ID-015", near: true, what: "any five bytes behind the prefix of the ANS",
			profile: "extends: cps3-healthy\nserial: \"0000000001\"", verdict: "ok",
		},

		{
			rule: "CPS-TYPE-001", what: "type 04", profile: "extends: cps3-healthy\ninfo: {kind: \"04\"}",
			verdict: "blocked", want: []string{"CPS-TYPE-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-001", what: "category 82, a security module for tests",
			profile: "extends: cps3-healthy\nraw: {id_card: E31E8006 80250000001F 8105 2999000117 820182 8304 20251122 8404 20281122}",
			verdict: "blocked", want: []string{"CPS-TYPE-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-TYPE-001", near: true, what: "type 02", profile: "extends: cpe-healthy",
			verdict: "ok", want: []string{"CPS-CONV-006 INFO"},
		},
		{
			rule: "CPS-TYPE-001", near: true, what: "category 00", profile: "extends: cps3-no-activity", edit: realCategory,
			verdict: "blocked", want: []string{"CPS-ACT-001 BLOCK-BILLING", "CPS-DAM-001 BLOCK-BILLING"},
		},

		{
			rule: "CPS-UPD-001", what: "a start and an end that no calendar has", profile: "extends: cps3-update-interrupted",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-UPD-001", what: "a file of size 0", profile: "extends: cps3-healthy\nraw: {actua: empty}",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-UPD-001", what: "an end without a start",
			profile: "extends: cps3-healthy\nraw: {actua: EC09 8207 20251122120500}",
			verdict: "blocked", want: []string{"CPS-UPD-001 BLOCK-BILLING"},
		},
		{
			rule: "CPS-UPD-001", near: true, what: "never updated", profile: "extends: cps3-healthy\nactua: absent",
			verdict: "ok",
		},
		{
			rule: "CPS-UPD-001", near: true, what: "both dates",
			profile: "extends: cps3-healthy\nactua: {start: 2025-12-01, end: 2025-12-01}", verdict: "ok",
		},
		{
			rule: "CPS-UPD-001", near: true, what: "never looked at on a CPS4",
			profile: "extends: cps4-healthy\nactua: interrupted", verdict: "ok",
		},
	}
}
