package simulator

import "testing"

func BenchmarkLoadProfile(b *testing.B) {
	for b.Loop() {
		p, err := LoadProfile("cps3-no-fse")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Personalise(profileNow); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPresets(b *testing.B) {
	for b.Loop() {
		if len(Presets()) == 0 {
			b.Fatal("empty gallery")
		}
	}
}
