package simulator

import "github.com/cpslab/cps/harness/card/tlv"

// Universal ASN.1 tags used by PKCS #15 (ISO/IEC 7816-15).
const (
	asnInteger    tlv.Tag = 0x02
	asnBitString  tlv.Tag = 0x03
	asnOctets     tlv.Tag = 0x04
	asnNull       tlv.Tag = 0x05
	asnOID        tlv.Tag = 0x06
	asnEnumerated tlv.Tag = 0x0A
	asnUTF8       tlv.Tag = 0x0C
	asnSequence   tlv.Tag = 0x30
)

// Context tags of the ODF (ISO/IEC 7816-15, 8.3).
const (
	odfPrivateKeys  tlv.Tag = 0xA0
	odfCertificates tlv.Tag = 0xA4
	odfDataObjects  tlv.Tag = 0xA7
	odfAuth         tlv.Tag = 0xA8
)

const (
	applicationLabel = "ASIP CPS"
	manufacturer     = "ASIP SANTE"
	dataApplication  = "CPS" // applicationName of every data object
)

// asn concatenates the encodings in parts under tag.
func asn(tag tlv.Tag, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	b := tlv.AppendHeader(make([]byte, 0, tlv.Size(tag, n)), tag, n)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

func utf8String(s string) []byte       { return asn(asnUTF8, []byte(s)) }
func integer(n byte) []byte            { return asn(asnInteger, []byte{n}) }
func bitString(content ...byte) []byte { return asn(asnBitString, content) }

// efPath encodes the absolute path of an EF in the directory df, as PKCS #15
// wants it in ODF, DIR and DODF: 30 L { 04 06 3F00 df fid }.
func efPath(df, fid uint16) []byte {
	return asn(asnSequence, efPathOctets(df, fid))
}

func efPathOctets(df, fid uint16) []byte {
	return asn(asnOctets, []byte{fidMF >> 8, fidMF & 0xFF, byte(df >> 8), byte(df), byte(fid >> 8), byte(fid)})
}

// buildDIR returns the one record of EF.DIR (ISO/IEC 7816-15, 7.4): the AID,
// the label and a discretionary template that points to ODF and CIAInfo.
func buildDIR(aid []byte, df uint16) []byte {
	return asn(0x61,
		asn(0x4F, aid),
		asn(0x50, []byte(applicationLabel)),
		asn(0x73, efPath(df, fidODF), asn(0xA0, efPathOctets(df, fidCIAInfo))))
}

// buildODF returns the object directory: AODF (contact faces only), PrKDF, CDF,
// DODF, with the absolute paths that CryptolibCPS needs.
func buildODF(df uint16, withAODF bool) []byte {
	var b []byte
	if withAODF {
		b = append(b, asn(odfAuth, efPath(df, fidAODF))...)
	}
	b = append(b, asn(odfPrivateKeys, efPath(df, fidPrKDF))...)
	b = append(b, asn(odfCertificates, efPath(df, fidCDF))...)
	return append(b, asn(odfDataObjects, efPath(df, fidDODF))...)
}

// algorithm is one entry of supportedAlgorithms (ISO/IEC 7816-15, 8.10).
type algorithm struct {
	mechanism  []byte // PKCS #11 mechanism number
	operations []byte // BIT STRING content: unused bits, then the operations
	oid        []byte
	card       byte // the algorithm number of MANAGE SECURITY ENVIRONMENT
}

// rsaOID is the OID of a PKCS #1 algorithm, 1.2.840.113549.1.1.last.
func rsaOID(last byte) []byte {
	return []byte{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, last}
}

// supportedAlgorithms are those that OpenSC needs listed before it signs.
func supportedAlgorithms() []algorithm {
	hash, signature, decipher := []byte{0x01, 0x02}, []byte{0x06, 0x40}, []byte{0x02, 0x04}
	return []algorithm{
		{[]byte{0x02, 0x20}, hash, []byte{0x2B, 0x0E, 0x03, 0x02, 0x1A}, 0x10},                         // SHA-1
		{[]byte{0x02, 0x50}, hash, []byte{0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01}, 0x40}, // SHA-256
		{[]byte{0x06}, signature, rsaOID(5), 0x12},                                                     // SHA-1 with RSA
		{[]byte{0x40}, signature, rsaOID(11), 0x42},                                                    // SHA-256 with RSA
		{[]byte{0x01}, signature, rsaOID(1), 0x02},                                                     // RSA PKCS#1 signature
		{[]byte{0x01}, decipher, rsaOID(1), 0x1A},                                                      // RSA PKCS#1 decipherment
	}
}

// buildCIAInfo returns the CIAInfo (ISO/IEC 7816-15, 8.10) with the token label,
// whose version text decides which date the Gestionnaire shows.
func buildCIAInfo(label string) []byte {
	list := make([]byte, 0, 256)
	for i, a := range supportedAlgorithms() {
		list = append(list, asn(asnSequence,
			integer(byte(i+1)),
			asn(asnInteger, a.mechanism),
			asn(asnNull),
			bitString(a.operations...),
			asn(asnOID, a.oid),
			integer(a.card))...)
	}
	return asn(asnSequence,
		integer(1),
		utf8String(manufacturer),
		asn(0x80, []byte(label)),
		bitString(0x05, 0x60),
		asn(0xA2, list))
}

// buildAODF returns the two authentication objects: the user PIN first, because
// CryptolibCPS makes its slot of the first entry, then the PUK, which it finds
// by the soPin flag.
func buildAODF() []byte {
	return append(
		authObject("Code porteur", refPIN, []byte{0x03, 0x88}, minPIN),
		authObject("Code de déblocage", refPUK, []byte{0x00, 0x8B}, sizePUK)...)
}

// authObject returns one entry of the AODF: a code of ASCII digits, not padded,
// of least to 8 digits, whose authId is its reference.
func authObject(label string, reference byte, flags []byte, least int) []byte {
	return asn(asnSequence,
		asn(asnSequence, utf8String(label), bitString(0x06, 0xC0)),
		asn(asnSequence, asn(asnOctets, []byte{reference})),
		asn(0xA1, asn(asnSequence,
			bitString(flags...),
			asn(asnEnumerated, []byte{0x01}), // ascii-numeric
			integer(byte(least)),
			integer(maxPIN),
			integer(maxPIN),
			asn(0x80, []byte{reference}))))
}

// dodfEntry is one data object as the DODF lists it.
type dodfEntry struct {
	label      string // PKCS #11 label
	fid        uint16
	private    bool // needs the PIN: private flag, authId 01
	modifiable bool
}

// buildDODF returns the data object directory of the directory df, in the order
// of entries.
func buildDODF(df uint16, entries []dodfEntry) []byte {
	b := make([]byte, 0, 64*len(entries))
	for _, e := range entries {
		attributes := [][]byte{utf8String(e.label)}
		switch {
		case e.private:
			attributes = append(attributes, bitString(0x07, 0x80), asn(asnOctets, []byte{refPIN}))
		case e.modifiable:
			attributes = append(attributes, bitString(0x06, 0x40))
		default:
			attributes = append(attributes, bitString(0x00))
		}
		b = append(b, asn(asnSequence,
			asn(asnSequence, attributes...),
			asn(asnSequence, utf8String(dataApplication)),
			asn(0xA1, efPath(df, e.fid)))...)
	}
	return b
}
