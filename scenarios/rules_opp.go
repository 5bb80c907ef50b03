package scenarios

import (
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// revocation makes an input of a list that the user gave, good until a moment
// so many hours after the diagnosis.
func revocation(hours int, issuer string, serials ...string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		in.Revocation = &diagnosis.Revocation{List: &diagnosis.RevocationList{
			Issuer: issuer, NextUpdate: ruleCase{}.noon().Add(time.Duration(hours) * time.Hour), Serials: serials,
		}}
	}
}

// revokes puts the first certificate of the card into a list, its serial number
// as written by form.
func revokes(form func(string) string) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		c := in.Card.Certificates[0].Value
		revocation(1, c.Issuer, "7F", form(c.Serial))(in)
	}
}

// oppositionCases are the rules on opposition, loss and theft.
func oppositionCases() []ruleCase {
	asItIs := func(s string) string { return s }
	return []ruleCase{
		{
			rule: "CPS-OPP-002", what: "a certificate of the card is in the list", profile: healthy, certificates: true, edit: revokes(asItIs),
			verdict: "blocked", want: []string{"CPS-OPP-002 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-OPP-002", what: "in the list with zeros in front", profile: healthy, certificates: true,
			edit:    revokes(func(s string) string { return "00" + s }),
			verdict: "blocked", want: []string{"CPS-OPP-002 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-OPP-002", what: "in a list past its day: revocation is final", profile: healthy, certificates: true,
			edit: func(in *diagnosis.Input) {
				revocation(-1, "", in.Card.Certificates[1].Value.Serial)(in)
			},
			verdict: "blocked", want: []string{"CPS-OPP-002 BLOCK-SIGNING", "CPS-OPP-003 WARNING"},
		},
		{rule: "CPS-OPP-002", near: true, what: "other certificates are in the list", profile: healthy, certificates: true, edit: revocation(1, "", "7F", ""), verdict: "ok"},
		{
			rule: "CPS-OPP-002", near: true, what: "the list of another authority", profile: healthy, certificates: true, verdict: "warning", unknown: "crl",
			edit: func(in *diagnosis.Input) { revocation(1, "CN=OTHER", in.Card.Certificates[0].Value.Serial)(in) },
			want: []string{"CPS-OPP-003 WARNING"},
		},
		{
			rule: "CPS-OPP-002", near: true, what: "certificates that tell no number", profile: healthy, certificates: true, verdict: "ok", unknown: "certs[].serial",
			edit: all(revocation(1, "", "", "00"), func(in *diagnosis.Input) {
				for i := range in.Card.Certificates {
					in.Card.Certificates[i].Value.Serial = ""
				}
			}),
		},
		{
			rule: "CPS-OPP-002", near: true, what: "the certificate could not be decoded", profile: healthy, certificates: true, verdict: "blocked", unknown: "certs[]",
			edit: func(in *diagnosis.Input) {
				revokes(asItIs)(in)
				in.Card.Certificates[0].State = card.Malformed
			},
			want: []string{"CPS-CERT-009 BLOCK-SIGNING"},
		},
		{
			rule: "CPS-OPP-002", near: true, what: "the certificate in the list is not on the card any more", profile: healthy, certificates: true, verdict: "ok",
			edit: func(in *diagnosis.Input) {
				technical := &in.Card.Certificates[2]
				revocation(1, "", technical.Value.Serial)(in)
				technical.State = card.Absent
			},
		},
		{rule: "CPS-OPP-002", near: true, what: "nobody asked for a list", profile: healthy, edit: waitsFor("CPS-OPP-002", declared), verdict: "ok", unknown: "crl", unread: []string{"CPS-OPP-003 crl"}},
		{rule: "CPS-OPP-002", near: true, what: "no certificate was read", profile: healthy, edit: revocation(1, ""), verdict: "ok", unknown: "certs[]"},
		{rule: "CPS-OPP-002", near: true, what: "no card was read", edit: revocation(1, ""), verdict: "undetermined", unknown: "certs[]"},
		{
			rule: "CPS-OPP-002", near: true, what: "the list could not be had", profile: healthy, declared: []string{"crl=missing"}, edit: waitsFor("CPS-OPP-002", read),
			verdict: "warning", want: []string{"CPS-OPP-003 WARNING"}, unknown: "crl.list",
		},

		{
			rule: "CPS-OPP-003", what: "a list an hour past its next update", profile: healthy, certificates: true, edit: revocation(-1, ""),
			verdict: "warning", want: []string{"CPS-OPP-003 WARNING"}, shows: []string{"crl.nextUpdate: 2026-11-22"},
		},
		{
			rule: "CPS-OPP-003", what: "a list was asked for and could not be had", profile: healthy, certificates: true,
			edit:    func(in *diagnosis.Input) { in.Revocation = &diagnosis.Revocation{} },
			verdict: "warning", want: []string{"CPS-OPP-003 WARNING"}, shows: []string{"crl: missing"}, unread: []string{"CPS-OPP-002 crl"},
		},
		{
			rule: "CPS-OPP-003", what: "the service answered, and its signature is another's", profile: healthy, certificates: true,
			edit:    func(in *diagnosis.Input) { in.Revocation = &diagnosis.Revocation{Trouble: "bad-signature"} },
			verdict: "warning", want: []string{"CPS-OPP-003 WARNING"}, shows: []string{"crl: bad-signature"}, unread: []string{"CPS-OPP-002 crl"},
		},
		{
			rule: "CPS-OPP-003", what: "a fresh list, and no answer by OCSP", profile: healthy, certificates: true,
			edit: func(in *diagnosis.Input) {
				revocation(1, "")(in)
				in.Revocation.Trouble = "down"
			},
			verdict: "warning", want: []string{"CPS-OPP-003 WARNING"}, shows: []string{"crl: down"},
		},
		{
			rule: "CPS-OPP-003", what: "a fresh list, of another authority", profile: healthy, certificates: true, edit: revocation(1, "CN=OTHER"),
			verdict: "warning", want: []string{"CPS-OPP-003 WARNING"}, unread: []string{"CPS-OPP-002 crl"},
		},
		{
			rule: "CPS-OPP-003", near: true, what: "the list of another authority, and somebody looked in the right one", profile: healthy, certificates: true, edit: revocation(1, "CN=OTHER"),
			declared: []string{"crl=clear", "crl.nextUpdate=2026-11-22"}, verdict: "ok",
		},
		{rule: "CPS-OPP-003", near: true, what: "a fresh list, no card was read", edit: revocation(1, "CN=OTHER"), verdict: "undetermined", unread: []string{"CPS-OPP-002 certs[]"}},
		{rule: "CPS-OPP-003", near: true, what: "a fresh list", profile: healthy, certificates: true, edit: revocation(0, ""), verdict: "ok"},
		{
			rule: "CPS-OPP-003", near: true, what: "a list that tells no day", profile: healthy, certificates: true, verdict: "ok", unknown: "crl.nextUpdate",
			edit: func(in *diagnosis.Input) {
				in.Revocation = &diagnosis.Revocation{List: &diagnosis.RevocationList{}}
			},
		},

		{
			rule: "CPS-OPP-005", near: true, what: "a card without name whose type was not read", profile: healthy + "\nname: {family: ACCUEIL}",
			declared: []string{"incident=lost", "incident.by=user"}, edit: withoutInfo, verdict: "ok", unknown: "card.type",
			want: []string{"CPS-OPP-004 INFO"}, unread: []string{"CPS-VAL-014 card.type"},
		},
	}
}
