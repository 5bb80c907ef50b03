package fact

// ID numbers the facts that can be declared.
type ID uint8

// Name returns the name by which it is declared, such as "prescriber.am".
func (id ID) Name() string { return keys[id].Name }

// The facts, by the name with which they are declared: PrescriberAm is
// prescriber.am.
const (
	Env ID = iota
	Use
	LgcSelected
	NewCardReceived
	LgcUser
	LgcProfession
	LgcBillingIds
	LgcStructureAm
	LgcConvention
	LgcConventionDate
	LgcExpectedAm
	LgcDeclaredOn
	LgcReplacement
	LgcReplacedId
	InvoiceMode
	InvoiceReplacedId
	InvoicePsId
	InvoicePlace
	InvoiceHomeVisit
	InvoiceImaging
	ActivityPlace
	ActivityDepartment
	PrescriberAm
	PrescriberFiness
	PrescriberRpps
	PrescriberId
	PrescriberKind
	PrescriberRetired
	HolderEnrolment
	HolderNominative
	SignerKind
	VitaleCategory
	BatchCategory
	BatchPsId
	EcpsId
	CardReceived
	CodesReceived
	OrderDate
	OrderKind
	CardPrintedExpiry
	CardIssueDate
	CardGeneration
	CardLatestKnown
	CardPreviousSerial
	CardAtr
	SlotCps
	SlotOther
	Incident
	IncidentBy
	OppositionDate
	OppositionSerial
	Crl
	CrlNextUpdate
	UpdateAsked
	UpdateAnnounced
	Cache
	PinTypedLength
	PinTypedDigits
	PukTypedLength
	PinConfirmed
	PinAccepted
	UnblockAsked
	PukRefused
	PinKnown
	PukKnown
	PermissionToSign
	TracePin
	ScreenBilling
	Ssv
	Galss
	Sw
	Ckr
	CodeCommand
	CodeTimes
	CodeDuring
	ReaderClock
	ReaderPath
	ReaderIntermittent
	ReaderSeen
	ReaderHolder
	ReaderMode
	ReaderVirtual
	WebActivation
	WebLogin
	Adri
	AmeliproLastLogin
	ChannelBilling
	ChannelOnline
	TlsSignature
	DmpRefusal
	SignatureKey
	EcpsFault
	VitaleApp
	WsOs
	WsOsVersion
	WsCryptolib
	WsDico
	WsRebootPending
	WsScardsvr
	WsPcscd
	WsCertProp
	WsReadSeconds
	WsGalss
	WsSesamIni
	WsRemote
	WsLocalReaders
	WsRemoteReaders
	WsShared
	WsAccess
	WsContext
	WsKsp
	WsInstaller
	WsLocalNetwork
	WsAgents
	WsRosetta
	WsComponents
	WsMica
	WsOldSoftware
	WsAntivirus
	WsSmartAppControl
	WsQuarantine
	WsPort
	WsTrust

	count
)
