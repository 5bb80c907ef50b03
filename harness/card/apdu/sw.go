package apdu

import "github.com/cpslab/cps/harness/card/text"

// SW is a status word, SW1 in the high byte (ISO/IEC 7816-4, 5.1.3).
type SW uint16

// Interindustry status words (ISO/IEC 7816-4, 5.1.3, tables 5 and 6). Those that
// carry a value in SW2 are given with 00 (or C0) there.
const (
	SWOK                   SW = 0x9000
	SWBytesRemaining       SW = 0x6100 // 61xx: xx bytes wait for GET RESPONSE, 00 means 256 or more
	SWWarning              SW = 0x6200
	SWCorruptedData        SW = 0x6281
	SWEndOfFile            SW = 0x6282
	SWFileDeactivated      SW = 0x6283
	SWBadFCI               SW = 0x6284
	SWFileTerminated       SW = 0x6285
	SWNoSensorInput        SW = 0x6286
	SWWarningChanged       SW = 0x6300
	SWFileFilled           SW = 0x6381
	SWCounter              SW = 0x63C0 // 63Cx: counter x, tries left after VERIFY
	SWExecutionError       SW = 0x6400
	SWImmediateResponse    SW = 0x6401
	SWExecutionChanged     SW = 0x6500
	SWMemoryFailure        SW = 0x6581
	SWSecurityIssue        SW = 0x6600
	SWWrongLength          SW = 0x6700
	SWCLANotSupported      SW = 0x6800
	SWChannelNotSupported  SW = 0x6881
	SWSMNotSupported       SW = 0x6882
	SWLastOfChainExpected  SW = 0x6883
	SWChainingNotSupported SW = 0x6884
	SWNotAllowed           SW = 0x6900
	SWWrongFileType        SW = 0x6981
	SWSecurityStatus       SW = 0x6982
	SWPINBlocked           SW = 0x6983
	SWReferenceNotUsable   SW = 0x6984
	SWConditions           SW = 0x6985
	SWNoCurrentEF          SW = 0x6986
	SWSMObjectMissing      SW = 0x6987
	SWSMObjectIncorrect    SW = 0x6988
	SWWrongParameters      SW = 0x6A00
	SWWrongData            SW = 0x6A80
	SWFunctionNotSupported SW = 0x6A81
	SWFileNotFound         SW = 0x6A82
	SWRecordNotFound       SW = 0x6A83
	SWNoMemory             SW = 0x6A84
	SWNcInconsistentTLV    SW = 0x6A85
	SWIncorrectP1P2        SW = 0x6A86
	SWNcInconsistentP1P2   SW = 0x6A87
	SWReferenceNotFound    SW = 0x6A88
	SWFileExists           SW = 0x6A89
	SWNameExists           SW = 0x6A8A
	SWWrongP1P2            SW = 0x6B00
	SWWrongLe              SW = 0x6C00 // 6Cxx: repeat the command with Le = xx
	SWINSNotSupported      SW = 0x6D00
	SWCLANotFound          SW = 0x6E00
	SWNoDiagnosis          SW = 0x6F00
)

// Status words of the CPS2ter command set, CLA A0 (CryptolibCPS sources, table
// of CPS2ter errors). They do not follow ISO/IEC 7816-4.
const (
	SWCPS2terFileNotFound  SW = 0x9404
	SWCPS2terWrongFileType SW = 0x9408
	SWCPS2terPINNotActive  SW = 0x9802
	SWCPS2terRefused       SW = 0x9804 // after a PIN presentation: wrong PIN; else access refused
	SWCPS2terPINInvalid    SW = 0x9808
	SWCPS2terObjectInvalid SW = 0x9810
	SWCPS2terPINBlocked    SW = 0x9840
	SWCPS2terData          SW = 0x9F00 // 9Fxx: xx bytes wait for GET RESPONSE, 00 means 256
)

// SW1 returns the high byte.
func (sw SW) SW1() byte { return byte(sw >> 8) }

// SW2 returns the low byte.
func (sw SW) SW2() byte { return byte(sw) }

// OK reports whether sw is 9000, and nothing else.
func (sw SW) OK() bool { return sw == SWOK }

// Valid reports whether sw can be a status word: 6xxx without 60xx, or 9xxx
// (ISO/IEC 7816-4, 5.1.3).
func (sw SW) Valid() bool {
	sw1 := sw.SW1()
	return sw1 > 0x60 && sw1 <= 0x6F || sw1&0xF0 == 0x90
}

// Warning reports whether sw is 62xx or 63xx: the command was processed, with a
// reservation.
func (sw SW) Warning() bool {
	return sw.SW1() == 0x62 || sw.SW1() == 0x63
}

// Available returns how many bytes, 1 to 256, wait for GET RESPONSE after 61xx,
// or after 9Fxx in the CPS2ter command set; 0 for any other status word.
func (sw SW) Available() int {
	if sw.SW1() != SWBytesRemaining.SW1() && sw.SW1() != SWCPS2terData.SW1() {
		return 0
	}
	return ne(int(sw.SW2()), MaxShortNe)
}

// RightNe returns the Ne, 1 to 256, with which a command answered by 6Cxx has to
// be repeated; 0 for any other status word.
func (sw SW) RightNe() int {
	if sw.SW1() != SWWrongLe.SW1() {
		return 0
	}
	return ne(int(sw.SW2()), MaxShortNe)
}

// Retries returns the counter x, 0 to 15, of 63Cx: the tries left of a PIN.
func (sw SW) Retries() (n int, ok bool) {
	if sw&0xFFF0 != SWCounter {
		return 0, false
	}
	return int(sw & 0x000F), true
}

// String returns the four digits and the meaning in English: "6A82 (file not
// found)".
func (sw SW) String() string { return sw.Text().EN }

// Text returns the four digits and the meaning: "6A82 (file not found)".
func (sw SW) Text() text.Text {
	return text.Of("%04X (%s)", "%04X (%s)", uint16(sw), sw.Meaning())
}
