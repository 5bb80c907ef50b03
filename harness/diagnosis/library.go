package diagnosis

import (
	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/diagnosis/fact"
	"github.com/cpslab/cps/harness/diagnosis/rule"
)

// Minimum versions of the library (CryptolibCPS; release notes; FAQ of a
// billing software). One fix has another number on each system.
var (
	minimumV4 = fact.Version{5, 2, 0}
	fixedIn   = fact.Version{5, 2, 2} // Windows
	fixedElse = fact.Version{5, 2, 1} // Linux, macOS
)

// minimum returns the version that recent cards need on a system; sure is
// false when the system is not known and it could be either of two.
func minimum(system string, version fact.Version) (least fact.Version, sure bool) {
	switch system {
	case OSWindows:
		return fixedIn, true
	case OSLinux, OSMacOS:
		return fixedElse, true
	default:
		return fixedElse, version.Before(fixedElse) || !version.Before(fixedIn)
	}
}

// libraryOld reports whether the library is below the minimum of the system.
func (c *checker) libraryOld() Tri {
	least, sure := minimum(c.ws.OS, c.library)
	if c.library.IsZero() || !sure {
		return TriUnknown
	}
	return TriOf(c.library.Before(least))
}

// unknownLibrary lists a rule that misses the version of the library, or the
// system by which the version is too low or not; none when there is no library.
func (c *checker) unknownLibrary(r rule.Number) {
	switch {
	case c.noLibrary:
	case c.library.IsZero():
		c.workstationUnknown(r, fact.WsCryptolib)
	default:
		c.workstationUnknown(r, fact.WsOs)
	}
}

func (c *checker) libraryEvidence() Evidence {
	return Evidence{Field: "ws.cryptolib", Value: c.library.String()}
}

// judgeLibrary is step 2: whether the library can read this generation. The
// guard CPS-WS-004 keeps the number of one system from being held against
// another.
func (c *checker) judgeLibrary() {
	version, old := c.library, c.libraryOld()
	switch {
	case version.IsZero():
		c.unknownLibrary(rule.WS004)
		c.unknownLibrary(rule.WS002)
		c.unknownLibrary(rule.WS003)
		c.judgeRegistration()
		return
	case old == TriUnknown:
		c.workstationUnknown(rule.WS004, fact.WsOs)
	case c.generation == card.FaceUnknown && old == TriYes:
		c.unknownGeneration(rule.WS004)
	case c.generation == card.FaceCPS4 && old == TriYes:
		c.fireWS(rule.WS004, Finding{Evidence: []Evidence{c.libraryEvidence(), {Field: "ws.os", Value: c.ws.OS}}})
	}
	switch {
	case !version.Before(minimumV4):
	case c.generation == card.FaceUnknown:
		c.unknownGeneration(rule.WS002)
	case c.generation == card.FaceCPS4:
		c.fireWS(rule.WS002, Finding{Evidence: []Evidence{c.libraryEvidence()}})
	}
	c.judgeDelivered(old)
	c.judgeRegistration()
}

// judgeDelivered is the help desk's rule by date. The technical cause is the
// generation: a card that says V3 warns at most.
func (c *checker) judgeDelivered(old Tri) {
	switch issued := c.issueDate(); {
	case old == TriNo:
	case issued.IsZero():
		c.unreadAndUndeclared(rule.WS003, missingIssue, fact.CardIssueDate)
	case issued.Before(newCardsFrom):
	case old == TriUnknown:
		c.workstationUnknown(rule.WS003, fact.WsOs)
	default:
		f := Finding{Evidence: []Evidence{c.libraryEvidence(), c.dateEvidence(missingIssue.name(), issued)}}
		if c.generation == card.FaceCPS3 || c.generation == card.FaceCPS3Contactless {
			f.Severity = Warning
		}
		c.fireLibrary(rule.WS003, f)
	}
}

// fireLibrary keeps a severity that the judge already lowered.
func (c *checker) fireLibrary(r rule.Number, f Finding) {
	if f.Severity == Warning {
		c.fire(r, f)
		return
	}
	c.fireWS(r, f)
}

// judgeRegistration: before 5.2.1 Windows does not know the T=0 form of a V4.
func (c *checker) judgeRegistration() {
	if !c.onSystem(rule.WS011, c.facts.Has(fact.WsCryptolib), OSWindows) {
		return
	}
	switch version := c.library; {
	case version.IsZero():
		c.unknownLibrary(rule.WS011)
	case !version.Before(fact.Version{5, 2, 1}):
	case c.generation == card.FaceUnknown:
		c.unknownGeneration(rule.WS011)
	case c.generation == card.FaceCPS4:
		c.fireWSOn(rule.WS011, "ws.cryptolib", version.String())
	}
}
