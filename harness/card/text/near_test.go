package text

import (
	"strings"
	"testing"
)

func TestClosest(t *testing.T) {
	t.Parallel()
	names := []string{"ssv", "env", "ws.pcscd", "prescriber.am", "billing"}
	for written, want := range map[string]string{
		"svv": "ssv", "SSV": "ssv", "ws.pcsd": "ws.pcscd", "prescriber.ma": "prescriber.am", "biling": "billing", "bellinge": "billing",
		"x": "", "": "", "agreement": "", strings.Repeat("s", longest+1): "",
	} {
		if got := Closest(written, names); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}
