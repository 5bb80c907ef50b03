package lookup

import (
	"bytes"
	"os"
	"path/filepath"
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

// BenchmarkReadLog reads logs of healthy sessions, again and again.
func BenchmarkReadLog(b *testing.B) {
	for _, name := range []string{"pcscd-healthy.log", "opensc-healthy.log"} {
		b.Run(name, func(b *testing.B) {
			one, err := os.ReadFile(filepath.Join("..", "..", "testdata", "logs", name))
			if err != nil {
				b.Fatal(err)
			}
			log := bytes.Repeat(one, 1+(4<<20)/len(one))
			b.SetBytes(int64(len(log)))
			b.ReportAllocs()
			for b.Loop() {
				if l, err := ReadLog(b.Context(), bytes.NewReader(log)); err != nil || len(l.Causes) > 0 {
					b.Fatal(len(l.Causes), err)
				}
			}
		})
	}
}
