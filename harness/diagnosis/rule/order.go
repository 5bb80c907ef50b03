package rule

// Number numbers the rules in the order in which they are judged and, within one
// severity, reported.
type Number uint8

// The rules by number. They stand by the steps of a check (package diagnosis).
const (
	// Workstation (service, library, tables), reader, the right card. What keeps the
	// card from being read goes before what only stands beside it.
	WS008 Number = iota
	WS009
	WS001
	WS020
	WS006
	WS012
	WS015
	WS013
	WS014
	WS016
	WS017
	WS018
	WS025
	WS026
	WS028
	WS021
	WS029
	RDR011
	RDR001
	RDR017
	RDR014
	RDR002
	RDR013
	RDR012
	RDR003
	RDR010
	RDR016
	RDR004
	RDR008
	RDR005
	RDR006
	RDR009
	RDR015
	RDR018
	RDR007
	// What else this computer has: it explains, or may stop something later.
	WS024
	WS023
	WS022
	WS027
	WS007
	WS005
	WS010
	WS019
	WS030
	WS031
	WS032
	WS033
	WS034

	// The library for this generation.
	WS004
	WS002
	WS003
	WS011

	// Issuer, type, interrupted update.
	ID015
	TYPE001
	TYPE007
	UPD001

	// Codes.
	PIN001
	PIN002
	PIN003
	PIN004
	PIN005
	PIN006
	PIN007
	PIN008
	PIN009
	PIN010
	PIN011
	PIN012
	PIN013
	PIN014

	// Validity.
	VAL001
	VAL002
	VAL003
	VAL004
	VAL005
	VAL006
	VAL007
	VAL008
	VAL009
	VAL010
	VAL011
	VAL012
	VAL013
	VAL014
	VAL015

	// Opposition.
	OPP001
	OPP002
	OPP003
	OPP004
	OPP005
	OPP006

	// Contents.
	ID001
	ID002
	ID003
	ID004
	ID005
	ID006
	ID007
	ID008
	ID009
	ID010
	ID011
	ID012
	ID013
	ID014
	ID016
	ID017
	TYPE002
	TYPE003
	TYPE004
	TYPE005
	TYPE006
	TYPE008
	TYPE009
	TYPE010
	ACT001
	ACT002
	ACT003
	ACT004
	ACT005
	ACT006
	ACT007
	ACT008
	ACT009
	ACT010
	ACT011
	ACT012
	DAM003
	DAM002
	DAM001
	DAM004
	DAM005
	DAM006
	DAM007
	DAM008
	DAM009
	BILL001
	BILL002
	BILL003
	BILL004
	BILL005
	BILL006
	BILL007
	CONV006
	CONV001
	CONV002
	CONV003
	CONV004
	CONV005
	CONV007
	CONV008
	CONV009
	CONV010
	CONV011
	CONV012
	CONV013
	CONV014
	UPD002
	UPD003
	UPD004
	UPD005

	// Signing, certificates.
	SIGN008
	SIGN001
	SIGN002
	SIGN003
	SIGN005
	SIGN006
	SIGN009
	SIGN010
	SIGN007
	SIGN004
	CERT001
	CERT002
	CERT003
	CERT004
	CERT005
	CERT006
	CERT007
	CERT008
	CERT009
	CERT010
	CERT011
	CERT012

	// Online services.
	NET001
	NET002
	NET003
	NET004
	NET005
	NET006
	NET007
	NET008
	NET009

	// Count is how many rules there are.
	Count = iota
)

// Rule returns the rule of that number, one below Count. It is shared: read it,
// never change it.
func (n Number) Rule() *Rule { return table[n] }

// ID returns the id of the rule of that number, such as "CPS-DAM-001".
func (n Number) ID() string { return table[n].ID }

