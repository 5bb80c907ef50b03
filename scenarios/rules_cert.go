package scenarios

import (
	"slices"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
)

// ends gives all certificates another end.
func ends(text string) func(*diagnosis.Input) {
	return everyCertificate(func(c *card.NumberedCertificate) { c.Value.NotAfter, _ = time.Parse(time.RFC3339, text) })
}

// everyCertificate changes all certificates that were read.
func everyCertificate(change func(*card.NumberedCertificate)) func(*diagnosis.Input) {
	return func(in *diagnosis.Input) {
		for i := range in.Card.Certificates {
			change(&in.Card.Certificates[i])
		}
	}
}

// token has the signature certificate name another card, in a form that a
// decoder may refuse.
func token(id string) func(*diagnosis.Input) {
	return certificate(0, func(c *card.NumberedCertificate) { c.Value.TokenID = id })
}

// delivered is the healthy CPS3 delivered before any library was too old for
// it.
const delivered = healthy + "\nid_card: {issued: 2025-06-01}"

// long makes the signature certificate that many bytes long.
func long(n int) func(*diagnosis.Input) {
	return certificate(0, func(c *card.NumberedCertificate) { c.Raw = make([]byte, n) })
}

// certificateCases are the rules on the certificates of the card.
func certificateCases() []ruleCase {
	expired, ended := []string{"CPS-CERT-001 BLOCK-SIGNING"}, []string{"CPS-CERT-003 WARNING"}
	one := func(finding string) []string { return []string{finding} }
	library := func(os, version string) []string { return []string{"ws.os=" + os, "ws.cryptolib=" + version} }
	late := func(at string) func(*diagnosis.Input) {
		return certificate(0, func(c *card.NumberedCertificate) { c.Value.NotBefore, _ = time.Parse(time.RFC3339, at) })
	}

	oldLibrary := []string{"CPS-CERT-009 BLOCK-SIGNING", "CPS-WS-005 INFO"}
	cases := []ruleCase{
		{
			rule: "CPS-CERT-001", what: "ended yesterday at midnight", profile: living("cps3-healthy", "2028-11-22"), edit: ends("2026-11-21T23:59:59Z"),
			verdict: "blocked", want: slices.Concat(expired, ended), says: "21/11/2026", shows: []string{"certs[signature].notAfter: 2026-11-21"},
		},
		{rule: "CPS-CERT-001", near: true, what: "ends today, at an hour that is past", profile: healthy, edit: ends("2026-11-22T00:00:00Z"), verdict: "warning", want: ended},

		{
			rule: "CPS-CERT-002", what: "begins in a second", profile: healthy, edit: late("2026-11-22T12:00:01Z"),
			verdict: "blocked", want: one("CPS-CERT-002 BLOCK-SIGNING"), shows: []string{"certs[signature].notBefore: 2026-11-22"},
		},
		{rule: "CPS-CERT-002", near: true, what: "begins now", profile: healthy, edit: late("2026-11-22T12:00:00Z"), verdict: "ok"},

		{rule: "CPS-CERT-003", what: "two days after the card", profile: healthy, edit: ends("2028-11-24T00:00:00Z"), verdict: "warning", want: ended, shows: []string{"certs[technical].notAfter: 2028-11-24"}},
		{rule: "CPS-CERT-003", what: "two days before the card", profile: healthy, edit: ends("2028-11-20T23:00:00Z"), verdict: "warning", want: ended},
		{rule: "CPS-CERT-003", near: true, what: "a day after the card", profile: healthy, edit: ends("2028-11-23T01:00:00Z"), verdict: "ok"},
		{rule: "CPS-CERT-003", near: true, what: "a day before the card", profile: healthy, edit: ends("2028-11-21T22:00:00Z"), verdict: "ok"},
		{
			rule: "CPS-CERT-003", near: true, what: "a card that tells no end", profile: withoutEndV4, verdict: "warning", want: []string{"CPS-VAL-015 WARNING"}, unknown: "card.expiryDate",
			edit: ends("2029-11-21T00:00:00Z"),
		},
		{
			rule: "CPS-CERT-003", near: true, what: "the dates of the card were not read", profile: healthy + "\nraw: {id_card: unreadable}", verdict: "ok", unknown: "card.expiryDate",
			edit: ends("2029-11-21T00:00:00Z"),
		},

		{
			rule: "CPS-CERT-004", near: true, what: "a certificate that names nobody", profile: healthy, verdict: "ok", unknown: "certs[].subjectId",
			edit: certificate(1, func(c *card.NumberedCertificate) { c.Value.SubjectID = "" }),
		},
		{rule: "CPS-CERT-004", near: true, what: "the holder was not read", profile: healthy, edit: withoutInfo, verdict: "ok", unknown: "holder.idNat", unread: []string{"CPS-CERT-006 card.type"}},

		{rule: "CPS-CERT-005", what: "the issuer and nothing else", profile: numbered, edit: token("8025000001"), verdict: "warning", want: one("CPS-CERT-005 WARNING")},
		{rule: "CPS-CERT-005", what: "no slash", profile: numbered, edit: token("8025000001-2999000117"), verdict: "warning", want: one("CPS-CERT-005 WARNING")},
		{
			rule: "CPS-CERT-005", near: true, what: "a certificate that tells no card", profile: healthy, verdict: "ok", unknown: "certs[].tokenId",
			edit: certificate(1, func(c *card.NumberedCertificate) { c.Value.TokenID = "" }),
		},

		{
			rule: "CPS-CERT-006", near: true, what: "a certificate that tells no type", profile: healthy, verdict: "ok", unknown: "certs[].cardType",
			edit: certificate(1, func(c *card.NumberedCertificate) { c.Value.CardType = "" }),
		},

		{rule: "CPS-CERT-007", near: true, what: "nothing told of authorities", profile: healthy, verdict: "ok", edit: func(in *diagnosis.Input) { in.Authorities = nil }, unknown: "ws.trust"},
		{
			rule: "CPS-CERT-007", near: true, what: "authorities known, no card read", verdict: "undetermined", unknown: "certs[]",
			edit: func(in *diagnosis.Input) { in.Authorities = []string{"CN=TEST"} },
		},
		{
			rule: "CPS-CERT-007", near: true, what: "authorities known, certificates not read", profile: healthy, verdict: "ok", unknown: "certs[]",
			edit: func(in *diagnosis.Input) { in.Authorities, in.Card.Certificates = []string{"CN=TEST"}, nil },
		},

		{
			rule: "CPS-CERT-008", what: "a real authority in a test", profile: healthy, declared: []string{"env=test", "ws.trust=yes"},
			edit: certificate(0, func(c *card.NumberedCertificate) { c.Value.Issuer = "CN=AC IGC-SANTE, O=CONTESTE" }), verdict: "blocked", want: one("CPS-CERT-008 BLOCK-SIGNING"),
			says: "réel", shows: []string{"env: test"},
		},
		{
			rule: "CPS-CERT-008", what: "a test authority on a real card", profile: healthy + bills(`link: 1, id: "010000016"`), edit: realCategory, declared: []string{"env=real"},
			verdict: "blocked", want: one("CPS-CERT-008 BLOCK-SIGNING"), says: "Certificat de test",
		},
		{
			rule: "CPS-CERT-008", near: true, what: "a real authority on a real card", profile: healthy + bills(`link: 1, id: "010000016"`), declared: []string{"env=real", "ws.trust=yes"}, verdict: "ok",
			edit: all(realCategory, everyCertificate(func(c *card.NumberedCertificate) { c.Value.Issuer = "CN=AC IGC-SANTE" })),
		},
		{
			rule: "CPS-CERT-008", near: true, what: "an authority whose name ends with TEST", profile: healthy, declared: []string{"env=test", "ws.trust=yes"}, verdict: "ok",
			edit: certificate(0, func(c *card.NumberedCertificate) { c.Value.Issuer = "O=ASIP, CN=AC IGC-SANTE test" }),
		},
		{
			rule: "CPS-CERT-008", near: true, what: "an authority whose name begins with TEST", profile: healthy, declared: []string{"env=test", "ws.trust=yes"}, verdict: "ok",
			edit: certificate(0, func(c *card.NumberedCertificate) { c.Value.Issuer = "TEST AC" }),
		},
		{
			rule: "CPS-CERT-008", what: "an authority named TESTS", profile: healthy, declared: []string{"env=test", "ws.trust=yes"}, verdict: "blocked", want: one("CPS-CERT-008 BLOCK-SIGNING"),
			edit: certificate(0, func(c *card.NumberedCertificate) { c.Value.Issuer = "CN=AC TESTS TOP" }),
		},

		{rule: "CPS-CERT-009", what: "2300 bytes, 5.0.31 on Windows", profile: delivered, edit: long(2300), declared: library("windows", "5.0.31"), verdict: "blocked", want: oldLibrary, shows: []string{"certs[signature].size: 2300", "ws.cryptolib: 5.0.31"}},
		{rule: "CPS-CERT-009", what: "2049 bytes, 5.0.10 on Linux", profile: delivered, edit: long(2049), declared: library("linux", "5.0.10"), verdict: "blocked", want: oldLibrary},
		{rule: "CPS-CERT-009", near: true, what: "2048 bytes, 5.0.31 on Windows", profile: delivered, edit: long(2048), declared: library("windows", "5.0.31"), verdict: "ok", want: one("CPS-WS-005 INFO")},
		{rule: "CPS-CERT-009", near: true, what: "2300 bytes, 5.0.33 on Windows", profile: delivered, edit: long(2300), declared: library("windows", "5.0.33"), verdict: "ok", want: one("CPS-WS-005 INFO")},
		{rule: "CPS-CERT-009", near: true, what: "2300 bytes, 5.0.11 on Linux", profile: delivered, edit: long(2300), declared: library("linux", "5.0.11"), verdict: "ok", want: one("CPS-WS-005 INFO")},
		{rule: "CPS-CERT-009", near: true, what: "2300 bytes, 5.0.31 on macOS, whose release note names no such defect", profile: delivered, edit: long(2300), declared: library("macos", "5.0.31"), verdict: "ok", want: one("CPS-WS-005 INFO")},
		{rule: "CPS-CERT-009", near: true, what: "2300 bytes, nothing known of the library", profile: delivered, edit: long(2300), verdict: "ok", unknown: "ws.cryptolib"},
		{rule: "CPS-CERT-009", near: true, what: "2300 bytes, 5.0.31 on nobody knows what", profile: delivered, edit: long(2300), declared: []string{"ws.cryptolib=5.0.31"}, verdict: "ok", unknown: "ws.os"},
		{rule: "CPS-CERT-009", near: true, what: "2300 bytes, 5.0.33 on nobody knows what", profile: delivered, edit: long(2300), declared: []string{"ws.cryptolib=5.0.33"}, verdict: "ok"},

		{
			rule: "CPS-CERT-010", near: true, what: "a real card, no permission", profile: healthy + bills(`link: 1, id: "010000016"`), edit: realCategory,
			verdict: "ok", unknown: "permissionToSign",
		},
		{
			rule: "CPS-CERT-010", near: true, what: "a real card, with permission", profile: healthy + bills(`link: 1, id: "010000016"`), edit: realCategory, declared: []string{"permissionToSign=yes"},
			verdict: "ok", unknown: "keyProof",
		},
	}
	for i := range cases {
		cases[i].certificates = cases[i].profile != ""
	}
	return append(cases, []ruleCase{}...)
}
