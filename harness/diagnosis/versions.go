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

// latest is the newest Cryptolib known for each system.
var latest = [...]struct {
	system  string
	version fact.Version
	seen    string
	source  string
}{
	{OSWindows, fact.Version{5, 2, 6}, "2026-10", "workstations of the field"},
	{OSLinux, fact.Version{5, 2, 2}, "2026-11", "CryptolibCPS, public packages"},
	{OSMacOS, fact.Version{5, 2, 6}, "2026-10", "workstations of the field"},
}

// latestVersion is the newest Cryptolib known for a system, the zero value for
// another system.
func latestVersion(system string) fact.Version {
	for i := range latest {
		if latest[i].system == system {
			return latest[i].version
		}
	}
	return fact.Version{}
}

// notes are the release notes that are known: up to which version of the Cryptolib
// they speak, and the systems that they list. What a later version supports is not
// known, and not judged.
var notes = [...]struct {
	system  string
	upTo    fact.Version
	systems []string
	seen    string
	source  string
}{
	{OSWindows, fact.Version{5, 2, 2}, []string{"10", "11", "server 2016", "server 2019"}, "2024-06", "release note, Windows 5.2.2"},
	{OSLinux, fact.Version{5, 2, 2}, []string{"rhel 7", "rhel 8", "rhel 9"}, "2024-06", "release note, Linux 5.2.2"},
	{OSMacOS, fact.Version{5, 2, 1}, []string{"12", "13", "14"}, "2024-06", "release note, macOS 5.2.1"},
}

// excluded reports whether the note of an installed version leaves a system out.
func excluded(system, version string, library fact.Version) bool {
	version = strings.ToLower(version)
	for i := range notes {
		n := &notes[i]
		if n.system == system && !n.upTo.Before(library) {
			return !slices.ContainsFunc(n.systems, func(l string) bool { return version == l || strings.HasPrefix(version, l+".") })
		}
	}
	return false
}

// windowsEnds are the last days of support of Windows, extensions under contract
// aside.
var windowsEnds = [...]struct {
	version string
	end     card.Date
	seen    string
}{
	{"7", card.Date{Year: 2020, Month: 1, Day: 14}, "2026-11"},
	{"8", card.Date{Year: 2016, Month: 1, Day: 12}, "2026-11"},
	{"8.1", card.Date{Year: 2023, Month: 1, Day: 10}, "2026-11"},
	{"10", card.Date{Year: 2025, Month: 10, Day: 14}, "2026-11"},
	{"server 2012", card.Date{Year: 2023, Month: 10, Day: 10}, "2026-11"},
	{"server 2016", card.Date{Year: 2027, Month: 1, Day: 12}, "2026-11"},
	{"server 2019", card.Date{Year: 2029, Month: 1, Day: 9}, "2026-11"},
}

// endOfWindows returns the last day of support of a Windows, false when it is not
// known.
func endOfWindows(version string) (card.Date, bool) {
	for i := range windowsEnds {
		if w := &windowsEnds[i]; strings.EqualFold(w.version, version) {
			return w.end, true
		}
	}
	return card.Date{}, false
}

// DatedData lists the versions and systems that the rules on the workstation rest on.
func DatedData() []Dated {
	var out []Dated
	for i := range latest {
		l := &latest[i]
		out = append(out, Dated{"Cryptolib " + l.version.String() + ", " + l.system, l.seen, l.source})
	}
	for i := range notes {
		n := &notes[i]
		out = append(out, Dated{n.system + ": " + strings.Join(n.systems, ", "), n.seen, n.source})
	}
	for i := range windowsEnds {
		w := &windowsEnds[i]
		out = append(out, Dated{"Windows " + w.version + ": " + w.end.String(), w.seen, "Windows lifecycle"})
	}
	return out
}
