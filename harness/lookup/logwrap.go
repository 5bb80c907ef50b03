package lookup

import (
	"bytes"
	"encoding/json"
	"html"
	"strconv"
	"unicode/utf8"

	"github.com/cpslab/cps/harness/card/text"
)

// A line of a log reaches a ticket in wrappings: colours of a terminal, entities and tags
// of a page, a record in JSON around it. unwrap takes them off. It returns the line as
// text, and the lines that a record holds, which is the line itself where there is none.
// What stands before a line (a quotation mark, a date, a host, a number) is left: texts
// are found within a line, and exchanges by their marks (logmark.go).
func unwrap(line []byte) (whole []byte, within [][]byte) {
	line = withoutColours(line)
	if bytes.IndexByte(line, '&') >= 0 {
		line = withoutEntities(line)
	}
	if bytes.IndexByte(line, '<') >= 0 {
		line = tags().ReplaceAll(line, nil)
	}
	if bytes.Contains(line, []byte(`\"`)) || bytes.Contains(line, []byte(`\n`)) || bytes.Contains(line, []byte(`":`)) {
		if told := saidInJSON(line); told != nil {
			return withoutEscapes(line), told
		}
	}
	return line, nil
}

// colour begins a change of colour, as terminals have it and as logs write ESC: rsyslog
// as #033, cat -v as ^[.
var colour = [...][]byte{[]byte("\x1B["), []byte("^[["), []byte("#033["), []byte(`\033[`), []byte(`\x1b[`), []byte(`\u001b[`), []byte("[")}

// withoutColours takes changes of colour off a line (ECMA-48, SGR), those included whose
// ESC was lost when the line was copied: "[01;31m". The line is changed in place.
func withoutColours(line []byte) []byte {
	if bytes.IndexByte(line, '[') < 0 {
		return line
	}
	out := line[:0]
	for at := 0; at < len(line); {
		if n := colourAt(line[at:]); n > 0 {
			at += n
			continue
		}
		out = append(out, line[at])
		at++
	}
	return out
}

// colourAt returns the length of the change of colour that a text begins with, 0 for none.
func colourAt(b []byte) int {
	switch b[0] {
	case 0x1B, '^', '#', '\\', '[':
	default:
		return 0
	}
	for _, begin := range colour {
		rest, ok := bytes.CutPrefix(b, begin)
		if !ok {
			continue
		}
		const most = 16 // bytes of its numbers
		for i := 0; i < min(len(rest), most); i++ {
			switch c := rest[i]; {
			case c >= '0' && c <= '9' || c == ';':
			case c == 'm' && (i > 0 || len(begin) > 1), c == 'K' && len(begin) > 1:
				return len(begin) + i + 1
			default:
				return 0
			}
		}
	}
	return 0
}

// withoutEntities reads what a page writes for marks: "-&gt;".
func withoutEntities(line []byte) []byte {
	said := html.UnescapeString(string(line))
	return bytes.ReplaceAll([]byte(said), []byte("\u00a0"), []byte(" "))
}

// tags are those that stand around the lines of a log in a page; others, as
// "[client <ip>]", are of the log.
var tags = text.Expression(`(?i)</?(?:br|p|pre|code|div|span|li|ul|ol|td|tr|tt|samp|kbd|b|i|em|strong|font|blockquote)(?:\s[^<>]*)?/?>`)

// saysIn are the members of a record that hold a line of a program, in the order in which
// they are read: those of Docker and Kubernetes, of journalctl -o json, and of the common
// loggers.
var saysIn = [...]string{"log", "msg", "message", "MESSAGE", "text", "line", "error", "err", "stack"}

// saidInJSON returns the lines that a record in JSON holds, nil when the line is none. A
// record may stand behind a date or a name.
func saidInJSON(line []byte) [][]byte {
	begin := bytes.IndexByte(line, '{')
	if begin < 0 {
		return nil
	}
	var record map[string]json.RawMessage
	if json.Unmarshal(bytes.TrimSpace(line[begin:]), &record) != nil {
		return nil
	}
	told := [][]byte{} // a record without such a member is one, too
	for _, name := range saysIn {
		var said string
		if json.Unmarshal(record[name], &said) != nil {
			continue
		}
		for row := range bytes.SplitSeq(bytes.TrimRight([]byte(said), "\r\n"), []byte("\n")) {
			told = append(told, withoutColours(bytes.TrimRight(row, "\r")))
		}
	}
	return told
}

// withoutEscapes reads the escapes of strings in JSON; an end of a line becomes one.
func withoutEscapes(line []byte) []byte {
	out := make([]byte, 0, len(line))
	for at := 0; at < len(line); at++ {
		c := line[at]
		if c == '\\' && at+1 < len(line) {
			at++
			switch c = line[at]; c {
			case 'n', 'r':
				c = '\n'
			case 't':
				c = '\t'
			case '"', '\\', '/':
			default:
				if r, ok := runeOf(line[at:]); ok {
					out, at = utf8.AppendRune(out, r), at+4
					continue
				}
				out = append(out, '\\')
			}
		}
		out = append(out, c)
	}
	return out
}

// runeOf reads what stands behind the backslash of \u00e9.
func runeOf(b []byte) (rune, bool) {
	const digits = 4
	if len(b) <= digits || b[0] != 'u' {
		return 0, false
	}
	v, err := strconv.ParseUint(string(b[1:1+digits]), 16, 16)
	return rune(v), err == nil
}
