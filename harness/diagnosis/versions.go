package diagnosis

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Dated is data that grows old: what it says, the month in which it was last seen to
// be so (YYYY-MM), and where.
type Dated struct {
	Says, Seen, Source string
}

// versionTable is dated line by line; its head says what each line is.
//
//go:embed versions.tsv
var versionTable string

// versionLine is one line of the table: the system or browser it is about, a version
// of it or of the Cryptolib there, and what the line says of that.
type versionLine struct {
	what, system, version, says string
	seen, source                string

	library fact.Version // of a latest Cryptolib or a note
	systems []string     // of a note
	end     card.Date    // of a Windows
	major   int          // of a browser
}

// versions is the table, which never changes. A line that is none is a fault of the
// program.
var versions = sync.OnceValue(func() []versionLine {
	var all []versionLine
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

func readVersionLine(f []string) (l versionLine, ok bool) {
	if len(f) != 6 {
		return l, false
	}
	l = versionLine{what: f[0], system: f[1], version: f[2], says: f[3], seen: f[4], source: f[5]}
	var err error
	switch l.what {
	case "latest":
		l.library, ok = fact.ParseVersion(l.version)
		return l, ok
	case "note":
		l.library, ok = fact.ParseVersion(l.version)
		l.systems = strings.Split(l.says, ", ")
		return l, ok
	case "end":
		l.end, err = card.ParseDate(l.says)
	case "browser":
		l.major, err = strconv.Atoi(l.version)
	default:
		return l, false
	}
	return l, err == nil
}

// versionOf is the first line of a kind about a system or browser that holds, nil when
// none does.
func versionOf(what, system string, holds func(*versionLine) bool) *versionLine {
	all := versions()
	for i := range all {
		if l := &all[i]; l.what == what && l.system == system && holds(l) {
			return l
		}
	}
	return nil
}

func anyLine(*versionLine) bool { return true }

// latestVersion is the newest Cryptolib known for a system, the zero value for
// another system.
func latestVersion(system string) fact.Version {
	if l := versionOf("latest", system, anyLine); l != nil {
		return l.library
	}
	return fact.Version{}
}

// excluded reports whether the note of an installed version leaves a system out.
func excluded(system, version string, library fact.Version) bool {
	note := versionOf("note", system, func(n *versionLine) bool { return !n.library.Before(library) })
	if note == nil {
		return false
	}
	version = strings.ToLower(version)
	return !slices.ContainsFunc(note.systems, func(l string) bool { return version == l || strings.HasPrefix(version, l+".") })
}

// endOfWindows returns the last day of support of a Windows, false when it is not
// known.
func endOfWindows(version string) (card.Date, bool) {
	if w := versionOf("end", OSWindows, func(w *versionLine) bool { return strings.EqualFold(w.version, version) }); w != nil {
		return w.end, true
	}
	return card.Date{}, false
}

// LocalNetworkFrom is the version from which a browser asks before a page may call a
// program of the computer, for the name of a browser as a workstation gives it; 0 for
// one that does not ask, as far as is known.
func LocalNetworkFrom(browser string) int {
	if b := versionOf("browser", browser, anyLine); b != nil {
		return b.major
	}
	return 0
}

// DatedData lists the versions and systems that the rules on the workstation rest on.
func DatedData() []Dated {
	var out []Dated
	for _, l := range versions() {
		var says string
		switch l.what {
		case "latest":
			says = "Cryptolib " + l.version + ", " + l.system
		case "note":
			says = l.system + ": " + l.says
		case "end":
			says = "Windows " + l.version + ": " + l.end.String()
		default:
			says = l.system + " " + l.version + ": " + l.says
		}
		out = append(out, Dated{says, l.seen, l.source})
	}
	return out
}
