package trace

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of a trace that is read. An answer has 65,538 bytes at most (ISO/IEC 7816-4,
// 5.1), and faults make longer ones.
const (
	maxLine   = 512 << 10 // bytes
	maxEvents = 1 << 20
	maxBytes  = 256 << 20
	maxReader = 1023 // a station has up to 1,000 cards
)

// Trace is a whole trace.
type Trace struct {
	Header
	Events []Event // without the end
	// End is the manifest; nil of a trace that was not brought to its end.
	End *Event
}

// Scanner reads the events of a trace one by one.
type Scanner struct {
	header Header
	lines  *lineReader
	events int
	ended  bool
}

// NewScanner reads the first line. Errors are *FormatError, or those of r.
func NewScanner(r io.Reader) (*Scanner, error) {
	s := &Scanner{lines: newLineReader(r)}
	line, err := s.lines.next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, &FormatError{Reason: text.Of("fichier vide", "empty file"), Hint: hintTrace}
	case err != nil:
		return nil, err
	}
	if err := json.Unmarshal(line, &s.header); err != nil || s.header.Version == 0 {
		return nil, &FormatError{Line: 1, Reason: text.Of("ce n'est pas la première ligne d'une trace de cpslab", "not the first line of a trace of cpslab"), Hint: hintTrace}
	}
	if v := s.header.Version; v != Version {
		return nil, &FormatError{
			Line: 1, Reason: text.Of("version %d du format, ce programme lit la version %d", "version %d of the format, this program reads version %d", v, Version),
			Hint: text.Of("prenez le programme qui l'a écrite, ou un plus récent", "use the program that wrote it, or a newer one"),
		}
	}
	return s, nil
}

var hintTrace = text.Of("cpslab trace convert lit les journaux d'autres programmes", "cpslab trace convert reads the logs of other programs")

// Header returns the first line.
func (s *Scanner) Header() Header { return s.header }

// Next returns the next event, the end included; io.EOF behind the last line. A line
// that is cut off, or is none, is a *FormatError.
func (s *Scanner) Next() (Event, error) {
	for {
		line, err := s.lines.next()
		if err != nil {
			return Event{}, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if s.events++; s.events > maxEvents {
			return Event{}, s.bad(text.Of("plus de %d lignes", "more than %d lines", maxEvents))
		}
		if s.ended {
			return Event{}, s.bad(text.Of("quelque chose suit la dernière ligne", "something follows the last line"))
		}
		e, reason := decode(line)
		if !reason.IsZero() {
			if s.lines.cut {
				reason = text.Of("la ligne est coupée", "the line is cut off")
			}
			return Event{}, s.bad(reason)
		}
		if e.Kind == "" {
			continue // of a kind that a later program writes
		}
		s.ended = e.Kind == KindEnd
		return e, nil
	}
}

func (s *Scanner) bad(reason text.Text) error {
	return &FormatError{Line: s.lines.number, Reason: reason}
}

// decode reads a line. The kind is empty where a later program wrote one that is not
// known here.
func decode(line []byte) (e Event, reason text.Text) {
	if err := json.Unmarshal(line, &e); err != nil {
		return e, text.Of("ce n'est pas un objet JSON d'une trace", "not a JSON object of a trace")
	}
	switch e.Kind {
	case "":
		return e, text.Of("sans « kind »", "without a kind")
	case KindExchange:
		switch {
		case len(e.Command) == 0:
			return e, text.Of("un échange sans commande", "an exchange without a command")
		case e.N < 1:
			return e, text.Of("un échange sans numéro", "an exchange without a number")
		}
	case KindCard, KindReset, KindError, KindFault, KindMark, KindEnd:
	default:
		return Event{}, text.Text{}
	}
	switch {
	case e.Reader < 0 || e.Reader > maxReader:
		return e, text.Of("lecteur %d", "reader %d", e.Reader)
	case e.At < 0 || e.Took < 0 || e.N < 0 || e.Exchanges < 0:
		return e, text.Of("un nombre négatif", "a negative number")
	case len(e.ATR) > 33:
		return e, text.Of("un ATR de %d octets", "an ATR of %d bytes", len(e.ATR))
	}
	return e, text.Text{}
}

// Read reads a whole trace. With an error, what stands before it comes too.
func Read(r io.Reader) (*Trace, error) {
	s, err := NewScanner(r)
	if err != nil {
		return &Trace{}, err
	}
	t := &Trace{Header: s.Header()}
	for {
		e, err := s.Next()
		switch {
		case errors.Is(err, io.EOF):
			return t, nil
		case err != nil:
			return t, err
		case e.Kind == KindEnd:
			t.End = &e
		default:
			t.Events = append(t.Events, e)
		}
	}
}

// lineReader reads lines of a bounded length from a bounded file.
type lineReader struct {
	r      *bufio.Reader
	buf    []byte
	number int  // of the line that next gave
	cut    bool // the line had no end: the file ends in it
	read   int64
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// next returns the next line, without its end; it is valid until the next call.
func (l *lineReader) next() ([]byte, error) {
	l.buf, l.cut = l.buf[:0], false
	for {
		part, err := l.r.ReadSlice('\n')
		l.buf = append(l.buf, part...)
		l.read += int64(len(part))
		switch {
		case len(l.buf) > maxLine:
			return nil, &FormatError{Line: l.number + 1, Reason: text.Of("plus de %d octets", "more than %d bytes", maxLine)}
		case l.read > maxBytes:
			return nil, &FormatError{Line: l.number + 1, Reason: text.Of("le fichier dépasse %d Mo", "the file is larger than %d MB", maxBytes>>20)}
		case err == nil:
			l.number++
			return bytes.TrimRight(l.buf, "\r\n"), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(l.buf) > 0:
			l.number, l.cut = l.number+1, true
			return l.buf, nil
		default:
			return nil, err
		}
	}
}
