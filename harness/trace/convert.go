package trace

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"github.com/cpslab/cps/harness/card/apdu"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/fault"
)

// Format is a way in which programs write down what was said to a card.
type Format string

// The formats. What is imported is in clear: scrub it ([File.Copy]).
const (
	FormatTrace    Format = "cpslab"   // that of this package
	FormatPCSCD    Format = "pcscd"    // log of pcscd --apdu (pcsc-lite sources, debuglog.c, winscard_svc.c)
	FormatOpenSC   Format = "opensc"   // log of OpenSC at level 3 or above (OpenSC sources, apdu.c)
	FormatScriptor Format = "scriptor" // what scriptor prints, and scripts of it (pcsc-tools, scriptor)
	FormatAPDU4J   Format = "apdu4j"   // dumps of apdu4j (its DumpFormat.java)
	FormatPCAP     Format = "pcap"     // capture with GSMTAP, for Wireshark; written only
)

// Imports are the formats that are read, Exports those that are written.
func Imports() []Format {
	return []Format{FormatTrace, FormatPCSCD, FormatOpenSC, FormatScriptor, FormatAPDU4J}
}

// Exports are the formats that are written.
func Exports() []Format { return []Format{FormatTrace, FormatScriptor, FormatAPDU4J, FormatPCAP} }

// Import reads a log of another program, or a trace. With an error, what stands before it
// comes too. The times of logs without any are zero.
func Import(r io.Reader, f Format) (*Trace, error) {
	if f == FormatTrace {
		return Read(r)
	}
	im := &importer{lines: newLineReader(r), t: &Trace{Header: Header{Version: Version}}}
	var err error
	switch f {
	case FormatPCSCD:
		err = im.each(im.pcscd)
	case FormatOpenSC:
		err = im.each(im.opensc)
	case FormatScriptor:
		err = im.each(im.scriptor)
	case FormatAPDU4J:
		err = im.each(im.apdu4j)
	default:
		err = &FormatError{Reason: text.Of("le format « %s » ne se lit pas", "the format %q cannot be read", string(f))}
	}
	if err == nil {
		err = im.finish()
	}
	return im.t, err
}

// Guess tells which format the first lines of a file are in, "" where none is known.
func Guess(head []byte) Format {
	s := bufio.NewScanner(bytes.NewReader(head))
	s.Buffer(nil, maxLine)
	for s.Scan() {
		line := strings.TrimSpace(s.Text())
		_, afterAPDU, apduLine := strings.Cut(line, "APDU: ")
		switch {
		case strings.HasPrefix(line, `{"cpslab-trace"`):
			return FormatTrace
		case strings.Contains(line, "Outgoing APDU ("):
			return FormatOpenSC
		case apduLine && isHex(afterAPDU), strings.Contains(line, "Card ATR: "):
			return FormatPCSCD
		case strings.HasPrefix(line, "> "), strings.HasPrefix(line, "# > "), strings.HasPrefix(line, "Using T="):
			return FormatScriptor
		case strings.HasPrefix(line, "# ATR: "), strings.HasPrefix(line, "# PROTOCOL: "):
			return FormatAPDU4J
		}
	}
	return ""
}

func isHex(s string) bool {
	_, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	return err == nil && s != ""
}

// importer puts exchanges together from lines.
type importer struct {
	lines   *lineReader
	t       *Trace
	watch   fault.Watch
	command []byte // that waits for its answer
	answer  []byte // that is being read
	took    Micros
	n       int
	left    int // bytes of a dump that follow
	into    *[]byte
	open    bool // an answer of scriptor goes on with the next line
}

// each gives every line to read.
func (im *importer) each(read func(line string) text.Text) error {
	for {
		line, err := im.lines.next()
		if err == io.EOF { //nolint:errorlint // the reader's own
			return nil
		}
		if err != nil {
			return err
		}
		if im.n > maxEvents {
			return im.bad(text.Of("plus de %d échanges", "more than %d exchanges", maxEvents))
		}
		if reason := read(string(line)); !reason.IsZero() {
			return im.bad(reason)
		}
	}
}

func (im *importer) bad(reason text.Text) error {
	return &FormatError{Line: im.lines.number, Reason: reason}
}

