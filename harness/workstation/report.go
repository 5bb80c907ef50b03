package workstation

import (
	"time"

	"github.com/cpslab/cps/harness/card"
)

// Report is what was collected.
type Report struct {
	System    Fact[System]    `json:"system"`
	Session   Fact[Session]   `json:"session"`
	Clock     Fact[Clock]     `json:"clock"`
	Boot      Fact[time.Time] `json:"boot"`
	Service   Fact[Service]   `json:"service"`
	Readers   Fact[[]Reader]  `json:"readers"`   // empty: the service knows no reader
	Cryptolib Fact[Cryptolib] `json:"cryptolib"` // Copies empty: not installed
	Module    Fact[Module]    `json:"module"`    // answer of the PKCS#11 module to C_GetInfo
	// Dictionaries are the copies of DICO-FR.GIP, the code tables of the
	// Cryptolib.
	Dictionaries    Fact[[]Dictionary]  `json:"dictionaries"`
	RestartPending  Fact[bool]          `json:"restart_pending"`         // installed after the last boot
	CertPropagation Fact[StartType]     `json:"certificate_propagation"` // Windows service CertPropSvc
	SmartAppControl Fact[AppControl]    `json:"smart_app_control"`       // Windows 11
	Galss           Fact[[]GalssConfig] `json:"galss"`
	Sesam           Fact[[]SesamConfig] `json:"sesam"`
	// Competitors is not known when the processes of other users are hidden;
	// its value holds what was seen even so.
	Competitors Fact[[]Competitor] `json:"competitors"`
	USBReaders  Fact[[]USBReader]  `json:"usb_readers"` // on the bus, known to the service or not
	Agent       Fact[Agent]        `json:"agent"`       // on the port of Options.Agent

	// Products are the installed products that have to do with health cards.
	Products   Fact[[]Product]          `json:"products"`
	Components Fact[Components]         `json:"components"` // of SESAM-Vitale
	Programs   Fact[[]Program]          `json:"programs"`   // running, or starting with the session
	Browsers   Fact[[]Browser]          `json:"browsers"`
	Antivirus  Fact[[]string]           `json:"antivirus"` // of other makers than the system's, by name
	Failures   Fact[[]InstallerFailure] `json:"installer_failures"`
	Trace      Fact[[]TraceEntry]       `json:"billing_trace"` // what the billing layer last said
	Rosetta    Fact[bool]               `json:"rosetta"`       // installed, on a Mac with an Arm processor
	// CAPIKept tells that Windows is told to keep the old providers of RSA keys on cards.
	CAPIKept Fact[bool] `json:"capi_kept"`
}

// AppControl is the state of Smart App Control of Windows 11.
type AppControl string

// States of Smart App Control. An evaluation blocks nothing.
const (
	AppControlOff        AppControl = "off"
	AppControlOn         AppControl = "on"
	AppControlEvaluation AppControl = "evaluation"
)

// System is the operating system.
type System struct {
	OS      string `json:"os"`                // GOOS: "linux", "windows", "darwin"
	Arch    string `json:"arch"`              // GOARCH
	ID      string `json:"id,omitempty"`      // "debian", "rhel"; "" elsewhere than on Linux
	Version string `json:"version,omitempty"` // "12", "14.5", "10.0.22631"; "" when not known
	Name    string `json:"name,omitempty"`    // as the system calls itself
	Server  bool   `json:"server,omitempty"`  // a Windows Server
}

// Session is how the user reaches this computer. A reader belongs to the
// computer it is plugged into.
type Session struct {
	Remote bool   `json:"remote"`
	Kind   string `json:"kind,omitempty"` // "ssh", "rdp", "citrix"; "" when local
}

// Clock is the computer's date against what it cannot be before.
type Clock struct {
	Now       time.Time `json:"now"`
	NotBefore time.Time `json:"not_before"` // the build of this program, at least 2020-01-01
	Plausible bool      `json:"plausible"`
}

// ServiceState is the state of the PC/SC service.
type ServiceState string

// Service states.
const (
	Running     ServiceState = "running"
	Activatable ServiceState = "activatable" // its socket listens: the first client starts it
	Stopped     ServiceState = "stopped"
)

// StartType is when Windows starts a service.
type StartType string

// Start types (value Start of the service's registry key).
const (
	StartAutomatic StartType = "automatic"
	StartManual    StartType = "manual"
	StartDisabled  StartType = "disabled"
	StartAbsent    StartType = "absent" // no such service
)

// Service is the PC/SC service: pcscd on Linux, SCardSvr on Windows.
type Service struct {
	State     ServiceState `json:"state"`
	Socket    string       `json:"socket,omitempty"`  // of pcscd
	PID       int          `json:"pid,omitempty"`     // 0 when not known
	Installed bool         `json:"installed"`         // the program is there, or a service answers
	Private   bool         `json:"private,omitempty"` // PCSCLITE_CSOCK_NAME names another service than the system's
	Start     StartType    `json:"start,omitempty"`   // Windows only
}

// Reader is one reader and the card in it.
type Reader struct {
	card.Slot // with an ATR of 2 to 33 bytes when its state is card.SlotCard
	// Face is what the ATR announces, card.FaceUnknown when it is in no list.
	Face card.Face `json:"-"`
	// Generation is "V3", "V3-contactless", "V4", or "unknown" for a card with
	// an unlisted ATR; "" without an answering card.
	Generation string `json:"generation,omitempty"`
	// Card is whose card it is, "" without one, or when nobody told.
	Card        CardKind `json:"card,omitempty"`
	ATRLength   int      `json:"atr_length,omitempty"`  // of an ATR that a file does not repeat, bytes
	Virtual     bool     `json:"virtual,omitempty"`     // software that calls itself a reader
	Contactless bool     `json:"contactless,omitempty"` // an antenna, by its name
}

