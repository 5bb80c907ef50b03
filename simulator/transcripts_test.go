package simulator

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cpslab/cps/harness/card"
)

// The transcripts are what official clients exchanged with a card of these
// contents and these certificates. The list of differs is everything that is
// not the same byte for byte.

// On a CPS4 the DODF of the transcripts lists the first CPS2ter activity only;
// New lists one for each activity. The vectors give the DODF as it was.
const dodfCPS4 = "" +
	"3023300E0C084350535F444154410302064030050C03435053A10A300804063F000001D107" +
	"302530100C0B4350535F49445F4341524403010030050C03435053A10A300804063F000001D101" +
	"302530100C0B4350535F4E414D455F505303010030050C03435053A10A300804063F000001D102" +
	"302530100C0B4350535F4C414E475F505303010030050C03435053A10A300804063F000001D103" +
	"302530100C0B4350535F494E464F5F505303010030050C03435053A10A300804063F000001D104" +
	"3030301B0C124350535F41435449564954595F30315F50530302078004010130050C03435053A10A300804063F000001D120" +
	"3030301B0C124350535F41435449564954595F30325F50530302078004010130050C03435053A10A300804063F000001D121" +
	"302A30150C0C4350535F5349545F464143540302078004010130050C03435053A10A300804063F0000014000" +
	"3034301F0C16435053325445525F41435449564954595F30315F50530302078004010130050C03435053A10A300804063F0000014010"

// differs tells by name why an answer may differ from the transcript; "" when
// it may not. The answer is then checked here as far as it can be.
func differs(t *testing.T, w *keyWork, capdu, got, want string) string {
	t.Helper()
	switch {
	case w.open && w.answer(t, got, want):
		return "a key of the project signs and deciphers: the result is checked with its public key"
	case capdu[2:4] == "84" && len(got) == len(want) && strings.HasSuffix(got, "9000"):
		return "random bytes"
	case (capdu == "01200001" || capdu == "01200002") && want == "9000" && got == "63C3":
		return "a CPS4 tells the counter even when the code is verified; the prototype of this transcript did not yet"
	case strings.HasPrefix(want, "6C") && strings.HasSuffix(got, "6282"):
		return "over T=1 a card gives what there is; the prototype asked for another length"
	case capdu == "01A4040C088025000001FF0100" && want == "6985" && got == "9000", want == "6881" && got == "63C3":
		return "the refusal was provoked"
	}
	return ""
}

// personaliseFor reads the card: line of a transcript.
func personaliseFor(t *testing.T, spec string) Personalisation {
	t.Helper()
	words := strings.Fields(spec)
	faces := map[string]card.Face{
		"cps3": card.FaceCPS3, "cps3-contactless": card.FaceCPS3Contactless, "cps4": card.FaceCPS4,
	}
	face, ok := faces[words[0]]
	if !ok {
		t.Fatalf("card: unknown face %q", words[0])
	}
	p := healthy(face)
	if face == card.FaceCPS4 {
		p.ATR = card.ATRCPS4
		p.Raw[ObjectDODF] = Raw{Bytes: unhex(dodfCPS4)}
	}
	// The prototype had 256 bytes of CPS_DATA on every face.
	p.Raw[ObjectData] = Raw{Bytes: make([]byte, 256)}
	for name, certificate := range transcriptCertificates(t) {
		p.Raw[name] = certificate
	}
	for _, w := range words[1:] {
		if raw, ok := strings.CutPrefix(w, "raw:"); ok {
			name, bytes, _ := strings.Cut(raw, "=")
			p.Raw[Object(name)] = Raw{Bytes: unhex(bytes)}
			continue
		}
		switch w {
		case "pin-left=0":
			p.PIN.Left = 0
		case "puk-left=0":
			p.PUK.Left = 0
		case "no-billing":
			p.Raw[ObjectBilling] = Raw{Absent: true}
		case "update-interrupted":
			p.Raw[ObjectUpdate] = Raw{Bytes: unhex("EC12 8107 20260101120000 8207 00000000000000")}
		case "other-issuer":
			p.Serial = card.Serial{Issuer: "9025000001", Number: "2999000017"}
		default:
			t.Fatalf("card: unknown word %q", w)
		}
	}
	return p
}

func TestTranscripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			replay(t, file)
		})
	}
}

// replay sends the commands of a transcript and compares every answer.
func replay(t *testing.T, file string) {
	t.Helper()
	transcript, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var (
		c         *Card
		w         *keyWork
		sent      string
		exchanges int
	)
	in := bufio.NewScanner(bytes.NewReader(transcript))
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "card: "):
			c = mustNew(t, personaliseFor(t, strings.TrimPrefix(line, "card: ")))
			w = newKeyWork(t, c)
		case line == "reset":
			if err := c.Reset(context.Background(), true); err != nil {
				t.Fatal(err)
			}
		case strings.HasPrefix(line, "> "):
			sent = w.command(t, line[2:])
		case strings.HasPrefix(line, "< "):
			exchanges++
			got, want := send(t, c, sent), line[2:]
			why := differs(t, w, sent, got, want)
			if got != want && why == "" {
				t.Fatalf("line %d: %s\n got %s\nwant %s", n, sent, got, want)
			}
		default:
			t.Fatalf("line %d: %q", n, line)
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	if exchanges == 0 {
		t.Fatal("no exchange")
	}
	t.Logf("%d exchanges, %d results of keys", exchanges, w.checked)
}
