package lookup

import (
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
)

// told are lines of the kinds of which an exchange is read, and lines of texts.
const told = `winscard.c:1622:SCardTransmit() Card not transacted: 0x80100016
00000012 APDU: 00 20 00 01 04 FF FF FF FF
00031201 SW: 63 C2
> 00 A4 00 00 02 A0 01
< 6A 82 : File not found
Outgoing APDU (4 bytes):
00 20 00 02 . ..
Incoming APDU (2 bytes):
69 83 i.
C_Login returned 0xa0 CKR_PIN_INCORRECT
`

// A line is the same whatever a terminal, a page, a collector or a ticket put around it.
func TestWrappedLines(t *testing.T) {
	t.Parallel()
	want := []seen{{"CPS-PIN-001", 3, 1}, {"CPS-PIN-004", 9, 1}, {"CPS-PIN-001", 10, 1}, {"CPS-RDR-002", 1, 1}, {"CPS-CERT-009", 5, 1}}
	inOrder := func(got []seen) []seen {
		slices.SortFunc(got, func(a, b seen) int { return a.line - b.line })
		return got
	}
	plain := inOrder(causesSeen(readLog(t, strings.NewReader(told))))
	if len(plain) != len(want) {
		t.Fatalf("without wrapping: %v", plain)
	}
	quoted := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for name, wrap := range map[string]func(n int, line string) string{
		"a quotation":            func(_ int, l string) string { return "> " + l },
		"quoted twice":           func(_ int, l string) string { return ">> " + l },
		"a table":                func(_ int, l string) string { return "| " + l + " |" },
		"a ticket":               func(n int, l string) string { return fmt.Sprintf("[2026-10-05 08:12:%02d] cabinet: %s", n, l) },
		"syslog, ISO":            func(n int, l string) string { return fmt.Sprintf("2026-10-05T08:12:%02d.1+02:00 pc x[12]: %s", n, l) },
		"journalctl":             func(n int, l string) string { return fmt.Sprintf("Oct  5 08:12:%02d pc x[12]: %s", n, l) },
		"indented":               func(_ int, l string) string { return "\t    " + l },
		"numbered":               func(n int, l string) string { return fmt.Sprintf("%4d  %s", n, l) },
		"grep":                   func(n int, l string) string { return fmt.Sprintf("a.log:%d:%s", n, l) },
		"colours":                func(_ int, l string) string { return "\x1b[01;31m" + l + "\x1b[0m" },
		"colours within":         func(_ int, l string) string { return "\x1b[36m" + l[:4] + "\x1b[0m" + l[4:] },
		"colours, rsyslog":       func(_ int, l string) string { return "#033[35m" + l + "#033[0m" },
		"colours without ESC":    func(_ int, l string) string { return "[35m" + l + "[0m" },
		"a page":                 func(_ int, l string) string { return html.EscapeString(l) + "<br/>" },
		"a record":               func(_ int, l string) string { return `{"level":"info","msg":` + quoted(l) + `}` },
		"a record of Docker":     func(_ int, l string) string { return `{"log":` + quoted(l+"\n") + `,"stream":"stderr"}` },
		"a record in colours":    func(_ int, l string) string { return `{"MESSAGE":` + quoted("\x1b[35m"+l+"\x1b[0m") + `}` },
		"a record behind a date": func(_ int, l string) string { return `2026-10-05 08:12 {"message":` + quoted(l) + `}` },
		"CSV":                    func(_ int, l string) string { return `"2026-10-05","pc","` + l + `"` },
		"Windows":                func(_ int, l string) string { return l + "\r" },
	} {
		var log strings.Builder
		for n, line := range strings.Split(strings.TrimSuffix(told, "\n"), "\n") {
			log.WriteString(wrap(n+1, line) + "\n")
		}
		if got := inOrder(causesSeen(readLog(t, strings.NewReader(log.String())))); !slices.Equal(got, plain) {
			t.Errorf("%s: %v, want %v", name, got, plain)
		}
	}
	if got := inOrder(causesSeen(readLog(t, strings.NewReader(strings.ReplaceAll(told, "\n", "\r"))))); !slices.Equal(got, plain) {
		t.Errorf("carriage returns: %v", got)
	}
}

// A record may hold several lines, and a code beside them; it counts once.
func TestRecords(t *testing.T) {
	t.Parallel()
	for log, want := range map[string][]seen{
		`{"message":"Error\nAPDU: 00 20 00 01\nSW: 69 83\nbye","code":"x"}`:                           {{"CPS-PIN-003", 1, 1}},
		`{"message":"SCardConnect failed","rc":"0x80100069"}`:                                         {{"CPS-RDR-008", 1, 1}},
		`{"message":"CKR_PIN_LOCKED","err":"CKR_PIN_LOCKED"}`:                                         {{"CPS-PIN-003", 1, 1}},
		`{"message":"le num\u00e9ro national d'immatriculation de l'assur\u00e9 x diff\u00e8re"}`:     {{"CPS-RDR-011", 1, 1}},
		`{"message":"CKR_PIN_LOCKED`:                                                                  {{"CPS-PIN-003", 1, 1}},
		`{"a":{"b":[1,2,{"c":"\ud800"}]},"msg":3}` + "\n" + `{"log":"\"` + "\n" + `{{{{":` + "\n\\\n": nil,
	} {
		if got := causesSeen(readLog(t, strings.NewReader(log+"\n"))); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", log, got, want)
		}
	}
}
