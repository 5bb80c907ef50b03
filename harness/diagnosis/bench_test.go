package diagnosis

import "testing"

func TestHealthyCardAllocatesNothing(t *testing.T) {
	practice := healthy()
	practice.Card.Activities[0].Value.StructureID = "499900000011018" // tells no département
	for name, in := range map[string]*Input{"clinic": healthy(), "practice": practice} {
		if n := testing.AllocsPerRun(100, func() { Check(in, noon) }); n != 0 {
			t.Errorf("%v allocations for a healthy card, %s, want 0", n, name)
		}
	}
}

func BenchmarkCheckHealthy(b *testing.B) {
	in := healthy()
	b.ReportAllocs()
	for b.Loop() {
		if r := Check(in, noon); r.Verdict != VerdictOK {
			b.Fatal(r.Verdict)
		}
	}
}

func BenchmarkCheckSixteenActivities(b *testing.B) {
	in := healthy()
	in.Card.Activities, in.Card.Billing.Value = nil, nil
	for i := range 16 {
		in.Card.Activities = append(in.Card.Activities, activity(i+1, i+1))
		in.Card.Billing.Value = append(in.Card.Billing.Value, situation(i+1, i+1, "991026014", 0x11))
	}
	b.ReportAllocs()
	for b.Loop() {
		Check(in, noon)
	}
}
