package lookup

import (
	"strings"
	"testing"
)

// BenchmarkFind looks for a code, a sentence and two pages of words.
func BenchmarkFind(b *testing.B) {
	for name, query := range map[string]string{
		"code": "61444", "sentence": "carte V4 pas reconnue depuis juillet",
		"pages": strings.Repeat("Bonjour, depuis ce matin le lecteur de cartes du cabinet clignote et la carte Vitale du patient n'est pas lue par le logiciel. ", 300),
	} {
		Find(query)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(query)
			}
		})
	}
}
