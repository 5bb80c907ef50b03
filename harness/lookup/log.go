package lookup

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Bounds of a log: what is read of it, of one line, how many different lines are
// looked at and how much text they are, and how many causes are kept.
const (
	maxLog     = 256 << 20
	maxLine    = 4 << 10
	mostShapes = 20000
	mostLooked = 3000
	mostText   = 2 << 20
	mostCauses = 64
)

// Log is what a log says. Nothing of it is kept but the numbers of its lines: tokens
// are the texts, names and codes of the tables.
type Log struct {
	Lines  int   // that were read, the last one included when it has no end
	Bytes  int64 // that were read
	Causes []LogCause
	// NotRead says what was not read, and why; empty for a log that was read whole.
	NotRead []text.Text
}

// LogCause is one text or code of a log, with what may be behind it.
type LogCause struct {
	Match Match
	Token string // as the tables have it: "CKR_PIN_INCORRECT", "Card is unresponsive"
	// First and Last are the numbers of the lines that hold it, from 1; Times is how
	// many do.
	First, Last, Times int
}

// ReadLog reads a log of pcscd, OpenSC, a PKCS#11 spy, an agent, stunnel, curl or
// their like, and gives the causes that its lines name, the gravest first, and of such
// as are alike the first that was logged. A line counts when it holds a code in its
// context or a text of the lists, never when it is merely like one. Memory is bounded,
// whatever the log holds. The error is that of the reader; what was read before it
// is in the Log.
func ReadLog(ctx context.Context, in io.Reader) (Log, error) {
	l := &logReader{shapes: map[uint64]int{}, at: map[string]int{}}
	counted := &counter{in: in, left: maxLog}
	err := l.read(ctx, counted)
	for _, whole := range l.card.last() {
		l.answered(whole)
	}
	if l.card.dead() { // what unblocks a code is of no use
		for i := range l.log.Causes {
			if m := &l.log.Causes[i].Match.Message; len(m.Rules) > 0 && m.Rules[0] == rule.PIN003.ID() {
				m.Rules = ids(rule.PIN005)
			}
		}
	}
	l.log.Bytes = counted.read
	l.notRead(counted.cut || l.unpacked != nil && l.unpacked.cut)
	slices.SortStableFunc(l.log.Causes, func(a, b LogCause) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.First, b.First))
	})
	return l.log, err
}

// weight puts what stops somebody before what does not, and the sure before the near.
func (c *LogCause) weight() int {
	if len(c.Match.Message.Rules) == 0 {
		return 0
	}
	weight := 1
	if r, ok := rule.ByID(c.Match.Message.Rules[0]); ok {
		weight += int(r.Severity)
	}
	if c.Match.Sure() {
		weight += 10 // above every severity
	}
	return weight
}

// counter counts what is read, and ends after a bound.
type counter struct {
	in   io.Reader
	read int64
	left int64
	cut  bool
}

func (c *counter) Read(p []byte) (int, error) {
	if c.left <= 0 {
		var one [1]byte
		n, err := c.in.Read(one[:])
		c.cut = c.cut || n > 0
		if n > 0 || err == nil {
			err = io.EOF
		}
		return 0, err
	}
	n, err := c.in.Read(p[:min(int64(len(p)), c.left)])
	c.read += int64(n)
	c.left -= int64(n)
	return n, err
}

// logReader is a log on its way.
type logReader struct {
	log    Log
	shapes map[uint64]int // a line that was looked at, by its shape: its cause, -1 for none
	at     map[string]int // causes by their token
	looked int            // lines
	told   int            // bytes of them

	card exchanges // those that it writes down

	long, garbled, skipped int  // lines that are too long, that are no text, that came too late
	open                   bool // the last line has no end
	low                    []byte
	alone                  [1][]byte // a line that is no record
	windows                windows   // of a line that is too long for one
	unpacked               *counter  // what a compressed log holds
	damaged                bool      // the log is a compressed one whose rest cannot be had
}

