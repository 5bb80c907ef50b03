package lookup

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
)

func readLog(t *testing.T, in io.Reader) Log {
	t.Helper()
	l, err := ReadLog(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// seen is a cause of a log: its first rule, its first line and how many hold it.
type seen struct {
	rule        string
	line, times int
}

func causesSeen(l Log) []seen {
	var out []seen
	for _, c := range l.Causes {
		out = append(out, seen{c.Match.Message.Rules[0], c.First, c.Times})
	}
	return out
}

// Logs of the real programs: the cause with the number of its line; of healthy
// sessions nothing.
func TestRealLogs(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]seen{
		"pcscd-mute.log":           {{"CPS-RDR-004", 117, 1}, {"CPS-RDR-002", 141, 1}, {"CPS-RDR-004", 142, 1}, {"CPS-RDR-004", 144, 1}},
		"pcscd-healthy.log":        nil,
		"opensc-wrong-pin.log":     {{"CPS-PIN-001", 245, 4}},
		"opensc-healthy.log":       nil,
		"pkcs11-spy-wrong-pin.log": {{"CPS-PIN-001", 96, 2}, {"CPS-PIN-013", 94, 1}},
		"stunnel-untrusted.log":    {{"CPS-CERT-007", 210, 1}, {"CPS-CERT-007", 213, 1}},
		"stunnel-alert.log":        {{"CPS-NET-003", 83, 1}},
	} {
		f, err := os.Open(filepath.Join("..", "..", "testdata", "logs", name))
		if err != nil {
			t.Fatal(err)
		}
		l := readLog(t, f)
		_ = f.Close()
		if got := causesSeen(l); !slices.Equal(got, want) || len(l.NotRead) > 0 {
			t.Errorf("%s: %v (not read: %v), want %v", name, got, l.NotRead, want)
		}
	}
}

// Lines of agents, curl, browsers and Java, amid others; each time, counter and address
// may differ from line to line.
func TestLinesOfLogs(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"2026-10-05 08:12:01 SSV_LireCartePS Retour : F004":                                "CPS-DAM-003",
		"[ERROR] ssv: code 61443":                                                          "CPS-PIN-001",
		"00000012 winscard.c:1622:SCardTransmit() Card not transacted: 0x80100016":         "CPS-RDR-002",
		"00000003 winscard_svc.c:335:ContextThread() Rejected unauthorized PC/SC client":   "CPS-WS-028",
		"ccid_usb.c:672:OpenUSBByName() Can't libusb_open(3/4): LIBUSB_ERROR_BUSY":         "CPS-RDR-018",
		"C_Login returned 0xa4 CKR_PIN_LOCKED":                                             "CPS-PIN-003",
		"curl: (60) SSL certificate problem: self-signed certificate in certificate chain": "CPS-CERT-007",
		"curl: (60) SSL certificate problem: certificate has expired":                      "CPS-CERT-001",
		"Failed to connect to card: Card is unresponsive":                                  "CPS-RDR-004",
		"  SW: 6983": "CPS-PIN-003",
		// A result in its context, whatever stands between the word for it and the number.
		"[ERROR] Lecture CPS : code retour SSV 0xF004": "CPS-DAM-003",
		"erreur SSV 61444":                          "CPS-DAM-003",
		"SSV_LireCartePS a retourné 0xF004":         "CPS-DAM-003",
		"API SSV : SSV_LireCartePS => 61444":        "CPS-DAM-003",
		`<codeRetour>61444</codeRetour>`:            "CPS-DAM-003",
		`{"function":"SSV_LireCartePS","rc":61444}`: "CPS-DAM-003",
		"Erreur GALSS 8001":                         "CPS-WS-012",
		"sw1sw2=6983":                               "CPS-PIN-003",
		"pam_pkcs11[812]: open_pkcs11_login() failed: C_Login() failed: 0x000000A4": "CPS-PIN-003",
		"C_Login failed: 160": "CPS-PIN-001",
		"debug1: pkcs11_login_slot: C_OpenSession failed for slot 0: 224":                                      "CPS-RDR-003",
		"PKCS#11 login failed: PIN locked":                                                                     "CPS-PIN-003",
		"sign_and_send_pubkey: signing failed for RSA \"PIV AUTH pubkey\" from agent: agent refused operation": "CPS-SIGN-009",
		"Could not add card \"/usr/lib/opensc-pkcs11.so\": agent refused operation":                            "CPS-WS-001",
	} {
		log := "rien\nencore rien\n" + line + "\nrien de plus\n" + line + "\n"
		got := causesSeen(readLog(t, strings.NewReader(log)))
		if len(got) == 0 || got[0] != (seen{want, 3, 2}) {
			t.Errorf("%q: %v, want %s at line 3, twice", line, got, want)
		}
	}
	for _, line := range []string{
		"00000006 winscard_svc.c:743:ContextThread() CONTROL for client 9, rv=SCARD_E_UNSUPPORTED_FEATURE",
		"iso7816.c:388:iso7816_process_fci:   tag 0x82: 0x01", "[in] flags = 0x4", "Returned:  0 CKR_OK", "rv=0x0",
		"ma carte est bloquée et le lecteur clignote", "pkcs15-dnie.c:290: returning with: -1413 (Unsupported card)",
		"GET /factures/61444 200 12ms", "",
		"SSV_LireCartePS rc=0", "appel SSV_LireCartePS", "code retour : 0 (0x0000)", "FSV 1.40.14.15 chargée", "galss 3.42 chargé, 2048 octets alloués",
		"galss.ini lu : 1024 octets", "SSV table date 2024", "lecture de 512 octets, status=0", "C_FindObjects failed (nfound 0 nattr 2): 0",
	} {
		if got := causesSeen(readLog(t, strings.NewReader(line+"\n"))); got != nil {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// Nothing of a log comes out but the numbers of its lines: tokens are those of the
// tables, whatever stands where a text has a value.
func TestNothingOfALogComesOut(t *testing.T) {
	t.Parallel()
	const canary = "DUPONT 810003456789"
	log := "Error powering up card: " + canary + " 0x80100066\nC_Login " + canary + " returned 0xa0 " + canary + "\nRetour : F004 " + canary + "\ncurl: (60) SSL certificate problem: " + canary + "\n[in] pPin[ulPinLen] " + canary + "\n"
	l := readLog(t, strings.NewReader(log))
	if len(l.Causes) < 3 {
		t.Errorf("%d causes", len(l.Causes))
	}
	for _, c := range l.Causes {
		for _, s := range []string{c.Token, c.Match.Message.Text, c.Match.Message.Name, c.Match.text, c.Match.Message.Meaning.FR} {
			if strings.Contains(s, "DUPONT") || strings.Contains(s, "8100") {
				t.Errorf("%q", s)
			}
		}
	}
}

// wrongCode is a log whose second line names a cause.
const wrongCode = "rien\r\nC_Login returned 0xa0 CKR_PIN_INCORRECT\r\n"

func zipped(log string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(log))
	_ = z.Close()
	return b.String()
}

func utf16Of(order binary.ByteOrder, mark bool) string {
	var b bytes.Buffer
	if mark {
		_ = binary.Write(&b, order, uint16(0xFEFF))
	}
	_ = binary.Write(&b, order, utf16.Encode([]rune(wrongCode)))
	return b.String()
}

// Other encodings, long and broken lines, and a log that stops within a line.
func TestHostileLogs(t *testing.T) {
	t.Parallel()
	const said = wrongCode
	one := []seen{{"CPS-PIN-001", 2, 1}}
	for name, v := range map[string]struct {
		log     string
		want    []seen
		notRead []string
	}{
		"UTF-16, little":      {utf16Of(binary.LittleEndian, true), one, nil},
		"UTF-16, big":         {utf16Of(binary.BigEndian, true), one, nil},
		"UTF-16, no mark":     {utf16Of(binary.LittleEndian, false), one, nil},
		"UTF-16, no mark, b":  {utf16Of(binary.BigEndian, false), one, nil},
		"mark of UTF-8":       {"\xef\xbb\xbf" + said, one, nil},
		"Latin-1":             {"r\xe9sum\xe9 \xe9t\xe9\nRetour : F004\n", []seen{{"CPS-DAM-003", 2, 1}}, nil},
		"stops in a line":     {said + "C_Sign returned CKR_DEV", one, []string{"the end of line 3"}},
		"stops in a cause":    {"C_Login returned CKR_PIN_LOCKED", []seen{{"CPS-PIN-003", 1, 1}}, []string{"the end of line 1"}},
		"a long line":         {strings.Repeat("x", 10_000_000) + "\n" + said, []seen{{"CPS-PIN-001", 3, 1}}, []string{"the end of lines that are too long: 1"}},
		"a long last line":    {said + strings.Repeat("x", 2_000_000), one, []string{"the end of lines that are too long: 1", "the end of line 3"}},
		"cause at a head":     {"CKR_PIN_LOCKED returned 0xa4 " + strings.Repeat("x", 2_000_000) + "\n", []seen{{"CPS-PIN-003", 1, 1}}, []string{"the end of lines that are too long: 1"}},
		"cause amid a line":   {strings.Repeat("mot ", 50_000) + "C_Login returned CKR_PIN_LOCKED" + strings.Repeat(" mot", 50_000) + "\n" + said, []seen{{"CPS-PIN-003", 1, 1}, {"CPS-PIN-001", 3, 1}}, nil},
		"cause far in a line": {strings.Repeat("mot ", 300_000) + "C_Login returned CKR_PIN_LOCKED\n" + said, []seen{{"CPS-PIN-001", 3, 1}}, []string{"the end of lines that are too long: 1"}},
		"records in a line":   {"[" + strings.Repeat(`{"level":"info","message":"CONTROL for client 9, rv=SCARD_E_UNSUPPORTED_FEATURE"}, `, 200) + `{"message":"PKCS11 C_Login returned CKR_PIN_LOCKED"}]` + "\n", []seen{{"CPS-PIN-003", 1, 1}}, nil},
		"two records":         {`[{"message":"CONTROL for client 9, rv=SCARD_E_UNSUPPORTED_FEATURE"},{"message":"C_Login returned CKR_PIN_LOCKED"}]` + "\n", []seen{{"CPS-PIN-003", 1, 1}}, nil},
		"gzip":                {zipped(said), one, nil},
		"gzip, cut off":       {zipped(said + strings.Repeat("une autre ligne\n", 50))[:60], one, []string{"the end of the compressed log", "the end of line 3"}},
		"gzip, broken":        {"\x1f\x8bnothing", nil, []string{"the end of the compressed log"}},
		"bytes":               {strings.Repeat("\x01\x02\x03\x00", 50) + "\n" + said, []seen{{"CPS-PIN-001", 3, 1}}, []string{"lines that are no text: 1"}},
		"nothing":             {"", nil, nil},
	} {
		l := readLog(t, iotest.HalfReader(strings.NewReader(v.log)))
		if got := causesSeen(l); !slices.Equal(got, v.want) {
			t.Errorf("%s: %v, want %v", name, got, v.want)
		}
		if len(l.NotRead) != len(v.notRead) {
			t.Errorf("%s: not read: %v, want %v", name, l.NotRead, v.notRead)
			continue
		}
		for i, n := range l.NotRead {
			if !strings.Contains(n.EN, v.notRead[i]) {
				t.Errorf("%s: not read: %q, want %q", name, n.EN, v.notRead[i])
			}
		}
	}
}

// endless repeats a text without end, and counts.
type endless struct {
	text string
	at   int
	most int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.most <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), e.most)], e.text[e.at:])
	e.at = (e.at + n) % len(e.text)
	e.most -= int64(n)
	return n, nil
}