// finish refuses a log without an exchange, or with a command that nobody answered.
func (im *importer) finish() error {
	if im.open {
		im.exchange()
	}
	switch {
	case im.left > 0:
		return im.bad(text.Of("le fichier est coupé : il manque %d octets", "the file is cut off: %d bytes are missing", im.left))
	case im.command != nil:
		im.lost()
		return nil
	case im.n == 0:
		return &FormatError{Reason: text.Of("aucun échange", "no exchange"), Hint: text.Of("--from dit de quel programme vient le journal", "--from says which program the log is of")}
	}
	return nil
}

// card notes the answer to reset: of the card at first, of a reset later.
func (im *importer) card(atr []byte) {
	if len(atr) > 33 {
		return
	}
	kind := KindCard
	if len(im.t.Events) > 0 {
		kind = KindReset
		im.watch.Reset()
	}
	im.t.Events = append(im.t.Events, Event{Kind: kind, ATR: atr, Cold: kind == KindReset})
}

// commands takes a command; one before it without an answer was lost.
func (im *importer) sends(cmd []byte) {
	im.lost()
	im.command = cmd
}

// lost notes a command that nobody answered.
func (im *importer) lost() {
	if im.command != nil {
		im.add(Event{Err: wordFailed})
	}
}

// exchange puts the answer to the command.
func (im *importer) exchange() {
	im.open = false
	if im.command != nil {
		im.add(Event{Answer: im.answer, Took: im.took})
	}
	im.answer, im.took = nil, 0
}

func (im *importer) add(e Event) {
	if len(im.t.Events) == 0 {
		im.card(nil)
	}
	im.n++
	ev := im.watch.See(im.command)
	e.Kind, e.N, e.Command = KindExchange, im.n, im.command
	e.Op, e.File = ev.Op.String(), ev.FileName()
	if sw, ok := e.SW(); ok {
		im.watch.Settle(ev, apdu.SW(sw))
	}
	im.command = nil
	im.t.Events = append(im.t.Events, e)
}

// hexOf reads hexadecimal digits with or without spaces; asterisks are masked bytes.
func hexOf(s string) ([]byte, bool) {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "**", "2A"), " ", "")
	b, err := hex.DecodeString(s)
	return b, err == nil && len(b) > 0
}

var notHex = text.Of("des chiffres hexadécimaux étaient attendus", "hexadecimal digits were expected")

// pcscd reads a line of its log: "00000012 APDU: 00 A4 …", "SW: 90 00", "Card ATR: 3B …".
func (im *importer) pcscd(line string) text.Text {
	line = withoutColour(line)
	for mark, take := range map[string]func([]byte){
		"APDU: ":     im.sends,
		"Card ATR: ": im.card,
		"SW: ":       func(b []byte) { im.answer = b; im.exchange() },
	} {
		_, digits, ok := strings.Cut(line, mark)
		if !ok || strings.Contains(digits, "(") {
			continue
		}
		b, ok := hexOf(digits)
		if !ok {
			return notHex
		}
		take(b)
		return text.Text{}
	}
	return text.Text{}
}

// withoutColour takes the colours of a terminal out of a line.
func withoutColour(line string) string {
	for {
		before, rest, ok := strings.Cut(line, "\x1B[")
		if !ok {
			return line
		}
		_, after, ok := strings.Cut(rest, "m")
		if !ok {
			return before
		}
		line = before + after
	}
}

// opensc reads a line of its log: "Outgoing APDU (7 bytes):", then rows of sixteen bytes
// with their characters behind.
func (im *importer) opensc(line string) text.Text {
	if im.left > 0 {
		return im.dump(line)
	}
	if _, digits, ok := strings.Cut(line, "match_atr_table: ATR     : "); ok && len(im.t.Events) == 0 {
		if b, ok := hexOf(strings.ReplaceAll(digits, ":", "")); ok {
			im.card(b)
		}
	}
	for mark, into := range map[string]*[]byte{"Outgoing APDU (": &im.command, "Incoming APDU (": &im.answer} {
		_, rest, ok := strings.Cut(line, mark)
		if !ok {
			continue
		}
		n, digits := 0, 0
		for digits < len(rest) && isDigit(rune(rest[digits])) && n < 1<<20 {
			n, digits = n*10+int(rest[digits]-'0'), digits+1
		}
		if n == 0 || n > 1<<17 {
			return text.Of("un APDU de %d octets", "an APDU of %d bytes", n)
		}
		if into == &im.command {
			im.lost()
		}
		im.left, im.into = n, into
		*into = nil
	}
	return text.Text{}
}