func (l *logReader) read(ctx context.Context, in io.Reader) error {
	const block = 64 << 10
	b := bufio.NewReaderSize(in, block)
	if head, _ := b.Peek(2); bytes.Equal(head, []byte{0x1F, 0x8B}) { // gzip (RFC 1952), as logs are put away
		z, err := gzip.NewReader(b)
		l.damaged, l.unpacked = err != nil, &counter{in: z, left: maxLog}
		if l.damaged {
			l.unpacked.in = bytes.NewReader(nil)
		}
		b = bufio.NewReaderSize(unpacking{l}, block)
	}
	if head, _ := b.Peek(4); len(head) >= 2 { // a mark, or Western text in UTF-16
		order, isUTF16 := orderOf(head)
		if isUTF16 {
			b = bufio.NewReaderSize(transform.NewReader(b, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), block)
		}
	}
	if head, _ := b.Peek(block); bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		b = bufio.NewReaderSize(crReader{b}, block) // lines that end as those of old Macs did
	}
	line := make([]byte, 0, maxLine)
	for {
		part, err := b.ReadSlice('\n')
		room := maxLine - len(line)
		line = append(line, part[:min(room, len(part))]...)
		tooLong := len(part) > room && len(bytes.TrimRight(part[max(0, room):], "\r\n")) > 0
		full := errors.Is(err, bufio.ErrBufferFull)
		if full || tooLong {
			l.windows.open(line)
		}
		if err == nil || full || len(line) > 0 {
			l.line(line)
		}
		if full || tooLong {
			if err := l.longLine(ctx, b, part[room:], full); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			l.open = l.open || len(line) > 0
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
		line = line[:0]
		const often = 1 << 12
		if l.log.Lines%often == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// unpacking reads a compressed log up to where it is damaged or cut off.
type unpacking struct{ of *logReader }

func (u unpacking) Read(p []byte) (int, error) {
	n, err := u.of.unpacked.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		u.of.damaged, err = true, io.EOF
	}
	return n, err
}

// crReader reads lines that end with a carriage return alone.
type crReader struct{ in io.Reader }

func (r crReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// longLine looks at the rest of a line: at what was read of it and, where that is not all,
// at what follows.
func (l *logReader) longLine(ctx context.Context, b *bufio.Reader, part []byte, goesOn bool) error {
	left := l.more(part)
	for goesOn {
		part, err := b.ReadSlice('\n')
		left = l.more(part) || left
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		case errors.Is(err, io.EOF):
			l.open = true // the next read says so
		case err != nil:
			l.close()
			return err
		}
		goesOn = false
	}
	l.close()
	if left {
		l.long++
	}
	return nil
}

// orderOf tells UTF-16 by its mark, or by the zeros of Western text.
func orderOf(head []byte) (unicode.Endianness, bool) {
	switch {
	case head[0] == 0xFF && head[1] == 0xFE:
		return unicode.LittleEndian, true
	case head[0] == 0xFE && head[1] == 0xFF:
		return unicode.BigEndian, true
	case len(head) < 4:
		return unicode.LittleEndian, false
	case head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return unicode.LittleEndian, true
	case head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return unicode.BigEndian, true
	default:
		return unicode.LittleEndian, false
	}
}

// line looks at one line.
func (l *logReader) line(line []byte) {
	l.log.Lines++
	line = bytes.TrimRight(line, "\r\n")
	if isGarbled(line) {
		l.garbled++
		return
	}
	if several := records(line); len(several) > 1 {
		if l.windows.cut {
			several = several[:len(several)-1] // the last one stands whole in the next window
		}
		for _, row := range several {
			l.row(row)
		}
		return
	}
	l.row(line)
}

// row looks at a line, or at one of the records that stand in it.
func (l *logReader) row(line []byte) {
	line, within := unwrap(line)
	if within == nil {
		within = append(l.alone[:0], line)
	}
	of := false
	for i, row := range within {
		whole, part := l.card.take(row, l.log.Lines)
		l.answered(whole)
		if of = of || part; part {
			within[i] = nil
		}
	}
	if !of {
		l.text(line)
		return
	}
	for _, row := range within {
		l.text(row) // what is no exchange of a record that holds one
	}
}

// text looks for texts and codes in a line, or counts it where it is like one that was
// looked at.
func (l *logReader) text(line []byte) {
	if len(line) == 0 || !l.telling(line) {
		return
	}
	shape := shapeOf(line)
	cause, known := l.shapes[shape]
	switch {
	case known && cause < 0:
	case known:
		l.log.Causes[cause].again(l.log.Lines)
	case len(l.shapes) >= mostShapes || l.looked >= mostLooked || l.told >= mostText:
		l.skipped++
	default:
		l.looked++
		l.told += len(line)
		l.shapes[shape] = l.look(string(line))
	}
}

// isGarbled reports whether a line is no text: control characters, or bytes of no
// encoding, in numbers.
func isGarbled(line []byte) bool {
	control, high := 0, 0
	for _, c := range line {
		switch {
		case c < ' ' && c != '\t' && c != 0x1B:
			control++
		case c >= 0x80:
			high++
		}
	}
	if utf8.Valid(line) {
		high = 0
	}
	const weight, share = 4, 2 // Latin-1 has letters above 0x7F, a text no control characters
	return (control*weight+high)*share > len(line)
}

// notRead says what was left out.
func (l *logReader) notRead(cut bool) {
	add := func(n int, fr, en string) {
		if n > 0 {
			l.log.NotRead = append(l.log.NotRead, text.Of(fr, en, n))
		}
	}
	if cut {
		add(maxLog>>20, "ce qui suit les %d premiers Mio", "what comes behind the first %d MiB")
	}
	if l.damaged {
		l.log.NotRead = append(l.log.NotRead, text.Of("la fin du journal compressé : il est abîmé ou coupé", "the end of the compressed log: it is damaged or cut off"))
	}
	add(l.long, "la fin des lignes trop longues : %d", "the end of lines that are too long: %d")
	add(l.garbled, "lignes qui ne sont pas du texte : %d", "lines that are no text: %d")
	add(l.skipped, "lignes qui suivent trop de lignes différentes : %d", "lines behind too many different ones: %d")
	if l.open {
		add(l.log.Lines, "la fin de la ligne %d : le journal s'y arrête au milieu", "the end of line %d: the log stops in the middle of it")
	}
}
