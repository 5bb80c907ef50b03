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

// FuzzTransmit sends arbitrary commands, a chain of them, to a card of any
// face: each is answered by at least a status word, and no code gains a try
// unless a command succeeded.
func FuzzTransmit(f *testing.F) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		seedFrom(f, file)
	}
	f.Add(byte(1), []byte("\x04\x00\xB0\x00\x00"))
	f.Add(byte(1), []byte("\xFF"))
	f.Fuzz(func(t *testing.T, face byte, script []byte) {
		p := healthy(card.Face(face % 4))
		p.PUK.Uses = 2
		c := mustNew(t, p)
		for len(script) > 0 {
			n := min(int(script[0]), len(script)-1)
			capdu := script[1 : 1+n]
			script = script[1+n:]
			checkOne(t, c, capdu)
		}
	})
}

// checkOne sends one command and holds what every answer has to hold.
func checkOne(t *testing.T, c *Card, capdu []byte) {
	t.Helper()
	before := c.State()
	got, err := c.Transmit(context.Background(), []byte{0xA5}, capdu)
	if err != nil {
		t.Fatalf("% X: %v", capdu, err)
	}
	if len(got) < 3 || len(got) > 1+256+2 || got[0] != 0xA5 {
		t.Fatalf("% X: %d bytes", capdu, len(got)-1)
	}
	sw := got[len(got)-2:]
	if sw[0] < 0x61 || sw[0] > 0x9F || sw[0] > 0x6F && sw[0] < 0x90 {
		t.Fatalf("% X: no status word: % X", capdu, sw)
	}
	after := c.State()
	success := sw[0] == 0x90 || sw[0] == 0x6A || sw[0] == 0x67 // CHANGE: the old code was right, the new one has no form
	gained := after.PIN.Left > before.PIN.Left || after.PUK.Left > before.PUK.Left
	if gained && !success {
		t.Fatalf("% X: a try gained with % X", capdu, sw)
	}
	if after.PIN.Left < 0 || after.PUK.Left < 0 || after.PUK.Uses < 0 {
		t.Fatalf("% X: a counter below zero: %v", capdu, after)
	}
	if len(after.Data) != len(before.Data) {
		t.Fatalf("% X: CPS_DATA changed its size", capdu)
	}
}

// seedFrom adds the commands of a transcript, as far as a few hundred bytes go.
func seedFrom(f *testing.F, file string) {
	f.Helper()
	transcript, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	faces := map[string]byte{"cps3": 1, "cps3-contactless": 2, "cps4": 3}
	var face byte
	var script []byte
	in := bufio.NewScanner(bytes.NewReader(transcript))
	for in.Scan() && len(script) < 2000 {
		switch line := in.Text(); {
		case strings.HasPrefix(line, "card: "):
			face = faces[strings.Fields(line)[1]]
		case strings.HasPrefix(line, "> "):
			capdu := unhex(line[2:])
			script = append(append(script, byte(len(capdu))), capdu...)
		}
	}
	f.Add(face, script)
}
