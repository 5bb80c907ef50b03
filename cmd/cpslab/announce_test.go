package main

import (
	"strings"
	"testing"
)

// TestNoDriverSaysWhatIsMissingHere: each system is told what it lacks, and none what
// only another could do.
func TestNoDriverSaysWhatIsMissingHere(t *testing.T) {
	t.Parallel()
	for goos, c := range map[string]struct{ has, hasNot []string }{
		"linux":   {[]string{"pcscd", "cpslab with"}, []string{"BixVReader", "docs/"}},
		"windows": {[]string{"simulate", "--usbip", "BixVReader", "35963", "USB/IP", "docs/windows.md", "diagnose sim:"}, []string{"pcscd", "cpslab with"}},
		"darwin":  {[]string{"--usbip", "docs/macos.md", "diagnose sim:"}, []string{"pcscd", "BixVReader", "cpslab with"}},
	} {
		for lang, said := range map[string]string{"fr": noDriver(goos).FR, "en": noDriver(goos).EN} {
			for _, word := range c.has {
				if !strings.Contains(said, word) {
					t.Errorf("%s, %s: no %q in %q", goos, lang, word, said)
				}
			}
			for _, word := range c.hasNot {
				if strings.Contains(said, word) {
					t.Errorf("%s, %s: %q in %q", goos, lang, word, said)
				}
			}
		}
	}
}
