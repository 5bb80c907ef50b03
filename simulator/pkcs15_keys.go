package simulator

import "github.com/cpslab/cps/harness/card"

// identifier is the PKCS #15 identifier that a key and its certificate share: the
// AID of the contact application and one byte (issue OpenSC#2267), without contact
// too (test program of CryptolibCPS).
func (k *keyObject) identifier() []byte {
	return asn(asnOctets, card.AIDCPx, []byte{k.suffix})
}

// buildPrKDF returns the private key directory: path empty, key named by its
// reference, sensitive, always so and never to be extracted, access rules with
// the authId of the PIN.
func buildPrKDF(keys []keyObject) []byte {
	pin := asn(asnOctets, []byte{refPIN})
	var b []byte
	for i := range keys {
		k := &keys[i]
		attributes := [][]byte{utf8String(k.label), bitString(k.flags...)}
		if k.rules != nil {
			var rules []byte
			for _, operations := range k.rules {
				rules = append(rules, asn(asnSequence, bitString(operations...), pin)...)
			}
			attributes = append(attributes, pin, asn(asnSequence, rules))
		}
		b = append(b, asn(asnSequence,
			asn(asnSequence, attributes...),
			asn(asnSequence,
				k.identifier(),
				bitString(k.usage...),
				bitString(0x04, 0xB0),
				keyReference(k.reference)),
			asn(0xA1, asn(asnSequence,
				asn(asnSequence, asn(asnOctets)),
				asn(asnInteger, []byte{sizeRSA * 8 >> 8, sizeRSA * 8 & 0xFF}))))...)
	}
	return b
}

// keyReference encodes a reference as a positive INTEGER.
func keyReference(ref byte) []byte {
	if ref&0x80 != 0 {
		return asn(asnInteger, []byte{0x00, ref})
	}
	return integer(ref)
}

// buildCDF returns the certificate directory of the directory df. A certificate
// that is not on the card is not listed.
func buildCDF(df uint16, keys []keyObject, raw map[Object]Raw) []byte {
	var b []byte
	for i := range keys {
		k := &keys[i]
		if raw[k.raw].Absent {
			continue
		}
		b = append(b, asn(asnSequence,
			asn(asnSequence, utf8String(k.certificate), bitString(0x00)),
			asn(asnSequence, k.identifier()),
			asn(0xA1, asn(asnSequence, efPath(df, k.certFID))))...)
	}
	return b
}
