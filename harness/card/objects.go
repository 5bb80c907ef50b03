package card

// Codes of the card are kept as the digits of their code tables ("80", "10",
// "SM26"); the empty string means that the card does not carry the field, and
// a string of spaces that it carries filler. Numbers are -1 when absent.

// Category tells real cards from test cards (table G01).
type Category string

// Categories of table G01.
const (
	CategoryReal     Category = "00"
	CategoryTest     Category = "80"
	CategoryModule   Category = "02" // security module
	CategorySoftware Category = "03" // software certificate
)

// Test reports whether the card is a TEST card: 80, 82 or 83.
func (c Category) Test() bool { return c == "80" || c == "82" || c == "83" }

// Kind is the type of card (table G02).
type Kind string

// Kinds of table G02. CDE and CPE share one code, so do CDA and CPA.
const (
	KindCPS Kind = "00"
	KindCPF Kind = "01"
	KindCPE Kind = "02"
	KindCPA Kind = "03"
)

// Serial is EF.SN.ICC: 5A 0A, the issuer prefix (5 bytes) and the number.
type Serial struct {
	Issuer string // ten hexadecimal digits, "8025000001" for the ANS
	Number string // ten digits; the PKCS#11 serial number is the first eight
}

// IssuerANS is the issuer prefix that the official middleware requires
// (CryptolibCPS sources, card-cps.c).
const IssuerANS = "8025000001"

// Update is the EF "actua": start and end of the last update of a CPS3.
type Update struct {
	Start, End Timestamp // the zero value where the date is missing or does not exist
}

// IDCard is CPS_ID_CARD, tag E3.
type IDCard struct {
	Issuer   string   // 80, BCD(11)
	Number   string   // 81, BCD(10): the card number printed on the plastic
	Category Category // 82, table G01
	Issued   Date     // 83
	Expires  Date     // 84: last day of validity
}

// Name is CPS_NAME_PS, tag E4. Texts are at most 27 characters ISO-8859-1 on
// the card, UTF-8 here.
type Name struct {
	Civility   string    // 80, table G03/G06: 22, 23, 31
	Family     string    // 81
	Usual      string    // 82
	Given      [3]string // 83
	UsualGiven string    // 84
}

// Info is CPS_INFO_PS, tag ED.
type Info struct {
	Kind             Kind   // 80, first byte, table G02
	Flags            string // 80, second byte in hexadecimal
	NationalID       string // 81: type digit (table G08), then the identifier
	Profession       string // 82, table G15
	FutureProfession string // 83: table G16 on a CPF, trade code on a CPA
	ExerciseName     string // 84
	Qualifications   string // 85: fixed columns, see Qualifications
}

// IDType returns the type digit of the national identifier (table G08), or "".
func (i Info) IDType() string {
	if i.NationalID == "" {
		return ""
	}
	return i.NationalID[:1]
}

// Identifier returns the national identifier without its type digit.
func (i Info) Identifier() string {
	if i.NationalID == "" {
		return ""
	}
	return i.NationalID[1:]
}

// Exercise modes of table G17.
const (
	ModeLiberal     = "00"
	ModeSalaried    = "01"
	ModeReplacement = "04"
	ModeUnpaid      = "07"
)

// Activity is CPS_ACTIVITY_nn_PS, tag EE: one exercise situation.
type Activity struct {
	Mode            string // 80, table G17
	Responsibility  string // 80, second byte (table G04, assumed)
	Level           string // 81, first byte, hexadecimal
	AdeliSpeciality string // 81, second byte, table G12
	Qualification   string // 81, third byte, table G11
	Section         string // 82, pharmacists' register section, table G05
	Logical         int    // 83: number that billing situations point to, -1 when absent
	StructureName   string // 84
	StructureID     string // 85: type digit (table G07), then the identifier
	Sector          string // 86, table R02
}

// Billing is one billing situation of CPS_SIT_FACT (tag A0 in E0): what users
// call the DAM.
type Billing struct {
	Rank       int       // position in the object, from 1
	Link       int       // 80: logical number of the activity, -1 when absent
	ID         string    // 81: digits; filler removed at the end
	Speciality string    // 82, digits 1-2, table G100
	Convention string    // 82, digit 3, table G101
	Zone       string    // 82, digits 4-5, table G102 keyed by zone and convention
	Mileage    string    // 82, digit 6, table G103
	Agreements [3]string // 83, table G104; software shows the first
	Rights     int       // 84: bit 10h FSE, bit 01h batches; -1 when the tag is absent
}

// SignFSE reports whether the situation may sign electronic claims (FSE).
// Without tag 84 the Gestionnaire shows neither right.
func (b Billing) SignFSE() bool { return b.Rights > 0 && b.Rights&0x10 != 0 }

// SignBatches reports whether the situation may sign batches (lots).
func (b Billing) SignBatches() bool { return b.Rights > 0 && b.Rights&0x01 != 0 }
