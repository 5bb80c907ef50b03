// Package card is what simulator and harness share: the Channel between them,
// and what a health professional's card says, in bytes and in values.
//
// A [Channel] carries APDUs to one powered card. A [Link] over it gives whole
// answers: it resolves 61xx and 6Cxx, counts exchanges and does nothing else.
//
// Each business object has a decoder and, beside it, an encoder:
//
//	EF.SN.ICC            DecodeSerial     AppendSerial
//	EF actua             DecodeUpdate     AppendUpdate
//	CPS_ID_CARD          DecodeIDCard     AppendIDCard
//	CPS_NAME_PS          DecodeName       AppendName
//	CPS_LANG_PS          DecodeLanguages  AppendLanguages
//	CPS_INFO_PS          DecodeInfo       AppendInfo      (and Qualifications)
//	CPS_ACTIVITY_nn_PS   DecodeActivity   AppendActivity
//	CPS_SIT_FACT         DecodeBilling    AppendBilling
//
// Decoders take what the Gestionnaire takes and say what is unusual: the value
// comes with its deviations, and an error (always a *[DecodeError]) is left for
// bytes that are no encoding of the object. [Fill] sets the [State] of an object
// from the bytes of its file, so that missing, empty, erased and malformed stay
// apart. Encoders write the form that cards carry, and refuse, with an
// *[EncodeError], a value that does not fit its field.
//
// Codes are kept as their digits; [Label] and [ZoneLabel] give the French text of
// the code tables. [CheckIdentifier] and the checks behind it judge RPPS, ADELI,
// AM and FINESS numbers and what is made of them.
//
// Nothing here reads a file, a clock or a variable; every function may be called
// from several goroutines at once. A Link and its Channel belong to one.
package card
