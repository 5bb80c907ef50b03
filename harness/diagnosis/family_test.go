package diagnosis

import (
	"slices"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// An ATR with the historical bytes of the family is of the CPS family, whatever its
// version; any other that no list has may be anybody's.
func TestFamilyOfTheATR(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		atr     []byte
		variant string
	}{
		"another version":   {[]byte{0x3B, 0xAC, 0x00, 0x40, 0x2A, 0x00, 0x12, 0x25, 0x00, 0x64, 0x80, 0x82, 0x02, 0x12, 0x00, 0x90, 0x00}, rule.VariantFamily},
		"one byte of them":  {[]byte{0x3B, 0xAC, 0x00, 0x40, 0x2A, 0x00, 0x12, 0x25, 0x00, 0x64, 0x81, 0x82, 0x02, 0x12, 0x00, 0x90, 0x00}, ""},
		"somebody's":        {[]byte{0x3B, 0x6F, 0x00, 0x00}, ""},
		"the beginning cut": {[]byte{0x25, 0x00, 0x64, 0x80}, ""},
	} {
		findings := Check(with(atr(v.atr...)), noon).Findings
		i := slices.IndexFunc(findings, func(f Finding) bool { return f.Rule.Number == rule.RDR006 })
		if i < 0 || findings[i].Variant != v.variant {
			t.Errorf("%s: %v, want CPS-RDR-006 %q", name, findings, v.variant)
		}
	}
}
