package lookup

import (
	"strconv"
	"testing"

	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// FuzzFind: whatever somebody types, each answer is a message with a score
// of the scale, and its rules are those of the catalogue.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"61444", "0xF004 SW=6983", "CKR_PIN_LOCKED", "Carte absente du lecteur (61441)", "pas de dam", "CPS-PIN-003", "63C2 63 c1", "0x8010001D",
		"2026-11-20 10:42:11 galss 8001 pcscd error", "\xff\xfe", "\xff\xfe6\x001\x004\x004\x004\x00", "6\x001\x004\x004\x004\x00", "carte bloqu\xe9e", "\ufeffcarte bloquée", "\x1b[31m61444\x07", "0xFFFFFFFFFFFFFFFFFFFF 99999999999999999999", "…", "ça ne marche pas",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, m := range Find(query) {
			if m.Score < scoreLeast || m.Score > scoreCode {
				t.Fatalf("score %d of %q", m.Score, m.Message.Text)
			}
			for _, id := range m.Message.Rules {
				if _, ok := rule.ByID(id); !ok {
					t.Fatalf("rule %q of %q", id, m.Message.Text)
				}
			}
		}
		for _, r := range CodeReadings(query) {
			if n, err := strconv.ParseInt(r.Hex, 16, 64); err != nil || n != r.Decimal {
				t.Fatalf("%+v of %q", r, query)
			}
		}
	})
}
