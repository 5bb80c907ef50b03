package diagnosis

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// noon on the day that the catalogue's vectors call today.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func day(year, month, d int) card.Date { return card.NewDate(year, month, d) }

func at(year, month, d int) time.Time {
	return time.Date(year, time.Month(month), d, 12, 0, 0, 0, time.UTC)
}

func midnight(d card.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

func present[T any](v T, exchange int) card.Object[T] {
	return card.Object[T]{State: card.Present, Value: v, Exchange: exchange}
}

func activity(number, logical int) card.NumberedActivity {
	return card.NumberedActivity{Number: number, Object: present(card.Activity{
		Mode: card.ModeLiberal, Logical: logical, StructureName: "CABINET TEST", StructureID: "1990000010", Sector: "SA07",
	}, 20+number)}
}

func situation(rank, link int, id string, rights int) card.Billing {
	return card.Billing{
		Rank: rank, Link: link, ID: id, Speciality: "01", Convention: "1", Zone: "20", Mileage: "1",
		Agreements: [3]string{"00", "00", "00"}, Rights: rights,
	}
}

func certificate(k card.CertificateKind) card.NumberedCertificate {
	return card.NumberedCertificate{Kind: k, Object: present(card.Certificate{
		NotBefore: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2029, 1, 2, 22, 59, 59, 0, time.UTC),
		SubjectID: "899900000011", Surname: "TESTEUR", GivenName: "ALPHA", Issuer: "CN=TEST AC CARTES,O=CPSLAB TEST,C=FR",
		TokenID: "8025000001/2999000117", CardType: card.KindCPS, Serial: "1A2B",
	}, 40)}
}

// certs changes every certificate of the card.
func certs(change func(*card.NumberedCertificate)) func(*Input) {
	return func(in *Input) {
		for i := range in.Card.Certificates {
			change(&in.Card.Certificates[i])
		}
	}
}

// facts declares facts, as --fact does.
func facts(list ...string) func(*Input) {
	return func(in *Input) {
		f, err := in.Facts.Declare(list...)
		if err != nil {
			panic(err)
		}
		in.Facts = f
	}
}

// noCard is a diagnosis from declared facts alone.
func noCard(in *Input) { in.Card, in.Reader = nil, Reader{} }

// workstation gives a computer on which no rule fires, after some changes.
func workstation(changes ...func(*Workstation)) func(*Input) {
	return func(in *Input) {
		w := &Workstation{
			OS: OSWindows, OSVersion: "11",
			Cryptolib:         []CryptolibCopy{{Version: fact.Version{5, 2, 6}, Arch: "x64"}},
			CryptolibSearched: true, Dictionary: fact.Version{2, 18},
			SmartCardService: ServiceState{Running: TriYes, Automatic: TriYes},
			CertPropagation:  ServiceState{Running: TriYes, Automatic: TriNo},
			RebootPending:    TriNo, Remote: TriNo, Shared: TriNo,
			GALSS:   &GALSS{SerialOnly: TriNo, Readers: []string{"A"}, Swapped: TriNo},
			Readers: []string{"A"}, SmartAppControl: TriNo, Quarantine: TriNo, Trusted: TriYes,
		}
		for _, change := range changes {
			change(w)
		}
		in.Workstation, in.WorkstationCheck = w, true
	}
}

func cryptolib(system string, v fact.Version) func(*Workstation) {
	return func(w *Workstation) { w.OS, w.Cryptolib = system, []CryptolibCopy{{Version: v}} }
}

// healthy is a V3 TEST card on which no rule fires.
func healthy() *Input {
	return &Input{
		Reader: Reader{Slot: card.Slot{Name: "sim", State: card.SlotCard}},
		Card: &card.Contents{
			ATR: card.ATRCPS3, Face: card.FaceCPS3,
			Serial: present(card.Serial{Issuer: card.IssuerANS, Number: "2999000117"}, 2),
			Update: card.Object[card.Update]{State: card.Absent, Exchange: 3},
			ID: present(card.IDCard{
				Number: "2999000117", Category: card.CategoryTest, Issued: day(2026, 1, 2), Expires: day(2029, 1, 2),
			}, 5),
			Info: present(card.Info{
				Kind: card.KindCPS, NationalID: "899900000011", Profession: "10",
			}, 6),
			Activities: []card.NumberedActivity{activity(1, 1)},
			Listed:     true,
			Billing:    present([]card.Billing{situation(1, 1, "991026014", 0x11)}, 30),
			PIN:        card.Counter{State: card.Present, Left: 3, Max: 3, Uses: -1, Exchange: 8},
			PUK:        card.Counter{State: card.Present, Left: 3, Max: 3, Uses: 10, Exchange: 9},
			Login:      card.LoginOK, LoginSW: 0x9000,
			Certificates: []card.NumberedCertificate{
				certificate(card.CertificateSignature), certificate(card.CertificateAuthentication), certificate(card.CertificateTechnical),
			},
		},
	}
}

