package diagnosis

import (
	"strings"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
)

// dateVectors: validity, delivery, opposition, updates.
func dateVectors() []vector {
	clock := func(t time.Time) func(*Input) { return func(in *Input) { in.Reader.Clock = t } }
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
	updated := func(end card.Date) func(*Input) {
		return func(in *Input) {
			in.Card.Update = present(card.Update{Start: card.Timestamp{Date: end}, End: card.Timestamp{Date: end}}, 3)
		}
	}
	director := func(in *Input) {
		kind(card.KindCPE)(in)
		in.Card.Activities[0].Value.Responsibility = "01"
	}
	cpe := kind(card.KindCPE)
	v := []vector{
		hit("CPS-VAL-004", "V4 of three years", with(v4, dates(day(2026, 1, 2), day(2029, 1, 2))), "INFO"),
		hit("CPS-VAL-004", "V3, 32 days too long", with(dates(day(2026, 1, 2), day(2029, 2, 3))), "INFO"),
		hit("CPS-VAL-004", "V3, 32 days too short", with(dates(day(2026, 1, 2), day(2028, 12, 1))), "INFO"),
		near("CPS-VAL-004", "V3, 31 days too long", with(dates(day(2026, 1, 2), day(2029, 2, 2)))),
		near("CPS-VAL-004", "V3, 31 days too short", with(dates(day(2026, 1, 2), day(2028, 12, 2)))),
		near("CPS-VAL-004", "V4 of six years", with(v4)),
		wait("CPS-VAL-004", "generation unknown", with(func(in *Input) { in.Card.ATR, in.Card.Face = nil, card.FaceUnknown }), "card.generation"),
		wait("CPS-VAL-004", "no end", with(func(in *Input) { in.Card.ID.Value.Expires = card.Date{} }), "card.expiryDate"),

		hit("CPS-VAL-008", "CPE, 60 days", with(cpe, expiresIn(60)), "WARNING"),
		hit("CPS-VAL-008", "CPF, 90 days", with(kind(card.KindCPF), expiresIn(90)), "WARNING"),
		hit("CPS-VAL-008", "CPA, last day", with(kind(card.KindCPA), expiresIn(0)), "WARNING"),
		near("CPS-VAL-008", "CPE, 91 days", with(cpe, expiresIn(91))),
		hit("CPS-VAL-008", "CPE, expired", with(cpe, expiresIn(-1)), "WARNING"),
		near("CPS-VAL-008", "CPS, expired", with(expiresIn(-1))),
		near("CPS-VAL-008", "CPS, 60 days", with(expiresIn(60))),
		near("CPS-VAL-008", "director, 60 days", with(director, expiresIn(60))),
		wait("CPS-VAL-008", "CPE before the PIN", with(cpe, expiresIn(60), noPIN), "activities[]"),
		wait("CPS-VAL-008", "type unread", with(expiresIn(60), func(in *Input) { in.Card.Info.State = card.Unread }), "card.type"),

		hit("CPS-VAL-009", "reader in 2010", with(facts("reader.clock=2010-01-01")), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader two days late", with(facts("reader.clock=2026-11-20")), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader two days early", with(facts("reader.clock=2026-11-24")), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader clock read, 25 hours late", with(clock(noon.Add(-25*time.Hour))), "BLOCK-BILLING"),
		hit("CPS-VAL-009", "reader clock read, 25 hours early", with(clock(noon.Add(25*time.Hour))), "BLOCK-BILLING"),
		near("CPS-VAL-009", "reader three minutes late", with(clock(noon.Add(-3*time.Minute)))),
		near("CPS-VAL-009", "reader a day late", with(clock(noon.Add(-24*time.Hour)))),
		near("CPS-VAL-009", "reader a day early", with(clock(noon.Add(24*time.Hour)))),
		near("CPS-VAL-009", "reader on the day before", with(facts("reader.clock=2026-11-21"))),
		near("CPS-VAL-009", "reader on the day after", with(facts("reader.clock=2026-11-23"))),
		{"CPS-VAL-009", "both clocks in 2019", with(clock(at(2019, 12, 31))), at(2019, 12, 31), []string{"BLOCK-BILLING"}, ""},
		{"CPS-VAL-009", "both clocks in 2020", with(dates(day(2019, 12, 1), day(2022, 12, 1)), facts("reader.clock=2020-01-01")), at(2020, 1, 1), nil, ""},
		{"CPS-VAL-009", "reader still in 2019", with(dates(day(2019, 12, 1), day(2022, 12, 1)), facts("reader.clock=2019-12-31")), at(2020, 1, 1), []string{"BLOCK-BILLING"}, ""},

		hit("CPS-VAL-010", "card day 0, no codes day 3", with(facts("card.received=2026-11-19", "codes.received=no")), "BLOCK-SIGNING"),
		hit("CPS-VAL-010", "two days", with(facts("card.received=2026-11-20", "codes.received=no")), "BLOCK-SIGNING"),
		near("CPS-VAL-010", "one day", with(facts("card.received=2026-11-21", "codes.received=no"))),
		near("CPS-VAL-010", "today", with(facts("card.received=2026-11-22", "codes.received=no"))),
		near("CPS-VAL-010", "codes came", with(facts("card.received=2026-11-10", "codes.received=yes"))),
		wait("CPS-VAL-010", "codes not told of", with(facts("card.received=2026-11-10")), "codes.received"),

		hit("CPS-VAL-011", "reorder, 20 days", with(facts("order.date=2026-11-02", "order.kind=reorder")), "WARNING"),
		hit("CPS-VAL-011", "reorder, six working days", with(facts("order.date=2026-11-12", "order.kind=reorder")), "WARNING"),
		hit("CPS-VAL-011", "first card, 15 days", with(facts("order.date=2026-11-07", "order.kind=first")), "WARNING"),
		hit("CPS-VAL-011", "other, 29 days", with(facts("order.date=2026-10-24", "order.kind=other")), "WARNING"),
		hit("CPS-VAL-011", "kind not told, 29 days", with(facts("order.date=2026-10-24")), "WARNING"),
		near("CPS-VAL-011", "reorder, three working days", with(facts("order.date=2026-11-18", "order.kind=reorder"))),
		near("CPS-VAL-011", "reorder, five working days", with(facts("order.date=2026-11-13", "order.kind=reorder"))),
		near("CPS-VAL-011", "first card, 14 days", with(facts("order.date=2026-11-08", "order.kind=first"))),
		near("CPS-VAL-011", "other, 28 days", with(facts("order.date=2026-10-25", "order.kind=other"))),
		wait("CPS-VAL-011", "kind not told, 28 days", with(facts("order.date=2026-10-25")), "order.kind"),

		hit("CPS-VAL-012", "printed three years earlier", with(facts("card.printedExpiry=2026-01")), "INFO"),
		hit("CPS-VAL-012", "printed the month before", with(facts("card.printedExpiry=2028-12")), "INFO"),
		near("CPS-VAL-012", "same month", with(facts("card.printedExpiry=2029-01"))),
		wait("CPS-VAL-012", "no date on the chip", with(facts("card.printedExpiry=2029-01"), func(in *Input) { in.Card.ID.Value.Expires = card.Date{} }), "card.expiryDate"),

		hit("CPS-VAL-013", "a newer card was seen", with(facts("card.latestKnown=2026-01-03")), "WARNING"),
		near("CPS-VAL-013", "this is the newest", with(facts("card.latestKnown=2026-01-02"))),
		wait("CPS-VAL-013", "no issue date", with(facts("card.latestKnown=2026-01-03"), func(in *Input) { in.Card.ID.Value.Issued = card.Date{} }), "card.issueDate"),
		wait("CPS-VAL-013", "identity card unread", with(facts("card.latestKnown=2026-01-03"), func(in *Input) { in.Card.ID.State = card.Unread }), "card.issueDate"),
		wait("CPS-VAL-012", "identity card unread", with(facts("card.printedExpiry=2029-01"), func(in *Input) { in.Card.ID.State = card.Unread }), "card.expiryDate"),
		wait("CPS-VAL-013", "no card", with(noCard, facts("card.latestKnown=2026-01-03")), "card.issueDate"),

		hit("CPS-VAL-014", "lost", with(facts("incident=lost")), "INFO"),
		hit("CPS-VAL-014", "stolen", with(facts("incident=stolen")), "INFO"),
		hit("CPS-VAL-014", "damaged", with(facts("incident=damaged")), "INFO"),
		near("CPS-VAL-014", "technical fault", with(facts("incident=fault"))),
		near("CPS-VAL-014", "found", with(facts("incident=found"))),

		hit("CPS-OPP-001", "since yesterday", with(facts("opposition.date=2026-11-21")), "BLOCK-BILLING"),
		hit("CPS-OPP-001", "since today", with(facts("opposition.date=2026-11-22")), "BLOCK-BILLING"),
		hit("CPS-OPP-001", "this number", with(facts("opposition.date=2026-11-21", "opposition.serial=2999000117")), "BLOCK-BILLING"),
		near("CPS-OPP-001", "from tomorrow", with(facts("opposition.date=2026-11-23"))),
		near("CPS-OPP-001", "of the previous card", with(facts("opposition.date=2026-11-21", "opposition.serial=2999000217"))),
		wait("CPS-OPP-001", "number unread", with(noCard, facts("opposition.date=2026-11-21", "opposition.serial=2999000217")), "card.serial"),

		hit("CPS-OPP-002", "in the list", with(list(&fresh)), "BLOCK-SIGNING"),
		hit("CPS-OPP-002", "in the list of its issuer", with(list(&own)), "BLOCK-SIGNING"),
		hit("CPS-OPP-002", "in an old list", with(list(&stale)), "BLOCK-SIGNING"),
		hit("CPS-OPP-002", "as declared", with(facts("crl=listed")), "BLOCK-SIGNING"),
		near("CPS-OPP-002", "not in the list", with(list(&other))),
		wait("CPS-OPP-002", "in the list of another issuer", with(list(&foreign)), "crl"),
		hit("CPS-OPP-003", "the list of another issuer", with(list(&foreign)), "WARNING"),
		near("CPS-OPP-002", "clear as declared", with(facts("crl=clear", "crl.nextUpdate=2026-11-22"))),
		wait("CPS-OPP-002", "no list asked for", healthy(), "crl"),
		wait("CPS-OPP-002", "list missing", with(list(nil)), "crl"),
		wait("CPS-OPP-002", "certificates unread", with(list(&fresh), func(in *Input) { in.Card.Certificates = nil }), "certs[]"),

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
		hit("CPS-OPP-001", "number of the identity card", with(facts("opposition.date=2026-11-21", "opposition.serial=2999000117"), func(in *Input) { in.Card.Serial.State = card.Unread }), "BLOCK-BILLING"),
		wait("CPS-OPP-005", "by whom?", with(cpe, facts("incident=lost", "holder.nominative=no")), "incident.by"),
		wait("CPS-OPP-005", "in whose name?", with(noCard, facts("incident=lost", "incident.by=user")), "holder.nominative"),
		hit("CPS-OPP-006", "found again", with(facts("incident=found")), "WARNING"),
		near("CPS-OPP-006", "never declared", with(facts("incident=none"))),

		hit("CPS-UPD-001", "as the module says", with(facts("ckr=0x80000001")), "BLOCK-BILLING"),
		hit("CPS-UPD-002", "cache older than the card", with(facts("cache=older")), "INFO"),
		near("CPS-UPD-002", "dates equal", with(facts("cache=ok"))),
		hit("CPS-UPD-003", "V3", with(facts("update.asked=yes")), "INFO"),
		near("CPS-UPD-003", "V4", with(v4, facts("update.asked=yes"))),
		near("CPS-UPD-003", "not asked for", with(facts("update.asked=no"))),
		wait("CPS-UPD-003", "generation unknown", with(noCard, facts("update.asked=yes")), "card.generation"),
		hit("CPS-UPD-004", "last update older", with(updated(day(2026, 10, 31)), facts("update.announced=2026-11-01")), "WARNING"),
		hit("CPS-UPD-004", "never updated", with(facts("update.announced=2026-11-01")), "WARNING"),
		near("CPS-UPD-004", "updated since", with(updated(day(2026, 11, 1)), facts("update.announced=2026-11-01"))),
		wait("CPS-UPD-004", "unread", with(facts("update.announced=2026-11-01"), func(in *Input) { in.Card.Update.State = card.Unread }), "card.actua"),
	}
	return v
}

// The CPAM is called for a first card only, or when nobody told what was ordered.
func TestContactOfOrders(t *testing.T) {
	t.Parallel()
	for kind, cpam := range map[string]bool{"": true, "order.kind=first": true, "order.kind=reorder": false, "order.kind=other": false} {
		in := with(noCard, facts("order.date=2026-10-24"))
		if kind != "" {
			facts(kind)(in)
		}
		got := fired(Check(in, noon), "CPS-VAL-011")[0].Contact("fr")
		if !strings.Contains(got, "0 806 800 213") || strings.Contains(got, "36 08") != cpam {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
