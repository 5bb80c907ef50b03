package diagnosis

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// TestHostileContents feeds thousands of random cards, most of them absurd,
// and holds what must be true of any result.
func TestHostileContents(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	texts := [...]string{"", " ", "8", "0", "80", "00", "02", "9", "99", "1", "12A", "899900000011", "991026014", "1992600015", "é€", "\xff\xfe", "1\x00", "x x x", "1990000010"}
	text := func() string { return texts[random.IntN(len(texts))] }
	state := func() card.State { return card.State(random.IntN(8)) }
	date := func() card.Date { return card.NewDate(2018+random.IntN(16), random.IntN(14), random.IntN(33)) }
	counter := func() card.Counter {
		return card.Counter{State: state(), Left: random.IntN(5) - 1, Uses: random.IntN(4) - 1}
	}
	place := map[*Rule]int{}
	for i, r := range Rules() {
		place[r] = i
	}
	for range 20000 {
		c := &card.Contents{
			ATR:    [][]byte{nil, {0x3B}, card.ATRCPS3, card.ATRCPS4, card.ATRCPS3Contactless}[random.IntN(5)],
			Face:   card.Face(random.IntN(5)),
			Serial: card.Object[card.Serial]{State: state(), Value: card.Serial{Issuer: []string{card.IssuerANS, text()}[random.IntN(2)]}},
			Update: card.Object[card.Update]{State: state()},
			ID:     card.Object[card.IDCard]{State: state(), Value: card.IDCard{Category: card.Category(text()), Issued: date(), Expires: date()}},
			Info:   card.Object[card.Info]{State: state(), Value: card.Info{Kind: card.Kind(text()), NationalID: text()}},
			Listed: random.IntN(4) > 0,
			PIN:    counter(), PUK: counter(),
			Login:   card.Login(random.IntN(7)),
			LoginSW: apdu.SW([]uint16{0, 0x9000, 0x63C0, 0x63C2, 0x6983, 0xFFFF}[random.IntN(6)]),
		}
		for range random.IntN(20) {
			c.Activities = append(c.Activities, card.NumberedActivity{Number: random.IntN(20) - 1, Object: card.Object[card.Activity]{
				State: state(), Value: card.Activity{Logical: random.IntN(6) - 1, StructureID: text()},
			}})
		}
		for range random.IntN(4) {
			c.Certificates = append(c.Certificates, card.NumberedCertificate{
				Kind: card.CertificateKind(text()), Object: card.Object[card.Certificate]{State: state(), Value: card.Certificate{
					NotBefore: at(2020, random.IntN(14), random.IntN(33)), NotAfter: at(2030, random.IntN(14), random.IntN(33)),
					SubjectID: text(), Issuer: text(), TokenID: text(), CardType: card.Kind(text()), Serial: text(),
				}},
			})
		}
		c.Billing.State = state()
		for i := range random.IntN(12) {
			c.Billing.Value = append(c.Billing.Value, situation(i+1, random.IntN(6)-1, text(), random.IntN(0x14)-1))
		}
		in := &Input{
			Reader: Reader{Slot: card.Slot{State: card.SlotState(random.IntN(7))}},
			Card:   c,
			Facts:  fact.Set{Use: []fact.Usage{"", fact.UseBilling, fact.UseAuth}[random.IntN(3)], Activity: random.IntN(4)},
		}
		in.Facts = anyFacts(t, random, in.Facts)
		if random.IntN(2) == 0 {
			tri := func() Tri { return Tri(random.IntN(3)) }
			in.WorkstationCheck = random.IntN(2) == 0
			in.Workstation = &Workstation{
				OS: []string{"", OSWindows, OSLinux, OSMacOS, "plan9"}[random.IntN(5)], OSVersion: text(),
				Cryptolib:         []CryptolibCopy{{Version: fact.Version{5, random.IntN(3), random.IntN(40)}}, {}}[:random.IntN(3)],
				CryptolibSearched: random.IntN(2) == 0,
				SmartCardService:  ServiceState{tri(), tri()}, PCSCD: ServiceState{tri(), tri()}, CertPropagation: ServiceState{tri(), tri()},
				RebootPending: tri(), Remote: tri(), LocalReaders: tri(), RemoteReaders: tri(), Shared: tri(),
				SmartAppControl: tri(), UnsignedNeeded: tri(), Quarantine: tri(), Trusted: tri(),
				GALSS: []*GALSS{nil, {}, {SerialOnly: TriYes, Readers: []string{"A"}}}[random.IntN(3)], Port: []*Port{nil, {}}[random.IntN(2)],
			}
		}
		in.Revocation = []*Revocation{nil, {}, {List: &RevocationList{Serials: []string{"", "0"}}}}[random.IntN(3)]
		in.KeyProof = KeyProof(random.IntN(4))
		r := Check(in, at(2019+random.IntN(15), 6, 15))

		ofCard := slices.DeleteFunc(slices.Clone(r.Findings), func(f Finding) bool { return !in.WorkstationCheck && f.Rule.Family() == "WS" })
		if found := VerdictOf(ofCard); r.Verdict != found && (found == VerdictBlocked || !r.Verdict.Open()) {
			t.Fatalf("verdict %s does not sum up %v", r.Verdict, shown(r))
		}
		unread := !c.Protected() || c.Billing.State == card.Unread
		if in.Facts.Use == fact.UseAuth {
			unread = c.Certificates == nil
		}
		if unread && !in.WorkstationCheck && (r.Verdict == VerdictOK || r.Verdict == VerdictWarning) {
			t.Fatalf("%s of a card that was not read as far as it matters", r.Verdict)
		}
		for i, f := range r.Findings {
			if f.Severity < Info || f.Severity > f.Rule.Severity {
				t.Fatalf("%s at %s", f.Rule.ID, f.Severity)
			}
			if i > 0 && f.Severity > r.Findings[i-1].Severity {
				t.Fatalf("not by severity: %v", shown(r))
			}
			if f.Text("fr") == "" || f.Cause("en") == "" || f.Remedy("fr") == "" {
				t.Fatalf("%s says nothing", f.Rule.ID)
			}
		}
		last := -1
		for u := range r.Unknown {
			if u.Missing == "" || place[u.Rule] <= last {
				t.Fatalf("%s unknown for want of %q, behind place %d", u.Rule.ID, u.Missing, last)
			}
			last = place[u.Rule]
		}
		for i, f := range r.Findings {
			if i > 0 && f.Severity == r.Findings[i-1].Severity && place[f.Rule] < place[r.Findings[i-1].Rule] {
				t.Fatalf("not in evaluation order: %v", shown(r))
			}
			if f.Rule.Family() == "WS" && !in.WorkstationCheck && f.Severity > Warning {
				t.Fatalf("%s at %s in the diagnosis of a card", f.Rule.ID, f.Severity)
			}
			if waits(r, f.Rule.ID) != "" && f.Rule.How == FromFact {
				t.Fatalf("%s speaks and waits for %s", f.Rule.ID, waits(r, f.Rule.ID))
			}
		}
		damaged := c.Protected() && (c.Billing.State == card.Malformed) && in.Facts.Use != fact.UseAuth
		if damaged && len(fired(r, "CPS-RDR-011")) == 0 && r.Verdict != VerdictBlocked {
			t.Fatalf("damaged billing data judged %s: %v", r.Verdict, shown(r))
		}
	}
}

