package diagnosis

import (
	"slices"
	"strings"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Dated is data that grows old: what it says, the month in which it was last seen to
// be so (YYYY-MM), and where.
type Dated struct {
	Says, Seen, Source string
}

// versionOf is the first line of a kind about a system or browser that holds, nil when
// none does.
func versionOf(what, system string, holds func(*fact.VersionLine) bool) *fact.VersionLine {
	all := fact.Versions()
	for i := range all {
		if l := &all[i]; l.What == what && l.System == system && holds(l) {
			return l
		}
	}
	return nil
}

func anyLine(*fact.VersionLine) bool { return true }

// latestVersion is the newest Cryptolib known for a system, the zero value for
// another system.
func latestVersion(system string) fact.Version {
	if l := versionOf("latest", system, anyLine); l != nil {
		return l.Library
	}
	return fact.Version{}
}

// excluded reports whether the note of an installed version leaves a system out.
func excluded(system, version string, library fact.Version) bool {
	note := versionOf("note", system, func(n *fact.VersionLine) bool { return !n.Library.Before(library) })
	if note == nil {
		return false
	}
	version = strings.ToLower(version)
	return !slices.ContainsFunc(note.Systems, func(l string) bool { return version == l || strings.HasPrefix(version, l+".") })
}

// endOfWindows returns the last day of support of a Windows, false when it is not
// known.
func endOfWindows(version string) (card.Date, bool) {
	if w := versionOf("end", OSWindows, func(w *fact.VersionLine) bool { return strings.EqualFold(w.Version, version) }); w != nil {
		return w.End, true
	}
	return card.Date{}, false
}

// LocalNetworkFrom is the version from which a browser asks before a page may call a
// program of the computer, for the name of a browser as a workstation gives it; 0 for
// one that does not ask, as far as is known.
func LocalNetworkFrom(browser string) int {
	if b := versionOf("browser", browser, anyLine); b != nil {
		return b.Major
	}
	return 0
}

// DatedData lists the versions and systems that the rules on the workstation rest on.
func DatedData() []Dated {
	var out []Dated
	for _, l := range fact.Versions() {
		var says string
		switch l.What {
		case "latest":
			says = "Cryptolib " + l.Version + ", " + l.System
		case "note":
			says = l.System + ": " + l.Says
		case "end":
			says = "Windows " + l.Version + ": " + l.End.String()
		default:
			says = l.System + " " + l.Version + ": " + l.Says
		}
		out = append(out, Dated{says, l.Seen, l.Source})
	}
	return out
}
