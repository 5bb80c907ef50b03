package card_test

import (
	"encoding/hex"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/apdu"
)

// The objects of one card with two activities, as GESTION CPS reads them.
var fullCard = [...]string{
	"5A0A80250000012999000010",
	"EC12810720240101120000820720240101120500",
	"E31E800680250000001F81052999000017820180830420250102840420280131",
	"E42880011F81075445535445555282008311414C504841FF42455441FF47414D4D41FF8405414C504841",
	"E50480024652",
	"ED2480020000810C38393937303030303030313782010A8407544553544555528504534D3236",
	"EE318001008301018412434142494E4554205445535420414C504841850F343939373030303030303137303038860453413037",
	"EE2B8001018301028411484F504954414C20544553542042455441850A31373530303030303138860453413031",
	"E02DA0178001018105991234567F82030112018303000102840111A012800102810082039999998303999999840100",
}

func fullCardBytes(tb testing.TB) (objects [len(fullCard)][]byte) {
	tb.Helper()
	for i, h := range fullCard {
		b, err := hex.DecodeString(h)
		if err != nil {
			tb.Fatal(err)
		}
		objects[i] = b
	}
	return objects
}

func fill(c *card.Contents, b *[len(fullCard)][]byte) {
	card.Fill(&c.Serial, b[0], apdu.SWOK, 1, card.DecodeSerial)
	card.Fill(&c.Update, b[1], apdu.SWOK, 2, card.DecodeUpdate)
	card.Fill(&c.ID, b[2], apdu.SWOK, 3, card.DecodeIDCard)
	card.Fill(&c.Name, b[3], apdu.SWOK, 4, card.DecodeName)
	card.Fill(&c.Languages, b[4], apdu.SWOK, 5, card.DecodeLanguages)
	card.Fill(&c.Info, b[5], apdu.SWOK, 6, card.DecodeInfo)
	for i := range c.Activities {
		card.Fill(&c.Activities[i].Object, b[6+i], apdu.SWOK, 7+i, card.DecodeActivity)
	}
	card.Fill(&c.Billing, b[8], apdu.SWOK, 9, card.DecodeBilling)
}

func BenchmarkDecodeCard(b *testing.B) {
	objects := fullCardBytes(b)
	c := card.Contents{Activities: make([]card.NumberedActivity, 2)}
	b.ReportAllocs()
	for b.Loop() {
		fill(&c, &objects)
	}
}

func BenchmarkAppendBilling(b *testing.B) {
	objects := fullCardBytes(b)
	billing, _, err := card.DecodeBilling(objects[8])
	if err != nil {
		b.Fatal(err)
	}
	dst := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := card.AppendBilling(dst, billing); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLabel(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := card.Label("R01", "SM26"); !ok {
			b.Fatal("SM26 not found")
		}
	}
}

func BenchmarkCheckRPPS(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if card.CheckRPPS("99900000011") != nil {
			b.Fatal("not valid")
		}
	}
}

// Clean objects cost the memory of their texts and nothing else: one string each
// for serial number, card number and issuer, six names, two languages and
// identifiers, and so on, and one slice of billing situations.
func TestDecodeAllocations(t *testing.T) {
	objects := fullCardBytes(t)
	c := card.Contents{Activities: make([]card.NumberedActivity, 2)}
	const texts = 1 + 2 + 6 + 1 + 3 + 3 + 3 + 1
	const slices = 1
	if got := testing.AllocsPerRun(100, func() { fill(&c, &objects) }); got > texts+slices {
		t.Errorf("%v allocations, want at most %d", got, texts+slices)
	}
	if c.Billing.State != card.Present || c.Billing.Deviations != nil {
		t.Errorf("billing %v, deviations %v", c.Billing.State, c.Billing.Deviations)
	}
	withoutTexts := map[string]func(){
		"update":  func() { card.Fill(&c.Update, objects[1], apdu.SWOK, 1, card.DecodeUpdate) },
		"label":   func() { _, _ = card.ZoneLabel("20", "1") },
		"rpps":    func() { _ = card.CheckRPPS("99900000011") },
		"finess":  func() { _ = card.CheckFINESS("990000010", true) },
		"billing": func() { _ = card.CheckBilling("1992600015", true) },
	}
	for name, f := range withoutTexts {
		if got := testing.AllocsPerRun(100, f); got != 0 {
			t.Errorf("%s: %v allocations, want 0", name, got)
		}
	}
}
