package diagnosis

import (
	"math/rand/v2"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
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
		c.Billing.State = state()
		for i := range random.IntN(12) {
			c.Billing.Value = append(c.Billing.Value, situation(i+1, random.IntN(6)-1, text(), random.IntN(0x14)-1))
		}
		in := &Input{
			Reader: Reader{State: ReaderState(random.IntN(7))},
			Card:   c,
			Facts:  Facts{Use: []Use{"", UseBilling, UseAuth}[random.IntN(3)], Activity: random.IntN(4)},
		}
		r := Check(in, at(2019+random.IntN(15), 6, 15))

		if r.Verdict != VerdictOf(r.Findings) {
			t.Fatalf("verdict %s does not sum up %v", r.Verdict, shown(r))
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
		damaged := c.Protected() && (c.Billing.State == card.Malformed) && in.Facts.Use != UseAuth
		if damaged && r.Verdict != VerdictBlocked {
			t.Fatalf("damaged billing data judged %s: %v", r.Verdict, shown(r))
		}
	}
}
