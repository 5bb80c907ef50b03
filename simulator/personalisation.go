package simulator

import "github.com/cpslab/cps/harness/card"

// Personalisation is what the issuer writes into a card before it leaves the
// factory. A profile gives one; New makes a card of it. It is plain data:
// several cards may be made from one Personalisation at the same time.
type Personalisation struct {
	Name   string      // of the preset or profile, for messages only
	Face   card.Face   // which chip interface; FaceUnknown makes a card that answers no application
	ATR    []byte      // instead of the ATR of the face; nil keeps it
	Mute   bool        // the card gives no ATR and answers nothing
	Serial card.Serial // EF.SN.ICC; an empty Number is derived from a hash of the contents
	Label  string      // CIAInfo label; empty makes "CPS3v3-<card number>" or "CPS4v1-<card number>"
	Update card.Update // EF actua of a CPS3; zero dates are derived from a hash of the contents

	ID         card.IDCard
	CardName   card.Name
	Language   string // two letters, "FR"
	Info       card.Info
	Activities []Activity
	Billing    []card.Billing

	Certificates Certificates

	PIN PIN // code porteur
	PUK PIN // code de déblocage

	// Raw replaces the contents of an object by bytes as they are, or takes
	// the object off the card. It goes before everything above.
	Raw map[Object]Raw
}

// Activity is one CPS_ACTIVITY_nn_PS with its number.
type Activity struct {
	Number int // nn, 1 to 16
	card.Activity
}

// Certificates says what is special about the certificates of a card. The zero
// value makes three sound ones that repeat what the other objects say.
type Certificates struct {
	Shape                                CertificateShape
	OlderUsage                           bool // the key usages of older cards
	Signature, Authentication, Technical Certificate
}

// CertificateShape is the form that the certificates of a card have.
type CertificateShape uint8

// Shapes of official cards.
const (
	ShapeIGCSante CertificateShape = iota // since 2016
	ShapeOldIGC                           // before
	ShapeUnnamed                          // a CPE that is given to nobody in particular: a pseudonym, no name
)

// Certificate is what differs from a sound certificate. To leave one out, or to
// give it as bytes, use Raw.
type Certificate struct {
	NotBefore     card.Date // first day; zero: the day of issue of the card
	NotAfter      card.Date // last day; zero: the end of validity of the card
	SubjectID     string    // common name; "": the national identifier of CPS_INFO_PS
	Token         string    // tokenId; "": issuer and number of EF.SN.ICC, "8025000001/2999000117"
	Kind          card.Kind // type of the card; "": that of CPS_INFO_PS
	UnknownIssuer bool      // issued by the TEST authority that nobody trusts
	OtherKey      bool      // certifies another key than the one on the card
	BadSignature  bool      // its signature is not the authority's
	Revoked       bool      // the TEST authority publishes its number in its revocation lists
}

// PIN is a code and its state.
type PIN struct {
	Code string // digits
	Max  int    // tries after a success; 0 means 3
	Left int    // tries left at the start: 0 means blocked; -1 means Max
	Uses int    // remaining uses shown by tag 9D; -1 means that the tag is not written
}

// Raw is what stands in place of an encoded object.
type Raw struct {
	Absent bool   // the object is not on the card
	Bytes  []byte // the contents; empty with Absent false is a file of size 0

	// Unreadable makes READ BINARY answer 6982 whatever was presented. Without
	// Bytes the contents are those that the object has otherwise.
	Unreadable bool
}

// Object names an elementary file for Raw.
type Object string

// Objects that a profile may give as raw bytes. ActivityObject(nn) names the
// activities.
const (
	ObjectSerial  Object = "sn"      // EF.SN.ICC
	ObjectDIR     Object = "dir"     // EF.DIR
	ObjectUpdate  Object = "actua"   // EF D010
	ObjectODF     Object = "odf"     // 5031
	ObjectCIAInfo Object = "ciainfo" // 5032
	ObjectAODF    Object = "aodf"    // 7001
	ObjectDODF    Object = "dodf"    // 7006
	ObjectID      Object = "id_card"
	ObjectName    Object = "name_ps"
	ObjectLang    Object = "lang_ps"
	ObjectInfo    Object = "info_ps"
	ObjectBilling Object = "sit_fact"
	ObjectData    Object = "cps_data"

	ObjectPrKDF              Object = "prkdf" // 7002
	ObjectCDF                Object = "cdf"   // 7005
	ObjectCertSignature      Object = "cert_signature"
	ObjectCertAuthentication Object = "cert_authentication"
	ObjectCertTechnical      Object = "cert_technical"
)
