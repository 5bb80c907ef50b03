package workstation

import "github.com/cpslab/cps/harness/card"

// CardKind is whose card a reader holds.
type CardKind string

// Kinds of cards.
const (
	CardCPS    CardKind = "cps"    // a health professional's
	CardVitale CardKind = "vitale" // an insured person's
	CardOther  CardKind = "other"  // neither, or of an ATR in no list
)

// kindOf tells whose card an ATR announces, "" without one.
func kindOf(atr []byte) CardKind {
	switch {
	case len(atr) == 0:
		return ""
	case card.FaceOf(atr) != card.FaceUnknown:
		return CardCPS
	case card.VitaleATR(atr):
		return CardVitale
	default:
		return CardOther
	}
}

// Product is one installed product: an entry of the Windows list of programs, an
// installer receipt of macOS, a package of Linux.
type Product struct {
	Name      string `json:"name"` // as it is registered; on macOS the id of the receipt
	Version   string `json:"version,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Bits      int    `json:"bits,omitempty"` // 32 or 64, 0 when not known
	// Registered tells whether the installer knows the product behind the entry:
	// one that it does not know is a ghost (code 1605). nil when nobody asked.
	Registered *bool `json:"registered,omitempty"`
}

// Ghost reports whether the entry has no product behind it.
func (p *Product) Ghost() bool { return p.Registered != nil && !*p.Registered }

// Components is what is installed of SESAM-Vitale, by word size: the FSV, its
// tables, MICA and GALSS. A map without a size says that it was not looked at there.
type Components struct {
	Folders  map[Arch][]string `json:"folders,omitempty"`  // names below santesocial
	Releases []Release         `json:"releases,omitempty"` // of the FSV that are registered
	Tables   []TableFolder     `json:"tables,omitempty"`   // of the newest release in each size
	MICA     map[Arch]bool     `json:"mica,omitempty"`     // its library is there
	GALSS    *bool             `json:"galss,omitempty"`    // installed; nil when not looked at
}

// Arch is a word size as Windows names it; a Mac has programs for both processors
// in one file, which count as 64 bits.
type Arch string

// Word sizes.
const (
	X86 Arch = "x86"
	X64 Arch = "x64"
)

// Release is one installed release of the FSV.
type Release struct {
	Version string `json:"version"` // "1.40.14"
	Arch    Arch   `json:"arch"`
}

// TableFolder is a folder of tables of the FSV.
type TableFolder struct {
	Name  string `json:"name"` // "ssv", "srt", "sts"
	Arch  Arch   `json:"arch"`
	Files int    `json:"files"` // -1 when there is no such folder
	// Missing are the binary tables that ought to be in the folder and are not;
	// Listed tells that they were looked for.
	Missing []string `json:"missing,omitempty"`
	Listed  bool     `json:"listed,omitempty"`
}

// Program is a program that runs, or starts with the session.
type Program struct {
	Name   string `json:"name"`             // of its file; of a launch agent its label
	Folder string `json:"folder,omitempty"` // class of its folder: "program-files", "jfse", …
	Vendor string `json:"vendor,omitempty"` // whose it is, as the table of vendors says
	Count  int    `json:"count,omitempty"`  // how many run, 0 when it only starts with the session
	Starts bool   `json:"starts,omitempty"` // with the session or the system
	PID    int    `json:"pid,omitempty"`
}

// Browser is one installed browser.
type Browser struct {
	Name  string `json:"name"`            // "chrome", "edge", "firefox"
	Major int    `json:"major,omitempty"` // 0 when not known
	// LocalNetwork tells whether a policy lets pages call programs of this
	// computer; nil when that was not read.
	LocalNetwork *bool    `json:"local_network_policy,omitempty"`
	Patterns     []string `json:"patterns,omitempty"` // of the pages that the policy names
}

// InstallerFailure is one installation that failed, as the Windows Installer logged
// it.
type InstallerFailure struct {
	Product string `json:"product,omitempty"` // "cryptolib", "mica", "fsv", "galss", "" for another
	Version string `json:"version,omitempty"`
	Code    int    `json:"code,omitempty"`   // 1603, 1618, 1638, 1605; 0 when not logged
	Source  bool   `json:"source,omitempty"` // the package to install from is gone
}

// TraceEntry is one thing that the billing layer said: a code, or a message that is
// known. The line itself is never kept.
type TraceEntry struct {
	Kind     TraceKind `json:"kind"`
	Code     string    `json:"code,omitempty"`     // four hexadecimal digits, for TraceCode
	Function string    `json:"function,omitempty"` // that returned the code
	Count    int       `json:"count,omitempty"`    // of the slots, for TraceSlots
}

// TraceKind is a message of the billing layer or of its agent.
type TraceKind string

// Messages that are known.
const (
	TraceCode         TraceKind = "code"
	TraceNoMGC        TraceKind = "no-mgc"            // no section MGC, or no log4crc.xml
	TraceTablesPath   TraceKind = "tables-path"       // no path of the tables in sesam.ini
	TraceTablesFile   TraceKind = "tables-unreadable" // a table cannot be read
	TraceCPSAbsent    TraceKind = "cps-absent"
	TraceVitaleAbsent TraceKind = "vitale-absent"
	TraceSlots        TraceKind = "slots" // how many slots the agent counts
	TraceNoMICA       TraceKind = "no-mica"
	TraceBlocked      TraceKind = "blocked"      // 0xC0E90002: Smart App Control
	TraceDRC          TraceKind = "drc"          // a page could not reach the agent
	TraceReaderSlow   TraceKind = "reader-slow"  // another agent times out on a channel
	TraceServiceDown  TraceKind = "service-down" // a remote service is out of order
)
