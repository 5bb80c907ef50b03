package station_test

import (
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/station"
)

// TestNameOf: what people call a file is a name of a card.
func TestNameOf(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"cps3-healthy": "cps3-healthy", "ma carte (2)": "ma-carte-2", "../../etc/passwd": "etc-passwd", "été ☃": "été",
		"": "card", "☃": "card", "-._": "card", "a\nb": "a-b", strings.Repeat("é", 40): strings.Repeat("é", 32), "_x": "x",
	} {
		if got := station.NameOf(written); got != want || !station.IsName(got) {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}
