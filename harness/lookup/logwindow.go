package lookup

import (
	"bytes"

	"github.com/cpslab/cps/harness/card/text"
)

// Bounds of one line that is longer than maxLine, as a log in one line of JSON or a page
// that lost its ends of line is: how much of it is looked at, and how much of a window is
// looked at again in the next, which is more than any text of the lists has.
const (
	maxLong = 1 << 20
	overlap = 512
)

// windows are what of a long line is looked at in one go.
type windows struct {
	window []byte
	taken  int
	cut    bool // the line that is looked at is the beginning of a long one
}

// open begins a long line, of which the first maxLine bytes were looked at.
func (w *windows) open(first []byte) {
	w.taken, w.cut = len(first), true
	w.window = append(w.window[:0], first[max(0, len(first)-overlap):]...)
}

// more takes what follows of the line, and looks at each window that is full. It reports
// whether something was left out.
func (l *logReader) more(part []byte) (left bool) {
	w := &l.windows
	room := min(len(part), max(0, maxLong-w.taken))
	w.taken += len(part)
	for rest := part[:room]; len(rest) > 0; {
		n := min(len(rest), maxLine-len(w.window))
		w.window, rest = append(w.window, rest[:n]...), rest[n:]
		if len(w.window) == maxLine {
			l.window(w.window, false)
			w.window = append(w.window[:0], w.window[maxLine-overlap:]...)
		}
	}
	return room < len(part)
}

// close looks at the end of a long line.
func (l *logReader) close() {
	if len(l.windows.window) > overlap {
		l.window(l.windows.window, true)
	}
	l.windows = windows{window: l.windows.window[:0]}
}

// window looks at a part of a line, the last or not, without the words, and the records,
// that are cut at its ends: they stand whole in the window before or behind.
func (l *logReader) window(part []byte, last bool) {
	part = bytes.TrimRight(part, "\r\n")
	begin, end := bytes.IndexAny(part, " ,;\t\""), bytes.LastIndexAny(part, " ,;\t\"")
	if begin < 0 || begin == end || isGarbled(part) {
		return
	}
	rows := records(bytes.Clone(part[begin : end+1]))
	if len(rows) > 1 {
		rows = rows[1:]
	}
	if len(rows) > 1 && !last {
		rows = rows[:len(rows)-1]
	}
	for _, row := range rows {
		l.text(row)
	}
}

// betweenRecords is what stands between two records in one line.
var betweenRecords = text.Expression(`\}\s*,?\s*\{`)

// records are the records of a line that holds several, each by itself: what one of them
// tells of a healthy session must not hide the next. A line of one is itself.
func records(line []byte) [][]byte {
	if bytes.IndexByte(line, '{') < 0 {
		return [][]byte{line}
	}
	var out [][]byte
	at := 0
	for _, b := range betweenRecords().FindAllIndex(line, -1) {
		out, at = append(out, line[at:b[0]+1]), b[1]-1
	}
	if at == 0 {
		return [][]byte{line}
	}
	return append(out, bytes.TrimRight(line[at:], "], \t"))
}
