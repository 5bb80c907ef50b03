package scenarios

import (
	"slices"

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
	noFSE, noLots := []string{"CPS-SIGN-001 BLOCK-SIGNING"}, []string{"CPS-SIGN-002 BLOCK-SIGNING"}
	neither := []string{"CPS-SIGN-003 BLOCK-BILLING", "CPS-SIGN-001 BLOCK-SIGNING", "CPS-SIGN-002 BLOCK-SIGNING"}
	mandatory := []string{"CPS-SIGN-004 BLOCK-BILLING"}
	batch := []string{"CPS-SIGN-005 BLOCK-SIGNING"}
	noCertificate := []string{"CPS-SIGN-007 BLOCK-SIGNING"}
	employee := "CPS-CONV-006 INFO"
	return []ruleCase{
		{rule: "CPS-SIGN-001", what: "lots only", profile: rights("false", "true"), verdict: "blocked", want: noFSE, shows: []string{"billing[1].rightFSE: 01"}},
		{rule: "CPS-SIGN-001", what: "another situation holds the right", profile: twoPractices("sign_fse: false", ""), verdict: "warning", want: []string{"CPS-SIGN-001 WARNING"}},
		{rule: "CPS-SIGN-001", what: "no situation holds the right", profile: twoPractices("sign_fse: false", "sign_fse: false"), verdict: "blocked", want: slices.Repeat(noFSE, 2)},
		{rule: "CPS-SIGN-001", what: "the activity chosen lacks the right", profile: twoPractices("sign_fse: false", ""), facts: fact.Set{Activity: 1}, verdict: "blocked", want: noFSE},
		{
			rule: "CPS-SIGN-001", what: "an employee's card", profile: structured("sign_fse: false"), verdict: "blocked", want: append(noFSE[:1:1], employee),
			says: "mployeur",
		},
		{
			rule: "CPS-SIGN-001", near: true, what: "a situation without link belongs to no activity, not even to one that cannot be read", profile: healthy + "\nraw: {activity_01: unreadable}",
			edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Link = -1 }, verdict: "blocked", want: []string{"CPS-DAM-001 BLOCK-BILLING"},
		},
		{rule: "CPS-SIGN-001", near: true, what: "FSE only", profile: rights("true", "false"), verdict: "blocked", want: noLots},
		{rule: "CPS-SIGN-001", near: true, what: "the activity chosen has the right", profile: twoPractices("sign_fse: false", ""), facts: fact.Set{Activity: 2}, verdict: "ok"},

		{rule: "CPS-SIGN-002", what: "FSE only", profile: rights("true", "false"), verdict: "blocked", want: noLots, shows: []string{"billing[1].rightLot: 10"}},
		{rule: "CPS-SIGN-002", what: "another situation holds the right", profile: twoPractices("sign_lots: false", ""), verdict: "warning", want: []string{"CPS-SIGN-002 WARNING"}},
		{rule: "CPS-SIGN-002", near: true, what: "both rights", profile: rights("true", "true"), verdict: "ok"},

		{rule: "CPS-SIGN-003", what: "no right", profile: rights("false", "false"), verdict: "blocked", want: neither, shows: []string{"billing[1].rights: 00"}},
		{
			rule: "CPS-SIGN-003", what: "the field of the rights is not there", profile: healthy, edit: func(in *diagnosis.Input) { in.Card.Billing.Value[0].Rights = -1 },
			verdict: "blocked", want: neither, shows: []string{"billing[1].rights: absent"},
		},
		{
			rule: "CPS-SIGN-003", what: "another situation holds both", profile: twoPractices("sign_fse: false, sign_lots: false", ""),
			verdict: "warning", want: []string{"CPS-SIGN-001 WARNING", "CPS-SIGN-002 WARNING", "CPS-SIGN-003 WARNING"},
		},
		{rule: "CPS-SIGN-003", near: true, what: "one right", profile: rights("false", "true"), verdict: "blocked", want: noFSE},

		{rule: "CPS-SIGN-004", what: "billing data damaged, so that no other rule can speak", profile: damagedBilling, verdict: "blocked", want: mandatory, shows: []string{"obj.CPS_SIT_FACT: malformed"}},
		{
			rule: "CPS-SIGN-004", what: "the screen shows no block, the card was not read", declared: []string{"screen.billing=absent"},
			verdict: "blocked", want: mandatory, shows: []string{"screen.billing: absent"},
		},
		{
			rule: "CPS-SIGN-004", what: "a rule of another family spoke", declared: []string{"screen.billing=absent", "incident=found"},
			verdict: "blocked", want: append(mandatory[:1:1], "CPS-OPP-006 WARNING"),
		},
		{rule: "CPS-SIGN-004", what: "the same with a card before its PIN", profile: healthy, pin: pinNone, declared: []string{"screen.billing=absent"}, verdict: "blocked", want: mandatory},
		{rule: "CPS-SIGN-004", near: true, what: "a right missing has its own rule", profile: rights("true", "false"), verdict: "blocked", want: noLots},
		{rule: "CPS-SIGN-004", near: true, what: "undefined codes are not mandatory", profile: "extends: cps3-salaried", verdict: "ok", want: []string{employee}},
		{rule: "CPS-SIGN-004", near: true, what: "the screen shows a block", declared: []string{"screen.billing=present"}, verdict: "undetermined"},
		{rule: "CPS-SIGN-004", near: true, what: "nothing told of a screen", verdict: "undetermined", unknown: "screen.billing", unread: []string{"CPS-SIGN-001 card", "CPS-SIGN-002 card", "CPS-SIGN-003 card", "CPS-SIGN-007 card"}},
		{
			rule: "CPS-SIGN-004", near: true, what: "a rule of the DAM family spoke", declared: []string{"screen.billing=absent", "cache=stale"},
			verdict: "warning", want: []string{"CPS-DAM-009 WARNING"},
		},
		{rule: "CPS-SIGN-004", near: true, what: "damaged, to log in", profile: damagedBilling, facts: auth, verdict: "incomplete"},

		{rule: "CPS-SIGN-005", what: "the batch of A, the card of B", profile: healthy, declared: []string{"batch.psId=994026029"}, verdict: "blocked", want: batch, shows: []string{"batch.psId: 994026029"}},
		{rule: "CPS-SIGN-005", what: "a real batch, a test card", profile: healthy, declared: []string{"batch.category=real"}, verdict: "blocked", want: batch, shows: []string{"card.category: 80", "batch.category: real"}},
		{rule: "CPS-SIGN-005", what: "its own real batch, a test card", profile: healthy, declared: []string{"batch.psId=991026014", "batch.category=real"}, verdict: "blocked", want: batch},
		{
			rule: "CPS-SIGN-005", what: "the batch of A, the card of B, its category not read", profile: healthy + "\nraw: {id_card: unreadable}",
			declared: []string{"batch.psId=994026029", "batch.category=test"}, verdict: "blocked", want: batch, shows: []string{"batch.psId: 994026029"},
		},
		{
			rule: "CPS-SIGN-005", near: true, what: "its own batch, its category not read", profile: healthy + "\nraw: {id_card: unreadable}",
			declared: []string{"batch.psId=991026014", "batch.category=test"}, verdict: "ok", unknown: "card.category",
		},
		{rule: "CPS-SIGN-005", near: true, what: "the batch of A, the card of A", profile: healthy, declared: []string{"batch.psId=0991026014", "batch.category=test"}, verdict: "ok"},
		{rule: "CPS-SIGN-005", near: true, what: "a test batch, a test card", profile: healthy, declared: []string{"batch.category=test"}, verdict: "ok"},
		{rule: "CPS-SIGN-005", near: true, what: "before the PIN", profile: healthy, pin: pinNone, declared: []string{"batch.psId=994026029"}, verdict: "incomplete", unknown: "billing[]"},
		{rule: "CPS-SIGN-005", near: true, what: "no batch told", profile: healthy, verdict: "ok", unknown: "batch.psId"},
		{rule: "CPS-SIGN-005", near: true, what: "a test batch, no card", declared: []string{"batch.category=test"}, verdict: "undetermined", unknown: "card.category"},

		{
			rule: "CPS-SIGN-006", what: "61696 at batch 3 of 5", profile: healthy, declared: []string{"ssv=61696", "code.during=batch"},
			verdict: "warning", want: []string{"CPS-RDR-012 WARNING", "CPS-SIGN-006 INFO"}, shows: []string{"code.during: batch"},
		},
		{rule: "CPS-SIGN-006", what: "61695 in a series", profile: healthy, declared: []string{"ssv=61695", "code.during=batch"}, verdict: "warning", want: []string{"CPS-RDR-012 WARNING", "CPS-SIGN-006 INFO"}},
		{rule: "CPS-SIGN-006", what: "512 in a series", profile: healthy, declared: []string{"ssv=512", "code.during=batch"}, verdict: "ok", want: []string{"CPS-RDR-014 INFO", "CPS-SIGN-006 INFO"}},
		{rule: "CPS-SIGN-006", near: true, what: "61697: the series goes on", profile: healthy, declared: []string{"ssv=61697", "code.during=batch"}, verdict: "blocked", want: []string{"CPS-RDR-013 BLOCK-BILLING"}},
		{rule: "CPS-SIGN-006", near: true, what: "61696 outside a series", profile: healthy, declared: []string{"ssv=61696", "code.during=other"}, verdict: "warning", want: []string{"CPS-RDR-012 WARNING"}},
		{rule: "CPS-SIGN-006", near: true, what: "nobody told during what", profile: healthy, declared: []string{"ssv=61696"}, verdict: "warning", want: []string{"CPS-RDR-012 WARNING"}, unknown: "code.during"},
		{rule: "CPS-SIGN-006", near: true, what: "no code told", profile: healthy, verdict: "ok", unknown: "ssv"},

		{
			rule: "CPS-SIGN-007", what: "no signature certificate", profile: healthy + "\ncertificates: {signature: {absent: true}}", certificates: true,
			verdict: "blocked", want: noCertificate, shows: []string{"certs[signature]: absent"},
		},
		{
			rule: "CPS-SIGN-007", what: "listed and not there", profile: healthy, certificates: true, edit: certificate(0, func(c *card.NumberedCertificate) { c.State = card.Absent }),
			verdict: "blocked", want: noCertificate,
		},
		{
			rule: "CPS-SIGN-007", what: "the right is held by a situation without an identifier", certificates: true,
			profile: "extends: cps3-two-activities" + bills(`link: 1, id: "991026030", sign_fse: false`, `link: 2, id: ""`) + "certificates: {signature: {absent: true}}",
			verdict: "blocked", want: []string{"CPS-SIGN-001 BLOCK-SIGNING", "CPS-SIGN-007 BLOCK-SIGNING", "CPS-BILL-001 WARNING"},
		},
		{rule: "CPS-SIGN-007", near: true, what: "authentication and signature certificates", profile: healthy, certificates: true, verdict: "ok"},
		{rule: "CPS-SIGN-007", near: true, what: "no authentication certificate", profile: healthy + "\ncertificates: {authentication: {absent: true}}", certificates: true, verdict: "ok"},
		{
			rule: "CPS-SIGN-007", near: true, what: "no right to sign FSE", profile: rights("false", "true") + "certificates: {signature: {absent: true}}", certificates: true,
			verdict: "blocked", want: noFSE,
		},
		{rule: "CPS-SIGN-007", near: true, what: "nobody asked for certificates", profile: healthy, verdict: "ok", unknown: "certs[]"},
		{
			rule: "CPS-SIGN-007", near: true, what: "to log in", profile: healthy + "\ncertificates: {signature: {absent: true}}", certificates: true, facts: auth, verdict: "ok",
		},

		{
			rule: "CPS-SIGN-009", what: "accepted, then nobody is logged in", profile: healthy, declared: []string{"ckr=CKR_USER_NOT_LOGGED_IN", "pin.accepted=yes"},
			verdict: "warning", want: []string{"CPS-SIGN-009 WARNING"}, shows: []string{"ckr: 0x101", "pin.accepted: yes"},
		},
		{rule: "CPS-SIGN-009", near: true, what: "it was not accepted", profile: healthy, declared: []string{"ckr=CKR_USER_NOT_LOGGED_IN", "pin.accepted=no"}, verdict: "ok"},
		{rule: "CPS-SIGN-009", near: true, what: "another result", profile: healthy, declared: []string{"ckr=CKR_USER_ALREADY_LOGGED_IN", "pin.accepted=yes"}, verdict: "ok"},
		{rule: "CPS-SIGN-009", near: true, what: "nobody told whether it was", profile: healthy, declared: []string{"ckr=CKR_USER_NOT_LOGGED_IN"}, verdict: "ok", unknown: "pin.accepted"},
		{
			rule: "CPS-SIGN-010", what: "the key that logs in", profile: healthy, declared: []string{"signature.key=authentication"},
			verdict: "blocked", want: []string{"CPS-SIGN-010 BLOCK-SIGNING"}, says: "clé de signature", shows: []string{"signature.key: authentication"},
		},
		{rule: "CPS-SIGN-010", near: true, what: "the key that signs", profile: healthy, declared: []string{"signature.key=signature"}, verdict: "ok"},

		{
			rule: "CPS-SIGN-008", what: "to log in: it silences the rights", profile: rights("false", "false"), facts: auth, verdict: "incomplete",
		},
		{rule: "CPS-SIGN-008", near: true, what: "to bill", profile: rights("false", "false"), declared: []string{"use=billing"}, verdict: "blocked", want: neither},
		{rule: "CPS-SIGN-008", near: true, what: "to log in, declared", profile: rights("false", "false"), declared: []string{"use=auth"}, verdict: "incomplete"},
	}
}

// certificate changes one of the certificates that were read.
func certificate(i int, change func(*card.NumberedCertificate)) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) { change(&in.Card.Certificates[i]) }
}
