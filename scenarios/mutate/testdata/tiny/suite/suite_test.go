// Package suite_test is the suite of package tiny. It does not look at
// everything: no scenario has exactly 91 days, and one fails always.
package suite_test

import (
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/cpslab/cps/scenarios/mutate/testdata/tiny"
	"github.com/cpslab/cps/testdata/testneed"
)

// TestMain takes away the variables of the bench, as that of the scenarios does.
func TestMain(m *testing.M) {
	testneed.Alone()
	m.Run()
}

func TestTiny(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "tiny")
}

var day = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var _ = Describe("rules", func() {
	check := func(name string, in tiny.Input, want ...string) {
		It(name, func() { Expect(tiny.Check(&in, day).Rules).To(Equal(want)) })
	}
	check("VAL-001: 90 days left", tiny.Input{Days: 90}, "VAL-001")
	check("VAL-001: 90 days left, received", tiny.Input{Days: 90, Received: true})
	check("VAL-001: 120 days left", tiny.Input{Days: 120})
	check("VAL-002: a CPS", tiny.Input{Days: 120, Kind: "CPS"}, "VAL-002")
	check("VAL-002: a CPE", tiny.Input{Days: 120, Kind: "CPE"})
	check("VAL-003: three parts, an x in the middle", tiny.Input{Days: 120, Parts: []string{"ab", "ax", "ac"}}, "VAL-003")
	check("VAL-003: one part", tiny.Input{Days: 120, Parts: []string{"x"}}, "VAL-003")
	check("fails always", tiny.Input{Days: 120}, "VAL-009")
})
