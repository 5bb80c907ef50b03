package main

import (
	"iter"
	"math/rand/v2"

	"github.com/cpslab/cps/harness/fault"
)

// values are the values that a kind is played with, beside none.
var values = [...]struct {
	kind   string
	values []string
}{
	{"status", []string{"6982", "6985", "6A82", "6A80", "6E00", "6A86", "6283", "9000", "6983"}},
	{"cut", []string{"0", "1"}},
	{"too-long", []string{"300"}},
	{"bit", []string{"0", "7", "12", "100"}},
	{"command-bit", []string{"0", "9"}},
	{"atr-bit", []string{"3", "40"}},
}

// templates are the faults of the matrix without a place: every kind that is played, with
// each of its values.
func templates() ([]fault.Fault, error) {
	var all []fault.Fault
	add := func(written string) error {
		faults, err := fault.Parse(written)
		all = append(all, faults...)
		return err
	}
	for _, k := range fault.Kinds() {
		if !k.Where.Has(fault.InProcess) {
			continue
		}
		if err := add(k.Name); err != nil {
			return nil, err
		}
		for _, v := range values {
			if v.kind != k.Name {
				continue
			}
			for _, value := range v.values {
				if err := add(k.Name + "=" + value); err != nil {
					return nil, err
				}
			}
		}
	}
	return all, nil
}

// laidTemplates are the faults of contents: every kind with every value that it takes.
func laidTemplates() ([]fault.Fault, error) {
	var all []fault.Fault
	for _, k := range fault.Kinds() {
		if !k.Where.Has(fault.Profiles) {
			continue
		}
		given := []string{""}
		switch k.Takes {
		case fault.Object:
			given = fault.ObjectNames()
		case fault.Code:
			given = []string{"id", "speciality", "convention", "zone", "mileage", "agreements"}
		case fault.Certificate:
			given = []string{"", "signature", "authentication", "technical"}
		case fault.NoValue, fault.StatusWord, fault.Duration, fault.Number, fault.Bytes, fault.Profile:
		}
		for _, value := range given {
			written := k.Name
			if value != "" {
				written += "=" + value
			}
			faults, err := fault.Parse(written)
			if err != nil {
				return nil, err
			}
			all = append(all, faults...)
		}
	}
	return all, nil
}

// at places a fault at an exchange; one that is there from the start has no place.
func at(f fault.Fault, exchange int) fault.Fault {
	if f.Kind.Triggered() {
		f.On = fault.Trigger{Exchange: exchange}
	}
	return f
}

// matrix are the cases of one card: each fault at each exchange from first to last, and
// what is there from the start once.
func matrix(faults []fault.Fault, first, last int) iter.Seq[[]fault.Fault] {
	return func(yield func([]fault.Fault) bool) {
		for _, f := range faults {
			if !f.Kind.Triggered() {
				if first == 1 && !yield([]fault.Fault{f}) {
					return
				}
				continue
			}
			for n := first; n <= last; n++ {
				if !yield([]fault.Fault{at(f, n)}) {
					return
				}
			}
		}
	}
}

// drawn is a pair of faults at exchanges, or faults that chance sets off.
func drawn(r *rand.Rand, faults []fault.Fault, exchanges int) []fault.Fault {
	one, two := faults[r.IntN(len(faults))], faults[r.IntN(len(faults))]
	one, two = at(one, 1+r.IntN(max(1, exchanges))), at(two, 1+r.IntN(max(1, exchanges)))
	if r.IntN(2) == 0 && one.Kind.Triggered() {
		one.On = fault.Trigger{Every: true, Chance: []float64{0.01, 0.05, 0.2}[r.IntN(3)], Seed: r.Uint64() >> 1}
	}
	return []fault.Fault{one, two}
}
