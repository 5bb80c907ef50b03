package diagnosis

import (
	"time"

	"github.com/cpslab/cps/harness/diagnosis/fact"
)

// Tri is an answer that may not be known.
type Tri uint8

// Answers.
const (
	TriUnknown Tri = iota
	TriYes
	TriNo
)

// TriOf returns TriYes or TriNo.
func TriOf(b bool) Tri {
	if b {
		return TriYes
	}
	return TriNo
}

// triOf returns a fact answered with yes or no.
func triOf(d *fact.Values, id fact.ID) Tri {
	if s, ok := d.Text(id); ok {
		return TriOf(s == "yes")
	}
	return TriUnknown
}

// Known reports whether there is an answer.
func (t Tri) Known() bool { return t != TriUnknown }

// Operating systems, as Workstation.OS and the fact ws.os spell them.
const (
	OSWindows = "windows"
	OSLinux   = "linux"
	OSMacOS   = "macos"
)

// CryptolibCopy is one installed Cryptolib CPS.
type CryptolibCopy struct {
	Version fact.Version // the zero value when it could not be had
	Arch    string       // "x86", "x64", "" when it does not matter
	Where   string       // package or path it was found at
}

// ServiceState is the state of a service of the system.
type ServiceState struct {
	Running   Tri
	Automatic Tri // started with the system, or on demand through its socket
}

// GALSS is what GALSS.INI says.
type GALSS struct {
	SerialOnly Tri      // serial channels and no other
	Readers    []string // PC/SC reader names it declares, nil when unknown
	Swapped    Tri      // CPS and Vitale channels inverted
	Wrong      string   // which channel leads to which other card, "" when they are just inverted

	SerialChannels []string // serial channels of CPS or Vitale beside PC/SC ones
	Lacks          string   // "absent" or "empty" for a file that something expects, "" for none
	Installed      bool     // GALSS is installed, which makes a missing file worth a warning
}

// Port is the local port on which a reading agent is expected.
type Port struct {
	Expected string // the program that ought to own it
	Owner    string // the program that does, "" when nobody listens
}

// Workstation is what is known of the computer. A zero field is not known.
type Workstation struct {
	OS        string // OSWindows, OSLinux, OSMacOS
	OSVersion string // "11", "server 2019", "rhel 9", "14"

	// Cryptolib lists the copies found; CryptolibSearched says that none is an
	// answer.
	Cryptolib         []CryptolibCopy
	CryptolibSearched bool
	LibrariesDiffer   string         // versions that the libraries themselves state, where they differ
	CryptolibGhosts   []fact.Version // entries whose product is not there
	Dictionary        fact.Version   // DICO-FR.GIP, 2.18 for 02.18

	SmartCardService ServiceState // SCardSvr of Windows
	PCSCD            ServiceState // pcscd of Linux and macOS
	CertPropagation  ServiceState // CertPropSvc of Windows
	ReadTime         time.Duration
	RebootPending    Tri // the library was installed after the last boot

	Readers       []string // live PC/SC reader names, nil when the service was not asked
	GALSS         *GALSS   // nil when there is none, or it was not looked for
	Remote        Tri      // a remote session
	LocalReaders  Tri      // the user's own computer shows a reader
	RemoteReaders Tri      // the remote session shows one
	Shared        Tri      // PC/SC refused access with a sharing violation

	SmartAppControl Tri
	UnsignedNeeded  Tri // an unsigned component is needed; not known counts as yes
	Quarantine      Tri // a third-party antivirus holds files in quarantine

	Port    *Port // nil when no agent is expected, or nobody can tell whose its port is
	Billing bool  // an agent is expected: software bills through this computer
	Trusted Tri   // the authorities of the cards are installed

	// Seen is what was seen behind a fact that was observed here, for its evidence:
	// the browsers, the programs, the file.
	Seen map[fact.ID]string
}

// Newest returns the newest version installed, the zero value when none is
// known.
func (w *Workstation) Newest() fact.Version {
	var newest fact.Version
	for _, c := range w.Cryptolib {
		if newest.Before(c.Version) {
			newest = c.Version
		}
	}
	return newest
}
