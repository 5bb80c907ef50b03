package diagnosis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// sampleValues are values of a fact that rules tell apart.
func sampleValues(k fact.Key) []string {
	var values []string
	switch k.Type {
	case fact.TypeText, fact.TypeList:
		values = []string{"991026014"}
	case fact.TypeChoice:
		values = slices.Clone(k.Values)
	case fact.TypeYesNo:
		values = []string{"yes", "no"}
	case fact.TypeDate:
		values = []string{"2019-01-01", "2026-11-22", "2027-01-01"}
	case fact.TypeMonth:
		values = []string{"2020-01", "2026-12", "2030-01"}
	case fact.TypeNumber:
		values = []string{"0", "4", "8", "50"}
	case fact.TypeActivity:
		values = []string{"none", "1", "2"}
	case fact.TypeVersion:
		values = []string{"none", "5.1.10", "5.2.1", "5.2.6"}
	case fact.TypeDepartement:
		values = []string{"99", "75"}
	case fact.TypeSSV:
		for _, code := range []int{1, 4, 512, 2048, 0x8001, 61441, 61443, 61444, 61478, 61695, 61696, 61697, 62976, 62992, 63104, 63217, 63218, 1234} {
			values = append(values, fmt.Sprint(code))
		}
	case fact.TypeGALSS:
		values = []string{"4", "8", "64", "256", "512", "1024", "2048", "8192", "8001"}
	case fact.TypeSW:
		values = []string{"63C2", "63C0", "6983", "9000", "9802", "9804", "9808", "9840"}
	case fact.TypeCKR:
		values = []string{"CKR_PIN_LOCKED", "CKR_PIN_INCORRECT", "CKR_DEVICE_REMOVED", "CKR_FUNCTION_CANCELED", "CKR_TOKEN_NOT_PRESENT", "0x102", "0x80000001", "0x5"}
	}
	if k.MayBeEmpty {
		values = append(values, "")
	}
	return values
}

// sampleFacts are all facts with all those values.
func sampleFacts() []string {
	var list []string
	for _, k := range fact.Keys() {
		for _, v := range sampleValues(k) {
			list = append(list, k.Name+"="+v)
		}
	}
	return list
}

// TestNoDeclaredFactIsMissing: nobody is asked for what was declared, alone
// or with another fact of the same rule. A rule that looks at a fact and cannot be judged for it alone names
// another input of its own.
func TestNoDeclaredFactIsMissing(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]func(*Input){
		"no card":               noCard,
		"a healthy card":        func(*Input) {},
		"before the PIN":        noPIN,
		"an empty reader":       reader(card.SlotEmpty),
		"a workstation unknown": func(in *Input) { in.Workstation, in.WorkstationCheck = &Workstation{}, true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := sampleFacts()
			for i, fact := range list {
				one := with(in, facts(fact))
				namesOther(t, one, fact)
				if name != "no card" && name != "a healthy card" {
					continue // what one fact does alone tells enough
				}
				for _, more := range list[i+1:] {
					if !together(fact, more) {
						continue
					}
					if two, err := one.Facts.Declare(more); err == nil {
						both := *one
						both.Facts = two
						namesOther(t, &both, fact+" "+more)
					}
				}
			}
		})
	}
}

// together reports whether a rule looks at both facts.
func together(a, b string) bool {
	a, _, _ = strings.Cut(a, "=")
	b, _, _ = strings.Cut(b, "=")
	return a != b && slices.ContainsFunc(rule.All(), func(r *Rule) bool {
		return slices.Contains(r.Inputs, a) && slices.Contains(r.Inputs, b)
	})
}

// namesOther holds that no rule waits for what was declared, and that each waits
// for one of its inputs.
func namesOther(t *testing.T, in *Input, declared string) {
	t.Helper()
	r := Check(in, noon)
	for u := range r.Unknown {
		if id, ok := fact.Named(u.Missing); ok && in.Facts.Declared.Has(id) {
			t.Errorf("%s: %s waits for %s, which was declared", declared, u.Rule.ID, u.Missing)
		}
		if own := slices.ContainsFunc(u.Rule.Inputs, func(input string) bool { return strings.HasPrefix(input, u.Missing) }); !own && u.Missing != missingCard.name() {
			t.Errorf("%s: %s waits for %s, which is no input of it", declared, u.Rule.ID, u.Missing)
		}
	}
}
