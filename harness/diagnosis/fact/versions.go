package fact

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card"
)

// versionTable is dated line by line; its head says what each line is.
//
//go:embed versions.tsv
var versionTable string

// VersionLine is one line of the table: the system or browser it is about, a version
// of it or of the Cryptolib there, and what the line says of that.
type VersionLine struct {
	What, System, Version, Says string
	Seen, Source                string

	Library Version   // of a latest Cryptolib or a note
	Systems []string  // of a note
	End     card.Date // of a Windows
	Major   int       // of a browser
}

// versionLines is the table, which never changes. A line that is none is a fault of the
// program.
var versionLines = sync.OnceValue(func() []VersionLine {
	var all []VersionLine
	for line := range strings.Lines(versionTable) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		l, ok := readVersionLine(strings.Split(line, "\t"))
		if !ok {
			panic("versions.tsv: " + line)
		}
		all = append(all, l)
	}
	return all
})

func readVersionLine(f []string) (l VersionLine, ok bool) {
	if len(f) != 6 {
		return l, false
	}
	l = VersionLine{What: f[0], System: f[1], Version: f[2], Says: f[3], Seen: f[4], Source: f[5]}
	var err error
	switch l.What {
	case "latest":
		l.Library, ok = ParseVersion(l.Version)
		return l, ok
	case "note":
		l.Library, ok = ParseVersion(l.Version)
		l.Systems = strings.Split(l.Says, ", ")
		return l, ok
	case "end":
		l.End, err = card.ParseDate(l.Says)
	case "browser":
		l.Major, err = strconv.Atoi(l.Version)
	default:
		return l, false
	}
	return l, err == nil
}

// Versions returns the table of versions and systems that the rules on the workstation
// rest on. It is shared: read it, never change it.
func Versions() []VersionLine { return versionLines() }