// with returns the healthy input after some changes.
func with(changes ...func(*Input)) *Input {
	in := healthy()
	for _, change := range changes {
		change(in)
	}
	return in
}

func billed(list ...card.Billing) func(*Input) {
	return func(in *Input) { in.Card.Billing.Value = slices.Clone(list) }
}

func acts(list ...card.NumberedActivity) func(*Input) {
	return func(in *Input) { in.Card.Activities = slices.Clone(list) }
}

func kind(k card.Kind) func(*Input) {
	return func(in *Input) {
		in.Card.Info.Value.Kind = k
		certs(func(c *card.NumberedCertificate) { c.Value.CardType = k })(in)
	}
}

func category(k card.Category) func(*Input) {
	return func(in *Input) { in.Card.ID.Value.Category = k }
}

func nationalID(s string) func(*Input) {
	return func(in *Input) {
		in.Card.Info.Value.NationalID = s
		certs(func(c *card.NumberedCertificate) { c.Value.SubjectID = s })(in)
	}
}

func dates(issued, expires card.Date) func(*Input) {
	return func(in *Input) {
		in.Card.ID.Value.Issued, in.Card.ID.Value.Expires = issued, expires
		certs(func(c *card.NumberedCertificate) {
			c.Value.NotBefore = midnight(issued)
			c.Value.NotAfter = midnight(expires).Add(22 * time.Hour)
		})(in)
	}
}

func expiresIn(days int) func(*Input) {
	end := card.DateOf(noon).AddDays(days)
	return dates(end.AddYears(-3), end)
}

// v4 is the healthy card of the other generation: it lives six years.
func v4(in *Input) {
	in.Card.ATR, in.Card.Face = card.ATRCPS4, card.FaceCPS4
	in.Card.ID.Value.Expires = day(2032, 1, 2)
	certs(func(c *card.NumberedCertificate) { c.Value.NotAfter = time.Date(2032, 1, 2, 22, 0, 0, 0, time.UTC) })(in)
}

func noPIN(in *Input) {
	c := in.Card
	c.Login, c.LoginSW, c.Listed, c.Activities = card.LoginNotAsked, 0, false, nil
	c.Billing = card.Object[[]card.Billing]{}
}

func auth(in *Input) { in.Facts.Use = fact.UseAuth }

func newCard(in *Input) { in.Facts.NewCardReceived = true }

func structure(id string) func(*Input) {
	return func(in *Input) { in.Card.Activities[0].Value.StructureID = id }
}

func billingState(s card.State) func(*Input) {
	return func(in *Input) { in.Card.Billing = card.Object[[]card.Billing]{State: s, Exchange: 30} }
}

func reader(s card.SlotState) func(*Input) {
	return func(in *Input) {
		in.Reader = Reader{Slot: card.Slot{State: s}, Exchange: 1}
		if s != card.SlotRemoved {
			in.Card = nil
		}
	}
}

// shown is a finding as "CPS-DAM-001 BLOCK-BILLING", with "#2" behind it when
// it is about the second billing situation.
func shown(r Result) []string {
	if len(r.Findings) == 0 {
		return nil
	}
	out := make([]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		s := fmt.Sprintf("%s %s", f.Rule.ID, f.Severity)
		if f.Situation != 0 {
			s += fmt.Sprintf(" #%d", f.Situation)
		}
		out = append(out, s)
	}
	return out
}

func fired(r Result, id string) []Finding {
	var out []Finding
	for _, f := range r.Findings {
		if f.Rule.ID == id {
			out = append(out, f)
		}
	}
	return out
}

// unread lists what could not be read: facts that nobody declared aside.
func unread(r Result) map[string]string {
	out := map[string]string{}
	for u := range r.Unknown {
		if !u.Declared {
			out[u.Rule.ID] = u.Missing
		}
	}
	return out
}

// waits returns the fact that a rule waits for, "" when it does not.
func waits(r Result, id string) string {
	for u := range r.Unknown {
		if u.Rule.ID == id && u.Declared {
			return u.Missing
		}
	}
	return ""
}

func ruleOf(t *testing.T, id string) *Rule {
	t.Helper()
	r, ok := ByID(id)
	if !ok {
		t.Fatalf("no rule %s", id)
	}
	return r
}

// lacks returns the input for want of which a rule is unknown, "" when it is
// not.
func lacks(r Result, id string) string {
	for u := range r.Unknown {
		if u.Rule.ID == id {
			return u.Missing
		}
	}
	return ""
}

// hit, near and wait make vectors of noon.
func hit(rule, name string, in *Input, want ...string) vector {
	return vector{rule: rule, name: name, in: in, now: noon, want: want}
}

func near(rule, name string, in *Input) vector {
	return vector{rule: rule, name: name, in: in, now: noon}
}

func wait(rule, name string, in *Input, missing string) vector {
	return vector{rule: rule, name: name, in: in, now: noon, missing: missing}
}
