package diagnosis

import "github.com/cpslab/cps/harness/card"

// Minimum versions of the library (CryptolibCPS; release notes; FAQ of a
// billing software). One fix has another number on each system.
var (
	minimumV4 = Version{5, 2, 0}
	fixedIn   = Version{5, 2, 2} // Windows
	fixedElse = Version{5, 2, 1} // Linux, macOS
)

// minimum returns the version that recent cards need on a system; sure is
// false when the system is not known and it could be either of two.
func minimum(system string, version Version) (least Version, sure bool) {
	switch system {
	case OSWindows:
		return fixedIn, true
	case OSLinux, OSMacOS:
		return fixedElse, true
	default:
		return fixedElse, version.Before(fixedElse) || !version.Before(fixedIn)
	}
}

// libraryOld tells whether the library is below the minimum of the system.
func (c *checker) libraryOld() Tri {
	version := c.ws.Newest()
	least, sure := minimum(c.ws.OS, version)
	if version.IsZero() || !sure {
		return TriUnknown
	}
	return TriOf(version.Before(least))
}

func (c *checker) libraryEvidence() Evidence {
	return Evidence{Field: "ws.cryptolib", Value: c.ws.Newest().String()}
}

// judgeLibrary is step 2: whether the library can read this generation. The
// guard CPS-WS-004 keeps the number of one system from being held against
// another.
func (c *checker) judgeLibrary() {
	version, old := c.ws.Newest(), c.libraryOld()
	switch {
	case version.IsZero():
		c.workstationUnknown(&ws004, factWsCryptolib)
		c.workstationUnknown(&ws002, factWsCryptolib)
		c.workstationUnknown(&ws003, factWsCryptolib)
		c.judgeRegistration()
		return
	case old == TriUnknown:
		c.workstationUnknown(&ws004, factWsOs)
	case c.face == card.FaceUnknown && old == TriYes:
		c.unknown(&ws004, missingGeneration)
	case c.face == card.FaceCPS4 && old == TriYes:
		c.fireWS(Finding{Rule: &ws004, Evidence: []Evidence{c.libraryEvidence(), {Field: "ws.os", Value: c.ws.OS}}})
	}
	switch {
	case !version.Before(minimumV4):
	case c.face == card.FaceUnknown:
		c.unknown(&ws002, missingGeneration)
	case c.face == card.FaceCPS4:
		c.fireWS(Finding{Rule: &ws002, Evidence: []Evidence{c.libraryEvidence()}})
	}
	c.judgeDelivered(old)
	c.judgeRegistration()
}

// judgeDelivered is the help desk's rule by date. The technical cause is the
// generation: a card that says V3 warns at most.
func (c *checker) judgeDelivered(old Tri) {
	var issued card.Date
	if c.card != nil && c.card.ID.State == card.Present {
		issued = c.card.ID.Value.Issued
	}
	switch {
	case old == TriNo:
	case issued.IsZero():
		c.unknown(&ws003, missingIssue)
	case issued.Before(newCardsFrom):
	case old == TriUnknown:
		c.workstationUnknown(&ws003, factWsOs)
	default:
		f := Finding{Rule: &ws003, Evidence: []Evidence{c.libraryEvidence(), c.dateEvidence(missingIssue, issued)}}
		if c.face == card.FaceCPS3 || c.face == card.FaceCPS3Contactless {
			f.Severity = Warning
		}
		c.fireLibrary(f)
	}
}

// fireLibrary keeps a severity that the judge already lowered.
func (c *checker) fireLibrary(f Finding) {
	if f.Severity == Warning {
		c.fire(f)
		return
	}
	c.fireWS(f)
}

// judgeRegistration: before 5.2.1 Windows does not know the T=0 form of a V4.
func (c *checker) judgeRegistration() {
	if !c.onSystem(&ws011, OSWindows) {
		return
	}
	switch version := c.ws.Newest(); {
	case version.IsZero():
		c.workstationUnknown(&ws011, factWsCryptolib)
	case !version.Before(Version{5, 2, 1}):
	case c.face == card.FaceUnknown:
		c.unknown(&ws011, missingGeneration)
	case c.face == card.FaceCPS4:
		c.fireWSOn(&ws011, "ws.cryptolib", version.String())
	}
}