// A log of a gigabyte takes no more memory than a small one, and says what it did not
// read.
func TestHugeLogIsBounded(t *testing.T) {
	t.Parallel()
	const line = "00000012 some.c:12:fn() nothing to see here, but bytes that are many enough for a line\n"
	in := io.MultiReader(strings.NewReader("C_Login returned 0xa0\n"), &endless{text: line, most: 1 << 30})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	l := readLog(t, in)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if got := causesSeen(l); !slices.Equal(got, []seen{{"CPS-PIN-001", 1, 1}}) || l.Bytes != maxLog || len(l.NotRead) == 0 || !strings.Contains(l.NotRead[0].EN, "first 256 MiB") {
		t.Errorf("%v, %d bytes, not read %v", got, l.Bytes, l.NotRead)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("%d bytes more in use", grown)
	}
}

// Lines that are all different are looked at to a bound.
func TestDifferentLinesAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range mostLooked + 50 {
		b.WriteString("error word" + strings.Repeat("q", i%97) + strings.Repeat("z", i/97) + "\n")
	}
	l := readLog(t, strings.NewReader(b.String()))
	if len(l.NotRead) != 1 || !strings.Contains(l.NotRead[0].EN, "lines behind too many different ones: 50") {
		t.Errorf("not read: %v", l.NotRead)
	}
}

