package scenarios_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/cpslab/cps/harness"
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/simulator"
)

// BenchmarkFullRead reads a CPS3 with two activities, PIN included, in process.
// Target: 25 µs and 50 allocations.
func BenchmarkFullRead(b *testing.B) {
	for _, preset := range []string{"cps3-two-activities", "cps3-healthy", "cps4-healthy"} {
		b.Run(preset, func(b *testing.B) {
			c := open(b, preset)
			b.ReportAllocs()
			exchanges := 0
			for b.Loop() {
				contents, err := situations(b.Context(), c)
				if err != nil || !contents.Protected() {
					b.Fatalf("login %v, %v", contents.Login, err)
				}
				exchanges = contents.Exchanges
			}
			b.ReportMetric(float64(exchanges), "exchanges/op")
		})
	}
}

// BenchmarkDiagnose decodes recorded bytes and judges them by all rules.
// Target: 10 µs.
func BenchmarkDiagnose(b *testing.B) {
	recorded, now := readOnce(b, "cps3-two-activities"), time.Now()
	b.ReportAllocs()
	for b.Loop() {
		contents := decode(recorded)
		in := harness.Input("bench", &contents, nil, fact.Set{})
		if r := diagnosis.Check(&in, now); r.Verdict != diagnosis.VerdictOK {
			b.Fatal(r.Verdict)
		}
	}
}

// BenchmarkRulesHealthy judges a card on which no rule fires. Target: no
// allocation.
func BenchmarkRulesHealthy(b *testing.B) {
	in := harness.Input("bench", readOnce(b, "cps3-two-activities"), nil, fact.Set{Env: fact.EnvTest})
	now := time.Now()
	b.ReportAllocs()
	for b.Loop() {
		if r := diagnosis.Check(&in, now); len(r.Findings) != 0 {
			b.Fatal(r.Verdict)
		}
	}
}

// BenchmarkThousandCards makes a thousand cards and weighs them. Target: 64 KiB
// a card beyond what they share.
func BenchmarkThousandCards(b *testing.B) {
	const n = 1000
	profile, err := simulator.LoadProfile("cps3-two-activities")
	if err != nil {
		b.Fatal(err)
	}
	p, err := profile.Personalise(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	perCard := 0.0
	for b.Loop() {
		before := heap()
		cards := make([]*simulator.Card, n)
		for i := range cards {
			if cards[i], err = simulator.New(p); err != nil {
				b.Fatal(err)
			}
		}
		perCard = float64(heap()-before) / n
		runtime.KeepAlive(cards)
	}
	b.ReportMetric(perCard, "B/card")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func readOnce(b *testing.B, preset string) *card.Contents {
	b.Helper()
	contents, err := open(b, preset).Read(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return contents
}

// decode decodes again every object of a card from its bytes.
func decode(from *card.Contents) card.Contents {
	c := *from
	fill(&c.Serial, card.DecodeSerial)
	fill(&c.Update, card.DecodeUpdate)
	fill(&c.ID, card.DecodeIDCard)
	fill(&c.Name, card.DecodeName)
	fill(&c.Languages, card.DecodeLanguages)
	fill(&c.Info, card.DecodeInfo)
	fill(&c.Billing, card.DecodeBilling)
	c.Activities = make([]card.NumberedActivity, len(from.Activities))
	for i := range c.Activities {
		c.Activities[i] = from.Activities[i]
		fill(&c.Activities[i].Object, card.DecodeActivity)
	}
	return c
}

func fill[T any](o *card.Object[T], decode func([]byte) (T, []card.Deviation, error)) {
	*o = card.Object[T]{Raw: o.Raw, SW: o.SW, Exchange: o.Exchange}
	card.Fill(o, o.Raw, o.SW, o.Exchange, decode)
}
