package diagnosis

import "github.com/cpslab/cps/harness/card"

// netVectors: services online.
func netVectors() []vector {
	return []vector{
		hit("CPS-NET-001", "RPPS without its prefix", with(noCard, facts("ecps.id=10000668540")), "WARNING"),
		hit("CPS-NET-001", "a digit too many", with(noCard, facts("ecps.id=8100006685400")), "WARNING"),
		hit("CPS-NET-001", "ADELI without its prefix", with(noCard, facts("ecps.id=012807590")), "WARNING"),
		hit("CPS-NET-001", "a letter", with(noCard, facts("ecps.id=81000066854O")), "WARNING"),
		near("CPS-NET-001", "8 and RPPS", with(noCard, facts("ecps.id=8 10000668540"))),
		near("CPS-NET-001", "0 and ADELI", with(noCard, facts("ecps.id=0012807590"))),

		hit("CPS-NET-002", "fails, the card is read", with(facts("web.activation=fails")), "WARNING"),
		near("CPS-NET-002", "fails, a card in nobody's name", with(facts("web.activation=fails", "holder.nominative=no"))),
		near("CPS-NET-002", "works", with(facts("web.activation=works"))),
		near("CPS-NET-002", "fails, no card", with(reader(card.SlotEmpty), facts("web.activation=fails"))),
		hit("CPS-NET-002", "fails, and the card answers", declared("web.activation=fails", "card.atr=present"), "WARNING"),
		near("CPS-NET-002", "fails, billing works, no card in the reader", with(reader(card.SlotEmpty), facts("web.activation=fails", "channel.billing=works"))),
		near("CPS-NET-002", "fails everywhere", declared("web.activation=fails", "channel.billing=fails", "card.atr=none")),

		hit("CPS-NET-003", "not seen, the card is read", with(facts("web.login=no-card")), "WARNING"),
		hit("CPS-NET-003", "not seen, and billing works with the card", declared("web.login=no-card", "channel.billing=works"), "WARNING"),
		near("CPS-NET-003", "works", with(facts("web.login=works"))),
		near("CPS-NET-003", "local fails too", with(reader(card.SlotMute), facts("web.login=no-card"))),

		hit("CPS-NET-004", "server code", with(facts("adri=erreur siram_40")), "INFO"),
		hit("CPS-NET-004", "FASIBEN", with(facts("adri=FASIBEN 12")), "INFO"),
		hit("CPS-NET-004", "rejection", with(facts("adri=Rejet : structure inconnue")), "INFO"),
		near("CPS-NET-004", "rejection of the insured person", with(facts("adri=Rejet : bénéficiaire inconnu"))),
		near("CPS-NET-004", "Vitale card absent", with(facts("adri=La Carte Vitale est absente"))),

		hit("CPS-NET-005", "seven months", with(facts("amelipro.lastLogin=2026-04-22")), "INFO"),
		hit("CPS-NET-005", "six months and a day", with(facts("amelipro.lastLogin=2026-05-21")), "INFO"),
		near("CPS-NET-005", "six months", with(facts("amelipro.lastLogin=2026-05-22"))),
		near("CPS-NET-005", "a month", with(facts("amelipro.lastLogin=2026-10-22"))),

		hit("CPS-NET-007", "structure", with(facts("dmp.refusal=structure")), "BLOCK-SIGNING"),
		hit("CPS-NET-007", "speciality", with(facts("dmp.refusal=speciality")), "BLOCK-SIGNING"),
		near("CPS-NET-007", "another refusal", with(facts("dmp.refusal=other"))),
		wait("CPS-NET-007", "nothing declared", healthy(), "dmp.refusal"),

		hit("CPS-NET-008", "an old QR code", with(facts("ecps.fault=qr")), "INFO"),
		hit("CPS-NET-008", "ADELI without a card", with(facts("ecps.fault=adeli")), "INFO"),
		hit("CPS-NET-008", "battery saver", with(facts("ecps.fault=battery")), "INFO"),
		near("CPS-NET-008", "something else", with(facts("ecps.fault=other"))),
		wait("CPS-NET-008", "nothing declared", healthy(), "ecps.fault"),
		hit("CPS-NET-009", "software without addendum 8", with(facts("vitale.app=old")), "INFO"),
		near("CPS-NET-009", "with it", with(facts("vitale.app=ready"))),
		wait("CPS-NET-009", "nothing declared", healthy(), "vitale.app"),

		hit("CPS-NET-006", "FSE works, DMP fails", with(facts("channel.billing=works", "channel.online=fails")), "INFO"),
		hit("CPS-NET-006", "FSE fails, DMP works", with(facts("channel.billing=fails", "channel.online=works")), "INFO"),
		near("CPS-NET-006", "both fail", with(facts("channel.billing=fails", "channel.online=fails"))),
		wait("CPS-NET-006", "online?", with(facts("channel.billing=works")), "channel.online"),
	}
}
