package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/card"
)

// certificateVectors: what the certificates say against the card.
func certificateVectors() []vector {
	first := func(change func(*card.NumberedCertificate)) func(*Input) {
		return func(in *Input) { change(&in.Card.Certificates[0]) }
	}
	value := func(change func(*card.Certificate)) func(*Input) {
		return first(func(c *card.NumberedCertificate) { change(&c.Value) })
	}
	until := func(t time.Time) func(*Input) { return value(func(c *card.Certificate) { c.NotAfter = t }) }
	from := func(t time.Time) func(*Input) { return value(func(c *card.Certificate) { c.NotBefore = t }) }
	issuer := func(s string) func(*Input) {
		return certs(func(c *card.NumberedCertificate) { c.Value.Issuer = s })
	}
	trusted := func(list ...string) func(*Input) { return func(in *Input) { in.Authorities = list } }
	long := first(func(c *card.NumberedCertificate) { c.Raw = make([]byte, 2049) })
	state := func(s card.State) func(*Input) { return first(func(c *card.NumberedCertificate) { c.State = s }) }
	proof := func(p KeyProof) func(*Input) { return func(in *Input) { in.KeyProof = p } }
	unnamed := func(pseudonym string) func(*Input) {
		return certs(func(c *card.NumberedCertificate) {
			c.Value.Surname, c.Value.GivenName, c.Value.Pseudonym = "", "", pseudonym
		})
	}
	ofType := func(k card.Kind) func(*Input) {
		return certs(func(c *card.NumberedCertificate) { c.Value.CardType = k })
	}
	noInfo := func(in *Input) { in.Card.Info.State = card.Unread }
	const own = "CN=TEST AC CARTES,O=CPSLAB TEST,C=FR"
	return []vector{
		hit("CPS-CERT-001", "yesterday", with(until(noon.AddDate(0, 0, -1))), "BLOCK-SIGNING"),
		hit("CPS-CERT-001", "yesterday, as the browser shows it", declared("card.certEnd=2026-11-21"), "BLOCK-SIGNING"),
		near("CPS-CERT-001", "today, as the browser shows it", declared("card.certEnd=2026-11-22")),
		near("CPS-CERT-001", "told, but the card was read", with(facts("card.certEnd=2026-11-21"))),
		near("CPS-CERT-001", "today 23:59Z", with(until(midnight(day(2026, 11, 22)).Add(24*time.Hour-time.Minute)))),
		near("CPS-CERT-001", "today, this morning", with(until(noon.Add(-time.Hour)))),

		hit("CPS-CERT-002", "clock in 2020", with(from(noon.AddDate(6, 0, 0))), "BLOCK-SIGNING"),
		hit("CPS-CERT-002", "in a second", with(from(noon.Add(time.Second))), "BLOCK-SIGNING"),
		near("CPS-CERT-002", "this morning", with(from(noon.Add(-3*time.Hour)))),
		near("CPS-CERT-002", "now", with(from(noon))),

		hit("CPS-CERT-003", "three years later", with(v4, dates(day(2025, 7, 1), day(2031, 7, 1)), until(midnight(day(2028, 7, 1)))), "WARNING"),
		hit("CPS-CERT-003", "two days later", with(until(midnight(day(2029, 1, 4)))), "WARNING"),
		hit("CPS-CERT-003", "two days earlier", with(until(midnight(day(2028, 12, 31)))), "WARNING"),
		near("CPS-CERT-003", "two hours", with(until(midnight(day(2029, 1, 3)).Add(2*time.Hour)))),
		near("CPS-CERT-003", "a day earlier", with(until(midnight(day(2029, 1, 1))))),

		hit("CPS-CERT-004", "another person", with(value(func(c *card.Certificate) { c.SubjectID = "899900000029" })), "BLOCK-SIGNING"),
		near("CPS-CERT-004", "the holder", healthy()),
		wait("CPS-CERT-004", "no name in it", with(value(func(c *card.Certificate) { c.SubjectID = "" })), "certs[].subjectId"),
		wait("CPS-CERT-004", "holder unread", with(func(in *Input) { in.Card.Info.State = card.Unread }), "holder.idNat"),

		hit("CPS-CERT-005", "another number", with(value(func(c *card.Certificate) { c.TokenID = "8025000001/2999000217" })), "WARNING"),
		hit("CPS-CERT-005", "no slash", with(value(func(c *card.Certificate) { c.TokenID = "80250000012999000117" })), "WARNING"),
		near("CPS-CERT-005", "this card", healthy()),
		wait("CPS-CERT-005", "no token in it", with(value(func(c *card.Certificate) { c.TokenID = "" })), "certs[].tokenId"),
		wait("CPS-CERT-005", "serial unread", with(func(in *Input) { in.Card.Serial.State = card.Unread }), "card.serial"),

		hit("CPS-CERT-006", "CPE in a CPS", with(value(func(c *card.Certificate) { c.CardType = card.KindCPE })), "WARNING"),
		near("CPS-CERT-006", "CPS in a CPS", healthy()),
		wait("CPS-CERT-006", "no type in it", with(value(func(c *card.Certificate) { c.CardType = "" })), "certs[].cardType"),

		hit("CPS-CERT-012", "a CPE without a name", with(cpe, unnamed(""), ofType(card.KindCPE)), "INFO"),
		hit("CPS-CERT-012", "a CPE with a pseudonym", with(cpe, unnamed("EMPLOYE00042"), ofType(card.KindCPE)), "INFO"),
		hit("CPS-CERT-012", "the certificate tells the type", with(noInfo, unnamed(""), ofType(card.KindCPE)), "INFO"),
		near("CPS-CERT-012", "a CPE with a surname", with(cpe, ofType(card.KindCPE), unnamed(""), certs(func(c *card.NumberedCertificate) { c.Value.Surname = "TESTEUR" }))),
		near("CPS-CERT-012", "a CPE with a given name", with(cpe, ofType(card.KindCPE), unnamed(""), certs(func(c *card.NumberedCertificate) { c.Value.GivenName = "KAPPA" }))),
		near("CPS-CERT-012", "a CPS without a name", with(unnamed(""))),
		near("CPS-CERT-012", "the type of the certificate is another", with(noInfo, unnamed(""))),
		wait("CPS-CERT-012", "of which type?", with(noInfo, unnamed(""), ofType("")), "card.type"),
		wait("CPS-CERT-012", "no certificate read", with(cpe, func(in *Input) { in.Card.Certificates = nil }), "certs[]"),
		wait("CPS-CERT-012", "one is lost", with(cpe, ofType(card.KindCPE), state(card.Unread)), "certs[]"),
		wait("CPS-CERT-012", "no card", with(noCard), "card"),

		hit("CPS-CERT-007", "roots missing", with(facts("ws.trust=no")), "BLOCK-SIGNING"),
		hit("CPS-CERT-007", "another authority", with(trusted("CN=another")), "BLOCK-SIGNING"),
		near("CPS-CERT-007", "roots present", with(facts("ws.trust=yes"))),
		near("CPS-CERT-007", "its authority", with(trusted("CN=another", own))),
		wait("CPS-CERT-007", "certificates unread", with(trusted(own), func(in *Input) { in.Card.Certificates = nil }), "certs[]"),

		hit("CPS-CERT-008", "real authority in test", with(facts("env=test"), issuer("CN=AC IGC-SANTE,O=ANS")), "BLOCK-SIGNING"),
		near("CPS-CERT-008", "test authority in test", with(facts("env=test"))),
		near("CPS-CERT-008", "real authority, real card", with(category("00"), facts("env=real"), issuer("CN=AC CONTESTEE,O=ANS"))),
		hit("CPS-CERT-008", "test authority, real card and environment", with(category("00"), facts("env=real")), "BLOCK-SIGNING"),

		hit("CPS-CERT-009", "listed and empty", with(state(card.Empty)), "BLOCK-SIGNING"),
		hit("CPS-CERT-009", "damaged", with(state(card.Malformed)), "BLOCK-SIGNING"),
		hit("CPS-CERT-009", "2049 bytes, 5.0.31 on Windows", with(long, facts("ws.os=windows", "ws.cryptolib=5.0.31")), "BLOCK-SIGNING"),
		hit("CPS-CERT-009", "2049 bytes, 5.0.10 on Linux", with(long, facts("ws.os=linux", "ws.cryptolib=5.0.10")), "BLOCK-SIGNING"),
		near("CPS-CERT-009", "2049 bytes, 5.0.11 on Linux", with(long, facts("ws.os=linux", "ws.cryptolib=5.0.11"))),
		near("CPS-CERT-009", "2049 bytes, 5.2.2", with(long, facts("ws.cryptolib=5.2.2"))),
		near("CPS-CERT-009", "2048 bytes, 5.0.31", with(first(func(c *card.NumberedCertificate) { c.Raw = make([]byte, 2048) }), facts("ws.os=windows", "ws.cryptolib=5.0.31"))),
		near("CPS-CERT-009", "absent is CPS-SIGN-007", with(state(card.Absent))),
		wait("CPS-CERT-009", "unread", with(state(card.Unread)), "certs[]"),
		wait("CPS-CERT-009", "long, library unknown", with(long), "ws.cryptolib"),
		wait("CPS-CERT-009", "long, system unknown", with(long, facts("ws.cryptolib=5.0.31")), "ws.os"),

		hit("CPS-CERT-011", "a CPS3 before PSS", with(facts("tls.signature=pss")), "WARNING"),
		hit("CPS-CERT-011", "a CPS3 without contact before PSS", with(contactless, auth, facts("tls.signature=pss")), "WARNING"),
		near("CPS-CERT-011", "a CPS3 before PKCS#1", with(facts("tls.signature=pkcs1"))),
		near("CPS-CERT-011", "a CPS4 before PSS", with(v4, facts("tls.signature=pss"))),
		wait("CPS-CERT-011", "which generation?", with(noCard, facts("tls.signature=pss")), "card.generation"),
		wait("CPS-CERT-011", "nothing declared", healthy(), "tls.signature"),
		hit("CPS-CERT-010", "wrong key", with(proof(ProofWrong)), "BLOCK-SIGNING"),
		near("CPS-CERT-010", "verified", with(proof(ProofVerified))),
		wait("CPS-CERT-010", "not made on a test card", healthy(), "keyProof"),
		wait("CPS-CERT-010", "real card without permission", with(category("00")), "permissionToSign"),
		wait("CPS-CERT-010", "real card with permission", with(category("00"), facts("permissionToSign=yes")), "keyProof"),
	}
}
