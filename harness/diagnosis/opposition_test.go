package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/card"
)

// oppositionVectors: opposition, revocation lists.
func oppositionVectors() []vector {
	list := func(l *RevocationList) func(*Input) {
		return func(in *Input) { in.Revocation = &Revocation{List: l} }
	}
	fresh := RevocationList{NextUpdate: noon.Add(time.Hour), Serials: []string{"01", "001a2b"}}
	other := RevocationList{NextUpdate: noon.Add(time.Hour), Serials: []string{"01"}}
	stale := RevocationList{NextUpdate: noon.AddDate(0, 0, -10), Serials: []string{"1A2B"}}
	foreign := fresh
	foreign.Issuer = "CN=another"
	own := fresh
	own.Issuer = "CN=TEST AC CARTES,O=CPSLAB TEST,C=FR"
	return []vector{
		hit("CPS-OPP-001", "since yesterday", with(facts("opposition.date=2026-11-21")), "BLOCK-BILLING"),
		hit("CPS-OPP-001", "since today", with(facts("opposition.date=2026-11-22")), "BLOCK-BILLING"),
		hit("CPS-OPP-001", "this number", with(facts("opposition.date=2026-11-21", "opposition.serial=2999000117")), "BLOCK-BILLING"),
		near("CPS-OPP-001", "from tomorrow", with(facts("opposition.date=2026-11-23"))),
		near("CPS-OPP-001", "of the previous card", with(facts("opposition.date=2026-11-21", "opposition.serial=2999000217"))),
		hit("CPS-OPP-001", "number of the identity card", with(facts("opposition.date=2026-11-21", "opposition.serial=2999000117"), func(in *Input) { in.Card.Serial.State = card.Unread }), "BLOCK-BILLING"),

		hit("CPS-OPP-002", "in the list", with(list(&fresh)), "BLOCK-SIGNING"),
		hit("CPS-OPP-002", "in the list of its issuer", with(list(&own)), "BLOCK-SIGNING"),
		hit("CPS-OPP-002", "in an old list", with(list(&stale)), "BLOCK-SIGNING"),
		hit("CPS-OPP-002", "as declared", with(facts("crl=listed")), "BLOCK-SIGNING"),
		near("CPS-OPP-002", "not in the list", with(list(&other))),
		wait("CPS-OPP-002", "in the list of another issuer", with(list(&foreign)), "crl"),
		near("CPS-OPP-002", "clear as declared", with(facts("crl=clear", "crl.nextUpdate=2026-11-22"))),
		wait("CPS-OPP-002", "no list asked for", healthy(), "crl"),
		wait("CPS-OPP-002", "list missing", with(list(nil)), "crl"),
		wait("CPS-OPP-002", "certificates unread", with(list(&fresh), func(in *Input) { in.Card.Certificates = nil }), "certs[]"),
		wait("CPS-OPP-002", "the list is declared to be missing", declared("crl=missing"), "crl.list"),
		wait("CPS-OPP-002", "nothing declared", declared(), "crl"),

		hit("CPS-OPP-003", "the list of another issuer", with(list(&foreign)), "WARNING"),
		hit("CPS-OPP-003", "ten days past", with(list(&stale)), "WARNING"),
		hit("CPS-OPP-003", "missing", with(list(nil)), "WARNING"),
		hit("CPS-OPP-003", "missing as declared", with(facts("crl=missing")), "WARNING"),
		hit("CPS-OPP-003", "past as declared", with(facts("crl=clear", "crl.nextUpdate=2026-11-21")), "WARNING"),
		near("CPS-OPP-003", "fresh", with(list(&fresh))),
		near("CPS-OPP-003", "fresh as declared", with(facts("crl=clear", "crl.nextUpdate=2026-11-22"))),
		wait("CPS-OPP-003", "no list asked for", healthy(), "crl"),
		wait("CPS-OPP-003", "a list without its date", with(list(&RevocationList{})), "crl.nextUpdate"),
		wait("CPS-OPP-003", "age not declared", with(facts("crl=clear")), "crl.nextUpdate"),

		hit("CPS-OPP-004", "lost", with(facts("incident=lost")), "INFO"),
		near("CPS-OPP-004", "PIN forgotten", with(facts("incident=none", "pin.known=no"))),
		near("CPS-OPP-004", "found", with(facts("incident=found"))),

		hit("CPS-OPP-005", "by the receptionist", with(cpe, facts("incident=lost", "incident.by=user", "holder.nominative=no")), "INFO"),
		hit("CPS-OPP-005", "no card in hand", with(noCard, facts("incident=stolen", "incident.by=user", "holder.nominative=no")), "INFO"),
		near("CPS-OPP-005", "by the director", with(cpe, facts("incident=lost", "incident.by=manager", "holder.nominative=no"))),
		near("CPS-OPP-005", "nominative", with(cpe, facts("incident=lost", "incident.by=user", "holder.nominative=yes"))),
		near("CPS-OPP-005", "a CPS", with(facts("incident=lost", "incident.by=user", "holder.nominative=no"))),
		near("CPS-OPP-005", "not lost", with(cpe, facts("incident=none", "incident.by=user", "holder.nominative=no"))),
		wait("CPS-OPP-005", "type unread", with(facts("incident=lost", "incident.by=user"), func(in *Input) {
			in.Card.Info.State, in.Card.Name = card.Unread, present(card.Name{}, 7)
		}), "card.type"),
		wait("CPS-OPP-005", "by whom?", with(cpe, facts("incident=lost", "holder.nominative=no")), "incident.by"),

		hit("CPS-OPP-006", "found again", with(facts("incident=found")), "WARNING"),
		near("CPS-OPP-006", "never declared", with(facts("incident=none"))),
	}
}
