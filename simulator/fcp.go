package simulator

import "github.com/cpslab/cps/harness/card/tlv"

// Tags of file control information (ISO/IEC 7816-4, 5.3.3) and of the IAS-ECC
// access rules in it (OpenSC sources, iasecc-sdo.c).
const (
	tagFCP        tlv.Tag = 0x62
	tagFCI        tlv.Tag = 0x6F
	tagSize       tlv.Tag = 0x80
	tagDescriptor tlv.Tag = 0x82
	tagFID        tlv.Tag = 0x83
	tagDFName     tlv.Tag = 0x84
	tagSFI        tlv.Tag = 0x88
	tagLifeCycle  tlv.Tag = 0x8A
	tagCompact    tlv.Tag = 0x8C
	tagAccess     tlv.Tag = 0xA1
)

const (
	descriptorEF = 0x01 // transparent EF
	descriptorDF = 0x38
	activated    = 0x05 // operational state, activated
	never        = byte(accessNever)
)

// appendFileInfo appends the FCP (outer 62, CPS3) or the FCI (outer 6F, CPS4)
// of n. The content is the same: CryptolibCPS takes it flat under either tag.
func appendFileInfo(dst []byte, outer tlv.Tag, n *node) []byte {
	var body []byte
	if n.df {
		body = tlv.Append(body, tagDescriptor, []byte{descriptorDF})
		body = tlv.Append(body, tagFID, []byte{byte(n.fid >> 8), byte(n.fid)})
		body = tlv.Append(body, tagDFName, n.name)
		body = tlv.Append(body, tagAccess, tlv.Append(nil, tagCompact, []byte{0x7F, never, never, never, never, never, never, never}))
		return tlv.Append(dst, outer, tlv.Append(body, tagLifeCycle, []byte{activated}))
	}
	size := len(n.content)
	body = tlv.Append(body, tagSize, []byte{byte(size >> 8), byte(size)})
	body = tlv.Append(body, tagDescriptor, []byte{descriptorEF})
	body = tlv.Append(body, tagFID, []byte{byte(n.fid >> 8), byte(n.fid)})
	if n.sfi == 0 {
		body = tlv.Append(body, tagSFI, nil)
	} else {
		body = tlv.Append(body, tagSFI, []byte{n.sfi << 3})
	}
	body = tlv.Append(body, tagAccess, tlv.Append(nil, tagCompact, []byte{0x7B, never, never, never, never, byte(n.update), byte(n.read)}))
	return tlv.Append(dst, outer, tlv.Append(body, tagLifeCycle, []byte{activated}))
}

// File types of the CPS2ter header.
const (
	typeCPS2terMF = 0x01
	typeCPS2terDF = 0x02
	typeCPS2terEF = 0x04
)

// headerSize is the size in bytes of what CPS2ter's GET RESPONSE gives after a
// SELECT. The first seven bytes are read by CryptolibCPS; the zeros behind them
// are assumed.
const headerSize = 15

// appendCPS2terHeader appends the 15-byte header 85 0D, size, FID, type, zeros
// (CryptolibCPS sources, card-cps3.c).
func appendCPS2terHeader(dst []byte, n *node) []byte {
	kind := byte(typeCPS2terEF)
	switch {
	case n.df && n.parent == nil:
		kind = typeCPS2terMF
	case n.df:
		kind = typeCPS2terDF
	}
	size := len(n.content)
	body := make([]byte, headerSize-2)
	copy(body, []byte{byte(size >> 8), byte(size), byte(n.fid >> 8), byte(n.fid), kind})
	return tlv.Append(dst, 0x85, body)
}
