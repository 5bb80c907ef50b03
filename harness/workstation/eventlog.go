package workstation

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// What the Windows Installer wrote into the event log Application in the last week:
// the end of an installation with its result (1033), an installation or a change that
// failed (11708, 11729), and a part that had to be repaired and could not (1001, 1004).
const (
	installerEnded  = 1033
	mostEvents      = 500
	installerEvents = `*[System[Provider[@Name='MsiInstaller'] and (EventID=1033 or EventID=11708 or EventID=11729 or EventID=1001 or EventID=1004) and TimeCreated[timediff(@SystemTime) <= 604800000]]]`
)

// installerEvent is an event as Windows writes it in XML (EvtRender).
type installerEvent struct {
	ID   int      `xml:"System>EventID"`
	Data []string `xml:"EventData>Data"`
}

// eventFailure returns what an event says of a failed installation, false for one that
// says nothing of one, or is about something else than the components of the card.
func eventFailure(event []byte) (InstallerFailure, bool) {
	var e installerEvent
	if xml.Unmarshal(event, &e) != nil || len(e.Data) == 0 {
		return InstallerFailure{}, false
	}
	if e.ID != installerEnded {
		f, ok := ReadInstallerLine(strings.Join(e.Data, " "))
		return f, ok && f.Product != ""
	}
	// Product, version, language, result, maker (Windows Installer, event logging).
	if len(e.Data) < 4 {
		return InstallerFailure{}, false
	}
	code, err := strconv.Atoi(strings.TrimSpace(e.Data[3]))
	if err != nil || code == 0 || code == 3010 { // done; done, to be restarted
		return InstallerFailure{}, false
	}
	f, ok := ReadInstallerLine(e.Data[0] + " -- L'installation a échoué.")
	if !ok {
		return InstallerFailure{}, false
	}
	f.Code = code
	if f.Version == "" {
		f.Version = e.Data[1]
	}
	return f, true
}

// installerFailures reads the event log, the newest event first; each failure once.
func (c *collector) installerFailures() Fact[[]InstallerFailure] {
	const source = "Application, MsiInstaller"
	if c.Events == nil {
		return unknown[[]InstallerFailure](NotHere, source)
	}
	events, err := c.Events()
	if err != nil {
		return failed[[]InstallerFailure](err, source)
	}
	out := []InstallerFailure{}
	for _, event := range events {
		if f, ok := eventFailure(event); ok && !slices.ContainsFunc(out, func(o InstallerFailure) bool { return o.Product == f.Product && o.Version == f.Version }) {
			out = append(out, f)
		}
	}
	return known(out, source)
}
