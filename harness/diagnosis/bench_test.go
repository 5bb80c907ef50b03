package diagnosis

import (
	"fmt"
	"testing"
)

// manyFacts are facts with which no rule fires on a healthy card.
var manyFacts = []string{
	"env=test", "ws.os=windows", "ws.osVersion=11", "ws.cryptolib=5.2.6", "lgc.selected=1", "incident=none", "pin.known=yes",
	"reader.clock=2026-11-22", "cache=ok", "web.login=works",
}

func TestHealthyCardAllocatesNothing(t *testing.T) {
	practice := healthy()
	practice.Card.Activities[0].Value.StructureID = "499900000011018" // tells no département
	for name, in := range map[string]*Input{
		"clinic": healthy(), "practice": practice, "env": with(facts("env=test")), "facts": with(facts(manyFacts...)), "PIN": with(noPIN), "no card": with(noCard),
	} {
		if n := testing.AllocsPerRun(100, func() { read(Check(in, noon)) }); n != 0 {
			t.Errorf("%v allocations without a finding, %s, want 0", n, name)
		}
	}
}

// BenchmarkRules judges a healthy card by all rules, whatever was declared
// beside it.
func BenchmarkRules(b *testing.B) {
	for _, v := range []struct {
		name string
		in   *Input
	}{
		{"facts=none", healthy()},
		{"facts=env", with(facts("env=test"))},
		{"facts=many", with(facts(manyFacts...))},
		{"PIN=none", with(noPIN)},
		{"card=none", with(noCard)},
	} {
		b.Run(v.name, func(b *testing.B) { benchmarkCheck(b, v.in) })
	}
	for _, n := range []int{1, 2, 8, 16} {
		b.Run(fmt.Sprintf("activities=%d", n), func(b *testing.B) { benchmarkCheck(b, manyActivities(n)) })
	}
}

// manyActivities is a healthy card with that many activities, each with a billing
// situation and an AM number of its own.
func manyActivities(n int) *Input {
	in := healthy()
	in.Card.Activities, in.Card.Billing.Value = nil, nil
	for i := range n {
		in.Card.Activities = append(in.Card.Activities, activity(i+1, i+1))
		in.Card.Billing.Value = append(in.Card.Billing.Value, situation(i+1, i+1, amNumbers[i], 0x11))
	}
	return in
}

// amNumbers are numbers of TEST practices with a right key.
var amNumbers = func() (list [16]string) {
	for i := range list {
		s := fmt.Sprintf("9910%04d", 2600+i)
		for key := '0'; key <= '9'; key++ {
			if luhn(s + string(key)) {
				list[i] = s + string(key)
			}
		}
	}
	return list
}()

func benchmarkCheck(b *testing.B, in *Input) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		if r := Check(in, noon); r.Verdict == "" {
			b.Fatal("no verdict")
		}
	}
}

// read looks at all that a check says.
func read(r Result) (n int) {
	for u := range r.Unknown {
		n += len(u.Missing)
	}
	return n + len(r.Findings)
}

// BenchmarkUnknown reads the list of the rules that could not be judged.
func BenchmarkUnknown(b *testing.B) {
	r := Check(healthy(), noon)
	b.ReportAllocs()
	for b.Loop() {
		for u := range r.Unknown {
			if u.Missing == "" {
				b.Fatal(u.Rule.ID)
			}
		}
	}
}