// Cryptolib is what was found of the Cryptolib CPS.
type Cryptolib struct {
	// Version is the highest version any copy or package states ("5.2.2"), ""
	// when none does. The library's own version (C_GetInfo: 3.1) is another
	// numbering and never used for it.
	Version string `json:"version,omitempty"`
	Copies  []Copy `json:"copies"`
	// GALSS is the settings file that makes the library use GALSS, "" when none does.
	GALSS string `json:"galss_mode,omitempty"`
	// BadVariable says why the library that CPSLAB_CRYPTOLIB names cannot be
	// read; "" when it can, or when the variable is not set.
	BadVariable string `json:"bad_variable,omitempty"`
	// BadVariableErr is the error in BadVariable: one of the file system,
	// ErrNotRegular or ErrForeign; nil after a trip through JSON.
	BadVariableErr error `json:"-"`
}

// Origin tells how a copy was found.
type Origin string

// Origins.
const (
	FromRPM      Origin = "rpm"      // the rpm database
	FromDpkg     Origin = "dpkg"     // the dpkg database
	FromRegistry Origin = "registry" // Windows, installed products
	FromReceipt  Origin = "receipt"  // macOS, installer receipts
	FromADM      Origin = "adm"      // the GIE's inventory files (*.adm)
	FromFile     Origin = "file"     // the library itself
	FromVariable Origin = "variable" // the library that CPSLAB_CRYPTOLIB names
)

// Copy is one trace of an installed Cryptolib. One installation leaves
// several: its package, its inventory file, its library.
type Copy struct {
	Origin  Origin `json:"origin"`
	Path    string `json:"path,omitempty"`            // of the file read; package or product name for databases
	Version string `json:"version,omitempty"`         // of the Cryptolib, "" when this trace does not tell
	Library string `json:"library_version,omitempty"` // version the library states for itself, "03.01.00"
	Bits    int    `json:"bits,omitempty"`            // 32 or 64, 0 when not known
	Old     bool   `json:"old,omitempty"`             // a library of before the CPS3 (cps_pkcs11)
	Ghost   bool   `json:"ghost,omitempty"`           // an entry whose product the installer does not know
	// Installed is when, as the package's database or inventory file tells;
	// for a file its own date, which may be that of its making. Zero when not
	// recorded.
	Installed time.Time `json:"installed,omitzero"`
	// DayOnly tells that Installed is the beginning of a day, the hour not
	// being recorded (Windows, installed products).
	DayOnly bool `json:"installed_day_only,omitempty"`
	// Changed is when a file was put here or last touched; zero when the
	// system does not tell. It is never before the installation.
	Changed time.Time `json:"changed,omitzero"`
}

// Module is the answer to C_GetInfo (PKCS #11, CK_INFO).
type Module struct {
	Path         string `json:"path"`
	Cryptoki     string `json:"cryptoki"`     // "2.20"
	Manufacturer string `json:"manufacturer"` // "ANS"
	Description  string `json:"description"`  // "CPS3 PKCS#11 LINUX"
	Version      string `json:"version"`      // of the library, "3.1"
}

// Dictionary is one copy of DICO-FR.GIP.
type Dictionary struct {
	Path    string `json:"path"`
	Version string `json:"version,omitempty"` // "02.18", "" when the file does not say
	Date    string `json:"date,omitempty"`    // of that version, "2020-02-28"
}

// GalssConfig is one GALSS.INI.
type GalssConfig struct {
	Path     string         `json:"path"`
	Channels []GalssChannel `json:"channels"`
}

// GalssChannel is one section CANALn.
type GalssChannel struct {
	Number    int      `json:"number"`
	Setting   string   `json:"setting"`             // Caracteristiques: a PC/SC reader's name, or line parameters
	Serial    bool     `json:"serial,omitempty"`    // Setting holds line parameters, such as 9600,1,8,0,0
	Resources []string `json:"resources,omitempty"` // names of its devices (NomLAD): "CPS", "Vitale"
}

// SesamConfig is one SESAM.INI.
type SesamConfig struct {
	Path string `json:"path"`
	Size int64  `json:"size"` // bytes
	// Partial tells that somebody wrote down only some of what the file says: the
	// working folder is not known.
	Partial bool `json:"partial,omitempty"`
	// Folders are the values named Repertoire… of every section.
	Folders    []SesamFolder `json:"folders,omitempty"`
	WorkDir    string        `json:"work_dir,omitempty"` // RepertoireTravail of section COMMUN
	WorkExists bool          `json:"work_dir_exists"`
	TableDir   string        `json:"table_dir,omitempty"` // RepertoireTable of section COMMUN or SSV
	MGC        bool          `json:"mgc_section"`         // whether a section MGC is there
	TraceDir   string        `json:"trace_dir,omitempty"` // RepertoireConfigTrace of section MGC
	TraceFile  bool          `json:"trace_file_exists"`   // log4crc.xml in TraceDir
}

// SesamFolder is one folder that a SESAM.INI names.
type SesamFolder struct {
	Section string `json:"section"` // upper case
	Key     string `json:"key"`     // upper case, REPERTOIRE…
	Path    string `json:"path"`
	Exists  *bool  `json:"exists,omitempty"` // nil when that was not looked at
}

// Competitor is software that may take the card before, or instead of, the
// Cryptolib.
type Competitor struct {
	Kind string `json:"kind"` // "pkcs11" (registered module), "process"
	Name string `json:"name"`
	Path string `json:"path,omitempty"` // of the registration
	PID  int    `json:"pid,omitempty"`
}
