package lookup

import (
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// A message reads the same in UTF-16 of either order, with a mark or without, in the
// old encoding of Windows, behind a mark of UTF-8, and with control characters in it.
func TestEncodings(t *testing.T) {
	t.Parallel()
	const said = "La carte est bloquée : 3 codes erronés « réessayer »"
	units := func(high bool) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(said)) {
			if high {
				b.WriteString(string([]byte{byte(u >> 8), byte(u)}))
			} else {
				b.WriteString(string([]byte{byte(u), byte(u >> 8)}))
			}
		}
		return b.String()
	}
	latin := func() string {
		var b []byte
		for _, r := range said {
			b = append(b, byte(r))
		}
		return string(b)
	}
	want := causes(said)
	if len(want) == 0 || want[0] != "CPS-PIN-003" {
		t.Fatalf("%q: %v", said, want)
	}
	for name, query := range map[string]string{
		"UTF-16 LE, mark": "\xff\xfe" + units(false), "UTF-16 BE, mark": "\xfe\xff" + units(true),
		"UTF-16 LE": units(false), "UTF-16 BE": units(true), "cut in a unit": "\xff\xfe" + units(false) + "a",
		"Latin-1": latin(), "UTF-8, mark": "\ufeff" + said, "control": "\x1b" + strings.ReplaceAll(said, " ", "\x00 \x07\r"),
	} {
		if got := causes(query); len(got) == 0 || got[0] != want[0] {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := plain("l\x92\x80 co\xfbt\x8c"); got != "l’€ coûtŒ" {
		t.Errorf("Windows-1252 reads as %q", got)
	}
}

// Pages of words, of numbers beyond any code, and of one letter take time in proportion to
// their length.
func TestPagesTakeTimeInProportion(t *testing.T) {
	t.Parallel()
	for name, word := range map[string]string{
		"words": "lecteur carte bloquée certificat signature ", "numbers": "0xFFFFFFFFFFFFFFFF 99999999999999999999 -9223372036854775809 ", "names": "SEC_ERROR_UNKNOWN_ISSUER LIBUSB_ERROR_IO CKR_PIN_LOCKED ",
		"noise": "\x00\xff\xfe\x80", "misspelt": "verouille certifcat sinature initialisaton ",
	} {
		Find("61444") // the tables are made once
		took := func(bytes int) time.Duration {
			query := strings.Repeat(word, bytes/len(word))
			begin := time.Now()
			Find(query)
			CodeReadings(query)
			return time.Since(begin)
		}
		// Four times the page takes four times as long, and sixteen if each part looked at all
		// others. The least of some tries counts: what else the computer does is not the page's.
		whole, quarter := time.Hour, time.Hour
		for try := 0; try < 3 || try < 20 && whole > 8*quarter; try++ {
			whole, quarter = min(whole, took(64<<10)), min(quarter, took(16<<10))
		}
		if whole > 8*quarter {
			t.Errorf("%s: %v, a quarter of it %v", name, whole, quarter)
		}
	}
}
