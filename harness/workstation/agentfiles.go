package workstation

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cpslab/cps/harness/card/text"
)

// What agents of Windows write of themselves: one is known whose settings and trace
// stand in known places (zbibeau/juxta, OdaijiJuxta.ps1). Those of others are not known.
const (
	juxtaLink     = "JuxtaLink"
	juxtaSettings = `%APPDATA%\juxta\juxtalink\user.config`
	juxtaTrace    = `%APPDATA%\juxta\juxtalink\logs\trace.txt`
)

// agentPort is the setting of the port in such a file.
var agentPort = text.Expression(`key="port"\s+value="(\d{1,5})"`)

// configuredPort returns the port that an agent is set to, 0 when that is not known.
func (c *collector) configuredPort(program string) int {
	file, ok := c.expand(juxtaSettings)
	if c.OS != "windows" || !ok || !sameProgram(program, juxtaLink) {
		return 0
	}
	b, err := c.read(file, maxText)
	if err != nil {
		return 0
	}
	return portIn(agentPort(), text.Decode(string(b)))
}

func portIn(shape *regexp.Regexp, s string) int {
	m := shape.FindStringSubmatch(s)
	if m == nil {
		return 0
	}
	const most = 1<<16 - 1
	n, _ := strconv.Atoi(m[1]) // five digits at most
	if n > most {
		return 0
	}
	return n
}

// How much of the end of a trace is read, in bytes, and how many entries of it are kept.
const (
	traceTail = 256 << 10
	traceMost = 20
)

// agentTrace returns the last that an agent wrote of the billing layer: codes and
// messages that are known, never a line.
func (c *collector) agentTrace() Fact[[]TraceEntry] {
	file, ok := c.expand(juxtaTrace)
	if c.OS != "windows" || !ok || !c.exists(file) {
		return unknown[[]TraceEntry](NotHere, "")
	}
	b, err := c.tail(file, traceTail)
	if err != nil {
		return failed[[]TraceEntry](err, file)
	}
	entries := []TraceEntry{}
	for line := range strings.Lines(text.Decode(string(b))) {
		if e, ok := ReadTraceLine(line); ok {
			entries = append(entries, e)
		}
	}
	return known(slices.Clone(entries[max(0, len(entries)-traceMost):]), file)
}

// tail returns the last bytes of a regular file.
func (f files) tail(name string, most int64) ([]byte, error) {
	file, err := f.fsys.Open(rel(name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was read only
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	}
	if seek, ok := file.(io.Seeker); ok && info.Size() > most {
		if _, err := seek.Seek((info.Size()-most)&^1, io.SeekStart); err != nil { // an even place, for UTF-16
			return nil, err
		}
	}
	return io.ReadAll(io.LimitReader(file, most+1))
}
