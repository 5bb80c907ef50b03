package leak

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
)

func bytesOf(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// watched has seen a login, a name with an accent, a card number and an identifier.
func watched(t *testing.T) *Watch {
	t.Helper()
	w := &Watch{}
	say := func(cmd string, answer []byte) { w.See(bytesOf(t, cmd), append(answer, 0x90, 0x00)) }
	say("00 20 00 01 04 38 36 34 32", nil)
	say("00 24 00 01 08 37 35 33 31 39 37 35 33", nil)
	say("00 A4 09 04 02 D1 02", nil)
	say("00 B0 00 00 00", append([]byte{0xE4, 0x11, 0x81, 0x07}, "DUPR\xC9AU\x82\x06HUGUES"...))
	say("00 A4 09 04 02 D1 01", nil)
	say("00 B0 00 00 00", bytesOf(t, "E3 0D 81 05 2999000117 84 04 20281129"))
	say("00 A4 09 04 02 D1 04", nil)
	say("00 B0 00 00 00", append([]byte{0xED, 0x0E, 0x81, 0x0C}, "810001234567"...))
	return w
}

// Each secret is found in each form, in the middle of a line, at its line.
func TestSearch(t *testing.T) {
	t.Parallel()
	w := watched(t)
	hexOf := func(s string) string { return hex.EncodeToString([]byte(s)) }
	b64 := func(before, s string) string { return base64.StdEncoding.EncodeToString([]byte(before + s + "end")) }
	for in, want := range map[string]Found{
		`"8642"`:                          {2, Code, "clear"},
		"pin=8642;":                       {2, Code, "clear"},
		"00200001" + "04" + "38363432":    {2, Code, "hexadecimal"},
		"24" + "8642" + "FFFFFFFFFF":      {2, Code, "bcd"},
		"8642" + "FFFFFFFFFFFF":           {2, Code, "bcd"},
		`"0020000102` + `8642"`:           {2, Code, "bcd"},
		b64("", "8642"):                   {2, Code, "base64"},
		b64("x", "8642"):                  {2, Code, "base64"},
		b64("xy", "8642"):                 {2, Code, "base64"},
		hexOf("75319753"):                 {2, Code, "hexadecimal"},
		hexOf("x7531x"):                   {2, Code, "hexadecimal"},
		"dr hugues":                       {2, Name, "clear"},
		"HUGUES":                          {2, Name, "clear"},
		hexOf("hugues"):                   {2, Name, "hexadecimal"},
		strings.ToUpper(hexOf("HUGUES")):  {2, Name, "hexadecimal"},
		"dupréau":                         {2, Name, "clear"},
		"DUPRÉAU":                         {2, Name, "clear"},
		hexOf("DUPR\xC9AU"):               {2, Name, "hexadecimal"},
		hexOf("Dupréau"):                  {2, Name, "hexadecimal"},
		hexOf("dUpréau"):                  {}, // of another case than any that is written
		hexOf("DUPRÉAU"):                  {2, Name, "hexadecimal"},
		hexOf("dupr\xE9au"):               {2, Name, "hexadecimal"},
		b64("xy", "DUPR\xC9AU"):           {2, Name, "base64"},
		b64("x", "hugues"):                {2, Name, "base64"},
		"2999000117":                      {2, Number, "clear"},
		hexOf("2999000117"):               {2, Number, "hexadecimal"},
		b64("", "2999000117"):             {2, Number, "base64"},
		"810001234567":                    {2, Number, "clear"},
		"10001234567F":                    {2, Number, "clear"},
		hexOf("10001234567"):              {2, Number, "hexadecimal"},
		"20281129":                        {}, // a date stays
		`"t":8642,"dt":7531`:              {},
		"0008642000":                      {}, // four digits stand anywhere
		hexOf("99986421") + " 1999000117": {},
	} {
		got := w.Search([]byte("first line\n…" + in + "…\n"))
		if want == (Found{}) {
			if len(got) > 0 {
				t.Errorf("%s: found %v", in, got)
			}
			continue
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s: found %v, want %v", in, got, want)
		}
	}
}

// What an authority is called may hold a word that is somebody's name.
func TestAllow(t *testing.T) {
	t.Parallel()
	w := watched(t)
	issuer := []byte("CN=AC HUGUES FORT")
	line := []byte(strings.ToUpper(hex.EncodeToString(issuer)))
	if len(w.Search(line)) == 0 {
		t.Fatal("not found before it was allowed")
	}
	w.Allow(issuer)
	for _, in := range [][]byte{line, line[:26]} { // an answer ends anywhere
		if got := w.Search(in); len(got) > 0 {
			t.Errorf("%s: %v", in, got)
		}
	}
	if got := w.Search([]byte(hex.EncodeToString([]byte("MME HUGUES")))); len(got) == 0 {
		t.Error("the name is allowed everywhere")
	}
}

// Nothing that a card or a program says ends the search, and it holds no secret back that
// it took.
func FuzzWatch(f *testing.F) {
	f.Add([]byte{0x00, 0x20, 0x00, 0x01, 0x04, '1', '2', '3', '4'}, []byte{0xE4, 0x05, 0x81, 0x03, 'A', 'B', 'C', 0x90, 0x00})
	f.Add([]byte{0x00, 0xB0, 0x00, 0x00, 0x00}, []byte{0x30, 0x82, 0x00, 0x01, 0x00, 0x90, 0x00})
	f.Fuzz(func(t *testing.T, cmd, answer []byte) {
		var w Watch
		w.See(cmd, answer)
		w.See([]byte{0x00, 0xB0, 0x00, 0x00, 0x00}, answer)
		w.See([]byte{0x00, 0xA4, 0x00, 0x00}, nil)
		for secret := range w.secrets {
			if len(secret) >= leastAnywhere && len(w.Search([]byte(hex.EncodeToString([]byte(secret))))) == 0 {
				t.Fatalf("%q is not found", secret)
			}
		}
	})
}