// dump reads a row of a dump.
func (im *importer) dump(line string) text.Text {
	const row = 16
	n := min(im.left, row)
	if len(line) < 3*n-1 {
		return text.Of("la ligne est coupée", "the line is cut off")
	}
	b, ok := hexOf(line[:3*n-1])
	if !ok || len(b) != n {
		return notHex
	}
	*im.into = append(*im.into, b...)
	if im.left -= n; im.left == 0 && im.into == &im.answer {
		im.exchange()
	}
	return text.Text{}
}

// scriptor reads a line of what it prints: "> 00 A4 …", "< 90 00 : …" over several lines,
// "> RESET", "< OK: 3B …"; or of a script that Export wrote, where answers are comments.
func (im *importer) scriptor(line string) text.Text {
	line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "# "))
	if im.open && !strings.HasPrefix(line, ">") && !strings.HasPrefix(line, "<") {
		return im.response(line)
	}
	switch {
	case strings.HasPrefix(line, "> RESET"), strings.EqualFold(line, "reset"):
		im.lost()
	case strings.HasPrefix(line, "< OK: "):
		b, ok := hexOf(strings.TrimPrefix(line, "< OK: "))
		if !ok {
			return notHex
		}
		im.card(b)
	case strings.HasPrefix(line, "> "):
		b, ok := hexOf(strings.TrimPrefix(line, "> "))
		if !ok {
			return notHex
		}
		im.sends(b)
	case strings.HasPrefix(line, "< ") && im.command != nil:
		return im.response(strings.TrimPrefix(line, "< "))
	case strings.HasPrefix(line, "dt "):
		if d, err := time.ParseDuration(strings.TrimPrefix(line, "dt ")); err == nil && d >= 0 {
			im.took = MicrosOf(d)
		}
	case strings.HasPrefix(line, "protocol ") && len(im.t.Events) == 1:
		im.t.Events[0].Protocol = strings.TrimPrefix(line, "protocol ")
	case isHex(line) && len(line) >= 8 && im.command == nil:
		b, _ := hexOf(line)
		im.sends(b)
	}
	return text.Text{}
}

// response reads a line of an answer, which ends in a colon and its meaning.
func (im *importer) response(line string) text.Text {
	digits, _, last := strings.Cut(line, " :")
	b, ok := hexOf(digits)
	if !ok && strings.TrimSpace(digits) != "" {
		return notHex
	}
	im.answer, im.open = append(im.answer, b...), true
	if len(im.answer) > 1<<17 {
		return text.Of("une réponse de plus de %d octets", "an answer of more than %d bytes", 1<<17)
	}
	if last {
		im.exchange()
	}
	return text.Text{}
}

// apdu4j reads a line of a dump: comments, and commands and answers in turn.
func (im *importer) apdu4j(line string) text.Text {
	line = strings.TrimSpace(line)
	switch {
	case line == "":
	case strings.HasPrefix(line, "# ATR: "):
		b, ok := hexOf(strings.TrimPrefix(line, "# ATR: "))
		if !ok {
			return notHex
		}
		im.card(b)
	case strings.HasPrefix(line, "# PROTOCOL: "):
		if n := len(im.t.Events); n > 0 {
			im.t.Events[n-1].Protocol = strings.TrimPrefix(line, "# PROTOCOL: ")
		}
	case strings.HasPrefix(line, "#"):
		took, _, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "#")), " ")
		if d, err := time.ParseDuration(took); err == nil && d >= 0 && im.command != nil {
			im.took = MicrosOf(d)
		}
	default:
		b, ok := hexOf(line)
		switch {
		case !ok:
			return notHex
		case im.command == nil:
			im.sends(b)
		default:
			im.answer = b
			im.exchange()
		}
	}
	return text.Text{}
}