// table holds the rules by number.
var table = [Count]*Rule{
	WS008: &ws008, WS009: &ws009, WS001: &ws001, WS005: &ws005, WS006: &ws006, WS007: &ws007,
	WS010: &ws010, WS012: &ws012, WS013: &ws013, WS014: &ws014, WS015: &ws015, WS016: &ws016,
	WS017: &ws017, WS018: &ws018, WS019: &ws019, WS020: &ws020, WS028: &ws028, WS021: &ws021, WS029: &ws029, WS030: &ws030, WS034: &ws034,
	RDR011: &rdr011, RDR001: &rdr001, RDR017: &rdr017, RDR014: &rdr014, RDR002: &rdr002, RDR013: &rdr013, RDR012: &rdr012,
	RDR003: &rdr003, RDR010: &rdr010, RDR004: &rdr004, RDR008: &rdr008, RDR005: &rdr005, RDR006: &rdr006,
	RDR009: &rdr009, RDR015: &rdr015, RDR018: &rdr018, RDR007: &rdr007,
	WS022: &ws022, WS023: &ws023, WS024: &ws024, WS025: &ws025, WS026: &ws026, WS027: &ws027, WS031: &ws031, WS032: &ws032, WS033: &ws033, RDR016: &rdr016,
	WS004: &ws004, WS002: &ws002, WS003: &ws003, WS011: &ws011,
	ID015:   &id015,
	TYPE001: &type001, TYPE007: &type007,
	UPD001: &upd001,
	PIN001: &pin001, PIN002: &pin002, PIN003: &pin003, PIN004: &pin004, PIN005: &pin005, PIN006: &pin006,
	PIN007: &pin007, PIN008: &pin008, PIN009: &pin009, PIN010: &pin010, PIN011: &pin011, PIN012: &pin012,
	PIN013: &pin013, PIN014: &pin014,
	VAL001: &val001, VAL002: &val002, VAL003: &val003, VAL004: &val004, VAL005: &val005, VAL006: &val006,
	VAL007: &val007, VAL008: &val008, VAL009: &val009, VAL010: &val010, VAL011: &val011, VAL012: &val012,
	VAL013: &val013, VAL014: &val014, VAL015: &val015,
	OPP001: &opp001, OPP002: &opp002, OPP003: &opp003, OPP004: &opp004, OPP005: &opp005, OPP006: &opp006,
	ID001: &id001, ID002: &id002, ID003: &id003, ID004: &id004, ID005: &id005, ID006: &id006,
	ID007: &id007, ID008: &id008, ID009: &id009, ID010: &id010, ID011: &id011, ID012: &id012,
	ID013: &id013, ID014: &id014, ID016: &id016, ID017: &id017,
	TYPE002: &type002, TYPE003: &type003, TYPE004: &type004, TYPE005: &type005, TYPE006: &type006, TYPE008: &type008,
	TYPE009: &type009, TYPE010: &type010,
	ACT001: &act001, ACT002: &act002, ACT003: &act003, ACT004: &act004, ACT005: &act005, ACT006: &act006,
	ACT007: &act007, ACT008: &act008, ACT009: &act009, ACT010: &act010, ACT011: &act011, ACT012: &act012,
	DAM003: &dam003, DAM002: &dam002, DAM001: &dam001, DAM004: &dam004, DAM005: &dam005, DAM006: &dam006,
	DAM007: &dam007, DAM008: &dam008, DAM009: &dam009,
	BILL001: &bill001, BILL002: &bill002, BILL003: &bill003, BILL004: &bill004, BILL005: &bill005, BILL006: &bill006,
	BILL007: &bill007,
	CONV006: &conv006, CONV001: &conv001, CONV002: &conv002, CONV003: &conv003, CONV004: &conv004, CONV005: &conv005,
	CONV007: &conv007, CONV008: &conv008, CONV009: &conv009, CONV010: &conv010, CONV011: &conv011, CONV012: &conv012,
	CONV013: &conv013, CONV014: &conv014,
	UPD002: &upd002, UPD003: &upd003, UPD004: &upd004, UPD005: &upd005,
	SIGN008: &sign008, SIGN001: &sign001, SIGN002: &sign002, SIGN003: &sign003, SIGN005: &sign005, SIGN006: &sign006, SIGN009: &sign009, SIGN010: &sign010,
	SIGN007: &sign007, SIGN004: &sign004,
	CERT001: &cert001, CERT002: &cert002, CERT003: &cert003, CERT004: &cert004, CERT005: &cert005, CERT006: &cert006,
	CERT007: &cert007, CERT008: &cert008, CERT009: &cert009, CERT010: &cert010, CERT011: &cert011, CERT012: &cert012,
	NET001: &net001, NET002: &net002, NET003: &net003, NET004: &net004, NET005: &net005, NET006: &net006, NET007: &net007, NET008: &net008, NET009: &net009,
}
