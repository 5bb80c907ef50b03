package scenarios

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// rights writes a card whose one situation has these rights.
func rights(fse, lots string) string {
	return situation("sign_fse: " + fse + ", sign_lots: " + lots)
}

// damagedBilling is a card whose billing object cannot be decoded.
const damagedBilling = healthy + "\nraw: {sit_fact: E010A00E800101}"

// signingCases are the rules on signing rights and on what signs.
func signingCases() []ruleCase {
	noFSE := []string{"CPS-SIGN-001 BLOCK-SIGNING"}
	neither := []string{"CPS-SIGN-003 BLOCK-BILLING", "CPS-SIGN-001 BLOCK-SIGNING", "CPS-SIGN-002 BLOCK-SIGNING"}
	noCertificate := []string{"CPS-SIGN-007 BLOCK-SIGNING"}
	return []ruleCase{
		{rule: "CPS-SIGN-001", what: "the activity chosen lacks the right", profile: twoPractices("sign_fse: false", ""), facts: fact.Set{Activity: 1}, verdict: "blocked", want: noFSE},
		{
			rule: "CPS-SIGN-001", near: true, what: "a situation without link belongs to no activity, not even to one that cannot be read", profile: healthy + "\nraw: {activity_01: unreadable}",
			edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Link = -1 }, verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"},
		},
		{rule: "CPS-SIGN-001", near: true, what: "the activity chosen has the right", profile: twoPractices("sign_fse: false", ""), facts: fact.Set{Activity: 2}, verdict: "ok"},

		{
			rule: "CPS-SIGN-003", what: "the field of the rights is not there", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Rights = -1 },
			verdict: "blocked", want: neither, shows: []string{"billing[1].rights: absent"},
		},

		{rule: "CPS-SIGN-004", near: true, what: "damaged, to log in", profile: damagedBilling, facts: auth, verdict: "incomplete"},

		{
			rule: "CPS-SIGN-007", what: "listed and not there", profile: healthy, certificates: true, edit: certificate(0, func(c *card.NumberedCertificate) { c.State = card.Absent }),
			verdict: "blocked", want: noCertificate,
		},
		{
			rule: "CPS-SIGN-007", near: true, what: "to log in", profile: healthy + "\ncertificates: {signature: {absent: true}}", certificates: true, facts: auth, verdict: "ok",
		},

		{
			rule: "CPS-SIGN-008", what: "to log in: it silences the rights", profile: rights("false", "false"), facts: auth, verdict: "incomplete",
		},
	}
}

// certificate changes one of the certificates that were read.
func certificate(i int, change func(*card.NumberedCertificate)) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { change(&in.Card.Certificates[i]) }
}