// Long lines that are all different are looked at to a bound of their own: each takes as much
// time as many short ones.
func TestTextOfLongLinesIsBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 800 {
		b.WriteString("error " + strings.Repeat(string(rune('g'+i%20))+string(rune('g'+i/20%20))+string(rune('g'+i/400))+"k ", 900) + "\n")
	}
	l := readLog(t, strings.NewReader(b.String()))
	if len(l.NotRead) == 0 || !strings.Contains(l.NotRead[len(l.NotRead)-1].EN, "lines behind too many different ones") {
		t.Errorf("not read: %v", l.NotRead)
	}
}

// A reader that fails gives its error, and what was read before it.
func TestLogOfABrokenReader(t *testing.T) {
	t.Parallel()
	broken := errors.New("gone")
	in := io.MultiReader(strings.NewReader("C_Login returned 0xa0\nhalf"), iotest.ErrReader(broken))
	l, err := ReadLog(t.Context(), in)
	if !errors.Is(err, broken) || len(l.Causes) != 1 {
		t.Errorf("%v, %v", l.Causes, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadLog(ctx, &endless{text: "nothing\n", most: 1 << 30}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := ReadLog(ctx, &endless{text: "no end of a line ", most: 1 << 30}); !errors.Is(err, context.Canceled) {
		t.Errorf("one line: %v", err)
	}
}

// FuzzReadLog: no panic, no token that the tables lack.
func FuzzReadLog(f *testing.F) {
	for _, s := range []string{"", "C_Login returned 0xa0\n", "\xff\xfe\x00", "Retour : F004", "pPin[ 1", "[in] pPin[ulPinLen] 1\n", "SW1=0x63 SW2=0xC2\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ReadLog(t.Context(), bytes.NewReader(b))
		if err != nil || l.Bytes != int64(len(b)) {
			t.Fatalf("%v, %d of %d bytes", err, l.Bytes, len(b))
		}
		for _, c := range l.Causes {
			if c.First < 1 || c.Last < c.First || c.Last > l.Lines || c.Times < 1 || c.Token == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}