// anyFacts declares a few facts at random, each with a value it may have.
func anyFacts(t *testing.T, random *rand.Rand, f fact.Set) fact.Set {
	t.Helper()
	byType := map[fact.Type][]string{
		fact.TypeText: {"991026014", "899900000011", "x", "990000010"}, fact.TypeList: {"991026014", "1,2"}, fact.TypeYesNo: {"yes", "no"},
		fact.TypeDate: {"2019-01-31", "2026-02-28", "2030-12-31"}, fact.TypeMonth: {"2026-02"}, fact.TypeNumber: {"0", "1", "4", "8", "9999"},
		fact.TypeActivity: {"none", "1", "16"}, fact.TypeVersion: {"none", "5.0.31", "5.2.1"}, fact.TypeDepartement: {"99", "2A", "01"}, fact.TypeSSV: {"61444", "61441", "61443", "512", "61696", "63104", "4"},
		fact.TypeGALSS: {"8001", "2048", "1024"}, fact.TypeSW: {"63C1", "6983", "9804", "9808"}, fact.TypeCKR: {"CKR_PIN_LOCKED", "0x32", "0x102"},
	}
	keys := fact.Keys()
	for range random.IntN(6) {
		k := keys[random.IntN(len(keys))]
		values := k.Values
		if values == nil {
			values = byType[k.Type]
		}
		next, err := f.Declare(k.Name + "=" + values[random.IntN(len(values))])
		if err != nil {
			t.Fatal(err)
		}
		f = next
	}
	return f
}
